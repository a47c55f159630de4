"""Photos: caught on each way in, shown, masked with one click, or passed on as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import photos
from tests.browser.composers import FB_COMMENT, FB_POST, FB_REPLY, SITES, X_DIALOG, X_HOME, X_REPLY, Composer, Desk
from tests.browser.conftest import Figure, Sit

WAYS = {"chosen": Desk.choose, "dropped": Desk.drop, "detached": Desk.choose_detached, "pasted": Desk.paste}
EVERYWHERE = [
    *((composer, way) for composer in (X_HOME, FB_POST) for way in WAYS),
    (X_DIALOG, "chosen"),
    (X_DIALOG, "pasted"),
    (X_REPLY, "dropped"),
    (FB_COMMENT, "chosen"),
    (FB_COMMENT, "pasted"),
    (FB_REPLY, "dropped"),
]
every_way = pytest.mark.parametrize(
    ("composer", "way"), EVERYWHERE, ids=[f"{place}-{way}" for place, way in EVERYWHERE]
)
each_site = pytest.mark.parametrize("composer", SITES, ids=str)

MASK = "^Masquer"


@every_way
def test_a_photo_with_a_face_reaches_the_page_masked(
    sit: Sit, composer: Composer, way: str, head_jpeg: Path, head_png: Path
) -> None:
    photo = head_png if way == "pasted" else head_jpeg
    desk = sit(composer)
    WAYS[way](desk, photo)
    desk.panel.control(MASK)
    desk.stays()
    assert desk.site()["files"] == desk.site()["uploads"] == [], "nothing reaches the page during the review"
    desk.panel.click(MASK)
    desk.wait_for(desk.files)
    desk.stays()
    (file,) = desk.files()
    assert file["type"] in ("image/jpeg", "image/png")
    photos.assert_head_masked(photo.read_bytes(), desk.file())
    desk.panel.wait_away()
    # the composer still works, and what it posts is the masked photo
    desk.type("Bonne journée")
    desk.stays(1)
    desk.post()
    (post,) = desk.wait_for(desk.posts)
    assert post["texts"] == ["Bonne journée"]
    assert post["media"] == [0]


@every_way
def test_a_photo_without_findings_passes_unchanged(
    sit: Sit, composer: Composer, way: str, plain_jpeg: Path, plain_png: Path, figure: Figure
) -> None:
    photo = plain_png if way == "pasted" else plain_jpeg
    desk = sit(composer)
    WAYS[way](desk, photo)
    desk.wait_for(desk.files)
    desk.stays()
    (file,) = desk.files()
    photos.assert_passed_unchanged(photo, way, file, desk.file())
    assert desk.panel.text() == ""


@each_site
def test_a_date_and_a_device_are_taken_out_without_a_question(sit: Sit, composer: Composer, tmp_path: Path) -> None:
    """Nearly every photo of a phone has them: a review each time would be switched off. No pixel changes."""
    photo = photos.dated_jpeg(tmp_path)
    desk = sit(composer)
    desk.choose(photo)
    desk.wait_for(desk.files)
    photos.assert_no_metadata(desk.file())
    assert (photos.pixels(desk.file()) == photos.pixels(photo.read_bytes())).all()
    assert desk.panel.text() == ""


@each_site
def test_a_photo_can_be_attached_as_it_is(sit: Sit, composer: Composer, head_jpeg: Path) -> None:
    desk = sit(composer)
    desk.choose(head_jpeg)
    desk.panel.control(MASK)
    desk.panel.click("tel(le)? quel(le)?")
    desk.wait_for(desk.files)
    assert desk.file() == head_jpeg.read_bytes()


@each_site
def test_a_photo_that_is_given_up_never_reaches_the_page(sit: Sit, composer: Composer, head_jpeg: Path) -> None:
    desk = sit(composer)
    desk.choose(head_jpeg)
    desk.panel.control(MASK)
    desk.page.keyboard.press("Escape")
    desk.panel.wait_away()
    desk.stays()
    assert desk.site()["files"] == desk.site()["uploads"] == []
    # and the next choice of the same file is a new one
    desk.choose(head_jpeg)
    desk.panel.click(MASK)
    desk.wait_for(desk.files)
    photos.assert_head_masked(head_jpeg.read_bytes(), desk.file())


@each_site
def test_several_photos_stay_in_their_order(sit: Sit, composer: Composer, head_jpeg: Path, plain_jpeg: Path) -> None:
    desk = sit(composer)
    with desk.page.expect_file_chooser() as dialog:
        desk.root.locator(composer.photo).first.click()
    dialog.value.set_files([plain_jpeg, head_jpeg])
    desk.panel.click(MASK)
    desk.wait_for(lambda: len(desk.files()) == 2)
    assert desk.file(0) == plain_jpeg.read_bytes()
    photos.assert_head_masked(head_jpeg.read_bytes(), desk.file(1))


@each_site
def test_a_pasted_text_is_not_touched(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type("Bonne journée")
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.press("Control+c")
    desk.page.keyboard.press("End")
    # Lexical hears of a moved caret a moment later; pasted sooner, the text would replace what was selected
    desk.stays(0.3)
    desk.page.keyboard.press("Control+v")
    desk.wait_for(lambda: desk.text() == "Bonne journéeBonne journée")
    assert desk.files() == []


@pytest.mark.parametrize(
    "open_picker",
    [
        "(i) => i.click()",
        "(i) => i.showPicker()",
        "(i) => { const f = document.createElement('form'); f.append(i); i.click() }",
        "(i) => i.dispatchEvent(new MouseEvent('click'))",
    ],
    ids=["click", "showPicker", "in-a-fragment", "dispatched"],
)
@pytest.mark.parametrize(
    "make",
    [
        "document.createElement('input')",
        "new DOMParser().parseFromString('<input>', 'text/html').querySelector('input')",
    ],
    ids=["created", "parsed"],
)
def test_an_input_that_is_never_attached_is_seen(sit: Sit, head_jpeg: Path, make: str, open_picker: str) -> None:
    desk = sit(X_HOME)
    with desk.page.expect_file_chooser() as dialog:
        desk.page.mouse.click(640, 700)  # a picker opens on the user's gesture only
        desk.page.evaluate(
            f"""() => {{
              const input = document.adoptNode({make});
              input.type = 'file';
              window.__got = [];
              input.onchange = () => __got.push(...input.files);
              window.__kept = input;
              ({open_picker})(input);
            }}"""
        )
    dialog.value.set_files(head_jpeg)
    desk.panel.control(MASK)
    assert desk.page.evaluate("__got.length") == 0
    desk.panel.click(MASK)
    desk.wait_for(lambda: desk.page.evaluate("__got.length") == 1)
    size = desk.page.evaluate("__got[0].size")
    assert size != head_jpeg.stat().st_size
