"""Takes everything out of a JPEG file but the picture, without decoding it.

A JPEG is a row of segments (ITU-T T.81, annex B). Kept are those that a decoder needs, the colour profile, and the
way the photo is to be turned, written anew; the rest goes: EXIF with its thumbnail and maker notes, XMP, IPTC,
comments, further pictures, and whatever follows the end of the image.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from primum.photo.limits import PhotoUnreadableError

_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_APPS = range(0xE0, 0xF0)
_ICC, _ADOBE = (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe")
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a body: TEM and the restarts

_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


def stripped(data: bytes, orientation: int) -> bytes:
    """Return a JPEG file with the same picture, bit for bit, and no metadata; `orientation` is 1 to 8 as EXIF counts.

    Raises PhotoUnreadableError when its segments do not follow each other as they must.
    """
    parts = [b"\xff\xd8"]
    segments = list(_segments(data))
    # Adobe's segment says how colours are coded, in JFIF's place
    if not any(_is(segment, _ADOBE) for segment in segments):
        parts.append(_JFIF)
    if orientation != 1:
        parts.append(_turning(orientation))
    for marker, segment in segments:
        if marker == _COMMENT:
            continue
        if marker in _APPS and not (_is((marker, segment), _ICC) or _is((marker, segment), _ADOBE)):
            continue
        parts.append(segment)
    return b"".join([*parts, b"\xff\xd9"])


def _is(segment: tuple[int, bytes], kind: tuple[int, bytes]) -> bool:
    return segment[0] == kind[0] and segment[1][4:].startswith(kind[1])


def turning(orientation: int) -> bytes:
    """Return EXIF that says how to turn the photo, and nothing else (EXIF 2.32, 4.5.4)."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _turning(orientation: int) -> bytes:
    """Return a segment of EXIF that says how to turn the photo."""
    body = b"Exif\0\0" + turning(orientation)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield marker and bytes of each segment between the start and the end of the image, scans with their data."""
    at = 2
    while True:
        if at + 2 > len(data) or data[at] != 0xFF:
            raise PhotoUnreadableError("The photo cannot be cleaned: the file is damaged.")
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == _END:
            return
        if marker in _ALONE or marker == _START:
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        yield marker, data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where coded data ends: at the first marker that is neither a stuffed byte nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise PhotoUnreadableError("The photo cannot be cleaned: the file is damaged.")
        if data[at + 1] != 0 and data[at + 1] not in _ALONE and data[at + 1] != 0xFF:
            return at
        at += 1
