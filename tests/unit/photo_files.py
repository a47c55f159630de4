"""Pictures for the photo tests: drawn here, or scikit-image's portrait of an astronaut (NASA, public domain)."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from skimage import data

FACE = (178, 65, 94, 124)
"""The astronaut's face by hand, forehead to chin: left, top, width, height."""

HEAD = (155, 15, 145, 185)
"""Her head by hand, with hair and ears."""


@cache
def astronaut() -> Image.Image:
    """512 x 512, RGB."""
    return Image.fromarray(data.astronaut())


@cache
def landscape() -> Image.Image:
    """A picture without people, 600 x 400: a sky, a field and its furrows."""
    rows, columns = np.mgrid[0:400, 0:600]
    sky = np.stack([90 + rows // 4, 140 + rows // 5, np.full_like(rows, 220)], axis=-1)
    field = np.stack([60 + columns // 12, 120 + rows // 8 + 12 * (rows // 9 % 2), 40 + columns // 30], axis=-1)
    return Image.fromarray(np.where((rows < 180)[..., None], sky, field).astype(np.uint8))


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def decoded(content: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(content)) as image:
        return np.asarray(image.convert("RGB"))


def with_place(latitude: float = 47.328, longitude: float = -2.429) -> Image.Exif:
    """EXIF of a phone that knows where it is."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Acme", "Phone 3"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:12 08:15:00"
    exif.get_ifd(0x8769)[0xA430] = "Dr Ploum"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N" if latitude >= 0 else "S", _parts(latitude)
    gps[3], gps[4] = "E" if longitude >= 0 else "W", _parts(longitude)
    return exif


def _parts(degrees: float) -> tuple[float, float, float]:
    degrees = abs(degrees)
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 3)
