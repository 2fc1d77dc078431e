"""The pages of the notes: writing, reading, correcting, what the violet box says."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.models import Assignment
from percorsi.diary.models import Note
from percorsi.diary.queries import readers_of
from percorsi.people.models import Person
from tests import cast

pytestmark = pytest.mark.django_db
MAY = date(2018, 5, 2)
ROLES = [role for role in Role if role != Role.COMMAND]


def followed(user: User) -> Person:
    person = cast.person()
    cast.case(person, worker=user)
    return person


def text(answer: Any) -> str:
    return str(answer.content.decode())


def write(user: User, person: Person, **values: str) -> Any:
    data = {"kind": "call", "happened_on": "2018-05-02", "text": "Sta bene."} | values
    return cast.client_of(user).post(reverse("diary:new", args=[person.public_id]), data)


def test_a_note_is_written_and_leads_back_to_the_person() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed(user)
    assert write(user, person).url == reverse("people:person", args=[person.public_id])
    note = Note.objects.get()
    assert (note.kind, note.happened_on, note.text, note.written_by) == ("call", MAY, "Sta bene.", cast.worker_of(user))
    page = text(cast.client_of(user).get(reverse("diary:note", args=[note.public_id])))
    assert "Telefonata, 2 maggio 2018" in page
    assert "/correggi/" in page


def test_the_person_page_leads_to_writing_and_to_each_note() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed(user)
    write(user, person)
    address = reverse("people:person", args=[person.public_id])
    new, note = (
        reverse("diary:new", args=[person.public_id]),
        reverse("diary:note", args=[Note.objects.get().public_id]),
    )
    page = text(cast.client_of(user).get(address))
    assert new in page
    assert note in page
    colleague = text(cast.client_of(cast.member(Role.MEDIATOR)).get(address))
    assert new not in colleague
    assert note in colleague


def test_nothing_typed_is_lost() -> None:
    user = cast.member(Role.MEDIATOR)
    page = text(write(user, followed(user), happened_on="2999-01-01", text="Molto <b>lunga</b>"))
    assert "da correggere" in page
    assert 'value="2999-01-01"' in page
    assert "Molto &lt;b&gt;lunga&lt;/b&gt;" in page
    assert re.search(r'value="call"[^>]* checked', page)
    assert not Note.objects.exists()


def test_two_windows_see_both_texts_and_the_second_may_save_again() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed(user)
    write(user, person)
    note = Note.objects.get()
    address, client = reverse("diary:change", args=[note.public_id]), cast.client_of(user)
    typed = {"kind": "visit", "happened_on": "2018-05-02", "version": "1"}
    client.post(address, {**typed, "text": "Prima finestra"})
    page = text(client.post(address, {**typed, "text": "Seconda finestra"}))
    assert "I valori di adesso" in page
    assert "Prima finestra" in page
    assert "Seconda finestra" in page
    assert Note.objects.get().text == "Prima finestra"
    client.post(address, {**typed, "text": "Seconda finestra", "version": "2"})
    assert Note.objects.get().text == "Seconda finestra"


def names_of(person: Person) -> set[str]:
    return {row.worker.name for row in readers_of(person)}


def test_the_box_counts_the_readers_of_today() -> None:
    everyone = {role: cast.member(role, name=f"Nome {role}") for role in ROLES}
    gone = cast.member(Role.MEDIATOR, name="Uscito Ieri")
    gone.is_active = False
    gone.save()
    person, team = followed(everyone[Role.MEDIATOR]), {Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR}
    assert names_of(person) == {f"Nome {role}" for role in team}
    case = person.cases.get()
    Assignment.objects.create(case=case, worker=cast.worker_of(everyone[Role.PSYCHOLOGIST]), starts_on=MAY)
    assert names_of(person) == {f"Nome {role}" for role in {*team, Role.PSYCHOLOGIST}}
    page = text(cast.client_of(everyone[Role.MEDIATOR]).get(reverse("diary:new", args=[person.public_id])))
    assert "La vedono 3 persone" in page
    assert "commerciale" in page
    assert names_of(cast.protected_person(cleared=(everyone[Role.MEDIATOR],))) == {"Nome mediator"}
