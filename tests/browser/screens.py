"""Pictures of every screen in both languages, in docs/screens: `make screenshots`."""

from __future__ import annotations

import io
import itertools
import re
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page, Playwright, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser import photos
from tests.browser.composers import FB_POST, X_DIALOG, X_HOME, Composer, Desk
from tests.browser.extension_pages import choose_language, history, opened, popup_over, settled, store
from tests.browser.harness import ROOT, Chromium, chromium
from tests.browser.test_review import drag, rects, within
from tests.unit.film import film

FOLDER = ROOT / "docs" / "screens"
FLAT = 176
"""So many of the 256 colours of a picture are taken as they are, the commonest ones."""
PHOTO = 20_000
"""A picture with more colours than this holds a photo: its colours are mixed from dots."""
SLOWLY_MS = 120_000
"""A busy machine may take its time: nothing is measured here."""

TEXTS = {
    "fr": {
        "identity": "Patiente de 72 ans vue hier à Guérande, AVC sur FA, joignable au 06 12 34 56 78. Un avis ?",
        "remark": "Je préfère les patientes jolies, ça rend la consultation plus agréable",
        "caption": "Journée de formation à l’hôpital. Merci à toutes et à tous !",
    },
    "en": {
        "identity": "Seen in A&E in Whitby yesterday: a 72-year-old patient, reachable on 07700 900123. Any thoughts?",
        "remark": "I prefer my patients pretty, it makes the clinic more bearable",
        "caption": "Training day at the hospital. Thank you all!",
    },
}
NARROW, WIDE = 320, 900


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        portrait = photos.head_jpeg(Path(folder))
        with chromium(playwright) as browser:
            browser.context.set_default_timeout(SLOWLY_MS)
            for language in TEXTS:
                choose_language(browser, language)
                in_the_page(browser, language, portrait)
                own_pages(browser, language)
        without_a_companion(playwright)
    pictures = sorted(FOLDER.glob("*.png"))
    size = sum(picture.stat().st_size for picture in pictures) // 1024
    print(f"{len(pictures)} pictures, {size} kB, in {FOLDER.relative_to(ROOT)}/")
    return 0


# ---- beside a composer


def in_the_page(browser: Chromium, language: str, portrait: Path) -> None:
    texts = TEXTS[language]
    written(browser, X_HOME, texts["remark"], f"banner-x-{language}")
    written(browser, X_HOME, texts["identity"], f"banner-x-dim-{language}", query="?theme=dim")
    written(browser, FB_POST, texts["identity"], f"banner-facebook-held-{language}", post=True)
    written(browser, X_HOME, texts["identity"], f"banner-x-compared-{language}", press="^(généraliser|generalise)")
    written(browser, X_HOME, texts["identity"], f"banner-x-template-{language}", press="#doctoctoc")
    written(browser, X_HOME, texts["identity"], f"banner-x-narrow-{language}", width=NARROW)
    written(browser, X_HOME, texts["identity"], f"banner-x-forced-{language}", forced=True, post=True)
    several_photos(browser, language, portrait)
    painted(browser, language, portrait)
    a_video(browser, language, portrait.parent)
    for composer, name, query in ((FB_POST, "review-facebook", ""), (X_DIALOG, "review-x-dim", "?theme=dim")):
        desk = Desk(browser, composer, query)
        desk.type(texts["caption"])
        reviewed(desk, portrait)
        kept(desk.page.screenshot(), f"{name}-{language}")
        desk.close()


def reviewed(desk: Desk, *files: Path) -> None:
    """Choose photos and wait for the review with what it would mask."""

    def choose() -> None:
        with desk.page.expect_file_chooser() as dialog:
            desk.root.locator(desk.composer.photo).first.click()
        dialog.value.set_files(files)

    choose()
    shown(desk, "tel(le)?s? quel|as (it is|is|they are)")
    # a review without a mask to offer says that the companion was late: the photos are chosen again
    while not any(re.match("masquer|mask", control.name, re.IGNORECASE) for control in desk.panel.controls()):
        desk.panel.click("^(annuler|cancel)")
        choose()
        shown(desk, "tel(le)?s? quel|as (it is|is|they are)")
    desk.stays(0.5)


def several_photos(browser: Chromium, language: str, portrait: Path) -> None:
    """Three photos in one review, the second one left out, a box of the first in hand."""
    desk = Desk(browser, X_DIALOG)
    desk.type(TEXTS[language]["caption"])
    reviewed(desk, portrait, photos.plain_jpeg(portrait.parent), photos.dated_jpeg(portrait.parent))
    for name in ("^2 (sur|of) 3", "^(joindre cette photo|attach this photo)", "^1 (sur|of) 3"):
        desk.panel.click(name)
    desk.page.keyboard.press("n")
    desk.stays(0.5)
    kept(desk.page.screenshot(), f"review-x-several-{language}")
    desk.close()


def painted(browser: Chromium, language: str, portrait: Path) -> None:
    """A badge on the arm under the brush."""
    desk = Desk(browser, X_DIALOG)
    reviewed(desk, portrait)
    desk.panel.click("^(pinceau|brush)")
    (photo,) = rects(desk, ".stage canvas")
    stroke = [(0.3, 0.7), (0.38, 0.72), (0.34, 0.78), (0.3, 0.76)]
    for start, end in itertools.pairwise(within(photo, x, y) for x, y in stroke):
        drag(desk, start, end)
    desk.stays(0.5)
    kept(desk.page.screenshot(), f"review-x-brush-{language}")
    desk.close()


