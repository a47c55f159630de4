"""Turns the probability map of a text detector into lines of writing, and cuts them out upright.

The map is that of a differentiable-binarisation network (Liao et al., "Real-time Scene Text Detection with
Differentiable Binarization", 2020): high in the core of each line. Each connected core becomes the smallest rotated
rectangle around it, grown by `area * 1.6 / perimeter` as in the paper, because cores are shrunk that way in training.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_CORE = 0.3  # probability from which a pixel belongs to a core
_LEAST_SCORE = 0.5  # mean probability over the rectangle
_LEAST_SIDE = 3.0  # pixels of the map
_GROWTH = 1.6
_STEP = math.radians(0.5)  # of the search for the smallest rectangle around the principal axis
_LEVEL = 0.9  # how much smaller a tilted rectangle must be than a level one to be preferred


@dataclass(frozen=True, slots=True)
class Line:
    """A line of writing: a rectangle around (`x`, `y`), `length` along `angle` (radians, clockwise, as rows go down;
    above -pi/2, up to pi/2), `height` across. `score` is 0..1.
    """

    x: float
    y: float
    length: float
    height: float
    angle: float
    score: float

    def corners(self) -> NDArray[np.float64]:
        """Return upper left, upper right, lower right, lower left, in reading direction: [4, 2] as x, y."""
        along = np.array([math.cos(self.angle), math.sin(self.angle)]) * self.length / 2
        across = np.array([-math.sin(self.angle), math.cos(self.angle)]) * self.height / 2
        middle = np.array([self.x, self.y])
        corners: NDArray[np.float64] = middle + np.array(
            [-along - across, along - across, along + across, across - along]
        )
        return corners

    def scaled(self, factor: float) -> Line:
        """Return the line in a picture `factor` times as large."""
        return Line(
            self.x * factor, self.y * factor, self.length * factor, self.height * factor, self.angle, self.score
        )

    def turned(self) -> Line:
        """Return the line read the other way round."""
        return Line(self.x, self.y, self.length, self.height, self.angle + math.pi, self.score)


def lines_in(chances: NDArray[np.float32]) -> list[Line]:
    """Return the lines in a probability map [rows, columns], in its pixels."""
    # two by two pixels at once: four times fewer runs, and cores that nearly touch along a line are one
    rows, columns = chances.shape[0] // 2 * 2, chances.shape[1] // 2 * 2
    taller = np.maximum(chances[0:rows:2, :columns], chances[1:rows:2, :columns])
    small = np.maximum(taller[:, ::2], taller[:, 1::2])
    found = []
    for starts, ends, row in _components(small > _CORE):
        total = sum(float(small[y, a:b].sum()) for a, b, y in zip(starts, ends, row, strict=True))
        line = _rectangle(starts, ends, row, total)
        if line is not None:
            found.append(line.scaled(2))
    return found


def cut_out(image: Image.Image, line: Line, height: int) -> Image.Image:
    """Return a line of `image` upright, `height` pixels high."""
    # a plain transform samples points: without this, high letters would come out ragged
    corners = line.corners()
    left, top = np.floor(corners.min(axis=0)).astype(int).clip(0)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 1
    part = image.crop((int(left), int(top), min(int(right), image.width), min(int(bottom), image.height)))
    corners = corners - (left, top)
    factor = int(line.height // height)
    if factor > 1 and min(part.size) > factor:
        part, corners = part.reduce(factor), corners / factor
    width = max(1, round(height * line.length / max(line.height, 1.0)))
    upper_left, upper_right, lower_right, lower_left = corners
    quad = [float(edge) for corner in (upper_left, lower_left, lower_right, upper_right) for edge in corner]
    return part.transform((width, height), Image.Transform.QUAD, quad, Image.Resampling.BICUBIC)


Runs = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def _components(cores: NDArray[np.bool_]) -> list[Runs]:
    """Return the connected components (with diagonals) of a picture as horizontal runs: starts, ends (past), rows."""
    edges = np.diff(np.pad(cores, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    row, start = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1]
    if not row.size:
        return []
    # In one long reading of the picture, runs of the row above that touch a run are neighbours in these keys.
    stride = cores.shape[1] + 2
    first = np.searchsorted(row * stride + end, (row - 1) * stride + start, side="left")
    last = np.searchsorted(row * stride + start, (row - 1) * stride + end, side="right")
    parents = list(range(row.size))

    def root(run: int) -> int:
        while parents[run] != run:
            parents[run] = parents[parents[run]]
            run = parents[run]
        return run

    for run, (above, past) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        for other in range(above, past):
            parents[root(other)] = root(run)
    roots = np.array([root(run) for run in range(row.size)])
    order = np.argsort(roots, kind="stable")
    groups = np.split(order, np.nonzero(np.diff(roots[order]))[0] + 1)
    return [(start[group], end[group], row[group]) for group in groups]


def _rectangle(
    starts: NDArray[np.int64], ends: NDArray[np.int64], rows: NDArray[np.int64], total: float
) -> Line | None:
    """Return the grown rectangle around a component, or None when it is too small or too faint to be a line."""
    xs = np.concatenate([starts, ends, starts, ends]).astype(np.float64)
    ys = np.concatenate([rows, rows, rows + 1, rows + 1]).astype(np.float64)
    middle, spread = np.array([xs.mean(), ys.mean()]), np.cov(xs, ys)
    axis = 0.5 * math.atan2(2 * spread[0, 1], spread[0, 0] - spread[1, 1])
    angles = np.concatenate([[0.0], axis + _STEP * np.arange(-6, 7)])
    directions = np.array([np.cos(angles), np.sin(angles)])
    points = np.stack([xs, ys], axis=1) - middle
    along, across = points @ directions, points @ np.array([-directions[1], directions[0]])
    low = np.array([along.min(axis=0), across.min(axis=0)])
    high = np.array([along.max(axis=0), across.max(axis=0)])
    wide, tall = high - low
    areas = wide * tall
    areas[0] *= _LEVEL
    pick = int(areas.argmin())
    length, height, angle = float(wide[pick]), float(tall[pick]), float(angles[pick])
    score = min(1.0, total / max(length * height, 1.0))
    if min(length, height) < _LEAST_SIDE / 2 or score < _LEAST_SCORE:
        return None
    offset = (low[:, pick] + high[:, pick]) / 2
    x = middle[0] + offset[0] * math.cos(angle) - offset[1] * math.sin(angle)
    y = middle[1] + offset[0] * math.sin(angle) + offset[1] * math.cos(angle)
    if height > 1.5 * length:  # writing that runs up or down
        length, height, angle = height, length, angle + math.pi / 2
    angle = math.remainder(angle, math.pi)
    grown = length * height * _GROWTH / (length + height)  # on both sides together: twice area / perimeter
    return Line(float(x), float(y), length + grown, height + grown, angle, round(score, 3))
