"""Photos for the tests, and how two of them are compared."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from skimage import data

FACE = (slice(72, 158), slice(182, 262))
"""Rows and columns of the face in `skimage.data.astronaut()` (public domain, NASA), seen by eye."""
BODY = slice(300, None)
"""Rows with nothing but the suit and the flag."""

Pixels = NDArray[np.uint8]


def head_jpeg(folder: Path) -> Path:
    """Write a portrait as a phone would: JPEG with a device, a date and a position."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Fictive", "Modèle 1".encode().decode("latin-1"), "2026:03:14 09:26:53"
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 19.0, 40.0), 3: "W", 4: (2.0, 25.0, 48.0)})
    file = folder / "IMG_2041.jpg"
    Image.fromarray(data.astronaut()).save(file, quality=95, subsampling=0, exif=exif)
    return file


def head_png(folder: Path) -> Path:
    """Write the same portrait as a screenshot would be."""
    file = folder / "capture.png"
    Image.fromarray(data.astronaut()).save(file)
    return file


def plain_jpeg(folder: Path) -> Path:
    """Write a photo in which there is nothing to say: a cup of coffee, no metadata."""
    file = folder / "tasse.jpg"
    Image.fromarray(data.coffee()).save(file, quality=90)
    return file


def dated_jpeg(folder: Path) -> Path:
    """Write the cup as a phone would: with a device and a date, and no position."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "Fictive", "2026:03:14 09:26:53"
    file = folder / "IMG_2042.jpg"
    Image.fromarray(data.coffee()).save(file, quality=90, exif=exif)
    return file


def plain_png(folder: Path) -> Path:
    """Write the same cup as a screenshot."""
    file = folder / "tasse.png"
    Image.fromarray(data.coffee()).save(file)
    return file


def pixels(content: bytes) -> Pixels:
    """Decode to an H×W×3 array."""
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))


def assert_head_masked(original: bytes, received: bytes) -> None:
    """Nothing of the face is left, the rest is what it was up to the noise of JPEG, and nothing else travels along.

    The cover may be textured, so it is not its colour that is asked about but what it keeps: no edge of a face, and
    no likeness, coarse or fine, with what was there.
    """
    before, after = pixels(original).astype(float), pixels(received).astype(float)
    assert after.shape == before.shape
    changed = np.abs(after - before).max(axis=2)
    assert np.median(changed[FACE]) > 15, "the face has not changed"
    # a blur of 10 pixels keeps 1 % of the edges, a mosaic of 12 pixels a likeness of 0.8
    assert _edges(after[FACE]) < 0.005 * _edges(before[FACE]), "edges of the face are left"
    assert abs(_likeness(before[FACE], after[FACE])) < 0.65, "a likeness of the face is left"
    assert changed[BODY].mean() < 5, "the photo has changed away from the head"
    assert np.quantile(changed[BODY], 0.99) < 30, "the photo has changed away from the head"
    covered = (changed > 25).mean()
    assert 0.02 < covered < 0.4, f"{covered:.0%} of the photo has changed"
    assert_no_metadata(received)


def _edges(area: NDArray[np.floating]) -> float:
    """Return how much neighbouring pixels differ, squared and averaged."""
    return float(np.mean([np.square(np.diff(area, axis=axis)).mean() for axis in (0, 1)]))


def _likeness(one: NDArray[np.floating], other: NDArray[np.floating], tile: int = 4) -> float:
    """Return the correlation of two areas in grey, seen in tiles of `tile` pixels, less the slope of each."""
    height, width = (side // tile for side in one.shape[:2])
    rows, columns = np.mgrid[:height, :width]
    slope = np.stack([np.ones(height * width), rows.ravel(), columns.ravel()], axis=1)
    rest = []
    for area in (one, other):
        grey = area.mean(axis=2)[: height * tile, : width * tile]
        tiles = grey.reshape(height, tile, width, tile).mean(axis=(1, 3)).ravel()
        rest.append(tiles - slope @ np.linalg.lstsq(slope, tiles, rcond=None)[0])
    return float(np.corrcoef(*rest)[0, 1])


def assert_no_metadata(content: bytes) -> None:
    """Nothing but the picture: no EXIF, no XMP, no IPTC, no comment."""
    image = Image.open(io.BytesIO(content))
    assert not image.getexif()
    assert not {"exif", "xmp", "photoshop", "comment", "XML:com.adobe.xmp"} & set(image.info)
    for trace in (b"Exif\0", b"ns.adobe.com/xap", b"Photoshop 3.0", b"2026:03:14", b"Fictive"):
        assert trace not in content


def assert_passed_unchanged(photo: Path, way: str, file: Mapping[str, Any], content: bytes) -> None:
    """Check that what the page received, its `file` and its `content`, is `photo`, as it came by `way`."""
    if way == "pasted":
        # the browser writes a PNG of its own on the clipboard: the picture is the same, its bytes are the browser's
        assert (pixels(content) == pixels(photo.read_bytes())).all()
    else:
        assert content == photo.read_bytes()
        assert (file["name"], file["type"]) == (photo.name, "image/jpeg")
