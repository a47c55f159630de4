"""A contact sheet: small copies of photos with what was found drawn on them, for a person to look through.

It shows faces and writing. It is written for the doctor's own machine, where it was asked for, and nowhere else.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from primum.finding import PhotoFinding, Strength
from primum.photo import footage, load
from primum.photo.kind import is_video

MOST = 600
"""Photos on one sheet."""

_SIDE, _CAPTION, _GAP = 300, 22, 10  # pixels
_COLOURS = {Strength.STRONG: (200, 30, 30), Strength.WARN: (220, 130, 0), Strength.HINT: (70, 110, 200)}


class Sheet:
    """Photos one after the other, in rows."""

    def __init__(self) -> None:
        self._cells: list[Image.Image] = []
        self._font = ImageFont.load_default(13)

    def add(self, data: bytes, name: str, findings: Sequence[PhotoFinding]) -> bool:
        """Add a photo or the first frame of a video, whose `findings` are in upright full-size pixels; False when the
        sheet is full.

        Raises PhotoError.
        """
        if len(self._cells) == MOST:
            return False
        pixels, width = _small(data)
        picture = Image.fromarray(pixels)
        scale = picture.width / width
        picture.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX)
        scale *= picture.width / pixels.shape[1]
        draw = ImageDraw.Draw(picture)
        for found in reversed(findings):  # the strongest on top
            if found.box is not None:
                x, y, w, h = (edge * scale for edge in found.box)
                draw.rectangle((x, y, x + max(w, 2), y + max(h, 2)), outline=_COLOURS[found.strength], width=2)
        cell = Image.new("RGB", (_SIDE, _SIDE + _CAPTION), "white")
        cell.paste(picture, ((_SIDE - picture.width) // 2, (_SIDE - picture.height) // 2))
        rules = ", ".join(dict.fromkeys(found.rule for found in findings)) or "-"
        name = "".join(sign if sign.isprintable() else "?" for sign in name)
        caption = ImageDraw.Draw(cell)
        for line in (f"{name}: {rules}", name):
            if caption.textlength(line, self._font) <= _SIDE:
                break
        caption.text((2, _SIDE + 3), line, "black", self._font)
        self._cells.append(cell)
        return True

    def encoded(self, kind: str) -> bytes:
        """Return the sheet as a file of a kind that Pillow writes."""
        columns = max(1, min(10, round(len(self._cells) ** 0.5 + 0.49)))
        rows = -(-len(self._cells) // columns) or 1
        sheet = Image.new(
            "RGB", (columns * (_SIDE + _GAP) + _GAP, rows * (_SIDE + _CAPTION + _GAP) + _GAP), (235, 235, 235)
        )
        for index, cell in enumerate(self._cells):
            column, row = index % columns, index // columns
            sheet.paste(cell, (_GAP + column * (_SIDE + _GAP), _GAP + row * (_SIDE + _CAPTION + _GAP)))
        buffer = io.BytesIO()
        sheet.save(buffer, kind)
        return buffer.getvalue()


def _small(data: bytes) -> tuple[NDArray[np.uint8], int]:
    """Return a small copy, uint8 RGB [rows, columns, 3], and the full width."""
    if is_video(data):
        with footage.opened(data) as video:
            return next(video.shots).pixels(), video.width
    with load.opened(data) as image:
        photo = load.reduced(image, _SIDE)
    return photo.pixels, photo.width
