"""The small file system (OLE) in which an old Excel file, or an encrypted new one, lives."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from percorsi.bridges.register.limits import damaged

STREAM, ROOT = 2, 5

_ENTRY = 128
_MINI_SECTOR = 64
_FIRST_SECTORS = 109
# From here on numbers mean "free", "end of chain" and the like.
_SPECIAL = 0xFFFFFFFA
_LARGEST_DIRECTORY = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of the directory: a stream, a storage or the root."""

    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """Streams as chains of sectors. Raises :class:`UnreadableRegister`, struct.error or IndexError when they break."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<2H", content, 30)
        if shift not in (9, 12) or 1 << mini_shift != _MINI_SECTOR:
            raise damaged()
        self._sector = 1 << shift
        self._sectors = len(content) // self._sector
        directory, self._mini_cut, mini_table = struct.unpack_from("<L4x2L", content, 48)
        self._table = self._read_table()
        listed = self._chain(directory)
        if len(listed) > _LARGEST_DIRECTORY:
            raise damaged()
        self.entries = [_entry(listed[at : at + _ENTRY]) for at in range(0, len(listed) - _ENTRY + 1, _ENTRY)]
        self._mini_table_at = mini_table

    def stream(self, entry: Entry) -> bytes:
        """Return the bytes of a stream."""
        if entry.size >= self._mini_cut:
            return self._chain(entry.start)[: entry.size]
        root = next((one for one in self.entries if one.kind == ROOT), None)
        if root is None:
            raise damaged()
        inside, table = self._chain(root.start), self._chain(self._mini_table_at)
        if len(table) > len(self._content) // (_MINI_SECTOR // 4) + self._sector:
            raise damaged()
        starts = (at * _MINI_SECTOR for at in _follow(_numbers(table), entry.start))
        return b"".join(inside[start : start + _MINI_SECTOR] for start in starts)[: entry.size]

    def _read_table(self) -> tuple[int, ...]:
        """Join the sectors of the allocation table: the first are listed in the header, the others in a chain."""
        places = list(struct.unpack_from(f"<{_FIRST_SECTORS}L", self._content, 76))
        following = struct.unpack_from("<L", self._content, 68)[0]
        # An honest table has one number a sector of the file, so it needs this many sectors and no more.
        most = _FIRST_SECTORS + self._sectors // (self._sector // 4) + 2
        while following < _SPECIAL:
            *more, following = _numbers(self._at(following))
            places += more
            if len(places) > most + self._sector // 4:
                raise damaged()
        return tuple(number for at in places if at < _SPECIAL for number in _numbers(self._at(at)))

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._at, _follow(self._table, start)))

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        sector = self._content[start : start + self._sector]
        if not sector:
            raise damaged()
        return sector


def _entry(raw: bytes) -> Entry:
    length, kind = struct.unpack_from("<HB", raw, 64)
    start, size = struct.unpack_from("<2L", raw, 116)
    return Entry(raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le"), kind, start, size)


def _follow(table: tuple[int, ...], start: int) -> Iterator[int]:
    """Yield the places of a chain; one longer than the table runs in a circle."""
    steps = 0
    while start < _SPECIAL:
        yield start
        start = table[start]
        steps += 1
        if steps > len(table):
            raise damaged()


def _numbers(raw: bytes) -> tuple[int, ...]:
    count = len(raw) // 4
    return struct.unpack(f"<{count}L", raw[: count * 4])
