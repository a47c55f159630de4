"""Checks a short video and masks it: frames are looked at a few times a second, heads are followed between the looks.

What is said in a video is not listened to; a voice may be recognised, and stays unless it is asked to go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from primum.finding import Box, PhotoFinding, Strength
from primum.photo import footage, metadata
from primum.photo.check import CancelledError, PhotoChecker, of_head
from primum.photo.footage import Footage, Shot
from primum.photo.frames import around, touch
from primum.photo.heads import Head
from primum.photo.marks import Marks
from primum.photo.mask import Style, mask
from primum.photo.save import MaskedFile, small
from primum.photo.tracks import Track, tracks

LOOKS = 4
"""Looks for heads a second while a video is checked."""

CLOSE_LOOKS = 10
"""Looks for heads a second before a video is masked."""

READ_EVERY = 1.0
"""Seconds from one reading of writing and codes to the next; the last look is read too. What moves is followed between
them, at every look."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Passage:
    """A finding and the seconds in which it is seen; its box is around all its places and what lies between them."""

    finding: PhotoFinding
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class VideoReport:
    """What a check found. Boxes are upright pixels; passages come strongest first. `seconds` is the length. `metadata`
    and `unchecked` are as in a PhotoReport; `writing` is unchecked too when some of it moved and could not be followed.
    `still`: the frame that shows most of it, small, as a JPEG.
    """

    width: int
    height: int
    seconds: float
    passages: tuple[Passage, ...]
    metadata: dict[str, str]
    still: bytes
    unchecked: tuple[str, ...] = ()


def _never() -> bool:
    return False


def _unheard(_: float) -> None:
    pass


