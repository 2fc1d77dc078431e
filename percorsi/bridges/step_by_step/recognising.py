"""What of a file was recognised before anything of it is judged: sheets, columns, and what is in doubt."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from percorsi.bridges.register.finding_headers import FoundSheet, Recognised, column_letters, recognise
from percorsi.bridges.register.layout import Layout, Meanings, register_layout
from percorsi.bridges.register.reading_rows import columns_without_header
from percorsi.bridges.register.workbook import open_workbook
from percorsi.kit.text import header_key

Record = dict[str, Any]
# Longer ones are a text that slipped into the line of headers.
LONGEST_HEADER = 200


def recognised_record(path: Path, meanings: Meanings) -> Record:
    """Return what a file holds as plain values, without any value of its cells.

    Raises :class:`UnreadableRegister` for what is no workbook that can be taken.
    """
    layout = register_layout().with_meanings(meanings)
    workbook = open_workbook(path)
    recognised = recognise(workbook.sheets, layout)
    return {
        "sheets": _sheets(recognised, layout, meanings),
        "problems": [{"sheet": one.sheet, "message": one.message} for one in recognised.problems],
        "notes": [*workbook.notes, *recognised.notes],
        "absent": [one.name for one in layout.sheets if one.key not in {each.layout.key for each in recognised.found}],
        "formulas": workbook.formulas,
    }


def _sheets(recognised: Recognised, layout: Layout, meanings: Meanings) -> list[Record]:
    order = [sheet.key for sheet in layout.sheets]
    found = sorted(recognised.found, key=lambda one: order.index(one.layout.key))
    return [_sheet(one, meanings, is_read=True) for one in found] + [
        _sheet(one, meanings, is_read=False) for one in recognised.unreadable
    ]


def _sheet(found: FoundSheet, meanings: Meanings, *, is_read: bool) -> Record:
    headers = _headers(found)
    said = {header: meant for (sheet, header), meant in meanings.items() if sheet == found.layout.key}
    return {
        "name": found.name,
        "kind": found.layout.key,
        "is_read": is_read,
        "header_row": found.header_row,
        "rows": len(found.sheet.rows) - (found.header_row - found.sheet.first_row) - 1,
        "columns": [
            {"name": column.name, "written": found.written[column], "letters": column_letters(place)}
            for column, place in found.places.items()
        ],
        "missing": [column.name for column in found.layout.columns if _is_missed(found, column)],
        # To be given a meaning, and those that somebody gave one: both can be changed.
        "headers": [
            {"written": written, "key": header_key(written), "field": said.get(header_key(written))}
            for written in headers
            if _is_open(found, written, said)
        ],
        "unnamed": columns_without_header(found) if is_read else [],
        "notes": found.notes,
    }


def _headers(found: FoundSheet) -> list[str]:
    line: Sequence[object] = found.sheet.rows[found.header_row - found.sheet.first_row]
    written = [cell.strip() for cell in line if isinstance(cell, str)]
    by_key = {header_key(one): one for one in (*found.unknown_headers, *written) if len(one) <= LONGEST_HEADER}
    return list(by_key.values())


def _is_open(found: FoundSheet, written: str, said: dict[str, str]) -> bool:
    """Whether people decide what a header means: nobody knows it, or they were asked before."""
    key = header_key(written)
    unknown = {header_key(header) for header in found.unknown_headers}
    return bool(key) and (key in unknown or key in said)


def _is_missed(found: FoundSheet, column: Any) -> bool:
    return column not in found.places and not column.is_rare
