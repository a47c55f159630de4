"""Frames that are cut, too large or not frames at all: an error code each, never a crash or a hang."""

import io
import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from primum.wire.framing import (
    FRAME_LIMIT,
    FrameTooLargeError,
    StreamLostError,
    read_frame,
    write_frame,
)
from tests.companion import Companion, frame

HELLO = json.dumps({"type": "hello", "id": 77, "protocol": 1, "extension": "test"}).encode()


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_frames_come_back_as_they_went(contents: list[bytes]) -> None:
    stream = io.BytesIO()
    for content in contents:
        write_frame(stream, content)
    stream.seek(0)
    assert [read_frame(stream) for _ in contents] == contents
    assert read_frame(stream) is None


@pytest.mark.parametrize("header", [b"", b"\x01", b"\x01\x00\x00"])
def test_a_header_cut_short_is_the_end(header: bytes) -> None:
    assert read_frame(io.BytesIO(header)) is None


def test_a_frame_cut_short_is_lost() -> None:
    with pytest.raises(StreamLostError):
        read_frame(io.BytesIO(struct.pack("=I", 10) + b"short"))


def test_a_frame_too_large_is_skipped_and_the_next_one_read() -> None:
    stream = io.BytesIO(frame(b"x" * (FRAME_LIMIT + 1)) + frame(b"next"))
    with pytest.raises(FrameTooLargeError):
        read_frame(stream)
    assert read_frame(stream) == b"next"


def test_a_length_that_cannot_be_true_is_lost() -> None:
    with pytest.raises(StreamLostError):
        read_frame(io.BytesIO(b"\xff\xff\xff\xff{}"))


def test_nothing_larger_than_the_browser_takes_is_written() -> None:
    with pytest.raises(ValueError, match="at most"):
        write_frame(io.BytesIO(), b"x" * (FRAME_LIMIT + 1))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (frame(b"\xff\xfe\xfd"), "bad_frame"),
        (frame(b"not json"), "bad_frame"),
        (frame(b""), "bad_frame"),
        (frame(b"[]"), "bad_message"),
        (frame(b'{"type":"fly","id":5}'), "unknown_message"),
        (frame(b" " * (FRAME_LIMIT + 1)), "too_large"),
    ],
)
def test_the_companion_answers_nonsense_with_a_code_and_goes_on(content: bytes, code: str) -> None:
    with Companion() as companion:
        companion.raw(content)
        assert companion.receive()["code"] == code
        companion.raw(frame(HELLO))
        assert companion.receive()["type"] == "hello_answer"
        assert companion.end() == 0


@pytest.mark.parametrize("content", [struct.pack("=I", 100) + b"{}", b"\xff\xff\xff\xff{}"])
def test_the_companion_says_that_the_stream_is_lost_and_ends(content: bytes) -> None:
    with Companion() as companion:
        companion.raw(content)
        assert companion.process.stdin is not None
        companion.process.stdin.close()
        answer: dict[str, Any] = companion.receive()
        assert (answer["type"], answer["code"]) == ("error", "bad_frame")
        assert companion.end() == 0
