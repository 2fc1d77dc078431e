"""The workbook of the refused rows: what it holds, for whom, and that mended rows come in by it."""

import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from percorsi.accounts.actions import command_user
from percorsi.accounts.choices import Role
from percorsi.bridges.actions import take_register
from percorsi.bridges.models import Import
from percorsi.bridges.refused_rows import RefusedWorkbook, is_open
from percorsi.bridges.register.register import read_register
from percorsi.people.models import Person
from percorsi.traineeships.models import Traineeship
from tests import cast
from tests.bridges.test_taking_over import SAMPLE
from tests.bridges.writing_registers import COMPANIES, PEOPLE, TRAINEESHIP_HEADERS, write_xlsx

pytestmark = pytest.mark.django_db
WRONG = "VRLNNA80B41F205A"


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> None:
    settings.DATA_DIR = tmp_path_factory.mktemp("data")


def taken(path: Path) -> Import:
    stored = take_register(path, by=command_user(), backs_up=False).stored
    assert stored
    return Import.objects.get(pk=stored.pk)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def workbook(row: Import) -> RefusedWorkbook:
    return RefusedWorkbook(row, to=cast.member(Role.OPERATIONAL_COORDINATOR))


def test_it_holds_the_refused_rows_only_with_the_headers_and_the_reason(tmp_path: Path) -> None:
    people = [
        ["Registro 2019"],
        [*PEOPLE[0], "Codice fiscale", "Colore"],
        [*PEOPLE[1], "", "verde"],
        [*PEOPLE[2], WRONG, "=non è una formula"],
    ]
    row = taken(write_xlsx(tmp_path / "r.xlsx", {"utenti": people[1:]}))
    assert is_open(row)
    found = sheets(workbook(row).content())
    assert list(found) == ["utenti"]
    header, line = found["utenti"]
    assert header == [*PEOPLE[0], "Codice fiscale", "Colore", "Perché"]
    assert line[:6] == ["NIL-0002", "Larice", "Ugo", "M", date(1975, 7, 9), WRONG]
    assert "carattere" in line[7] or "lettera" in line[7]


def test_mended_it_comes_in_as_any_register(tmp_path: Path) -> None:
    stages: list[list[object]] = [
        TRAINEESHIP_HEADERS,
        ["TIR-0001", "NIL-0002", "AZ-001", date(2018, 1, 10), date(2018, 3, 5)],
        ["TIR-0002", "NIL-0001", "AZ-001", date(2018, 1, 10), date(2017, 3, 5)],
    ]
    people = [[*PEOPLE[0], "Codice fiscale"], [*PEOPLE[1], ""], [*PEOPLE[2], WRONG]]
    row = taken(write_xlsx(tmp_path / "r.xlsx", {"Utenti": people, "Aziende": COMPANIES, "Tirocini": stages}))
    assert (Person.objects.count(), Traineeship.objects.count(), row.report["refused_count"]) == (1, 0, 3)
    mended = sheets(workbook(row).content())
    assert [len(rows) for rows in mended.values()] == [2, 3]
    mended["Utenti"][1][5] = ""
    mended["Tirocini"][2][4] = date(2018, 6, 5)
    path = write_xlsx(tmp_path / "corretto.xlsx", mended)
    read = read_register(path, known=_known())
    assert (read.refusals, read.unknown_headers) == ([], {})
    again = taken(path)
    assert (Person.objects.count(), Traineeship.objects.count(), again.report["refused_count"]) == (2, 2, 0)
    assert again.report["changed"] == []


def _known() -> Any:
    from percorsi.bridges.taking_over.archive import read_archive

    return read_archive().known()


def test_brought_again_unmended_every_row_is_refused_for_the_same_reason(tmp_path: Path) -> None:
    """What the trip through the file changes would show: kinds of cells, rows lost, headers that mean less."""
    row = taken(SAMPLE)
    first = workbook(row)
    assert first.left_out == sum(line["is_hidden"] for line in row.report["refused"])
    path = tmp_path / "rifiutate.xlsx"
    path.write_bytes(first.content())
    report = read_register(path, known=_known())
    kinds = sorted(line["kind"] for line in row.report["refused"] if not line["is_hidden"])
    found = sorted(one.kind for one in report.refusals)
    # A row refused because another one higher up has its key is alone now: that one came in.
    alone = {"duplicate_key", "duplicate_month"}
    assert [kind for kind in found if kind not in alone] == [kind for kind in kinds if kind not in alone]


def test_why_is_written_anew_and_not_beside_the_old_reason(tmp_path: Path) -> None:
    people = [[*PEOPLE[0], "Codice fiscale", "Perché"], [*PEOPLE[1], "", ""], [*PEOPLE[2], WRONG, "vecchio"]]
    row = taken(write_xlsx(tmp_path / "r.xlsx", {"Utenti": people}))
    header, line = sheets(workbook(row).content())["Utenti"]
    assert header.count("Perché") == 1
    assert "vecchio" not in line


def test_kinds_of_cells_survive(tmp_path: Path) -> None:
    from percorsi.bridges.refused_rows import _plain

    moment = datetime.fromisoformat("2018-01-02T03:04:00")
    cells = [moment, date(1850, 1, 2), time(8, 30), timedelta(hours=30), True, 2.5, "a", None]
    kept = {"headers": {"Utenti": ["N. pratica", *"abcdefg"]}, "rows": [[_plain(cell) for cell in cells]]}
    line = {"sheet": "Utenti", "row": 2, "kind": "x", "message": "perché", "folder": "", "is_hidden": False}
    row = Import(report={"refused": [line]}, refused_rows=kept)
    found = sheets(workbook(row).content())["Utenti"][1]
    assert found[:3] == [moment, "02/01/1850", time(8, 30)]
    assert (found[4], found[5], found[6]) == (True, 2.5, "a")


def test_who_may_not_see_a_person_gets_no_row_of_hers(tmp_path: Path) -> None:
    paths: list[list[object]] = [
        ["N. pratica", "Data segnalazione", "Data presa in carico", "Data chiusura"],
        ["NIL-0007", date(2018, 1, 1), date(2018, 2, 1), date(2017, 12, 24)],
        ["NIL-0001", date(2018, 1, 1), date(2018, 2, 1), date(2017, 12, 25)],
    ]
    people = [[*PEOPLE[0], "Servizio inviante"], [*PEOPLE[1], ""], ["NIL-0007", "Caso 7A", "", "F", None, "CAV Rho"]]
    row = taken(write_xlsx(tmp_path / "r.xlsx", {"Utenti": people, "Percorsi": paths}))
    book = workbook(row)
    found = sheets(book.content())["Percorsi"]
    assert ([line[0] for line in found[1:]], book.left_out) == (["NIL-0001"], 1)
    assert book.people == [Person.objects.get(family_names="Averla").pk]
