"""Reads and writes short videos with PyAV, in memory.

PyAV is an optional extra (`primum[video]`): its wheel carries x264 and x265, under the GPL. Without it a video is
said not to be checked. The container is named by the file's first bytes and never guessed, and nothing but the given
bytes is ever opened: some formats that FFmpeg knows are lists of further files and addresses.
"""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, NoReturn, TypeAlias

import numpy as np
from numpy.typing import NDArray

from primum.photo.kind import EBML, ending_of
from primum.photo.limits import PhotoError, PhotoTooLargeError, PhotoUnreadableError, VideoNotCheckedError
from primum.photo.metadata import LOCATION

_Av: TypeAlias = Any
"""What belongs to PyAV, which need not be installed."""

MAX_SECONDS = 60
MAX_BYTES = 400 * 1024 * 1024
LARGEST_SIDE = 4096
_MAX_FRAMES = MAX_SECONDS * 240  # phones film up to 240 a second

_CODECS = frozenset(
    {"h264", "hevc", "vp8", "vp9", "libvpx", "libvpx-vp9", "av1", "libdav1d", "mpeg4", "mjpeg", "prores"}
)
_ISO_6709 = re.compile(r"([+-]\d{2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)")
_TAGS = {
    LOCATION: ("com.apple.quicktime.location.iso6709", "location", "location-eng"),
    "date": ("com.apple.quicktime.creationdate", "creation_time", "date"),
    "device": ("com.apple.quicktime.model", "com.android.model", "model", "com.apple.quicktime.make", "make"),
    "owner": ("artist", "author", "copyright", "com.apple.quicktime.author"),
    "software": ("com.apple.quicktime.software", "encoder"),
    "description": ("title", "description", "comment", "synopsis", "keywords"),
}

_CLOCK_TIME = re.compile(r"(\d{1,2}):(\d{2}):(\d{2}(?:\.\d+)?)")
_CUT_OFF = 1.5  # seconds that may lack at the end of what is whole

_TICKS = Fraction(1, 90_000)  # of the time base in which videos are written


@dataclass(frozen=True, slots=True)
class Shot:
    """One frame, `seconds` after the start of the video; decoded, but not yet turned into pixels."""

    seconds: float
    frame: _Av

    def pixels(self) -> NDArray[np.uint8]:
        """Return uint8 RGB [height, width, 3], upright."""
        pixels: NDArray[np.uint8] = self.frame.to_ndarray(format="rgb24")
        return np.ascontiguousarray(np.rot90(pixels, _quarters(self.frame)))


@dataclass(frozen=True, slots=True)
class Footage:
    """An opened video: upright size in pixels, length in seconds (0 where the file does not say), and what it carries
    unseen, by kind as in `metadata.read`.
    """

    width: int
    height: int
    seconds: float
    carried: dict[str, str]
    shots: Iterator[Shot]


@contextmanager
def opened(data: bytes) -> Iterator[Footage]:
    """Open a video; its shots can be gone through once, inside.

    Raises VideoNotCheckedError without PyAV or for more than MAX_SECONDS, PhotoTooLargeError, PhotoUnreadableError.
    """
    with _opened(data) as (container, stream):
        shots = _shots(container.decode(stream), _length_of_pictures(stream))
        try:
            first = next(shots)
        except StopIteration:
            raise _unreadable() from None
        width, height = first.frame.width, first.frame.height
        if max(width, height) > LARGEST_SIDE:
            raise PhotoTooLargeError(f"The video is larger than {LARGEST_SIDE} pixels.")
        if _quarters(first.frame) % 2:
            width, height = height, width
        yield Footage(width, height, _length(container), _carried(container), _chained(first, shots))


