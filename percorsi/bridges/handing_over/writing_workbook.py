"""The office's workbook: its seven sheets and normal headers, real dates and numbers, and nothing that calculates."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from percorsi.bridges.register.cells import USUAL_SEPARATOR
from percorsi.bridges.register.layout import Column, register_layout
from percorsi.bridges.taking_over.archived_rows import ArchivedRows

# Whatever somebody typed stays text: nothing becomes a formula, a link or a number by itself.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# A spreadsheet knows no day before this year; an older one is written out.
FIRST_YEAR = 1900
WIDTHS = {"date": 13, "month": 10, "code": 13, "name": 20, "long_text": 40, "codice_fiscale": 20}
USUAL_WIDTH = 18

Write = Callable[[int, int, Any], Any]


def write_workbook(path: Path, rows: ArchivedRows) -> None:
    """Write the rows; raises OSError when the file cannot be written."""
    try:
        with xlsxwriter.Workbook(path, OPTIONS) as book:
            sheet_writer = _SheetWriter(book)
            for layout in register_layout().sheets:
                lines = getattr(rows, layout.key)
                columns = [
                    one for one in layout.columns if not one.is_rare or any(getattr(row, one.field) for row in lines)
                ]
                sheet_writer.write(layout.name, columns, lines)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(str(error)) from error


def _columns(columns: Iterable[Column], rows: Iterable[Any]) -> list[Column]:
    """Return the office's columns, and of the others those in which something stands."""
    return [one for one in columns if not one.is_rare or any(getattr(row, one.field) for row in rows)]


class _SheetWriter:
    """Writes sheets of one book, each cell as the kind of its column asks."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._day = book.add_format({"num_format": "dd/mm/yyyy"})
        self._month = book.add_format({"num_format": "mmm-yy"})
        self._money = book.add_format({"num_format": "#,##0.00"})

    def write(self, name: str, columns: Iterable[Column], rows: Iterable[Any]) -> None:
        """Add a sheet with its header line and one line a row."""
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        writers: list[tuple[int, str, Write]] = []
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.name, self._head)
            sheet.set_column(place, place, WIDTHS.get(column.kind, USUAL_WIDTH))
            writers.append((place, column.field, self._writer(sheet, column.kind)))
        for line, row in enumerate(rows, start=1):
            for place, field, write in writers:
                value = getattr(row, field)
                if value is not None and value not in ("", ()):
                    write(line, place, value)

    def _writer(self, sheet: Any, kind: str) -> Write:
        """Return what writes a value of this kind into a cell."""

        def number(line: int, place: int, value: int | Decimal) -> None:
            sheet.write_number(line, place, float(value), self._money if kind == "money" else None)

        def day(line: int, place: int, value: date) -> None:
            if value.year < FIRST_YEAR:
                sheet.write_string(line, place, f"{value.day:02}/{value.month:02}/{value.year:04}")
            else:
                sheet.write_datetime(line, place, value, self._month if kind == "month" else self._day)

        kinds: dict[str, Write] = {
            **dict.fromkeys(("percent", "whole", "hours", "money"), number),
            **dict.fromkeys(("date", "month"), day),
            "yes_no": lambda line, place, value: sheet.write_string(line, place, "sì" if value else "no"),
            "forms": lambda line, place, value: sheet.write_string(line, place, USUAL_SEPARATOR.join(value)),
        }
        return kinds.get(kind, sheet.write_string)