def a_video(browser: Chromium, language: str, folder: Path) -> None:
    video = folder / "VID_2041.mp4"
    video.write_bytes(film(seconds=4, tags={"creation_time": "2026-03-14T08:26:53Z"}))
    desk = Desk(browser, X_DIALOG)
    reviewed(desk, video)
    kept(desk.page.screenshot(), f"review-x-video-{language}")
    desk.close()


def written(
    browser: Chromium,
    composer: Composer,
    text: str,
    name: str,
    *,
    query: str = "",
    post: bool = False,
    press: str = "",
    width: int = 0,
    forced: bool = False,
) -> None:
    """Type, wait for the banner, press Post or a button of the banner when that is what is to be seen."""
    desk = Desk(browser, composer, query)
    desk.type(text)
    shown(desk, "pourquoi|why")
    if post:
        desk.post()
        shown(desk, "tel quel|as is")
    if press:
        desk.panel.click(press)
        desk.panel.control("^(retour|back)")
    if width:
        desk.page.set_viewport_size({"width": width, "height": 700})
    if forced:
        desk.page.emulate_media(forced_colors="active")
    desk.stays(0.5)
    kept(desk.page.screenshot(), name)
    desk.close()


def shown(desk: Desk, button: str) -> str:
    """Wait for a button of the panel and return its name; a companion that was late is asked again."""
    again = "^(réessayer|try again)"
    while True:
        name = desk.panel.control(f"{button}|{again}", seconds=SLOWLY_MS / 1000).name
        if not re.match(again, name, re.IGNORECASE):
            return name
        desk.panel.click(again)
        desk.stays(1)


# ---- the extension's own pages


def own_pages(browser: Chromium, language: str) -> None:
    desk = Desk(browser, X_HOME)
    with opened(browser, "options") as page:
        store(page, {"history": history()})
        settled(page)
        page.locator("#summary\\.x").click()
        in_every_way(page, f"options-{language}")
        page.locator("#summary\\.x").click()
        page.locator("#erase").click()
        kept(page.screenshot(), f"options-question-{language}")
    with opened(browser, "welcome") as page:
        settled(page)
        page.locator(".findings").first.wait_for()
        page.locator("#trial-next").click()
        page.locator(".findings").nth(1).wait_for()
        in_every_way(page, f"welcome-{language}")
    for state, pressed in POPUP_STATES.items():
        with popup_over(browser, desk.page) as page:
            for control, manner in pressed:
                page.locator(control).click()
                page.locator(f"#state.{manner}").wait_for()
            kept(page.locator("body").screenshot(), f"popup-{state}-{language}")
            if state == "ready":
                page.emulate_media(color_scheme="dark", reduced_motion="reduce")
                kept(page.locator("body").screenshot(), f"popup-{state}-dark-{language}")
            if state == "off":
                # a popup that is closed sooner than it has stored stores nothing, and the other language finds X off
                page.locator("#on").click()
                page.locator("#state.good").wait_for()
    desk.close()


POPUP_STATES: dict[str, tuple[tuple[str, str], ...]] = {
    "ready": (),
    "paused": (("#pause", "paused"),),
    "off": (("#pause", "good"), ("#on", "paused")),
}
"""What is pressed to get from one state to the next, and the manner that each press ends in."""


def in_every_way(page: Page, name: str) -> None:
    """Light, dark, and as narrow as a page gets."""
    for way, width, scheme in (("", WIDE, "light"), ("-dark", WIDE, "dark"), ("-narrow", NARROW, "light")):
        page.set_viewport_size({"width": width, "height": 700})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        kept(page.screenshot(full_page=True), f"{name}{way}")
    page.set_viewport_size({"width": WIDE, "height": 700})
    page.emulate_media(color_scheme="light")


def without_a_companion(playwright: Playwright) -> None:
    with chromium(playwright, companion=False) as browser:
        browser.context.set_default_timeout(SLOWLY_MS)
        for language in TEXTS:
            choose_language(browser, language)
            with opened(browser, "welcome") as page:
                page.set_viewport_size({"width": WIDE, "height": 700})
                page.locator("pre").wait_for()
                kept(page.screenshot(full_page=True), f"welcome-missing-{language}")
            desk = Desk(browser, X_HOME)
            desk.type(TEXTS[language]["identity"])
            desk.panel.control("^(réessayer|try again)", seconds=SLOWLY_MS / 1000)
            desk.stays(0.5)
            kept(desk.page.screenshot(), f"banner-x-unchecked-{language}")
            desk.close()


def kept(picture: bytes, name: str) -> None:
    """Store a picture with few colours: a screen needs no more."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    pixels = np.asarray(image)
    colours, place, counts = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True)
    if len(colours) > PHOTO:
        image.quantize(256).save(FOLDER / f"{name}.png", optimize=True)
        return
    # what large areas are painted with stays exactly as it is; the rest shares what is left, small accents included
    order = np.argsort(-counts)
    palette = colours[order[:FLAT]]
    if len(colours) > FLAT:
        rest = Image.fromarray(colours[order[FLAT:]][None]).quantize(256 - FLAT, method=Image.Quantize.MAXCOVERAGE)
        palette = np.concatenate([palette, np.array(rest.getpalette() or []).reshape(-1, 3)[: 256 - FLAT]])
    gaps = np.square(colours[:, None].astype(np.int32) - palette[None].astype(np.int32)).sum(axis=2)
    few = Image.fromarray(gaps.argmin(axis=1).astype(np.uint8)[place].reshape(pixels.shape[:2]))
    few.putpalette(palette.astype(np.uint8).tobytes())
    few.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