def rewritten(data: bytes, change: Callable[[Shot], NDArray[np.uint8]], sound: bool = True) -> tuple[bytes, str]:
    """Return a video anew, each of its frames as `change` returns it (uint8 RGB, upright), without metadata or any
    stream but the pictures and, where `sound` is asked for and fits, the first sound, copied; and its ending.

    Raises as `opened`, and whatever `change` raises.
    """
    ending = ending_of(data)
    target = io.BytesIO()
    # bitexact: the writer does not sign
    with (
        _opened(data) as (source, pictures),
        _av().open(target, "w", format=ending, options={"fflags": "+bitexact"}) as out,
    ):
        voices = source.streams.audio[0] if sound and source.streams.audio else None
        if voices is not None and not (voices.codec_context and voices.codec_context.name in out.supported_codecs):
            voices = None
        copied = None if voices is None else out.add_stream_from_template(voices)
        if copied is not None:
            copied.metadata.clear()
        coded: _Av = None
        waiting: list[_Av] = []  # sound that comes before the first frame, without whose size nothing can be written

        def frames() -> Iterator[_Av]:
            for packet in _packets(source, [stream for stream in (pictures, voices) if stream is not None]):
                if packet.stream is pictures:
                    yield from _decoded(packet)
                elif packet.dts is not None:
                    packet.stream = copied
                    waiting.append(packet)

        for shot in _shots(frames(), _length_of_pictures(pictures)):
            pixels = change(shot)
            pixels = np.ascontiguousarray(pixels[: pixels.shape[0] // 2 * 2, : pixels.shape[1] // 2 * 2])
            if coded is None:
                coded = _coded(out, ending, pixels, pictures)
            out.mux(coded.encode(_frame(pixels, shot.seconds)))
            out.mux(waiting)
            waiting.clear()
        if coded is None:
            raise _unreadable()
        out.mux(coded.encode(None))
        out.mux(waiting)
    return target.getvalue(), ending


def cleaned(data: bytes) -> tuple[bytes, str] | None:
    """Return a video without metadata or any stream but the pictures and the first sound, both copied as they are,
    and its ending; None where the new file cannot hold such pictures without coding them anew.

    Raises as `opened`.
    """
    ending = ending_of(data)
    target = io.BytesIO()
    with _opened(data) as (source, pictures):
        streams = [pictures, *source.streams.audio[:1]]
        try:
            with _av().open(target, "w", format=ending, options={"fflags": "+bitexact"}) as out:
                copies = {stream: out.add_stream_from_template(stream) for stream in streams}
                for copy in copies.values():
                    copy.metadata.clear()
                for packet in _packets(source, streams):
                    if packet.dts is not None:
                        packet.stream = copies[packet.stream]
                        out.mux(packet)
        except PhotoError:
            raise
        except Exception:
            # not every code fits every container, and FFmpeg says so in many ways
            return None
    return target.getvalue(), ending


@contextmanager
def _opened(data: bytes) -> Iterator[tuple[_Av, _Av]]:
    """Open the container and its first stream of pictures."""
    av = _av()
    if av is None:
        raise VideoNotCheckedError("The video was not checked: install primum[video] to check videos.")
    if len(data) > MAX_BYTES:
        raise PhotoTooLargeError(f"The video is larger than {MAX_BYTES // 2**20} MB.")
    kind = "matroska" if data[:4] == EBML else "mov"
    try:
        container = av.open(io.BytesIO(data), format=kind, io_open=_refuse, metadata_errors="replace")
    except Exception:
        raise _unreadable() from None
    try:
        if _length(container) > MAX_SECONDS + 0.5:
            raise VideoNotCheckedError(f"The video was not checked: it is longer than {MAX_SECONDS} seconds.")
        pictures = [stream for stream in container.streams.video if not stream.disposition & 0x400]  # attached_pic
        if not pictures or pictures[0].codec_context is None or pictures[0].codec_context.name not in _CODECS:
            raise _unreadable()
        pictures[0].thread_type = "AUTO"
        pictures[0].codec_context.thread_count = 2
        yield container, pictures[0]
    finally:
        with suppress(Exception):
            container.close()


def _refuse(*_: object) -> NoReturn:
    raise OSError("a video may not open anything")


def _packets(container: _Av, streams: list[_Av]) -> Iterator[_Av]:
    packets = container.demux(streams)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except Exception:
            raise _unreadable() from None
        yield packet


def _decoded(packet: _Av) -> Iterator[_Av]:
    try:
        frames = packet.decode()
    except Exception:
        raise _unreadable() from None
    yield from frames


def _shots(frames: Iterator[_Av], length: float) -> Iterator[Shot]:
    """Yield the frames that have a time. What ends much before its `length`, 0 where that is not known, was cut off,
    and is not taken for whole.
    """
    end, count = 0.0, 0
    while True:
        try:
            frame = next(frames)
        except StopIteration:
            break
        except PhotoError:
            raise
        except Exception:
            # decoders meet hostile files with exceptions of every kind; their messages may quote the file
            raise _unreadable() from None
        if frame.time is None:
            continue
        seconds, count = max(0.0, float(frame.time)), count + 1
        if seconds > MAX_SECONDS + 0.5 or count > _MAX_FRAMES:
            raise VideoNotCheckedError(f"The video was not checked: it is longer than {MAX_SECONDS} seconds.")
        # a picture that stays until the end, as in a recording of a screen, is one frame that is shown for long
        end = max(end, seconds + float((frame.duration or 0) * (frame.time_base or 0)))
        yield Shot(seconds, frame)
    if end < length - _CUT_OFF:
        raise _unreadable()


def _chained(first: Shot, others: Iterator[Shot]) -> Iterator[Shot]:
    yield first
    yield from others


def _unreadable() -> PhotoUnreadableError:
    return PhotoUnreadableError("The video cannot be read: the file is damaged or is not a video.")


def _length(container: _Av) -> float:
    """Return how long the file says it is, in seconds."""
    return float(container.duration or 0) / 1e6


def _length_of_pictures(stream: _Av) -> float:
    """Return how long the file says that its pictures last, in seconds: sound may go on after them. 0 where it does not
    say.
    """
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    said = _CLOCK_TIME.match(stream.metadata.get("DURATION", ""))  # what FFmpeg writes into WebM and Matroska
    return int(said[1]) * 3600 + int(said[2]) * 60 + float(said[3]) if said else 0.0


def _quarters(frame: _Av) -> int:
    """Return by how many quarter turns, counter-clockwise, a frame is to be turned."""
    return round((frame.rotation or 0) / 90) % 4


def _carried(container: _Av) -> dict[str, str]:
    tags: dict[str, str] = {}
    for holder in (container, *container.streams):
        tags = {**{key.lower(): value for key, value in holder.metadata.items()}, **tags}
    carried = {}
    for kind, names in _TAGS.items():
        value = next((tags[name] for name in names if tags.get(name)), "")
        value = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())[:80]
        if kind == LOCATION and (place := _ISO_6709.match(value)):
            value = f"{float(place[1]):.2f}, {float(place[2]):.2f}"
        if value:
            carried[kind] = value
    others = [stream.type for stream in container.streams if stream.type not in ("video", "audio")]
    if others:
        carried["streams"] = ", ".join(dict.fromkeys(others))  # what action cameras write: positions, movements
    return carried


def _coded(out: _Av, ending: str, pixels: NDArray[np.uint8], source: _Av) -> _Av:
    """Return a new stream of pictures in `out`."""
    if ending == "webm":
        options = {"deadline": "realtime", "cpu-used": "8", "row-mt": "1", "crf": "32", "b": "0"}
        stream = out.add_stream("libvpx-vp9", rate=_rate(source), options=options)
    else:
        stream = out.add_stream("libx264", rate=_rate(source), options={"preset": "veryfast", "crf": "21"})
    stream.height, stream.width = pixels.shape[:2]
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.time_base = _TICKS
    context.thread_count = 2
    # the colours of high-definition video, whatever the source had (ITU-T H.273, code point 1)
    context.colorspace = context.color_primaries = context.color_trc = 1
    context.color_range = 1
    return stream


def _rate(source: _Av) -> Fraction:
    rate = source.average_rate or source.guessed_rate or Fraction(30)
    return min(Fraction(240), max(Fraction(1), Fraction(rate))).limit_denominator(1001)


def _frame(pixels: NDArray[np.uint8], seconds: float) -> _Av:
    rgb = _av().VideoFrame.from_ndarray(pixels, format="rgb24")
    frame = rgb.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
    frame.pts, frame.time_base = round(seconds / _TICKS), _TICKS
    return frame


@cache
def _av() -> _Av:
    """Return PyAV, silenced (what FFmpeg says may quote the file), or None where it is not installed."""
    try:
        av = importlib.import_module("av")
    except ImportError:
        return None
    av.logging.set_level(None)
    return av
