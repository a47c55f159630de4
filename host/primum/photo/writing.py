"""Finds writing in a photo and reads it, with PP-OCR through onnxruntime.

The models are PP-OCRv6 small (PaddleOCR, Apache-2.0), brought in from the package `rapidocr` when Primum is built;
the recogniser's last layer keeps European letters only. What is before and after the networks is here, in numpy and
Pillow: rapidocr itself would bring OpenCV, a downloader and a dozen packages into a program that must open no socket.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from primum.finding import Box
from primum.models import giving_back, open_session
from primum.photo.frames import touch
from primum.photo.lines import Line, cut_out, lines_in
from primum.photo.tiles import lines_of, tiles

if TYPE_CHECKING:
    import onnxruntime

SMALLEST_SIDE, LARGEST_SIDE = 960, 1280
"""Least and most pixels of the long side at which writing is looked for; small photos are enlarged up to twice."""

MOST_LINES = 120
"""Lines that are read; the largest first. The others are said as writing that was not read."""

MOST_LINES_OF_LONG = 240
"""The same in a picture that is looked at in parts."""

_MULTIPLE = 32  # what the detector's sides must be a multiple of
_HEIGHT = 48  # of a line as the recogniser sees it
_WIDEST = 2400  # of a line as the recogniser sees it
_TOGETHER = 8  # lines in one run of the recogniser
_LEAST_CONFIDENCE = 0.5
_CLEARLY = 0.7  # the detector's score from which what cannot be read is writing all the same
_SURE = 0.8  # below it, a line is tried in other ways too

# Evening out local contrast before detection: measured on radiographs, 20 of 105 lines were lost without it, 0 with it.
_AROUND = 12  # pixels on each side
_FAINTEST = 4.0  # grey levels below which deviation is noise
_CONTRAST = 55.0


@dataclass(frozen=True, slots=True)
class Words:
    """A line of writing in a photo: its box in upright full-size pixels, and what it says ("" where unreadable)."""

    box: Box
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together, as a label or a paragraph does, with the box around them."""

    box: Box
    lines: tuple[Words, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines if line.text)


