"""Ends that want a decision, and months that nobody entered."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Q

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.organisations.choices import Kind
from percorsi.service.choices import USUAL_DAYS
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from percorsi.traineeships.queries import due_rows
from tests import cast

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


def told(user: User) -> list[tuple[Any, ...]]:
    return sorted(
        (kind, due_on, since) for due_on, kind, _who, since, _text, _link in due_rows(user, ON, Q(), USUAL_DAYS)
    )


def traineeship(starts_on: date, ends_on: date | None, **values: Any) -> Traineeship:
    host = cast.body("Officine Levante", Kind.EMPLOYER)
    return Traineeship.objects.create(person=cast.person(), host=host, starts_on=starts_on, ends_on=ends_on, **values)


def enter(row: Traineeship, *months: date, **values: Any) -> None:
    values = {"hours_present": Decimal(70), "state": MonthState.COMPLETE} | values
    for month in months:
        TraineeshipMonth.objects.create(traineeship=row, month=month, **values)


@pytest.fixture
def officer() -> User:
    return cast.member(Role.OFFICER)


def test_an_end_is_told_of_within_the_term_until_it_has_an_outcome(officer: User) -> None:
    ends_on = ON + timedelta(days=30)
    row = traineeship(date(2026, 11, 2), ends_on)
    assert list(due_rows(officer, ON, Q(), USUAL_DAYS)) == [
        (ends_on, "traineeship_end", row.person_id, row.starts_on, "Officine Levante", row.public_id)
    ]
    Traineeship.objects.update(ends_on=ends_on + timedelta(days=1))
    assert told(officer) == []
    Traineeship.objects.update(ends_on=ON - timedelta(days=3))
    assert told(officer) == [("traineeship_end", ON - timedelta(days=3), date(2026, 11, 2))]
    Traineeship.objects.update(outcome="assunzione")
    assert told(officer) == []


def test_the_earliest_month_that_nobody_entered_is_told_of_once(officer: User) -> None:
    row = traineeship(date(2026, 8, 17), None)
    enter(row, date(2026, 8, 1))
    assert told(officer) == [("month", date(2026, 10, 5), SEPTEMBER)]
    enter(row, SEPTEMBER)
    assert told(officer) == [("month", date(2026, 11, 5), OCTOBER)]
    enter(row, OCTOBER)
    assert told(officer) == []


def test_a_month_begun_and_not_filled_in_is_still_missing(officer: User) -> None:
    row = traineeship(date(2026, 10, 5), None)
    enter(row, OCTOBER, hours_present=None, state=MonthState.DRAFT)
    assert told(officer) == [("month", date(2026, 11, 5), OCTOBER)]


def test_the_months_after_the_end_are_asked_for_no_longer(officer: User) -> None:
    row = traineeship(date(2026, 9, 7), date(2026, 9, 30), outcome="concluso")
    assert told(officer) == [("month", date(2026, 10, 5), SEPTEMBER)]
    enter(row, SEPTEMBER)
    assert told(officer) == []


def test_imported_history_is_never_judged(officer: User) -> None:
    traineeship(date(2018, 1, 8), date(2018, 6, 30), is_imported=True, imported_on=ON)
    running = traineeship(date(2026, 9, 7), None, is_imported=True, imported_on=date(2026, 10, 20))
    assert told(officer) == [("month", date(2026, 11, 5), OCTOBER)]  # September ended before the import
    enter(running, OCTOBER)
    assert told(officer) == []


def test_who_may_not_read_of_work_is_told_of_nothing() -> None:
    traineeship(date(2026, 9, 7), None)
    assert told(cast.member(Role.SCOUT)) == []
