"""Checks a photo and masks it: the one door of this room.

The caller keeps the bytes; nothing is stored here but the opened models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
from numpy.typing import NDArray

from primum.finding import Box, Family, PhotoFinding, Span, Strength, TextFinding
from primum.photo import clean, clean_gif, clean_png, clean_webp, codes, load, metadata, panes, transparent
from primum.photo.frames import Follower, Frame, every, frames_of, over_frames
from primum.photo.heads import Head, HeadFinder, distinct
from primum.photo.mask import Style, mask
from primum.photo.save import LARGEST_SIDE, MaskedFile, encode, encode_animation, quality_of, within
from primum.photo.tiles import too_small
from primum.photo.writing import Block, WritingFinder, blocks_of, united

DETECTION_SIDE = 1280
"""Least pixels of the long side that detection sees, where the photo has as many."""

CERTAIN = 0.5
"""Score from which a head holds the photo; below it is shown all the same."""

FRAMES_SEEN = 24
"""Frames of an animation in which heads are looked for, evenly spread."""

_QUICK_SIDES = (160, 480)  # for frames: a fifth of the time of all sides

_BY_A_CAMERA = re.compile(r"(?:dsc[fn]?|image|img|photo)?[ -]?\d{0,5}", re.IGNORECASE)
"""Names of files that cameras and programs give, in which the identity rules find nothing: they need not be loaded."""

_STRIPPED: dict[str, Callable[[bytes, int], bytes | None]] = {
    "JPEG": clean.stripped,
    "PNG": clean_png.stripped,
    "WEBP": clean_webp.stripped,
    "GIF": clean_gif.stripped,
}
_ENDINGS = {"JPEG": "jpg"}

ReadIdentity = Callable[[str], Sequence[TextFinding]]
"""The text room's identity rules, handed in by whoever joins the rooms."""


class CancelledError(Exception):
    """The caller gave the check up."""


@dataclass(frozen=True, slots=True)
class PhotoReport:
    """What a check found. Sizes and boxes are upright full-size pixels; findings come strongest first.

    `metadata` names what the file carries unseen. `unchecked` names what could not be looked at: `frames` when writing
    and codes were looked for in the first frame of an animation only, `writing` when there was too much of it to read,
    `heads` and `writing` when the photo is so long that both were seen too small.
    """

    width: int
    height: int
    findings: tuple[PhotoFinding, ...]
    metadata: dict[str, str]
    unchecked: tuple[str, ...] = ()


def _never() -> bool:
    return False


