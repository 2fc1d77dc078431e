"""What an old Excel file (xls) may not hold, and how much its sheets will occupy.

The stream "Workbook" of an xls is a row of records, each a kind, a length and its data. The general part comes first;
it says where the records of each sheet begin. They are walked exactly there, as the reader does, with bounds on every
step, because lengths and addresses can lie.
"""

import struct
from collections.abc import Iterator

from percorsi.bridges.register.limits import (
    LIMITS,
    Extent,
    Limits,
    damaged,
    has_external_links,
    has_macros,
    is_encrypted,
    not_a_spreadsheet,
    too_large,
)
from percorsi.bridges.register.ole_guard import STREAM, CompoundFile
from percorsi.bridges.register.xml_guard import Findings

_MACRO_STORAGES = {"_vba_project_cur", "_vba_project", "vba", "macros", "objectpool", "ctls"}
_PASSWORD_STREAMS = {"encryptedpackage", "encryptioninfo"}

# Kinds of records, as Excel numbers them.
_EOF, _CONTINUE, _FILEPASS, _BOUNDSHEET, _MACRO_PROJECT, _LINKS, _SHARED_STRINGS, _BOF = (
    0x0A, 0x3C, 0x2F, 0x85, 0xD3, 0x1AE, 0xFC, 0x809,
)  # fmt: skip
_FORMULA, _SHARED_STRING_CELL, _NUMBERS_CELL, _DIMENSIONS = 0x06, 0xFD, 0xBD, 0x200
# Label, number, yes/no or error, formatted label, packed number; formulas with their value.
_ONE_CELL = {_FORMULA, 0xD6, _SHARED_STRING_CELL, 0x203, 0x204, 0x205, 0x27E}
_WORKSHEET, _MACRO_SHEETS = 0, {1, 6}
_OWN_LINKS = {b"\x01\x04", b"\x01\x3a"}
_MOST_ROWS, _MOST_COLUMNS = 0x10000, 0x100
# Nearly twice what 12,000 people need; a record takes about a microsecond.
_MOST_RECORDS = 1_500_000


def inspect_xls(content: bytes, limits: Limits = LIMITS) -> Findings:
    """Walk the file once. Raises :class:`UnreadableRegister` for what a register may not hold."""
    try:
        files = CompoundFile(content)
        names = {entry.name.lower() for entry in files.entries}
        if names & _PASSWORD_STREAMS:
            raise is_encrypted()
        if names & _MACRO_STORAGES:
            raise has_macros()
        books = [one for one in files.entries if one.kind == STREAM and one.name.lower() in ("workbook", "book")]
        if not books:
            raise not_a_spreadsheet()
        if len(books) > 1:
            raise damaged()
        return _Records(files.stream(books[0]), Extent(limits)).inspect()
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise damaged() from error


