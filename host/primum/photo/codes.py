"""Finds barcodes and two-dimensional codes with ZXing: wristbands, labels, prescriptions, vaccination certificates.

A code is found when it can be decoded; one that cannot is not located either. What it says is not kept: that it can
be read is what matters. The whole picture is searched once, in which ZXing finds square codes however they are turned,
and bars where a row of pixels crosses all of them. Bars that lean, or are thin, are searched for where `bars` says
that all edges run one way: that place is cut out, turned upright and enlarged.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from primum.finding import Box
from primum.photo import bars
from primum.photo.tiles import tiles

LARGEST_SIDE = 2000
"""Most pixels of the long side that are searched: ZXing's time grows with the area."""

_ENLARGED = 2.0  # times: bars are thin, and turning blurs them
_BESIDE = 0.2  # share of the length of a place that is cut out on each side of it: a code needs a quiet margin
_LARGEST_PLACE = 1800  # pixels of the longest side of what is cut out and enlarged
_GROUND = 128  # grey beside what is cut out at the edge of the picture
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
    found: list[Code] = []
    scale = max(width, height) / max(pixels.shape[:2])
    for part in tiles(pixels):
        rows, columns = part.pixels.shape[:2]
        for code in _in_part(part.pixels, columns, rows):
            box = Box(*(round(edge * scale) for edge in part.moved(code.box)))
            if not any(_touch(box, other.box) for other in found):
                found.append(Code(box, code.kind))
    return found


def _in_part(pixels: NDArray[np.uint8], width: int, height: int) -> list[Code]:
    grey = Image.fromarray(pixels).convert("L")
    grey.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.BOX)
    scale = max(width, height) / max(grey.size)
    found = [
        Code(_box(_corners(code), scale, width, height), _kind(code))
        for code in zxingcpp.read_barcodes(np.asarray(grey))
    ]
    for place in bars.places(np.asarray(grey)):
        part, back = _upright(grey, place)
        for code in zxingcpp.read_barcodes(np.asarray(part), formats=_BARS):
            box = _box(back(_corners(code)), scale, width, height)
            if not any(_touch(box, other.box) for other in found):
                found.append(Code(box, _kind(code)))
    return found


def _upright(
    grey: Image.Image, place: bars.Place
) -> tuple[Image.Image, Callable[[NDArray[np.float64]], NDArray[np.float64]]]:
    """Return a place with its bars upright, enlarged, and what brings corners in it back into the picture."""
    length, height = place.length * (1 + 2 * _BESIDE), place.height + 2 * bars.TILE
    ratio = min(_ENLARGED, _LARGEST_PLACE / max(length, height))
    size = max(1, round(length * ratio)), max(1, round(height * ratio))
    along = np.array([math.cos(place.angle), math.sin(place.angle)])
    down = np.array([-along[1], along[0]])
    corner = np.array([place.x, place.y]) - along * length / 2 - down * height / 2

    def back(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        places: NDArray[np.float64] = corner + (corners[:, :1] * along + corners[:, 1:] * down) / ratio
        return places

    step_x, step_y = along / ratio, down / ratio
    steps = (step_x[0], step_y[0], corner[0], step_x[1], step_y[1], corner[1])
    part = grey.transform(
        size, Image.Transform.AFFINE, [float(step) for step in steps], Image.Resampling.BICUBIC, fillcolor=_GROUND
    )
    return part, back


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
