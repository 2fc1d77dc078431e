"""What a picture is, told by its content and never by its name."""

import struct
from dataclasses import dataclass

_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"
# Frames that hold the size; the other numbers of this range mean tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """The kind of a picture and its size in pixels."""

    ending: str
    width: int
    height: int

    @property
    def content_type(self) -> str:
        """The type by which it is served."""
        return "image/png" if self.ending == "png" else "image/jpeg"


def picture_of(data: bytes) -> Picture | None:
    """Return what the picture is, or None when it is no whole PNG or JPEG."""
    if data.startswith(_PNG) and data.endswith(_PNG_END) and data[12:16] == b"IHDR":
        return Picture("png", *struct.unpack(">II", data[16:24]))
    if data.startswith(_JPEG) and data.endswith(_JPEG_END):
        return _jpeg(data)
    return None


def _jpeg(data: bytes) -> Picture | None:
    """Walk the segments to the frame: each says its length."""
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], int.from_bytes(data[place + 2 : place + 4], "big")
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return Picture("jpg", width, height)
        place += 2 + length
    return None
