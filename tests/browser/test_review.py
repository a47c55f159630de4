"""The review: boxes by hand, several photos, what could not be looked at, and how long it takes."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.composers import FB_POST, SITES, X_DIALOG, X_HOME, Composer, Desk
from tests.browser.conftest import Sit
from tests.browser.extension_pages import opened
from tests.browser.harness import Chromium
from tests.browser.inside import focused, run
from tests.browser.test_banner import choose_at
from tests.browser.test_photos import MASK
from tests.browser.test_posting import NUMBER

each_site = pytest.mark.parametrize("composer", SITES, ids=str)


def choose_all(desk: Desk, *files: Path) -> None:
    with desk.page.expect_file_chooser() as dialog:
        desk.root.locator(desk.composer.photo).first.click()
    dialog.value.set_files(files)


def reviewing(desk: Desk, photo: Path) -> Desk:
    """Add `photo`, and wait until its review is open."""
    desk.choose(photo)
    desk.panel.control(MASK, seconds=60)
    return desk


def rects(desk: Desk, selector: str) -> list[dict[str, float]]:
    """Return where elements of the review are in the window."""
    every = f"[...this.querySelectorAll('{selector}')].map((e) => e.getBoundingClientRect().toJSON())"
    return run(desk, f"function () {{ return {every} }}")


def drag(desk: Desk, start: tuple[float, float], end: tuple[float, float]) -> None:
    mouse = desk.page.mouse
    mouse.move(*start)
    mouse.down()
    for step in (0.3, 0.7, 1):
        mouse.move(start[0] + (end[0] - start[0]) * step, start[1] + (end[1] - start[1]) * step)
    mouse.up()


def middle(rect: dict[str, float]) -> tuple[float, float]:
    return (rect["left"] + rect["right"]) / 2, (rect["top"] + rect["bottom"]) / 2


def within(rect: dict[str, float], x: float, y: float) -> tuple[float, float]:
    """Return the point at shares of the way across and down."""
    return rect["left"] + x * (rect["right"] - rect["left"]), rect["top"] + y * (rect["bottom"] - rect["top"])


def corner(rect: dict[str, float]) -> tuple[float, float]:
    return rect["right"], rect["bottom"]


def changed(before: bytes, after: bytes) -> np.ndarray:
    """Return where two photos differ by more than the noise of JPEG."""
    one, other = photos.pixels(before).astype(int), photos.pixels(after).astype(int)
    return np.abs(one - other).max(axis=2) > 25


@each_site
def test_boxes_are_drawn_moved_stretched_and_taken_away_with_the_pointer(
    sit: Sit, composer: Composer, head_jpeg: Path
) -> None:
    desk = reviewing(sit(composer), head_jpeg)
    desk.stays(0.3)
    (photo,) = rects(desk, ".stage canvas")
    at = partial(within, photo)
    found = len(rects(desk, ".box"))
    # drawn over the empty corner at the bottom left, then moved up, then stretched
    drag(desk, at(0.05, 0.8), at(0.2, 0.95))
    assert len(rects(desk, ".box")) == found + 1
    drawn = rects(desk, ".box")[-1]
    drag(desk, middle(drawn), (middle(drawn)[0] + 30, middle(drawn)[1] - 40))
    moved = rects(desk, ".box")[-1]
    assert abs(moved["left"] - drawn["left"] - 30) < 3
    assert abs(moved["top"] - drawn["top"] + 40) < 3
    assert abs((moved["right"] - moved["left"]) - (drawn["right"] - drawn["left"])) < 3
    drag(desk, corner(moved), (moved["right"] + 25, moved["bottom"] + 15))
    stretched = rects(desk, ".box")[-1]
    assert abs(stretched["right"] - moved["right"] - 25) < 3
    assert abs(stretched["left"] - moved["left"]) < 3
    # a second one is drawn and taken away again
    drag(desk, at(0.8, 0.8), at(0.95, 0.95))
    assert len(rects(desk, ".box")) == found + 2
    desk.panel.click("Retirer la zone")
    assert len(rects(desk, ".box")) == found + 1
    stretched = rects(desk, ".box")[-1]
    desk.panel.click(MASK)
    desk.wait_for(desk.files)
    difference = changed(head_jpeg.read_bytes(), desk.file())
    height, width = difference.shape
    left, top, right, bottom = (
        round((stretched[side] - photo[start]) / (photo[end] - photo[start]) * whole)
        for side, start, end, whole in (
            ("left", "left", "right", width),
            ("top", "top", "bottom", height),
            ("right", "left", "right", width),
            ("bottom", "top", "bottom", height),
        )
    )
    assert difference[top + 4 : bottom - 4, left + 4 : right - 4].mean() > 0.6, "what was drawn is covered"
    taken = difference[int(0.84 * height) : int(0.92 * height), int(0.85 * width) : int(0.92 * width)]
    assert taken.mean() < 0.1, "what was taken away is not"
    photos.assert_no_metadata(desk.file())


@each_site
def test_a_brush_covers_what_it_paints_and_no_more(sit: Sit, composer: Composer, head_jpeg: Path) -> None:
    desk = reviewing(sit(composer), head_jpeg)
    desk.stays(0.3)
    (photo,) = rects(desk, ".stage canvas")
    at = partial(within, photo)
    found = len(rects(desk, ".box"))
    desk.panel.click("Pinceau")
    # a line from corner to corner of the lower left quarter, then a line that is taken away again
    drag(desk, at(0.08, 0.65), at(0.3, 0.92))
    drag(desk, at(0.75, 0.8), at(0.95, 0.8))
    assert len(rects(desk, ".box")) == found + 2
    desk.panel.click("Retirer la zone")
    assert len(rects(desk, ".box")) == found + 1
    # with the brush put away, what was painted is taken by its line and moved by the keyboard
    desk.panel.click("Pinceau")
    desk.page.mouse.click(*at(0.19, 0.785))
    before = rects(desk, ".box")[-1]["left"]
    desk.page.keyboard.press("ArrowRight")
    assert rects(desk, ".box")[-1]["left"] > before + 1
    desk.page.keyboard.press("ArrowLeft")
    assert abs(rects(desk, ".box")[-1]["left"] - before) < 1
    desk.panel.click(MASK)
    desk.wait_for(desk.files)
    difference = changed(head_jpeg.read_bytes(), desk.file())
    height, width = difference.shape
    painted = []
    for share in (0.1, 0.5, 0.9):
        x, y = round((0.08 + 0.22 * share) * width), round((0.65 + 0.27 * share) * height)
        painted.append(difference[y - 5 : y + 6, x - 5 : x + 6].mean())
    # the mask is of random texture, which is like what it covers here and there
    assert np.mean(painted) > 0.5, "what was painted is covered"
    assert min(painted) > 0.3, "everywhere"
    corners = difference[int(0.64 * height) : int(0.7 * height), int(0.24 * width) : int(0.3 * width)]
    assert corners.mean() < 0.1, "the box around the line is not"
    assert difference[int(0.78 * height) : int(0.82 * height), int(0.76 * width) : int(0.94 * width)].mean() < 0.1


@each_site
def test_what_is_offered_by_the_way_is_said(sit: Sit, composer: Composer, head_jpeg: Path) -> None:
    desk = reviewing(sit(composer), head_jpeg)
    said = desk.panel.text()
    assert "un tatouage, une cicatrice ou un bijou" in said
    assert "Une image n’augmente pas le nombre de réponses" in said
    assert "La photo reste sur cet ordinateur" in said


@each_site
def test_the_original_can_be_looked_at_and_covered_again(sit: Sit, composer: Composer, head_jpeg: Path) -> None:
    desk = reviewing(sit(composer), head_jpeg)
    desk.stays(0.3)
    box = rects(desk, ".box")[0]
    clip = {"x": box["left"] + 6, "y": box["top"] + 6, "width": 20, "height": 20}
    before = photos.pixels(desk.page.screenshot(clip=clip)).astype(int)  # type: ignore[arg-type]
    desk.panel.click("Voir l.original")
    shown = photos.pixels(desk.page.screenshot(clip=clip)).astype(int)  # type: ignore[arg-type]
    assert np.abs(shown - before).mean() > 20
    desk.panel.click("Voir l.original")
    again = photos.pixels(desk.page.screenshot(clip=clip)).astype(int)  # type: ignore[arg-type]
    assert np.abs(again - before).mean() < 8


@each_site
def test_no_banner_lies_over_a_review(sit: Sit, composer: Composer, head_jpeg: Path) -> None:
    """What is to be said of the text waits underneath, and is there again after the photo."""
    desk = sit(composer)
    desk.type(f"Rappeler la patiente au {NUMBER}")
    desk.panel.wait(NUMBER)
    desk.choose(head_jpeg)
    desk.panel.control(MASK)
    desk.panel.wait(NUMBER)
    desk.stays(0.5)
    (banner,) = rects(desk, ".banner:popover-open")
    for x, y in (middle(banner), (banner["left"] + 8, banner["top"] + 8), (banner["right"] - 8, banner["bottom"] - 8)):
        hit = run(desk, f"function () {{ return this.elementFromPoint({x}, {y})?.closest('.card')?.className }}")
        assert hit in (None, "card review"), hit
    desk.panel.click(MASK)
    desk.wait_for(desk.files)
    photos.assert_head_masked(head_jpeg.read_bytes(), desk.file())
    assert NUMBER in desk.panel.wait("Avant de publier")
    desk.panel.click("^Modifier")


@each_site
def test_of_several_photos_one_can_be_left_out(
    sit: Sit, composer: Composer, head_jpeg: Path, plain_jpeg: Path, tmp_path: Path
) -> None:
    desk = sit(composer)
    other = photos.dated_jpeg(tmp_path)
    choose_all(desk, head_jpeg, plain_jpeg, other)
    desk.panel.control(MASK, seconds=60)
    said = desk.panel.text()
    assert "1 sur 3" in said
    frames = [control.name for control in desk.panel.controls() if " sur 3" in control.name]
    assert len(frames) == 3
    assert re.search("[1-9] zones? à masquer", frames[0])
    desk.panel.click("^2 sur 3")
    assert "Rien à signaler sur cette photo" in desk.panel.wait("2 sur 3")
    desk.panel.click("Joindre cette photo")
    desk.panel.control("^2 sur 3. ne sera pas jointe")
    desk.panel.click(MASK)
    desk.wait_for(lambda: len(desk.files()) == 2)
    desk.stays()
    photos.assert_head_masked(head_jpeg.read_bytes(), desk.file(0))
    assert (photos.pixels(desk.file(1)) == photos.pixels(other.read_bytes())).all()
    photos.assert_no_metadata(desk.file(1))


@each_site
def test_a_photo_that_cannot_be_read_is_said_to_be_unchecked(
    sit: Sit, composer: Composer, head_jpeg: Path, tmp_path: Path
) -> None:
    desk = sit(composer)
    torn = tmp_path / "IMG_2043.jpg"
    torn.write_bytes(b"not a photo" * 50)
    choose_all(desk, head_jpeg, torn)
    desk.panel.control(MASK, seconds=60)
    desk.panel.click("^2 sur 2. non vérifiée|^2 sur 2. ne sera pas jointe")
    assert "n’a pas été vérifiée" in desk.panel.wait("2 sur 2")
    # unless the doctor wants it, what could not be checked does not go along
    desk.panel.click(MASK)
    desk.wait_for(desk.files)
    desk.stays()
    assert len(desk.files()) == 1
    photos.assert_head_masked(head_jpeg.read_bytes(), desk.file())


@each_site
def test_a_check_that_takes_long_is_said_and_can_be_given_up(
    sit: Sit, composer: Composer, browser: Chromium, head_jpeg: Path
) -> None:
    desk = sit(composer)
    desk.type("Bonne journée")
    desk.stays(1)
    with browser.companion_asleep():
        desk.choose(head_jpeg)
        desk.panel.wait("Primum regarde la photo")
        desk.post()
        desk.stays()
        assert desk.posts() == [], "Post would leave the photo behind"
        desk.panel.click("Annuler")
        desk.panel.wait_away("Primum regarde")
    desk.stays(1)
    assert desk.site()["files"] == desk.site()["uploads"] == []
    desk.choose(head_jpeg)
    desk.panel.click(MASK)
    desk.wait_for(desk.files)
    photos.assert_head_masked(head_jpeg.read_bytes(), desk.file())


@each_site
def test_heads_are_masked_at_once_where_the_doctor_wants_it(
    sit: Sit, composer: Composer, kept: Page, head_jpeg: Path
) -> None:
    choose_at(kept, composer, photos="mask")
    desk = sit(composer)
    desk.page.bring_to_front()
    desk.choose(head_jpeg)
    desk.wait_for(desk.files)
    photos.assert_head_masked(head_jpeg.read_bytes(), desk.file())
    assert "Zones couvertes" in desk.panel.wait("masquée avant d.être jointe")
    desk.stays(1)
    assert "Zones couvertes" in desk.panel.text(), "it stays, though there is no text to speak of"
    desk.page.keyboard.press("Escape")
    choose_at(kept, composer, photos="off")
    desk = sit(composer)
    desk.page.bring_to_front()
    desk.choose(head_jpeg)
    desk.wait_for(desk.files)
    assert desk.file() == head_jpeg.read_bytes()


@each_site
def test_nothing_can_be_drawn_while_what_was_decided_is_being_covered(
    sit: Sit, browser: Chromium, composer: Composer, head_jpeg: Path
) -> None:
    desk = reviewing(sit(composer), head_jpeg)
    desk.stays(0.5)
    (photo,) = rects(desk, ".stage canvas")
    found = len(rects(desk, ".box"))
    with browser.companion_asleep():
        desk.panel.click(MASK)
        desk.panel.wait("Masquage")
        drag(desk, within(photo, 0.05, 0.8), within(photo, 0.2, 0.95))
        desk.page.keyboard.press("n")
        assert len(rects(desk, ".box")) == found
        assert focused(desk), "the focus has not left the review"
    desk.wait_for(desk.files)
    photos.assert_head_masked(head_jpeg.read_bytes(), desk.file())


def test_a_review_outlives_the_dialog_that_it_was_shown_in(sit: Sit, head_jpeg: Path) -> None:
    """Going back closes the site's dialog under the review. Were the photo to wait for ever, no Post would go out."""
    desk = reviewing(sit(X_DIALOG), head_jpeg)
    desk.page.evaluate("document.querySelector('[aria-modal=\"true\"]').remove()")
    desk.panel.control(MASK, seconds=5)
    assert focused(desk)
    desk.page.keyboard.press("Escape")
    desk.panel.wait_away()


