"""Who is to be heard: promised in a note, silent for long, met and nothing written."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.models import Case, Suspension
from percorsi.diary.choices import AppointmentKind, AppointmentState, NoteKind
from percorsi.diary.models import Appointment, Note
from percorsi.diary.queries import due_rows
from percorsi.people.models import Person
from percorsi.service.choices import USUAL_DAYS
from tests import cast

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)
TERMS = USUAL_DAYS


def told(user: User) -> list[tuple[Any, ...]]:
    return sorted(
        (kind, due_on, since) for due_on, kind, _person, since, _text, _link in due_rows(user, ON, Q(), TERMS)
    )


SILENT = ON - timedelta(days=45)


def note(person: Person, happened_on: date, **values: Any) -> Note:
    return Note.objects.create(
        person=person, kind=NoteKind.CALL, happened_on=happened_on, text="Sentita.", written_at=timezone.now(), **values
    )


def appointment(person: Person, user: User, held_on: date, state: AppointmentState) -> Appointment:
    return Appointment.objects.create(
        person=person,
        worker=cast.worker_of(user),
        kind=AppointmentKind.INTERVIEW,
        held_on=held_on,
        starts_at=time(9),
        state=state,
        made_at=timezone.now(),
    )


@pytest.fixture
def mediator() -> User:
    return cast.member(Role.MEDIATOR)


def test_the_clock_of_silence_runs_from_the_last_note(mediator: User) -> None:
    case = cast.case(cast.person(), worker=mediator)
    note(case.person, SILENT - timedelta(days=30))
    note(case.person, SILENT)
    assert told(mediator) == [("silence", ON, SILENT)]
    note(case.person, SILENT + timedelta(days=15))
    assert told(mediator) == []


def test_without_notes_it_runs_from_the_opening_of_the_path(mediator: User) -> None:
    cast.case(cast.person(), worker=mediator, opened_on=SILENT - timedelta(days=2))
    assert told(mediator) == [("silence", ON - timedelta(days=2), None)]


def test_on_the_day_of_an_import_nobody_is_late(mediator: User) -> None:
    person = cast.person()
    path = Case.objects.create(person=person, opened_on=date(2017, 5, 2), is_imported=True, imported_on=ON)
    note(person, date(2018, 4, 3))
    assert told(mediator) == []
    Case.objects.filter(pk=path.pk).update(imported_on=SILENT)
    assert told(mediator) == [("silence", ON, date(2018, 4, 3))]


def test_who_rests_who_left_and_who_is_expected_is_not_silent(mediator: User) -> None:
    resting = cast.case(cast.person(), worker=mediator)
    Suspension.objects.create(case=resting, starts_on=date(2026, 9, 1))
    cast.case(cast.person("Allodola"), worker=mediator, closed_on=ON)
    expected = cast.case(cast.person("Betulla"), worker=mediator)
    row = appointment(expected.person, mediator, ON, AppointmentState.PLANNED)
    assert told(mediator) == []
    Appointment.objects.filter(pk=row.pk).update(state=AppointmentState.CANCELLED)
    assert [kind for kind, *_rest in told(mediator)] == ["silence"]


def test_a_promise_of_a_note_is_told_of_until_somebody_writes_again(mediator: User) -> None:
    case = cast.case(cast.person(), worker=mediator)
    day = ON - timedelta(days=10)
    note(case.person, day, follow_up_on=ON + timedelta(days=2))
    assert told(mediator) == [("follow_up", ON + timedelta(days=2), day)]
    note(case.person, ON)
    assert told(mediator) == []


def test_an_appointment_that_passed_without_a_word_is_told_of(mediator: User) -> None:
    case = cast.case(cast.person(), worker=mediator)
    note(case.person, ON - timedelta(days=5))
    passed = appointment(case.person, mediator, ON - timedelta(days=1), AppointmentState.PLANNED)
    rows = list(due_rows(mediator, ON, Q(), TERMS))
    assert rows == [
        (ON - timedelta(days=1), "appointment", case.person_id, None, AppointmentKind.INTERVIEW, passed.public_id)
    ]
    Appointment.objects.update(state=AppointmentState.ABSENT)
    assert told(mediator) == []


def test_who_does_not_read_the_diary_is_told_of_nobody() -> None:
    cast.case(cast.person())
    assert told(cast.member(Role.OFFICER)) == []
