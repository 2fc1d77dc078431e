"""Writing tables into files that a spreadsheet opens, without anything in them that it would calculate or follow."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import xlsxwriter

Value = str | int | float | Decimal | date | None

# A text that begins with one of these is calculated by some spreadsheet when it stands in a CSV file.
_CALCULATED = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
_LONGEST_TEXT = 32_767  # characters in a cell of a spreadsheet
_SHEET_NAME = 31
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
    "in_memory": True,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its header. ``widths`` are those of the columns, in characters; the last one goes on."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = (28,)


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with one sheet for each table; texts stay texts, whatever they look like."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, _PLAIN)
    bold = book.add_format({"bold": True, "bottom": 1})
    for number, sheet in enumerate(sheets, start=1):
        page = book.add_worksheet(_sheet_name(sheet.name, number))
        page.freeze_panes(1, 0)
        for column, title in enumerate(sheet.header):
            page.write_string(0, column, title[:_LONGEST_TEXT], bold)
            page.set_column(column, column, sheet.widths[min(column, len(sheet.widths) - 1)])
        for line, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                _write(page, line, column, value)
    book.close()
    return file.getvalue()


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return the table as Italian spreadsheets open it: semicolons, UTF-8 with its mark, decimal comma.

    A text that a spreadsheet would calculate gets an apostrophe in front; numbers are written as numbers.
    """
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_harmless(title) for title in header])
    writer.writerows([_written(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def _write(page: xlsxwriter.worksheet.Worksheet, line: int, column: int, value: Value) -> None:
    if isinstance(value, str):
        if value:
            page.write_string(line, column, value[:_LONGEST_TEXT])
    elif isinstance(value, date):
        page.write_datetime(line, column, value)
    elif value is not None:
        page.write_number(line, column, value)


def _sheet_name(name: str, number: int) -> str:
    """Return a name that a spreadsheet accepts; the number keeps two of them apart."""
    sound = name.translate(_FORBIDDEN_IN_NAMES).strip(" '") or str(number)
    ending = f" {number}" if len(sound) > _SHEET_NAME else ""
    return sound[: _SHEET_NAME - len(ending)] + ending


def _written(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _harmless(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(value).replace(".", ",")


def _harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_CALCULATED) or text.startswith(_CALCULATED) else text
