"""Draws the toolbar icons: `python extension/icons/draw.py`. The mark by itself, and a small sign of each state on it.

Each state has a shape of its own, so that it can be told without its colour.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
STATE_SIZES = (16, 32)
SIZES = (16, 32, 48, 128)

TEAL, GREY, AMBER, WHITE = "#0b6a6d", "#74818b", "#b86e00", "#ffffff"
COMMA = "M65 30a22 22 0 0 1 22 22c0 26-12 42-34 51l-4-9c11-5 17-12 19-21a22 22 0 1 1-3-43z"
COMMA_ASIDE = "M49 20a22 22 0 0 1 22 22c0 26-12 42-34 51l-4-9c11-5 17-12 19-21a22 22 0 1 1-3-43z"

# signs lie in the lower right corner, on white that keeps them apart from the mark
DISC = f'<circle cx="92" cy="92" r="40" fill="{WHITE}"/>'
TRIANGLE = f'<path d="M90 62l32 58H58z" fill="{WHITE}" stroke="{WHITE}" stroke-width="28" stroke-linejoin="round"/>'
SIGNS = {
    "off": f'<circle cx="92" cy="92" r="32" fill="{GREY}"/><path d="M72 92h40" stroke="{WHITE}" stroke-width="13"/>',
    "paused": f'<circle cx="92" cy="92" r="32" fill="{GREY}"/>'
    f'<path d="M83 76v32M101 76v32" stroke="{WHITE}" stroke-width="11"/>',
    "findings": f'<circle cx="92" cy="92" r="32" fill="{AMBER}"/><circle cx="92" cy="92" r="13" fill="{WHITE}"/>',
    "unchecked": f'<path d="M90 62l32 58H58z" fill="{AMBER}" stroke="{AMBER}" stroke-width="10"/>'
    f'<path d="M90 80v20" stroke="{WHITE}" stroke-width="11"/><circle cx="90" cy="112" r="6.5" fill="{WHITE}"/>',
}


def drawn(state: str | None) -> str:
    """Return the icon of a state as SVG, of the mark alone for None."""
    quiet = state in ("off", "paused")
    mark = f'<rect width="128" height="128" rx="30" fill="{GREY if quiet else TEAL}"/>'
    mark += f'<path d="{COMMA_ASIDE if state else COMMA}" fill="{WHITE}"/>'
    behind = TRIANGLE if state == "unchecked" else DISC
    sign = f"{behind}{SIGNS[state]}" if state else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 128 128" width="100%" height="100%">{mark}{sign}</svg>'
    )


def main() -> None:
    with sync_playwright() as playwright:
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        for state in (None, *SIGNS):
            for size in STATE_SIZES if state else SIZES:
                page.set_viewport_size({"width": size, "height": size})
                page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawn(state)}")
                picture = Image.open(io.BytesIO(page.screenshot(omit_background=True)))
                picture.save(HERE / f"{state + '-' if state else ''}{size}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
