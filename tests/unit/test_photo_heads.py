"""Heads with the real model, on a portrait in many sizes and positions, and on pictures without people."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageEnhance
from skimage import data

from primum.finding import Box
from primum.photo.heads import HeadFinder, best
from primum.photo.mask import mask
from tests.unit.photo_files import FACE, HEAD, astronaut, landscape


@pytest.fixture(scope="module")
def finder() -> HeadFinder:
    return HeadFinder()


def overlap(box: Box, other: tuple[float, float, float, float]) -> float:
    """Return the share of `other` that lies in `box`."""
    x, y, w, h = other
    wide = min(box.x + box.w, x + w) - max(box.x, x)
    high = min(box.y + box.h, y + h) - max(box.y, y)
    return max(0, wide) * max(0, high) / (w * h)


@pytest.mark.parametrize("factor", [0.15, 0.4, 1, 3])
def test_the_whole_head_is_in_its_box_at_any_size(finder: HeadFinder, factor: float) -> None:
    side = round(512 * factor)
    pixels = np.asarray(astronaut().resize((side, side)))
    head = finder.find(pixels, side, side)[0]
    assert overlap(head.box, tuple(edge * factor for edge in HEAD)) > 0.92
    assert head.box.w * head.box.h < 3 * HEAD[2] * HEAD[3] * factor**2
    assert head.score > 0.5


def test_boxes_are_of_the_full_size_photo(finder: HeadFinder) -> None:
    head = finder.find(np.asarray(astronaut()), 4096, 4096)[0]
    assert overlap(head.box, tuple(edge * 8 for edge in HEAD)) > 0.97


X, Y, W, H = FACE
CLOSE = {
    "left half": (X, Y, X + W // 2, Y + H),
    "right half": (X + W // 2, Y, X + W, Y + H),
    "brow and eyes": (X, Y + H // 8, X + W, Y + H * 5 // 8),
    "strip of the eyes": (X, Y + H // 4, X + W, Y + H // 2),
    "narrow strip": (X, Y + H * 3 // 10, X + W, Y + H * 11 // 20),
    "left eye": (X, Y + H // 5, X + W // 2, Y + H // 2),
    "right eye": (X + W // 2, Y + H // 5, X + W, Y + H // 2),
    "whole face": (X, Y, X + W, Y + H),
}


@pytest.mark.parametrize("light", [0.6, 1.0])
@pytest.mark.parametrize("crop", CLOSE)
def test_a_part_of_a_face_that_fills_the_frame_is_found(finder: HeadFinder, crop: str, light: float) -> None:
    close = astronaut().crop(CLOSE[crop])
    close = close.resize((close.width * 10, close.height * 10), Image.Resampling.BICUBIC)
    for image in (close, close.transpose(Image.Transpose.FLIP_LEFT_RIGHT)):
        heads = finder.find(np.asarray(ImageEnhance.Brightness(image).enhance(light)), *close.size)
        assert heads
        assert max(overlap(head.box, (0, 0, *close.size)) for head in heads) > 0.5


def test_a_masked_head_is_no_close_up(finder: HeadFinder) -> None:
    """Above shoulders that are still there, small and within a border, the detector would see the head again."""
    for side in (90, 256, 700):
        pixels = np.asarray(astronaut().resize((side, side)))
        boxes = [head.box for head in finder.find(pixels, side, side)]
        assert boxes
        for style, seed in (("soft", 1), ("soft", 2), ("soft", 3), ("solid", 1)):
            masked = mask(pixels, boxes, style, np.random.default_rng(seed))
            assert finder.find(masked, side, side) == []
    close = np.asarray(astronaut().crop((140, 20, 330, 220)).resize((760, 800)))
    masked = mask(close, [Box(100, 100, 560, 600)])
    assert finder.find(masked, 760, 800) == []


@pytest.mark.parametrize("name", ["coffee", "rocket", "brick", "grass", "page", "moon", "retina", "text", "coins"])
def test_strips_of_pictures_without_people_are_no_close_ups(finder: HeadFinder, name: str) -> None:
    whole = Image.fromarray(np.asarray(getattr(data, name)())).convert("RGB")
    for at in (0.1, 0.4, 0.7):
        strip = whole.crop((0, int(whole.height * at), whole.width, int(whole.height * (at + 0.25))))
        part = strip.crop((strip.width // 4, 0, strip.width * 3 // 4, strip.height))
        for image in (strip, part):
            assert finder.find(np.asarray(image), *image.size) == []


def test_several_heads_in_a_group_are_all_found(finder: HeadFinder) -> None:
    group = Image.new("RGB", (1600, 700), "grey")
    places = [(40, 60, 120), (500, 80, 200), (900, 20, 300), (1250, 300, 90)]
    for x, y, side in places:
        group.paste(astronaut().resize((side, side)), (x, y))
    heads = finder.find(np.asarray(group), *group.size)
    for x, y, side in places:
        head = (x + HEAD[0] * side / 512, y + HEAD[1] * side / 512, HEAD[2] * side / 512, HEAD[3] * side / 512)
        assert max(overlap(found.box, head) for found in heads) > 0.9


def test_a_picture_without_people_gives_none(finder: HeadFinder) -> None:
    assert finder.find(np.asarray(landscape()), 600, 400) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2000, 3), (31, 33)])
def test_odd_sizes_do_not_fail(finder: HeadFinder, size: tuple[int, int]) -> None:
    assert isinstance(finder.find(np.zeros((size[1], size[0], 3), np.uint8), *size), list)


def test_of_boxes_of_one_face_the_best_stays_and_neighbours_stay() -> None:
    faces = np.array(
        [
            [0, 0, 100, 100, 0.6],  # one face,
            [5, 5, 105, 105, 0.9],  # seen better,
            [40, 30, 60, 45, 0.5],  # and its nose
            [101, 0, 200, 100, 0.4],  # the neighbour
        ],
        np.float32,
    )
    assert best(faces) == [1, 3]
    assert best(np.zeros((0, 5), np.float32)) == []
