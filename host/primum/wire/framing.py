"""Bytes: the frames of native messaging, and the only hands on stdin and stdout.

A frame is a 4-byte length in native byte order, then that many bytes of UTF-8 JSON
(https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging#native-messaging-host-protocol).
"""

from __future__ import annotations

import os
import struct
import sys
from typing import BinaryIO

FRAME_LIMIT = 1024 * 1024
"""Largest frame that is read; the browser accepts no larger one from us either."""

RECOVERABLE_LIMIT = 64 * 1024 * 1024
"""A browser never sends more than this: a larger length means that the stream is no longer framed."""

_LENGTH = struct.Struct("=I")
_CHUNK = 64 * 1024


class FrameTooLargeError(Exception):
    """A frame was over the limit; it has been skipped, and the next one can be read."""


class StreamLostError(Exception):
    """The stream ended inside a frame, or its length cannot be true: nothing more can be read."""


def take_stdio() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout for the frames, so that nothing else can ever write between them.

    Descriptor 1 is pointed at stderr and 0 at nothing: a library that prints would otherwise corrupt the stream.
    Call this before importing any library that may print.
    """
    sys.stdout.flush()
    source, target = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(source, os.O_BINARY)
        msvcrt.setmode(target, os.O_BINARY)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return os.fdopen(source, "rb"), os.fdopen(target, "wb", buffering=0)


def read_frame(source: BinaryIO) -> bytes | None:
    """Return the next frame's bytes, or None at the end of input.

    Raises FrameTooLargeError for a frame over FRAME_LIMIT (skipped), StreamLostError when no next frame can follow.
    """
    header = source.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        return None  # the browser closed the pipe, perhaps inside a header: the end, not a fault
    (length,) = _LENGTH.unpack(header)
    if length > RECOVERABLE_LIMIT:
        raise StreamLostError("The length of a frame cannot be true.")
    if length > FRAME_LIMIT:
        _skip(source, length)
        raise FrameTooLargeError(f"A frame may hold at most {FRAME_LIMIT} bytes.")
    content = source.read(length)
    if len(content) < length:
        raise StreamLostError("The input ended inside a frame.")
    return content


def write_frame(target: BinaryIO, content: bytes) -> None:
    """Write one frame whole.

    Raises ValueError when the browser would not accept it, OSError when the browser is gone.
    """
    if len(content) > FRAME_LIMIT:
        raise ValueError(f"A frame may hold at most {FRAME_LIMIT} bytes.")
    rest = memoryview(_LENGTH.pack(len(content)) + content)
    while rest:  # an unbuffered pipe may take less than it is given
        rest = rest[target.write(rest) :]


def _skip(source: BinaryIO, length: int) -> None:
    while length > 0:
        chunk = source.read(min(length, _CHUNK))
        if not chunk:
            raise StreamLostError("The input ended inside a frame.")
        length -= len(chunk)
