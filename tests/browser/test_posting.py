"""Post: held by each way of posting, released untouched, and never in the way of a clean text."""

from __future__ import annotations

import time

import pytest

from tests.browser.composers import (
    FB_COMMENT,
    FB_POST,
    FB_REPLY,
    SITES,
    TWITTER,
    X_DIALOG,
    X_EDITOR,
    X_HOME,
    X_REPLY,
    X_REPLY_DIALOG,
    Composer,
    Desk,
)
from tests.browser.conftest import Figure, Sit

NUMBER = "06 12 34 56 78"
HELD = f"Ma patiente  répond au {NUMBER} 📞\n\nVoilà, à vous de jouer… #doctoctoc"
CLEAN = "Bonne journée à toute l'équipe, et merci pour la garde"

WAYS = [
    (X_HOME, "click"),
    (X_HOME, "shortcut"),
    (X_HOME, "Enter"),
    (X_HOME, "Space"),
    (X_DIALOG, "click"),
    (X_DIALOG, "shortcut"),
    (X_REPLY, "click"),
    (X_REPLY, "shortcut"),
    (X_REPLY_DIALOG, "click"),
    (TWITTER, "click"),
    (FB_POST, "click"),
    (FB_POST, "Enter"),
    (FB_POST, "Space"),
    (FB_COMMENT, "shortcut"),
    (FB_COMMENT, "click"),
    (FB_COMMENT, "Enter"),
    (FB_REPLY, "shortcut"),
    (FB_REPLY, "click"),
]
"""Every composer with every way it posts: the button, the key in the editor, Enter or Space on the button."""

each_way = pytest.mark.parametrize(("composer", "how"), WAYS, ids=[f"{composer}-{how}" for composer, how in WAYS])
each_site = pytest.mark.parametrize("composer", SITES, ids=str)


def as_sent(composer: Composer, text: str) -> list[str]:
    return [text.replace("\n", composer.joint)]


def assert_held(desk: Desk, words: str = NUMBER) -> None:
    desk.panel.wait(words)
    desk.stays()
    assert desk.posts() == []


@each_way
def test_post_is_held_and_goes_out_untouched(sit: Sit, composer: Composer, how: str) -> None:
    desk = sit(composer)
    desk.type(HELD)
    desk.post(how)
    assert_held(desk)
    desk.panel.click("Publier tel quel")
    desk.wait_for(desk.posts)
    desk.stays()
    assert [post["texts"] for post in desk.posts()] == [as_sent(composer, HELD)], "once, and as it was written"


@each_way
def test_a_clean_text_posts_at_once(sit: Sit, composer: Composer, how: str, figure: Figure) -> None:
    desk = sit(composer)
    desk.type(CLEAN)
    desk.stays(1)
    began = time.monotonic()
    desk.post(how)
    desk.wait_for(desk.posts)
    took = time.monotonic() - began
    figure(f"{composer}, {how}: press to post, clean text", f"{took * 1000:.0f} ms")
    assert took < 2, "it is not held"
    assert desk.panel.text() == "", "nor is anything said of it"
    assert [post["texts"] for post in desk.posts()] == [[CLEAN]]


