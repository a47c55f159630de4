"""The door of the photo room: one report, one masked file, nothing kept."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from primum.finding import Box, Family, Strength
from primum.photo.check import CancelledError, PhotoChecker
from primum.photo.limits import PhotoError
from tests.unit.photo_files import astronaut, decoded, encoded, landscape, with_place


@pytest.fixture(scope="module")
def checker() -> PhotoChecker:
    return PhotoChecker()


def test_a_head_a_place_and_a_date_are_found_strongest_first(checker: PhotoChecker) -> None:
    report = checker.check(encoded(astronaut(), "JPEG", exif=with_place()))
    assert (report.width, report.height) == (512, 512)
    assert [finding.strength.rank for finding in report.findings] == sorted(
        (finding.strength.rank for finding in report.findings), reverse=True
    )
    assert {finding.rule: finding.strength for finding in report.findings} == {
        "head": Strength.STRONG,
        "location": Strength.STRONG,
        "metadata": Strength.HINT,
    }
    assert {finding.family for finding in report.findings} == {Family.PHOTO}
    assert report.metadata["location"] == "47.33, -2.43"
    assert report.unchecked == ()


def test_a_photo_without_anything_gives_nothing(checker: PhotoChecker) -> None:
    report = checker.check(encoded(landscape()), "IMG_0001.png")
    assert (report.findings, report.metadata, report.unchecked) == ((), {}, ())


def test_a_masked_photo_checks_clean(checker: PhotoChecker) -> None:
    content = encoded(astronaut().resize((1500, 1500)), "JPEG", exif=with_place())
    boxes = [finding.box for finding in checker.check(content).findings if finding.box]
    masked = checker.mask(content, boxes)
    report = checker.check(masked.data)
    assert (report.findings, report.metadata) == ((), {})
    assert (report.width, report.height) == (1500, 1500)


def test_what_is_released_masked_is_at_most_4096_pixels_long(checker: PhotoChecker) -> None:
    content = encoded(landscape().resize((200, 5000)), "JPEG")
    masked = checker.mask(content, [Box(0, 4000, 200, 400)], style="solid")
    assert (masked.width, masked.height) == (164, 4096)
    pixels = decoded(masked.data)
    assert pixels.shape == (4096, 164, 3)
    ratio = 4096 / 5000
    covered = pixels[round(3990 * ratio) : round(4410 * ratio)]
    assert abs(covered.astype(int) - 64).max() < 8
    assert checker.clean(content).height == 5000  # without loss, so as large as it was


@pytest.mark.parametrize("turn", [1, 6])
@pytest.mark.parametrize(("length", "released"), [(5000, 4096), (8001, 4001), (12000, 4096), (16000, 4000)])
def test_in_a_large_photo_a_mask_lies_where_its_box_does(
    checker: PhotoChecker, length: int, released: int, turn: int
) -> None:
    """Black on white, however the file was decoded: nothing of what was black is left, and little more is covered."""
    box = Box(length // 3 + 5, 131, 401, 155) if turn == 1 else Box(131, length // 3 + 5, 155, 401)
    size = (length, 500) if turn == 1 else (500, length)
    photo = Image.new("RGB", size, "white")
    photo.paste("black", (box.x, box.y, box.x + box.w, box.y + box.h))
    exif = Image.Exif()
    exif[0x0112] = turn
    stored = photo if turn == 1 else photo.transpose(Image.Transpose.ROTATE_90)
    masked = checker.mask(encoded(stored, "JPEG", quality=95, exif=exif), [box], style="solid")
    assert max(masked.width, masked.height) == released
    pixels = decoded(masked.data)
    assert pixels.min() > 50
    rows, columns = np.nonzero(pixels[..., 0] < 150)
    ratio = released / length
    for seen, start, reach in ((columns, box.x, box.w), (rows, box.y, box.h)):
        assert start * ratio - 2 * 17 <= seen.min() <= start * ratio - 16
        assert (start + reach) * ratio + 15 <= seen.max() <= (start + reach) * ratio + 2 * 17


def test_nothing_of_what_is_covered_counts_in_a_photo_made_smaller(checker: PhotoChecker) -> None:
    box, random = Box(3001, 37, 130, 90), np.random.default_rng(1)
    masked = set()
    for _ in range(3):
        pixels = np.asarray(landscape().resize((5003, 217))).copy()
        pixels[box.y : box.y + box.h, box.x : box.x + box.w] = random.integers(0, 256, (box.h, box.w, 3))
        masked.add(checker.mask(encoded(Image.fromarray(pixels)), [box], style="solid").data)
    assert len(masked) == 1


def test_what_was_not_looked_at_is_named(checker: PhotoChecker) -> None:
    turned = landscape().transpose(Image.Transpose.ROTATE_180)
    report = checker.check(encoded(landscape(), "GIF", save_all=True, append_images=[turned]))
    assert report.unchecked == ("frames",)


def test_white_letters_on_nothing_are_seen(checker: PhotoChecker) -> None:
    """On the white of a site they are not; on a dark one, or in any program, they are."""
    image = Image.new("RGBA", (640, 320))
    ImageDraw.Draw(image).text((40, 100), "LEFEBVRE Rosalie", "white", ImageFont.load_default(36))
    for kind in ("PNG", "WEBP"):
        rules = {finding.rule for finding in checker.check(encoded(image, kind)).findings}
        assert rules == {"writing"}


def test_a_page_that_is_too_long_to_be_read_is_said_to_be(checker: PhotoChecker) -> None:
    report = checker.check(encoded(Image.new("L", (600, 30_000), "white")))
    assert report.unchecked == ("heads", "writing")


def test_a_poster_that_says_what_to_do_before_and_after_is_one_picture(checker: PhotoChecker) -> None:
    image = Image.new("RGB", (900, 320), "white")
    lines = "Hand hygiene\nBefore touching a patient\nAfter touching a patient"
    ImageDraw.Draw(image).multiline_text((40, 40), lines, (0, 60, 120), ImageFont.load_default(36), spacing=24)
    assert {finding.rule for finding in checker.check(encoded(image)).findings} == {"writing"}


def test_a_check_can_be_given_up(checker: PhotoChecker) -> None:
    with pytest.raises(CancelledError):
        checker.check(encoded(astronaut()), cancelled=lambda: True)


def test_a_file_that_is_no_photo_is_an_error(checker: PhotoChecker) -> None:
    with pytest.raises(PhotoError):
        checker.check(b"no photo")
    with pytest.raises(PhotoError):
        checker.mask(b"no photo", [])