class WritingFinder:
    """PP-OCR on the CPU, opened at first use; the recogniser only when there is something to read."""

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads

    @cached_property
    def _detector(self) -> onnxruntime.InferenceSession:
        return open_session("writing", "writing/detection.onnx", threads=self._threads, pooled=True)

    @cached_property
    def _recogniser(self) -> onnxruntime.InferenceSession:
        return open_session("writing", "writing/recognition.onnx", threads=self._threads, pooled=True)

    @cached_property
    def _signs(self) -> list[str]:
        listed = self._recogniser.get_modelmeta().custom_metadata_map["character"]
        return ["", *listed.split("\n"), " "]  # "" is the blank of CTC

    def find(
        self,
        pixels: NDArray[np.uint8],
        width: int,
        height: int,
        check_cancelled: Callable[[], None] = lambda: None,
        in_time: Callable[[], bool] = lambda: True,
    ) -> tuple[list[Words], bool]:
        """Return the lines in `pixels` (uint8 RGB [rows, columns, 3]) as boxes of a photo of `width` x `height`, of
        which `pixels` may be a smaller copy, in reading order; and whether all of them were read.

        `check_cancelled` is called between steps and may raise; from when `in_time` is no more true, nothing more is
        read. Raises ModelUnusableError.
        """
        lines = self._seen(pixels, check_cancelled)
        most = MOST_LINES_OF_LONG if len(tiles(pixels)) > 1 else MOST_LINES
        read = self._read(Image.fromarray(pixels), lines[:most], check_cancelled, in_time)
        scale = max(width, height) / max(pixels.shape[:2])
        texts = [*read, *[""] * (len(lines) - len(read))]
        words = [
            Words(_bounds(line.scaled(scale), width, height), text, line.score)
            for line, text in zip(lines, texts, strict=True)
        ]
        words = _in_reading_order(line for line in words if _is_writing(line))
        return words, len(lines) <= most and in_time()

    def glance(self, pixels: NDArray[np.uint8], check_cancelled: Callable[[], None] = lambda: None) -> list[Words]:
        """Return the lines in `pixels` unread, in reading order; otherwise as `find`."""
        height, width = pixels.shape[:2]
        words = [Words(_bounds(line, width, height), "", line.score) for line in self._seen(pixels, check_cancelled)]
        return _in_reading_order(words)

    def _seen(self, pixels: NDArray[np.uint8], check_cancelled: Callable[[], None]) -> list[Line]:
        """Return where lines are, the largest first."""

        def look(part: NDArray[np.uint8]) -> list[Line]:
            check_cancelled()
            return self.lines(part)

        found = lines_of(pixels, look)
        check_cancelled()
        return sorted(found, key=lambda line: -line.height)

    def lines(self, pixels: NDArray[np.uint8]) -> list[Line]:
        """Return where lines are, in `pixels`."""
        longest = max(pixels.shape[:2])
        ratio = max(SMALLEST_SIDE, min(LARGEST_SIDE, 2 * longest)) / longest
        ratio = min(ratio, 2.0)
        rows, columns = (max(_MULTIPLE, round(length * ratio / _MULTIPLE) * _MULTIPLE) for length in pixels.shape[:2])
        picture = Image.fromarray(pixels).resize((columns, rows), Image.Resampling.BILINEAR, reducing_gap=2.0)
        seen = [_contrasted(picture)]
        inputs = {self._detector.get_inputs()[0].name: _tensor(seen, columns)}
        [chances] = self._detector.run(None, inputs, giving_back())
        scale = longest / max(rows, columns)
        found = [line.scaled(scale) for line in lines_in(np.asarray(chances)[0, 0])]
        # sides are whole multiples, so a picture of a few rows is stretched: what then lies beyond it is no line of it
        return [line for line in found if _meets(line, pixels.shape[1], pixels.shape[0])]

    def _read(
        self,
        image: Image.Image,
        lines: Sequence[Line],
        check_cancelled: Callable[[], None],
        in_time: Callable[[], bool],
    ) -> list[str]:
        """Return what each line says."""
        texts = [""] * len(lines)
        sure = [0.0] * len(lines)
        for turned, contrasted in ((False, False), (True, False), (False, True)):
            # what reads badly may stand on its head, run upwards, or hardly stand out
            todo = [index for index in range(len(lines)) if sure[index] < _SURE]
            strips = {}
            for index in todo:
                strip = cut_out(image, lines[index].turned() if turned else lines[index], _HEIGHT)
                strips[index] = _contrasted(strip) if contrasted else strip
            todo.sort(key=lambda index: strips[index].width)
            for first in range(0, len(todo), _TOGETHER):
                check_cancelled()
                if not in_time():
                    break
                batch = todo[first : first + _TOGETHER]
                for index, (text, confidence) in zip(
                    batch, self._recognise([strips[index] for index in batch]), strict=True
                ):
                    if confidence > sure[index]:
                        texts[index], sure[index] = text, confidence
        return [text if confidence >= _LEAST_CONFIDENCE else "" for text, confidence in zip(texts, sure, strict=True)]

    def _recognise(self, strips: list[Image.Image]) -> list[tuple[str, float]]:
        """Return text and mean confidence of lines 48 pixels high."""
        width = min(_WIDEST, max(_MULTIPLE, *(strip.width for strip in strips)))
        fitted = [strip if strip.width <= width else strip.resize((width, _HEIGHT)) for strip in strips]
        inputs = {self._recogniser.get_inputs()[0].name: _tensor(fitted, width)}
        [chances] = self._recogniser.run(None, inputs, giving_back())
        return [self._spelt(line) for line in np.asarray(chances)]

    def _spelt(self, chances: NDArray[np.float32]) -> tuple[str, float]:
        """Return the most likely signs [steps, signs], repeats and blanks dropped (greedy CTC, Graves et al. 2006)."""
        best = chances.argmax(axis=1)
        new = (best != 0) & np.append(True, best[1:] != best[:-1])
        if not new.any():
            return "", 0.0
        text = "".join(self._signs[index] for index in best[new])
        return text.strip(), float(chances.max(axis=1)[new].mean())


def _in_reading_order(words: Iterable[Words]) -> list[Words]:
    return sorted(words, key=lambda line: (line.box.y + line.box.h / 2, line.box.x))


