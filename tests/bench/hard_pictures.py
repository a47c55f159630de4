"""Pictures that hold one head each, some of them hard, and pictures that hold none; all from scikit-image."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageEnhance
from skimage import data

FACE = (178, 65, 272, 189)
"""Of the astronaut: left, top, right, bottom."""
NONE = "none: "
"""Begins the kind of a picture without a head."""


def pictures(small: int) -> Iterator[tuple[str, Image.Image]]:
    """Yield kinds and pictures, among them so many small faces and patches without one, at most 100 of each."""
    astronaut = Image.fromarray(data.astronaut())
    for side in (64, 128, 256, 512, 1600):
        yield "portrait", astronaut.resize((side, side), Image.Resampling.LANCZOS)
    for degrees in (-90, -60, -30, 30, 60, 90, 180):
        yield "portrait, turned", astronaut.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    for level in (0.5, 0.25, 0.12):
        yield "portrait, dark", ImageEnhance.Brightness(astronaut).enhance(level)
    face = astronaut.crop(FACE)
    width, height = face.size
    for area in ((0, 0, width, height), (0, 0, width // 2, height), (0, 0, width, height // 2)):
        part = face.crop(area)
        for across in (400, 1000):
            yield "close-up, whole or half", part.resize((across, across * part.height // part.width))
    patches = (np.asarray(data.lfw_subset()) * 255).astype(np.uint8)
    for patch in patches[:small]:
        face = Image.fromarray(patch).convert("RGB")
        yield "small grey face, alone", face.resize((500, 500), Image.Resampling.BICUBIC)
        scene = Image.new("RGB", (640, 480), (120, 130, 140))
        scene.paste(face.resize((64, 64), Image.Resampling.BICUBIC), (280, 200))
        yield "small grey face, in a plain scene", scene
    for name in ("coffee", "chelsea", "rocket", "retina", "hubble_deep_field", "brick", "grass", "page", "moon"):
        yield f"{NONE}scikit-image", Image.fromarray(np.asarray(getattr(data, name)())).convert("RGB")
    for patch in patches[100 : 100 + small]:
        yield f"{NONE}patches", Image.fromarray(patch).convert("RGB").resize((500, 500), Image.Resampling.BICUBIC)
