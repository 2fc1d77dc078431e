"""Which sheet is which, where its header line is, and which column each header means: all by content, not position."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from percorsi.bridges.register.layout import Column, Layout, SheetLayout
from percorsi.bridges.register.workbook import Sheet
from percorsi.kit.reading import Unreadable, read_text

# Titles, dates of printing and blank lines may stand above the headers, but not more than this.
_LINES_SEARCHED = 30
# One word alone may be a title by chance ("Presenze", "Comune").
_FEWEST_HEADERS = 2


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """A sheet of the file that the register knows, with the meaning of its columns.

    ``header_row`` is the spreadsheet's row. ``places`` gives the position of each column found, ``written`` its header
    as written, both in the order of the file.
    """

    layout: SheetLayout
    sheet: Sheet
    header_row: int
    places: dict[Column, int]
    written: dict[Column, str]
    unknown_headers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the sheet as written in the file."""
        return self.sheet.name

    @property
    def missing_keys(self) -> list[Column]:
        """The columns without which the sheet cannot be read."""
        return [column for column in self.layout.columns if column.is_key and column not in self.places]


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """A sheet that was not read; ``message`` is one Italian line with the remedy."""

    sheet: str
    message: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the sheets of a file are: those to read, those that cannot be read, and what to say of the others.

    ``unreadable`` are the sheets with a problem whose header line was found: a header may only need a meaning.
    """

    found: list[FoundSheet]
    problems: list[SheetProblem]
    notes: list[str]
    unreadable: list[FoundSheet] = field(default_factory=list)


def recognise(sheets: Sequence[Sheet], layout: Layout) -> Recognised:
    """Tell each sheet by its name or, when the name is unknown, by its headers; several sheets may be of one kind."""
    found: list[FoundSheet] = []
    problems: list[SheetProblem] = []
    notes: list[str] = []
    unreadable: list[FoundSheet] = []
    for sheet in sheets:
        named = layout.sheet_named(sheet.name)
        if not any(map(_has_content, sheet.rows)):
            notes.append(f"Foglio «{sheet.name}»: è vuoto.")
            continue
        best = find_headers(sheet, named) if named else _find_kind(sheet, layout)
        if best is None and named is None:
            notes.append(f"Foglio «{sheet.name}»: nome e intestazioni non sono del registro, non è stato letto.")
        elif best is None or best.missing_keys:
            problems.append(_problem(sheet, named, best))
            unreadable += [best] if best is not None else []
        else:
            found.append(best)
            notes += best.notes
    return Recognised(found, problems, notes, unreadable)


def find_headers(sheet: Sheet, layout: SheetLayout) -> FoundSheet | None:
    """Return the line with the most headers of ``layout``, the first of equals; None when no line looks like one."""
    best: FoundSheet | None = None
    for number, cells in enumerate(sheet.rows[:_LINES_SEARCHED], start=sheet.first_row):
        line = _read_line(sheet, layout, number, [_header_text(cell) for cell in cells])
        if len(line.places) >= _FEWEST_HEADERS and (best is None or len(line.places) > len(best.places)):
            best = line
    return best


def _find_kind(sheet: Sheet, layout: Layout) -> FoundSheet | None:
    """Return the reading of a sheet with an unknown name that explains most of its headers."""
    readings = [find_headers(sheet, one) for one in layout.sheets]
    complete = [one for one in readings if one is not None and not one.missing_keys]
    return max(complete, key=lambda one: (len(one.places), len(one.places) / len(one.layout.columns)), default=None)


def _read_line(sheet: Sheet, layout: SheetLayout, number: int, headers: list[str]) -> FoundSheet:
    met: dict[Column, list[int]] = {}
    unknown: list[str] = []
    for place, header in enumerate(headers):
        column = layout.column_of(header) if header else None
        if column is not None:
            met.setdefault(column, []).append(place)
        elif header and layout.is_needed(header):
            unknown.append(header)
    found = FoundSheet(layout, sheet, number, {}, {}, unknown)
    for column, places in met.items():
        place = next((one for one in places if headers[one] == column.name), places[0])
        found.places[column] = place
        found.written[column] = headers[place]
        if len(places) > 1:
            used = column_letters(place)
            found.notes.append(f"Foglio «{sheet.name}»: più colonne per «{column.name}», usata la colonna {used}.")
    return found


def _header_text(cell: object) -> str:
    try:
        return read_text(cell)
    except Unreadable:
        return ""


def _has_content(cells: list[object]) -> bool:
    return any(cell != "" for cell in cells)


def _problem(sheet: Sheet, named: SheetLayout | None, best: FoundSheet | None) -> SheetProblem:
    if best is None or named is None:
        message = (
            f"Foglio «{sheet.name}»: nelle prime {_LINES_SEARCHED} righe non si trovano le intestazioni delle colonne. "
            "Scriverle in una riga sopra i dati."
        )
    else:
        missing = ", ".join(f"«{column.name}»" for column in best.missing_keys)
        message = (
            f"Foglio «{sheet.name}», riga {best.header_row}: manca la colonna {missing}, senza la quale il foglio non "
            "si può leggere. Aggiungerla o correggerne l’intestazione."
        )
    return SheetProblem(sheet.name, message)


def column_letters(place: int) -> str:
    """Return the letters by which a spreadsheet calls a column; 0 is A."""
    letters = ""
    number = place + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
