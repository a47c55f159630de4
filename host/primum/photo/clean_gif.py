"""Takes everything out of a GIF file but the picture, without decoding it.

A GIF is a row of blocks (GIF89a, CompuServe 1990). Kept are the frames with their palettes and how they are shown, how
often they are repeated, and the colour profile; the rest goes: comments, plain texts, which no browser shows, XMP and
what else applications write, and whatever follows the end of the file.
"""

from __future__ import annotations

_HEADER = 13  # signature and logical screen
_EXTENSION, _FRAME, _END = 0x21, 0x2C, 0x3B
_PLAIN_TEXT, _SHOWN_HOW, _APPLICATION = 0x01, 0xF9, 0xFF
_REPEATED = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_PROFILE = b"ICCRGBG1012"


def stripped(data: bytes, _orientation: int = 1) -> bytes | None:
    """Return a GIF file with the same picture, bit for bit, and no metadata; None when its blocks do not follow each
    other as they must. A GIF is never to be turned.
    """
    if data[:6] not in (b"GIF87a", b"GIF89a"):
        return None
    try:
        return b"".join(_kept(data))
    except (ValueError, IndexError):
        return None


def _kept(data: bytes) -> list[bytes]:
    """Return what is kept. Raises ValueError or IndexError when a block is cut off or of no known kind."""
    at = _HEADER + _palette(data[10])
    parts = [data[:at]]
    how = b""  # the next frame is shown
    while data[at] != _END:
        start = at
        if data[at] == _FRAME:
            at = _after_blocks(data, at + 11 + _palette(data[at + 9]))
            parts += [how, data[start:at]]
            how = b""
        elif data[at] == _EXTENSION:
            kind, at = data[at + 1], _after_blocks(data, at + 2)
            if kind == _SHOWN_HOW:
                how = data[start:at]
            elif kind == _PLAIN_TEXT:
                how = b""
            elif kind == _APPLICATION:
                parts.append(_of_application(data[start:at]))
        else:
            raise ValueError
    return [*parts, bytes([_END])]


def _of_application(block: bytes) -> bytes:
    """Return what is kept of an application's block: a profile, and a number of repeats, written anew."""
    name, content = block[3:14], block[14:]
    if name == _PROFILE:
        return block
    if name in _REPEATED and len(content) >= 4 and content[0] >= 3 and content[1] & 7 == 1:
        return block[:14] + b"\x03\x01" + content[2:4] + b"\0"
    return b""


def _palette(flags: int) -> int:
    """Return how many bytes of palette follow what has these flags."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    """Return where a row of sub-blocks ends."""
    while data[at]:
        at += 1 + data[at]
    return at + 1
