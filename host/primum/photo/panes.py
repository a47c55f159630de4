"""Tells pictures put side by side, as « avant / après » are, from a single view.

Such a picture has a seam near its middle that runs from edge to edge: a bar of one colour, or a break in nearly every
row at the same place. A door frame has one too; but there the two sides do not look alike, and before and after do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SIDE = 256  # pixels at which the picture is looked at
_MIDDLE = (0.38, 0.62)  # where a seam may be, as shares of the length
_BREAK = 10.0  # grey levels
_BROKEN = 0.55  # share of rows that break at a seam
_ALIKE = 0.6  # correlation of the two sides
_EVEN = 4.0  # greatest deviation inside a bar, grey levels
_DRAWN = 0.5  # share of one grey from which a picture is a drawing, a form or a code
_PLAIN = 3.0  # deviation below which there is nothing to compare, grey levels
_LOOK = 16  # cells of a side for comparing the two sides

_BEFORE = re.compile(r"\b(avant|before|j\s?0|pré-?op)\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(apr[eè]s|after|j\s?\+?\s?[1-9]\d{0,2}|m\s?\+?\s?[1-9]\d?|post-?op)\b", re.IGNORECASE)


def are_two(pixels: NDArray[np.uint8]) -> bool:
    """Whether a picture (uint8 RGB [rows, columns, 3]) is two pictures beside or above each other."""
    image = Image.fromarray(pixels).convert("L")
    if min(image.size) < 64:
        return False
    grey = np.asarray(image.resize((_SIDE, _SIDE), Image.Resampling.BOX), np.float32)
    if np.histogram(grey, 32, (0, 256))[0].max() > _DRAWN * grey.size:
        return False
    return _has_seam(grey) or _has_seam(grey.T)


def say_so(texts: Iterable[str]) -> bool:
    """Whether what is written in a picture speaks of a before and an after."""
    lines = list(texts)
    return any(map(_BEFORE.search, lines)) and any(map(_AFTER.search, lines))


def _has_seam(grey: NDArray[np.float32]) -> bool:
    """Whether a vertical seam divides a grey picture [side, side] into two that look alike."""
    first, last = (round(share * _SIDE) for share in _MIDDLE)
    for left, right in _bars(grey, first, last):
        if _alike(grey[:, :left], grey[:, right:]) > _ALIKE:
            return True
    steps = np.abs(np.diff(grey, axis=1))
    for x in range(first, last):
        # a break must stand out of the texture beside it, row by row
        beside = np.concatenate([steps[:, x - 6 : x - 1], steps[:, x + 2 : x + 7]], axis=1).mean(axis=1)
        # reducing the picture may spread a break over two columns
        here = np.abs(grey[:, x + 2] - grey[:, x])
        broken = float((here > _BREAK + 2 * beside).mean())
        if broken > _BROKEN and _alike(grey[:, : x + 1], grey[:, x + 2 :]) > _ALIKE:
            return True
    return False


def _bars(grey: NDArray[np.float32], first: int, last: int) -> list[tuple[int, int]]:
    """Return the bars of one colour between `first` and `last`, as half-open ranges of columns, a column to spare."""
    even = grey.std(axis=0) < _EVEN
    if even.mean() > 0.5:
        return []  # a drawing on an even ground
    bars = []
    x = first
    while x < last:
        if even[x]:
            end = x
            while end < _SIDE and even[end]:
                end += 1
            if end - x <= _SIDE // 8 and np.ptp(grey[:, x:end].mean(axis=0)) < 2 * _EVEN:
                bars.append((max(1, x - 1), min(_SIDE - 1, end + 1)))
            x = end
        x += 1
    return bars


def _alike(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    """Return how well two pictures correlate when laid over each other, -1..1."""
    small = [
        np.asarray(Image.fromarray(np.ascontiguousarray(part)).resize((_LOOK, _LOOK), Image.Resampling.BOX))
        for part in (one, two)
    ]
    flat = [_without_slope(part) for part in small]
    if min(part.std() for part in flat) < _PLAIN:
        return 0.0
    return float(np.corrcoef(flat[0].ravel(), flat[1].ravel())[0, 1])


def _without_slope(part: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a picture without its rise from side to side and from top to bottom: skies and fields have that alike."""
    along = np.linspace(-1, 1, _LOOK, dtype=np.float32)
    slope_x = (part * along[None, :]).sum() / (along**2).sum() / _LOOK
    slope_y = (part * along[:, None]).sum() / (along**2).sum() / _LOOK
    level: NDArray[np.float32] = part - slope_x * along[None, :] - slope_y * along[:, None]
    return level