class _Records:
    """The records of the stream "Workbook"."""

    def __init__(self, stream: bytes, extent: Extent) -> None:
        self._stream = stream
        self._extent = extent
        self._findings = Findings()
        self._seen = 0
        self._lengths: list[int] = []

    def inspect(self) -> Findings:
        """Walk the general part, then each sheet."""
        starts = []
        strings: list[bytes] = []
        is_in_strings = False
        for kind, data in self._from(0):
            is_in_strings = kind == _SHARED_STRINGS or (kind == _CONTINUE and is_in_strings)
            if kind == _BOUNDSHEET:
                if data[5] in _MACRO_SHEETS:
                    raise has_macros()
                if data[5] == _WORKSHEET:
                    starts.append(struct.unpack_from("<L", data)[0])
            elif is_in_strings:
                strings.append(data)
            else:
                _judge_general(kind, data)
        self._lengths = shared_lengths(strings)
        for start in starts:
            self._extent.begin_sheet()
            for kind, data in self._from(start):
                self._count_cell(kind, data)
        return self._findings

    def _from(self, at: int) -> Iterator[tuple[int, bytes]]:
        """Yield the records from ``at`` to the end of that part; a chart inside a sheet has its own begin and end."""
        depth = 0
        while at + 4 <= len(self._stream):
            kind, length = struct.unpack_from("<2H", self._stream, at)
            self._seen += 1
            if self._seen > _MOST_RECORDS:
                raise too_large("Il file ha troppe celle")
            depth += (kind == _BOF) - (kind == _EOF)
            if kind == _EOF and depth <= 0:
                return
            yield kind, self._stream[at + 4 : at + 4 + length]
            at += 4 + length
        raise damaged()

    def _count_cell(self, kind: int, data: bytes) -> None:
        if kind in _ONE_CELL:
            row, column = struct.unpack_from("<2H", data)
            self._extent.reach(row + 1, column + 1)
            if kind == _FORMULA:
                self._findings.formulas += 1
            elif kind == _SHARED_STRING_CELL:
                self._extent.add_text(self._lengths[struct.unpack_from("<L", data, 6)[0]])
        elif kind == _NUMBERS_CELL:
            (row,), (last,) = struct.unpack_from("<H", data), struct.unpack("<H", data[-2:])
            self._extent.reach(row + 1, last + 1)
        elif kind == _DIMENSIONS:
            _judge_dimensions(data)
        elif kind == _FILEPASS:
            raise is_encrypted()


def _judge_general(kind: int, data: bytes) -> None:
    if kind == _FILEPASS:
        raise is_encrypted()
    if kind == _MACRO_PROJECT:
        raise has_macros()
    if kind == _LINKS and not (len(data) == 4 and data[2:] in _OWN_LINKS):
        raise has_external_links()


def _judge_dimensions(data: bytes) -> None:
    """Refuse a sheet that claims a size no xls can have: the reader would reserve memory for it."""
    first_row, rows, first_column, columns = struct.unpack_from("<2L2H" if len(data) >= 14 else "<4H", data)
    if not first_row <= rows <= _MOST_ROWS or not first_column <= columns <= _MOST_COLUMNS:
        raise damaged()


def shared_lengths(segments: list[bytes]) -> list[int]:
    """Return the number of characters of each shared text; the table may continue over several records."""
    if not segments:
        return []
    count = struct.unpack_from("<L", segments[0], 4)[0]
    if count > sum(map(len, segments)):
        raise damaged()
    table = _Segments(segments, start=8)
    return [table.skip_text() for _ in range(count)]


class _Segments:
    """A place in the table of shared texts that moves over the borders of records."""

    def __init__(self, segments: list[bytes], start: int) -> None:
        self._segments = segments
        self._number = 0
        self._at = start

    def skip_text(self) -> int:
        """Step over one text and return its length in characters."""
        if self._left() == 0:
            self._next()
        length, flags = struct.unpack_from("<HB", self._segments[self._number], self._at)
        self._at += 3
        formats = self._take("<H") if flags & 0x08 else 0
        extra = self._take("<L") if flags & 0x04 else 0
        self._skip_characters(length, wide=bool(flags & 0x01))
        self._skip_bytes(formats * 4 + extra)
        return length

    def _skip_characters(self, length: int, *, wide: bool) -> None:
        while True:
            taken = min(length, self._left() // (2 if wide else 1))
            self._at += taken * (2 if wide else 1)
            length -= taken
            if not length:
                return
            self._next()
            # Where a text is cut, the next record says again how wide its characters are.
            wide = bool(self._segments[self._number][0] & 0x01)
            self._at = 1

    def _skip_bytes(self, number: int) -> None:
        while number > self._left():
            number -= self._left()
            self._next()
        self._at += number

    def _take(self, form: str) -> int:
        number: int = struct.unpack_from(form, self._segments[self._number], self._at)[0]
        self._at += struct.calcsize(form)
        return number

    def _left(self) -> int:
        return len(self._segments[self._number]) - self._at

    def _next(self) -> None:
        self._number += 1
        self._at = 0
        if self._number >= len(self._segments):
            raise damaged()
