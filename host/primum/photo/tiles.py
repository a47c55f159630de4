"""Cuts long pictures, as screenshots of a scrolled page are, into overlapping parts that can each be looked at.

What looks for heads and for writing sees no more than `SIDE` pixels of the long side. Of a page that is ten times as
long as it is wide, that leaves a strip on which nothing can be read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from primum.finding import Box
from primum.photo.lines import Line

SIDE = 1280
"""Most pixels of the long side that are seen in one look."""

MOST = 8
"""Parts of a picture: where more would be needed, they are longer, and seen smaller."""

_LONG = 2.5  # lengths for a breadth, from which a picture is cut
_LEAST = 1.25 * SIDE  # of its length
_PART = 2  # lengths of a part for a breadth: so are the screens of phones, which are seen whole
_OVERLAP = 0.125  # of a part: a line or a head at the end of one stands whole in the next

_SMALL = 500.0  # pixels of the short side as it is seen, below which what was larger is seen too small
_SHRUNK = 0.5  # pixels seen for one of the photo, below which letters suffer
_COVERED = 0.6  # share of a line from which it is one that was seen in another part
_BESIDE = 0.5  # line heights by which the middles of two pieces of a line may lie apart
_PARALLEL = 0.1  # radians


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a picture: where it lies in it, and a view of its pixels, uint8 RGB [rows, columns, 3]."""

    left: int
    top: int
    pixels: NDArray[np.uint8]

    def moved(self, box: Box) -> Box:
        """Return a box in this part as one in the picture."""
        return Box(box.x + self.left, box.y + self.top, box.w, box.h)


def tiles(pixels: NDArray[np.uint8]) -> list[Tile]:
    """Return the parts of a picture (uint8 RGB [rows, columns, 3]) that is long, in order; else the picture alone."""
    long, short = max(pixels.shape[:2]), min(pixels.shape[:2])
    if long <= max(_LONG * short, _LEAST):
        return [Tile(0, 0, pixels)]
    reach, count = max(_PART * short, SIDE), 1
    while count < MOST and count * reach - (count - 1) * _OVERLAP * reach < long:
        count += 1
    length = min(long, max(reach, int(long / (count - (count - 1) * _OVERLAP)) + 1))
    starts = [round(index * (long - length) / (count - 1)) for index in range(count)]
    if pixels.shape[0] == long:
        return [Tile(0, start, pixels[start : start + length]) for start in starts]
    return [Tile(start, 0, np.ascontiguousarray(pixels[:, start : start + length])) for start in starts]


def too_small(pixels: NDArray[np.uint8], width: int, height: int) -> bool:
    """Whether a photo of `width` x `height`, of which `pixels` may be a smaller copy, is seen so small that letters and
    faces on it are lost, although its parts are looked at.
    """
    seen = min(1.0, SIDE / max(tiles(pixels)[0].pixels.shape[:2])) * max(pixels.shape[:2]) / max(width, height)
    return bool(seen < _SHRUNK and seen * min(width, height) < _SMALL)


def lines_of(pixels: NDArray[np.uint8], find: Callable[[NDArray[np.uint8]], Sequence[Line]]) -> list[Line]:
    """Return the lines that `find` sees in a picture, looked at in parts where it is long: lines that several parts
    show are one.
    """
    parts = tiles(pixels)
    if len(parts) == 1:
        return list(find(pixels))
    lines: list[Line] = []
    for part in parts:
        # only what reaches into a part can be in it too: a photographed table has thousands of lines
        before = [line for line in lines if _reaches(line, part)]
        lines = [line for line in lines if not _reaches(line, part)]
        fresh = []
        for seen in find(part.pixels):
            line = replace(seen, x=seen.x + part.left, y=seen.y + part.top)
            same = [other for other in before if _is_piece(line, other)]
            if not same:
                fresh.append(line)
                continue
            before = [other for other in before if other not in same]
            for other in same:
                line = _joined(line, other)
            before.append(line)
        lines += before + fresh
    # letters as large as the picture show only in all of it; what is read better in a part is not taken from here
    whole = [line for line in find(pixels) if not any(_share(line, other) > 0 for other in lines)]
    return lines + whole


def _reaches(line: Line, part: Tile) -> bool:
    _, _, right, bottom = _level(line)
    return right > part.left and bottom > part.top


def _is_piece(one: Line, two: Line) -> bool:
    """Whether two lines, of two parts, are one line or pieces of one."""
    return max(_share(one, two), _share(two, one)) > _COVERED or _go_on(one, two)


def _go_on(one: Line, two: Line) -> bool:
    """Whether two lines lie along each other and share a stretch, as what is cut at two places does."""
    along, across = _from(one, two.x, two.y)
    return (
        abs(one.angle - two.angle) < _PARALLEL
        and abs(across) < _BESIDE * min(one.height, two.height)
        and max(one.height, two.height) < 2 * min(one.height, two.height)
        and abs(along) < (one.length + two.length) / 2
    )


def _joined(one: Line, two: Line) -> Line:
    """Return one line over two: along the longer of them when they go on in each other, else the larger."""
    longer, shorter = (one, two) if one.length >= two.length else (two, one)
    if not _go_on(one, two):
        return max(one, two, key=lambda line: line.length * line.height)
    along, across = _from(longer, shorter.x, shorter.y)
    first = min(-longer.length / 2, along - shorter.length / 2)
    last = max(longer.length / 2, along + shorter.length / 2)
    middle = (first + last) / 2
    x, y = longer.x + middle * math.cos(longer.angle), longer.y + middle * math.sin(longer.angle)
    height = max(longer.height, shorter.height) + abs(across)
    return Line(x, y, last - first, height, longer.angle, max(one.score, two.score))


def _from(line: Line, x: float, y: float) -> tuple[float, float]:
    """Return how far a place lies from the middle of a line: along it and across it."""
    cosine, sine = math.cos(line.angle), math.sin(line.angle)
    return (x - line.x) * cosine + (y - line.y) * sine, (y - line.y) * cosine - (x - line.x) * sine


def _share(one: Line, two: Line) -> float:
    """Return the share of one line's level box that lies in another's."""
    left, top, right, bottom = _level(one)
    left2, top2, right2, bottom2 = _level(two)
    shared = max(0.0, min(right, right2) - max(left, left2)) * max(0.0, min(bottom, bottom2) - max(top, top2))
    return shared / max((right - left) * (bottom - top), 1e-6)


def _level(line: Line) -> tuple[float, float, float, float]:
    """Return the level box around a line: left, top, right, bottom."""
    cosine, sine = abs(math.cos(line.angle)), abs(math.sin(line.angle))
    wide, high = line.length * cosine + line.height * sine, line.length * sine + line.height * cosine
    return line.x - wide / 2, line.y - high / 2, line.x + wide / 2, line.y + high / 2
