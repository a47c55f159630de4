"""Finds barcodes and two-dimensional codes with ZXing: wristbands, labels, prescriptions, vaccination certificates.

A code is found when it can be decoded; one that cannot is not located either. What it says is not kept: that it can
be read is what matters. ZXing finds bars that stand within 15 degrees or so of a side of the picture; for those of a
wristband on an arm the picture is turned by 45 degrees and searched for bars once more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from primum.finding import Box

LARGEST_SIDE = 2000
"""Most pixels of the long side that are searched: ZXing's time grows with the area."""

_SLANTED_SIDE = 1600  # pixels of the long side before turning, which doubles the area
_ENLARGED = 2.0  # times at most: turning blurs thin bars
_SLANT = 45  # degrees, counter-clockwise
_GROUND = 128  # grey beside the turned picture
_BARS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.AllLinear)
_TALL, _LEAN = 0.35, 0.26  # how tall bars are taken to be, and what leaning by 15 degrees adds, as shares of the width

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
    found = [
        Code(_box(_corners(code), scale, width, height), _kind(code))
        for code in zxingcpp.read_barcodes(np.asarray(grey))
    ]
    ratio = min(_SLANTED_SIDE / max(grey.size), _ENLARGED)
    size = max(1, round(grey.width * ratio)), max(1, round(grey.height * ratio))
    slanted = grey.resize(size, Image.Resampling.BOX if ratio < 1 else Image.Resampling.BICUBIC)
    turned = slanted.rotate(_SLANT, Image.Resampling.BILINEAR, expand=True, fillcolor=_GROUND)
    scale = max(width, height) / max(slanted.size)
    for code in zxingcpp.read_barcodes(np.asarray(turned), formats=_BARS):
        corners = _turned_back(_corners(code), turned.size, slanted.size)
        box = _box(corners, scale, width, height)
        if not any(_touch(box, other.box) for other in found):
            found.append(Code(box, _kind(code)))
    return found


def _kind(code: zxingcpp.Barcode) -> str:
    return str(code.format).removeprefix("BarcodeFormat.")


def _corners(code: zxingcpp.Barcode) -> NDArray[np.float64]:
    """Return the corners of a code: [4, 2] as x, y. Of bars ZXing gives the rows that crossed all of them, which are
    few when the bars lean: as much is added above and below as bars may reach.
    """
    place = code.position
    points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    corners = np.array([(point.x, point.y) for point in points], np.float64)
    if code.format not in zxingcpp.barcode_formats_list(_BARS):
        return corners
    along = (corners[1] - corners[0] + corners[2] - corners[3]) / 2
    width = float(np.hypot(*along))
    across = np.array([-along[1], along[0]]) / max(width, 1.0)
    middle, heights = corners.mean(axis=0), (corners - corners.mean(axis=0)) @ across
    reach = (max(float(np.ptp(heights)), _TALL * width) + _LEAN * width) / 2 * across
    sides = np.array([-along, along, along, -along]) / 2
    whole: NDArray[np.float64] = middle + sides + np.array([-reach, -reach, reach, reach])
    return whole


def _turned_back(
    corners: NDArray[np.float64], turned: tuple[int, int], upright: tuple[int, int]
) -> NDArray[np.float64]:
    """Return where corners in a picture of size `turned` were before it was turned counter-clockwise by `_SLANT`."""
    angle = math.radians(_SLANT)
    x, y = (corners - np.array(turned) / 2).T
    back = np.stack([x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)], axis=1)
    places: NDArray[np.float64] = back + np.array(upright) / 2
    return places


def _touch(one: Box, two: Box) -> bool:
    return max(one.x, two.x) < min(one.x + one.w, two.x + two.w) and max(one.y, two.y) < min(
        one.y + one.h, two.y + two.h
    )


def _box(corners: NDArray[np.float64], scale: float, width: int, height: int) -> Box:
    xs, ys = (corners * scale).T
    margin = _MARGIN * float(max(np.ptp(xs), np.ptp(ys))) + 2 * scale
    left, top = max(0, round(float(xs.min()) - margin)), max(0, round(float(ys.min()) - margin))
    right, bottom = min(width, round(float(xs.max()) + margin)), min(height, round(float(ys.max()) + margin))
    return Box(left, top, max(1, right - left), max(1, bottom - top))
