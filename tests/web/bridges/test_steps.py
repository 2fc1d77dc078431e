"""The steps of an import as pages: what was recognised, the trial, the work under way, what stopped, the decisions."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.bridges.choices import State, Step
from percorsi.bridges.models import CellDecision, HeaderChoice, Import
from percorsi.bridges.step_by_step import places, starting
from percorsi.bridges.step_by_step.working import carry_on
from percorsi.people.models import Contact, Person
from tests import cast
from tests.bridges.hostile_files import lying_size, xlsx_with_sheet, zip_bomb
from tests.bridges.test_taking_over import SAMPLE
from tests.bridges.writing_registers import PEOPLE, write_xlsx

pytestmark = pytest.mark.django_db
HEADER = [*PEOPLE[0], "Telefono", "Codice fiscale"]
WRONG_CODE = "VRLNNA80B41F205A"


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR, name="Elena Nibbio")


@pytest.fixture
def client(coordinator: User) -> Client:
    return cast.client_of(coordinator)


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Path:
    folder = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = folder
    return folder


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def uploaded(client: Client, path: Path) -> str:
    answer = client.post("/importazioni/", {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    return str(answer["Location"])


def imported(client: Client, path: Path) -> str:
    place = uploaded(client, path)
    client.post(f"{place}prova/")
    client.post(f"{place}importa/")
    return place


def register(folder: Path, *people: list[object], header: list[object] = HEADER) -> Path:
    return write_xlsx(folder / "registro.xlsx", {"Utenti": [header, *people]})


def test_the_page_tells_sheets_columns_and_doubts(client: Client, tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "r.xlsx",
        {
            "Utenti": [["NOME", "Cognome", "N. fascicolo", "Colore"], ["Ugo", "Larice", "1", "blu"]],
            "Aziende": [["Codice ditta", "Ragione sociale", "Natura"], ["A", "B", "profit"]],
            "Appunti": [["a"], ["b"]],
        },
    )
    page = text(client.get(uploaded(client, path)))
    assert "Che cosa ho riconosciuto" in page
    assert "«N. fascicolo» è N. pratica" in page
    assert "«Colore», foglio «Utenti»" in page
    assert "«Codice ditta», foglio «Aziende»" in page
    assert "manca la colonna «Codice azienda»" in page
    assert "Foglio «Appunti»: nome e intestazioni non sono del registro" in page
    assert Person.objects.count() == 0


def test_an_unknown_header_is_given_a_meaning_by_hand_and_remembered(client: Client, tmp_path: Path) -> None:
    path = register(tmp_path, [*PEOPLE[1], "333 1", "VERDE"], header=[*PEOPLE[0], "Cell. pers.", "Colore"])
    place = uploaded(client, path)
    answer = client.post(f"{place}prova/", {"h0": "phone", "h1": "-"}, follow=True)
    assert "intestazioni non riconosciute" not in text(answer)
    assert sorted(HeaderChoice.objects.values_list("written", "field")) == [("Cell. pers.", "phone"), ("Colore", "")]
    client.post(f"{place}importa/")
    assert Contact.objects.get().value == "333 1"
    again = text(client.get(uploaded(client, path)))
    assert '<option value="phone" selected>' in again
    assert '<option value="-" selected>' in again


def test_a_wrong_choice_keeps_what_was_chosen(client: Client, tmp_path: Path) -> None:
    path = register(tmp_path, [*PEOPLE[1], "1", "2"], header=[*PEOPLE[0], "Uno", "Due"])
    place = uploaded(client, path)
    page = text(client.post(f"{place}prova/", {"h0": "phone", "h1": "phone"}))
    assert "hanno lo stesso significato" in page
    assert page.count('<option value="phone" selected>') == 2
    assert HeaderChoice.objects.count() == 0
    # A column that the sheet has already is not offered a second time.
    assert '<option value="family_names"' not in page
    assert "Scegli una voce" in text(client.post(f"{place}prova/", {"h0": "family_names"}))


def test_the_trial_tells_rows_by_kind_and_writes_nothing(client: Client) -> None:
    place = uploaded(client, SAMPLE)
    page = text(client.post(f"{place}prova/", follow=True))
    assert "Prova: che cosa entrerebbe" in page
    assert "Righe rifiutate 61" in page
    assert Person.objects.count() == 0
    row = Import.objects.get()
    kind = row.report["refused"][0]["kind"]
    count = sum(line["kind"] == kind for line in row.report["refused"])
    shown = text(client.get(f"{place}?elenco=rifiutate&tipo={kind}"))
    assert shown.count('data-label="Motivo"') == count
    assert text(client.get(f"{place}?tipo=che-non-c-e")).count('data-label="Motivo"') == 50
    assert "Che cosa ho riconosciuto" in text(client.get(f"{place}?vista=riconosciuto"))
    assert State(Import.objects.get().state) == State.TRIED


@pytest.mark.parametrize("content", [zip_bomb(), lying_size(), xlsx_with_sheet("<row><c t='inlineStr'>"), b"%PDF-1.7"])
def test_a_hostile_file_is_told_and_gone(client: Client, content: bytes) -> None:
    answer = client.post("/importazioni/", {"file": SimpleUploadedFile("registro.xlsx", content)}, follow=True)
    place = answer.redirect_chain[0][0]
    assert "Importazione non riuscita" in text(answer)
    row = Import.objects.get()
    assert (row.state, places.folder_of(row).exists()) == (State.FAILED, False)
    for step in ("prova", "importa", "riprendi"):
        assert client.post(f"{place}{step}/").status_code == 302
    assert (Import.objects.get().state, Person.objects.count()) == (State.FAILED, 0)


def started_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", lambda _public_id: None)


def test_while_it_works_the_page_refreshes_itself_with_and_without_scripts(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started_nowhere(monkeypatch)
    place = uploaded(client, register(tmp_path, [*PEOPLE[1], "", ""]))
    row = Import.objects.get()
    Import.objects.update(step=Step.READING, rows_done=1500, rows_total=3000)
    with places.at_work(row):
        page = text(client.get(place))
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
        assert "Righe lette: 1.500 di 3.000" in page
        assert "HX-Refresh" not in client.get(place, headers={"HX-Request": "true"}).headers
    Import.objects.update(step=Step.STARTING)
    carry_on(row.public_id)
    assert client.get(place, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_a_dead_process_is_told_with_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with monkeypatch.context() as patch:
        started_nowhere(patch)
        place = uploaded(client, register(tmp_path, [*PEOPLE[1], "", ""]))
    assert "Lettura del file in corso" in text(client.get(place))
    Import.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=1))
    page = text(client.get(place))
    assert "Importazione interrotta" in page
    assert "Riprendi" in page
    assert "Che cosa ho riconosciuto" in text(client.post(f"{place}riprendi/", follow=True))


def test_who_leaves_is_told_that_the_file_is_gone(client: Client, tmp_path: Path) -> None:
    place = uploaded(client, register(tmp_path, [*PEOPLE[1], "", ""]))
    page = text(client.post(f"{place}lascia/", follow=True))
    assert "Importazione lasciata" in page
    assert Import.objects.get().file.digest in page
    assert not places.has_file(Import.objects.get())
    assert "nel frattempo è andata avanti" in text(client.post(f"{place}importa/", follow=True))


def test_the_refused_rows_are_fetched_for_a_week(client: Client, tmp_path: Path) -> None:
    place = imported(client, register(tmp_path, [*PEOPLE[1], "", ""], [*PEOPLE[2], "", WRONG_CODE]))
    assert "Scarica le righe rifiutate" in text(client.get(place))
    last = Event.objects.latest("id").pk
    answer = client.get(f"{place}rifiutate.xlsx")
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert [event.act for event in Event.objects.filter(id__gt=last)] == ["export"]
    Import.objects.update(refused_until=timezone.now())
    page = text(client.get(f"{place}rifiutate.xlsx", follow=True))
    assert "non si scaricano più" in page
    assert "cancellato dopo sette giorni" in page
    assert "Scarica le righe rifiutate" not in page


def differing(client: Client, tmp_path: Path) -> str:
    people: list[list[object]] = [[*PEOPLE[1], "333 1111111", ""], [*PEOPLE[2], "333 2222222", ""]]
    imported(client, register(tmp_path, *people))
    changed = [[*PEOPLE[1][:2], "Annalisa", *PEOPLE[1][3:], "333 3333333", ""], [*PEOPLE[2], "333 4444444", ""]]
    return imported(client, register(tmp_path, *changed))


def test_one_cell_is_taken_and_taken_back(client: Client, tmp_path: Path) -> None:
    place = differing(client, tmp_path)
    page = text(client.get(f"{place}?elenco=diverse"))
    assert page.count("Prendi dal registro<") == 3
    assert page.count('<td role="cell" data-label="Colonna">Telefono</td>') == 2
    page = text(client.post(f"{place}celle/", {"prendi": "0"}, follow=True))
    assert "Deciso su 1 cella." in page
    assert f'action="{place}celle/annulla/?celle=0"' in page
    assert "Celle diverse 2" in page
    assert Person.objects.get(family_names="Averla").given_names == "Annalisa"
    page = text(client.post(f"{place}celle/annulla/?celle=0", follow=True))
    assert "Decisione annullata." in page
    assert Person.objects.get(family_names="Averla").given_names == "Anna"


def test_a_whole_column_is_decided_at_once(client: Client, tmp_path: Path) -> None:
    place = differing(client, tmp_path)
    assert "Prendi tutta la colonna" not in text(client.get(f"{place}?elenco=diverse"))
    assert "Prendi tutta la colonna" in text(client.get(f"{place}?elenco=diverse&tipo=Utenti%7Cphone"))
    assert "Deciso su 2 celle." in text(client.post(f"{place}celle/", {"prendi": "Utenti|phone"}, follow=True))
    assert sorted(Contact.objects.values_list("value", flat=True)) == ["333 3333333", "333 4444444"]
    client.post(f"{place}celle/", {"tieni": "Utenti|given_names"})
    assert CellDecision.objects.count() == 3
    page = text(client.get(f"{place}?elenco=decise"))
    assert page.count("preso dal registro") == 2
    assert page.count("tenuto com’è qui") == 1
    assert "Non resta nessuna cella da decidere" in text(client.get(f"{place}?elenco=diverse"))


def test_what_cannot_be_decided_says_why(client: Client, tmp_path: Path) -> None:
    place = differing(client, tmp_path)
    Contact.objects.all().delete()
    assert "Nel frattempo qui è cambiato qualcosa" in text(client.post(f"{place}celle/", {"prendi": "1"}, follow=True))
    for wrong in ({"prendi": "x"}, {"prendi": "99"}, {"prendi": "Utenti|nulla"}, {}):
        assert client.post(f"{place}celle/", wrong).status_code == 302
    assert CellDecision.objects.count() == 0


def test_the_letter_leads_from_each_figure_to_its_rows(client: Client, coordinator: User) -> None:
    person = cast.person("Pavoncella", "Ada")
    cast.case(person, opened_on=date(2015, 3, 1), worker=coordinator)
    page = text(client.get("/importazioni/lettera/"))
    assert "<strong>1</strong> percorso aperto non dà notizie da 18 mesi" in page
    assert "Ada Pavoncella" not in page
    assert "segue=Elena%20Nibbio" in page
    assert "Ada Pavoncella" in text(client.get("/importazioni/lettera/righe/?cifra=percorsi-silenziosi"))
    assert Event.objects.get().about_people == [person.pk]
    assert "Ada Pavoncella" in text(client.get("/importazioni/lettera/righe/?cifra=da-rivedere&segue=Elena%20Nibbio"))
    assert "Ada Pavoncella" not in text(client.get("/importazioni/lettera/righe/?cifra=da-rivedere&segue="))
    assert client.get("/importazioni/lettera/righe/?cifra=nulla").status_code == 404
    assert client.get("/importazioni/lettera/righe/?cifra=da-rivedere&formato=csv").status_code == 200


def test_the_list_tells_where_each_import_stands(client: Client, tmp_path: Path) -> None:
    uploaded(client, register(tmp_path, [*PEOPLE[1], "", ""]))
    imported(client, register(tmp_path, [*PEOPLE[2], "", ""]))
    page = text(client.get("/importazioni/"))
    assert "da controllare" in page
    assert ">fatto<" in page


def test_queries_of_the_report_do_not_grow_with_its_lines(
    client: Client, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    people = [[f"NIL-{number:04}", "Averla", "Ada", "F", None, f"333 {number}", ""] for number in range(30)]
    imported(client, register(tmp_path, *people))
    for person in people:
        person[5] = "334 9"
    place = imported(client, register(tmp_path, *people))
    with django_assert_max_num_queries(22):
        assert text(client.get(f"{place}?elenco=diverse")).count("Prendi dal registro<") == 30
