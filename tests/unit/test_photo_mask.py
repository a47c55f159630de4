"""Masks: nothing of a region is left, nothing outside it is touched."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from primum.finding import Box
from primum.photo.check import PhotoChecker
from primum.photo.heads import HeadFinder
from primum.photo.mask import BLOCK, Style, mask, region_of
from tests.unit.photo_files import HEAD, astronaut, decoded, encoded, landscape

BOXES = st.builds(Box, st.integers(-20, 220), st.integers(-20, 170), st.integers(1, 120), st.integers(1, 120))
STYLES = st.sampled_from(["soft", "solid"])


@settings(deadline=None)
@given(boxes=st.lists(BOXES, min_size=1, max_size=4), style=STYLES, seed=st.integers(0, 2**32 - 1))
def test_changing_anything_inside_a_region_never_changes_the_output(boxes: list[Box], style: Style, seed: int) -> None:
    random = np.random.default_rng(seed)
    height, width = int(random.integers(20, 180)), int(random.integers(20, 240))
    pixels = random.integers(0, 256, (height, width, 3), np.uint8)
    changed = pixels.copy()
    outside = np.ones((height, width), bool)
    for x, y, w, h in (region_of(box, width, height) for box in boxes):
        changed[y : y + h, x : x + w] = random.integers(0, 256, 3)
        outside[y : y + h, x : x + w] = False
    first = mask(pixels, boxes, style, np.random.default_rng(1))
    second = mask(changed, boxes, style, np.random.default_rng(1))
    assert (first == second).all()
    assert (first[outside] == pixels[outside]).all()


@settings(deadline=None)
@given(box=BOXES)
def test_a_region_holds_its_box_with_a_block_to_spare_on_the_grid(box: Box) -> None:
    x, y, w, h = region_of(box, 200, 150)
    for start, length, low, high, limit in ((x, w, box.x, box.x + box.w, 200), (y, h, box.y, box.y + box.h, 150)):
        if length == 0:
            continue
        assert start % BLOCK == 0
        assert (start + length) % BLOCK == 0 or start + length == limit
        assert start <= max(0, low - BLOCK)
        assert start + length >= min(limit, high + BLOCK)


def test_the_file_does_not_change_with_what_is_covered(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = np.random.default_rng
    monkeypatch.setattr(np.random, "default_rng", lambda: fresh(7))
    box = Box(*HEAD)
    x, y, w, h = region_of(box, 512, 512)
    other = astronaut().copy()
    other.paste((255, 0, 255), (x, y, x + w, y + h))
    checker = PhotoChecker()
    for kind in ("PNG", "BMP"):
        assert checker.mask(encoded(astronaut(), kind), [box]).data == checker.mask(encoded(other, kind), [box]).data


def test_the_texture_is_never_the_same_twice() -> None:
    pixels = np.asarray(astronaut())
    assert (mask(pixels, [Box(*HEAD)]) != mask(pixels, [Box(*HEAD)])).any()


def test_it_looks_like_its_surroundings() -> None:
    pixels = np.zeros((320, 320, 3), np.uint8)
    pixels[:] = (40, 120, 200)
    pixels[128:192, 128:192] = 255
    covered = mask(pixels, [Box(128, 128, 64, 64)])[112:208, 112:208].reshape(-1, 3)
    assert np.abs(covered.mean(axis=0) - (40, 120, 200)).max() < 25
    assert covered.std(axis=0).max() < 40


def test_a_whole_picture_can_be_covered() -> None:
    for style in ("soft", "solid"):
        covered = mask(np.asarray(astronaut()), [Box(0, 0, 512, 512)], style)
        assert len(np.unique(covered.reshape(-1, 3), axis=0)) == 1


def test_no_face_is_found_in_a_masked_portrait() -> None:
    pixels = np.asarray(astronaut())
    finder = HeadFinder()
    for style in ("soft", "solid"):
        boxes = [head.box for head in finder.find(pixels, 512, 512)]
        assert boxes
        assert finder.find(mask(pixels, boxes, style), 512, 512) == []


@pytest.mark.parametrize(
    ("kind", "media_type", "name"),
    [
        ("JPEG", "image/jpeg", "photo.jpg"),
        ("PNG", "image/png", "photo.png"),
        ("WEBP", "image/webp", "photo.webp"),
        ("GIF", "image/png", "photo.png"),
        ("BMP", "image/png", "photo.png"),
        ("TIFF", "image/jpeg", "photo.jpg"),
        ("AVIF", "image/jpeg", "photo.jpg"),
    ],
)
def test_the_new_file_keeps_size_and_where_sensible_format(kind: str, media_type: str, name: str) -> None:
    masked = PhotoChecker().mask(encoded(landscape(), kind), [Box(10, 10, 50, 50)])
    assert (masked.media_type, masked.name, masked.width, masked.height) == (media_type, name, 600, 400)
    with Image.open(io.BytesIO(masked.data)) as image:
        assert (image.size, Image.MIME[str(image.format)]) == ((600, 400), media_type)
    left = decoded(masked.data)[150:, 150:].astype(int)
    assert np.abs(left - np.asarray(landscape())[150:, 150:].astype(int)).mean() < 5


def test_jpeg_quality_follows_the_source() -> None:
    sizes = {}
    for quality in (60, 80, 95):
        content = encoded(astronaut(), "JPEG", quality=quality)
        sizes[quality] = len(PhotoChecker().mask(content, []).data) / len(content)
    assert all(0.8 < ratio < 1.35 for ratio in sizes.values()), sizes


def test_a_sideways_photo_is_masked_where_it_is_seen() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    stored = astronaut().crop((0, 0, 512, 400)).transpose(Image.Transpose.ROTATE_90)
    masked = PhotoChecker().mask(encoded(stored, "JPEG", exif=exif), [Box(160, 16, 140, 180)])
    assert (masked.width, masked.height) == (512, 400)
    seen = decoded(masked.data).astype(int)
    difference = np.abs(seen - np.asarray(astronaut())[:400].astype(int)).mean(axis=-1)
    assert difference[40:180, 180:280].mean() > 30
    assert difference[250:, :].mean() < 5


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
@pytest.mark.parametrize("repeats", [0, 1, 3])
def test_an_animation_is_repeated_as_often_as_before(kind: str, repeats: int) -> None:
    turned = landscape().transpose(Image.Transpose.ROTATE_180)
    content = encoded(landscape(), kind, save_all=True, append_images=[turned], loop=repeats)
    with Image.open(io.BytesIO(PhotoChecker().mask(content, []).data)) as image:
        assert (image.n_frames, image.info["loop"]) == (2, repeats)


def test_a_gif_that_is_shown_once_stays_so() -> None:
    turned = landscape().transpose(Image.Transpose.ROTATE_180)
    content = encoded(landscape(), "GIF", save_all=True, append_images=[turned])
    with Image.open(io.BytesIO(PhotoChecker().mask(content, []).data)) as image:
        assert "loop" not in image.info
    with Image.open(io.BytesIO(PhotoChecker().mask(content, [], wanted="WEBP").data)) as image:
        assert image.info["loop"] == 1


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_every_frame_of_an_animation_is_covered_where_the_head_went(kind: str) -> None:
    """A portrait slides to the right; only its first place is given."""
    frames = []
    for step in range(6):
        frame = Image.new("RGB", (640, 300), (90, 110, 90))
        frame.paste(astronaut().resize((300, 300)), (60 * step, 0))
        frames.append(frame)
    content = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=120)
    checker, finder = PhotoChecker(), HeadFinder()
    first = finder.find(np.asarray(frames[0]), 640, 300)[0].box
    # a mask's fresh texture above shoulders is taken for a weak head now and then (.58 seen once); a face is at .92
    plain = 0.7
    assert all(finder.find(np.asarray(frame), 640, 300, shown=plain) for frame in frames)
    masked = checker.mask(content, [first])
    with Image.open(io.BytesIO(masked.data)) as image:
        assert (image.format, image.n_frames, image.size) == (kind, 6, (640, 300))
        assert (masked.media_type, masked.name) == (f"image/{kind.lower()}", f"photo.{kind.lower()}")
        for step in range(6):
            image.seek(step)
            image.load()
            assert image.info["duration"] == 120
            after = np.asarray(image.convert("RGB"))
            assert finder.find(after, 640, 300, shown=plain) == []
            face = slice(first.y, first.y + first.h), slice(first.x + 60 * step, first.x + 60 * step + first.w)
            moved = np.abs(after[face].astype(int) - np.asarray(frames[step])[face].astype(int)).max(2)
            assert (moved > 24).mean() > 0.5, (
                "an uncovered face differs nowhere by as much, a covered one in .79 and more"
            )
    report = checker.check(content)
    assert report.unchecked == ("frames",)
    [head] = [finding for finding in report.findings if finding.rule == "head"]
    assert head.box is not None
    assert head.box.w > 350  # one head, all along its way
