"""Cleaning leaves every pixel as it was, and nothing else."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from primum.photo import clean_gif, clean_png, clean_webp, load, metadata
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


def with_texts() -> PngInfo:
    texts = PngInfo()
    texts.add_text("Author", "Dr Ploum")
    texts.add_text("Comment", "chambre 12", zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    texts.add(b"tIME", b"\x07\xea\x03\x0c\x08\x0f\x00")
    texts.add(b"prVt", b"secret")
    return texts


def every_pixel(content: bytes) -> list[bytes]:
    """Mode, size and pixels of each frame, as they are stored."""
    with Image.open(io.BytesIO(content)) as image:
        frames = []
        for index in range(getattr(image, "n_frames", 1)):
            image.seek(index)
            frames.append(f"{image.mode} {image.size} {image.info.get('duration')}".encode() + image.tobytes())
    return frames


def logo() -> Image.Image:
    """Opaque in the middle, and nothing around it."""
    image = Image.new("RGBA", (120, 80))
    image.paste((200, 30, 30, 255), (20, 20, 100, 60))
    image.paste((200, 30, 30, 90), (40, 30, 60, 50))
    return image


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "I;16"])
def test_a_png_keeps_every_pixel_and_loses_the_rest(mode: str) -> None:
    grey = np.asarray(landscape().convert("L"), np.uint16) * 257 + 3
    image = Image.fromarray(grey) if mode == "I;16" else (logo() if "A" in mode else landscape()).convert(mode)
    content = encoded(image, "PNG", pnginfo=with_texts(), exif=with_place())
    cleaned = PhotoChecker().clean(content + b"trailing secret")
    assert every_pixel(cleaned.data) == every_pixel(content)
    assert (cleaned.media_type, cleaned.name) == ("image/png", "photo.png")
    assert (cleaned.width, cleaned.height) == image.size
    for secret in (b"Acme", b"Ploum", b"2026:03:12", b"tEXt", b"iTXt", b"zTXt", b"tIME", b"eXIf", b"prVt", b"secret"):
        assert secret not in cleaned.data
    with load.opened(cleaned.data) as opened:
        assert metadata.read(opened) == {}


def test_a_large_png_keeps_its_size() -> None:
    cleaned = PhotoChecker().clean(encoded(landscape().resize((9000, 100)), "PNG", pnginfo=with_texts()))
    assert (cleaned.width, cleaned.height) == (9000, 100)
    assert decoded(cleaned.data).shape == (100, 9000, 3)


@pytest.mark.parametrize("options", [{}, {"lossless": True}])
@pytest.mark.parametrize("image", [landscape(), logo()], ids=["opaque", "transparent"])
def test_a_webp_keeps_every_pixel_and_loses_the_rest(image: Image.Image, options: dict[str, object]) -> None:
    content = encoded(image, "WEBP", exif=with_place(), xmp=XMP, **options)
    cleaned = PhotoChecker().clean(content + b"trailing secret")
    assert every_pixel(cleaned.data) == every_pixel(content)
    assert (cleaned.media_type, cleaned.name) == ("image/webp", "photo.webp")
    for secret in (b"Acme", b"Ploum", b"2026:03:12", b"EXIF", b"XMP ", b"secret"):
        assert secret not in cleaned.data
    with load.opened(cleaned.data) as opened:
        assert metadata.read(opened) == {}


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_animation_keeps_its_frames_its_transparency_and_its_repeats(kind: str) -> None:
    frames = [logo(), logo().transpose(Image.Transpose.TRANSPOSE).resize((120, 80)), logo().rotate(180)]
    options = {"GIF": {"comment": b"chambre 12", "disposal": 2}, "PNG": {"pnginfo": with_texts()}, "WEBP": {"xmp": XMP}}
    content = encoded(
        frames[0], kind, save_all=True, append_images=frames[1:], duration=[80, 120, 200], loop=3, **options[kind]
    )
    cleaned = PhotoChecker().clean(content)
    assert every_pixel(cleaned.data) == every_pixel(content)
    assert (cleaned.media_type, cleaned.name) == (f"image/{kind.lower()}", f"photo.{kind.lower()}")
    assert not any(secret in cleaned.data for secret in (b"chambre", b"Ploum", b"XMP"))
    with Image.open(io.BytesIO(cleaned.data)) as image:
        assert (image.n_frames, image.info["loop"]) == (len(every_pixel(content)), 3)


def test_what_applications_write_into_a_gif_goes() -> None:
    content = encoded(landscape(), "GIF", comment=b"chambre 12")
    at = 13 + 3 * 2 ** ((content[10] & 7) + 1)  # after the palette
    # XMP ends with a row of bytes that any reader of sub-blocks falls through
    packet = b"!\xff\x0bXMP DataXMP" + XMP + bytes([1, *range(255, -1, -1), 0])
    plain = b"!\xf9\x04\0\0\0\0\0" + b"!\x01\x0c" + bytes(12) + b"\x06secret\0"
    profile = b"!\xff\x0bICCRGBG1012\x03abc\0"
    content = content[:at] + packet + plain + profile + content[at:] + b"trailing secret"
    cleaned = PhotoChecker().clean(content)
    assert (decoded(cleaned.data) == decoded(content)).all()
    assert profile in cleaned.data
    assert not any(secret in cleaned.data for secret in (b"Ploum", b"XMP", b"secret", b"chambre"))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("turn", [1, 6])
def test_other_kinds_keep_their_turn_and_their_profile(kind: str, turn: int) -> None:
    exif, profile = with_place(), ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exif[0x0112] = turn
    content = encoded(landscape(), kind, exif=exif, icc_profile=profile)
    cleaned = PhotoChecker().clean(content)
    assert b"Acme" not in cleaned.data
    assert (cleaned.width, cleaned.height) == ((600, 400) if turn == 1 else (400, 600))
    with Image.open(io.BytesIO(cleaned.data)) as image:
        assert image.info["icc_profile"] == profile
    with load.opened(content) as before, load.opened(cleaned.data) as after:
        assert (load.full(before, 4096).pixels == load.full(after, 4096).pixels).all()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_transparent_pixels_hide_goes(kind: str) -> None:
    """An eraser that only makes a face transparent leaves it in the file."""
    image = astronaut().convert("RGBA")
    image.putalpha(Image.new("L", image.size, 255))
    alpha = image.getchannel("A")
    alpha.paste(0, (150, 10, 310, 210))
    image.putalpha(alpha)
    content = encoded(image, kind, **({"lossless": True, "exact": True} if kind == "WEBP" else {}))
    cleaned = PhotoChecker().clean(content)
    assert cleaned.media_type == f"image/{kind.lower()}"
    with Image.open(io.BytesIO(cleaned.data)) as after:
        pixels = np.asarray(after)
    assert pixels.shape == (512, 512, 4)
    assert (pixels[10:210, 150:310] == 0).all()
    seen = pixels[..., 3] == 255
    assert seen.sum() == 512 * 512 - 160 * 200
    assert (pixels[seen] == np.asarray(image)[seen]).all()


def test_other_formats_are_written_anew() -> None:
    for kind in ("BMP", "TIFF", "AVIF"):
        options = {} if kind == "BMP" else {"exif": with_place()}
        cleaned = PhotoChecker().clean(encoded(landscape(), kind, **options))
        assert cleaned.media_type == ("image/png" if kind == "BMP" else "image/jpeg")
        assert b"Acme" not in cleaned.data


@pytest.mark.parametrize("stripped", [clean_png.stripped, clean_webp.stripped, clean_gif.stripped])
def test_what_is_cut_off_or_no_file_of_a_kind_is_not_taken_apart(
    stripped: Callable[[bytes, int], bytes | None],
) -> None:
    kind = stripped.__module__.rpartition("_")[2].upper()
    content = encoded(landscape(), kind)
    whole = stripped(content, 1)
    assert whole is not None
    assert every_pixel(whole) == every_pixel(content)
    for cut in [*range(24), len(content) // 2, len(content) - 1]:
        assert stripped(content[:cut], 1) is None
    assert stripped(b"GIF89a" + b"\0" * 7 + b"?", 1) is None


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
