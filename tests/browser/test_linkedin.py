"""LinkedIn: posts and comments are read and held; messages say that they are not."""

from __future__ import annotations

import pytest

from tests.browser.composers import Composer
from tests.browser.conftest import Sit
from tests.browser.extension_pages import popup_over
from tests.browser.harness import Chromium

FEED, EDITOR = "https://www.linkedin.com/feed/", ".ql-editor"
POST = Composer(
    "linkedin-post", FEED, "[role=dialog]", EDITOR, "[class*=share-actions]", "input[type=file] + button", None, None,
    opens=("#start-post",),
)  # fmt: skip
COMMENT = Composer("linkedin-comment", FEED, "article form", EDITOR, "[class*=submit-button]", "", None, None)
HELD = "Garde difficile 🩺\n\nMa patiente répond au 06 12 34 56 78"
CLEAN = "Bonne journée à toute l'équipe"

each = pytest.mark.parametrize("composer", [POST, COMMENT], ids=str)


@each
def test_it_is_held_once_and_goes_out_as_it_was_written(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(HELD)
    desk.post()
    desk.panel.wait("06 12 34 56 78")
    desk.stays(0.2)
    assert desk.posts() == []
    desk.panel.click("Publier tel quel")
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[HELD]]


@each
def test_a_clean_text_goes_out_by_itself(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(CLEAN)
    desk.post()
    desk.wait_for(desk.posts)
    assert desk.panel.text() == ""
    assert [post["texts"] for post in desk.posts()] == [[CLEAN]]


def test_a_message_is_not_read_and_the_popup_says_so(sit: Sit, browser: Chromium) -> None:
    desk = sit(Composer("linkedin-message", FEED, "aside", ".msg-form__contenteditable", "", "", None, None))
    desk.type(HELD)
    with popup_over(browser, desk.page) as page:
        assert "non vérifié ici" in page.locator("#state").inner_text().lower()
    assert desk.panel.text() == ""
