"""The pages of the imports: who opens them, what an upload leaves behind, what the result tells to whom."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.bridges.choices import State
from percorsi.bridges.models import Import
from percorsi.bridges.register.limits import LIMITS
from percorsi.documents.models import File
from percorsi.people.models import Person, RegisterNumber
from tests import cast
from tests.bridges.test_taking_over import SAMPLE
from tests.bridges.writing_registers import PEOPLE, write_xlsx

pytestmark = pytest.mark.django_db

HEADER = [*PEOPLE[0], "Codice fiscale", "Servizio inviante"]
WRONG_CODE = "VRLNNA80B41F205A"


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR, name="Elena Nibbio")


@pytest.fixture
def client(coordinator: User) -> Client:
    return cast.client_of(coordinator)


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Path:
    """A folder of data of its own: what an import leaves behind is counted."""
    folder = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = folder
    return folder


def uploaded(client: Client, path: Path, name: str = "registro.xlsx") -> Any:
    return client.post("/importazioni/", {"file": SimpleUploadedFile(name, path.read_bytes())}, follow=True)


def sent(client: Client, path: Path, name: str = "registro.xlsx") -> Any:
    """Go through all steps: upload, trial, import."""
    place = uploaded(client, path, name).redirect_chain[0][0]
    client.post(f"{place}prova/")
    return client.post(f"{place}importa/", follow=True)


def written(folder: Path, people: list[list[object]], **sheets: list[list[object]]) -> Path:
    return write_xlsx(folder / "scritto.xlsx", {"Utenti": [HEADER, *people], **sheets})


def test_the_shared_register_comes_in_through_the_page(client: Client, coordinator: User, data_folder: Path) -> None:
    answer = sent(client, SAMPLE)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0] == f"/importazioni/{Import.objects.get().public_id}/"
    assert (Person.objects.count(), Import.objects.get().by) == (628, coordinator)
    assert "628" in page
    assert "codice fiscale con un carattere sbagliato" in page
    assert "Righe rifiutate 61" in " ".join(page.split())
    backups = list((data_folder / "backups").iterdir())
    assert [one.name for one in backups] == [Import.objects.get().backup]
    assert Import.objects.get().backup in page
    assert (Event.objects.filter(act="import").get().role, Event.objects.filter(act="import").get().actor) == (
        Role.OPERATIONAL_COORDINATOR,
        coordinator.pk,
    )


def test_the_file_is_deleted_and_its_digest_stays(client: Client, data_folder: Path) -> None:
    sent(client, SAMPLE, "Registro 2019.xlsx")
    file = File.objects.get()
    assert (file.name, file.size, file.content.name) == ("Registro 2019.xlsx", SAMPLE.stat().st_size, "")
    assert len(file.digest) == 64
    assert [path for path in data_folder.rglob("*") if path.is_file() and path.suffix not in {".tar", ".lock"}] == []
    assert not Path(settings.MEDIA_ROOT).exists() or not list(Path(settings.MEDIA_ROOT).rglob("*.xlsx"))


def test_a_second_time_nothing_is_new_and_no_copy_is_made(client: Client, tmp_path: Path, data_folder: Path) -> None:
    register = written(tmp_path, [[*PEOPLE[1], "", ""]])
    sent(client, register)
    page = sent(client, register).content.decode()
    assert "Nulla di nuovo" in page
    assert Person.objects.count() == 1
    assert len(list((data_folder / "backups").iterdir())) == 1
    assert "Tutte le importazioni" in client.get("/importazioni/").content.decode()
    assert client.get("/importazioni/").content.decode().count('class="name"') == 2


def test_a_wrong_file_is_said_with_what_to_do_and_is_deleted(client: Client, data_folder: Path) -> None:
    answer = client.post("/importazioni/", {"file": SimpleUploadedFile("registro.xlsx", b"non un foglio")}, follow=True)
    page = answer.content.decode()
    assert "Importazione non riuscita" in page
    assert "carica" in page
    assert (Import.objects.get().state, Person.objects.count()) == (State.FAILED, 0)
    assert [path for path in (data_folder / "incoming").rglob("*") if path.is_file()] == []


def test_a_file_too_large_is_refused_before_it_is_read(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("percorsi.web.bridges.forms.LIMITS", type(LIMITS)(file_bytes=10))
    answer = client.post("/importazioni/", {"file": SimpleUploadedFile("registro.xlsx", b"x" * 11)})
    assert "Il file supera" in answer.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COMMAND, Role.OPERATIONAL_COORDINATOR)])
def test_nobody_else_opens_them(role: Role, client: Client, tmp_path: Path) -> None:
    sent(client, written(tmp_path, [[*PEOPLE[1], "", ""]]))
    other = cast.client_of(cast.member(role))
    missing = other.get("/nulla/").content
    for answer in (
        other.get("/importazioni/"),
        other.post("/importazioni/", {}),
        other.get(f"/importazioni/{Import.objects.get().public_id}/"),
    ):
        assert (answer.status_code, answer.content) == (404, missing)


def test_the_refused_row_of_a_protected_person_tells_place_and_kind_only(client: Client, tmp_path: Path) -> None:
    hidden: list[object] = ["NIL-0007", "Caso 7A", "", "F", date(1980, 2, 1), WRONG_CODE, "CAV Rho"]
    paths: list[list[object]] = [
        ["N. pratica", "Data segnalazione", "Data presa in carico"],
        ["NIL-0007", date(2018, 1, 1), None],
    ]
    sent(client, written(tmp_path, [[*PEOPLE[1], WRONG_CODE, ""], hidden], Percorsi=paths))
    page = client.get(f"/importazioni/{Import.objects.get().public_id}/").content.decode()
    assert page.count(WRONG_CODE) == 1
    assert "NIL-0007" not in page
    assert page.count("Apri il file a questa riga") == 2


def test_who_is_not_cleared_reads_no_value_of_a_protected_person(client: Client, tmp_path: Path) -> None:
    paths: list[list[object]] = [
        ["N. pratica", "Data segnalazione", "Data presa in carico", "Data chiusura"],
        ["NIL-0007", date(2018, 1, 1), date(2018, 2, 1), date(2017, 12, 24)],
    ]
    people: list[list[object]] = [["NIL-0007", "Caso 7A", "", "F", None, "", "CAV Rho"]]
    sent(client, written(tmp_path, people, Percorsi=paths))
    result = f"/importazioni/{Import.objects.get().public_id}/"
    hidden = RegisterNumber.objects.get(number="NIL-0007").person_id
    last = Event.objects.latest("id").pk
    assert "24/12/2017" in client.get(result).content.decode()
    assert Event.objects.get(id__gt=last).about_people == [hidden]
    other = cast.client_of(cast.member(Role.OPERATIONAL_COORDINATOR))
    last = Event.objects.latest("id").pk
    page = other.get(result).content.decode()
    assert "24/12/2017" not in page
    assert "Percorsi, 2" in page
    assert Event.objects.get(id__gt=last).about_people == []


def test_differing_cells_show_both_values_and_are_in_the_trail(client: Client, tmp_path: Path) -> None:
    sent(client, written(tmp_path, [[*PEOPLE[1], "", ""]]))
    answer = sent(client, written(tmp_path, [["NIL-0001", "Averla", "Anita", "F", date(1980, 2, 1), "", ""]]))
    page = answer.content.decode()
    assert "Anna" in page
    assert "Anita" in page
    assert Event.objects.latest("id").about_people == [Person.objects.get().pk]


def test_without_the_trail_nothing_is_shown(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(client, written(tmp_path, [[*PEOPLE[1], WRONG_CODE, ""]]))
    client.raise_request_exception = False

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(Event.objects, "create", broken)
    answer = client.get(f"/importazioni/{Import.objects.get().public_id}/")
    assert answer.status_code == 500
    assert WRONG_CODE.encode() not in answer.content


def test_the_list_asks_the_same_whatever_the_rows(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(3):
        file = File.objects.create(name=f"{number}.xlsx", digest="0" * 64, size=1, added_at="2019-06-01T10:00:00Z")
        report = {"created": {"people": number}, "refused_count": 0, "refused": []}
        Import.objects.create(file=file, at=file.added_at, by=User.objects.latest("id"), report=report)
    with django_assert_max_num_queries(8):
        page = client.get("/importazioni/").content.decode()
    assert page.count('class="name"') == 3
