"""Answers to reviews on Google: nothing clinical goes out unseen, and a neutral answer is at hand."""

from __future__ import annotations

from pathlib import Path

from tests.browser.composers import Composer
from tests.browser.conftest import Sit

REVIEWS = "https://business.google.com/n/4711/customers/reviews"
ANSWER = Composer(
    "google",
    REVIEWS,
    "article",
    "textarea",
    "button[jsname=hrGhad]",
    "",
    None,
    None,
    opens=("article button >> nth=0",),
)
IN_A_SEARCH = Composer(
    "google-search", "https://www.google.com/search?q=cabinet", "main, body", "iframe", "", "", None, None
)
CLINICAL = "Votre lombalgie a été traitée par anti-inflammatoires."
NEUTRAL = "J’entends que vous n’êtes pas satisfait, vous pouvez revenir si vous le souhaitez."


def test_clinical_detail_is_held_and_the_neutral_answer_can_be_copied(sit: Sit) -> None:
    desk = sit(ANSWER)
    desk.type(CLINICAL)
    desk.post()
    said = desk.panel.wait("lombalgie")
    assert "soins" in said
    assert desk.posts() == []
    desk.panel.click("réponse neutre")
    desk.panel.wait("J’entends")
    desk.panel.click("^Copier")
    desk.panel.wait("Copié")
    assert desk.page.evaluate("() => navigator.clipboard.readText()") == NEUTRAL
    assert desk.editor.input_value() == CLINICAL, "the text is the doctor's to replace"
    desk.clear()
    desk.page.keyboard.press("Control+v")
    desk.post()
    desk.wait_for(desk.posts)
    assert desk.panel.text() == ""
    assert [post["texts"] for post in desk.posts()] == [[NEUTRAL]]


def test_a_text_that_is_pasted_with_a_picture_of_it_is_not_lost(sit: Sit, plain_png: Path) -> None:
    """A spreadsheet puts both on the clipboard, and a plain field takes the text alone."""
    desk = sit(ANSWER)
    desk.type("Horaires : ")
    desk.paste(plain_png, "lundi 9 h, mardi 14 h")
    desk.wait_for(lambda: desk.editor.input_value() == "Horaires : lundi 9 h, mardi 14 h")


def test_in_the_frame_of_a_search_it_is_held_as_well(sit: Sit) -> None:
    desk = sit(IN_A_SEARCH)
    frame = desk.page.frame_locator("iframe")
    frame.locator("article button").first.click()
    frame.locator("textarea").fill(CLINICAL)
    frame.locator("button[jsname=hrGhad]").click()
    desk.panel.wait("lombalgie")
    assert frame.locator("[data-answer]").count() == 0
    desk.stays(0.8)
    frame.locator("button[jsname=hrGhad]").click()
    frame.locator("[data-answer]").wait_for()


def test_where_the_frame_is_small_a_long_banner_leaves_the_button_free(sit: Sit) -> None:
    desk = sit(IN_A_SEARCH)
    frame = desk.page.frame_locator("iframe")
    frame.locator("article button").first.click()
    frame.locator("textarea").fill(
        f"Madame Le Goff, {CLINICAL} Vue le 12 mars à Guérande, 72 ans. "
        "Première consultation à -20 % avec le code promo HIVER."
    )
    desk.panel.wait("lombalgie")
    desk.panel.wait("autres points")
    # a click of the test's is refused where something lies over the button
    frame.locator("button[jsname=hrGhad]").click()
    desk.panel.control("Publier tel quel")
    desk.stays(0.8)
    frame.locator("button[jsname=hrGhad]").click()
    frame.locator("[data-answer]").wait_for()
