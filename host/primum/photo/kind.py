"""Tells videos from photos by their first bytes, and whether videos are looked at here: known before one is opened.

Like the limits it stands apart from what opens files, so that asking does not load it.
"""

from __future__ import annotations

from importlib.util import find_spec

EBML = b"\x1a\x45\xdf\xa3"
"""What a WebM or Matroska file starts with."""

_NOT_VIDEO_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_ATOMS = (b"moov", b"mdat", b"wide", b"skip", b"free")  # what a QuickTime file without `ftyp` starts with


def is_video(data: bytes | bytearray) -> bool:
    """Whether the first bytes are those of an MP4, QuickTime, WebM or Matroska file."""
    if data[4:8] == b"ftyp":
        return data[8:12] not in _NOT_VIDEO_BRANDS
    return data[:4] == EBML or data[4:8] in _ATOMS


def ending_of(data: bytes) -> str:
    """Return the ending of what is made of a video: `webm` for WebM, `mp4` for the others."""
    return "webm" if data[:4] == EBML else "mp4"


def reads_videos() -> bool:
    """Whether PyAV is installed."""
    return find_spec("av") is not None
