"""The lines of a recognised sheet, cell by cell: blank lines and sums are skipped, unreadable cells kept as faults."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from percorsi.bridges.register.cells import CellReader, blank
from percorsi.bridges.register.finding_headers import FoundSheet, column_letters
from percorsi.bridges.register.layout import Column, Layout
from percorsi.kit.reading import Unreadable, read_text
from percorsi.kit.text import name_key


@dataclass(frozen=True, slots=True)
class Mess:
    """Something normalised without asking: the cell's column by the office's name, None for a whole line."""

    sheet: str
    row: int
    column: str | None
    kind: str


@dataclass(slots=True)
class Remarks:
    """What reading leaves behind besides rows: normalisations, and values outside their lists with how often."""

    mess: list[Mess] = field(default_factory=list)
    unlisted: Counter[tuple[str, str, str]] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One line of data: the value of every field, and for cells that could not be read the reason."""

    source: FoundSheet
    row: int
    values: dict[str, Any]
    faults: dict[Column, str]
    cells: list[object]

    def as_written(self) -> tuple[tuple[str, str], ...]:
        """Return header and content of each known column, as in the file."""
        return tuple(
            (self.source.written[column], _shown(self.cells, place)) for column, place in self.source.places.items()
        )


def read_rows(found: FoundSheet, layout: Layout, remarks: Remarks) -> Iterator[ReadRow]:
    """Yield the data lines of a sheet from the header down, past blank lines; remarks are added as it goes."""
    remarks.mess += _header_mess(found)
    sheet = found.name
    readers = [(place, _PlacedReader(column, found, layout, remarks)) for column, place in found.places.items()]
    absent = {column.field: blank(column) for column in found.layout.columns if column not in found.places}
    blank_lines: list[int] = []
    for row, cells in enumerate(found.sheet.rows, start=found.sheet.first_row):
        if row <= found.header_row:
            continue
        if _is_blank(cells):
            blank_lines.append(row)
        elif _is_sum(cells, layout.checks.total_words):
            remarks.mess.append(Mess(sheet, row, None, "totals_row"))
        else:
            remarks.mess += [Mess(sheet, line, None, "blank_row") for line in blank_lines]
            blank_lines.clear()
            yield _read_row(found, row, cells, readers, absent)


class _PlacedReader:
    """The reader of one column that knows on which row it is reading."""

    def __init__(self, column: Column, found: FoundSheet, layout: Layout, remarks: Remarks) -> None:
        self.column, self._found, self._remarks = column, found, remarks
        self._reader = CellReader(column, layout, self._note, self._unlisted)
        self._row = 0

    def read(self, row: int, cell: object) -> object:
        """Return the value of a cell; raises :class:`Unreadable`."""
        self._row = row
        return self._reader.read(cell)

    def _note(self, kind: str) -> None:
        self._remarks.mess.append(Mess(self._found.name, self._row, self.column.name, kind))

    def _unlisted(self, value: str) -> None:
        self._remarks.unlisted[self._found.name, self.column.name, value] += 1


def _read_row(
    found: FoundSheet,
    row: int,
    cells: list[object],
    readers: list[tuple[int, _PlacedReader]],
    absent: dict[str, object],
) -> ReadRow:
    values: dict[str, Any] = dict(absent)
    faults: dict[Column, str] = {}
    for place, reader in readers:
        try:
            values[reader.column.field] = reader.read(row, cells[place])
        except Unreadable as error:
            values[reader.column.field] = blank(reader.column)
            faults[reader.column] = str(error)
    return ReadRow(found, row, values, faults, cells)


def _header_mess(found: FoundSheet) -> Iterator[Mess]:
    order = [found.places[column] for column in found.layout.columns if column in found.places]
    if order != sorted(order):
        yield Mess(found.name, found.header_row, None, "columns_shuffled")
    if found.header_row > 1:
        yield Mess(found.name, 1, None, "title_and_blank_line")
    for column, written in found.written.items():
        if written != column.name:
            yield Mess(found.name, found.header_row, column.name, "header_variant")


def columns_without_header(found: FoundSheet) -> list[str]:
    """Return the letters of the columns that hold data under no header: they are not read, and that must be said."""
    data = found.sheet.rows[found.header_row - found.sheet.first_row :]
    headers, below = data[0], data[1:]
    unnamed = [place for place, header in enumerate(headers) if isinstance(header, str) and not header.strip()]
    return [column_letters(place) for place in unnamed if not all(_is_blank([cells[place]]) for cells in below)]


def _is_blank(cells: list[object]) -> bool:
    return all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells)


def _is_sum(cells: list[object], words: tuple[str, ...]) -> bool:
    """Tell a line of sums: its only text begins with one of the words, so no code stands in it."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    return len(texts) == 1 and name_key(texts[0]).startswith(words)


def _shown(cells: list[object], place: int) -> str:
    try:
        return read_text(cells[place])
    except Unreadable:
        return "?"
