"""Long pictures are looked at in parts: all large enough to be read, and nothing lost or told twice between two."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from primum.finding import Box
from primum.photo import load
from primum.photo.check import DETECTION_SIDE, PhotoChecker
from primum.photo.lines import Line
from primum.photo.tiles import MOST, lines_of, tiles, too_small
from tests.unit.photo_files import astronaut, encoded


def blank(width: int, height: int) -> np.ndarray:
    return np.zeros((height, width, 3), np.uint8)


@pytest.mark.parametrize("size", [(1280, 960), (1080, 2400), (1100, 2559), (3840, 2160), (600, 1500), (1, 1)])
def test_what_is_not_long_is_looked_at_whole(size: tuple[int, int]) -> None:
    [tile] = tiles(blank(*size))
    assert tile.pixels.shape == (size[1], size[0], 3)


@pytest.mark.parametrize("size", [(1080, 2800), (1080, 10_000), (10_000, 1080), (640, 30_000), (10_000, 1)])
def test_parts_hold_all_of_a_long_picture_and_overlap(size: tuple[int, int]) -> None:
    pixels = blank(*size)
    parts = tiles(pixels)
    assert 2 <= len(parts) <= MOST
    reach = 0
    for part in parts:
        start, length = max(part.left, part.top), max(part.pixels.shape[:2])
        assert start == 0 or reach - start > 0.05 * length
        assert min(part.pixels.shape[:2]) == min(size)
        assert part.moved(Box(1, 2, 3, 4)) == Box(1 + part.left, 2 + part.top, 3, 4)
        reach = start + length
    assert reach == max(size)


@pytest.mark.parametrize(
    ("size", "small"),
    [
        ((4000, 3000), False),
        ((1080, 2400), False),
        ((1080, 10_000), False),
        ((9000, 3000), False),
        ((1080, 20_000), True),
        ((300, 40_000), True),
        ((10_000, 1), False),  # as narrow as it is, it is seen as it is
    ],
)
def test_what_is_seen_too_small_is_known(size: tuple[int, int], small: bool) -> None:
    with load.opened(encoded(Image.new("L", size))) as image:
        photo = load.reduced(image, DETECTION_SIDE)
    assert too_small(photo.pixels, *size) is small
    assert max(photo.pixels.shape) <= 20 * DETECTION_SIDE


def seen_in(pixels: np.ndarray, lines: Sequence[Line]) -> list[Line]:
    """What a detector would see of lines whose places are written into the pixels: cut off where a part ends."""
    rows, columns = pixels.shape[:2]
    left = int(pixels[0, 0, 0]) * 256 + int(pixels[0, 0, 1])
    seen = []
    for line in lines:
        first = max(line.x - line.length / 2 - left, 0)
        last = min(line.x + line.length / 2 - left, columns)
        if last - first > line.height and 0 < line.y < rows:
            seen.append(Line((first + last) / 2, line.y, last - first, line.height, line.angle, line.score))
    return seen


def numbered(width: int, height: int) -> np.ndarray:
    """A picture in which each pixel tells how far to the right it is."""
    pixels = blank(width, height)
    pixels[..., 0], pixels[..., 1] = np.divmod(np.arange(width), 256)
    return pixels


def test_lines_are_told_once_and_what_is_cut_is_joined() -> None:
    # parts of 1280 that start at 0, 1120, 2240
    there = [
        Line(200, 50, 180, 30, 0.0, 0.9),
        Line(1200, 60, 90, 20, 0.0, 0.9),  # whole in two parts
        Line(1250, 120, 700, 30, 0.0, 0.8),  # in no part whole
        Line(3000, 90, 300, 30, 0.0, 0.9),
    ]
    found = lines_of(numbered(3520, 200), lambda pixels: seen_in(pixels, there))
    assert len(found) == len(there)
    for line, other in zip(sorted(found, key=lambda each: each.x), sorted(there, key=lambda each: each.x), strict=True):
        assert math.hypot(line.x - other.x, line.y - other.y) < 1
        assert line.length == pytest.approx(other.length, abs=2)


def test_letters_as_large_as_the_picture_are_seen_in_all_of_it() -> None:
    large = Line(1800, 100, 3000, 180, 0.0, 0.9)
    found = lines_of(blank(3600, 200), lambda pixels: [large] if pixels.shape[1] == 3600 else [])
    assert found == [large]


def test_the_breadth_of_a_long_page_counts() -> None:
    for size, seen in (((1080, 10_000), (1080, 10_000)), ((2160, 10_800), (720, 3600)), ((4000, 3000), (1334, 1000))):
        with load.opened(encoded(Image.new("L", size))) as image:
            rows, columns = load.reduced(image, DETECTION_SIDE).pixels.shape[:2]
        assert (columns, rows) == seen


def test_small_letters_and_heads_on_a_long_page_are_found() -> None:
    page = Image.new("RGB", (400, 4000), "white")
    font = ImageFont.load_default(15)
    for y in (60, 1190, 3900):  # at an end, where two parts meet, at the other end
        ImageDraw.Draw(page).text((30, y), "LEFEBVRE Rosalie 03/11/1958", "black", font)
    page.paste(astronaut().crop((140, 0, 320, 220)).resize((72, 88)), (40, 2500))
    report = PhotoChecker().check(encoded(page))
    writing = sorted(found.box.y for found in report.findings if found.rule == "writing" and found.box)
    assert writing == pytest.approx([60, 1190, 3900], abs=8)
    [head] = [found.box for found in report.findings if found.rule == "head"]
    assert head is not None
    assert abs(head.x + head.w / 2 - 76) < 25
    assert abs(head.y + head.h / 2 - 2540) < 30
    assert report.unchecked == ()
