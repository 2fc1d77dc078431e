"""The refused rows as a workbook of their own: the headers of the file, the rows as written, and why, to mend them and
bring them in again.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.bridges.handing_over.writing_workbook import FIRST_YEAR, OPTIONS
from percorsi.bridges.models import Import
from percorsi.bridges.queries import told
from percorsi.bridges.register.layout import OWN_HEADERS, WHY_REFUSED
from percorsi.bridges.taking_over.importing import Report
from percorsi.kit.text import header_key

Record = dict[str, Any]
WIDE, USUAL = 60, 18
LONGEST_SHEET_NAME = 31
# A spreadsheet takes none of these in the name of a sheet.
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_OWN = {header_key(header) for header in OWN_HEADERS}
_KINDS: dict[str, Any] = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat}


def kept_rows(report: Report) -> Record:
    """Return the refused rows as written, in the order of the report's refusals, and the headers of their sheets."""
    sheets = report.register.sheets
    headers: dict[str, list[Any]] = {}
    rows = []
    for one in report.refusals:
        found = sheets[one.sheet]
        if one.sheet not in headers:
            headers[one.sheet] = _plain_cells(found.sheet.rows[found.header_row - found.sheet.first_row])
        rows.append(_plain_cells(found.sheet.rows[one.row - found.sheet.first_row]))
    return {"headers": headers, "rows": rows}


def is_open(row: Import) -> bool:
    """Whether the refused rows of an import can still be fetched."""
    return row.refused_rows is not None and row.refused_until is not None and row.refused_until > timezone.now()


class RefusedWorkbook:
    """The workbook of an import's refused rows for one reader, without the rows of whom they may not see.

    ``people`` are the keys of whom it speaks, ``left_out`` is how many rows it lacks.
    """

    def __init__(self, row: Import, *, to: User) -> None:
        kept: Record = row.refused_rows or {"headers": {}, "rows": []}
        lines = told(row.report["refused"], to=to)
        self._headers: dict[str, list[Any]] = kept["headers"]
        pairs = [(line, cells) for line, cells in zip(lines, kept["rows"], strict=True) if line.values]
        self._rows = [(line.sheet, line.values["message"], cells) for line, cells in pairs]
        self.left_out = len(lines) - len(pairs)
        self.people = list(dict.fromkeys(line.person for line, _ in pairs if line.person is not None))

    def content(self) -> bytes:
        """Return the file."""
        made = io.BytesIO()
        with xlsxwriter.Workbook(made, {**OPTIONS, "in_memory": True}) as book:
            writer = _CellWriter(book)
            for name, headers in self._headers.items():
                rows = [(why, cells) for sheet, why, cells in self._rows if sheet == name]
                if rows:
                    writer.write_sheet(name, headers, rows)
            if not self._rows:
                book.add_worksheet()
        return made.getvalue()


class _CellWriter:
    """Writes cells as they were: a day stays a day, and nothing that somebody typed becomes a formula."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._formats = {
            "date": book.add_format({"num_format": "dd/mm/yyyy"}),
            "datetime": book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
            "time": book.add_format({"num_format": "hh:mm"}),
            "hours": book.add_format({"num_format": "[h]:mm"}),
        }

    def write_sheet(self, name: str, headers: Sequence[Any], rows: Iterable[tuple[str, Sequence[Any]]]) -> None:
        """Add a sheet; a column "Perché" that the file had already gives way to the new one."""
        sheet = self._book.add_worksheet(name.translate(_NOT_IN_NAMES)[:LONGEST_SHEET_NAME])
        sheet.freeze_panes(1, 0)
        places = [place for place, header in enumerate(headers) if header_key(str(header)) not in _OWN]
        for column, place in enumerate(places):
            self._write(sheet, 0, column, headers[place])
        sheet.set_row(0, None, self._head)
        sheet.set_column(0, len(places), USUAL)
        sheet.set_column(len(places), len(places), WIDE)
        sheet.write_string(0, len(places), WHY_REFUSED)
        for line, (why, cells) in enumerate(rows, start=1):
            for column, place in enumerate(places):
                self._write(sheet, line, column, cells[place])
            sheet.write_string(line, len(places), why)

    def _write(self, sheet: Any, line: int, column: int, cell: Any) -> None:
        if isinstance(cell, dict):
            self._write_moment(sheet, line, column, cell)
        elif isinstance(cell, bool):
            sheet.write_boolean(line, column, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(line, column, cell)
        elif cell:
            sheet.write_string(line, column, cell)

    def _write_moment(self, sheet: Any, line: int, column: int, cell: Record) -> None:
        kind, value = cell["is"], cell["value"]
        if kind == "hours":
            sheet.write_datetime(line, column, timedelta(seconds=value), self._formats[kind])
            return
        moment = _KINDS[kind](value)
        if kind != "time" and moment.year < FIRST_YEAR:
            sheet.write_string(line, column, f"{moment.day:02}/{moment.month:02}/{moment.year:04}")
        else:
            sheet.write_datetime(line, column, moment, self._formats[kind])


def _plain_cells(cells: Iterable[object]) -> list[Any]:
    return [_plain(cell) for cell in cells]


def _plain(cell: object) -> Any:
    """Return a cell as a value that can be kept, with its kind where JSON knows none."""
    for kind, type_ in (("datetime", datetime), ("date", date), ("time", time)):
        if isinstance(cell, type_):
            return {"is": kind, "value": cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"is": "hours", "value": cell.total_seconds()}
    return cell if isinstance(cell, str | bool | int | float) else ""
