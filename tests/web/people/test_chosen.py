"""The list as a file, as last used, and several of its people at once."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.cases.models import Case
from percorsi.diary.models import Note
from percorsi.people.models import Person, Residence
from tests import cast
from tests.web.people.test_list import names, read, resident

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def followed(name: str, worker: User | None = None, **values: Any) -> Person:
    return cast.case(cast.person(name, **values), worker=worker).person


def table_of(content: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def send(user: User, where: str, people: list[Person], follow: bool = False, **more: str) -> Any:
    data = {"scelti": [person.public_id for person in people], **more}
    return cast.client_of(user).post(f"/persone/scelte/{where}", data, follow=follow)


# --- as a file --------------------------------------------------------------------------------------------------------


def test_the_file_has_all_pages_in_the_order_and_with_the_columns_of_the_screen(coordinator: User) -> None:
    follower = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    for number in range(25):
        followed(f"Merlo {number:02}", follower, born_on=date(TODAY.year - 41, 1, 1))
    followed("Allodola", follower)
    cast.case(cast.person("Zigolo"), closed_on=date(2018, 5, 1))
    answer = cast.client_of(coordinator).get("/persone/?formato=xlsx&ordine=-nome&pagina=2")
    table = table_of(answer.content)
    assert table[0] == ["Persona", "Età", "Comune", "Fase", "In carico dal", "Ultimo contatto", "Segue"]
    assert [row[0] for row in table[1:]] == [*[f"Ada Merlo {n:02}" for n in range(24, -1, -1)], "Ada Allodola"]
    assert table[1][1:] == [41.0, "", "In carico", date(2018, 3, 12), "", "Elena Nibbio"]
    assert "persone-percorso-attivo-2" in answer["Content-Disposition"]
    event = Event.objects.latest("id")
    assert (event.act, event.where, len(event.about_people)) == (Act.EXPORT, "people:list", 26)


def test_an_officer_carries_no_diary_away(coordinator: User) -> None:
    note = {"kind": "call", "happened_on": TODAY, "text": "x", "written_at": timezone.now()}
    Note.objects.create(person=followed("Cardellino"), **note)
    officer = cast.member(Role.OFFICER)
    heads, row = table_of(cast.client_of(officer).get("/persone/?formato=xlsx").content)
    assert "Ultimo contatto" not in heads and TODAY not in row
    assert "formato=csv" in read(officer)


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.PSYCHOLOGIST, Role.SOCIAL_WORKER])
def test_who_may_not_carry_lists_away_may_print_what_they_see(role: Role) -> None:
    user = cast.member(role, town="Rho")
    followed("Cardellino", user)
    page = read(user)
    assert "formato=xlsx" not in page and "formato=csv" not in page and "formato=stampa" in page
    assert 'value="xlsx"' not in page and "Affida a un collega" not in page
    assert cast.client_of(user).get("/persone/?formato=xlsx").status_code == 404
    assert "Ada Cardellino" in read(user, "?formato=stampa")


def test_a_protected_person_leaves_with_nobody_who_is_not_cleared(coordinator: User) -> None:
    cleared = cast.member(Role.OPERATIONAL_COORDINATOR)
    hidden = cast.protected_person("Caso 7A", cleared=(cleared,))
    cast.case(hidden)
    Residence.objects.create(person=hidden, municipality=cast.municipality("Rho"))
    followed("Cardellino")
    for kind in ("xlsx", "csv", "stampa"):
        assert b"Caso 7A" not in cast.client_of(coordinator).get(f"/persone/?formato={kind}").content
    assert len(table_of(cast.client_of(coordinator).get("/persone/?formato=xlsx").content)) == 2
    seen = table_of(cast.client_of(cleared).get("/persone/?formato=xlsx").content)
    assert [row[:3] for row in seen[1:]] == [["Ada Cardellino", "", ""], ["Caso 7A", "", "riservato"]]
    assert send(coordinator, "", [hidden], formato="xlsx").status_code == 302


# --- as last used -----------------------------------------------------------------------------------------------------


def test_the_filters_last_used_come_back_are_told_and_go_away(coordinator: User) -> None:
    cast.case(resident("Cardellino"))
    cast.case(resident("Allocco", "Arese"))
    rho = cast.municipality("Rho").public_id
    client = cast.client_of(coordinator)
    assert names(client.get(f"/persone/?stato=tutti&comune={rho}&ordine=-nome&righe=50").content.decode()) == [
        "Ada Cardellino"
    ]
    page = client.get("/persone/").content.decode()
    assert names(page) == ["Ada Cardellino"] and "Filtri come l’ultima volta" in page
    assert f"?stato=tutti&amp;comune={rho}" not in page.split("<main")[0]
    assert len(names(read(cast.member(Role.MEDIATOR)))) == 2
    chip = re.search(r'<a class="chip" href="([^"]+)"><span>Comune', page)
    assert chip and "comune" not in chip[1]
    assert len(names(client.get("/persone/?stato=attivo").content.decode())) == 2
    page = client.get("/persone/").content.decode()
    assert len(names(page)) == 2 and "come l’ultima volta" not in page


def test_links_of_a_list_as_last_used_keep_its_filters(coordinator: User) -> None:
    for number in range(25):
        followed(f"Merlo {number:02}")
    client = cast.client_of(coordinator)
    client.get("/persone/?ordine=-nome")
    page = client.get("/persone/?pagina=2").content.decode()
    assert names(page)[-1] == "Ada Merlo 00" and "?ordine=-nome&amp;pagina=1" in page
    assert "Filtri come l’ultima volta" in page


def test_a_choice_that_is_gone_is_not_brought_back(coordinator: User) -> None:
    cast.case(resident("Cardellino"))
    coordinator.last_filters = {"people:list": "comune=zzz&stato=boh"}
    coordinator.save()
    page = read(coordinator)
    assert names(page) == ["Ada Cardellino"] and "Questa scelta" not in page
    assert User.objects.get(pk=coordinator.pk).last_filters == {}


def test_what_is_wrong_or_usual_is_not_kept(coordinator: User) -> None:
    client = cast.client_of(coordinator)
    client.get("/persone/?stato=boh")
    client.get("/persone/?ordine=nome&righe=20&stato=attivo")
    assert User.objects.get(pk=coordinator.pk).last_filters == {}


@pytest.mark.parametrize(("asked", "shown"), [("", 20), ("50", 50), ("100", 60), ("1000", 20), ("x", 20)])
def test_a_page_has_as_many_rows_as_asked(asked: str, shown: int, coordinator: User) -> None:
    for number in range(60):
        followed(f"Merlo {number:02}")
    assert len(names(read(coordinator, f"?righe={asked}"))) == shown


def test_the_list_is_sorted_by_the_last_contact_for_who_reads_the_diary(coordinator: User) -> None:
    for name, days in (("Abete", 9), ("Bora", 30), ("Corvo", 2)):
        note = {"kind": "call", "text": "x", "written_at": timezone.now(), "happened_on": TODAY - timedelta(days)}
        Note.objects.create(person=followed(name), **note)
    followed("Dattero")
    order = {
        key: "".join(n[4] for n in names(read(coordinator, f"?ordine={key}"))) for key in ("contatto", "-contatto")
    }
    assert order == {"contatto": "BACD", "-contatto": "CABD"}
    assert [n[4] for n in names(read(cast.member(Role.OFFICER), "?ordine=contatto"))] == ["A", "B", "C", "D"]


# --- several at once --------------------------------------------------------------------------------------------------


def test_each_row_can_be_chosen_by_name(coordinator: User) -> None:
    person = followed("Cardellino")
    page = read(coordinator)
    assert f'name="scelti" value="{person.public_id}" form="scelta" aria-label="Scegli Ada Cardellino"' in page
    assert 'id="scelta" method="post" action="/persone/scelte/"' in page


@pytest.mark.parametrize("where", ["", "affida/"])
def test_an_empty_choice_goes_back_with_an_error(where: str, coordinator: User) -> None:
    answer = send(coordinator, where, [], follow=True, formato="stampa")
    assert answer.redirect_chain == [("/persone/", 302)]
    assert "Non hai scelto nessuna riga" in answer.content.decode()


def test_the_chosen_are_printed_or_carried_away_and_nobody_else(coordinator: User) -> None:
    second, first, other = followed("Bora"), followed("Abete"), followed("Corvo")
    table = table_of(send(coordinator, "", [second, first], formato="xlsx").content)
    assert [row[0] for row in table[1:]] == ["Ada Abete", "Ada Bora"]
    event = Event.objects.latest("id")
    assert (event.act, event.where, event.about_people) == (Act.EXPORT, "people:chosen", [first.pk, second.pk])
    page = send(coordinator, "", [second], formato="stampa").content.decode()
    assert "Ada Bora" in page and "Ada Abete" not in page and str(other) not in page
    assert 'href="/persone/"' in page
    assert send(cast.member(Role.MEDIATOR), "", [first], formato="csv").status_code == 404


def test_chosen_paths_pass_to_a_colleague_from_a_day_on(coordinator: User) -> None:
    old, new = cast.member(Role.MEDIATOR, name="Sandro Libeccio"), cast.member(Role.MEDIATOR, name="Elena Nibbio")
    first, second = followed("Abete", old), followed("Bora")
    page = send(coordinator, "affida/", [first, second], atto="affida").content.decode()
    assert "Affida 2 percorsi" in page and "segue Sandro Libeccio" in page and "Errore" not in page
    sent = {"conferma": "1", "worker": cast.worker_of(new).public_id, "how": "al-posto"}
    answer = send(coordinator, "affida/", [first, second], follow=True, **sent, starts_on=f"{TODAY:%d/%m/%Y}")
    assert "2 percorsi affidati a Elena Nibbio." in answer.content.decode()
    assert following(first) == [("Elena Nibbio", TODAY)] and following(second) == [("Elena Nibbio", TODAY)]
    undo = reverse("cases:undo_reassign")
    assert f'action="{undo}"' in answer.content.decode()
    page = cast.client_of(coordinator).post(undo, follow=True).content.decode()
    assert "2 percorsi tornano a chi li seguiva." in page
    assert [name for name, _day in following(first)] == ["Sandro Libeccio"] and following(second) == []


def test_what_cannot_be_entrusted_is_told_with_its_reason_and_the_rest_is_done(coordinator: User) -> None:
    new = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    fine, mine, closed = followed("Abete"), followed("Bora", new), cast.person("Corvo")
    cast.case(closed, closed_on=date(2018, 5, 1))
    two = followed("Dattero")
    Case.objects.create(person=two, opened_on=date(2015, 1, 1), is_imported=True)
    sent = {"conferma": "1", "worker": cast.worker_of(new).public_id, "how": "insieme"}
    answer = send(coordinator, "affida/", [fine, mine, closed, two], **sent, starts_on=f"{TODAY:%d/%m/%Y}")
    page = answer.content.decode()
    assert "fatti <strong>1</strong>, non fatti <strong>3</strong>" in page
    for reason in ("Non ha un percorso aperto", "segue già il percorso", "più di un percorso aperto"):
        assert reason in page
    assert following(fine) == [("Elena Nibbio", TODAY)]
    assert following(closed) == []


def test_who_is_followed_by_two_is_left_as_it_is_when_one_should_stop(coordinator: User) -> None:
    person = followed("Abete", cast.member(Role.MEDIATOR, name="Sandro Libeccio"))
    second = cast.member(Role.PSYCHOLOGIST, name="Irma Larice")
    person.cases.get().assignments.create(worker=cast.worker_of(second), starts_on=date(2018, 5, 1))
    new = cast.worker_of(cast.member(Role.MEDIATOR)).public_id
    sent = {"conferma": "1", "worker": new, "how": "al-posto", "starts_on": f"{TODAY:%d/%m/%Y}"}
    page = send(coordinator, "affida/", [person], **sent).content.decode()
    assert "Lo seguono in più persone" in page
    assert [name for name, _day in following(person)] == ["Sandro Libeccio", "Irma Larice"]


def test_a_form_with_mistakes_keeps_who_was_chosen(coordinator: User) -> None:
    person = followed("Abete")
    page = send(coordinator, "affida/", [person], conferma="1", starts_on="31/02/2020", how="boh").content.decode()
    assert "Scegli a chi affidare i percorsi." in page and 'value="31/02/2020"' in page
    assert f'name="scelti" value="{person.public_id}"' in page and following(person) == []


def following(person: Person) -> list[tuple[str, date | None]]:
    rows = [row for case in person.cases.all() for row in case.assignments.filter(ends_on=None).order_by("starts_on")]
    return [(row.worker.name, row.starts_on) for row in rows]
