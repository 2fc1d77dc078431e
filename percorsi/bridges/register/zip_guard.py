"""The outside of a zip container (xlsx, ods), judged before anybody inflates it.

The sizes written in a zip can lie, two readers can disagree about which parts it has, and a few kilobytes can become
gigabytes. So only the plainest form is taken (one directory, at the end, no zip64, no gaps before the first part), and
every part is inflated here once, in small pieces, counting what really comes out.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from percorsi.bridges.register.limits import LIMITS, MEGABYTE, Limits, damaged, is_encrypted, too_large, too_many_rows

PIECE = 64 * 1024

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED_FLAG = 0x1


@dataclass(slots=True)
class Container:
    """A zip whose directory has been judged; ``parts`` are in the order of the directory."""

    content: bytes
    parts: list[zipfile.ZipInfo]
    limits: Limits = field(default=LIMITS)
    inflated: int = 0

    @property
    def names(self) -> set[str]:
        """The names of the parts, as written."""
        return {part.filename for part in self.parts}

    def measure(self, row_mark: bytes) -> None:
        """Inflate everything once and count the rows by their mark: what is far too large is refused unparsed.

        Raises :class:`UnreadableRegister`.
        """
        rows = 0
        for part in self.parts:
            end = b""
            for piece in self.stream(part):
                rows += (end + piece).count(row_mark)
                # A mark may be cut in two by the border between pieces.
                end = piece[1 - len(row_mark) :]
                if rows > self.limits.rows:
                    raise too_many_rows(self.limits)
        self.inflated = 0

    def stream(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the inflated bytes of ``part`` in small pieces.

        Raises :class:`UnreadableRegister` as soon as all parts together pass the limit, the part is inflated out of
        proportion, or what comes out is not what the directory promised.
        """
        packed = memoryview(self.content)[_data_start(self.content, part) :][: part.compress_size]
        size = checksum = 0
        for piece in _inflate(packed, part.compress_type):
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
            self._count(len(piece), size, part.compress_size)
            yield piece
        if size != part.file_size or checksum != part.CRC:
            raise damaged()

    def _count(self, new: int, size: int, packed_size: int) -> None:
        self.inflated += new
        if self.inflated > self.limits.inflated_bytes:
            raise too_large(f"Il file, una volta aperto, supera {self.limits.inflated_bytes // MEGABYTE} MB")
        if size > self.limits.ratio_from_bytes and size > self.limits.ratio * max(packed_size, 1):
            raise too_large("Il file è compresso in modo anomalo e, una volta aperto, diventa enorme")


def open_container(content: bytes, limits: Limits = LIMITS) -> Container:
    """Return the parts of a zip file. Raises :class:`UnreadableRegister` when it is broken, odd, encrypted or huge."""
    _judge_end(content, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            parts = opened.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError, struct.error) as error:
        raise damaged() from error
    if len({part.filename for part in parts}) != len(parts):
        raise damaged()
    for part in parts:
        if part.flag_bits & _ENCRYPTED_FLAG:
            raise is_encrypted()
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
    return Container(content, parts, limits)


def _judge_end(content: bytes, limits: Limits) -> None:
    """Refuse all but one directory that ends where the file ends, of a bearable number of parts."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 0xFFFF - _END.size))
    if at < 0 or at + _END.size > len(content):
        raise damaged()
    _sign, disk, first_disk, _here, count, size, offset, comment = _END.unpack_from(content, at)
    if count > limits.members or size > limits.directory_bytes:
        raise too_large(f"Il file contiene più di {_members(limits)} parti")
    if disk or first_disk or offset + size != at or at + _END.size + comment != len(content):
        raise damaged()


def _members(limits: Limits) -> str:
    return f"{limits.members:,}".replace(",", ".")


def _data_start(content: bytes, part: zipfile.ZipInfo) -> int:
    """Return where the packed bytes of ``part`` begin; its own header must agree with the directory."""
    if part.header_offset + _LOCAL.size > len(content):
        raise damaged()
    header = _LOCAL.unpack_from(content, part.header_offset)
    sign, method, name_length, extra_length = header[0], header[3], header[9], header[10]
    name_at = part.header_offset + _LOCAL.size
    name = content[name_at : name_at + name_length]
    if sign != b"PK\x03\x04" or method != part.compress_type or name != part.orig_filename.encode(_encoding(part)):
        raise damaged()
    start = name_at + name_length + extra_length
    if start + part.compress_size > len(content):
        raise damaged()
    return start


def _encoding(part: zipfile.ZipInfo) -> str:
    return "utf-8" if part.flag_bits & 0x800 else "cp437"


def _inflate(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), PIECE):
            piece = inflater.decompress(packed[at : at + PIECE], PIECE)
            while piece:
                yield piece
                piece = inflater.decompress(inflater.unconsumed_tail, PIECE)
    except zlib.error as error:
        raise damaged() from error
    if not inflater.eof or inflater.unused_data:
        raise damaged()
