"""Paths: opened once, followed by somebody, suspended, discharged, begun again as another path."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.cases.actions import (
    Discharge,
    Pause,
    Reopening,
    StandIn,
    assign,
    cover,
    discharge,
    end_assignment,
    end_cover,
    open_case,
    reopen,
    resume,
    suspend,
)
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.kit.refusal import Refused, Stale
from percorsi.organisations.models import Worker
from percorsi.people.models import AccessException
from percorsi.people.policy import may_write
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from tests import cast

pytestmark = pytest.mark.django_db
MARCH, MAY, JUNE = date(2018, 3, 12), date(2018, 5, 2), date(2018, 6, 4)
TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)
AGREED = "la persona e l’assistente sociale"


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


@pytest.fixture
def mediator() -> User:
    return cast.member(Role.MEDIATOR)


def accepted(referred_on: date = MARCH) -> Referral:
    return cast.referral(cast.person(), referred_on=referred_on, outcome=Outcome.ACCEPTED, answered_on=referred_on)


def ending(closed_on: date = MAY, reason: str = "hired", agreed_with: str = AGREED) -> Discharge:
    return Discharge(closed_on, reason, agreed_with)


# --- opening ---------------------------------------------------------------------------------------------------------


def test_an_accepted_referral_becomes_a_path_followed_by_somebody(coordinator: User, mediator: User) -> None:
    door, worker = accepted(), cast.worker_of(mediator)
    case = open_case(door, by=coordinator, opened_on=MARCH, worker=worker)
    kept = Case.objects.get()
    assert (kept, kept.person, kept.referral, kept.opened_on) == (case, door.person, door, MARCH)
    assert [(row.worker, row.starts_on, row.ends_on) for row in kept.assignments.all()] == [(worker, MARCH, None)]
    assert {event.kind for event in Event.objects.all()} == {"cases.case", "cases.assignment"}
    assert may_write(mediator, door.person)


@pytest.mark.parametrize("outcome", [Outcome.WAITING, Outcome.REFUSED])
def test_only_an_accepted_referral_opens_a_path(coordinator: User, outcome: Outcome) -> None:
    door = cast.referral(cast.person(), outcome=outcome)
    with pytest.raises(Refused, match="accogl"):
        open_case(door, by=coordinator, opened_on=MAY)
    assert not Case.objects.exists()


@pytest.mark.parametrize("day", [MARCH - timedelta(days=1), TOMORROW])
def test_a_path_begins_on_a_day_that_can_be(coordinator: User, day: date) -> None:
    with pytest.raises(Refused) as caught:
        open_case(accepted(MARCH), by=coordinator, opened_on=day)
    assert caught.value.field == "opened_on"


@pytest.mark.parametrize("is_imported", [False, True])
def test_one_open_path_a_person_and_imported_ones_count(coordinator: User, is_imported: bool) -> None:
    door = accepted()
    before = cast.referral(door.person)
    Case.objects.create(person=door.person, referral=before, opened_on=MARCH, is_imported=is_imported)
    with pytest.raises(Refused, match="già un percorso aperto"):
        open_case(door, by=coordinator, opened_on=MAY)
    assert Case.objects.count() == 1


def test_the_database_refuses_the_second_path_with_clear_words(
    coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("percorsi.cases.actions.opening._check_other_paths", lambda *_: None)
    door = accepted()
    cast.case(door.person)
    with pytest.raises(Refused, match="appena aperto"):
        open_case(door, by=coordinator, opened_on=MAY)
    assert Case.objects.count() == 1


def test_a_referral_opens_one_path_only(coordinator: User) -> None:
    door = accepted()
    case = open_case(door, by=coordinator, opened_on=MARCH)
    discharge(case, by=coordinator, version=1, ending=ending())
    with pytest.raises(Refused, match="già nato un percorso"):
        open_case(door, by=coordinator, opened_on=JUNE)


def test_a_new_path_does_not_begin_before_the_last_one_ended(coordinator: User) -> None:
    door = accepted()
    cast.case(door.person, closed_on=JUNE)
    with pytest.raises(Refused, match="04/06/2018"):
        open_case(door, by=coordinator, opened_on=MAY)
    assert open_case(door, by=coordinator, opened_on=JUNE).pk


# --- who follows -----------------------------------------------------------------------------------------------------


def test_several_may_follow_at_once_and_one_may_replace_another(coordinator: User, mediator: User) -> None:
    case = cast.case(cast.person(), worker=mediator)
    psychologist, other = (cast.worker_of(cast.member(role)) for role in (Role.PSYCHOLOGIST, Role.MEDIATOR))
    assign(case, by=coordinator, worker=psychologist, starts_on=MAY)
    first = case.assignments.get(worker=cast.worker_of(mediator))
    assign(case, by=coordinator, worker=other, starts_on=JUNE, replaces=first)
    first.refresh_from_db()
    assert first.ends_on == JUNE - timedelta(days=1)
    assert {row.worker for row in case.assignments.filter(ends_on=None)} == {psychologist, other}


def in_service(role: Role) -> Worker:
    return cast.worker_of(cast.member(role))


def test_who_follows_already_or_has_no_such_role_is_refused(coordinator: User, mediator: User) -> None:
    case = cast.case(cast.person(), worker=mediator)
    for worker in (cast.worker_of(mediator), in_service(Role.SCOUT), in_service(Role.SOCIAL_WORKER)):
        with pytest.raises(Refused) as caught:
            assign(case, by=coordinator, worker=worker, starts_on=MAY)
        assert caught.value.field == "worker"
    with pytest.raises(Refused) as caught:
        assign(case, by=coordinator, worker=in_service(Role.MEDIATOR), starts_on=MARCH - timedelta(days=1))
    assert caught.value.field == "starts_on"
    assert case.assignments.count() == 1


def test_a_protected_path_is_followed_by_who_is_cleared(coordinator: User, mediator: User) -> None:
    cleared = cast.member(Role.MEDIATOR)
    person = cast.protected_person(cleared=(coordinator, cleared))
    case = cast.case(person)
    with pytest.raises(Refused, match="autorizza"):
        assign(case, by=coordinator, worker=cast.worker_of(mediator), starts_on=MAY)
    with pytest.raises(Refused, match="autorizza"):
        cover(case, by=coordinator, stand_in=StandIn(worker=cast.worker_of(mediator), until=TODAY, reason="Ferie"))
    assign(case, by=coordinator, worker=cast.worker_of(cleared), starts_on=MAY)
    assert may_write(cleared, person)


def test_an_assignment_ends_once_and_not_before_it_began(coordinator: User, mediator: User) -> None:
    row = cast.case(cast.person(), worker=mediator).assignments.get()
    with pytest.raises(Refused, match="12/03/2018"):
        end_assignment(row, by=coordinator, ends_on=MARCH - timedelta(days=1))
    end_assignment(row, by=coordinator, ends_on=MAY)
    with pytest.raises(Refused, match="già finito"):
        end_assignment(row, by=coordinator, ends_on=JUNE)
    row.refresh_from_db()
    assert row.ends_on == MAY


def test_an_assignment_without_a_beginning_ends_too(coordinator: User, mediator: User) -> None:
    case = cast.case(cast.person())
    row = Assignment.objects.create(case=case, worker=cast.worker_of(mediator))
    end_assignment(row, by=coordinator, ends_on=MARCH)
    row.refresh_from_db()
    assert row.ends_on == MARCH


def test_a_cover_lets_a_colleague_write_until_its_day_and_can_end_before(coordinator: User, mediator: User) -> None:
    person, colleague = cast.person(), cast.member(Role.MEDIATOR)
    case = cast.case(person, worker=colleague)
    assert not may_write(mediator, person)
    given = cover(case, by=coordinator, stand_in=StandIn(worker=cast.worker_of(mediator), until=TODAY, reason="Ferie"))
    assert may_write(mediator, person)
    assert given.ends_at is not None
    assert timezone.localtime(given.ends_at).date() == TOMORROW
    again = cover(
        case,
        by=coordinator,
        stand_in=StandIn(worker=cast.worker_of(mediator), until=TOMORROW, reason="Ferie più lunghe"),
    )
    assert AccessException.objects.filter(ends_at__gt=timezone.now()).get() == again
    end_cover(again, by=coordinator)
    assert not may_write(mediator, person)


def test_who_cannot_stand_in(coordinator: User, mediator: User) -> None:
    case = cast.case(cast.person(), worker=mediator)
    refused = [
        (cast.worker_of(mediator), TODAY, "worker"),
        (in_service(Role.PSYCHOLOGIST), TODAY, "worker"),
        (in_service(Role.MEDIATOR), TODAY - timedelta(days=1), "until"),
    ]
    for worker, until, field in refused:
        with pytest.raises(Refused) as caught:
            cover(case, by=coordinator, stand_in=StandIn(worker=worker, until=until, reason="Ferie"))
        assert caught.value.field == field
    assert not AccessException.objects.exists()


# --- suspension ------------------------------------------------------------------------------------------------------


def test_a_path_is_suspended_with_a_reason_and_a_day_to_look_again(mediator: User) -> None:
    case = cast.case(cast.person(), worker=mediator)
    suspend(case, by=mediator, pause=Pause(MAY, " Ricovero\x00 ", JUNE))
    row = Suspension.objects.get()
    assert (row.starts_on, row.ends_on, row.review_on, row.reason) == (MAY, None, JUNE, "Ricovero")
    assert "Ricovero" not in str(Event.objects.get().fields)
    resume(case, by=mediator, ends_on=JUNE)
    row.refresh_from_db()
    assert row.ends_on == JUNE


BAD_PAUSES = {
    "before the path": (Pause(MARCH - timedelta(days=1), "Ferie", MAY), "starts_on"),
    "to come": (Pause(TOMORROW, "Ferie", TOMORROW + timedelta(days=9)), "starts_on"),
    "no reason": (Pause(MAY, " ", JUNE), "reason"),
    "reviewed the same day": (Pause(MAY, "Ferie", MAY), "review_on"),
    "reviewed in a thousand years": (Pause(MAY, "Ferie", date(3018, 1, 1)), "review_on"),
}


@pytest.mark.parametrize(("pause", "field"), BAD_PAUSES.values(), ids=BAD_PAUSES.keys())
def test_a_suspension_that_cannot_be(mediator: User, pause: Pause, field: str) -> None:
    case = cast.case(cast.person(), worker=mediator)
    with pytest.raises(Refused) as caught:
        suspend(case, by=mediator, pause=pause)
    assert caught.value.field == field
    assert not Suspension.objects.exists()


def test_a_path_is_suspended_once_at_a_time(mediator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    case = cast.case(cast.person(), worker=mediator)
    with pytest.raises(Refused, match="non è sospeso"):
        resume(case, by=mediator, ends_on=MAY)
    suspend(case, by=mediator, pause=Pause(MAY, "Ferie", JUNE))
    with pytest.raises(Refused, match="già sospeso"):
        suspend(case, by=mediator, pause=Pause(JUNE, "Ferie", TODAY))
    monkeypatch.setattr("percorsi.cases.actions.pausing._check_others", lambda *_: None)
    with pytest.raises(Refused, match="già sospeso"):
        suspend(case, by=mediator, pause=Pause(JUNE, "Ferie", TODAY))
    with pytest.raises(Refused, match="02/05/2018"):
        resume(case, by=mediator, ends_on=MAY - timedelta(days=1))


# --- discharge and reopening -----------------------------------------------------------------------------------------


def test_a_discharge_closes_what_is_open_the_same_day(coordinator: User, mediator: User) -> None:
    case = cast.case(cast.person(), worker=mediator)
    Suspension.objects.create(case=case, starts_on=MARCH, reason="Ferie", review_on=JUNE)
    planned = Assignment.objects.create(case=case, worker=in_service(Role.MEDIATOR), starts_on=TOMORROW)
    discharge(case, by=coordinator, version=1, ending=ending(MAY))
    kept = Case.objects.get()
    assert (kept.closed_on, kept.discharge_reason, kept.discharge_agreed_with) == (MAY, "hired", AGREED)
    assert (kept.version, case.version) == (2, 2)
    assert [row.ends_on for row in kept.assignments.all()] == [MAY]
    assert not Assignment.objects.filter(pk=planned.pk).exists()
    assert [row.ends_on for row in kept.suspensions.all()] == [MAY]


BAD_ENDINGS: dict[str, tuple[Discharge, str]] = {
    "before the path": (ending(MARCH - timedelta(days=1)), "closed_on"),
    "to come": (ending(TOMORROW), "closed_on"),
    "no reason": (ending(reason=""), "discharge_reason"),
    "another reason": (ending(reason="boredom"), "discharge_reason"),
    "agreed with nobody": (ending(agreed_with=" "), "discharge_agreed_with"),
}


@pytest.mark.parametrize(("how", "field"), BAD_ENDINGS.values(), ids=BAD_ENDINGS.keys())
def test_a_discharge_that_cannot_be(coordinator: User, how: Discharge, field: str) -> None:
    case = cast.case(cast.person())
    with pytest.raises(Refused) as caught:
        discharge(case, by=coordinator, version=1, ending=how)
    assert caught.value.field == field
    assert Case.objects.get().closed_on is None
    assert not Event.objects.exists()


def test_a_discharge_does_not_come_before_an_assignment_that_began(coordinator: User) -> None:
    case = cast.case(cast.person())
    Assignment.objects.create(case=case, worker=in_service(Role.MEDIATOR), starts_on=JUNE)
    with pytest.raises(Refused, match="04/06/2018"):
        discharge(case, by=coordinator, version=1, ending=ending(MAY))


def test_two_editors_do_not_discharge_over_each_other(coordinator: User) -> None:
    case = cast.case(cast.person())
    other = Case.objects.get(pk=case.pk)
    discharge(case, by=coordinator, version=1, ending=ending(MAY))
    with pytest.raises(Stale):
        discharge(other, by=coordinator, version=1, ending=ending(JUNE, reason="moved"))
    with pytest.raises(Refused, match="chiuso dal 02/05/2018"):
        discharge(other, by=coordinator, version=2, ending=ending(JUNE, reason="moved"))
    assert Case.objects.get().closed_on == MAY


ON_CLOSED: dict[str, Callable[[Case, User, Worker], object]] = {
    "assign": lambda case, by, worker: assign(case, by=by, worker=worker, starts_on=JUNE),
    "cover": lambda case, by, worker: cover(case, by=by, stand_in=StandIn(worker=worker, until=TODAY, reason="Ferie")),
    "suspend": lambda case, by, worker: suspend(case, by=by, pause=Pause(JUNE, "Ferie", TODAY)),
    "resume": lambda case, by, worker: resume(case, by=by, ends_on=JUNE),
}


@pytest.mark.parametrize("act", ON_CLOSED.values(), ids=ON_CLOSED.keys())
def test_a_closed_path_stays_as_it_is(coordinator: User, act: Callable[[Case, User, Worker], object]) -> None:
    case = cast.case(cast.person(), closed_on=MAY)
    with pytest.raises(Refused, match="riaprilo"):
        act(case, coordinator, in_service(Role.MEDIATOR))


def test_a_path_goes_on_as_a_new_one_out_of_a_new_referral(coordinator: User, mediator: User) -> None:
    case = cast.case(cast.person(), closed_on=MAY)
    worker = cast.worker_of(mediator)
    new = reopen(case, by=coordinator, reopening=Reopening(JUNE, "Ha perso il lavoro", worker))
    assert case.referral is not None
    assert new.pk != case.pk
    assert new.referral is not None
    assert (new.referral.municipality, new.referral.reason) == (case.referral.municipality, "Ha perso il lavoro")
    assert (new.referral.outcome, new.opened_on, new.closed_on) == (Outcome.ACCEPTED, JUNE, None)
    assert [row.worker for row in new.assignments.all()] == [worker]
    assert Case.objects.get(pk=case.pk).closed_on == MAY


def test_reopening_takes_an_accepted_referral_of_the_same_person(coordinator: User) -> None:
    case = cast.case(cast.person(), closed_on=MAY)
    door = cast.referral(case.person, referred_on=JUNE, outcome=Outcome.ACCEPTED)
    with pytest.raises(Refused, match="altra persona"):
        reopen(case, by=coordinator, reopening=Reopening(JUNE, "", referral=accepted()))
    assert reopen(case, by=coordinator, reopening=Reopening(JUNE, "", referral=door)).referral == door


def test_what_cannot_be_reopened(coordinator: User) -> None:
    case = cast.case(cast.person())
    with pytest.raises(Refused, match="ancora aperto"):
        reopen(case, by=coordinator, reopening=Reopening(JUNE, "Prova"))
    discharge(case, by=coordinator, version=1, ending=ending(MAY))
    with pytest.raises(Refused, match="02/05/2018"):
        reopen(case, by=coordinator, reopening=Reopening(MARCH, "Prova"))
    with pytest.raises(Refused, match="perché"):
        reopen(case, by=coordinator, reopening=Reopening(JUNE, " "))
    reopen(case, by=coordinator, reopening=Reopening(JUNE, "Prova"))
    with pytest.raises(Refused, match="già un percorso aperto"):
        reopen(case, by=coordinator, reopening=Reopening(TODAY, "Prova"))
    assert Referral.objects.count() == 2


def test_an_imported_path_without_sender_asks_for_a_referral(coordinator: User) -> None:
    case = Case.objects.create(person=cast.person(), opened_on=MARCH, closed_on=MAY, is_imported=True)
    with pytest.raises(Refused, match="registra prima una segnalazione"):
        reopen(case, by=coordinator, reopening=Reopening(JUNE, "Prova"))


# --- the trail -------------------------------------------------------------------------------------------------------


def test_every_change_is_in_the_trail_about_the_person(coordinator: User, mediator: User) -> None:
    case = cast.case(cast.person(), worker=mediator)
    other = in_service(Role.PSYCHOLOGIST)
    row = assign(case, by=coordinator, worker=other, starts_on=MAY)
    end_assignment(row, by=coordinator, ends_on=MAY)
    cover(case, by=coordinator, stand_in=StandIn(worker=in_service(Role.MEDIATOR), until=TODAY, reason="Ferie"))
    suspend(case, by=mediator, pause=Pause(MAY, "Parola segreta", JUNE))
    resume(case, by=mediator, ends_on=MAY)
    suspend(case, by=mediator, pause=Pause(JUNE, "Parola segreta", TODAY))
    discharge(case, by=coordinator, version=1, ending=ending(JUNE, "health", "Altra segreta"))
    reopen(case, by=coordinator, reopening=Reopening(JUNE, "Terza segreta"))
    events = list(Event.objects.order_by("id"))
    assert [(event.act, event.kind.partition(".")[2]) for event in events] == [
        ("create", "assignment"),
        ("change", "assignment"),
        ("grant", "accessexception"),
        ("create", "suspension"),
        ("change", "suspension"),
        ("create", "suspension"),
        ("change", "assignment"),
        ("change", "suspension"),
        ("change", "case"),
        ("create", "referral"),
        ("change", "referral"),
        ("create", "case"),
    ]
    assert {tuple(event.about_people) for event in events} == {(case.person_id,)}
    assert {event.actor_name for event in events} == {coordinator.username, mediator.username}
    told = "".join(f"{event.fields}{event.reason}" for event in events)
    assert "segreta" not in told
    assert "health" not in told
