"""Finds heads with CenterFace (Xu et al., "CenterFace: Joint Face Detection and Alignment Using Face as Point",
2019), looked at in several sizes.

One large size misses faces that fill the frame and one small size misses groups; `SIDES` are the long sides, in
pixels, at which every photo is seen, chosen by measurement (models/heads/README.md). The network finds faces; what
lets a person be recognised is the head, so boxes are grown to hair, ears and neck.

A part of a face that fills the frame, the strip of the eyes above all, has no head around it: `closeups` looks for it
where no head is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from primum.finding import Box
from primum.models import open_session
from primum.photo import closeups
from primum.photo.tiles import tiles

if TYPE_CHECKING:
    import onnxruntime

SIDES = (160, 320, 960)
SHOWN = 0.25
"""Score from which a face is said at all."""

_GREY = 127.0  # of a border

_STRIDE = 4  # pixels of the network's input for one cell of its output
_MULTIPLE = 32  # what its input's sides must be a multiple of
_SAME = 0.3  # intersection over union from which two boxes are one face
_INSIDE = 0.7  # share of a box inside a better one from which it is that one's part

# How far a head reaches beyond its face, in face widths and heights: ears and hair at the sides, hair above, chin and
# neck below.
_SIDEWARD, _UPWARD, _DOWNWARD = 0.35, 0.45, 0.25


@dataclass(frozen=True, slots=True)
class Head:
    """A head in upright full-size pixels, grown and clipped; `score` is the network's, 0..1."""

    box: Box
    score: float


class HeadFinder:
    """CenterFace on the CPU, opened at first use."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return open_session("heads", "heads/centerface.onnx", threads=self._threads, pooled=True)

    def find(
        self,
        pixels: NDArray[np.uint8],
        width: int,
        height: int,
        sides: tuple[int, ...] = SIDES,
        shown: float = SHOWN,
        close: bool = True,
    ) -> list[Head]:
        """Return the heads in `pixels` (uint8 RGB [rows, columns, 3]), best first, as boxes of a photo of
        `width` x `height`, of which `pixels` may be a smaller copy. `close`: where none is seen, look for a part of a
        face that fills the frame.

        Raises ModelUnusableError when the model is missing or damaged.
        """
        scale = max(width, height) / max(pixels.shape[:2])
        faces = np.concatenate([self._at(pixels, side, shown) for side in sides])
        if close and not len(faces):
            faces = closeups.faces(self._at, pixels)
        faces[:, :4] *= scale
        heads = []
        for face in faces[best(faces)]:
            box = _grown(face, width, height)
            if box.w > 0 and box.h > 0:
                heads.append(Head(box, round(float(face[4]), 3)))
        return heads

    def find_in_parts(
        self, pixels: NDArray[np.uint8], width: int, height: int, go_on: Callable[[], None] = lambda: None
    ) -> list[Head]:
        """As `find`, and in each part of a picture that is long. `go_on` is called before each part and may raise."""
        heads, parts = self.find(pixels, width, height), tiles(pixels)
        if len(parts) == 1:
            return heads
        scale = max(width, height) / max(pixels.shape[:2])
        for part in parts:
            go_on()
            rows, columns = part.pixels.shape[:2]
            for head in self.find(part.pixels, columns, rows, close=False):
                left, top, wide, high = (round(edge * scale) for edge in part.moved(head.box))
                heads.append(Head(Box(left, top, min(wide, width - left), min(high, height - top)), head.score))
        return distinct(heads)

    def _at(self, pixels: NDArray[np.uint8], side: int, shown: float, border: float = 0.0) -> NDArray[np.float32]:
        """Return the faces seen at one long side, a border of so many long sides included on each side: float32 [n, 5],
        left, top, right, bottom in `pixels`, score.
        """
        ratio = side / (max(pixels.shape[:2]) * (1 + 2 * border))
        rows, columns = (max(1, round(length * ratio)) for length in pixels.shape[:2])
        picture = Image.fromarray(pixels).resize((columns, rows), Image.Resampling.BILINEAR, reducing_gap=2.0)
        margin = round(border * max(rows, columns))
        size = (_padded(rows + 2 * margin), _padded(columns + 2 * margin), 3)
        canvas = np.full(size, _GREY if border else 0.0, np.float32)
        canvas[margin : margin + rows, margin : margin + columns] = np.asarray(picture)
        tensor = np.ascontiguousarray(canvas.transpose(2, 0, 1))[None]
        heat, log_sizes, offsets, _ = self._session.run(None, {self._session.get_inputs()[0].name: tensor})
        faces = _decoded(np.asarray(heat)[0, 0], np.asarray(log_sizes)[0], np.asarray(offsets)[0], shown)
        faces[:, :4] = (faces[:, :4] - margin) / ratio
        return faces


def _padded(length: int) -> int:
    return -(-length // _MULTIPLE) * _MULTIPLE


def _decoded(
    heat: NDArray[np.float32], log_sizes: NDArray[np.float32], offsets: NDArray[np.float32], shown: float
) -> NDArray[np.float32]:
    """Return the faces in one output of the network, as in section 3.2 of the paper: each cell of `heat` over the
    threshold is a centre, to be moved by its offset (rows, columns) and given its size (height, width).
    """
    rows, columns = np.nonzero(heat > shown)
    if not rows.size:
        return np.zeros((0, 5), np.float32)
    high, wide = np.exp(log_sizes[:, rows, columns]) * _STRIDE
    down, along = offsets[:, rows, columns]
    middle_y = (rows + down + 0.5) * _STRIDE
    middle_x = (columns + along + 0.5) * _STRIDE
    left, top = middle_x - wide / 2, middle_y - high / 2
    faces = np.stack([left, top, left + wide, top + high, heat[rows, columns]], axis=1).astype(np.float32)
    return faces[best(faces)]


def best(faces: NDArray[np.float32]) -> list[int]:
    """Return the indices of the faces to keep, best score first: of boxes that show one face, the best one.

    Greedy non-maximum suppression; a box that mostly lies in a better one is a part of that face (an eye, a mouth).
    """
    left, top, right, bottom, scores = faces.T
    areas = (right - left) * (bottom - top)
    order = scores.argsort(kind="stable")[::-1]
    kept: list[int] = []
    while order.size:
        first, rest = order[0], order[1:]
        kept.append(int(first))
        wide = np.minimum(right[first], right[rest]) - np.maximum(left[first], left[rest])
        high = np.minimum(bottom[first], bottom[rest]) - np.maximum(top[first], top[rest])
        shared = wide.clip(0) * high.clip(0)
        apart = shared <= _SAME * (areas[first] + areas[rest] - shared)
        outside = shared <= _INSIDE * areas[rest]
        order = rest[apart & outside]
    return kept


def distinct(heads: Sequence[Head]) -> list[Head]:
    """Return the heads that are left when each is taken once, best first, of those that several looks gave."""
    boxes = [(head.box.x, head.box.y, head.box.x + head.box.w, head.box.y + head.box.h, head.score) for head in heads]
    return [heads[index] for index in best(np.array(boxes, np.float32).reshape(-1, 5))]


def _grown(face: NDArray[np.float32], width: int, height: int) -> Box:
    left, top, right, bottom = (float(edge) for edge in face[:4])
    wide, high = right - left, bottom - top
    x0 = max(0, round(left - _SIDEWARD * wide))
    y0 = max(0, round(top - _UPWARD * high))
    x1 = min(width, round(right + _SIDEWARD * wide))
    y1 = min(height, round(bottom + _DOWNWARD * high))
    return Box(x0, y0, x1 - x0, y1 - y0)
