"""Sheets and columns are found by what they say; what is not understood is listed, never dropped in silence."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from percorsi.bridges.register.checking import Known
from percorsi.bridges.register.finding_headers import column_letters
from percorsi.bridges.register.layout import register_layout
from percorsi.bridges.register.limits import UnreadableRegister
from percorsi.bridges.register.register import Register, read_register
from tests.bridges.writing_registers import (
    ATTENDANCES,
    COMPANIES,
    PEOPLE,
    TRAINEESHIP_HEADERS,
    TRAINEESHIPS,
    Sheets,
    write_xlsx,
)

PERSON = Known(numbers={"NIL-0001"}, companies={"AZ-001"})


def read(tmp_path: Path, sheets: Sheets, known: Known = PERSON) -> Register:
    return read_register(write_xlsx(tmp_path / "registro.xlsx", sheets), known)


def test_sheet_with_an_unknown_name_is_told_by_its_headers(tmp_path: Path) -> None:
    sheets = {"Foglio1": ATTENDANCES, "Tabella": TRAINEESHIPS, "x": COMPANIES, "dati": PEOPLE}
    register = read(tmp_path, sheets, Known())
    assert [len(rows) for rows in (register.users, register.traineeships, register.attendances)] == [2, 1, 1]
    assert not register.refusals


def test_one_kind_may_fill_several_sheets(tmp_path: Path) -> None:
    more = [ATTENDANCES[0], ["TIR-0001", "02/2018", 80, 60, 1], ["TIR-0001", "01/2018", 80, 60, 1]]
    sheets = {"Presenze 2019": more, "Tirocini": TRAINEESHIPS, "Presenze": ATTENDANCES}
    register = read(tmp_path, sheets)
    assert len(register.attendances) == 2
    assert [(one.sheet, one.kind) for one in register.refusals] == [("Presenze", "duplicate_month")]


def test_same_words_mean_other_columns_on_other_sheets(tmp_path: Path) -> None:
    paths = [["Pratica", "Segnalato il", "Dal", "Al", "Comune"], ["NIL-0001", "1/1/18", "2/1/18", "3/1/18", "Rho"]]
    groups = [["Gruppo", "Pratica", "Dal", "Al", "Luogo"], ["ORAFO", "NIL-0001", "4/1/18", "5/1/18", "Pero"]]
    register = read(tmp_path, {"PERCORSI ": paths, "gruppi": groups})
    assert (register.paths[0].opened_on, register.paths[0].closed_on) == (date(2018, 1, 2), date(2018, 1, 3))
    assert (register.groups[0].starts_on, register.groups[0].ends_on) == (date(2018, 1, 4), date(2018, 1, 5))


@pytest.mark.parametrize("above", [0, 1, 7, 29])
def test_rows_are_numbered_as_in_the_spreadsheet(above: int, tmp_path: Path) -> None:
    rows: list[list[object]] = [*[[]] * above, *TRAINEESHIPS, [], ["TIR-0002", "NIL-0404", "AZ-001", "1/1/18"]]
    register = read(tmp_path, {"Tirocini": rows})
    assert register.traineeships[0].row == above + 2
    assert [one.row for one in register.refusals] == [above + 4]
    assert register.layouts["Tirocini"].header_row == above + 1


def test_an_empty_first_column_does_not_matter(tmp_path: Path) -> None:
    register = read(tmp_path, {"Tirocini": [[None, *row] for row in TRAINEESHIPS]})
    assert [row.code for row in register.traineeships] == ["TIR-0001"]
    assert not register.unknown_headers


def test_headers_nobody_knows_are_listed(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        [*row, extra, nameless] for row, extra, nameless in zip(TRAINEESHIPS, ["Firma", "X"], ["", "?"], strict=True)
    ]
    register = read(tmp_path, {"Tirocini": rows, "Appunti": [["ricordarsi", "di", "Pia"]]})
    assert register.unknown_headers == {"Tirocini": ["Firma", "(colonna G senza intestazione)"]}
    assert any("«Appunti»" in note for note in register.notes)


def test_of_two_columns_with_one_meaning_the_exact_header_is_used(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Al", *TRAINEESHIP_HEADERS], ["1/1/2030", *TRAINEESHIPS[1]]]
    register = read(tmp_path, {"Tirocini": rows})
    assert register.traineeships[0].ends_on == TRAINEESHIPS[1][4]
    assert any("«Data fine»" in note and "colonna F" in note for note in register.notes)


def test_a_sheet_without_its_key_is_a_problem_with_a_remedy(tmp_path: Path) -> None:
    rows = [row[:1] + row[2:] for row in TRAINEESHIPS]
    register = read(tmp_path, {"Tirocini": rows, "Utenti": PEOPLE})
    assert not register.traineeships
    problem = register.problems[0]
    assert problem.sheet == "Tirocini"
    assert "«N. pratica»" in problem.message
    assert "Aggiungerla" in problem.message


def test_a_named_sheet_without_headers_is_a_problem(tmp_path: Path) -> None:
    register = read(tmp_path, {"Gruppi": [["uno", "due"], ["tre", 4]]})
    assert "intestazioni" in register.problems[0].message


def test_absent_and_empty_sheets_are_noted(tmp_path: Path) -> None:
    register = read(tmp_path, {"Utenti": PEOPLE, "Gruppi": []})
    assert any("«Gruppi»: è vuoto" in note for note in register.notes)
    assert any("«Presenze»: non c’è" in note for note in register.notes)
    assert not register.problems


def test_without_people_anywhere_the_file_cannot_be_taken(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRegister, match="«Utenti»"):
        read(tmp_path, {"Tirocini": TRAINEESHIPS}, Known())


def test_people_sheet_without_its_key_says_which(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRegister, match="«N. pratica»"):
        read(tmp_path, {"Utenti": [row[1:] for row in PEOPLE], "Tirocini": TRAINEESHIPS}, Known())


def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRegister, match="Nessun foglio"):
        read(tmp_path, {"Bilancio": [["Entrate", "Uscite"], [1, 2]]})


def test_sums_at_the_foot_are_no_data_wherever_the_word_stands(tmp_path: Path) -> None:
    for place in range(2):
        foot: list[object] = [None, None, 80, 60, 300.5]
        foot[place] = "TOTALE ORE"
        register = read(tmp_path, {"Tirocini": TRAINEESHIPS, "Presenze": [*ATTENDANCES, foot]})
        assert not register.refusals
        assert register.mess_counts["totals_row"] == 1


def test_a_row_without_key_is_never_taken_for_sums(tmp_path: Path) -> None:
    register = read(tmp_path, {"Utenti": [*PEOPLE, [None, "Totale", "Pia", "F", ""]]})
    assert [(one.row, one.kind) for one in register.refusals] == [(4, "unknown_pratica")]


def test_formulas_are_read_as_their_stored_values_and_counted(tmp_path: Path) -> None:
    rows = [ATTENDANCES[0], ["TIR-0001", "01/2018", "=1+1", "=3+4", 1]]
    register = read(tmp_path, {"Tirocini": TRAINEESHIPS, "Presenze": rows})
    assert register.formulas == 2
    assert [register.attendances[0].hours_due, register.attendances[0].hours_present] == [Decimal(7), Decimal(7)]


def test_every_header_and_value_has_one_meaning() -> None:
    layout = register_layout()
    assert [sheet.name for sheet in layout.sheets] == [
        "Utenti", "Percorsi", "Aziende", "Tirocini", "Presenze", "Assunzioni", "Gruppi",
    ]  # fmt: skip
    for sheet in layout.sheets:
        for column in sheet.columns:
            assert {sheet.column_of(header) for header in (column.name, *column.also)} == {column}
    assert layout.forms["category"].normal("legge   68/99") == "L.68/99"
    assert layout.forms["municipality"].normal("SETTIMO MIL.SE") == "Settimo Milanese"
    assert layout.forms["municipality"].normal("Milano") is None


def test_columns_have_the_spreadsheet_s_letters() -> None:
    assert [column_letters(place) for place in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]
