"""Goes through an animation frame by frame, and follows heads from one frame to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from PIL import ImageFile

from primum.finding import Box
from primum.photo.heads import Head
from primum.photo.limits import MAX_FRAMES, MAX_PIXELS, TooManyFramesError, TooManyPixelsError
from primum.photo.load import rgb

_USUAL_MS = 100  # for a frame that names no duration, as browsers do


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: uint8 RGB [height, width, 3], shown for `duration` milliseconds."""

    pixels: NDArray[np.uint8]
    duration: int


@dataclass(slots=True, kw_only=True)
class Way:
    """Where one thing is seen in moving pictures: its places in order of time (seconds)."""

    places: list[tuple[float, Box]] = field(default_factory=list)

    @property
    def start(self) -> float:
        return self.places[0][0]

    @property
    def end(self) -> float:
        return self.places[-1][0]


def frames_of(image: ImageFile.ImageFile, go_on: Callable[[], None] = lambda: None) -> Iterator[Frame]:
    """Yield the frames of an opened animation. To be called inside `load.opened`. `go_on` is called before each and
    may raise.

    Raises TooManyFramesError at the frame that is one too many, TooManyPixelsError at the one that brings all frames
    over MAX_PIXELS together.
    """
    index = 0
    while True:
        go_on()
        try:
            image.seek(index)
        except EOFError:
            return
        index += 1
        if index > MAX_FRAMES:
            raise TooManyFramesError
        if index * image.width * image.height > MAX_PIXELS:
            raise TooManyPixelsError
        image.load()
        duration = image.info.get("duration") or _USUAL_MS
        yield Frame(np.asarray(rgb(image.copy())), max(20, round(float(duration))))


def every(image: ImageFile.ImageFile, count: int, go_on: Callable[[], None] = lambda: None) -> Iterator[Frame]:
    """Yield at most about `count` frames of an opened animation, evenly spread; as `frames_of` otherwise."""
    total = 0
    while total <= MAX_FRAMES:  # not n_frames: in a GIF it goes through a million of them
        go_on()
        try:
            image.seek(total)
        except EOFError:
            break
        total += 1
    return islice(frames_of(image, go_on), 0, None, max(1, round(total / count)))


def over_frames(frames: Iterable[Frame], find: Callable[[NDArray[np.uint8]], Sequence[Head]]) -> list[Head]:
    """Return the heads of an animation: those that overlap from one frame to the next are one, with one box around
    all its places and its best score.
    """
    heads: list[Head] = []
    for frame in frames:
        for head in find(frame.pixels):
            same = [other for other in heads if touch(other.box, head.box)]
            heads = [other for other in heads if other not in same]
            box = around([head.box, *(other.box for other in same)])
            heads.append(Head(box, max(head.score, *(other.score for other in same), 0.0)))
    return sorted(heads, key=lambda head: -head.score)


class Follower:
    """Follows heads through frames, from the boxes that are to be covered: a head that touches a covered place of the
    frame before is covered too, and the boxes themselves are covered in every frame.
    """

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = list(boxes)
        self._followed: list[Box] = []

    def covered(self, heads: Sequence[Head]) -> list[Box]:
        """Return what to cover in the next frame, given the heads found in it."""
        before = self._boxes + self._followed
        self._followed = [head.box for head in heads if any(touch(head.box, box) for box in before)]
        # what was lost from sight for a frame is covered where it was last seen
        return before + self._followed


def touch(one: Box, two: Box) -> bool:
    """Whether two boxes share more than a fifth of the smaller one."""
    wide = min(one.x + one.w, two.x + two.w) - max(one.x, two.x)
    high = min(one.y + one.h, two.y + two.h) - max(one.y, two.y)
    return wide > 0 and high > 0 and wide * high > 0.2 * min(one.w * one.h, two.w * two.h)


def around(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around all of `boxes`, of which there is at least one."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.x + box.w for box in boxes), max(box.y + box.h for box in boxes)
    return Box(left, top, right - left, bottom - top)
