"""A list of rows behind a figure, cell by cell, as its reader may see it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from percorsi.kit.dates import MONTH_NAMES
from percorsi.people.legal import category_choices
from percorsi.placements.choices import Contract
from percorsi.reports.rows import Column, Listing
from percorsi.reports.sentences import nature_words
from percorsi.reports.workbook import Sheet, Value, write_xlsx
from percorsi.web.shell.templatetags.shell import day, number


@dataclass(frozen=True, slots=True)
class RowCell:
    """What stands under a title."""

    title: str
    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the person's name and address, both blank where names are not shown."""

    name: str
    url: str
    cells: list[RowCell]


def shown_rows(listing: Listing, found: Iterable[Mapping[str, Any]]) -> list[Row]:
    """Return the rows of a page. Without names, days are told by their month: a day alone can tell who it was."""
    categories = dict(category_choices())
    return [
        Row(
            _name(row) if listing.has_names else "",
            reverse("people:person", args=[row["person_public_id"]]) if listing.has_names else "",
            [_cell(column, row[column.name], categories, listing.has_names) for column in listing.columns],
        )
        for row in found
    ]


def rows_file(title: str, listing: Listing, found: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the rows as a workbook: numbers as numbers, and days as days where the reader gets them."""
    categories = dict(category_choices())
    header = [str(column.title) for column in listing.columns]
    rows: list[list[Value]] = [
        [_in_file(column, row[column.name], categories, listing.has_names) for column in listing.columns]
        for row in found
    ]
    if listing.has_names:
        header.insert(0, gettext("Persona"))
        for cells, row in zip(rows, found, strict=True):
            cells.insert(0, _name(row))
    return write_xlsx([Sheet(title, header, rows)])


def _in_file(column: Column, value: Any, categories: Mapping[str, str], has_names: bool) -> Value:
    is_plain = column.style == "number" or (column.style == "day" and has_names)
    if is_plain and value is not None:
        plain: Value = value
        return plain
    return _text(column.style, value, categories, has_names)


def _name(row: Mapping[str, Any]) -> str:
    full = " ".join(filter(None, [row["person_given_names"], row["person_family_names"]]))
    return row["person_alias"] or full


def _cell(column: Column, value: Any, categories: Mapping[str, str], has_names: bool) -> RowCell:
    return RowCell(str(column.title), _text(column.style, value, categories, has_names), column.style == "number")


def _text(style: str, value: Any, categories: Mapping[str, str], has_names: bool) -> str:
    if style == "nature":
        return nature_words(value or "")
    if style == "contract":
        return str(Contract(value).label)
    if value is None or value == "":
        return gettext("n.d.") if style in {"number", "day", "month"} else gettext("non indicato")
    if style == "category":
        return str(categories.get(value, value))
    if style == "number":
        return str(number(value))
    if style == "day" and has_names:
        return str(day(value))
    return _month(value) if style in {"day", "month"} else str(value)


def _month(value: date) -> str:
    return f"{MONTH_NAMES[value.month - 1]} {value.year}"
