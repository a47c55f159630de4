"""Covers regions of a photo so that what was there cannot be brought back.

Mosaics and blurs keep a summary of what they cover, and a summary can be matched: numbers under a 12-pixel mosaic and
faces under a blur were recovered in our measurements, as in Hill et al. (2016) and McPherson et al. (2016). So nothing
of a region is used. Each region is snapped outwards to the 16-pixel grid of JPEG and grown by one block, because JPEG
spreads what was inside; its colours are those of its surroundings, drawn in as a membrane, under a fresh random
low-frequency texture, so that it looks like a blur and carries nothing. Changing any pixel inside a region never
changes the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from primum.finding import Box

Style = Literal["soft", "solid"]

BLOCK = 16
"""Pixels of a side of the largest block that JPEG codes together (two 8-pixel blocks, colours at half size)."""

_TEXTURE = 9.0  # standard deviation of the texture, in grey levels
_WAVES = 40  # of it along the long side of the photo, at most one in three blocks
_SOLID = (64, 64, 64)
_BESIDE = 2  # blocks
_SWEEPS = 200  # of the membrane: enough for a smooth look, and what it lacks carries nothing either


def region_of(box: Box, width: int, height: int) -> Box:
    """Return what masking `box` covers: snapped outwards to the grid, one block more, within the photo."""
    left = max(0, (box.x // BLOCK - 1) * BLOCK)
    top = max(0, (box.y // BLOCK - 1) * BLOCK)
    right = min(width, (-(-(box.x + box.w) // BLOCK) + 1) * BLOCK)
    bottom = min(height, (-(-(box.y + box.h) // BLOCK) + 1) * BLOCK)
    return Box(left, top, max(0, right - left), max(0, bottom - top))


def mask(
    pixels: NDArray[np.uint8],
    boxes: Sequence[Box],
    style: Style = "soft",
    random: np.random.Generator | None = None,
) -> NDArray[np.uint8]:
    """Return a copy of `pixels` (uint8 RGB [height, width, 3]) with the regions of `boxes` covered.

    `random` is for tests; by default the texture comes from fresh entropy.
    """
    height, width = pixels.shape[:2]
    regions = [region for box in boxes if (region := region_of(box, width, height)).w and region.h]
    covered = np.zeros((-(-height // BLOCK), -(-width // BLOCK)), bool)
    for x, y, w, h in regions:
        covered[y // BLOCK : -(-(y + h) // BLOCK), x // BLOCK : -(-(x + w) // BLOCK)] = True
    result = pixels.copy()
    if style == "soft" and regions and not covered.all():
        means = _textured(_membrane(_means_around(pixels, covered), covered), random or np.random.default_rng())
    else:
        means = np.broadcast_to(np.array(_SOLID, np.float32), (*covered.shape, 3))
    for region in regions:
        x, y, w, h = region
        result[y : y + h, x : x + w] = _enlarged(means, region)
    return result


def _around(covered: NDArray[np.bool_]) -> tuple[slice, slice]:
    """Return rows and columns of blocks: those covered, and as many beside them as an enlargement reads."""
    rows, columns = np.nonzero(covered)
    return (
        slice(max(0, rows.min() - _BESIDE), rows.max() + 1 + _BESIDE),
        slice(max(0, columns.min() - _BESIDE), columns.max() + 1 + _BESIDE),
    )


def _means_around(pixels: NDArray[np.uint8], covered: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the mean colour of the blocks around what is covered, 0 elsewhere: float32 [rows, columns, 3]."""
    down, along = _around(covered)
    means = np.zeros((*covered.shape, 3), np.float32)
    part = pixels[down.start * BLOCK : down.stop * BLOCK, along.start * BLOCK : along.stop * BLOCK]
    # of a block that the edge of the photo cuts, what there is of it counts
    means[down, along] = np.asarray(Image.fromarray(np.ascontiguousarray(part)).reduce(BLOCK))
    return means


def _membrane(means: NDArray[np.float32], covered: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return `means` with the covered blocks drawn in from the others: first from the edge inwards, then evened out
    by Jacobi sweeps of Laplace's equation. What covered blocks held is never read.
    """
    values = np.where(covered[..., None], np.float32(0), means)
    around = _around(covered)
    window, inside = values[around], covered[around]
    known = ~inside
    while not known.all():
        weight = _neighbours(known.astype(np.float32)[..., None])
        fresh = ~known & (weight[..., 0] > 0)
        total = _neighbours(np.where(known[..., None], window, 0))
        window[fresh] = total[fresh] / weight[fresh]
        known |= fresh
    # what a covered block takes of each neighbour, and what the others keep
    share = inside[..., None] / _neighbours(np.ones_like(window))
    kept = np.where(inside[..., None], np.float32(0), window)
    for _ in range(_SWEEPS):
        window[:] = _neighbours(window) * share + kept
    return values


def _neighbours(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the sum over the four neighbours of each cell; beyond the edge is nothing."""
    total = np.zeros_like(values)
    total[1:] += values[:-1]
    total[:-1] += values[1:]
    total[:, 1:] += values[:, :-1]
    total[:, :-1] += values[:, 1:]
    return total


def _textured(means: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    rows, columns = means.shape[:2]
    length = max(3, max(rows, columns) // _WAVES)
    waves = random.normal(0, _TEXTURE, (rows // length + 2, columns // length + 2))
    texture = Image.fromarray(waves.astype(np.float32)).resize((columns, rows), Image.Resampling.BICUBIC)
    waving: NDArray[np.float32] = np.asarray(texture, np.float32)[..., None]
    return means + waving


def _enlarged(means: NDArray[np.float32], region: Box) -> NDArray[np.uint8]:
    """Return the pixels of `region` [h, w, 3] from the block colours around it."""
    # blocks beyond the region on each side let the enlargement meet its surroundings
    left, top = max(0, region.x // BLOCK - _BESIDE), max(0, region.y // BLOCK - _BESIDE)
    right, bottom = -(-(region.x + region.w) // BLOCK) + _BESIDE, -(-(region.y + region.h) // BLOCK) + _BESIDE
    around = means[top:bottom, left:right].clip(0, 255).round().astype(np.uint8)
    rows, columns = around.shape[:2]
    picture = Image.fromarray(np.ascontiguousarray(around))
    large = picture.resize((columns * BLOCK, rows * BLOCK), Image.Resampling.BICUBIC)
    x, y = region.x - left * BLOCK, region.y - top * BLOCK
    return np.asarray(large)[y : y + region.h, x : x + region.w]
