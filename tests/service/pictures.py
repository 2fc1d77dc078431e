"""The smallest sound pictures, of any size that is written into them."""

import struct
import zlib


def png(width: int = 1, height: int = 1) -> bytes:
    """A white PNG; its rows are there only when it is small."""
    rows = (b"\0" + b"\xff" * width) * min(height, 50)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def jpeg(width: int, height: int) -> bytes:
    """The frame of a JPEG without its picture, after the segment that programs write before it."""
    comment = b"\xff\xfe" + struct.pack(">H", 2 + 4) + b"nota"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + comment + frame + b"\xff\xd9"
