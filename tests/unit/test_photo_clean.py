"""Cleaning a JPEG leaves every pixel as it was, and nothing else."""

from __future__ import annotations

import importlib.util
import io

import pytest
from PIL import Image, ImageCms

from primum.photo import load, metadata
from primum.photo.check import PhotoChecker
from primum.photo.limits import PhotoUnreadableError
from tests.unit.photo_files import astronaut, decoded, encoded, landscape, with_place

XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Ploum</x:xmpmeta>"


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}, {"restart_marker_rows": 2}])
def test_a_jpeg_keeps_every_pixel_and_loses_the_rest(options: dict[str, object]) -> None:
    content = encoded(astronaut(), "JPEG", exif=with_place(), xmp=XMP, comment=b"chambre 12", quality=85, **options)
    cleaned = PhotoChecker().clean(content + b"trailing secret")
    assert (decoded(cleaned.data) == decoded(content)).all()
    assert (cleaned.media_type, cleaned.name, cleaned.width, cleaned.height) == ("image/jpeg", "photo.jpg", 512, 512)
    for secret in (b"Acme", b"Ploum", b"2026:03:12", b"chambre", b"secret", b"xmp"):
        assert secret not in cleaned.data
    with load.opened(cleaned.data) as image:
        assert metadata.read(image) == {}


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colours_stay(mode: str) -> None:
    content = encoded(landscape().convert(mode), "JPEG", comment=b"chambre 12")
    cleaned = PhotoChecker().clean(content)
    assert b"chambre" not in cleaned.data
    assert (decoded(cleaned.data) == decoded(content)).all()


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_sideways_photo_stays_upright(turn: int) -> None:
    exif = with_place()
    exif[0x0112] = turn
    content = encoded(landscape(), "JPEG", exif=exif)
    cleaned = PhotoChecker().clean(content)
    assert b"Acme" not in cleaned.data
    with load.opened(content) as before, load.opened(cleaned.data) as after:
        assert (load.full(before, 4096).pixels == load.full(after, 4096).pixels).all()
    assert (cleaned.width, cleaned.height) == ((600, 400) if turn < 5 else (400, 600))


def test_the_colour_profile_stays_because_colours_would_change_without_it() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    cleaned = PhotoChecker().clean(encoded(landscape(), "JPEG", icc_profile=profile))
    with Image.open(io.BytesIO(cleaned.data)) as image:
        assert image.info["icc_profile"] == profile


def test_other_formats_are_written_anew() -> None:
    cleaned = PhotoChecker().clean(encoded(landscape(), "PNG", exif=with_place()))
    assert cleaned.media_type == "image/png"
    assert b"Acme" not in cleaned.data


def test_a_damaged_file_is_not_let_through() -> None:
    content = encoded(landscape(), "JPEG")
    for cut in (10, 200, len(content) - 2):
        with pytest.raises(PhotoUnreadableError):
            PhotoChecker().clean(content[:cut])


@pytest.mark.skipif(importlib.util.find_spec("pillow_heif") is None, reason="the extra primum[heic] is not installed")
def test_heic_is_read_and_written_as_jpeg_where_the_extra_is_there() -> None:
    load.reads_heic()
    content = encoded(landscape(), "HEIF", quality=90)
    report = PhotoChecker().check(content)
    assert (report.width, report.height) == (600, 400)
    assert PhotoChecker().mask(content, []).media_type == "image/jpeg"
