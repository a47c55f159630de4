"""Finds a part of a face that fills the frame: the strip of the eyes, or one eye.

A face detector looks for heads, and such a picture has no head in it. So it is seen small within a wide grey border,
as if from further away: the detector then completes the face beyond the frame. One eye is seen so beside its own mirror
image, with which it is a pair.

Both looks alone also see heads where there are none: in radiographs, in print, and where a head was masked, above
shoulders that are still there. What tells a close-up is its shape: the completed face is as wide as the picture, and
must reach well beyond it both above and below. A masked head never does, because it lies within the picture. Two eyes
are believed from one look, a pair made by a mirror only when two sizes agree; symmetry alone deceives one.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Look = Callable[[NDArray[np.uint8], int, float, float], NDArray[np.float32]]
"""A detector: pixels (uint8 RGB [rows, columns, 3]), the long side at which they are seen, the least score, and the
border as a share of the long side; gives faces, float32 [n, 5], left, top, right, bottom in the pixels, and score."""

# chosen on crops of one portrait, a third of lfw_subset, 455 pictures without people and 94 masked ones; the others of
# lfw_subset and fresh crops are what eval_photo.py measures on
_LOOKS = ((96, 0.5), (128, 0.5), (160, 0.25), (96, 0.25))  # sides in pixels and borders
_EYES = 0.2  # least score of a strip

_MIRRORED_SIDES, _MIRRORED_BORDER = (96, 128), 0.5
_EYE = 0.16  # least score of one eye and its image, at both sizes

_BEYOND = 1.4  # least height of the completed face, in heights of the picture
_EDGE = 0.03  # share of the picture's height by which the face may stop short of its edges
_WIDE = 0.6  # least width of the face, in widths of the picture
_PAIR_WIDE = 0.35  # the same, in widths of picture and mirror image together
_SMALL = 320  # pixels of the long side before mirroring: no look is larger


def faces(look: Look, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the face that a close-up is a part of, as `Look` does: none, or one that reaches beyond the picture."""
    found = _strip(look, pixels)
    return found if len(found) else _eye(look, pixels)


def _strip(look: Look, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    for side, border in _LOOKS:
        seen = _filling(look(pixels, side, _EYES, border), pixels, _WIDE)
        seen = seen[_heights(seen) > _BEYOND * pixels.shape[0]]
        if len(seen):
            best: NDArray[np.float32] = seen[:1]
            return best
    return np.zeros((0, 5), np.float32)


def _eye(look: Look, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    image = Image.fromarray(pixels)
    image.thumbnail((_SMALL, _SMALL), Image.Resampling.BILINEAR, reducing_gap=2.0)
    small = np.asarray(image)
    seam, scale = small.shape[1], pixels.shape[1] / small.shape[1]
    for parts, start in (((small, small[:, ::-1]), 0), ((small[:, ::-1], small), seam)):
        pair = np.concatenate(parts, axis=1)
        sizes = []
        for side in _MIRRORED_SIDES:
            seen = _filling(look(pair, side, _EYE, _MIRRORED_BORDER), pair, _PAIR_WIDE)
            sizes.append(seen[(seen[:, 0] < seam) & (seen[:, 2] > seam)])
            if not len(sizes[-1]):
                break
        # that a face reaches well beyond the picture is asked of one size: the other may see it tighter
        if len(sizes[-1]) and max(float(_heights(seen).max()) for seen in sizes) > _BEYOND * pair.shape[0]:
            face: NDArray[np.float32] = max((seen[:1] for seen in sizes), key=lambda face: float(face[0, 4])).copy()
            face[:, :3:2] = (face[:, :3:2] - start).clip(0, seam)
            face[:, :4] *= scale
            return face
    return np.zeros((0, 5), np.float32)


def _filling(seen: NDArray[np.float32], pixels: NDArray[np.uint8], wide: float) -> NDArray[np.float32]:
    """Return the faces that reach from edge to edge, up and down, and are `wide` pictures wide."""
    height, width = pixels.shape[:2]
    tall = (seen[:, 1] < _EDGE * height) & (seen[:, 3] > (1 - _EDGE) * height)
    filling: NDArray[np.float32] = seen[tall & (seen[:, 2] - seen[:, 0] > wide * width)]
    return filling


def _heights(seen: NDArray[np.float32]) -> NDArray[np.float32]:
    heights: NDArray[np.float32] = seen[:, 3] - seen[:, 1]
    return heights
