"""One cell read as its column asks. What had to be normalised on the way is noted by kind, never asked."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from percorsi.bridges.register.layout import Column, FormList, Layout
from percorsi.kit.reading import (
    Unreadable,
    read_date,
    read_decimal,
    read_month,
    read_percent,
    read_text,
    read_whole,
    read_yes_no,
)
from percorsi.kit.text import digits, proper_name

# Between categories, but never inside the name of a law: L.68/99.
_BETWEEN = re.compile(r";|(?<!\d)/|/(?!\d)")
USUAL_SEPARATOR = "; "
# An apostrophe after a vowel stands for an accent, unless a capital follows as in De'Rossi.
_ACCENT_AS_APOSTROPHE = re.compile(r"[aeiouAEIOU]['’`](?![A-Z][a-z])")
_STORED_AS_NUMBER = re.compile(r"(\d+)\.0")
_LETTERS = re.compile(r"[^\W\d_]")
_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads the cells of one column of one sheet.

    ``note`` is told each kind of normalisation, ``unlisted`` each value outside the column's list of normal forms.
    """

    column: Column
    layout: Layout
    note: Callable[[str], None]
    unlisted: Callable[[str], None]

    def read(self, cell: object) -> object:
        """Return the value of the cell, the blank of its kind when there is none.

        Raises :class:`Unreadable` with an Italian message that names the value and says what to write.
        """
        if isinstance(cell, str):
            trimmed = cell.strip()
            if trimmed != cell and trimmed:
                self.note("trailing_spaces")
            cell = trimmed
        if cell == "" or cell is None:
            return blank(self.column)
        return _READERS[self.column.kind](self, cell)


def blank(column: Column) -> object:
    """Return what a blank cell of this column means."""
    return _BLANKS.get(column.kind, "")


def split_categories(text: str) -> list[str]:
    """Return the values of a cell with several of them, in the order written."""
    return [part.strip() for part in _BETWEEN.split(text) if part.strip()]


def _text(reader: CellReader, cell: object) -> str:
    return _bearable(reader, read_text(cell))


def _bearable(reader: CellReader, text: str) -> str:
    """Refuse a text that its place in the archive cannot hold; of several values in a cell each is judged alone."""
    kinds = reader.layout.longest
    longest = reader.column.longest or kinds.get(reader.column.kind, kinds["text"])
    if len(text) > longest:
        shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
        raise Unreadable(f"«{shown}» ha {len(text)} caratteri: accorciarlo a {longest}.")
    return text


def _code(reader: CellReader, cell: object) -> str:
    return _text(reader, cell).upper()


def _name(reader: CellReader, cell: object) -> str:
    text = _text(reader, cell)
    if _ACCENT_AS_APOSTROPHE.search(text):
        reader.note("accent_as_apostrophe")
    if text.isupper() and len(_LETTERS.findall(text)) > 1:
        reader.note("upper_case_name")
        return proper_name(text)
    return text


def _codice_fiscale(reader: CellReader, cell: object) -> str:
    text = _text(reader, cell)
    if text != text.upper():
        reader.note("lower_case_cf")
    return text.replace(" ", "").upper()


def _phone(reader: CellReader, cell: object) -> str:
    text = _text(reader, cell)
    stored = _STORED_AS_NUMBER.fullmatch(text)
    if stored or not isinstance(cell, str):
        reader.note("phone_as_float")
    return stored[1] if stored else text


def _digits(reader: CellReader, cell: object) -> str:
    return _bearable(reader, digits(read_text(cell)))


def _edition(reader: CellReader, cell: object) -> str:
    # A spreadsheet turns "1/2018" into the first of January when it is typed.
    return f"{cell.month}/{cell.year}" if isinstance(cell, date) else _text(reader, cell)


def _date(reader: CellReader, cell: object) -> date:
    day = read_date(cell)
    if isinstance(cell, str):
        reader.note(_date_kind(cell))
    return day


def _date_kind(text: str) -> str:
    if _LETTERS.search(text):
        return "date_text_words"
    if "/" in text:
        return "date_text_slash"
    return "date_text_dots" if "." in text else "date_text_iso"


def _month(reader: CellReader, cell: object) -> date:
    month = read_month(cell)
    if isinstance(cell, str):
        reader.note(_month_kind(cell))
    return month


def _month_kind(text: str) -> str:
    if _LETTERS.search(text):
        return "month_text_abbr"
    return "month_text_iso" if re.match(r"\d{4}\D", text) else "month_text_slash"


def _percent(reader: CellReader, cell: object) -> int:
    percent = read_percent(cell)
    if isinstance(cell, str):
        reader.note("percent_text")
    elif cell != percent:
        reader.note("percent_fraction")
    return percent


def _whole(reader: CellReader, cell: object) -> int:
    return int(_bounded(reader, Decimal(read_whole(cell))))


def _decimal(reader: CellReader, cell: object) -> Decimal:
    return _bounded(reader, read_decimal(cell))


def _bounded(reader: CellReader, number: Decimal) -> Decimal:
    largest = reader.column.largest or reader.layout.largest[reader.column.kind]
    if number < 0 and not reader.column.is_signed:
        raise Unreadable(f"«{number}» è sotto zero: scrivere un numero da zero in su.")
    if abs(number) > largest:
        raise Unreadable(f"«{number}» è troppo grande: scrivere al massimo {largest}.")
    return number


def _yes_no(reader: CellReader, cell: object) -> bool:
    return read_yes_no(cell)


def _form(reader: CellReader, cell: object) -> str:
    written = _text(reader, cell)
    value, is_variant = _normalised(reader, written)
    if is_variant:
        reader.note(_list_of(reader).variant)
    return value


def _forms(reader: CellReader, cell: object) -> tuple[str, ...]:
    written = read_text(cell)
    parts = [_bearable(reader, part) for part in split_categories(written)]
    if len(parts) < 2:
        return (_form(reader, parts[0]),) if parts else ()
    values = tuple(dict.fromkeys(_normalised(reader, part)[0] for part in parts))
    if written != USUAL_SEPARATOR.join(values):
        reader.note("category_multiple")
    return values


def _normalised(reader: CellReader, written: str) -> tuple[str, bool]:
    """Return the normal form and whether it was written otherwise; a value outside the list stays as written."""
    forms = _list_of(reader)
    normal = forms.normal(written)
    if normal is not None:
        return normal, normal != written
    if forms.is_closed:
        raise Unreadable(f"«{written[:40]}» non è previsto: scrivere {' o '.join(forms.normal_forms)}.")
    reader.unlisted(written)
    return written, False


def _list_of(reader: CellReader) -> FormList:
    if reader.column.form is None:
        raise ValueError(f"layout.toml: «{reader.column.name}» has no list of normal forms")
    return reader.column.form


_READERS: dict[str, Callable[[CellReader, object], object]] = {
    "code": _code,
    "name": _name,
    "text": _text,
    "long_text": _text,
    "codice_fiscale": _codice_fiscale,
    "phone": _phone,
    "digits": _digits,
    "edition": _edition,
    "date": _date,
    "month": _month,
    "percent": _percent,
    "whole": _whole,
    "hours": _decimal,
    "money": _decimal,
    "yes_no": _yes_no,
    "form": _form,
    "forms": _forms,
}
_BLANKS: dict[str, object] = dict.fromkeys(("date", "month", "percent", "whole", "hours", "money", "yes_no")) | {
    "forms": ()
}