class VideoChecker:
    """Finds what identifies someone in a video, and covers it, with the detectors of a PhotoChecker."""

    def __init__(self, photos: PhotoChecker) -> None:
        self._photos = photos

    def check(self, data: bytes, cancelled: Callable[[], bool] = _never, progress: Progress = _unheard) -> VideoReport:
        """Return what is found in a video file. `progress` is told the share that is done, 0..1.

        Raises VideoNotCheckedError, PhotoTooLargeError or PhotoUnreadableError (all PhotoError), ModelUnusableError,
        and CancelledError soon after `cancelled` returns true.
        """
        go_on = _watching(cancelled)
        all_read, last, read_at = True, 0.0, -READ_EVERY
        most, still = -1.0, np.zeros((1, 1, 3), np.uint8)
        with footage.opened(data) as video:
            looks: list[tuple[float, list[Head]]] = []
            marks = Marks(video.width, video.height)
            for shot, pixels in _looked_at(video, LOOKS, go_on):
                last = shot.seconds
                looks.append((last, self._photos.heads_in(pixels, go_on)))
                shown = sum(head.score for head in looks[-1][1])
                if last - read_at >= READ_EVERY:
                    read_at = last
                    found, read = self._photos.marks_in(pixels, go_on)
                    marks.put(found, last, pixels)
                    all_read &= read
                    shown += sum(finding.score for finding in found)
                elif rules := marks.to_follow(pixels, last):
                    marks.put(self._photos.places_in(pixels, rules, go_on), last, pixels, read=False)
                if shown > most:
                    most, still = shown, pixels
                progress(min(1.0, last / (video.seconds or footage.MAX_SECONDS)))
            if read_at < last:  # what comes in at the very end is read too
                found, read = self._photos.marks_in(pixels, go_on)
                marks.put(found, last, pixels)
                all_read &= read
            heads = [Passage(of_head(Head(track.box, track.score)), track.start, track.end) for track in tracks(looks)]
            whole = [Passage(found, 0.0, last) for found in metadata.findings(video.carried)]
        passages = sorted(
            [*whole, *heads, *(Passage(mark.finding, mark.start, mark.end) for mark in marks.found())],
            key=lambda passage: (-passage.finding.strength.rank, -passage.finding.score, passage.start),
        )
        progress(1.0)
        length, unchecked = round(last, 2), () if all_read and not marks.lost_one() else ("writing",)
        return VideoReport(video.width, video.height, length, tuple(passages), video.carried, small(still), unchecked)

    def mask(
        self,
        data: bytes,
        boxes: Sequence[Box],
        others: bool = False,
        style: Style = "soft",
        sound: bool = True,
        cancelled: Callable[[], bool] = _never,
        progress: Progress = _unheard,
    ) -> MaskedFile:
        """Return a new video without metadata in which `boxes` are covered: a box that `check` gave for a head is
        covered where that head is, when it is there; any other in every frame. `others`: cover all heads that a
        closer look finds, too. `sound`: keep it.

        Raises as `check`.
        """
        go_on = _watching(cancelled)
        with footage.opened(data) as video:
            looks = []
            for shot, pixels in _looked_at(video, CLOSE_LOOKS, go_on):
                looks.append((shot.seconds, self._photos.heads_in(pixels, go_on)))
                progress(min(0.5, shot.seconds / (video.seconds or footage.MAX_SECONDS) / 2))
            width, height, length = video.width, video.height, video.seconds or looks[-1][0]
        followed = tracks(looks)
        fixed = [box for box in boxes if not any(_is_way(box, track.box) for track in followed)]
        if not others:
            followed = [track for track in followed if any(touch(track.box, box) for box in boxes)]
        seed = int(np.random.default_rng().integers(2**63))  # one texture for all frames: it must not flicker

        def covered(shot: Shot) -> NDArray[np.uint8]:
            go_on()
            progress(min(1.0, 0.5 + shot.seconds / max(length, 0.1) / 2))
            pixels = shot.pixels()
            here = [*fixed, *_at(followed, shot.seconds)]
            return mask(pixels, here, style, np.random.default_rng(seed)) if here else pixels

        content, ending = footage.rewritten(data, covered, sound)
        progress(1.0)
        return MaskedFile(content, f"video/{ending}", f"video.{ending}", width // 2 * 2, height // 2 * 2)

    def clean(self, data: bytes, cancelled: Callable[[], bool] = _never, progress: Progress = _unheard) -> MaskedFile:
        """Return the video without metadata and with nothing covered: without loss where its pictures can stay as they
        are, else written anew.

        Raises as `check`.
        """
        done = footage.cleaned(data)
        if done is None:
            return self.mask(data, [], cancelled=cancelled, progress=progress)
        content, ending = done
        with footage.opened(content) as video:
            return MaskedFile(content, f"video/{ending}", f"video.{ending}", video.width, video.height)


def _watching(cancelled: Callable[[], bool]) -> Callable[[], None]:
    def go_on() -> None:
        if cancelled():
            raise CancelledError

    return go_on


def _looked_at(video: Footage, looks: int, go_on: Callable[[], None]) -> Iterator[tuple[Shot, NDArray[np.uint8]]]:
    """Yield the frames to look at, evenly spread; the last one is always among them."""
    due, last = 0.0, None
    for shot in video.shots:
        go_on()
        last = shot
        if shot.seconds >= due:
            due, last = shot.seconds + 0.999 / looks, None
            yield shot, shot.pixels()
    if last is not None:
        yield last, last.pixels()


def _at(followed: Sequence[Track], seconds: float) -> list[Box]:
    return [box for track in followed if (box := track.at(seconds)) is not None]


def _is_way(box: Box, way: Box) -> bool:
    """Whether a box is the one around a head's way, as two looks at the same video give it: each nearly holds the
    other. What is not surely a head's is covered all along, which errs on the safe side.
    """
    both = around([box, way])
    return both.w * both.h < 2 * min(box.w * box.h, way.w * way.h)


def most_telling(passages: Sequence[Passage]) -> list[Box]:
    """Return the boxes of all that is more than a hint."""
    return [
        passage.finding.box
        for passage in passages
        if passage.finding.box and passage.finding.strength is not Strength.HINT
    ]
