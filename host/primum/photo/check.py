"""Checks a photo and masks it: the one door of this room.

The caller keeps the bytes; nothing is stored here but the opened models.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from primum.finding import Box, PhotoFinding, Strength
from primum.photo import load, metadata
from primum.photo.heads import HeadFinder
from primum.photo.load import PhotoUnreadableError
from primum.photo.mask import Style, mask
from primum.photo.save import MaskedFile, encode, quality_of

DETECTION_SIDE = 960
"""Least pixels of the long side that detection sees, where the photo has as many."""

CERTAIN = 0.5
"""Score from which a head holds the photo; below it is shown all the same."""


class CancelledError(Exception):
    """The caller gave the check up."""


@dataclass(frozen=True, slots=True)
class PhotoReport:
    """What a check found. Sizes and boxes are upright full-size pixels; findings come strongest first.

    `metadata` names what the file carries unseen. `unchecked` names what could not be looked at: `frames` for those
    of an animation after the first.
    """

    width: int
    height: int
    findings: tuple[PhotoFinding, ...]
    metadata: dict[str, str]
    unchecked: tuple[str, ...] = ()


def _never() -> bool:
    return False


class PhotoChecker:
    """Finds what identifies someone in a photo, and covers it. Opens its models at first use; for one thread."""

    def __init__(self, threads: int = 2) -> None:
        self._heads = HeadFinder(threads)

    def check(self, data: bytes, name: str | None = None, cancelled: Callable[[], bool] = _never) -> PhotoReport:
        """Return what is found in a photo file.

        Raises PhotoTooLargeError or PhotoUnreadableError (both PhotoError), ModelUnusableError, and CancelledError
        soon after `cancelled` returns true.
        """
        with load.opened(data) as image:
            carried = metadata.read(image)
            photo = load.reduced(image, DETECTION_SIDE)
        found = metadata.findings(carried)
        _stop_if(cancelled)
        found += [
            PhotoFinding("head", Strength.STRONG if head.score >= CERTAIN else Strength.WARN, head.box, head.score)
            for head in self._heads.find(photo.pixels, photo.width, photo.height)
        ]
        _stop_if(cancelled)
        found.sort(key=lambda finding: (-finding.strength.rank, -finding.score))
        unchecked = ("frames",) if photo.animated else ()
        return PhotoReport(photo.width, photo.height, tuple(found), carried, unchecked)

    def mask(self, data: bytes, boxes: Sequence[Box], style: Style = "soft") -> MaskedFile:
        """Return a new file of the photo, full size and without metadata, in which `boxes` are covered.

        Raises PhotoTooLargeError or PhotoUnreadableError; an animation is refused rather than half covered.
        """
        with load.opened(data) as image:
            if load.is_animated(image):
                raise PhotoUnreadableError("An animated picture cannot be masked: post a still one.")
            kind, quality = load.format_of(image), quality_of(image)
            pixels = load.full(image)
        return encode(mask(pixels, boxes, style), kind, quality)


def _stop_if(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise CancelledError
