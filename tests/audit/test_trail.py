"""The trail is written whole and cannot be changed, on both engines."""

from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.audit.guard import trail_open
from percorsi.audit.models import Event, Subject

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague() -> User:
    return User.objects.create_user("nibbio", name="Elena Nibbio")


def test_an_event_keeps_who_what_and_every_person_once(colleague: User) -> None:
    event = record(
        Act.LIST, by=colleague, people=[7, 8, 7], details=Details(role="mediator", where="people:list", reason="turno")
    )
    kept = Event.objects.get()
    assert (kept.actor, kept.actor_name, kept.role, kept.act) == (colleague.pk, "nibbio", "mediator", "list")
    assert (kept.where, kept.reason, kept.about_people) == ("people:list", "turno", [7, 8])
    assert kept == event


@pytest.mark.parametrize("shown", [1, 20, 5_000])
def test_an_event_costs_the_same_queries_however_many_people_it_speaks_of(
    shown: int, django_assert_num_queries: Any
) -> None:
    people = list(range(shown, 0, -1))
    with django_assert_num_queries(4):  # two rows added, between the two ends of a savepoint
        event = record(Act.EXPORT, by=None, people=people)
    assert event.about_people == people


def test_an_object_is_named_by_kind_and_id(colleague: User) -> None:
    event = record(Act.CHANGE, by=None, about=colleague, details=Details(fields={"name": ["Elena", "Elena Nibbio"]}))
    assert (event.kind, event.object_id, event.actor) == ("accounts.user", colleague.pk, None)
    assert Event.objects.get().fields == {"name": ["Elena", "Elena Nibbio"]}


@pytest.mark.parametrize("model", [Event, Subject])
@pytest.mark.parametrize("attempt", ["update", "delete"])
def test_the_database_refuses_to_change_the_trail(colleague: User, model: type, attempt: str) -> None:
    record(Act.VIEW, by=colleague, people=[7])
    rows = model.objects.all()
    change = partial(rows.update, id=99) if attempt == "update" else partial(rows._raw_delete, rows.db)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()
    assert (Event.objects.count(), Subject.objects.count()) == (1, 1)


def test_the_flush_of_the_tests_opens_the_trail_only_while_it_lasts(colleague: User) -> None:
    record(Act.VIEW, by=colleague, people=[7])
    with trail_open(connection):
        Subject.objects.all()._raw_delete("default")
    assert not Subject.objects.exists()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.all()._raw_delete("default")


def test_an_event_that_cannot_be_written_whole_is_not_written_at_all(colleague: User) -> None:
    with pytest.raises(TypeError), transaction.atomic():
        record(Act.VIEW, by=colleague, people=[object()])  # type: ignore[list-item]
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_each_transactional_test_starts_with_an_empty_trail(turn: int) -> None:
    assert not Event.objects.exists()
    record(Act.VIEW, by=None, people=[turn])
