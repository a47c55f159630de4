"""Finds barcodes and two-dimensional codes with ZXing: wristbands, labels, prescriptions, vaccination certificates.

A code is found when it can be decoded; one that cannot is not located either. What it says is not kept: that it can
be read is what matters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from primum.finding import Box

LARGEST_SIDE = 2000
"""Most pixels of the long side that are searched: ZXing's time grows with the area."""

_MARGIN = 0.08  # of the longer side, on each side: the corners that ZXing gives lie inside the outer bars


@dataclass(frozen=True, slots=True)
class Code:
    """A code in upright full-size pixels, and the name of its symbology."""

    box: Box
    kind: str


def find(pixels: NDArray[np.uint8], width: int, height: int) -> list[Code]:
    """Return the codes in `pixels` (uint8 RGB [rows, columns, 3]) as boxes of a photo of `width` x `height`."""
    grey = Image.fromarray(pixels).convert("L")
    grey.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.BOX)
    scale = max(width, height) / max(grey.size)
    return [
        Code(_box(code.position, scale, width, height), str(code.format).removeprefix("BarcodeFormat."))
        for code in zxingcpp.read_barcodes(np.asarray(grey))
    ]


def _box(position: zxingcpp.Position, scale: float, width: int, height: int) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    xs, ys = [corner.x * scale for corner in corners], [corner.y * scale for corner in corners]
    margin = _MARGIN * max(max(xs) - min(xs), max(ys) - min(ys)) + 2 * scale
    left, top = max(0, round(min(xs) - margin)), max(0, round(min(ys) - margin))
    right, bottom = min(width, round(max(xs) + margin)), min(height, round(max(ys) + margin))
    return Box(left, top, max(1, right - left), max(1, bottom - top))
