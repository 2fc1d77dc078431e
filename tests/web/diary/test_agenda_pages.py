"""The pages of the agenda: making, moving and closing an appointment, the week, the day on paper."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.diary.actions import Slot, make_appointment
from percorsi.diary.models import Appointment, Note
from percorsi.people.choices import ContactKind
from percorsi.people.models import Contact, Person
from tests import cast

pytestmark = pytest.mark.django_db
MOST_QUESTIONS = 12


def today() -> date:
    return timezone.localdate()


def followed(user: User, name: str = "Cardellino") -> Person:
    person = cast.person(name)
    cast.case(person, worker=user)
    return person


def text(answer: Any) -> str:
    return str(answer.content.decode())


def appointment(user: User, person: Person | None = None, days: int = 0, **more: Any) -> Appointment:
    slot = Slot(today() + timedelta(days=days), more.pop("at", time(9, 30)), **more)
    return make_appointment(person or followed(user), by=user, slot=slot)


def test_day_and_hour_are_enough_and_the_appointment_may_be_called_off_at_once() -> None:
    user = cast.member(Role.MEDIATOR)
    person, client = followed(user), cast.client_of(user)
    address = reverse("diary:appoint", args=[person.public_id])
    assert address in text(client.get(reverse("people:person", args=[person.public_id])))
    data = {"held_on": "domani", "starts_at": "9.30", "kind": "interview"}
    page = text(client.post(address, data, follow=True))
    made = Appointment.objects.get()
    assert (made.held_on, made.starts_at, made.worker) == (
        today() + timedelta(days=1),
        time(9, 30),
        cast.worker_of(user),
    )
    assert "Appuntamento fissato" in page
    assert "Prossimo appuntamento" in page
    cancel, reopen = (reverse(f"diary:{act}", args=[made.public_id]) for act in ("cancel", "reopen"))
    assert cancel in page
    page = text(client.post(cancel, follow=True))
    assert Appointment.objects.get().state == "cancelled"
    assert reopen in page
    assert "Fissato" in text(client.post(reopen, follow=True))
    assert Appointment.objects.get().state == "planned"


def test_nothing_typed_is_lost_and_each_field_says_what_to_write() -> None:
    user = cast.member(Role.MEDIATOR)
    address = reverse("diary:appoint", args=[followed(user).public_id])
    data = {"held_on": "un giorno", "starts_at": "mattina", "kind": "visit", "place": "Officine Levante"}
    page = text(cast.client_of(user).post(address, data))
    for kept in ('value="un giorno"', 'value="mattina"', 'value="Officine Levante"'):
        assert kept in page
    assert page.count("scrivi per esempio") >= 2
    assert not Appointment.objects.exists()


def test_the_coordinator_writes_into_a_colleagues_agenda_from_a_list_of_their_own() -> None:
    user, mediator = cast.member(Role.OPERATIONAL_COORDINATOR), cast.member(Role.MEDIATOR)
    address = reverse("diary:appoint", args=[followed(mediator).public_id])
    theirs = cast.worker_of(mediator)
    data = {"held_on": "domani", "starts_at": "9", "kind": "call", "worker": theirs.public_id}
    assert 'name="worker"' not in text(cast.client_of(mediator).get(address))
    cast.client_of(user).post(address, data)
    assert Appointment.objects.get().worker == theirs
    cast.client_of(mediator).post(address, data | {"worker": cast.worker_of(user).public_id})
    assert Appointment.objects.last().worker == theirs  # type: ignore[union-attr]


def test_two_windows_moving_an_appointment_see_where_it_is_now() -> None:
    user = cast.member(Role.MEDIATOR)
    row, client = appointment(user, days=1), cast.client_of(user)
    address = reverse("diary:move", args=[row.public_id])
    data = {"starts_at": "15", "kind": "call", "version": "1"}
    client.post(address, data | {"held_on": "+3", "place": "Rho"})
    page = text(client.post(address, data | {"held_on": "+5", "place": "Arese"}))
    assert "I valori di adesso" in page
    assert 'value="Arese"' in page
    assert Appointment.objects.get().place == "Rho"
    client.post(address, data | {"held_on": "+5", "place": "Arese", "version": "2"})
    assert Appointment.objects.get().place == "Arese"


def test_the_outcome_with_note_and_next_appointment_is_one_save() -> None:
    user = cast.member(Role.MEDIATOR)
    row, client = appointment(user), cast.client_of(user)
    address = reverse("diary:outcome", args=[row.public_id])
    data = {"state": "came", "text": "Contenta.", "next_on": "+2 settimane", "version": "1"}
    page = text(client.post(address, data, follow=True))
    assert "Prossimo appuntamento" in page
    assert "Contenta." in page
    assert "Appuntamento, presente" in page
    assert Note.objects.get().text == "Contenta."
    assert Appointment.objects.filter(held_on=today() + timedelta(days=14), state="planned").exists()
    assert reverse("diary:reopen", args=[row.public_id]) not in page


def test_an_outcome_alone_may_be_taken_back_and_a_wrong_one_is_told() -> None:
    user = cast.member(Role.MEDIATOR)
    row, client = appointment(user), cast.client_of(user)
    address = reverse("diary:outcome", args=[row.public_id])
    page = text(client.post(address, {"text": "Contenta.", "version": "1"}))
    assert "Scegli se la persona è venuta o no." in page
    assert "Contenta." in page
    page = text(client.post(address, {"state": "absent", "version": "1"}, follow=True))
    assert reverse("diary:reopen", args=[row.public_id]) in page
    page = text(client.post(reverse("diary:cancel", args=[row.public_id]), follow=True))
    assert "ha già un esito" in page
    assert Appointment.objects.get().state == "absent"


def test_a_meeting_stands_in_everybodys_week() -> None:
    user, other = cast.member(Role.MEDIATOR), cast.member(Role.PSYCHOLOGIST)
    data = {"held_on": "oggi", "starts_at": "16", "kind": "meeting", "place": "sala grande"}
    cast.client_of(user).post(reverse("diary:meeting"), data)
    for reader in (user, other):
        page = text(cast.client_of(reader).get(reverse("diary:week")))
        assert "Riunione dell’équipe" in page
        assert "sala grande" in page
    row = Appointment.objects.get()
    page = text(cast.client_of(user).get(reverse("diary:outcome", args=[row.public_id])))
    assert "Si è tenuta" in page
    assert 'name="text"' not in page
    assert cast.client_of(other).get(reverse("diary:move", args=[row.public_id])).status_code == 404


def test_the_week_shows_own_appointments_and_the_trail_says_whose() -> None:
    user, other = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    mine, theirs = appointment(user, followed(user, "Merlo"), place="Rho"), appointment(other, followed(other, "Gufo"))
    gone = appointment(user, followed(user, "Corvo"))
    cast.client_of(user).post(reverse("diary:cancel", args=[gone.public_id]))
    later = appointment(user, followed(user, "Airone"), days=7)
    page = text(cast.client_of(user).get(reverse("diary:week")))
    assert "Ada Merlo" in page
    assert "week-today" in page
    for missing in ("Gufo", "Corvo", "Airone"):
        assert missing not in page
    assert mine.person and theirs.person and later.person
    assert Event.objects.filter(where="diary:week").get().about_people == [mine.person.pk]
    page = text(cast.client_of(user).get(reverse("diary:week") + f"?settimana={later.held_on.isoformat()}"))
    assert "Ada Airone" in page
    assert "Merlo" not in page
    assert "week-today" not in page


@pytest.mark.parametrize("week", ["", "ieri", "2026-13-01", "0001-01-01", "9999-12-31", "'"])
def test_a_week_that_is_none_is_this_one(week: str) -> None:
    user = cast.member(Role.MEDIATOR)
    assert "week-today" in text(cast.client_of(user).get(reverse("diary:week"), {"settimana": week}))
    assert cast.client_of(user).get(reverse("diary:day"), {"giorno": week}).status_code == 200


def test_an_empty_week_says_so_and_leads_on() -> None:
    page = text(cast.client_of(cast.member(Role.MEDIATOR)).get(reverse("diary:week")))
    assert page.count("Niente in agenda.") >= 5
    assert reverse("people:list") in page


def test_only_the_coordinator_opens_a_colleagues_agenda_and_only_whom_they_may_see() -> None:
    user, mediator = cast.member(Role.OPERATIONAL_COORDINATOR), cast.member(Role.MEDIATOR)
    appointment(mediator, followed(mediator, "Merlo"))
    hidden = cast.protected_person("Caso 7A", cleared=(mediator,))
    cast.case(hidden, worker=mediator)
    appointment(mediator, hidden, place="ambulatorio")
    query = {"di": cast.worker_of(mediator).public_id}
    page = text(cast.client_of(user).get(reverse("diary:week"), query))
    assert "Merlo" in page
    for missing in ("Caso 7A", "ambulatorio"):
        assert missing not in page
    assert "Caso 7A" in text(cast.client_of(mediator).get(reverse("diary:week")))
    for name in ("diary:week", "diary:day"):
        assert cast.client_of(cast.member(Role.MEDIATOR)).get(reverse(name), query).status_code == 404
        assert cast.client_of(user).get(reverse(name), {"di": "a" * 22}).status_code == 404
    assert "<select" not in text(cast.client_of(mediator).get(reverse("diary:week")))


def test_the_day_on_paper_has_telephones() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed(user, "Merlo")
    Contact.objects.create(person=person, kind=ContactKind.PHONE, value="3990000001", whose="della sorella")
    appointment(user, person, place="Biblioteca di Arese", ends_at=time(10))
    page = text(cast.client_of(user).get(reverse("diary:day")))
    for shown in ("Ada Merlo", "3990000001 (della sorella)", "Biblioteca di Arese", "09:30 – 10:00"):
        assert shown in page
    empty = text(cast.client_of(user).get(reverse("diary:day") + "?giorno=2018-05-02"))
    assert "Niente in agenda in questo giorno" in empty
    assert "Mercoledì 2 maggio 2018" in empty


def questions(user: User, path: str) -> int:
    client = cast.client_of(user)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_questions_do_not_grow_with_the_appointments() -> None:
    user = cast.member(Role.OPERATIONAL_COORDINATOR)
    pages = [reverse("diary:week"), reverse("diary:day")]
    appointment(user)
    few = [questions(user, page) for page in pages]
    for number in range(12):
        appointment(user, followed(user, f"Merlo {number}"), at=time(8 + number))
    many = [questions(user, page) for page in pages]
    assert many == few
    assert max(many) <= MOST_QUESTIONS
