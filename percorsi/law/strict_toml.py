"""Reading of the law's TOML files: every doubt about a file is an error that names the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

VALUES_FOLDER = Path(__file__).parent / "values"
# The one file of the folder that lists categories instead of the values of a subject.
CATEGORIES_FILE = VALUES_FOLDER / "person_categories.toml"

Table = dict[str, object]


class BadLawFileError(ValueError):
    """A file of `values/` is not as docs/law.md says; the message names the file and the remedy."""


class Confidence(StrEnum):
    """How surely a line of the law is known.

    `certain`: read in the text of the act. `likely`: read in a summary by a public office, a trade body or a
    consultant. `to_verify`: no source was found, so it is shown as "da verificare" and never as law.
    """

    CERTAIN = "certain"
    LIKELY = "likely"
    TO_VERIFY = "to_verify"


def read_toml(path: Path) -> Table:
    """Return the content of `path`; decimal numbers become `Decimal`, never floats."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadLawFileError(f"{path.name}: not valid TOML ({error})") from error


def check_keys(table: Mapping[str, object], *, required: frozenset[str], optional: frozenset[str], where: str) -> None:
    """Raise `BadLawFileError` when a key is missing or not foreseen (a typing mistake must not pass as absence)."""
    missing = required - table.keys()
    unknown = table.keys() - required - optional
    if missing:
        raise BadLawFileError(f"{where}: missing {', '.join(sorted(missing))}")
    if unknown:
        raise BadLawFileError(f"{where}: unknown {', '.join(sorted(unknown))}")


def rows_of(table: Table, key: str, *, where: str) -> list[Table]:
    """Return the non-empty list of tables written as `[[key]]`."""
    rows = table.get(key)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise BadLawFileError(f"{where}: write at least one [[{key}]] table")
    return rows


def text_of(table: Mapping[str, object], key: str, *, where: str) -> str:
    """Return a text that is not blank."""
    text = table[key]
    if not isinstance(text, str) or not text.strip():
        raise BadLawFileError(f"{where}: {key} must be a text, not empty")
    return text


def note_of(table: Mapping[str, object], *, where: str) -> str:
    """Return the optional note, "" when there is none."""
    return text_of(table, "note", where=where) if "note" in table else ""


def flag_of(table: Mapping[str, object], key: str, *, where: str) -> bool:
    """Return `true` or `false`."""
    flag = table[key]
    if not isinstance(flag, bool):
        raise BadLawFileError(f"{where}: {key} must be true or false")
    return flag


def day_of(table: Mapping[str, object], key: str, *, where: str) -> date:
    """Return a day written as a TOML date, without quotes and without time."""
    day = table[key]
    if not isinstance(day, date) or isinstance(day, datetime):
        raise BadLawFileError(f"{where}: {key} must be a day such as 2018-06-09, without quotes")
    return day


def source_of(table: Mapping[str, object], *, where: str) -> tuple[str, Confidence]:
    """Return address and confidence; what has no address can only be `to_verify`."""
    try:
        confidence = Confidence(text_of(table, "confidence", where=where))
    except ValueError as error:
        raise BadLawFileError(f"{where}: confidence must be one of {', '.join(Confidence)}") from error
    address = table["address"]
    if not isinstance(address, str) or not re.fullmatch(r"(https?://\S+)?", address):
        raise BadLawFileError(f'{where}: address must begin with http, or be "" when no source was found')
    if not address and confidence is not Confidence.TO_VERIFY:
        raise BadLawFileError(f"{where}: without an address the confidence can only be to_verify")
    return address, confidence
