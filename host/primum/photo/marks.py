"""Follows writing and codes through a video, from looks at it: what is read, and where it goes between two readings.

A mark is covered in every frame, with all that lies between its places: a label that the camera passes is then not
seen at any moment. Between two looks it is taken to go straight on, and so before the first and after the last one.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from primum.finding import Box, PhotoFinding
from primum.photo.frames import Way, around, touch

OPEN = 1.5
"""Seconds for which a mark that is not found again is looked for."""

_ALIKE = 1.3  # times that two boxes of one mark may differ in a side
_PERHAPS = 2.0  # the same, of what may be one mark and was not followed
_FASTEST = 1.5  # long sides of the picture in a second
_MOVES = 0.3  # of the smaller side of a mark: from there on it is somewhere else
_EDGE = 0.02  # of the picture's sides: what ends this near to its edge has left it
_CHANGED, _FAINTEST = 0.08, 1.5  # of the contrast in a box, and grey levels, from which what is in it has changed


@dataclass(slots=True)
class Mark(Way):
    """A piece of writing or a code: the most telling of what was read of it, and its places. `unseen`: when there was
    last a look before it was first seen; `missed`: when it was first looked for in vain since it was last seen.
    """

    finding: PhotoFinding
    unseen: float
    read: bool = False
    missed: float | None = None

    @property
    def last(self) -> Box:
        return self.places[-1][1]

    def before_and_after(self) -> list[Box]:
        """Return where it was at the look before it was first seen, and at the one after it was last seen, if it went
        straight on.
        """
        boxes = [_gone_on(self.places[0], self.places[1], self.unseen)] if len(self.places) > 1 else []
        if len(self.places) > 1 and self.missed is not None:
            boxes.append(_gone_on(self.places[-1], self.places[-2], self.missed))
        return boxes

    def reach(self, width: int, height: int) -> Box:
        """Return the box in a picture around all its places, those between them and those just before and after."""
        x, y, w, h = around([*(box for _, box in self.places), *self.before_and_after()])
        left, top = max(0, x), max(0, y)
        return Box(left, top, max(1, min(width, x + w) - left), max(1, min(height, y + h) - top))

    def moves(self, places: slice = slice(None)) -> bool:
        """Whether it goes to another place, in those of its places."""
        boxes = [box for _, box in self.places[places]]
        return any(_distance(boxes[0], box) > _MOVES * min(box.w, box.h) for box in boxes[1:])


class Marks:
    """The marks in a video of `width` x `height` pixels."""

    def __init__(self, width: int, height: int) -> None:
        self._width, self._height = width, height
        self._marks: list[Mark] = []
        self._looked: float | None = None
        self._before = np.zeros((0, 0, 3), np.uint8)

    def found(self) -> list[Mark]:
        """Return the marks of which something was read, each finding with the box around all its way."""
        return [
            replace(mark, finding=replace(mark.finding, box=mark.reach(self._width, self._height)))
            for mark in self._marks
            if mark.read
        ]

    def to_follow(self, pixels: NDArray[np.uint8], seconds: float) -> set[str]:
        """Return the rules of all that is followed, when some of it may not be where it was at the last look: in the
        frame that is there now (uint8 RGB [height, width, 3]) it looks otherwise.
        """
        going = self._going(seconds)
        may_move = (mark.end != self._looked or _changed(self._before, pixels, mark.last) for mark in going)
        return {mark.finding.rule for mark in going} if any(may_move) else set()

    def put(self, found: Sequence[PhotoFinding], seconds: float, pixels: NDArray[np.uint8], read: bool = True) -> None:
        """Take in what a look at a frame has found, of the rules that are followed where it was not `read`."""
        going = self._going(seconds)
        chosen = [_touched(mark, found) for mark in going]
        claimed = {id(finding) for own in chosen for finding in own}
        reach = _FASTEST * max(self._width, self._height)
        for _, index, finding in sorted(
            (
                (_distance(mark.last, finding.box), index, finding)
                for index, mark in enumerate(going)
                if not chosen[index]
                for finding in found
                if finding.box and _is_like(mark, finding, _ALIKE)
            ),
            key=lambda each: each[:2],
        ):
            near = _distance(going[index].last, finding.box or going[index].last) < reach * (seconds - going[index].end)
            if near and not chosen[index] and id(finding) not in claimed:
                chosen[index] = [finding]
                claimed.add(id(finding))
        for mark, own in zip(going, chosen, strict=True):
            if own:
                mark.places.append((seconds, around([finding.box for finding in own if finding.box])))
                mark.missed = None
                if read:
                    told = own if not mark.read else [mark.finding, *own]
                    mark.finding = max(told, key=lambda each: (each.strength.rank, each.score))
                    mark.read = True
            elif mark.missed is None:
                mark.missed = seconds
        unseen = seconds if self._looked is None else self._looked
        for finding in found:
            if finding.box and id(finding) not in claimed:
                self._marks.append(Mark(finding, unseen, read, places=[(seconds, finding.box)]))
        self._looked, self._before = seconds, pixels

    def lost_one(self) -> bool:
        """Whether a mark was lost from sight while it moved, or may have jumped to another place: what lies between is
        then not known.
        """
        starts = [mark.start for mark in self._marks]
        for mark in self._marks:
            if mark.missed is None or not mark.read or self._leaves(mark):
                continue
            if mark.moves(slice(-2, None)):
                return True
            later = self._marks[bisect_right(starts, mark.end) : bisect_right(starts, mark.end + OPEN)]
            for other in later:
                if _is_like(other, replace(mark.finding, box=mark.last), _PERHAPS) and (mark.moves() or other.moves()):
                    return True
        return False

    def _going(self, seconds: float) -> list[Mark]:
        return [mark for mark in self._marks if seconds - mark.end <= OPEN]

    def _leaves(self, mark: Mark) -> bool:
        """Whether a mark that is no more seen has gone out of the picture."""
        x, y, w, h = (mark.before_and_after() or [mark.last])[-1]
        across, down = _EDGE * self._width, _EDGE * self._height
        return x < across or y < down or x + w > self._width - across or y + h > self._height - down


def _touched(mark: Mark, found: Sequence[PhotoFinding]) -> list[PhotoFinding]:
    """Return what was found where a mark was last: that which is most like it, or all of its pieces."""
    near = [
        finding
        for finding in found
        if finding.rule == mark.finding.rule and finding.box and touch(mark.last, finding.box)
    ]
    alike = [finding for finding in near if _is_like(mark, finding, _ALIKE)]
    return [min(alike, key=lambda finding: _distance(mark.last, finding.box or mark.last))] if alike else near


def _is_like(mark: Mark, finding: PhotoFinding, times: float) -> bool:
    """Whether a finding is as large as a mark where it was last, within so many times of either side."""
    one, two = mark.last, finding.box
    if two is None or finding.rule != mark.finding.rule:
        return False
    return max(one.w, two.w) < times * min(one.w, two.w) and max(one.h, two.h) < times * min(one.h, two.h)


def _distance(one: Box, two: Box) -> float:
    """Return how far the middles of two boxes lie apart."""
    return math.hypot(one.x + one.w / 2 - two.x - two.w / 2, one.y + one.h / 2 - two.y - two.h / 2)


def _gone_on(here: tuple[float, Box], there: tuple[float, Box], seconds: float) -> Box:
    """Return the first of two places of a mark as it lies at a time when it goes straight on."""
    (now, box), (then, other) = here, there
    share = (seconds - now) / (then - now)
    across = (other.x + other.w / 2 - box.x - box.w / 2) * share
    down = (other.y + other.h / 2 - box.y - box.h / 2) * share
    return Box(round(box.x + across), round(box.y + down), box.w, box.h)


def _changed(before: NDArray[np.uint8], now: NDArray[np.uint8], box: Box) -> bool:
    """Whether two frames differ in a box by more than the grain of a film."""
    # green, of every second pixel: enough to see letters go
    part = np.s_[box.y : box.y + box.h : 2, box.x : box.x + box.w : 2, 1]
    one, two = before[part].astype(np.int16), now[part].astype(np.int16)
    return float(np.abs(one - two).mean()) > max(_FAINTEST, _CHANGED * float(one.std()))
