"""Finds where bars may be, however they lean: places in which nearly all edges run the same way.

ZXing reads bars that stand within some degrees of a side of the picture; those of a wristband on an arm lean as they
please, and a long low code crosses no straight row of pixels from end to end unless it is turned upright first. To
turn the whole picture by every angle would cost a check in itself, so the angle is measured: in each tile the
structure tensor (Bigün and Granlund 1987; Förstner and Gülch 1987) tells how strong the edges are, how well they agree,
and which way they run. Tiles of one mind that touch make a place. Blinds and corduroy make places too; it is ZXing that
tells what is a code.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TILE = 12
"""Pixels of a side of a tile: a few bars of a code that can be read at all."""

MOST = 8
"""Places that are given, those with the strongest edges first."""

_BAND = 4  # rows of tiles that are worked on together: what they need fits in the processor's cache
_FAINTEST = 60.0  # mean squared slope, grey levels: paper, skin and the grain of a sensor stay below
_AGREEING = 0.7  # coherence: 1 when all edges run one way, 0 when they run any way
_STEADY = 0.2  # share of the slope that goes one way: at most 0.06 in bars, which go down again, 0.28 and more in folds
_TURN = math.radians(12)  # how far the edges of two tiles of one place may lean apart
_LEAST_TILES = 4
_LEAST_LENGTH = 3.0  # tiles across the bars: a single edge, of a table or a sleeve, is long the other way


@dataclass(frozen=True, slots=True)
class Place:
    """Where bars may be, in pixels: a rectangle around (`x`, `y`), `length` across the bars along `angle` (radians, as
    rows go down; above -pi/2, up to pi/2), `height` along them.
    """

    x: float
    y: float
    length: float
    height: float
    angle: float


def places(grey: NDArray[np.uint8]) -> list[Place]:
    """Return where bars may be in a grey picture [rows, columns], in its pixels, the likeliest first."""
    rows, columns = grey.shape[0] // TILE, grey.shape[1] // TILE
    if min(rows, columns) < 1:
        return []
    energy, coherence, angles, steady = _tensors(grey[: rows * TILE, : columns * TILE])
    of_one_mind = (energy > _FAINTEST) & (coherence > _AGREEING)
    found = []
    for tiles in _groups(of_one_mind, angles):
        own = (tiles[:, 0], tiles[:, 1])
        strength = float(energy[own].sum())
        place = _around(tiles, angles, energy)
        if place is not None and float(steady[own].sum()) < _STEADY * strength:
            found.append((strength, place))
    found.sort(key=lambda each: -each[0])
    return [place for _, place in found[:MOST]]


def _tensors(grey: NDArray[np.uint8]) -> tuple[NDArray[np.float32], ...]:
    """Return for each tile the mean squared slope, the coherence, the direction across its edges, and the square of
    the mean slope.
    """
    # mirrored at its edges, across which it then does not rise
    mirrored = np.pad(grey, 1, "reflect")
    bands = []
    for top in range(0, grey.shape[0], _BAND * TILE):
        along, down = _slopes(mirrored[top : top + _BAND * TILE + 2].astype(np.float32))
        bands.append([_tiled(each) for each in (along * along, down * down, along * down, along, down)])
    xx, yy, xy, x, y = (np.concatenate(parts) for parts in zip(*bands, strict=True))
    energy = xx + yy
    coherence = np.hypot(xx - yy, 2 * xy) / np.maximum(energy, 1e-3)
    return energy, coherence, np.arctan2(2 * xy, xx - yy) / 2, x**2 + y**2


def _slopes(values: NDArray[np.float32]) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Return how steeply grey rises along the rows and down the columns, at all pixels but the outermost."""
    # three rows or columns together: without it the steps of slanting edges pull the angle towards the sides
    rows = (values[:-2] + 2 * values[1:-1] + values[2:]) / 8
    steps = (values[2:] - values[:-2]) / 8
    return rows[:, 2:] - rows[:, :-2], steps[:, :-2] + 2 * steps[:, 1:-1] + steps[:, 2:]


def _tiled(values: NDArray[np.floating]) -> NDArray[np.float32]:
    rows, columns = (length // TILE for length in values.shape)
    # down first: whole rows are added at once
    sums = values.reshape(rows, TILE, columns * TILE).sum(axis=1).reshape(rows, columns, TILE)
    means: NDArray[np.float32] = sums.sum(axis=2) / TILE**2
    return means


def _groups(chosen: NDArray[np.bool_], angles: NDArray[np.float32]) -> Iterator[NDArray[np.int64]]:
    """Yield the tiles [n, 2] (row, column) of each group: chosen ones that touch, diagonals and a gap of one tile
    included, and lean alike.
    """
    left = {(int(row), int(column)) for row, column in np.argwhere(chosen)}
    while left:
        edge, group = [left.pop()], []
        while edge:
            tile = edge.pop()
            group.append(tile)
            for row in range(tile[0] - 2, tile[0] + 3):
                for column in range(tile[1] - 2, tile[1] + 3):
                    other = (row, column)
                    if other in left and abs(_apart(float(angles[tile]), float(angles[other]))) < _TURN:
                        left.remove(other)
                        edge.append(other)
        if len(group) >= _LEAST_TILES:
            yield np.array(group)


def _around(tiles: NDArray[np.int64], angles: NDArray[np.float32], energy: NDArray[np.float32]) -> Place | None:
    """Return the rectangle around a group, or None when it is too short to be more than an edge."""
    own = (tiles[:, 0], tiles[:, 1])
    # directions without a sense are averaged as vectors of twice the angle
    turns = (energy[own] * np.exp(2j * angles[own])).sum()
    angle = float(np.angle(turns)) / 2
    across = np.array([math.cos(angle), math.sin(angle)])
    along = np.array([-across[1], across[0]])
    middles = (tiles[:, ::-1] + 0.5) * TILE
    reaches, heights = middles @ across, middles @ along
    length, height = float(np.ptp(reaches)) + TILE, float(np.ptp(heights)) + TILE
    if length < _LEAST_LENGTH * TILE:
        return None
    x, y = across * (reaches.min() + reaches.max()) / 2 + along * (heights.min() + heights.max()) / 2
    return Place(float(x), float(y), length, height, angle)


def _apart(one: float, two: float) -> float:
    """Return the angle between two directions without a sense, above -pi/2, up to pi/2."""
    return (one - two + math.pi / 2) % math.pi - math.pi / 2
