"""Films for the video tests, written here: a portrait that moves over a field, with a tone."""

from __future__ import annotations

import io
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.unit.photo_files import astronaut

WIDTH, HEIGHT, RATE = 480, 360, 10


def moving(share: float) -> NDArray[np.uint8]:
    """A frame in which the head has gone `share` of its way from left to right."""
    scene = Image.new("RGB", (WIDTH, HEIGHT), (90, 120, 80))
    scene.paste(astronaut().crop((140, 0, 320, 220)), (round(20 + 240 * share), 60))
    return np.asarray(scene)


def film(
    picture: Callable[[float], NDArray[np.uint8]] = moving,
    seconds: float = 2.0,
    kind: str = "mp4",
    tone: bool = True,
    turned: int = 0,
    tags: dict[str, str] | None = None,
    tone_seconds: float | None = None,
    last_at: float | None = None,
) -> bytes:
    """Return a film; `picture` draws it from 0 to 1. `turned`: stored so that it is to be turned by that many degrees,
    counter-clockwise, to stand upright. `tone_seconds`: of the tone, by default as long as the pictures. `last_at`: the
    last frame comes only then.
    """
    import av

    buffer = io.BytesIO()
    with av.open(buffer, "w", format=kind, options={"movflags": "use_metadata_tags"}) as out:
        out.metadata.update(tags or {})
        codecs: tuple[Any, Any] = ("libvpx", "libopus") if kind == "webm" else ("libx264", "aac")
        stream = out.add_stream(codecs[0], rate=RATE)
        first = np.rot90(picture(0.0), -turned // 90)
        stream.height, stream.width, stream.pix_fmt = *first.shape[:2], "yuv420p"
        if turned:
            stream.set_display_rotation(turned)
        voice = out.add_stream(codecs[1], rate=48_000) if tone else None
        count = round(seconds * RATE)
        for index in range(count):
            pixels = np.ascontiguousarray(np.rot90(picture(index / max(1, count - 1)), -turned // 90))
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            late = last_at is not None and index == count - 1
            frame.pts, frame.time_base = round(last_at * RATE) if late and last_at else index, Fraction(1, RATE)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if voice is not None:
            wave = np.sin(np.arange(round(48_000 * (tone_seconds or seconds))) * 0.05).astype(np.float32)[None]
            sound = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
            sound.sample_rate, sound.pts, sound.time_base = 48_000, 0, Fraction(1, 48_000)
            fifo = av.AudioFifo()
            fifo.write(sound)
            for part in fifo.read_many(960, partial=True):
                out.mux(voice.encode(part))
            out.mux(voice.encode(None))
    return buffer.getvalue()
