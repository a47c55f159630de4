"""Marks are followed from look to look, and all that lies between two places of one is its way."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from primum.finding import Box, PhotoFinding, Strength
from primum.photo.marks import Marks

WIDTH, HEIGHT = 640, 480
LOOK = 0.25


def found(*boxes: Box, rule: str = "writing", strength: Strength = Strength.HINT) -> list[PhotoFinding]:
    return [PhotoFinding(rule, strength, box, 0.9) for box in boxes]


def frame(*boxes: Box) -> np.ndarray:
    pixels = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    for box in boxes:
        pixels[box.y : box.y + box.h, box.x : box.x + box.w] = 230
        pixels[box.y : box.y + box.h : 4, box.x : box.x + box.w : 4] = 20
    return pixels


def followed(place: Callable[[float], Box | None], seconds: float) -> Marks:
    """What is made of one mark that is read each second and looked for in between when it may have moved."""
    marks = Marks(WIDTH, HEIGHT)
    for index in range(round(seconds / LOOK) + 1):
        now = index * LOOK
        box = place(now)
        pixels = frame(*([box] if box else []))
        seen = found(*([box] if box else []))
        if now % 1 == 0 or now == seconds:
            marks.put(seen, now, pixels)
        elif marks.to_follow(pixels, now):
            marks.put(seen, now, pixels, read=False)
    return marks


@pytest.mark.parametrize("step", [(150, 0), (0, 90), (130, 80)])
def test_the_way_of_a_mark_holds_all_that_lies_between_its_places(step: tuple[int, int]) -> None:
    """A line of 20 pixels goes so far in a second that no place touches the one before."""

    def place(now: float) -> Box:
        return Box(10 + round(step[0] * now), 20 + round(step[1] * now), 120, 20)

    marks = followed(place, 3.0)
    [mark] = marks.found()
    assert mark.finding.box is not None
    x, y, w, h = mark.finding.box
    last = place(3.0)
    assert (x, y) == (10, 20)
    assert x + w >= last.x + last.w
    assert y + h >= last.y + last.h
    assert (mark.start, mark.end) == (0.0, 3.0)
    assert not marks.lost_one()


def test_what_stands_is_looked_for_when_it_is_read_only() -> None:
    marks = Marks(WIDTH, HEIGHT)
    box = Box(40, 40, 200, 30)
    marks.put(found(box), 0.0, frame(box))
    grain = frame(box) + np.random.default_rng(1).integers(0, 3, (HEIGHT, WIDTH, 3), np.uint8)
    assert marks.to_follow(grain, 0.25) == set()
    assert marks.to_follow(frame(Box(60, 40, 200, 30)), 0.25) == {"writing"}
    marks.put(found(box), 1.0, grain)
    [mark] = marks.found()
    assert (mark.finding.box, mark.start, mark.end) == (box, 0.0, 1.0)


def test_what_came_in_since_the_last_reading_is_covered_from_the_edge_on() -> None:
    """It comes in from the left at .2 s; at 1 s it is read first, in the middle."""

    def place(now: float) -> Box | None:
        return Box(round(400 * now) - 90, 200, 100, 24) if now > 0.2 else None

    [mark] = followed(place, 1.5).found()
    assert mark.finding.box is not None
    assert mark.finding.box.x == 0


def test_what_is_lost_in_the_midst_of_its_way_is_known() -> None:
    def place(now: float) -> Box | None:
        return Box(20 + round(120 * now), 200, 100, 24) if now < 2 else None

    assert followed(place, 4.0).lost_one()

    def leaving(now: float) -> Box | None:
        box = Box(20 + round(400 * now), 200, 100, 24)
        return box if box.x < WIDTH - 100 else None

    assert not followed(leaving, 4.0).lost_one()

    def cut(now: float) -> Box | None:
        return Box(200, 200, 100, 24) if now < 2 else None

    assert not followed(cut, 4.0).lost_one(), "what stood and is gone has not moved"


def test_the_most_telling_reading_is_kept_and_a_glance_says_nothing() -> None:
    marks, box = Marks(WIDTH, HEIGHT), Box(40, 40, 200, 30)
    moved = Box(60, 40, 200, 30)
    marks.put(found(box), 0.0, frame(box))
    marks.put(found(moved, Box(400, 300, 80, 20)), 0.25, frame(moved), read=False)
    marks.put(found(moved, strength=Strength.STRONG), 1.0, frame(moved))
    marks.put(found(moved), 2.0, frame(moved))
    [mark] = marks.found()
    assert mark.finding.strength is Strength.STRONG
    assert mark.finding.box == Box(40, 40, 220, 30)


def test_a_code_is_no_writing() -> None:
    marks, box = Marks(WIDTH, HEIGHT), Box(40, 40, 100, 100)
    marks.put([*found(box), *found(box, rule="code")], 0.0, frame(box))
    assert {mark.finding.rule for mark in marks.found()} == {"writing", "code"}


def test_a_label_in_pieces_is_one_mark() -> None:
    marks, label = Marks(WIDTH, HEIGHT), Box(100, 100, 200, 100)
    marks.put(found(label), 0.0, frame(label))
    marks.put(found(Box(110, 110, 180, 30), Box(110, 160, 220, 30)), 0.25, frame(label), read=False)
    [mark] = marks.found()
    assert mark.finding.box == Box(100, 100, 230, 100)
