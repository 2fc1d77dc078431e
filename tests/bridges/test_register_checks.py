"""One wrong thing in an otherwise sound small register gives one refusal, and what hangs on it says so."""

import copy
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from percorsi.bridges.register.checking import Known, Refusal
from percorsi.bridges.register.register import Register, read_register
from tests.bridges.writing_registers import write_xlsx

# From the header down; the second line of data is wrong in each test.
SOUND: dict[str, list[list[Any]]] = {
    "Utenti": [
        [
            "N. pratica",
            "Cognome",
            "Nome",
            "Sesso",
            "Data di nascita",
            "Codice fiscale",
            "% invalidità",
            "Servizio inviante",
        ],
        ["NIL-0001", "Averla", "Anna", "F", date(1980, 2, 1), "", 50, "CPS"],
        ["NIL-0002", "Larice", "Ugo", "M", date(1975, 7, 9), "99113460150", "", ""],
    ],
    "Percorsi": [
        ["N. pratica", "Data segnalazione", "Data presa in carico", "Data chiusura", "Stato", "Comune inviante"],
        ["NIL-0001", date(2017, 1, 1), date(2017, 2, 1), date(2018, 1, 1), "Chiuso", "Rho"],
        ["NIL-0002", date(2017, 1, 1), date(2017, 2, 1), "", "Aperto", "RHO"],
    ],
    "Aziende": [
        ["Codice azienda", "Ragione sociale", "Natura", "Dipendenti"],
        ["AZ-001", "Vivai Melo", "profit", 12],
        ["AZ-002", "Coop. Tordo", "non profit", ""],
    ],
    "Tirocini": [
        ["Codice tirocinio", "N. pratica", "Codice azienda", "Data inizio", "Data fine", "Contributo mensile"],
        ["TIR-0001", "NIL-0001", "AZ-001", date(2018, 1, 10), date(2018, 3, 5), 400],
        ["TIR-0002", "NIL-0002", "AZ-001", date(2018, 1, 10), "", 400],
    ],
    "Presenze": [
        ["Codice tirocinio", "Mese", "Ore previste", "Ore presenti", "Importo"],
        ["TIR-0001", date(2018, 1, 1), 80, 120, 300.5],
        ["TIR-0001", date(2018, 3, 1), 80, 0, 0],
    ],
    "Assunzioni": [
        ["N. pratica", "Codice azienda", "Data assunzione", "Data fine", "Contratto", "L.68", "Da tirocinio"],
        ["NIL-0001", "AZ-001", date(2018, 4, 1), "", "T.I.", "sì", "TIR-0001"],
        ["NIL-0002", "AZ-002", date(2018, 4, 1), date(2018, 4, 1), "T.D.", "", ""],
    ],
    "Gruppi": [
        ["Attività", "Edizione", "Data inizio", "Data fine", "N. pratica"],
        ["ORAFO", "1/2018", date(2018, 2, 1), date(2018, 3, 1), "NIL-0001"],
        ["orafo", date(2018, 1, 1), date(2018, 2, 1), date(2018, 3, 1), "NIL-0002"],
    ],
}