def _is_writing(line: Words) -> bool:
    """Whether a line is more than a mark: two letters or digits, or clearly writing that could not be read."""
    if line.text:
        return sum(sign.isalnum() for sign in line.text) >= 2
    return line.score >= _CLEARLY


def united(words: Sequence[Words], others: Sequence[Words]) -> list[Words]:
    """Return the lines of two looks at one photo, in reading order; of lines in one place those that say more."""
    for other in others:
        same = [line for line in words if touch(line.box, other.box)]
        if sum(len(line.text) for line in same) < len(other.text) or not same:
            words = [*(line for line in words if line not in same), other]
    return _in_reading_order(words)


def blocks_of(words: Sequence[Words]) -> list[Block]:
    """Return lines grouped into blocks: lines follow each other when they overlap from side to side and the gap
    between them is less than a line, or stand next to each other in one row with less than two line heights between.
    """
    boxes = np.array([line.box for line in words], np.float64).reshape(-1, 4)
    groups = np.arange(len(words))
    for index in range(1, len(words)):
        # a photographed table has thousands of lines: each is held against all before it at once
        near = np.unique(groups[:index][_together(boxes[index], boxes[:index])])
        if len(near):
            groups[np.isin(groups, near)] = near[0]
            groups[index] = near[0]
    blocks = []
    for group in dict.fromkeys(groups.tolist()):
        lines = tuple(words[int(place)] for place in np.flatnonzero(groups == group))
        left, top = min(line.box.x for line in lines), min(line.box.y for line in lines)
        right = max(line.box.x + line.box.w for line in lines)
        bottom = max(line.box.y + line.box.h for line in lines)
        blocks.append(Block(Box(left, top, right - left, bottom - top), lines))
    return blocks


def _together(one: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether a box (4,), x y w h, belongs with each of others (boxes, 4)."""
    x, y, w, h = others.T
    height = np.minimum(one[3], h)
    below = np.maximum(one[1], y) - np.minimum(one[1] + one[3], y + h)
    beside = np.maximum(one[0], x) - np.minimum(one[0] + one[2], x + w)
    return np.asarray(((beside < 0) & (below < height)) | ((below < -height / 2) & (beside < 2 * height)))


def _meets(line: Line, width: int, height: int) -> bool:
    corners = line.corners()
    return bool((corners.min(axis=0) < (width, height)).all() and (corners.max(axis=0) > 0).all())


def _bounds(line: Line, width: int, height: int) -> Box:
    corners = line.corners()
    left, top = (max(0, math.floor(edge)) for edge in corners.min(axis=0))
    right, bottom = (math.ceil(edge) for edge in corners.max(axis=0))
    return Box(left, top, max(1, min(right, width) - left), max(1, min(bottom, height) - top))


def _contrasted(picture: Image.Image) -> Image.Image:
    """Return a picture in grey with its local contrast evened out, so that white writing on white bone stands out:
    each pixel's distance from the mean around it, over the deviation there (Niblack's two statistics, 1986).
    """
    grey = picture.convert("L")
    values = np.asarray(grey, np.float32)
    distance = values - _mean_around(values)
    deviation = np.sqrt(_mean_around(np.minimum(distance**2 / 16, 255)) * 16)
    even = 128 + distance / (deviation + _FAINTEST) * _CONTRAST
    return Image.fromarray(even.clip(0, 255).astype(np.uint8))


def _mean_around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    blurred = Image.fromarray(values.astype(np.uint8)).filter(ImageFilter.BoxBlur(_AROUND))
    return np.asarray(blurred, np.float32)


def _tensor(pictures: Sequence[Image.Image], width: int) -> NDArray[np.float32]:
    """Return pictures of one height as the networks were trained: float32 [n, 3, rows, width], blue first, -1..1,
    nothing (0) to the right of narrower ones.
    """
    tensor = np.zeros((len(pictures), 3, pictures[0].height, width), np.float32)
    for index, picture in enumerate(pictures):
        pixels = np.asarray(picture, np.float32) / 127.5 - 1
        # grey is the same in all colours
        tensor[index, :, :, : picture.width] = pixels[..., ::-1].transpose(2, 0, 1) if pixels.ndim == 3 else pixels
    return tensor
