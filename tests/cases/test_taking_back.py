"""Several paths given to somebody at once, and acts of the last minutes taken back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.actions import record
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.cases import actions
from percorsi.cases.models import Assignment, Suspension
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people.models import AccessException
from percorsi.referrals.actions import accept, refuse, reopen_referral
from percorsi.referrals.choices import Outcome
from tests import cast

pytestmark = pytest.mark.django_db
JUNE = date(2018, 6, 1)


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def following(case: object) -> set[str]:
    return set(Assignment.objects.filter(case=case, ends_on=None).values_list("worker__name", flat=True))


def test_a_path_goes_to_another_mediator_and_the_psychologist_stays(coordinator: User) -> None:
    old, new, psychologist = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR), cast.member(Role.PSYCHOLOGIST)
    person = cast.person()
    case = cast.case(person, worker=old)
    Assignment.objects.create(case=case, worker=cast.worker_of(psychologist), starts_on=case.opened_on)
    actions.reassign(person, by=coordinator, worker=cast.worker_of(new), starts_on=JUNE)
    assert following(case) == {new.name, psychologist.name}
    assert Assignment.objects.get(worker=cast.worker_of(old)).ends_on == date(2018, 5, 31)


def test_who_has_left_the_service_is_replaced_too(coordinator: User) -> None:
    old, new = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    case = cast.case(cast.person(), worker=old)
    old.worker.memberships.all().delete()
    actions.reassign(case.person, by=coordinator, worker=cast.worker_of(new), starts_on=JUNE)
    assert following(case) == {new.name}


def test_a_person_without_an_open_path_is_given_to_nobody(coordinator: User) -> None:
    new = cast.worker_of(cast.member(Role.MEDIATOR))
    with pytest.raises(Refused, match="percorso aperto"):
        actions.reassign(cast.person(), by=coordinator, worker=new, starts_on=JUNE)
    case = cast.case(cast.person())
    with pytest.raises(Forbidden):
        actions.reassign(case.person, by=cast.member(Role.MEDIATOR), worker=new, starts_on=JUNE)


def test_several_paths_come_back_together_and_those_of_before_stay(coordinator: User) -> None:
    old, new = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    cases = [cast.case(cast.person(), worker=old) for _number in range(3)]
    first = cast.case(cast.person(), worker=old)
    for batch, some in (("a", [first]), ("b", cases)):
        for case in some:
            actions.reassign(case.person, by=coordinator, worker=cast.worker_of(new), starts_on=JUNE, batch=batch)
    assert actions.take_back_reassignments(by=coordinator) == 3
    assert [following(case) for case in cases] == [{old.name}] * 3
    assert following(first) == {new.name}
    with pytest.raises(Refused):
        actions.take_back_reassignments(by=cast.member(Role.OPERATIONAL_COORDINATOR))


def test_an_assignment_is_taken_back_by_who_made_it_for_some_minutes(coordinator: User) -> None:
    old, new = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    case = cast.case(cast.person(), worker=old)
    present = case.assignments.get()
    actions.assign(case, by=coordinator, worker=cast.worker_of(new), starts_on=JUNE, replaces=present)
    with pytest.raises(Refused):
        actions.take_back_assignment(case, by=cast.member(Role.OPERATIONAL_COORDINATOR))
    actions.take_back_assignment(case, by=coordinator)
    assert following(case) == {old.name}
    assert Event.objects.filter(act="undo", kind="cases.assignment").count() == 2
    with pytest.raises(Refused, match="Non si può più annullare"):
        actions.take_back_assignment(case, by=coordinator)


def test_after_some_minutes_nothing_is_taken_back(coordinator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    case = cast.case(cast.person())
    new = cast.worker_of(cast.member(Role.MEDIATOR))
    actions.assign(case, by=coordinator, worker=new, starts_on=JUNE)
    monkeypatch.setattr("percorsi.audit.queries.UNDO_WITHIN", timedelta(0))
    with pytest.raises(Refused):
        actions.take_back_assignment(case, by=coordinator)
    assert following(case) == {new.name}


def test_a_suspension_and_its_end_are_taken_back_one_after_the_other() -> None:
    mediator = cast.member(Role.MEDIATOR)
    case = cast.case(cast.person(), worker=mediator)
    today = timezone.localdate()
    actions.suspend(case, by=mediator, pause=actions.Pause(JUNE, "Ferie", today + timedelta(days=3)))
    actions.resume(case, by=mediator, ends_on=today)
    actions.take_back_suspension(case, by=mediator)
    assert Suspension.objects.get().ends_on is None
    actions.take_back_suspension(case, by=mediator)
    assert not Suspension.objects.exists()
    with pytest.raises(Refused):
        actions.take_back_suspension(case, by=mediator)


def test_a_cover_is_taken_back_also_before_it_begins(coordinator: User) -> None:
    case = cast.case(cast.person(), worker=cast.member(Role.MEDIATOR))
    stands_in = cast.worker_of(cast.member(Role.MEDIATOR))
    today = timezone.localdate()
    days = {"starts_on": today + timedelta(days=2), "until": today + timedelta(days=9)}
    given = actions.cover(case, by=coordinator, stand_in=actions.StandIn(stands_in, reason="Ferie", **days))
    assert timezone.localdate(given.starts_at) == days["starts_on"]
    actions.take_back_cover(case, by=coordinator)
    assert not AccessException.objects.exists()


def test_nobody_takes_back_the_answer_that_somebody_else_gave_after_theirs(coordinator: User) -> None:
    colleague, today = cast.member(Role.OPERATIONAL_COORDINATOR), timezone.localdate()
    door = cast.referral(cast.person(), referred_on=JUNE)
    refuse(door, by=coordinator, version=1, answered_on=today, reason="Fuori zona")
    reopen_referral(door, by=colleague, version=2, reason="Ha cambiato casa")
    accept(door, by=colleague, version=3, answered_on=today)
    with pytest.raises(Refused, match="Non si può più annullare"):
        actions.take_back_answer(door, by=coordinator)
    door.refresh_from_db()
    assert door.outcome == Outcome.ACCEPTED
    # Who has only looked at it stands in nobody's way.
    record(Act.VIEW, by=coordinator, about=door, people=[door.person_id])
    actions.take_back_answer(door, by=colleague)
    door.refresh_from_db()
    assert door.outcome == Outcome.WAITING