@each_site
def test_a_text_posted_before_its_verdict_waits_for_it_and_goes_by_itself(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(CLEAN)
    desk.post()
    desk.wait_for(desk.posts, seconds=3)
    desk.stays()
    assert [post["texts"] for post in desk.posts()] == [[CLEAN]]


@each_site
def test_text_changed_during_the_hold_is_checked_again(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(CLEAN)
    desk.stays(1)
    with desk.browser.companion_asleep():
        desk.type_on(" de nuit.")
        desk.post()
        desk.stays(0.3)
        assert desk.posts() == []
        desk.editor.click()
        desk.page.keyboard.press("Control+End")
        desk.type_on(f" Ma patiente répond au {NUMBER}")
        desk.stays(0.3)
        assert desk.posts() == []
    assert_held(desk)
    desk.panel.click("Publier tel quel")
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[f"{CLEAN} de nuit. Ma patiente répond au {NUMBER}"]]


@each_site
def test_words_written_while_post_waits_do_not_go_out_unasked(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(CLEAN)
    desk.stays(1)
    with desk.browser.companion_asleep():
        desk.type_on(" de nuit")
        desk.post()
        desk.stays(0.5)
        desk.editor.click()
        desk.page.keyboard.press("Control+End")
        desk.type_on(" sauf")
    desk.panel.wait_away()
    desk.stays(1)
    assert desk.posts() == [], "nobody has pressed Post for this text"
    assert desk.text() == f"{CLEAN} de nuit sauf"
    desk.post()
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[f"{CLEAN} de nuit sauf"]]


@each_site
def test_words_added_after_the_hold_are_held_again(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(f"Ma patiente répond au {NUMBER}.")
    desk.post()
    assert_held(desk)
    desk.editor.click()
    desk.page.keyboard.press("Control+End")
    desk.type_on(" Sa fille : jeanne.perdrix@exemple.fr")
    desk.panel.wait("jeanne.perdrix@exemple.fr")
    desk.post()
    assert_held(desk, "jeanne.perdrix@exemple.fr")


@each_site
def test_words_taken_out_after_the_hold_let_post_go(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(f"Ma patiente répond au {NUMBER}")
    desk.post()
    assert_held(desk)
    desk.clear()
    desk.type(CLEAN)
    desk.stays(1)
    desk.post()
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[CLEAN]]


@each_site
def test_what_was_let_go_is_asked_again_in_the_next_draft(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(f"Ma patiente répond au {NUMBER}")
    desk.post()
    desk.panel.click("Publier tel quel")
    desk.wait_for(desk.posts)
    desk.stays()
    if composer.opens:
        desk.page.click(composer.opens[0])
    desk.type(f"Ma patiente répond au {NUMBER}")
    desk.post()
    desk.panel.wait(NUMBER)
    desk.stays()
    assert len(desk.posts()) == 1


@each_site
def test_a_second_press_after_reading_publishes(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(f"Ma patiente répond au {NUMBER}")
    desk.post()
    assert_held(desk)
    desk.stays(0.8)
    desk.post()
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[f"Ma patiente répond au {NUMBER}"]]


@each_site
def test_a_double_click_on_post_does_not_slip_through(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(f"Ma patiente répond au {NUMBER}")
    desk.button.dblclick()
    assert_held(desk)


@pytest.mark.parametrize("parts", ["repeated", "numbered"])
@pytest.mark.parametrize("how", ["click", "shortcut"])
def test_every_part_of_a_thread_is_read_and_goes_out(sit: Sit, parts: str, how: str) -> None:
    """X numbers the editors of a thread, or gives each the number 0; it takes a part over when that loses the focus."""
    desk = sit(X_DIALOG, query=f"?parts={parts}")
    first, second = CLEAN, f"Suite : ma patiente répond au {NUMBER}"
    desk.type(first)
    desk.page.click("[role=dialog] [data-testid=addButton]")
    desk.type(second, into=desk.root.locator(X_EDITOR).nth(1))
    desk.panel.wait(NUMBER)
    desk.post(how)
    assert_held(desk)
    desk.panel.click("Publier tel quel")
    desk.wait_for(desk.posts)
    desk.stays()
    assert [post["texts"] for post in desk.posts()] == [[first, second]]


SWAP = """(editor, words) => {
  const other = editor.cloneNode(true);
  document.createTreeWalker(other, NodeFilter.SHOW_TEXT).nextNode().data = words;
  editor.replaceWith(other);
}"""


@each_site
def test_an_editor_that_took_the_place_of_another_is_the_one_that_is_read(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(CLEAN)
    desk.stays(1)
    desk.editor.evaluate(SWAP, f"Ma patiente répond au {NUMBER}")
    desk.post()
    assert_held(desk)


@pytest.mark.parametrize("key", ["Control+Enter", "Alt+Enter"])
def test_a_comment_sent_with_another_key_held_down_is_held_too(sit: Sit, key: str) -> None:
    desk = sit(FB_COMMENT)
    desk.type(f"Ma patiente répond au {NUMBER}")
    desk.page.keyboard.press(key)
    assert_held(desk)
