"""Bytes, pixels, frames and time each have a limit, and each limit an error of its own that says which."""

from __future__ import annotations

import time

import numpy as np
import pytest
from PIL import Image

from primum.finding import Box
from primum.photo import frames, load
from primum.photo.check import PhotoChecker
from primum.photo.limits import (
    PhotoTooLargeError,
    TooManyBytesError,
    TooManyFramesError,
    TooManyPixelsError,
    TooSlowError,
)
from tests.unit.photo_files import astronaut, encoded, landscape


@pytest.fixture(scope="module")
def checker() -> PhotoChecker:
    return PhotoChecker()


def animation(count: int, side: int, kind: str = "GIF") -> bytes:
    """Frames of one colour each, none like the one before: writers join those that are alike."""
    shades = [Image.new("L", (side, side), 40 + index * 47 % 180) for index in range(count)]
    return encoded(shades[0], kind, save_all=True, append_images=shades[1:], duration=50)


def test_a_file_of_too_many_bytes(checker: PhotoChecker) -> None:
    content = encoded(landscape(), "JPEG")
    content += bytes(load.MAX_BYTES + 1 - len(content))
    for work in (checker.check, checker.clean, lambda data: checker.mask(data, [])):
        with pytest.raises(TooManyBytesError, match="40 MB"):
            work(content)
    assert checker.check(content[: load.MAX_BYTES]).width == 600  # the limit itself is within


def test_a_picture_of_too_many_pixels(checker: PhotoChecker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "MAX_PIXELS", 600 * 400 - 1)
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        with pytest.raises(TooManyPixelsError):
            checker.check(encoded(landscape(), kind))
    monkeypatch.setattr(load, "MAX_PIXELS", 600 * 400)
    assert checker.check(encoded(landscape())).width == 600


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_of_too_many_frames(kind: str, checker: PhotoChecker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MAX_FRAMES", 5)
    for work in (checker.check, lambda data: checker.mask(data, [Box(1, 1, 9, 9)])):
        with pytest.raises(TooManyFramesError):
            work(animation(12, 40, kind))
        work(animation(5, 40, kind))


def test_an_animation_of_too_many_pixels_in_all(checker: PhotoChecker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MAX_PIXELS", 6 * 40 * 40)
    with pytest.raises(TooManyPixelsError):
        checker.mask(animation(7, 40), [])
    checker.mask(animation(6, 40), [])


def test_work_that_takes_too_long_is_given_up_between_two_steps(
    checker: PhotoChecker, monkeypatch: pytest.MonkeyPatch
) -> None:
    portrait, moving = encoded(astronaut(), "JPEG"), animation(6, 60)
    now = time.process_time()
    ticking = iter(range(10**6))
    monkeypatch.setattr(load.time, "process_time", lambda: now + 4 * next(ticking))  # four seconds a look
    for content in (portrait, moving):
        began = now + 4 * next(ticking)
        monkeypatch.setattr(load, "CHECK_SECONDS", 6.0)
        with pytest.raises(TooSlowError, match="6 seconds"):
            checker.check(content)
        assert now + 4 * next(ticking) - began < 30  # given up at once, not at the end
    monkeypatch.setattr(load, "MASK_SECONDS", 6.0)
    with pytest.raises(TooSlowError):
        checker.mask(moving, [Box(1, 1, 9, 9)])
    monkeypatch.setattr(load, "CHECK_SECONDS", 10_000.0)
    assert checker.check(portrait).findings


def test_every_limit_is_too_large_for_those_who_do_not_ask_which() -> None:
    errors = [TooManyBytesError(), TooManyPixelsError(), TooManyFramesError(), TooSlowError(25.0)]
    assert all(isinstance(error, PhotoTooLargeError) for error in errors)
    assert len({str(error) for error in errors}) == len(errors)


def test_a_wall_of_black_is_no_work(checker: PhotoChecker) -> None:
    report = checker.check(encoded(Image.fromarray(np.zeros((3000, 4000), np.uint8)), "PNG"))
    assert report.findings == ()
