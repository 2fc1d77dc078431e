"""Contracts that are about to end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Q

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.organisations.choices import Kind
from percorsi.people.models import Person
from percorsi.placements.choices import Contract, EndReason
from percorsi.placements.models import Placement
from percorsi.placements.queries import due_rows
from percorsi.service.choices import USUAL_DAYS
from tests import cast

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)


def told(user: User) -> list[tuple[Any, ...]]:
    return [(kind, due_on, text) for due_on, kind, _who, _since, text, _link in due_rows(user, ON, Q(), USUAL_DAYS)]


def hire(person: Person, ends_on: date | None, *, starts_on: date = date(2026, 6, 1), **values: Any) -> Placement:
    return Placement.objects.create(
        person=person,
        employer=cast.body("Officine Levante", Kind.EMPLOYER),
        starts_on=starts_on,
        ends_on=ends_on,
        contract=Contract.FIXED_TERM,
        **values,
    )


@pytest.fixture
def mediator() -> User:
    return cast.member(Role.MEDIATOR)


def test_a_contract_is_told_of_within_the_term(mediator: User) -> None:
    last = ON + timedelta(days=60)
    hire(cast.person(), last)
    hire(cast.person("Allodola"), last + timedelta(days=1))
    hire(cast.person("Betulla"), None)
    assert told(mediator) == [("contract_end", last, "Officine Levante")]


def test_a_contract_that_ended_is_told_of_until_somebody_says_how(mediator: User) -> None:
    row = hire(cast.person(), ON - timedelta(days=2))
    assert [day for _kind, day, _text in told(mediator)] == [ON - timedelta(days=2)]
    Placement.objects.filter(pk=row.pk).update(end_reason=EndReason.values[0])
    assert told(mediator) == []


def test_a_later_hire_takes_the_place_of_an_earlier_one(mediator: User) -> None:
    person = cast.person()
    hire(person, ON + timedelta(days=5))
    hire(person, None, starts_on=ON)
    assert told(mediator) == []


def test_of_imported_hires_only_what_is_to_come_is_told(mediator: User) -> None:
    hire(cast.person(), ON - timedelta(days=1), is_imported=True)
    hire(cast.person("Allodola"), ON, is_imported=True)
    assert [day for _kind, day, _text in told(mediator)] == [ON]


def test_who_may_not_read_of_work_is_told_of_nothing() -> None:
    hire(cast.person(), ON)
    assert told(cast.member(Role.SCOUT)) == []
