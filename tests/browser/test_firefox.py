"""Firefox for real: what the extension does in Chromium it does in Firefox, on the same pages, with the companion."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import photos
from tests.browser.composers import FB_COMMENT, FB_POST, SITES, X_HOME, Composer
from tests.browser.firefox import Firefox, firefox, missing
from tests.browser.firefox_desk import FirefoxDesk
from tests.browser.test_photos import MASK
from tests.browser.test_posting import CLEAN, HELD, NUMBER, as_sent
from tests.browser.test_text import REMARK, WORD
from tests.browser.test_trouble import UNCHECKED
from tests.browser.test_unseen import KNOWN_TRACES
from tests.browser.test_videos import assert_head_masked_on_its_way

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())
each_site = pytest.mark.parametrize("composer", SITES, ids=str)

Sit = Callable[[Composer], FirefoxDesk]


@pytest.fixture(scope="module")
def fox() -> Iterator[Firefox]:
    with firefox() as running:
        yield running


@pytest.fixture
def sit(fox: Firefox) -> Iterator[Sit]:
    """Sit down at a composer; the pages are closed afterwards. One that throws an error of its own fails the test."""
    yield lambda composer: FirefoxDesk(fox, composer)
    fox.close_pages()
    assert not (errors := fox.errors()), errors


@each_site
def test_a_remark_is_said_while_typing(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(REMARK)
    desk.panel.wait(WORD)
    assert desk.text() == REMARK
    assert desk.posts() == []


WAYS = [
    (X_HOME, "click"),
    (X_HOME, "shortcut"),
    (FB_POST, "click"),
    (FB_POST, "Enter"),
    (FB_COMMENT, "shortcut"),
]


@pytest.mark.parametrize(("composer", "how"), WAYS, ids=[f"{composer}-{how}" for composer, how in WAYS])
def test_post_is_held_and_goes_out_untouched(sit: Sit, composer: Composer, how: str) -> None:
    desk = sit(composer)
    desk.type(HELD)
    desk.post(how)
    desk.panel.wait(NUMBER)
    desk.stays()
    assert desk.posts() == []
    desk.panel.click("Publier tel quel")
    desk.wait_for(desk.posts)
    desk.stays()
    assert [post["texts"] for post in desk.posts()] == [as_sent(composer, HELD)], "once, and as it was written"


@each_site
def test_a_clean_text_posts_at_once(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(CLEAN)
    desk.post()
    desk.wait_for(desk.posts, seconds=5)
    assert desk.panel.text() == ""
    assert [post["texts"] for post in desk.posts()] == [[CLEAN]]


TAKE = {
    "chosen": FirefoxDesk.choose,
    "pasted": FirefoxDesk.paste,
    "detached": FirefoxDesk.choose_detached,
    "dropped": FirefoxDesk.drop,
}


def each_way(*ways: tuple[Composer, str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("composer", "way"), ways, ids=[f"{composer}-{way}" for composer, way in ways])


@each_way(*((X_HOME, way) for way in TAKE), (FB_POST, "chosen"), (FB_POST, "pasted"))
def test_a_photo_with_a_face_reaches_the_page_masked(
    sit: Sit, composer: Composer, way: str, head_jpeg: Path, head_png: Path
) -> None:
    photo = head_png if way == "pasted" else head_jpeg
    desk = sit(composer)
    TAKE[way](desk, photo)
    desk.panel.control(MASK)
    desk.stays()
    assert desk.site()["files"] == desk.site()["uploads"] == [], "nothing reaches the page during the review"
    desk.panel.click(MASK)
    desk.wait_for(desk.files)
    desk.stays()
    assert len(desk.files()) == 1
    photos.assert_head_masked(photo.read_bytes(), desk.file())
    desk.panel.wait_away()
    desk.type(CLEAN)
    desk.post()
    (post,) = desk.wait_for(desk.posts)
    assert (post["texts"], post["media"]) == ([CLEAN], [0])


@each_way((X_HOME, "dropped"), (FB_POST, "chosen"))
def test_a_video_with_a_head_reaches_the_page_masked(sit: Sit, composer: Composer, way: str, head_mp4: Path) -> None:
    desk = sit(composer)
    TAKE[way](desk, head_mp4)
    desk.panel.control(MASK, seconds=90)
    assert "Avant de joindre cette vidéo" in desk.panel.text()
    assert desk.site()["files"] == desk.site()["uploads"] == [], "nothing reaches the page during the review"
    desk.panel.click(MASK)
    desk.wait_for(desk.files, seconds=90)
    assert_head_masked_on_its_way(head_mp4.read_bytes(), desk.file())


@each_way((X_HOME, "chosen"), (X_HOME, "pasted"), (FB_POST, "detached"), (FB_POST, "dropped"))
def test_a_photo_without_findings_passes_unchanged(
    sit: Sit, composer: Composer, way: str, plain_jpeg: Path, plain_png: Path
) -> None:
    photo = plain_png if way == "pasted" else plain_jpeg
    desk = sit(composer)
    TAKE[way](desk, photo)
    desk.wait_for(desk.files)
    desk.stays()
    (file,) = desk.files()
    photos.assert_passed_unchanged(photo, way, file, desk.file())
    assert desk.panel.text() == ""


@each_site
def test_killed_in_the_middle_of_a_check_it_is_said_and_comes_back(sit: Sit, composer: Composer, fox: Firefox) -> None:
    desk = sit(composer)
    desk.type(CLEAN)
    desk.stays(1)
    with fox.companion_asleep() as pid:
        desk.type_on(f" Ma patiente répond au {NUMBER}")
        desk.post()
        desk.stays(0.5)
        assert desk.posts() == []
        fox.kill_companion()
    desk.panel.wait(UNCHECKED)
    desk.stays()
    assert desk.posts() == [], "never a silent pass"
    assert desk.text() == f"{CLEAN} Ma patiente répond au {NUMBER}", "the draft is whole"
    desk.tab.click(desk.editor)
    desk.tab.press("Control+End")
    desk.type_on(" demain")
    if "à temps" in desk.panel.wait(f"{NUMBER}|à temps"):
        desk.panel.click("Réessayer")  # a very busy machine took longer than the deadline to start it
        desk.panel.wait(NUMBER)
    assert fox.companion() != pid


def test_the_doctor_is_content_and_what_is_uninstalled_is_gone_until_it_is_installed_again(
    sit: Sit, fox: Firefox
) -> None:
    doctor = fox.primum("doctor", "--json")
    assert json.loads(doctor.stdout)["holds"], doctor.stdout
    assert "Firefox" in doctor.stdout
    desk = sit(X_HOME)
    desk.type(CLEAN)
    desk.stays(1)

    assert fox.primum("uninstall").returncode == 0
    assert not (fox.home / ".mozilla").exists()
    assert fox.primum("doctor").returncode == 1
    fox.kill_companion()
    desk.type_on(f" Ma patiente répond au {NUMBER}")
    desk.panel.wait(UNCHECKED)
    desk.panel.wait("install")

    assert fox.primum("install").returncode == 0
    desk.panel.click("Réessayer")
    desk.panel.wait(NUMBER)
    assert fox.companion()


def test_the_page_cannot_tell(fox: Firefox) -> None:
    """Write, correct and post, with the extension and without: the page notices the same, but for what is known."""
    with firefox(extension=False) as bare:
        with_us, without = (at_work(FirefoxDesk(one, X_HOME, "?probe")) for one in (fox, bare))
        fox.close_pages()
    slots, bare_slots = with_us["surface"].pop("slots"), without["surface"].pop("slots")
    for what in ("top", "added", "events", "tree"):
        assert with_us[what] == without[what], what
    for what, seen in without["surface"].items():
        assert with_us["surface"][what] == seen, what
    assert {name for name in slots if slots[name] != bare_slots[name]} <= KNOWN_TRACES


WINDOW_FOCUS = re.compile(r"(focus|blur)(in|out)? FocusEvent (#document|window) ")


def at_work(desk: FirefoxDesk) -> dict[str, Any]:
    desk.type(CLEAN)
    desk.tab.press("Backspace")
    desk.type_on("e")
    desk.stays(2)
    desk.post()
    desk.wait_for(desk.posts)
    desk.stays(0.3)
    seen = desk.tab.run(
        "() => ({ events: __probe.events(), added: __probe.added(), top: __probe.top(), tree: __probe.tree(),"
        " surface: __probe.surface() })"
    )
    # when a window comes to the front depends on how many pages there were before
    seen["events"] = [event for event in seen["events"] if not WINDOW_FOCUS.match(event)]
    return seen


@each_site
def test_a_site_switched_off_gets_nothing(sit: Sit, composer: Composer, fox: Firefox, head_jpeg: Path) -> None:
    name, other = ("x", FB_POST) if composer is X_HOME else ("facebook", X_HOME)
    already_open = sit(composer)
    switch(fox, name)
    try:
        for desk in (already_open, sit(composer)):
            desk.tab.activate()
            desk.type(f"Ma patiente répond au {NUMBER}")
            desk.stays(1)
            assert desk.panel.roots() == []
            desk.choose(head_jpeg)
            desk.wait_for(desk.files, seconds=3)
            assert desk.file() == head_jpeg.read_bytes()
            desk.post()
            desk.wait_for(desk.posts, seconds=3)
        neighbour = sit(other)
        neighbour.type(f"Ma patiente répond au {NUMBER}")
        neighbour.panel.wait(NUMBER)
    finally:
        switch(fox, name)
    desk = sit(composer)
    desk.type(f"Ma patiente répond au {NUMBER}")
    desk.panel.wait(NUMBER)


CHECKED = "function () { return this.checked; }"


def switch(browser: Firefox, site: str) -> None:
    """Turn a site on or off in the options, with the mouse."""
    with browser.options() as page:
        name = f'[id="sites.{site}.on"]'
        box = page.node(name)
        before = page.run(CHECKED, on=box)
        page.click(box)
        page.wait_for("() => document.querySelector('#saved').textContent")
        assert page.run(CHECKED, on=page.node(name)) != before