def test_an_album_of_large_photos_is_looked_at_to_the_last(sit: Sit, tmp_path: Path) -> None:
    """More photos than the companion holds at once, each sent up in several parts."""
    files = []
    for number in range(14):
        noise = np.random.default_rng(number).integers(0, 256, (500, 500, 3), dtype=np.uint8)
        files.append(tmp_path / f"{number}.png")
        Image.fromarray(noise).save(files[-1])
        assert files[-1].stat().st_size > 700_000
    desk = sit(FB_POST)
    choose_all(desk, *files)
    desk.wait_for(lambda: len(desk.files()) == len(files), seconds=60)
    assert desk.panel.text() == "", "nothing was found, and none was passed over"


STATUS = """() => new Promise((answered) => {
  const port = chrome.runtime.connect({ name: "primum" });
  port.onMessage.addListener((message) => {
    port.disconnect();
    answered(message);
  });
  port.postMessage({ type: "status", id: 1 });
})"""


def test_a_tab_that_is_left_in_the_middle_of_a_review_leaves_no_photo_behind(
    sit: Sit, browser: Chromium, head_jpeg: Path
) -> None:
    desk = reviewing(sit(X_HOME), head_jpeg)
    with opened(browser, "options") as page:
        assert page.evaluate(STATUS)["photos"] == 1
        desk.page.goto("about:blank")
        desk.wait_for(lambda: page.evaluate(STATUS)["photos"] == 0, seconds=5)
