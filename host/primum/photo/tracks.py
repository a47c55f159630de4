"""Follows heads through a video from a few looks a second.

Between two looks a head is somewhere between its two places, so both are covered with all that lies between them; and
a head that was lost from sight is covered a little longer, because it is more often turned away than gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from primum.finding import Box
from primum.photo.frames import Way, around, touch
from primum.photo.heads import Head

HOLD = 0.5
"""Seconds for which a head that is not found again is looked for, and covered before it was first and after it was last
seen."""


@dataclass(slots=True)
class Track(Way):
    """The places of one head, and its best score."""

    score: float = 0.0

    @property
    def box(self) -> Box:
        """The box around all its places."""
        return around([box for _, box in self.places])

    def at(self, seconds: float) -> Box | None:
        """Return what to cover at a time: all between the place before and the place after, or None."""
        if not self.start - HOLD <= seconds <= self.end + HOLD:
            return None
        before = [box for time, box in self.places if time <= seconds][-1:]
        after = [box for time, box in self.places if time >= seconds][:1]
        return around(before + after)


def tracks(looks: Iterable[tuple[float, Sequence[Head]]], hold: float = HOLD) -> list[Track]:
    """Return the heads of a video from looks at it: a time in seconds and the heads seen then, in order of time. A head
    is the one that it overlaps most, of those last seen up to `hold` seconds before.
    """
    found: list[Track] = []
    for seconds, heads in looks:
        open_ = [track for track in found if seconds - track.end <= hold]
        for head in heads:
            near = [track for track in open_ if touch(track.places[-1][1], head.box)]
            if near:
                track = max(near, key=lambda track: _shared(track.places[-1][1], head.box))
                open_.remove(track)
            else:
                track = Track()
                found.append(track)
            track.places.append((seconds, head.box))
            track.score = max(track.score, head.score)
    return found


def _shared(one: Box, two: Box) -> int:
    wide = min(one.x + one.w, two.x + two.w) - max(one.x, two.x)
    high = min(one.y + one.h, two.y + two.h) - max(one.y, two.y)
    return max(0, wide) * max(0, high)
