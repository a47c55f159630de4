"""What a screen looks like: pictures of parts of a page, compared."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import FloatRect

from tests.browser.composers import Desk

Area = dict[str, float]
"""left, top, right, bottom, in CSS pixels of the window."""

COVER = (1, 2, 3)
"""The colour of what a test lays over the panel: nothing else has it."""


def card(desk: Desk) -> Area:
    """Return where the one card of the panel is."""
    (found,) = desk.panel._look().cards
    return found


def picture(desk: Desk, area: Area) -> NDArray[np.int16]:
    """Return what is seen in `area`."""
    clip = FloatRect(
        x=area["left"], y=area["top"], width=area["right"] - area["left"], height=area["bottom"] - area["top"]
    )
    image = Image.open(io.BytesIO(desk.page.screenshot(clip=clip)))
    return np.asarray(image.convert("RGB")).astype(np.int16)


def covered(desk: Desk, area: Area) -> float:
    """Return the share of `area` in which the colour of a cover is seen."""
    return float((picture(desk, area) == COVER).all(axis=2).mean())


def alike(one: NDArray[np.int16], other: NDArray[np.int16]) -> float:
    """Return the share of two pictures that looks the same."""
    return float((np.abs(one - other).max(axis=2) < 24).mean()) if one.shape == other.shape else 0.0
