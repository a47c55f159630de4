"""Writes a new picture file out of nothing but pixels.

The file is rebuilt from raw pixels, so that nothing of the old one's metadata, comments, thumbnails, colour profile,
further pictures or trailing bytes can come along (Pillow's plain save keeps a JPEG's comment, for one). Even the
quantisation tables are the standard ones nearest to the source's, since a camera's own tables name the camera.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from primum.photo.frames import Frame

LARGEST_SIDE = 4096
"""Most pixels of the long side of what is released masked: no site shows more."""

_LOWEST, _HIGHEST = 75, 95
_USUAL = 90
_SMALL_SIDE, _SMALL_BYTES = 960, 400_000
# What JPEG tables mean as a quality: the luminance table of the standard (ITU-T T.81, K.1), summed.
_STANDARD_SUM = 3688


@dataclass(frozen=True, slots=True)
class MaskedFile:
    """A new file, ready to be posted in the old one's place."""

    data: bytes
    media_type: str
    name: str
    width: int
    height: int


def quality_of(image: Image.Image) -> int:
    """Return the quality, 75 to 95, at which to write a photo again so that it neither bloats nor decays."""
    tables = getattr(image, "quantization", None)
    if not tables:
        return _USUAL
    scale = 100 * sum(tables[min(tables)]) / _STANDARD_SUM
    quality = (200 - scale) / 2 if scale <= 100 else 5000 / scale  # as libjpeg's jpeg_quality_scaling
    return min(_HIGHEST, max(_LOWEST, int(quality)))


def within(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return `pixels` (uint8 RGB [height, width, 3]), made smaller where its long side is over `LARGEST_SIDE`."""
    height, width = pixels.shape[:2]
    ratio = LARGEST_SIDE / max(height, width)
    if ratio >= 1:
        return pixels
    size = max(1, round(width * ratio)), max(1, round(height * ratio))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC))


def small(pixels: NDArray[np.uint8]) -> bytes:
    """Return `pixels` (uint8 RGB [height, width, 3]) as a JPEG to look at, small enough for one frame of the wire."""
    image = Image.fromarray(pixels)
    image.thumbnail((_SMALL_SIDE, _SMALL_SIDE))
    for quality in (80, 60, 40, 20):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality)
        if buffer.tell() <= _SMALL_BYTES:
            break
    return buffer.getvalue()


def encode_animation(frames: Sequence[Frame], source: str, repeats: int | None = 0) -> MaskedFile:
    """Return frames as a file: GIF for GIF, PNG for PNG, WebP otherwise. It is repeated as the source's header says: 0
    for ever, None not at all.
    """
    height, width = frames[0].pixels.shape[:2]
    first, *others = (Image.frombytes("RGB", (width, height), frame.pixels.tobytes()) for frame in frames)
    durations = [frame.duration for frame in frames]
    kind, ending = (source, source.lower()) if source in ("GIF", "PNG") else ("WEBP", "webp")
    options: dict[str, object] = {"quality": _USUAL, "method": 0} if kind == "WEBP" else {}
    if repeats is not None or kind != "GIF":  # a GIF that is shown once has no number of repeats
        options["loop"] = 1 if repeats is None else repeats
    buffer = io.BytesIO()
    first.save(buffer, kind, save_all=True, append_images=others, duration=durations, **options)
    return MaskedFile(buffer.getvalue(), f"image/{ending}", f"photo.{ending}", width, height)


def encode(pixels: NDArray[np.uint8], source: str, quality: int) -> MaskedFile:
    """Return `pixels` (uint8 RGB [height, width, 3]) as a file: PNG for what came without loss (PNG, GIF, BMP), WebP
    for WebP, JPEG for photos of any other kind.
    """
    height, width = pixels.shape[:2]
    image = Image.fromarray(np.ascontiguousarray(pixels))
    buffer = io.BytesIO()
    if source in ("PNG", "GIF", "BMP"):
        image.save(buffer, "PNG", compress_level=4)
        kind, ending = "image/png", "png"
    elif source == "WEBP":
        image.save(buffer, "WEBP", quality=quality, method=2)
        kind, ending = "image/webp", "webp"
    else:
        image.save(buffer, "JPEG", quality=quality, subsampling="4:2:0" if quality < _HIGHEST else "4:4:4")
        kind, ending = "image/jpeg", "jpg"
    return MaskedFile(buffer.getvalue(), kind, f"photo.{ending}", width, height)
