"""Reads a photo from its bytes, once, upright, in RGB.

Detection needs no 12 megapixels: a JPEG is decoded straight at a reduced DCT scale, which costs a quarter of a full
decode followed by a resize. Masking needs every pixel that is released, in the colours the eye saw: `full` converts to
sRGB, because the colour profile does not travel with the masked file.
"""

from __future__ import annotations

import importlib
import io
import math
import struct
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageFile

from primum.finding import Box
from primum.photo.limits import (
    MAX_BYTES,
    MAX_PIXELS,
    PhotoError,
    PhotoUnreadableError,
    TooManyBytesError,
    TooManyPixelsError,
    TooSlowError,
)

CHECK_SECONDS, MASK_SECONDS = 25.0, 55.0
"""For one photo, of the processor: some thirty times what one takes, and a machine that is busy is no reason to give
up. Whoever waits has a clock of their own."""

READ_SECONDS = 15.0
"""Of those of a check, until which writing is read: what is left of a very long page is said not to have been."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
"""What Pillow is allowed to try; anything else it knows stays out of reach of a hostile file."""

_ANIMATED = ("GIF", "WEBP", "PNG", "AVIF")
_HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_ORIENTATION = 0x0112
# EXIF 2.32, 4.6.4.A: where the top and the left of the scene lie in the stored rows and columns
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LONGEST = 20  # sides of a picture for detection: what it holds in memory is bounded by it
_NEARLY = 0.9  # share of the most pixels from which a decoding at a reduced scale is taken as it is
_REACH = 1  # pixels beyond itself that a pixel changes when a picture is made smaller with a Hamming window

_SIDEWAYS = tuple(_UPRIGHT[value] for value in (5, 6, 7, 8))


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo, decoded.

    `pixels` is uint8 RGB [rows, columns, 3], upright, possibly smaller than the photo, not to be written to; `width`
    and `height` are the upright full size. `animated` tells that there are more frames than the one that was read.
    `on_black`: the same pixels on black, where some are transparent and the photo was decoded for detection.
    """

    pixels: NDArray[np.uint8]
    width: int
    height: int
    format: str
    animated: bool
    on_black: NDArray[np.uint8] | None = None

    @property
    def scale(self) -> float:
        """Full-size pixels for one of `pixels`."""
        return max(self.width, self.height) / float(max(self.pixels.shape[:2]))

    def around(self, box: Box) -> Box:
        """Return the box in `pixels` of all that is made of something in `box`, which is in full-size pixels."""
        rows, columns = self.pixels.shape[:2]
        if (columns, rows) == (self.width, self.height):
            return box
        across, down = columns / self.width, rows / self.height
        left, top = math.floor(box.x * across) - _REACH, math.floor(box.y * down) - _REACH
        right, bottom = math.ceil((box.x + box.w) * across) + _REACH, math.ceil((box.y + box.h) * down) + _REACH
        return Box(left, top, right - left, bottom - top)


def clock(seconds: float) -> Callable[[], None]:
    """Return what raises TooSlowError when it is called after `seconds` more of the processor's time.

    It is called between steps: a step is not interrupted, and what a decoder may do in one is bounded by its bytes and
    its pixels.
    """
    left = within(seconds)

    def look() -> None:
        if not left():
            raise TooSlowError(seconds)

    return look


def within(seconds: float) -> Callable[[], bool]:
    """Return what says whether less than `seconds` more of the processor's time have gone by."""
    end = time.process_time() + seconds
    return lambda: time.process_time() <= end


@contextmanager
def opened(data: bytes) -> Iterator[ImageFile.ImageFile]:
    """Open a photo without decoding it, and turn whatever its decoding raises into a PhotoError.

    Raises TooManyBytesError, TooManyPixelsError, PhotoUnreadableError.
    """
    if len(data) > MAX_BYTES:
        raise TooManyBytesError
    formats: tuple[str, ...] = FORMATS
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        formats = ("HEIF",)
    if formats != FORMATS and not reads_heic():
        raise PhotoUnreadableError("HEIC photos cannot be read by this installation: save it as JPEG first.")
    try:
        with warnings.catch_warnings():
            # Pillow warns about sizes that are within our own limit, and about odd metadata
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=formats) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise TooManyPixelsError
                yield image
    except PhotoError:
        raise
    except Image.DecompressionBombError:
        raise TooManyPixelsError from None
    except Exception:
        # decoders meet hostile files with exceptions of every kind; their messages may quote the file
        raise PhotoUnreadableError("The photo cannot be read: the file is damaged or is not a picture.") from None


@cache
def reads_heic() -> bool:
    """Whether HEIC photos can be read: the optional extra `primum[heic]` brings a decoder, under the GPL."""
    try:
        importlib.import_module("pillow_heif").register_heif_opener(thumbnails=False)
    except ImportError:
        return False
    return True


