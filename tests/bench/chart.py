"""Draws one curve as a PNG, with what Primum depends on anyway."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 540)
LEFT, RIGHT, TOP, BOTTOM = 110, 40, 70, 80
INK, PALE, LINE = "#1b2a2a", "#d9e0e0", "#0b6b6b"


def _step(highest: float) -> float:
    """Return a round step that gives four to nine ticks up to `highest`."""
    power = 10.0 ** math.floor(math.log10(highest / 4))
    return next(power * factor for factor in (1, 2, 5, 10) if highest / (power * factor) <= 9)


def draw(file: Path, title: str, across: str, up: str, points: Sequence[tuple[float, float]]) -> None:
    """Write a chart of `points`, both axes from zero."""
    image = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(image)
    small, large = ImageFont.load_default(18), ImageFont.load_default(24)
    steps = [_step(max(point[axis] for point in points)) for axis in (0, 1)]
    ends = [math.ceil(max(point[axis] for point in points) / steps[axis]) * steps[axis] for axis in (0, 1)]
    width, height = SIZE[0] - LEFT - RIGHT, SIZE[1] - TOP - BOTTOM

    def place(x: float, y: float) -> tuple[float, float]:
        return LEFT + x / ends[0] * width, SIZE[1] - BOTTOM - y / ends[1] * height

    pen.text((LEFT, 20), title, INK, font=large)
    for number in range(round(ends[1] / steps[1]) + 1):
        x, y = place(0, number * steps[1])
        pen.line([(x, y), (SIZE[0] - RIGHT, y)], PALE)
        pen.text((x - 12, y), f"{number * steps[1]:,.10g}", INK, font=small, anchor="rm")
    for number in range(round(ends[0] / steps[0]) + 1):
        x, y = place(number * steps[0], 0)
        pen.line([(x, y), (x, y + 6)], INK)
        pen.text((x, y + 12), f"{number * steps[0]:,.10g}", INK, font=small, anchor="mt")
    pen.text((SIZE[0] - RIGHT, SIZE[1] - 20), across, INK, font=small, anchor="rb")
    pen.text((12, TOP - 10), up, INK, font=small, anchor="lb")
    pen.line([place(*point) for point in points], LINE, width=3)
    for point in points:
        x, y = place(*point)
        pen.ellipse([x - 5, y - 5, x + 5, y + 5], fill=LINE)
    image.quantize(16).save(file, optimize=True)
