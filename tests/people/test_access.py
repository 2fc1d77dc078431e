"""Leave to see a protected person, or to stand in for a colleague."""

from datetime import timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people.actions import Leave, grant_access, withdraw_access
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person
from percorsi.people.policy import may_write
from percorsi.people.queries import visible_to
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


@pytest.fixture
def hidden(coordinator: User) -> Person:
    return cast.protected_person(cleared=(coordinator,))


def clearance(user: User) -> Leave:
    return Leave(worker=cast.worker_of(user), kind=ExceptionKind.CLEARED)


def test_a_clearance_opens_and_its_end_closes(coordinator: User, hidden: Person) -> None:
    mediator = cast.member(Role.MEDIATOR)
    given = grant_access(hidden, leave=clearance(mediator), reason="segue il tirocinio", by=coordinator)
    assert hidden in visible_to(mediator)
    withdraw_access(given, reason="tirocinio finito", by=coordinator)
    assert hidden not in visible_to(mediator)
    told = Event.objects.filter(act=Act.GRANT).order_by("pk").values_list("reason", flat=True)
    assert list(told) == ["segue il tirocinio", "tirocinio finito"]


def test_cover_lets_a_mediator_write_for_its_days(coordinator: User) -> None:
    mediator, ada, now = cast.member(Role.MEDIATOR), cast.person(), timezone.now()
    leave = Leave(worker=cast.worker_of(mediator), kind=ExceptionKind.COVER, starts_at=now - timedelta(days=9))
    assert not may_write(mediator, ada)
    given = grant_access(ada, leave=leave, reason="ferie di Elena Nibbio", by=coordinator)
    assert may_write(mediator, ada)
    AccessException.objects.filter(pk=given.pk).update(ends_at=now - timedelta(days=1))
    assert not may_write(mediator, ada)


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.PSYCHOLOGIST, Role.OFFICER, Role.ADMINISTRATOR])
def test_only_the_coordinator_gives_leave(hidden: Person, role: Role) -> None:
    other = cast.member(role)
    AccessException.objects.create(
        person=hidden, worker=cast.worker_of(other), kind=ExceptionKind.CLEARED, starts_at=timezone.now()
    )
    with pytest.raises(Forbidden):
        grant_access(hidden, leave=clearance(cast.member(Role.MEDIATOR)), reason="x", by=other)


def test_a_coordinator_who_is_not_cleared_gives_nothing(hidden: Person) -> None:
    stranger = cast.member(Role.OPERATIONAL_COORDINATOR)
    with pytest.raises(Forbidden):
        grant_access(hidden, leave=clearance(stranger), reason="x", by=stranger)


def test_leave_that_makes_no_sense_is_refused(coordinator: User, hidden: Person) -> None:
    mediator, now = cast.member(Role.MEDIATOR), timezone.now()
    worker = cast.worker_of(mediator)
    with pytest.raises(Refused):
        grant_access(cast.person(), leave=clearance(mediator), reason="x", by=coordinator)
    with pytest.raises(Refused):
        grant_access(hidden, leave=clearance(mediator), reason=" ", by=coordinator)
    with pytest.raises(Refused):
        grant_access(hidden, leave=clearance(cast.member(Role.SCOUT)), reason="x", by=coordinator)
    late = Leave(worker=worker, kind=ExceptionKind.CLEARED, ends_at=now - timedelta(days=1))
    glass = Leave(worker=worker, kind=ExceptionKind.BREAK_GLASS)
    with pytest.raises(Refused):
        grant_access(hidden, leave=late, reason="x", by=coordinator)
    with pytest.raises(Forbidden):
        grant_access(hidden, leave=glass, reason="x", by=coordinator)
    grant_access(hidden, leave=clearance(mediator), reason="x", by=coordinator)
    with pytest.raises(Refused):
        grant_access(hidden, leave=clearance(mediator), reason="x", by=coordinator)


def test_the_last_cleared_coordinator_stays(coordinator: User, hidden: Person) -> None:
    own = AccessException.objects.get(person=hidden)
    with pytest.raises(Refused):
        withdraw_access(own, reason="x", by=coordinator)
    second = cast.member(Role.OPERATIONAL_COORDINATOR)
    grant_access(hidden, leave=clearance(second), reason="x", by=coordinator)
    withdraw_access(own, reason="x", by=second)
    assert hidden not in visible_to(coordinator)
    with pytest.raises(Refused):
        withdraw_access(own, reason="x", by=second)
