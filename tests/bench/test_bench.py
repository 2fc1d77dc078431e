"""A small service is built and every measured page is asked for, on both engines; time is never judged here."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from django.urls import reverse

from percorsi.audit.models import Event
from percorsi.bench.aims import MOST_QUERIES, verdicts
from percorsi.bench.building import grow
from percorsi.bench.building.plan import MANY_NOTES
from percorsi.bench.measuring import change_something, counted_queries
from percorsi.bench.table import Measured
from percorsi.bench.targets import readers, targets
from percorsi.bench.visiting import Asked, Visitor
from percorsi.cases.models import Case
from percorsi.diary.models import Note
from percorsi.people.models import AccessException, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_with_the_bare_page")]
TODAY = date(2026, 11, 24)


@pytest.fixture
def _with_the_bare_page() -> Iterator[None]:
    """A request must not close the connection here: the test's own transaction lives in it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with override_settings(ROOT_URLCONF="percorsi.bench.urls"):
        yield
    for signal in signals:
        signal.connect(close_old_connections)


def people() -> list[str]:
    return list(Person.objects.order_by("pk").values_list("sort_key", flat=True))


def test_the_same_seed_gives_the_same_people_whatever_the_steps() -> None:
    with transaction.atomic():
        grow(60, today=TODAY)
        at_once = people()
        transaction.set_rollback(True)
    assert people() == []
    grow(30, today=TODAY)
    grow(60, today=TODAY)
    grow(60, today=TODAY)
    assert people() == at_once
    assert len(at_once) == 60


def test_the_service_has_every_awkward_person() -> None:
    grow(60, today=TODAY)
    assert Person.objects.filter(is_protected=True).count() == 1
    assert AccessException.objects.count() == 2
    open_paths = Case.objects.filter(closed_on=None)
    assert open_paths.count() == 24
    assert Note.objects.filter(person__numbers__number="B-000015").count() == MANY_NOTES


def counted() -> dict[tuple[str, str], int]:
    """Ask for every measured page and return how many queries each made."""
    found = {}
    for user in readers():
        visitor = Visitor(user)
        for target in targets(visitor):
            if target.is_cold:
                change_something()
            with counted_queries() as queries:
                answer = visitor.ask(target.asked)
            assert answer.status == 200, target
            found[user.role, target.title] = len(queries)
    return found


def test_every_measured_page_answers_with_the_same_queries_whatever_the_people() -> None:
    grow(30, today=TODAY)
    counted()
    few = counted()
    grow(90, today=TODAY)
    counted()
    many = counted()
    assert many == few
    assert max(many.values()) <= MOST_QUERIES
    assert len(many) >= 2 * 9


def test_the_bare_page_shows_twenty_rows_without_a_trail() -> None:
    grow(30, today=TODAY)
    visitor = Visitor(readers()[0])
    known = Event.objects.count()
    with counted_queries() as queries:
        answer = visitor.ask(Asked(reverse("bare")))
    assert answer.body.count(b"<tr>") == 20
    assert len(queries) == 3
    assert Event.objects.count() == known


def test_aims_that_are_missed_are_said_so() -> None:
    page = {"title": "people list", "kind": "list", "reader": "mediator", "status": 200, "queries": 9, "kb": 1.0}
    bare = {**page, "title": "bare page", "kind": "plain", "queries": 3, "ms": 5.0, "cpu": 5.0}
    sizes = [
        Measured(people, 1.0, 1.0, 151.0, [bare, {**page, "ms": ms, "cpu": ms}])
        for people, ms in ((412, 10.0), (20_000, 21.0), (100_000, 15.0))
    ]
    found = {verdict.aim: verdict.is_met for verdict in verdicts(sizes)}
    assert found == {
        "list: at most 8 queries": False,
        "any page: at most 12 queries": True,
        "list and person at 20000: at most 60 ms": True,
        "list and person at 20000: at most 4 times the bare page": False,
        "any page at 100000: at most 1.5 times the time at 412": True,
        "worker: at most 150 MB": False,
    }


def test_the_trail_grows_in_the_order_of_time_and_ends_before_today() -> None:
    grow(60, today=TODAY)
    times = list(Event.objects.order_by("pk").values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1].date() < TODAY