Read = Callable[..., Register]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a reader of the sound register with some cells of its third lines changed."""

    def read_changed(*changes: tuple[str, str, Any], known: Known | None = None, rows: Any = ()) -> Register:
        sheets = copy.deepcopy(SOUND)
        for sheet, header, value in changes:
            sheets[sheet][2][sheets[sheet][0].index(header)] = value
        for sheet, row in rows:
            sheets[sheet].append(row)
        return read_register(write_xlsx(tmp_path / "registro.xlsx", sheets), known or Known())

    return read_changed


def only(register: Register) -> Refusal:
    assert len(register.refusals) == 1, register.refusals
    return register.refusals[0]


def test_sound_register_has_no_refusal(read: Read) -> None:
    register = read()
    assert not register.refusals
    attendance = register.attendances[0]
    assert (attendance.amount, attendance.hours_present) == (Decimal("300.50"), Decimal("120.00"))
    assert isinstance(attendance.amount, Decimal)
    assert [row.edition for row in register.groups] == ["1/2018", "1/2018"]
    assert [row.activity for row in register.groups] == ["ORAFO", "ORAFO"]
    assert [row.contract for row in register.hires] == ["tempo indeterminato", "tempo determinato"]
    assert [row.counts_for_quota for row in register.hires] == [True, None]
    assert [row.codice_fiscale_kind for row in register.users] == ["", "provisional"]


CASES = [
    ("Utenti", "Codice fiscale", "RSSMRA75L09F205A", "cf_check_digit", "RSSMRA75L09F205A"),
    ("Utenti", "Codice fiscale", "LRCGUO75L08F205A", "cf_birth_mismatch", "09/07/1975"),
    ("Utenti", "Codice fiscale", "lrcguo75l49f205g", "cf_sex_mismatch", "sesso F"),
    ("Utenti", "Codice fiscale", "ABC", "unreadable_value", "ABC"),
    ("Utenti", "% invalidità", 140, "percent_out_of_range", "140"),
    ("Utenti", "% invalidità", -1, "percent_out_of_range", "-1"),
    ("Utenti", "% invalidità", "molta", "unreadable_value", "molta"),
    ("Utenti", "Sesso", "Q", "unreadable_value", "M o F"),
    ("Utenti", "Data di nascita", "pippo", "unreadable_value", "pippo"),
    ("Percorsi", "N. pratica", "NIL-9999", "unknown_pratica", "NIL-9999"),
    ("Percorsi", "N. pratica", "", "unknown_pratica", "vuota"),
    ("Percorsi", "Data segnalazione", "", "missing_mandatory_date", "Data segnalazione"),
    ("Percorsi", "Data presa in carico", "", "missing_mandatory_date", "Data presa in carico"),
    ("Percorsi", "Data presa in carico", "31/2/2017", "missing_mandatory_date", "31/2/2017"),
    ("Percorsi", "Data chiusura", "boh", "unreadable_value", "boh"),
    ("Percorsi", "Data chiusura", date(2017, 1, 31), "end_before_start", "31/01/2017"),
    ("Aziende", "Dipendenti", "tanti", "unreadable_value", "tanti"),
    ("Tirocini", "N. pratica", "NIL-9999", "unknown_pratica", "NIL-9999"),
    ("Tirocini", "Codice azienda", "AZ-999", "unknown_company", "AZ-999"),
    ("Tirocini", "Codice azienda", "", "unknown_company", "vuota"),
    ("Tirocini", "Data inizio", "", "missing_mandatory_date", "Data inizio"),
    ("Tirocini", "Data fine", date(2018, 1, 9), "end_before_start", "09/01/2018"),
    ("Tirocini", "Contributo mensile", -5, "unreadable_value", "-5"),
    ("Tirocini", "Contributo mensile", 10**9, "unreadable_value", "troppo grande"),
    ("Presenze", "Codice tirocinio", "TIR-9999", "unknown_traineeship", "TIR-9999"),
    ("Presenze", "Mese", "", "missing_mandatory_date", "Mese"),
    ("Presenze", "Mese", "mensile", "missing_mandatory_date", "mensile"),
    ("Presenze", "Mese", date(2017, 12, 1), "attendance_outside_dates", "12/2017"),
    ("Presenze", "Mese", date(2018, 4, 1), "attendance_outside_dates", "04/2018"),
    ("Presenze", "Mese", "gen-18", "duplicate_month", "riga 2"),
    ("Presenze", "Ore presenti", -0.5, "negative_hours", "-0,5"),
    ("Presenze", "Ore previste", -8, "negative_hours", "-8"),
    ("Presenze", "Ore presenti", 120.01, "hours_over_limit", "120,01"),
    ("Presenze", "Ore presenti", "tre", "unreadable_value", "tre"),
    ("Assunzioni", "N. pratica", "NIL-9999", "unknown_pratica", "NIL-9999"),
    ("Assunzioni", "Codice azienda", "AZ-999", "unknown_company", "AZ-999"),
    ("Assunzioni", "Data assunzione", "", "missing_mandatory_date", "Data assunzione"),
    ("Assunzioni", "Data fine", date(2018, 3, 31), "end_before_start", "31/03/2018"),
    ("Assunzioni", "Da tirocinio", "TIR-9999", "unknown_traineeship", "TIR-9999"),
    ("Assunzioni", "L.68", "forse", "unreadable_value", "forse"),
    ("Gruppi", "N. pratica", "NIL-9999", "unknown_pratica", "NIL-9999"),
    ("Gruppi", "Attività", "", "unreadable_value", "Attività"),
    ("Gruppi", "Data fine", date(2018, 1, 1), "end_before_start", "01/01/2018"),
]


@pytest.mark.parametrize(("sheet", "header", "value", "kind", "said"), CASES)
def test_each_fault_gives_one_refusal(read: Read, sheet: str, header: str, value: object, kind: str, said: str) -> None:
    refusals = read((sheet, header, value)).refusals
    # What hangs on the refused row is refused on its own sheet.
    wrong = [one for one in refusals if one.sheet == sheet]
    assert [(one.row, one.kind) for one in wrong] == [(3, kind)]
    assert said in wrong[0].message


@pytest.mark.parametrize("state", ["In attesa", "non ACCOLTO"])
def test_path_never_taken_in_charge_needs_no_such_day(read: Read, state: str) -> None:
    register = read(("Percorsi", "Stato", state), ("Percorsi", "Data presa in carico", ""))
    assert not register.refusals
    assert register.paths[1].opened_on is None


def test_rows_that_hang_on_a_refused_row_say_so(read: Read) -> None:
    register = read(("Utenti", "Codice fiscale", "RSSMRA75L09F205A"))
    told = {(one.sheet, one.kind) for one in register.refusals}
    assert told == {
        ("Utenti", "cf_check_digit"),
        ("Percorsi", "unknown_pratica"),
        ("Tirocini", "unknown_pratica"),
        ("Assunzioni", "unknown_pratica"),
        ("Gruppi", "unknown_pratica"),
    }
    for refusal in register.refusals[1:]:
        assert "foglio «Utenti», riga 3" in refusal.message
        assert "rifiutata" in refusal.message


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Utenti", ["nil-0001 ", "Tordo", "Pia", "F", date(1990, 1, 1), "", "", ""]),
        ("Percorsi", ["NIL-0001", "1/1/17", date(2018, 2, 1), "", "Aperto", "Rho"]),
        ("Aziende", ["AZ-001", "Altra", "profit", 1]),
        ("Tirocini", ["TIR-0001", "NIL-0002", "AZ-001", date(2018, 1, 1), "", 1]),
        ("Assunzioni", ["NIL-0001", "AZ-001", "1 aprile 2018", "", "T.D.", "no", ""]),
        ("Gruppi", ["O.R.A.F.O.", "1/2018", "1.2.2018", "", "NIL-0001"]),
    ],
)
def test_of_two_rows_with_one_key_the_lower_is_refused(read: Read, sheet: str, row: list[object]) -> None:
    refusal = only(read(rows=[(sheet, row)]))
    assert (refusal.sheet, refusal.row, refusal.kind) == (sheet, 4, "duplicate_key")
    assert "riga 2" in refusal.message


def test_a_refused_row_does_not_make_the_next_a_duplicate(read: Read) -> None:
    register = read(("Presenze", "Ore presenti", -3), rows=[("Presenze", ["TIR-0001", "03/2018", 80, 40, 100])])
    assert only(register).kind == "negative_hours"
    assert [row.month for row in register.attendances] == [date(2018, 1, 1), date(2018, 3, 1)]


def test_a_later_file_may_hold_new_rows_only(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "dopo.xlsx", {"Presenze": [SOUND["Presenze"][0], ["tir-0001", "02/2018", 80, 40, 100]]}
    )
    known = Known(numbers={"NIL-0001"}, traineeships={"TIR-0001": (date(2018, 1, 10), date(2018, 3, 5))})
    register = read_register(path, known)
    assert not register.refusals
    assert [(row.traineeship, row.month) for row in register.attendances] == [("TIR-0001", date(2018, 2, 1))]


def test_the_archive_s_dates_stand_but_its_own_months_are_not_judged_again(read: Read) -> None:
    known = Known(traineeships={"TIR-0001": (date(2018, 3, 1), None)}, months={("TIR-0001", date(2018, 1, 1))})
    assert not read(known=known).refusals
    without = Known(traineeships=known.traineeships)
    assert only(read(known=without)).kind == "attendance_outside_dates"


@pytest.mark.parametrize("sender", ["CAV", "c.a.v. Rho", "Centro antiviolenza", "CENTRO ANTI-VIOLENZA di Rho"])
def test_who_is_sent_by_an_anti_violence_centre_is_protected(read: Read, sender: str) -> None:
    users = read(("Utenti", "Servizio inviante", sender)).users
    assert [user.is_protected for user in users] == [False, True]


def test_no_other_sender_protects(read: Read) -> None:
    assert not any(user.is_protected for user in read(("Utenti", "Servizio inviante", "Cavour")).users)


def test_one_name_in_the_wrong_column_is_the_surname(read: Read) -> None:
    register = read(("Utenti", "Cognome", ""), ("Utenti", "Nome", "Gufo"))
    assert (register.users[1].family_names, register.users[1].given_names) == ("Gufo", "")
    nameless = read(("Utenti", "Cognome", ""), ("Utenti", "Nome", "")).refusals[0]
    assert (nameless.row, nameless.kind) == (3, "unreadable_value")


def test_values_outside_the_lists_are_kept_and_noted(read: Read) -> None:
    register = read(("Percorsi", "Comune inviante", " Bollate   Nord "))
    assert register.paths[1].municipality == "Bollate Nord"
    assert any("Bollate Nord" in note for note in register.notes)
