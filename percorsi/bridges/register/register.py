"""The register as a whole: file in, typed rows, refusals and remarks out. Nothing is written anywhere."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from percorsi.bridges.register.checking import ORDER, Checker, Known, Refusal
from percorsi.bridges.register.duplicates import Identity, PossiblePair, certain_groups, possible_pairs
from percorsi.bridges.register.finding_headers import FoundSheet, Recognised, SheetProblem, recognise
from percorsi.bridges.register.layout import Layout, Meanings, register_layout
from percorsi.bridges.register.limits import UnreadableRegister
from percorsi.bridges.register.observing import observations
from percorsi.bridges.register.reading_rows import Mess, ReadRow, Remarks, columns_without_header, read_rows
from percorsi.bridges.register.rows import (
    AttendanceRow,
    CompanyRow,
    GroupRow,
    HireRow,
    PathRow,
    TraineeshipRow,
    UserRow,
)
from percorsi.bridges.register.workbook import open_workbook

# Told how many rows of how many were read.
Tell = Callable[[int, int], None]
NO_MEANINGS: Meanings = MappingProxyType({})
_TOLD_EVERY = 500


def _to_nobody(_done: int, _total: int) -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class SheetHeaders:
    """Where the headers of a sheet stand, and how they are written, by the office's name of the column."""

    header_row: int
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Register:
    """All that a file says.

    ``refusals`` are in the order of the file. ``problems`` are sheets that could not be read at all. ``mess`` is what
    was normalised without asking, certain and possible duplicates of this file included (on their second row).
    ``unknown_headers``, ``layouts`` and ``sheets`` (the sheets as they were read) are by name of the sheet as written.
    ``notes`` are Italian lines to show.
    """

    users: list[UserRow]
    paths: list[PathRow]
    companies: list[CompanyRow]
    traineeships: list[TraineeshipRow]
    attendances: list[AttendanceRow]
    hires: list[HireRow]
    groups: list[GroupRow]
    refusals: list[Refusal]
    problems: list[SheetProblem] = field(default_factory=list)
    mess: list[Mess] = field(default_factory=list)
    unknown_headers: dict[str, list[str]] = field(default_factory=dict)
    layouts: dict[str, SheetHeaders] = field(default_factory=dict)
    formulas: int = 0
    notes: list[str] = field(default_factory=list)
    sheets: dict[str, FoundSheet] = field(default_factory=dict)

    @property
    def mess_counts(self) -> Counter[str]:
        """How often each kind of normalisation was met."""
        return Counter(one.kind for one in self.mess)

    def identities(self) -> list[Identity[str]]:
        """Return what tells the persons of this file apart, by N. pratica."""
        return [identity_of(user) for user in self.users]


def identity_of(user: UserRow) -> Identity[str]:
    """Return what tells the person of this row apart; the key is the N. pratica."""
    return Identity(
        key=user.number,
        family_names=user.family_names,
        given_names=user.given_names,
        born_on=user.born_on,
        codice_fiscale=user.codice_fiscale,
        codice_fiscale_kind=user.codice_fiscale_kind,
        address=user.address,
        is_protected=user.is_protected,
    )


def read_register(
    path: Path | str,
    known: Known = Known(),  # noqa: B008 - it cannot be changed
    meanings: Meanings = NO_MEANINGS,
    tell: Tell = _to_nobody,
) -> Register:
    """Read and check a whole register. ``known`` is what the archive already holds: a file may point at it.

    ``meanings`` say what other headers mean, ``tell`` is told how many rows of how many were read. Raises
    :class:`UnreadableRegister` when the file cannot be taken at all; wrong rows are refusals of the result.
    """
    layout = register_layout().with_meanings(meanings)
    workbook = open_workbook(path)
    recognised = recognise(workbook.sheets, layout)
    _require_users(recognised, known, layout)
    remarks = Remarks()
    checker = Checker(layout, known)
    rows = _rows(recognised.found, layout, remarks)
    total = sum(len(found.sheet.rows) for found in recognised.found)
    for count, read in enumerate(rows):
        if count % _TOLD_EVERY == 0:
            tell(count, total)
        checker.take(read)
    places = {sheet.name: number for number, sheet in enumerate(workbook.sheets)}
    register = Register(
        **checker.rows,
        refusals=sorted(checker.refusals, key=lambda one: (places[one.sheet], one.row)),
        problems=recognised.problems,
        mess=remarks.mess,
        unknown_headers=_unknown_headers(recognised.found),
        layouts={found.name: _headers(found) for found in recognised.found},
        formulas=workbook.formulas,
        notes=[*workbook.notes, *recognised.notes, *_absent_sheets(recognised, layout)],
        sheets={found.name: found for found in recognised.found},
    )
    register.mess.extend(_duplicates_as_mess(register))
    register.notes.extend(observations(checker.rows["users"], register.paths, register.companies, remarks.unlisted))
    return register


def _rows(sheets: list[FoundSheet], layout: Layout, remarks: Remarks) -> Iterator[ReadRow]:
    for found in _in_order(sheets):
        yield from read_rows(found, layout, remarks)


def _require_users(recognised: Recognised, known: Known, layout: Layout) -> None:
    """Without people neither in the file nor in the archive every other row would be refused: say it once."""
    if not recognised.found and not recognised.problems:
        raise UnreadableRegister(
            "Nessun foglio del file è del registro: servono fogli con le intestazioni del registro, "
            f"per esempio {', '.join(f'«{sheet.name}»' for sheet in layout.sheets)}."
        )
    if any(found.layout.key == "users" for found in recognised.found) or known.numbers:
        return
    users = layout.sheet("users").name
    problem = next((one.message for one in recognised.problems if layout.sheet_named(one.sheet) is not None), None)
    raise UnreadableRegister(
        problem or f"Manca il foglio «{users}» e in archivio non c’è ancora nessuna persona: aggiungerlo e riprovare."
    )


def _in_order(found: list[FoundSheet]) -> list[FoundSheet]:
    """Return the sheets so that each comes after those it points at, whatever their order in the file."""
    return sorted(found, key=lambda one: ORDER.index(one.layout.key))


def _unknown_headers(found: list[FoundSheet]) -> dict[str, list[str]]:
    """Return, by sheet, the headers nobody knows and the columns with data under no header."""
    listed = {
        one.name: [*one.unknown_headers, *(f"(colonna {letters} senza intestazione)" for letters in unnamed)]
        for one in found
        for unnamed in [columns_without_header(one)]
    }
    return {name: headers for name, headers in listed.items() if headers}


def _headers(found: FoundSheet) -> SheetHeaders:
    return SheetHeaders(found.header_row, {column.name: written for column, written in found.written.items()})


def _absent_sheets(recognised: Recognised, layout: Layout) -> Iterator[str]:
    present = {found.layout.key for found in recognised.found}
    for sheet in layout.sheets:
        if sheet.key not in present and all(layout.sheet_named(one.sheet) is not sheet for one in recognised.problems):
            yield f"Foglio «{sheet.name}»: non c’è nel file, non ne è stato letto nulla."


def _duplicates_as_mess(register: Register) -> Iterator[Mess]:
    users = {user.number: user for user in register.users}
    identities = register.identities()
    groups = certain_groups(identities)
    for keys in groups:
        for key in keys[1:]:
            yield Mess(users[key].sheet, users[key].row, "Codice fiscale", "certain_duplicate")
    pairs: list[PossiblePair[str]] = possible_pairs(identities, groups)
    for pair in pairs:
        yield Mess(users[pair.second].sheet, users[pair.second].row, "Cognome", "possible_duplicate")
