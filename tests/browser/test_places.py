"""The places beside posts: messages, stories, groups, quotes; what is left alone, and what says that it is unknown."""

from __future__ import annotations

import pytest

from tests.browser.composers import FB_EDITOR, FB_POST, X_DIALOG, X_EDITOR, X_HOME, Composer, Desk
from tests.browser.conftest import Sit
from tests.browser.extension_pages import as_before, choose, opened, popup_over
from tests.browser.harness import Chromium

NUMBER = "06 12 34 56 78"
HELD = f"Ma patiente répond au {NUMBER}"
CLEAN = "Bonne journée à toute l'équipe"


def _dm(name: str, url: str, editor: str, send: str, root: str = "[data-testid=primaryColumn] section") -> Composer:
    send = f"[data-testid={send}]"
    photo = "input[type=file] + button"
    return Composer(name, url, root, f"[data-testid={editor}]", send, photo, None, "Enter", "Shift+Enter")


def _chat(name: str, url: str) -> Composer:
    return Composer(
        name,
        url,
        '[role="group"]:has([data-lexical-editor])',
        FB_EDITOR,
        "[role=button]",
        "",
        None,
        "Enter",
        "Shift+Enter",
    )


NEW, OLD = ("dm-composer-textarea", "dm-composer-send-button"), ("dmComposerTextInput", "dmComposerSendButton")
X_DM = _dm("x-message", "https://x.com/messages/12-34", *NEW)
X_OLD_DM = _dm("x-message-old", "https://x.com/messages/12-34?dm=old", *OLD)
X_DRAWER = _dm("x-message-drawer", "https://x.com/home?drawer=1", *NEW, root="section:has(header)")
MESSENGER = _chat("messenger", "https://www.messenger.com/t/1234")
FB_MESSAGE = _chat("facebook-message", "https://www.facebook.com/messages/t/1234")
FB_CHAT = _chat("facebook-chat", "https://www.facebook.com/?chat=1")
X_QUOTE = Composer(
    "x-quote", "https://x.com/home", "[role=dialog]", X_EDITOR, "[data-testid=tweetButton]", X_DIALOG.photo, None, None,
    opens=("[data-testid=retweet] >> nth=0",),
)  # fmt: skip
FB_GROUP = Composer(
    **{**vars(FB_POST), "name": "facebook-group", "url": "https://www.facebook.com/groups/entraide-generalistes"}
)
STORY = Composer(
    "facebook-story",
    "https://www.facebook.com/stories/create",
    "[role=navigation]",
    "textarea",
    "[role=button]",
    "",
    None,
    None,
)

WAYS = [
    (X_DM, "shortcut"),
    (X_OLD_DM, "shortcut"),
    (X_DRAWER, "click"),
    (MESSENGER, "shortcut"),
    (FB_MESSAGE, "click"),
    (FB_CHAT, "shortcut"),
    (X_QUOTE, "click"),
    (FB_GROUP, "click"),
    (STORY, "Enter"),
]


def popup_says(browser: Chromium, desk: Desk) -> str:
    with popup_over(browser, desk.page) as page:
        return page.locator("body").inner_text()


@pytest.mark.parametrize(("composer", "how"), WAYS, ids=[f"{composer}-{how}" for composer, how in WAYS])
def test_it_is_held_once_and_goes_out_as_it_was_written(sit: Sit, composer: Composer, how: str) -> None:
    desk = sit(composer)
    desk.type(HELD)
    desk.post(how)
    desk.panel.wait(NUMBER)
    desk.stays(0.2)
    assert desk.posts() == []
    desk.panel.click("Publier tel quel")
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[HELD]]


def test_the_next_message_is_another_draft(sit: Sit) -> None:
    """What was let go is asked again, though a native field is emptied without an event that says so."""
    desk = sit(X_DM)
    desk.type(CLEAN)
    desk.post("shortcut")
    desk.wait_for(desk.posts)
    desk.type(HELD)
    desk.post("shortcut")
    desk.panel.click("Publier tel quel")
    desk.wait_for(lambda: len(desk.posts()) == 2)
    desk.stays(0.6)
    desk.type(HELD)
    desk.post("shortcut")
    desk.panel.wait(NUMBER)
    desk.stays(0.2)
    assert [post["texts"] for post in desk.posts()] == [[CLEAN], [HELD]]


def test_a_message_and_the_post_behind_it_are_two_drafts_with_two_settings(sit: Sit, browser: Chromium) -> None:
    """Messages are switched off: they are left alone, the post on the same page is not, and the popup knows both."""
    desk = sit(X_DRAWER)
    with opened(browser, "options") as page, as_before(page):
        choose(page, sites={"x_messages": {"on": False}})
        desk.page.bring_to_front()
        desk.type(HELD)
        desk.post("shortcut")
        desk.wait_for(desk.posts)
        said = popup_says(browser, desk)
        assert "Messages sur X" in said
        assert "Désactivé" in said
        home = desk.page.locator(X_HOME.root).locator(X_EDITOR).first
        desk.type(HELD, into=home)
        desk.panel.wait(NUMBER)
        desk.page.locator(X_HOME.post).last.click()
        desk.stays(0.3)
        assert [post["kind"] for post in desk.posts()] == ["message"]


MARKET = Composer(
    "marketplace",
    "https://www.facebook.com/marketplace/create/item",
    "[role=dialog]",
    FB_EDITOR,
    "[role=button]",
    "",
    None,
    None,
)
ARTICLE = Composer("x-article", "https://x.com/articles/new", "main", "textarea", "button", "", None, None)


@pytest.mark.parametrize("composer", [MARKET, ARTICLE], ids=str)
def test_where_no_adapter_reads_the_popup_says_so(sit: Sit, browser: Chromium, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(HELD)
    assert "non vérifié ici" in popup_says(browser, desk).lower()
    assert desk.panel.text() == ""
