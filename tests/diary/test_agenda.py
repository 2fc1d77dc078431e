"""Appointments: made, moved, kept or missed, cancelled and taken back; whose agenda shows what."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.diary.actions import (
    Outcome,
    Slot,
    cancel_appointment,
    make_appointment,
    move_appointment,
    record_outcome,
    reopen_appointment,
)
from percorsi.diary.models import Appointment, Note
from percorsi.diary.queries import (
    appointments_between,
    appointments_of,
    appointments_visible_to,
    next_appointment,
    timeline_rows,
)
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.people.actions import merge, undo_merge
from percorsi.people.models import Person
from tests import cast

pytestmark = pytest.mark.django_db
TEAM = {Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.PSYCHOLOGIST}


def today() -> date:
    return timezone.localdate()


def followed_by(user: User) -> Person:
    person = cast.person()
    cast.case(person, worker=user)
    return person


def slot(days: int = 0, at: time = time(9, 30), **more: object) -> Slot:
    return Slot(today() + timedelta(days=days), at, **more)  # type: ignore[arg-type]


def test_an_appointment_is_kept_in_the_makers_agenda_and_told_to_the_trail() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed_by(user)
    made = make_appointment(person, by=user, slot=slot(1, place="  sede  di Rho ", note="Porta\x00 il verbale.\n\n\n "))
    kept = Appointment.objects.get()
    assert (kept, kept.person, kept.worker, kept.made_by) == (made, person, cast.worker_of(user), cast.worker_of(user))
    assert (kept.held_on, kept.starts_at, kept.ends_at) == (today() + timedelta(days=1), time(9, 30), None)
    assert (kept.kind, kept.state, kept.place, kept.note) == (
        "interview",
        "planned",
        "sede di Rho",
        "Porta il verbale.",
    )
    event = Event.objects.get()
    assert (event.act, event.kind, event.about_people) == ("create", "diary.appointment", [person.pk])
    assert "verbale" not in str(event.fields)


REFUSED = {
    "ends before it begins": (slot(1, ends_at=time(9)), "ends_at"),
    "another kind": (slot(1, kind="party"), "kind"),
    "a year that cannot be": (Slot(date(20, 1, 1), time(9)), "held_on"),
    "a long place": (slot(1, place="a" * 201), "place"),
    "a long annotation": (slot(1, note="a" * 2_001), "note"),
}


@pytest.mark.parametrize(("typed", "field"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_an_appointment(typed: Slot, field: str) -> None:
    user = cast.member(Role.MEDIATOR)
    with pytest.raises(Refused) as caught:
        make_appointment(followed_by(user), by=user, slot=typed)
    assert caught.value.field == field
    assert not Appointment.objects.exists()


def test_about_nobody_there_are_only_meetings_also_for_the_database() -> None:
    user = cast.member(Role.MEDIATOR)
    with pytest.raises(Refused) as caught:
        make_appointment(None, by=user, slot=slot())
    assert caught.value.field == "kind"
    assert make_appointment(None, by=user, slot=slot(kind="meeting")).pk
    row = {"worker": cast.worker_of(user), "held_on": today(), "starts_at": time(9), "made_at": timezone.now()}
    for wrong in ({"kind": "interview"}, {"kind": "meeting", "ends_at": time(9)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appointment.objects.create(**row, **wrong)


@pytest.mark.parametrize("role", Role)
def test_who_makes_appointments_with_own_people(role: Role) -> None:
    user = cast.member(role)
    person = followed_by(user)
    if role in TEAM:
        assert make_appointment(person, by=user, slot=slot()).pk
    else:
        with pytest.raises(Forbidden):
            make_appointment(person, by=user, slot=slot())
        with pytest.raises(Forbidden):
            make_appointment(None, by=user, slot=slot(kind="meeting"))


def test_only_who_keeps_all_agendas_writes_into_a_colleagues() -> None:
    user, colleague = cast.member(Role.MEDIATOR), cast.worker_of(cast.member(Role.MEDIATOR))
    person = followed_by(user)
    with pytest.raises(Forbidden):
        make_appointment(person, by=user, slot=slot(), worker=colleague)
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    assert make_appointment(person, by=coordinator, slot=slot(), worker=colleague).worker == colleague


def test_nobody_touches_an_appointment_with_a_colleagues_person_nor_with_a_hidden_one() -> None:
    user, other = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    row = make_appointment(followed_by(user), by=user, slot=slot())
    hidden = make_appointment(
        cast.protected_person(cleared=(boss := cast.member(Role.OPERATIONAL_COORDINATOR),)), by=boss, slot=slot()
    )
    assert not appointments_visible_to(other).filter(pk=hidden.pk).exists()
    for one in (row, hidden):
        with pytest.raises(Forbidden):
            move_appointment(one, by=other, version=1, slot=slot(1))
        with pytest.raises(Forbidden):
            record_outcome(one, by=other, version=1, outcome=Outcome("came"))
        with pytest.raises(Forbidden):
            cancel_appointment(one, by=other, version=1)
        with pytest.raises(Forbidden):
            reopen_appointment(one, by=other)


def test_an_appointment_is_moved_and_another_editor_is_told() -> None:
    user = cast.member(Role.MEDIATOR)
    row = make_appointment(followed_by(user), by=user, slot=slot(1))
    move_appointment(row, by=user, version=1, slot=slot(3, time(15), kind="call"))
    kept = Appointment.objects.get()
    assert (kept.held_on, kept.starts_at, kept.kind, kept.version) == (today() + timedelta(days=3), time(15), "call", 2)
    with pytest.raises(Stale):
        move_appointment(row, by=user, version=1, slot=slot(5))
    assert Appointment.objects.get().held_on == today() + timedelta(days=3)


@pytest.mark.parametrize(("state", "kind", "note"), [("came", "visit", "visit"), ("absent", "visit", "absence")])
def test_the_outcome_brings_a_note_and_the_next_appointment_in_one_save(state: str, kind: str, note: str) -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed_by(user)
    row = make_appointment(person, by=user, slot=slot(kind=kind, place="Officine Levante", ends_at=time(10)))
    next_on = today() + timedelta(days=14)
    done = record_outcome(row, by=user, version=1, outcome=Outcome(state, "Ha avvisato.", next_on))
    assert Appointment.objects.get(pk=row.pk).state == state
    written = Note.objects.get()
    assert (done.note, written.kind, written.text, written.happened_on) == (written, note, "Ha avvisato.", today())
    following = Appointment.objects.exclude(pk=row.pk).get()
    assert done.following == following
    assert (following.held_on, following.starts_at, following.place) == (next_on, time(9, 30), "Officine Levante")
    assert (following.kind, following.state, following.worker) == (kind, "planned", cast.worker_of(user))


def test_an_outcome_alone_writes_no_note_and_may_be_taken_back() -> None:
    user = cast.member(Role.MEDIATOR)
    row = make_appointment(followed_by(user), by=user, slot=slot())
    assert record_outcome(row, by=user, version=1, outcome=Outcome("came", "  ")).note is None
    assert not Note.objects.exists()
    with pytest.raises(Refused, match="riaprilo"):
        record_outcome(row, by=user, version=2, outcome=Outcome("absent"))
    reopen_appointment(row, by=user)
    assert Appointment.objects.get().state == "planned"
    with pytest.raises(Refused):
        reopen_appointment(row, by=user)
    assert [event.act for event in Event.objects.order_by("pk")] == ["create", "change", "undo"]


WRONG = {
    "nothing": (Outcome(""), "state"),
    "cancelled is no outcome": (Outcome("cancelled"), "state"),
    "an hour without its day": (Outcome("came", "Bene", None, time(9)), "next_on"),
    "the next one before": (Outcome("came", "Bene", date(2018, 1, 1)), "next_on"),
    "a long note": (Outcome("came", "a" * 10_001), "text"),
}


@pytest.mark.parametrize(("typed", "field"), WRONG.values(), ids=WRONG.keys())
def test_a_refused_outcome_changes_nothing_not_even_the_row_in_hand(typed: Outcome, field: str) -> None:
    user = cast.member(Role.MEDIATOR)
    row = make_appointment(followed_by(user), by=user, slot=slot())
    with pytest.raises(Refused) as caught:
        record_outcome(row, by=user, version=1, outcome=typed)
    assert caught.value.field == field
    assert (row.state, row.version, Appointment.objects.get().state) == ("planned", 1, "planned")
    assert not Note.objects.exists()


def test_what_is_still_to_come_has_no_outcome_yet() -> None:
    user = cast.member(Role.MEDIATOR)
    row = make_appointment(followed_by(user), by=user, slot=slot(1))
    with pytest.raises(Refused, match="da venire"):
        record_outcome(row, by=user, version=1, outcome=Outcome("came"))


def test_a_cancelled_appointment_leaves_the_agenda_and_comes_back() -> None:
    user = cast.member(Role.MEDIATOR)
    row = make_appointment(followed_by(user), by=user, slot=slot())
    cancel_appointment(row, by=user, version=1)
    assert not appointments_of(user, today())
    reopen_appointment(row, by=user)
    assert list(appointments_of(user, today())) == [row]


def test_an_agenda_holds_own_appointments_by_the_clock_and_the_teams_meetings() -> None:
    user, other = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    late = make_appointment(followed_by(user), by=user, slot=slot(at=time(15)))
    early = make_appointment(followed_by(user), by=user, slot=slot(at=time(8)))
    theirs = make_appointment(followed_by(other), by=other, slot=slot(at=time(9)))
    meeting = make_appointment(None, by=other, slot=slot(at=time(11), kind="meeting"))
    tomorrow = make_appointment(late.person, by=user, slot=slot(1))
    assert list(appointments_of(user, today())) == [early, meeting, late]
    assert list(appointments_between(user, today(), today() + timedelta(days=1))) == [early, meeting, late, tomorrow]
    assert not appointments_between(user, today(), today(), theirs.worker_id)
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    assert list(appointments_between(coordinator, today(), today(), theirs.worker_id)) == [theirs, meeting]
    for role in set(Role) - TEAM:
        assert not appointments_of(cast.member(role), today())


def test_who_is_not_cleared_any_more_finds_nothing_in_their_own_agenda() -> None:
    user = cast.member(Role.OPERATIONAL_COORDINATOR)
    person = cast.protected_person(cleared=(user,))
    row = make_appointment(person, by=user, slot=slot())
    assert list(appointments_of(user, today())) == [row]
    assert next_appointment(person, user, today()) == row
    person.access_exceptions.update(ends_at=timezone.now())
    assert not appointments_of(user, today())
    assert next_appointment(person, user, today()) is None


def test_the_timeline_tells_what_was_and_leaves_what_comes_to_the_agenda() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed_by(user)
    made = {days: make_appointment(person, by=user, slot=slot(days, place="Rho", note="Uno.")) for days in (-1, 0, 2)}
    cancel_appointment(made[2], by=user, version=1)
    rows = list(timeline_rows(person, user))
    assert {(row["day"], row["kind"]) for row in rows} == {
        (today() - timedelta(days=1), "appointment:planned"),
        (today() + timedelta(days=2), "appointment:cancelled"),
    }
    assert {row["text"] for row in rows} == {"Rho\nUno."}
    assert next_appointment(person, user, today()) == made[0]
    assert not list(timeline_rows(person, cast.member(Role.OFFICER)))


def test_a_merge_moves_appointments_and_its_undo_brings_them_back() -> None:
    user = cast.member(Role.OPERATIONAL_COORDINATOR)
    keep, lose = cast.person("Merlo"), cast.person("Merlo")
    row = make_appointment(lose, by=user, slot=slot())
    done = merge(keep, lose, by=user)
    assert Appointment.objects.get().person == keep
    assert undo_merge(done, by=user) == Appointment.objects.get(pk=row.pk).person
