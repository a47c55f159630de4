"""The door of the photo room: one report, one masked file, nothing kept."""

from __future__ import annotations

import pytest
from PIL import Image

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


def test_what_was_not_looked_at_is_named(checker: PhotoChecker) -> None:
    turned = landscape().transpose(Image.Transpose.ROTATE_180)
    report = checker.check(encoded(landscape(), "GIF", save_all=True, append_images=[turned]))
    assert report.unchecked == ("frames",)


def test_a_check_can_be_given_up(checker: PhotoChecker) -> None:
    with pytest.raises(CancelledError):
        checker.check(encoded(astronaut()), cancelled=lambda: True)


def test_a_file_that_is_no_photo_is_an_error(checker: PhotoChecker) -> None:
    with pytest.raises(PhotoError):
        checker.check(b"no photo")
    with pytest.raises(PhotoError):
        checker.mask(b"no photo", [])
