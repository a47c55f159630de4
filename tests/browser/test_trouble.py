"""The companion gone, missing or of another version: said, never silent, and never in the way of the draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import photos
from tests.browser.composers import SITES, Composer
from tests.browser.conftest import Sit
from tests.browser.harness import Chromium
from tests.browser.test_photos import MASK
from tests.browser.test_posting import CLEAN, NUMBER

each_site = pytest.mark.parametrize("composer", SITES, ids=str)

UNCHECKED = "ne vérifie rien|n.a pas été vérifiée?|n.a pas abouti"


@each_site
def test_killed_in_the_middle_of_a_check(sit: Sit, composer: Composer, browser: Chromium) -> None:
    desk = sit(composer)
    desk.type(CLEAN)
    desk.stays(1)
    with browser.companion_asleep() as pid:
        desk.type_on(f" Ma patiente répond au {NUMBER}")
        desk.post()
        desk.stays(0.5)  # the check is under way, and Post waits for it
        assert desk.posts() == []
        browser.kill_companion()
    desk.panel.wait(UNCHECKED)
    desk.stays()
    assert desk.posts() == [], "never a silent pass"
    assert desk.text() == f"{CLEAN} Ma patiente répond au {NUMBER}", "the draft is whole"
    # the next check works, with a companion of its own
    desk.editor.click()
    desk.page.keyboard.press("Control+End")
    desk.type_on(" demain matin")
    if "à temps" in desk.panel.wait(f"{NUMBER}|à temps", seconds=15):
        desk.panel.click("Réessayer")  # a very busy machine took longer than the deadline to start it
        desk.panel.wait(NUMBER, seconds=15)
    assert browser.companion() != pid
    desk.post()
    desk.stays()
    assert desk.posts() == []
    desk.panel.click("Publier tel quel")
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[f"{CLEAN} Ma patiente répond au {NUMBER} demain matin"]]


@each_site
def test_killed_in_the_middle_of_a_photo(sit: Sit, composer: Composer, browser: Chromium, head_jpeg: Path) -> None:
    desk = sit(composer)
    desk.type(CLEAN)
    desk.stays(1)
    with browser.companion_asleep():
        desk.choose(head_jpeg)
        desk.stays(0.5)
        assert desk.files() == []
        browser.kill_companion()
    desk.panel.wait(UNCHECKED)
    desk.stays()
    assert desk.site()["files"] == desk.site()["uploads"] == [], "never a silent pass"
    assert desk.text() == CLEAN
    desk.page.keyboard.press("Escape")
    desk.panel.wait_away(MASK)
    desk.stays(1)
    desk.choose(head_jpeg)
    desk.panel.click(MASK, seconds=15)
    desk.wait_for(desk.files)
    photos.assert_head_masked(head_jpeg.read_bytes(), desk.file())


@each_site
@pytest.mark.parametrize("trouble", ["missing", "of another protocol"])
def test_without_a_companion_the_banner_says_so_and_posting_stays_possible(
    sit: Sit, composer: Composer, trouble: str, request: pytest.FixtureRequest
) -> None:
    where = request.getfixturevalue("lonely_browser" if trouble == "missing" else "mismatched_browser")
    desk = sit(composer, where=where)
    desk.type(f"Ma patiente répond au {NUMBER}")
    said = desk.panel.wait(UNCHECKED)
    remedy = "install" if trouble == "missing" else "jour|version"
    desk.panel.wait(remedy)
    assert NUMBER not in said
    desk.post()
    desk.stays()
    if not desk.posts():
        desk.panel.click("Publier tel quel")
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[f"Ma patiente répond au {NUMBER}"]]


@each_site
@pytest.mark.parametrize("trouble", ["missing", "of another protocol"])
def test_without_a_companion_a_photo_is_not_passed_in_silence(
    sit: Sit, composer: Composer, trouble: str, request: pytest.FixtureRequest, head_jpeg: Path
) -> None:
    where = request.getfixturevalue("lonely_browser" if trouble == "missing" else "mismatched_browser")
    desk = sit(composer, where=where)
    desk.choose(head_jpeg)
    desk.panel.wait(UNCHECKED)
    desk.stays()
    assert desk.files() == []
    desk.panel.click("tel(le)? quel(le)?")
    desk.wait_for(desk.files)
    assert desk.file() == head_jpeg.read_bytes()
