"""Takes everything out of a PNG file but the picture, without decoding it.

A PNG is a row of chunks (W3C, PNG third edition, 5). Kept are those that say what is seen, of an animation too; the
rest goes: texts, time, EXIF, private chunks, and whatever follows the end of the image.
"""

from __future__ import annotations

import struct
import zlib

from primum.photo.clean import turning

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SEEN = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"}
    | {b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs"}
)
_CRITICAL = 0x20  # the bit of a chunk's first letter that is not set when a picture cannot be shown without the chunk


def stripped(data: bytes, orientation: int) -> bytes | None:
    """Return a PNG file with the same picture, bit for bit, and no metadata; `orientation` is 1 to 8 as EXIF counts.
    None when its chunks do not follow each other as they must.
    """
    if not data.startswith(_SIGNATURE):
        return None
    parts, at = [_SIGNATURE], len(_SIGNATURE)
    while at + 12 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data) or (at == len(_SIGNATURE)) != (kind == b"IHDR"):
            return None
        if kind in _SEEN:
            parts.append(data[at:end])
        elif not kind[0] & _CRITICAL:
            return None
        if kind == b"IHDR" and orientation != 1:
            parts.append(_chunk(b"eXIf", turning(orientation)))
        if kind == b"IEND":
            return b"".join(parts)
        at = end
    return None


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
