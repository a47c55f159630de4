"""What does not happen every day: the browser stops the extension's worker, two tabs at once, a very long draft."""

from __future__ import annotations

import pytest

from tests.browser.composers import FB_POST, SITES, X_HOME, Composer, Desk
from tests.browser.conftest import Sit
from tests.browser.harness import Chromium, stop_background
from tests.browser.looks import underlines
from tests.browser.test_posting import CLEAN, NUMBER

each_site = pytest.mark.parametrize("composer", SITES, ids=str)

AS_IS = "Publier tel quel"
OTHER = "01 23 45 67 89"


def told(desk: Desk, words: str) -> str:
    """Wait until the panel says `words`; on a very busy machine a companion is started too late, and asked again."""
    while "à temps" in (said := desk.panel.wait(f"{words}|à temps")):
        desk.panel.click("Réessayer")
        desk.panel.wait_away("à temps")
    return said


def texts(desk: Desk) -> list[list[str]]:
    return [post["texts"] for post in desk.posts()]


@each_site
def test_the_worker_is_stopped_while_post_waits_for_a_verdict(sit: Sit, composer: Composer, browser: Chromium) -> None:
    desk = sit(composer)
    desk.type(CLEAN)
    desk.stays(1)
    with browser.companion_asleep() as before:
        desk.type_on(f" Ma patiente répond au {NUMBER}")
        desk.post()
        desk.stays(0.5)
        assert desk.posts() == []
        # its port goes with it, and so does the companion, as soon as that is awake
        stop_background(browser)
        desk.panel.control(AS_IS)
    desk.stays()
    assert desk.posts() == []
    desk.wait_for(lambda: before not in browser.companions())
    assert browser.companion() != before, "another worker has started another companion"
    desk.panel.click(AS_IS)
    desk.wait_for(desk.posts)
    desk.stays()
    assert texts(desk) == [[f"{CLEAN} Ma patiente répond au {NUMBER}"]]


@each_site
def test_the_worker_is_stopped_while_post_is_held(sit: Sit, composer: Composer, browser: Chromium) -> None:
    desk = sit(composer)
    desk.type(f"Ma patiente répond au {NUMBER}")
    desk.post()
    desk.panel.control(AS_IS)
    stop_background(browser)
    desk.stays(0.5)
    assert desk.posts() == []
    # what is written next is checked by the next worker
    desk.editor.click()
    desk.page.keyboard.press("Control+End")
    desk.type_on(f" et sa fille au {OTHER}")
    told(desk, OTHER)
    desk.post()
    desk.stays()
    assert desk.posts() == []
    desk.panel.click(AS_IS)
    desk.wait_for(desk.posts)
    assert texts(desk) == [[f"Ma patiente répond au {NUMBER} et sa fille au {OTHER}"]]


@pytest.mark.parametrize(("one", "other"), [(X_HOME, X_HOME), (FB_POST, FB_POST), (X_HOME, FB_POST)], ids=str)
def test_two_tabs_are_two_drafts(sit: Sit, browser: Chromium, one: Composer, other: Composer) -> None:
    """Both ask at the same moment; each hears of its own words, and one that is let go lets nothing else go."""
    first, second = sit(one), sit(other)
    for desk in (first, second):
        desk.page.bring_to_front()
        desk.type(CLEAN)
        desk.stays(1)
    with browser.companion_asleep():
        for desk, words in ((first, NUMBER), (second, OTHER)):
            desk.page.bring_to_front()
            desk.type_on(f" Ma patiente répond au {words}")
            desk.post()
            desk.stays(0.3)
    for desk, words, others in ((first, NUMBER, OTHER), (second, OTHER, NUMBER)):
        desk.page.bring_to_front()
        said = told(desk, words)
        desk.panel.control(AS_IS)
        assert others not in said
        assert desk.posts() == []
    first.page.bring_to_front()
    first.panel.click(AS_IS)
    first.wait_for(first.posts)
    assert texts(first) == [[f"{CLEAN} Ma patiente répond au {NUMBER}"]]
    second.page.bring_to_front()
    second.stays()
    assert second.posts() == []
    second.panel.click(AS_IS)
    second.wait_for(second.posts)
    assert texts(second) == [[f"{CLEAN} Ma patiente répond au {OTHER}"]]


STRANGE = "שיחה עם עמית 👩🏽‍⚕️ على الهاتف صباح اليوم 🇫🇷 puis la visite du soir 👨‍👩‍👧‍👦, sans rien de neuf… "
"""Both directions, and emojis of up to eleven UTF-16 units that look like one character."""


def long_draft(characters: int = 5_000) -> str:
    filler = STRANGE * (characters // len(STRANGE))
    half = filler.index("puis", len(filler) // 2)
    return f"{filler[:half]}Ma patiente répond au {NUMBER}. {filler[half:]}Sa fille répond au {OTHER} 🙏🏾"


@each_site
def test_five_thousand_characters_with_emojis_and_both_directions(sit: Sit, composer: Composer) -> None:
    written = long_draft()
    assert 4_900 < len(written) < 5_200
    desk = sit(composer)
    desk.editor.click()
    desk.page.keyboard.insert_text(written)
    assert NUMBER in told(desk, OTHER)
    for words in (NUMBER, OTHER):
        desk.editor.evaluate(SCROLL_TO, words)
        desk.stays(0.3)
        place = desk.editor.evaluate(SCROLL_TO, words)
        lines = underlines(desk)
        near = [abs(line["left"] - place["left"]) + abs(line["right"] - place["right"]) for line in lines]
        assert min(near, default=99) < 3, (words, place, lines)
    desk.page.keyboard.press("Control+End")
    desk.type_on(" Merci.")
    desk.post()
    desk.panel.control(AS_IS)
    desk.stays()
    assert desk.posts() == []
    desk.panel.click(AS_IS)
    desk.wait_for(desk.posts)
    assert texts(desk) == [[f"{written} Merci."]]


SCROLL_TO = """(editor, words) => {
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (node && !node.data.includes(words)) node = walker.nextNode();
  const range = document.createRange();
  range.setStart(node, node.data.indexOf(words));
  range.setEnd(node, node.data.indexOf(words) + words.length);
  node.parentElement.scrollIntoView({ block: 'nearest' });
  const above = range.getBoundingClientRect().top - innerHeight / 2;
  for (let box = node.parentElement; box; box = box.parentElement) {
    if (box.scrollHeight === box.clientHeight || getComputedStyle(box).overflowY === 'visible') continue;
    box.scrollBy(0, above);
    break;
  }
  if (Math.abs(range.getBoundingClientRect().top - innerHeight / 2) > innerHeight / 2) scrollBy(0, above);
  return range.getClientRects()[0].toJSON();
}"""
"""Brings words of the editor into view, and says where the first line of them is."""
