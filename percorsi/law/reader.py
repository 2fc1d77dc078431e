"""Dated values of the law, read from `values/<subject>.toml`.

A value holds from a day to a day, both included, and carries the act it comes from, where it was read and how
surely. Nobody else opens these files: rules and pages ask `value_on`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

from percorsi.law.strict_toml import (
    CATEGORIES_FILE,
    VALUES_FOLDER,
    BadLawFileError,
    Confidence,
    Table,
    check_keys,
    day_of,
    note_of,
    read_toml,
    rows_of,
    source_of,
    text_of,
)

FILE_KEYS = frozenset({"title", "unit", "value"})
VALUE_KEYS = frozenset({"from", "value", "act", "where", "address", "confidence", "checked_on"})
OPTIONAL_VALUE_KEYS = frozenset({"to", "note"})


class UnknownSubjectError(LookupError):
    """No file of `values/` has this name."""


class UnknownOnThatDay(LookupError):  # noqa: N818 - reads as the sentence it means
    """The subject exists, but no value of it is known on the day asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value of the law, valid from `from_` to `to` included (`to` None: no end known).

    `unit` and `title` are Italian; `where` is the place in the act; `address` is "" when no source was found;
    `checked_on` is the day a person last compared the line with its source.
    """

    value: int | Decimal
    unit: str
    title: str
    subject: str
    from_: date
    to: date | None
    act: str
    where: str
    address: str
    confidence: Confidence
    checked_on: date
    note: str = ""

    @property
    def is_certain(self) -> bool:
        """True when the value was read in the text of the act: only then may it stop somebody."""
        return self.confidence is Confidence.CERTAIN

    @property
    def whole(self) -> int:
        """The value as a whole number of its unit. Raises `TypeError` when the law gives a decimal."""
        if not isinstance(self.value, int):
            raise TypeError(f"{self.subject}: {self.value} is not a whole number")
        return self.value

    def holds_on(self, on: date) -> bool:
        """True when `on` lies within the days of the value, first and last included."""
        return self.from_ <= on and (self.to is None or on <= self.to)


def value_on(subject: str, on: date) -> Value:
    """Return the value of `subject` in force on the day `on`.

    Raises `UnknownSubjectError` for a subject without file, `UnknownOnThatDay` outside the known dates: a rule
    must never borrow the value of another time.
    """
    for value in values_of(subject):
        if value.holds_on(on):
            return value
    raise UnknownOnThatDay(f"{subject}: no value known on {on.isoformat()}; add it to values/{subject}.toml")


@cache
def values_of(subject: str) -> tuple[Value, ...]:
    """Return every value of `subject`, oldest first. Raises `UnknownSubjectError`, `BadLawFileError`."""
    if subject not in all_subjects():
        raise UnknownSubjectError(f"{subject}: no such file in values/")
    return read_subject(VALUES_FOLDER / f"{subject}.toml")


@cache
def all_subjects() -> tuple[str, ...]:
    """Return the names of all subjects, in alphabetical order."""
    return tuple(sorted(path.stem for path in VALUES_FOLDER.glob("*.toml") if path != CATEGORIES_FILE))


def read_subject(path: Path) -> tuple[Value, ...]:
    """Read and check one file, whatever its folder; return its values, oldest first. Raises `BadLawFileError`."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", path.stem):
        raise BadLawFileError(f"{path.name}: name the file in small letters, digits and underscores")
    table = read_toml(path)
    check_keys(table, required=FILE_KEYS, optional=frozenset(), where=path.name)
    rows = rows_of(table, "value", where=path.name)
    title = text_of(table, "title", where=path.name)
    unit = text_of(table, "unit", where=path.name)
    values = [
        _read_value(row, subject=path.stem, title=title, unit=unit, where=f"{path.name}, value {number}")
        for number, row in enumerate(rows, start=1)
    ]
    values.sort(key=lambda value: value.from_)
    _refuse_overlaps(values, where=path.name)
    return tuple(values)


def _read_value(row: Table, *, subject: str, title: str, unit: str, where: str) -> Value:
    check_keys(row, required=VALUE_KEYS, optional=OPTIONAL_VALUE_KEYS, where=where)
    starts_on = day_of(row, "from", where=where)
    ends_on = day_of(row, "to", where=where) if "to" in row else None
    if ends_on is not None and ends_on < starts_on:
        raise BadLawFileError(f"{where}: to comes before from")
    address, confidence = source_of(row, where=where)
    return Value(
        value=_number_of(row, where=where),
        unit=unit,
        title=title,
        subject=subject,
        from_=starts_on,
        to=ends_on,
        act=text_of(row, "act", where=where),
        where=text_of(row, "where", where=where),
        address=address,
        confidence=confidence,
        checked_on=day_of(row, "checked_on", where=where),
        note=note_of(row, where=where),
    )


def _number_of(row: Table, *, where: str) -> int | Decimal:
    number = row["value"]
    # In Python a bool is an int: `value = true` must not become 1. TOML also knows `nan` and `inf`.
    if isinstance(number, int) and not isinstance(number, bool):
        return number
    if isinstance(number, Decimal) and number.is_finite():
        return number
    raise BadLawFileError(f"{where}: value must be a whole or decimal number, without quotes")


def _refuse_overlaps(values: Sequence[Value], *, where: str) -> None:
    for earlier, later in pairwise(values):
        if earlier.to is None or earlier.to >= later.from_:
            raise BadLawFileError(
                f"{where}: the value from {earlier.from_} overlaps the one from {later.from_}; close the first with to"
            )
