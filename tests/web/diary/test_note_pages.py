"""The pages of the notes: writing, reading, correcting, what the violet box says."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.cases.models import Assignment
from percorsi.diary.models import Draft, Note
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


def test_the_message_leads_to_correcting_for_nothing_is_taken_back() -> None:
    user = cast.member(Role.MEDIATOR)
    client, person = cast.client_of(user), followed(user)
    data = {"kind": "call", "happened_on": "ieri", "text": "Sta bene.", "follow_up_on": "+2 settimane"}
    page = text(client.post(reverse("diary:new", args=[person.public_id]), data, follow=True))
    note = Note.objects.get()
    assert note.happened_on == timezone.localdate() - timedelta(days=1)
    assert note.follow_up_on == timezone.localdate() + timedelta(days=14)
    assert reverse("diary:change", args=[note.public_id]) in page
    assert "La nota è nel diario. Da risentire" in page
    assert "Da risentire</div>" in page


@pytest.mark.parametrize(("name", "said"), [("follow_up_on", "quando capita"), ("happened_on", "domani")])
def test_a_day_that_is_not_understood_says_how_to_write_it(name: str, said: str) -> None:
    user = cast.member(Role.MEDIATOR)
    page = text(write(user, followed(user), **{name: said}))
    assert "scrivi per esempio" in page
    assert f'value="{said}"' in page
    assert not Note.objects.exists()


def quick(user: User, **values: str) -> Any:
    data = {"who": "cardel", "kind": "call", "happened_on": "oggi", "text": "Sta bene."} | values
    return cast.client_of(user).post(reverse("diary:quick"), data)


def test_a_quick_note_finds_its_person() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed(user)
    cast.case(cast.person("Cardellino", "Ida"), worker=cast.member(Role.MEDIATOR))
    assert quick(user).url == reverse("people:person", args=[person.public_id])
    assert Note.objects.get().person == person


def test_of_several_people_one_is_picked_and_nothing_typed_is_lost() -> None:
    user = cast.member(Role.MEDIATOR)
    first, second = followed(user), cast.person("Cardellino", "Ida", born_on=date(1985, 1, 31))
    cast.case(second, worker=user)
    last = Event.objects.count()
    page = text(quick(user))
    assert "Più persone corrispondono" in page
    assert "Chi è</legend>" in page
    assert "Sta bene." in page
    assert first.public_id in page
    assert "Ida Cardellino · " in page
    assert not Note.objects.exists()
    assert Event.objects.filter(act="search").get().about_people == [first.pk, second.pk]
    assert Event.objects.count() > last
    quick(user, person=second.public_id)
    assert Note.objects.get().person == second


def test_who_is_not_found_and_who_may_not_be_picked() -> None:
    user = cast.member(Role.MEDIATOR)
    theirs = followed(cast.member(Role.MEDIATOR))
    hidden = cast.protected_person("Caso Cardellino")
    for person in (theirs, hidden):
        page = text(quick(user, person=person.public_id))
        assert "una delle persone trovate" in page
        assert "Non segui nessuno" in text(quick(user))
        assert str(person) not in page
    assert "Scrivi di chi è la nota." in text(quick(user, who=""))
    assert not Note.objects.exists()


def keep(user: User, person: Person | None, accept: str = "", **values: str) -> Any:
    address = reverse("diary:keep", args=[person.public_id]) if person else reverse("diary:keep_quick")
    data = {"kind": "call", "happened_on": "31/2", "follow_up_on": "poi", "text": "Sentita al tel"} | values
    headers = {"Accept": accept} if accept else {}
    return cast.client_of(user).post(address, data, headers=headers)


def test_a_draft_is_kept_by_its_button_and_taken_up_again() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed(user)
    answer = keep(user, person)
    draft = Draft.objects.get()
    assert answer.url == reverse("diary:new", args=[person.public_id]) + f"?bozza={draft.public_id}"
    for address in (answer.url, reverse("diary:new", args=[person.public_id])):
        page = text(cast.client_of(user).get(address))
        assert "Sentita al tel" in page
        assert 'value="31/2"' in page
        assert re.search(r'value="call"[^>]* checked', page)
        assert f'value="{draft.public_id}"' in page
    write(user, person, draft=draft.public_id)
    assert not Draft.objects.exists()
    assert "Sentita al tel" not in text(cast.client_of(user).get(reverse("diary:new", args=[person.public_id])))


def test_a_script_is_told_when_and_under_which_id_the_draft_is_kept() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed(user)
    first = keep(user, person, "application/json").json()
    assert first["draft"] == Draft.objects.get().public_id
    assert re.fullmatch(r"Salvato alle [0-9]{2}:[0-9]{2}", first["said"])
    again = keep(user, person, "application/json", draft=first["draft"], text="Sentita al telefono.").json()
    assert (again["draft"], Draft.objects.get().text) == (first["draft"], "Sentita al telefono.")
    refused = keep(user, person, "application/json", text=" ")
    assert (refused.status_code, "draft" in refused.json()) == (422, False)


def test_a_draft_about_nobody_is_found_on_the_quick_page_by_its_writer_alone() -> None:
    user, other = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    keep(user, None)
    draft = Draft.objects.get()
    assert "Sentita al tel" in text(cast.client_of(user).get(reverse("diary:quick")))
    for query in ("", f"?bozza={draft.public_id}"):
        assert "Sentita al tel" not in text(cast.client_of(other).get(reverse("diary:quick") + query))


def test_a_draft_is_dropped_and_taken_back_by_its_writer_alone() -> None:
    user, person = cast.member(Role.MEDIATOR), None
    keep(user, person)
    draft = Draft.objects.get()
    client = cast.client_of(user)
    drop, restore = (reverse(f"diary:{act}", args=[draft.public_id]) for act in ("drop", "restore"))
    for one in (drop, restore):
        assert cast.client_of(cast.member(Role.OPERATIONAL_COORDINATOR)).post(one).status_code == 404
    page = text(client.post(drop, follow=True))
    assert restore in page
    assert "Sentita al tel" not in text(client.get(reverse("diary:quick")))
    assert "Sentita al tel" in text(client.post(restore, follow=True))


def test_a_draft_about_who_passed_into_other_hands_is_given_back() -> None:
    user = cast.member(Role.MEDIATOR)
    person, client = followed(user), cast.client_of(user)
    keep(user, person)
    person.cases.get().assignments.update(ends_on=MAY)
    address = reverse("diary:new", args=[person.public_id])
    page = text(client.get(address, follow=True))
    assert "Sentita al tel" in page
    assert str(person) not in page
    assert write(user, person).status_code == 302
    assert not Note.objects.exists()
    assert cast.client_of(cast.member(Role.MEDIATOR)).get(address).status_code == 404


def test_a_draft_opened_on_the_quick_page_is_a_look_at_its_person() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed(user)
    keep(user, person)
    before = Event.objects.count()
    cast.client_of(user).get(reverse("diary:quick") + f"?bozza={Draft.objects.get().public_id}")
    looks = Event.objects.order_by("id")[before:]
    assert [event.about_people for event in looks] == [[person.pk]]