class PhotoChecker:
    """Finds what identifies someone in a photo, and covers it. Opens its models at first use; for one thread.

    Writing is said as identifying when `read_identity` finds something of the identity family in what is written;
    without it, all writing is said quietly.
    """

    def __init__(self, threads: int = 2, read_identity: ReadIdentity | None = None) -> None:
        self._heads = HeadFinder(threads)
        self._writing = WritingFinder(threads)
        self._read_identity = read_identity

    def check(self, data: bytes, name: str | None = None, cancelled: Callable[[], bool] = _never) -> PhotoReport:
        """Return what is found in a photo file, and in its `name`, which the site is given as well.

        Raises PhotoTooLargeError or PhotoUnreadableError (both PhotoError), ModelUnusableError, and CancelledError
        soon after `cancelled` returns true.
        """
        in_time, reading = load.clock(load.CHECK_SECONDS), load.within(load.READ_SECONDS)

        def go_on() -> None:
            if cancelled():
                raise CancelledError
            in_time()

        with load.opened(data) as image:
            carried = metadata.read(image)
            photo = load.reduced(image, DETECTION_SIDE)
            frames = list(every(image, FRAMES_SEEN, in_time)) if photo.animated else []
        if name and self._names_someone(name):
            carried[metadata.FILE_NAME] = name[: metadata.LONGEST]
        go_on()
        # heads first: they are what most photos are stopped for
        if photo.animated:
            heads = over_frames(frames, lambda pixels: self.heads_in(pixels, go_on))
        else:
            heads = self._heads.find_in_parts(photo.pixels, photo.width, photo.height, go_on)
        go_on()
        words, all_read = self._writing.find(photo.pixels, photo.width, photo.height, go_on, reading)
        marks = _of_codes(photo.pixels, photo.width, photo.height)
        if photo.on_black is not None:
            go_on()
            heads = distinct([*heads, *self._heads.find_in_parts(photo.on_black, photo.width, photo.height, go_on)])
            others, others_read = self._writing.find(photo.on_black, photo.width, photo.height, go_on, reading)
            words, all_read = united(words, others), all_read and others_read
            marks = marks or _of_codes(photo.on_black, photo.width, photo.height)
        found = [*metadata.findings(carried), *map(of_head, heads), *marks, *self._of_writing(blocks_of(words))]
        if panes.are_two(photo.pixels) or panes.say_so(line.text for line in words):
            found.append(PhotoFinding("two_panes", Strength.WARN, None, 1.0))
        go_on()
        found.sort(key=lambda finding: (-finding.strength.rank, -finding.score))
        small = too_small(photo.pixels, photo.width, photo.height)
        unchecked = [
            *(["frames"] if photo.animated else []),
            *(["heads"] if small else []),
            *(["writing"] if small or not all_read else []),
        ]
        return PhotoReport(photo.width, photo.height, tuple(found), carried, tuple(unchecked))

    def mask(self, data: bytes, boxes: Sequence[Box], style: Style = "soft", wanted: str | None = None) -> MaskedFile:
        """Return a new file of the photo, without metadata and at most `save.LARGEST_SIDE` pixels long, in which
        `boxes` are covered. In an animation they are covered in every frame, and so are the heads that move out of
        them. `wanted` is one of `load.FORMATS` to write in; by default the photo's own where that is sensible.

        Raises PhotoTooLargeError or PhotoUnreadableError, and for animations ModelUnusableError.
        """
        in_time = load.clock(load.MASK_SECONDS)
        with load.opened(data) as image:
            kind = load.format_of(image)
            if not load.is_animated(image):
                photo = load.full(image, LARGEST_SIDE)
                pixels = mask(photo.pixels, [photo.around(box) for box in boxes], style)
                return encode(pixels, wanted or kind, quality_of(image))
            repeats = load.repeats_of(image)
            frames = list(frames_of(image, in_time))
        follower = Follower(boxes)
        seed = int(np.random.default_rng().integers(2**63))  # one texture for all frames: it must not flicker
        for index, frame in enumerate(frames):
            covered = follower.covered(self.heads_in(frame.pixels, in_time) if boxes else [])
            pixels = mask(frame.pixels, covered, style, np.random.default_rng(seed))
            frames[index] = Frame(within(pixels), frame.duration)
        return encode_animation(frames, wanted or kind, repeats)

    def clean(self, data: bytes) -> MaskedFile:
        """Return the photo without metadata and with nothing covered: JPEG, PNG, WebP and GIF with every pixel as it
        was, other kinds written anew. Where transparent pixels hide a picture, that is taken out too.

        Raises PhotoTooLargeError or PhotoUnreadableError.
        """
        with load.opened(data) as image:
            kind, (width, height) = load.format_of(image), image.size
            turn, animated = load.orientation(image), load.is_animated(image)
            image.load()  # what cannot be decoded is not let through
            if (
                kind in ("PNG", "WEBP")
                and not animated
                and transparent.hides_something(image, kind == "WEBP" and clean_webp.is_lossy(data))
            ):
                content: bytes | None = transparent.cleared(image, load.turn_of(image), kind)
            else:
                content = _STRIPPED[kind](data, turn) if kind in _STRIPPED else None
        if content is None:
            return self.mask(data, [])
        upright = (width, height) if turn < 5 else (height, width)
        ending = _ENDINGS.get(kind, kind.lower())
        return MaskedFile(content, f"image/{kind.lower()}", f"photo.{ending}", *upright)

    def heads_in(self, pixels: NDArray[np.uint8], go_on: Callable[[], None] = lambda: None) -> list[Head]:
        """Return the heads in one of many frames (uint8 RGB [height, width, 3]), looked for less closely than in a
        photo.
        """
        go_on()
        return self._heads.find(pixels, pixels.shape[1], pixels.shape[0], sides=_QUICK_SIDES, close=False)

    def marks_in(
        self, pixels: NDArray[np.uint8], go_on: Callable[[], None] = lambda: None
    ) -> tuple[list[PhotoFinding], bool]:
        """Return the writing and the codes in a frame (uint8 RGB [height, width, 3]), and whether all of it was
        read.
        """
        height, width = pixels.shape[:2]
        words, all_read = self._writing.find(pixels, width, height, go_on)
        return [*_of_codes(pixels, width, height), *self._of_writing(blocks_of(words))], all_read

    def places_in(
        self, pixels: NDArray[np.uint8], rules: Collection[str], go_on: Callable[[], None] = lambda: None
    ) -> list[PhotoFinding]:
        """Return where writing and codes are in a frame, unread; of the `rules` that are asked for."""
        found = []
        if "writing" in rules:
            blocks = blocks_of(self._writing.glance(pixels, go_on))
            found += [_of_block(block, ()) for block in blocks]
        if "code" in rules:
            found += _of_codes(pixels, pixels.shape[1], pixels.shape[0])
        return found

    def _names_someone(self, name: str) -> bool:
        """Whether the identity rules find something in the name of a file. Such a name is only said quietly: with
        nothing else to say the photo is cleaned without a question, and cleaned files have a neutral name.
        """
        if self._read_identity is None:
            return False
        words = " ".join(PurePath(name).stem.replace("_", " ").split())
        if _BY_A_CAMERA.fullmatch(words):
            return False
        return any(finding.family is Family.IDENTITY for finding in self._read_identity(words))

    def _of_writing(self, blocks: Sequence[Block]) -> list[PhotoFinding]:
        """Return a finding for each block: a label is one thing, so one identifying line makes all of it identifying,
        the name above the date of birth included.
        """
        about: list[list[TextFinding]] = [[] for _ in blocks]
        if self._read_identity is not None:
            text, ends = "", [0]
            for block in blocks:
                # in what scanners burn in, ^ stands between the parts of a name (DICOM PS3.5, 6.2.1)
                text += block.text.replace("^", " ") + "\n\n"
                ends.append(len(text))
            for finding in self._read_identity(text) if text.strip() else ():
                # what is told together may stand on several labels
                spans = finding.words or (Span(finding.start, finding.end),)
                for own, start, end in zip(about, ends, ends[1:], strict=False):
                    if any(span.start < end and start < span.end for span in spans):
                        own.append(finding)
            about = [[finding for finding in own if finding.family is Family.IDENTITY] for own in about]
        return [_of_block(block, findings) for block, findings in zip(blocks, about, strict=True)]


def of_head(head: Head) -> PhotoFinding:
    """Return what is said about a head: from `CERTAIN` on it holds the photo."""
    strength = Strength.STRONG if head.score >= CERTAIN else Strength.WARN
    return PhotoFinding("head", strength, head.box, head.score)


def _of_codes(pixels: NDArray[np.uint8], width: int, height: int) -> list[PhotoFinding]:
    return [
        PhotoFinding("code", Strength.STRONG, code.box, 1.0, code.kind) for code in codes.find(pixels, width, height)
    ]


def _of_block(block: Block, findings: Sequence[TextFinding]) -> PhotoFinding:
    strengths = [Strength.WARN, *(finding.strength for finding in findings)] if findings else [Strength.HINT]
    strength = max(strengths, key=lambda each: each.rank)
    detail = ", ".join(dict.fromkeys(finding.rule for finding in findings)) or None
    score = max(line.score for line in block.lines)
    return PhotoFinding("writing", strength, block.box, score, detail)
