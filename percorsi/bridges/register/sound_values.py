"""The checks on the values of a single row: dates, hours, codice fiscale, percentage, who is protected."""

from datetime import date
from typing import Any, Literal

from percorsi.bridges.register.layout import Checks
from percorsi.bridges.register.reading_rows import ReadRow
from percorsi.bridges.register.rows import AttendanceRow
from percorsi.kit.codice_fiscale import BadCodiceFiscale, CodiceFiscale
from percorsi.kit.codice_fiscale import read as read_codice_fiscale
from percorsi.kit.text import match_key

_FINAL_LENGTH = 16


class RefusedRow(Exception):  # noqa: N818 - it is said of the row, not of the program
    """The row cannot be taken over; ``message`` names the value and the remedy in Italian."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


def mandatory_date(read: ReadRow, field: str) -> None:
    """Refuse a row where this date is blank or cannot be read."""
    if read.values[field] is not None:
        return
    column = next(column for column in read.source.layout.columns if column.field == field)
    what = "il mese" if column.kind == "month" else "la data"
    reason = read.faults.get(column, f"la cella è vuota. Scrivere {what}.")
    raise RefusedRow("missing_mandatory_date", f"{column.name}: {reason}")


def check_end(start: date, end: date | None, column: str) -> None:
    """Refuse an end before its start; both are inclusive, so one day is sound."""
    if end is not None and end < start:
        raise RefusedRow(
            "end_before_start",
            f"{column} {end:%d/%m/%Y}: viene prima dell’inizio, {start:%d/%m/%Y}. Correggere una delle due date.",
        )


def check_attendance_hours(row: AttendanceRow, checks: Checks) -> None:
    """Refuse hours below zero and hours present far above those due."""
    for name, hours in (("Ore presenti", row.hours_present), ("Ore previste", row.hours_due)):
        if hours is not None and hours < 0:
            raise RefusedRow(
                "negative_hours",
                f"{name} {_number(hours)}: sono sotto zero. Scrivere le ore, 0 se assente tutto il mese.",
            )
    if row.hours_present is None or row.hours_due is None:
        return
    most = row.hours_due * checks.hours_present_at_most
    if row.hours_present > most:
        raise RefusedRow(
            "hours_over_limit",
            f"Ore presenti {_number(row.hours_present)}: con {_number(row.hours_due)} ore previste possono essere "
            f"al massimo {_number(most)}. Correggere le ore.",
        )


def check_user(read: ReadRow, checks: Checks) -> tuple[Literal["final", "provisional", ""], bool]:
    """Judge a person's row and return the kind of codice fiscale and whether the person must stay hidden.

    A name written in the wrong one of the two columns is put right in ``read.values``.
    """
    values: dict[str, Any] = read.values
    refuse_unreadable(read)
    if not values["family_names"]:
        values["family_names"], values["given_names"] = values["given_names"], ""
    if not values["family_names"]:
        raise RefusedRow("unreadable_value", "Cognome: la cella è vuota. Scrivere il cognome o, se protetto, l’alias.")
    kind: Literal["final", "provisional", ""] = ""
    if values["codice_fiscale"]:
        code = _sound_code(values["codice_fiscale"])
        _check_birth(code, values["born_on"], values["sex"])
        kind = code.kind
    _check_percent(values["invalidity_percent"], checks)
    is_hidden = is_protected(values["sending_service"], values["note"], checks)
    if is_hidden and len(values["family_names"]) > checks.longest_alias:
        raise RefusedRow("unreadable_value", f"Cognome: un alias ha al massimo {checks.longest_alias} caratteri.")
    return kind, is_hidden


def is_protected(sending_service: str, note: str, checks: Checks) -> bool:
    """Tell whether the sender, or the note, marks a person whose identity must stay hidden."""
    return _says(sending_service, checks.protecting_senders) or _says(note, checks.protecting_notes)


def _says(text: str, words: tuple[str, ...]) -> bool:
    written = f" {match_key(text)} "
    return any(f" {word} " in written for word in words)


def _sound_code(text: str) -> CodiceFiscale:
    try:
        return read_codice_fiscale(text)
    except BadCodiceFiscale as error:
        kind = "cf_check_digit" if len(text) == _FINAL_LENGTH else "unreadable_value"
        raise RefusedRow(kind, str(error)) from error


def _check_birth(code: CodiceFiscale, born_on: date | None, sex: str) -> None:
    if born_on is not None and not code.agrees_with_birth(born_on):
        raise RefusedRow(
            "cf_birth_mismatch",
            f"Codice fiscale «{code.code}»: non è di chi è nato il {born_on:%d/%m/%Y}. "
            "Correggere il codice o la data di nascita.",
        )
    if sex and code.sex is not None and code.sex != sex:
        raise RefusedRow(
            "cf_sex_mismatch",
            f"Codice fiscale «{code.code}»: è di sesso {code.sex}, la riga dice {sex}. "
            "Correggere il codice o il sesso.",
        )


def _check_percent(percent: int | None, checks: Checks) -> None:
    if percent is not None and not 0 <= percent <= checks.percent_at_most:
        raise RefusedRow(
            "percent_out_of_range",
            f"% invalidità {percent}: deve essere tra 0 e {checks.percent_at_most}. Correggere la percentuale.",
        )


def refuse_unreadable(read: ReadRow) -> None:
    """Refuse a row with a cell that is not what its column asks."""
    for column, message in read.faults.items():
        raise RefusedRow("unreadable_value", f"{column.name}: {message}")


def month_words(month: date) -> str:
    """Write a month as the register does: 03/2017."""
    return f"{month:%m/%Y}"


def period_words(first: date | None, last: date | None) -> str:
    """Write a period whose ends may be open."""
    since = f"dal {first:%d/%m/%Y}" if first else "da data non nota"
    return f"{since} al {last:%d/%m/%Y}" if last else f"{since} in poi"


def _number(number: Any) -> str:
    """Write a number the Italian way, without needless zeros."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
