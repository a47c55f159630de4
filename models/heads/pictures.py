"""The pictures on which the photo check is measured, each with what it shows.

Heads come from what a test dependency brings: scikit-image's portrait of an astronaut and the 100 small faces of its
`lfw_subset`. The looks for close-ups were chosen on that portrait and on every third of those faces; only the other
faces count for close-ups. Pictures without people come from scikit-image and from a folder that is not part of this
repository.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance
from skimage import data

from primum.photo import limits, load
from primum.photo.check import DETECTION_SIDE

FILES = {".jpg", ".jpeg", ".png", ".gif", ".webp"}
CLEAN, OCCLUDED, CLOSE, OTHER = "clean", "heavy occlusion", "close-up", "other"

_FACE = (178, 65, 94, 124)  # of the astronaut, by hand
_TUNED_ON = 3  # one face in so many was used to choose the looks for close-ups


class Shown(NamedTuple):
    """A picture with one head, or a part of one: what is asked of it, and its condition in words."""

    asked: str
    condition: str
    picture: Image.Image


def portraits() -> Iterator[Shown]:
    astronaut = Image.fromarray(data.astronaut())
    for side in (128, 256, 512, 1600):
        yield Shown(CLEAN, "portrait, head of 36 to 453 px", astronaut.resize((side, side), Image.Resampling.LANCZOS))
    for degrees in (-60, -30, -15, 15, 30, 60, 90, 180):
        yield Shown(OTHER, "portrait, turned", astronaut.rotate(degrees, Image.Resampling.BICUBIC, expand=True))
    for level in (0.5, 0.25, 0.12):
        yield Shown(OTHER, "portrait, dark", ImageEnhance.Brightness(astronaut).enhance(level))
    for name, area in (
        ("lower half covered", (0.0, 0.5, 1.0, 1.0)),
        ("eyes barred", (0.0, 0.25, 1.0, 0.5)),
    ):
        for width in (60, 200, 800):
            hidden = covered(astronaut, _FACE, area).resize((width * 2, width * 2))
            yield Shown(OCCLUDED, f"portrait, {name}", hidden)
    yield from _parts(astronaut)


def _parts(portrait: Image.Image) -> Iterator[Shown]:
    """Yield parts of a face that fill the frame; the looks for close-ups were chosen on them."""
    x, y, w, h = _FACE
    face = portrait.crop((x, y, x + w, y + h))
    for name, area in {
        "whole face": (0, 0, w, h),
        "half a face": (0, 0, w // 2, h),
        "the other half": (w // 2, 0, w, h),
        "brow and eyes": (0, 0, w, h // 2),
        "strip of the eyes": (0, h // 4, w, h // 2),
        "one eye": (0, h // 5, w // 2, h // 2),
        "the other eye": (w // 2, h // 5, w, h // 2),
    }.items():
        part = face.crop(area)
        for width in (400, 1000, 3000):
            large = part.resize((width, width * part.height // part.width), Image.Resampling.BICUBIC)
            yield Shown(OTHER, f"portrait (chosen on), {name} fills the frame", large)


def small_faces(count: int) -> Iterator[Shown]:
    """Yield the first faces of 25 pixels, enlarged: `count` of the 100."""
    for index in range(min(100, count)):
        picture = Image.fromarray((data.lfw_subset()[index] * 255).astype(np.uint8)).convert("RGB")
        large = picture.resize((500, 500), Image.Resampling.BICUBIC)
        for side in (32, 64):
            scene = Image.new("RGB", (640, 480), (120, 130, 140))
            scene.paste(picture.resize((side, side), Image.Resampling.BICUBIC), (280, 200))
            yield Shown(CLEAN, f"lfw_subset, {side} px in a plain scene", scene)
        yield Shown(CLEAN, "lfw_subset, fills the frame", large)
        hidden = covered(large, (0, 0, 500, 500), (0.0, 0.55, 1.0, 1.0))
        yield Shown(OCCLUDED, "lfw_subset, lower half covered", hidden)
        if index % _TUNED_ON == 0:
            continue
        yield Shown(CLOSE, "lfw_subset, half a face", large.crop((0, 0, 250, 500)))
        yield Shown(CLOSE, "lfw_subset, brow and eyes", large.crop((0, 40, 500, 270)))
        yield Shown(CLOSE, "lfw_subset, strip of the eyes (19 px source)", large.crop((60, 120, 440, 260)))
        yield Shown(CLOSE, "lfw_subset, one eye (9 px source)", large.crop((60, 120, 250, 260)))


def covered(
    picture: Image.Image, face: tuple[int, int, int, int], area: tuple[float, float, float, float]
) -> Image.Image:
    """Return a picture with a share of a face (left, top, right, bottom) covered in the blue of a surgical mask."""
    x, y, w, h = face
    left, top, right, bottom = area
    result = picture.copy()
    ImageDraw.Draw(result).rectangle((x + left * w, y + top * h, x + right * w, y + bottom * h), (140, 180, 200))
    return result


def without_people(folder: Path | None) -> Iterator[tuple[str, Image.Image]]:
    """Yield pictures that show nobody, a cat among them."""
    names = ("coffee", "chelsea", "rocket", "retina", "hubble_deep_field", "brick", "grass", "page", "moon", "horse")
    wholes = []
    for name in names:
        picture = np.asarray(getattr(data, name)())
        picture = (picture * 255).astype(np.uint8) if picture.dtype == bool else picture
        wholes.append(Image.fromarray(picture).convert("RGB"))
        yield "scikit-image pictures", wholes[-1]
    random = np.random.default_rng(71)  # not the crops on which close-ups were chosen
    for _ in range(100):
        whole = wholes[int(random.integers(len(wholes)))]
        width = int(random.integers(40, min(240, whole.width)))
        height = min(whole.height - 1, int(width * random.uniform(0.3, 1.2)))
        x, y = int(random.integers(0, whole.width - width)), int(random.integers(0, whole.height - height))
        part = whole.crop((x, y, x + width, y + height))
        yield "crops of them, enlarged", part.resize((600, 600 * height // width), Image.Resampling.BICUBIC)
    for small in data.lfw_subset()[100:]:
        picture = Image.fromarray((small * 255).astype(np.uint8)).convert("RGB")
        yield "lfw_subset patches without a face", picture.resize((500, 500), Image.Resampling.BICUBIC)
    for kind in ("codes", "writing_medical", "writing_synthetic") if folder else ():
        for path in sorted((folder / kind).rglob("*")) if folder else ():
            if path.suffix.lower() in FILES:
                with contextlib.suppress(limits.PhotoError):
                    yield kind, Image.fromarray(opened(path).pixels)


def opened(path: Path) -> load.Photo:
    """Return a picture as the check sees it."""
    with load.opened(path.read_bytes()) as image:
        return load.reduced(image, DETECTION_SIDE)