def reduced(image: ImageFile.ImageFile, side: int) -> Photo:
    """Decode an opened photo for detection, its long side at least `side` pixels where the photo has as many, and its
    short side half of that: of a long page the breadth counts, up to `_LONGEST` times `side` of its length.

    Colours are not managed: detectors do not mind. To be called inside `opened`.
    """
    stored, turn = image.size, turn_of(image)
    _draft(image, _factor(stored, side))
    picture = rgb(image)
    factor = _factor(picture.size, side)
    photo = _upright(image, picture.reduce(factor) if factor > 1 else picture, stored, turn)
    if not _lets_through(image):
        return photo
    # white letters on nothing are seen on no white ground, and a page may be dark
    dark = rgb(image, "black")
    return replace(photo, on_black=_upright(image, dark.reduce(factor), stored, turn).pixels)


def _factor(size: tuple[int, int], side: int) -> int:
    """Return by how much a picture of a size is made smaller for detection."""
    by_breadth = max(1, min(size) // (side // 2))
    return max(1, min(max(size) // side, by_breadth), math.ceil(max(size) / (_LONGEST * side)))


def full(image: ImageFile.ImageFile, largest: int) -> Photo:
    """Decode an opened photo for release, at most `largest` pixels long, in sRGB, on white where it is transparent.

    To be called inside `opened`.
    """
    stored, turn = image.size, turn_of(image)
    _draft(image, int(max(stored) / (_NEARLY * largest)))
    profile = image.info.get("icc_profile")
    picture = rgb(_in_srgb(image, profile) if profile else image)
    ratio = largest / max(picture.size)
    if ratio < 1:
        columns, rows = (max(1, round(length * ratio)) for length in picture.size)
        picture = picture.resize((columns, rows), Image.Resampling.HAMMING)
    return _upright(image, picture, stored, turn)


def _draft(image: ImageFile.ImageFile, factor: int) -> None:
    """Have a JPEG decoded at a reduced DCT scale: at least one pixel in `factor` on each side."""
    if factor > 1 and format_of(image) == "JPEG":
        image.draft("RGB", (max(1, image.width // factor), max(1, image.height // factor)))


def _upright(
    image: ImageFile.ImageFile, picture: Image.Image, stored: tuple[int, int], turn: Image.Transpose | None
) -> Photo:
    """Return what was decoded of an opened photo that is `stored` pixels large and to be turned so."""
    width, height = stored[::-1] if turn in _SIDEWAYS else stored
    pixels = np.asarray(picture if turn is None else picture.transpose(turn))
    return Photo(pixels, width, height, format_of(image), is_animated(image))


def format_of(image: Image.Image) -> str:
    """Return one of FORMATS; a JPEG followed by further pictures (MPO) is a JPEG."""
    return "JPEG" if image.format == "MPO" else str(image.format)


def is_animated(image: Image.Image) -> bool:
    """Whether the photo has more frames that a browser would show."""
    return format_of(image) in _ANIMATED and bool(getattr(image, "is_animated", False))


def repeats_of(image: Image.Image) -> int | None:
    """Return how often an opened animation says that it is repeated: 0 for ever, None where a GIF does not say."""
    repeats = image.info.get("loop", None if format_of(image) == "GIF" else 0)
    return None if repeats is None else int(repeats)


def orientation(image: Image.Image) -> int:
    """Return how an opened photo is stored: 1 (upright) to 8, as EXIF counts; 1 for anything else."""
    if image.format == "TIFF":
        return 1  # Pillow turns these itself
    # not getexif(): it falls back on XMP, which browsers do not obey
    exif = Image.Exif()
    with suppress(SyntaxError, ValueError, struct.error):  # a block that is no TIFF turns nothing
        exif.load(image.info.get("exif") or b"")
    value = exif.get(_ORIENTATION, 1)
    return value if value in _UPRIGHT else 1


def turn_of(image: Image.Image) -> Image.Transpose | None:
    """Return how an opened photo is to be turned to stand upright."""
    return _UPRIGHT.get(orientation(image))


def _lets_through(image: Image.Image) -> bool:
    """Whether some pixels of a decoded picture are transparent."""
    if not image.has_transparency_data:
        return False
    alpha = image if "A" in image.getbands() else image.convert("RGBA")
    return alpha.getchannel("A").getextrema() != (255, 255)


def rgb(image: Image.Image, ground: str = "white") -> Image.Image:
    """Return a picture of any mode in RGB, on a ground where it is transparent."""
    if image.mode == "RGB":
        image.load()
        return image
    if image.mode.startswith("I;16"):
        return _grey(np.asarray(image).astype(np.float32) / 257)
    if image.mode in ("I", "F"):
        values = np.nan_to_num(np.asarray(image).astype(np.float32))
        low, high = float(values.min()), float(values.max())
        return _grey((values - low) * (255 / max(high - low, 1e-6)))
    if image.has_transparency_data:
        alpha = image.convert("RGBA")
        picture = Image.new("RGB", alpha.size, ground)
        picture.paste(alpha, mask=alpha.getchannel("A"))
        return picture
    return image.convert("RGB")


def _grey(values: NDArray[np.floating]) -> Image.Image:
    return Image.fromarray(values.clip(0, 255).astype(np.uint8)).convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Return `image` in sRGB, or as it is when its profile is sRGB, unfit for its mode or broken."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "sRGB" in str(source.profile.profile_description):
            return image
        if image.mode not in ("RGB", "CMYK", "L"):
            return image
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image
