"""The office's workbook as described in ``layout.toml``: sheets, columns, written forms."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from percorsi.kit.text import header_key, match_key, name_key

# Columns that Percorsi itself writes beside the office's: they say something to people and are never read.
WHY_REFUSED = "Perché"
OWN_HEADERS = (WHY_REFUSED,)
_FILE = Path(__file__).with_name("layout.toml")
_Value = TypeVar("_Value")
# What unknown headers mean: by key of the sheet and key of the header the field, blank when it is not needed.
Meanings = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True, eq=False)
class FormList:
    """The normal forms of one kind of value, found by any of the ways in which they are written."""

    key: str
    variant: str
    is_closed: bool
    by_writing: Mapping[str, str] = field(repr=False)

    @property
    def normal_forms(self) -> list[str]:
        """The normal forms, each once, in the order of the file."""
        return list(dict.fromkeys(self.by_writing.values()))

    def normal(self, text: str) -> str | None:
        """Return the normal form of ``text``, None for a value outside the list."""
        return self.by_writing.get(name_key(text)) if text else None


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: the field of the row it fills, its headers, and how its cells are read."""

    field: str
    name: str
    kind: str
    also: tuple[str, ...] = ()
    is_key: bool = False
    is_signed: bool = False
    is_rare: bool = False
    form: FormList | None = None
    longest: int | None = None
    largest: int | None = None


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet: its columns in the office's order, found by any of their headers."""

    key: str
    name: str
    columns: tuple[Column, ...]
    by_header: Mapping[str, Column] = field(repr=False)
    not_needed: frozenset[str] = frozenset()

    def is_needed(self, header: str) -> bool:
        """Whether nobody said that the column under this header is of no use."""
        return header_key(header) not in self.not_needed

    def column_of(self, header: str) -> Column | None:
        """Return the column that a header means on this sheet, None for an unknown one."""
        return self.by_header.get(header_key(header))


@dataclass(frozen=True, slots=True)
class Checks:
    """The figures and words by which rows are judged."""

    hours_present_at_most: Decimal
    percent_at_most: int
    states_without_opening: frozenset[str]
    protecting_senders: tuple[str, ...]
    protecting_notes: tuple[str, ...]
    total_words: tuple[str, ...]
    longest_alias: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole description of the workbook."""

    sheets: tuple[SheetLayout, ...]
    forms: Mapping[str, FormList]
    checks: Checks
    longest: Mapping[str, int]
    largest: Mapping[str, int]

    def sheet(self, key: str) -> SheetLayout:
        """Return the sheet with this key (``users``, ``paths``...). Raises KeyError for any other word."""
        for sheet in self.sheets:
            if sheet.key == key:
                return sheet
        raise KeyError(key)

    def with_meanings(self, meanings: "Meanings") -> "Layout":
        """Return a layout that also knows what somebody said of other headers; those of the layout itself stay."""
        return replace(self, sheets=tuple(_with_meanings(sheet, meanings) for sheet in self.sheets))

    def sheet_named(self, name: str) -> SheetLayout | None:
        """Return the sheet with this name in any case, None for an unknown name."""
        wanted = name_key(name)
        return next((sheet for sheet in self.sheets if name_key(sheet.name) == wanted), None)


@lru_cache(maxsize=1)
def register_layout() -> Layout:
    """Return the layout of the register, read once."""
    written = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    forms = {one["key"]: _form_list(one) for one in written["form"]}
    return Layout(
        sheets=tuple(_sheet(one, forms) for one in written["sheet"]),
        forms=MappingProxyType(forms),
        checks=_checks(written["checks"], written["longest"]),
        longest=MappingProxyType(written["longest"]),
        largest=MappingProxyType(written["largest"]),
    )


def _with_meanings(sheet: SheetLayout, meanings: Meanings) -> SheetLayout:
    said = {header: meant for (key, header), meant in meanings.items() if key == sheet.key}
    columns = {column.field: column for column in sheet.columns}
    known = {header: columns[meant] for header, meant in said.items() if meant in columns}
    unneeded = {header for header, meant in said.items() if not meant}
    return replace(
        sheet,
        by_header=MappingProxyType({**known, **sheet.by_header}),
        not_needed=sheet.not_needed | unneeded,
    )


def _form_list(written: dict[str, Any]) -> FormList:
    by_writing: dict[str, str] = {}
    for value in written["values"]:
        for writing in (value["normal"], *value["also"]):
            _add(by_writing, name_key(writing), value["normal"], where=written["key"])
    return FormList(written["key"], written["variant"], written.get("is_closed", False), MappingProxyType(by_writing))


def _sheet(written: dict[str, Any], forms: dict[str, FormList]) -> SheetLayout:
    columns = tuple(_column(one, forms) for one in written["columns"])
    by_header: dict[str, Column] = {}
    for column in columns:
        for header in (column.name, *column.also):
            _add(by_header, header_key(header), column, where=written["name"])
    own = frozenset(map(header_key, OWN_HEADERS))
    return SheetLayout(written["key"], written["name"], columns, MappingProxyType(by_header), own)


def _column(written: dict[str, Any], forms: dict[str, FormList]) -> Column:
    return Column(
        field=written["field"],
        name=written["name"],
        kind=written["kind"],
        also=tuple(written["also"]),
        is_key=written.get("key", False),
        is_signed=written.get("signed", False),
        is_rare=written.get("rare", False),
        form=forms[written["form"]] if "form" in written else None,
        longest=written.get("longest"),
        largest=written.get("largest"),
    )


def _add(known: dict[str, _Value], key: str, value: _Value, *, where: str) -> None:
    """Add one writing; the same writing for two things would be read by chance, so it is a fault of the file."""
    if known.setdefault(key, value) != value:
        raise ValueError(f"layout.toml, {where}: «{key}» has two meanings")


def _checks(written: dict[str, Any], longest: dict[str, int]) -> Checks:
    return Checks(
        hours_present_at_most=Decimal(written["hours_present_at_most"]),
        percent_at_most=written["percent_at_most"],
        states_without_opening=frozenset(written["states_without_opening"]),
        protecting_senders=tuple(match_key(word) for word in written["protecting_senders"]),
        protecting_notes=tuple(match_key(word) for word in written["protecting_notes"]),
        total_words=tuple(name_key(word) for word in written["total_words"]),
        longest_alias=longest["alias"],
    )
