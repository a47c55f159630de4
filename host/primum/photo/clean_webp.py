"""Takes everything out of a WebP file but the picture, without decoding it.

A WebP is a RIFF file of chunks (RFC 9649, 2). Kept are those that say what is seen, in the frames of an animation too;
the rest goes: EXIF, XMP, unknown chunks, and whatever follows the end of the file.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from primum.photo.clean import turning

_SEEN = frozenset({b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"})
_SEEN_IN_A_FRAME = frozenset({b"ALPH", b"VP8 ", b"VP8L"})
_HEADER, _FRAME_HEADER = 12, 16
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04  # in the first byte of VP8X


def stripped(data: bytes, orientation: int) -> bytes | None:
    """Return a WebP file with the same picture, bit for bit, and no metadata; `orientation` is 1 to 8 as EXIF counts.
    None when its chunks do not follow each other as they must.
    """
    size = int.from_bytes(data[4:8], "little")
    if data[:4] != b"RIFF" or data[8:_HEADER] != b"WEBP" or not 4 <= size <= len(data) - 8:
        return None
    parts, kinds = [], []
    try:
        for kind, body in _chunks(data[_HEADER : 8 + size]):
            if kind not in _SEEN:
                continue
            if kind == b"VP8X":
                turned = _EXIF_FLAG if orientation != 1 else 0
                body = bytes([body[0] & ~(_EXIF_FLAG | _XMP_FLAG) | turned]) + body[1:10]
            if kind == b"ANMF":
                inner = [_chunk(*part) for part in _chunks(body[_FRAME_HEADER:]) if part[0] in _SEEN_IN_A_FRAME]
                body = body[:_FRAME_HEADER] + b"".join(inner)
            kinds.append(kind)
            parts.append(_chunk(kind, body))
    except (ValueError, IndexError):
        return None
    if not kinds or (len(kinds) > 1) != (kinds[0] == b"VP8X") or not {b"VP8 ", b"VP8L", b"ANMF"} & set(kinds):
        return None
    if orientation != 1:
        parts.append(_chunk(b"EXIF", turning(orientation)))
    content = b"".join(parts)
    return b"RIFF" + struct.pack("<I", 4 + len(content)) + b"WEBP" + content


def is_lossy(data: bytes) -> bool:
    """Whether a still WebP file was written with loss."""
    try:
        return any(kind == b"VP8 " for kind, _ in _chunks(data[_HEADER:]))
    except ValueError:
        return True


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the name and the body of each chunk. Raises ValueError when one reaches beyond the end."""
    at = 0
    while at < len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + length
        if at + 8 > len(data) or end > len(data):
            raise ValueError
        yield data[at : at + 4], data[at + 8 : end]
        at = end + length % 2


def _chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
