"""Reading photos: every format upright in RGB, and every file that cannot be read said with one error."""

from __future__ import annotations

import contextlib
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from primum.photo import limits, load
from tests.unit.photo_files import astronaut, encoded, landscape


def reduced(content: bytes, side: int = 960) -> load.Photo:
    with load.opened(content) as image:
        return load.reduced(image, side)


def full(content: bytes) -> np.ndarray:
    with load.opened(content) as image:
        return load.full(image, 4096).pixels


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_every_format_gives_the_picture(kind: str) -> None:
    content = encoded(landscape(), kind)
    photo = reduced(content)
    assert (photo.width, photo.height, photo.format, photo.animated) == (600, 400, kind, False)
    difference = np.abs(full(content).astype(int) - np.asarray(landscape()).astype(int))
    assert difference.mean() < 4


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_every_orientation_ends_upright(orientation: int, kind: str) -> None:
    backwards = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = landscape() if orientation == 1 else landscape().transpose(backwards[orientation])
    content = encoded(stored, kind, exif=exif)
    photo = reduced(content)
    assert (photo.width, photo.height) == (600, 400)
    for pixels in (photo.pixels, full(content)):
        assert np.abs(pixels.astype(int) - np.asarray(landscape()).astype(int)).mean() < 4


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "RGBA", "LA", "PA", "I;16", "I", "F"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    grey = landscape().convert("L")
    if mode == "I;16":
        image = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    elif mode == "PA":
        image = landscape().convert("P").convert("PA")
    else:
        image = landscape().convert(mode)
    content = encoded(image, "TIFF")
    assert full(content).shape == reduced(content).pixels.shape == (400, 600, 3)
    if mode in ("L", "I;16", "LA"):
        assert np.abs(full(content)[..., 0].astype(int) - np.asarray(grey).astype(int)).max() <= 1


def test_what_is_transparent_is_white_and_hidden_colours_do_not_show() -> None:
    image = Image.new("RGBA", (64, 64), (200, 10, 10, 0))
    assert (full(encoded(image)) == 255).all()


def test_for_detection_what_is_transparent_is_seen_on_black_too() -> None:
    image = Image.new("RGBA", (64, 64))
    image.paste((255, 255, 255, 255), (16, 16, 48, 48))
    for kind in ("PNG", "WEBP", "GIF"):
        photo = reduced(encoded(image, kind))
        assert photo.pixels.min() == 255
        assert photo.on_black is not None
        assert photo.on_black[8, 8].max() == 0
        assert photo.on_black[32, 32].min() == 255
    image.putalpha(255)
    assert reduced(encoded(image)).on_black is None
    assert reduced(encoded(landscape())).on_black is None


def test_a_large_photo_is_reduced_for_detection_only() -> None:
    for kind in ("JPEG", "PNG"):
        content = encoded(astronaut().resize((3000, 2000)), kind)
        photo = reduced(content)
        assert max(photo.pixels.shape) in range(960, 1920)
        assert (photo.width, photo.height) == (3000, 2000)
        assert photo.scale == pytest.approx(3000 / photo.pixels.shape[1])
        assert full(content).shape == (2000, 3000, 3)


def test_a_wide_profile_is_brought_to_srgb() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab_like = bytearray(srgb).replace(b"s\0R\0G\0B", b"o\0t\0h\0e")  # the same colours under another name
    same = full(encoded(landscape(), "PNG", icc_profile=bytes(lab_like)))
    assert np.abs(same.astype(int) - np.asarray(landscape()).astype(int)).max() <= 2
    assert (full(encoded(landscape(), "PNG", icc_profile=b"broken")) == np.asarray(landscape())).all()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_animations_are_told_from_stills(kind: str) -> None:
    other = landscape().transpose(Image.Transpose.ROTATE_180)
    assert reduced(encoded(landscape(), kind, save_all=True, append_images=[other])).animated


def test_too_many_bytes_or_pixels_are_refused_before_decoding() -> None:
    with pytest.raises(limits.PhotoTooLargeError):
        reduced(b"\xff\xd8\xff" + bytes(limits.MAX_BYTES))
    for side in (10_001, 40_000):  # over our limit, and over Pillow's
        with pytest.raises(limits.PhotoTooLargeError):
            reduced(_empty_png(side, side))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    ],
)
def test_what_is_no_picture_is_said(content: bytes) -> None:
    with pytest.raises(limits.PhotoUnreadableError):
        reduced(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
@settings(deadline=None)
@given(data=st.data())
def test_a_damaged_file_gives_a_picture_or_our_error(kind: str, data: st.DataObject) -> None:
    content = bytearray(encoded(astronaut().resize((96, 96)), kind))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    for attempt in (reduced, full):
        with contextlib.suppress(limits.PhotoError):
            assert attempt(cut) is not None


def _empty_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")
