"""Who may know that a person exists, and who may write about them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.organisations.models import Membership
from percorsi.organisations.queries import reader
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person
from percorsi.people.policy import may_write
from percorsi.people.queries import visible_to
from tests import cast

pytestmark = pytest.mark.django_db
EVERYBODY = [
    Role.OPERATIONAL_COORDINATOR,
    Role.MEDIATOR,
    Role.OFFICER,
]
NOBODY = [Role.PROJECT_COORDINATOR, Role.SCOUT, Role.COMMISSIONER, Role.ADMINISTRATOR]


def sees(user: User, person: Person) -> bool:
    return visible_to(user).filter(pk=person.pk).exists()


@pytest.mark.parametrize("role", EVERYBODY)
def test_the_team_sees_every_ordinary_person(role: Role) -> None:
    assert sees(cast.member(role), cast.person())


@pytest.mark.parametrize("role", NOBODY)
def test_who_only_counts_sees_nobody(role: Role) -> None:
    cast.person()
    assert not visible_to(cast.member(role)).exists()


@pytest.mark.parametrize("role", Role)
def test_a_protected_person_is_seen_by_who_is_cleared_and_works_with_people(role: Role) -> None:
    cleared, colleague = cast.member(role), cast.member(role)
    person = cast.protected_person(cleared=(cleared,))
    cast.case(person)
    assert not sees(colleague, person)
    assert sees(cleared, person) == (role in {Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR})


def test_a_clearance_that_ended_shows_nothing() -> None:
    user = cast.member(Role.MEDIATOR)
    person = cast.protected_person(cleared=(user,))
    AccessException.objects.update(ends_at=timezone.now())
    assert not sees(user, person)


def test_the_psychologist_sees_the_people_entrusted_to_them_today() -> None:
    user = cast.member(Role.PSYCHOLOGIST)
    mine, other, past = cast.person(), cast.person(), cast.person()
    cast.case(mine, worker=user)
    cast.case(other)
    cast.case(past, worker=user).assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert list(visible_to(user)) == [mine]


def test_a_social_worker_sees_whom_their_municipality_referred_last() -> None:
    user = cast.member(Role.SOCIAL_WORKER, town="Rho")
    mine, elsewhere, moved = cast.person(), cast.person(), cast.person()
    cast.referral(mine, town="Rho")
    cast.referral(elsewhere, town="Arese")
    cast.referral(moved, town="Rho")
    cast.referral(moved, town="Arese", referred_on=date(2019, 1, 7))
    assert list(visible_to(user)) == [mine]


def test_a_mediator_writes_own_and_covered_cases_only() -> None:
    mine, colleague = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    person = cast.person()
    cast.case(person, worker=mine)
    assert may_write(mine, person)
    assert not may_write(colleague, person)
    AccessException.objects.create(
        person=person, worker=cast.worker_of(colleague), kind=ExceptionKind.COVER, starts_at=timezone.now()
    )
    assert may_write(colleague, person)


def test_the_officer_reads_and_never_writes_and_the_coordinator_writes_all() -> None:
    person = cast.person()
    assert not may_write(cast.member(Role.OFFICER), person)
    assert may_write(cast.member(Role.OPERATIONAL_COORDINATOR), person)


def test_rights_end_with_the_membership() -> None:
    user = cast.member(Role.OPERATIONAL_COORDINATOR)
    person = cast.person()
    Membership.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    again = reader(user.pk)
    assert again is not None
    assert again.role == ""
    assert not sees(again, person)
