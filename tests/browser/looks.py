"""What a screen looks like: pictures of parts of a page, compared."""

from __future__ import annotations

import io
import re

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


def underlines(desk: Desk) -> list[Area]:
    """Return the lines that are drawn under words."""
    nodes = [root for host in desk.panel.hosts() for root in host["shadowRoots"]]
    found = []
    while nodes:
        node = nodes.pop()
        nodes += node.get("children", [])
        style = (
            dict(zip(node["attributes"][::2], node["attributes"][1::2], strict=True)).get("style", "")
            if node.get("attributes")
            else ""
        )
        place = re.search(r"translate\(([-\d.]+)px, ([-\d.]+)px\).*?width: ([\d.]+)px", style)
        if node["localName"] == "i" and place:
            left, bottom, width = (float(number) for number in place.groups())
            found.append({"left": left, "top": bottom, "right": left + width, "bottom": bottom + 2})
    return found
