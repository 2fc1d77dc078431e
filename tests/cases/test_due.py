"""Pauses to look at again, and paths that nobody follows."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Q

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.models import Case, Suspension
from percorsi.cases.queries import due_rows
from percorsi.service.choices import USUAL_DAYS
from tests import cast

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)


def told(user: User) -> list[tuple[Any, ...]]:
    return list(due_rows(user, ON, Q(), USUAL_DAYS))


def pause(case: Case, review_on: date | None, **values: Any) -> Suspension:
    return Suspension.objects.create(
        case=case, starts_on=date(2026, 9, 1), review_on=review_on, reason="Cure in corso", **values
    )


def test_a_pause_is_told_of_from_two_weeks_before_its_day() -> None:
    mediator = cast.member(Role.MEDIATOR)
    case = cast.case(cast.person(), worker=mediator)
    row = pause(case, ON + timedelta(days=14))
    expected = (ON + timedelta(days=14), "pause", case.person_id, row.starts_on, "Cure in corso", case.public_id)
    assert told(mediator) == [expected]
    Suspension.objects.update(review_on=ON + timedelta(days=15))
    assert told(mediator) == []


def test_a_pause_that_ended_or_has_no_day_is_not_told_of() -> None:
    mediator = cast.member(Role.MEDIATOR)
    pause(cast.case(cast.person(), worker=mediator), ON, ends_on=date(2026, 10, 1))
    pause(cast.case(cast.person("Allodola"), worker=mediator), None)
    assert told(mediator) == []


def test_who_does_not_read_the_diary_is_not_told_why_a_path_rests() -> None:
    pause(cast.case(cast.person()), ON)
    assert [(kind, text) for _day, kind, _who, _since, text, _link in told(cast.member(Role.OFFICER))] == [
        ("pause", "")
    ]


def test_a_path_that_nobody_follows_is_told_of_to_who_entrusts_paths() -> None:
    mediator, coordinator = cast.member(Role.MEDIATOR), cast.member(Role.OPERATIONAL_COORDINATOR)
    lost = cast.case(cast.person(), opened_on=ON - timedelta(days=4))
    left = cast.case(cast.person("Allodola"), worker=mediator, opened_on=ON - timedelta(days=40))
    left.assignments.update(ends_on=ON - timedelta(days=1))
    cast.case(cast.person("Betulla"), worker=mediator)
    cast.case(cast.person("Gheppio"), closed_on=ON)
    assert sorted((day, link) for day, _kind, _who, _since, _text, link in told(coordinator)) == [
        (ON - timedelta(days=26), left.public_id),
        (ON + timedelta(days=10), lost.public_id),
    ]
    assert told(mediator) == []


def test_the_clock_of_an_imported_path_starts_on_the_day_of_the_import() -> None:
    Case.objects.create(person=cast.person(), opened_on=date(2017, 5, 2), is_imported=True, imported_on=ON)
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    assert [row[:2] for row in told(coordinator)] == [(ON + timedelta(days=14), "unassigned")]
