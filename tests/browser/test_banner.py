"""The banner: what it says and why, and what each of its buttons does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page

from tests.browser.composers import FB_COMMENT, FB_POST, SITES, X_HOME, Composer, Desk
from tests.browser.conftest import Sit
from tests.browser.extension_pages import choose, chosen, passed_over, storage, store
from tests.browser.harness import Chromium
from tests.browser.looks import Area, underlines
from tests.browser.test_places import FB_GROUP
from tests.browser.test_posting import NUMBER
from tests.browser.test_text import REMARK

each_site = pytest.mark.parametrize("composer", SITES, ids=str)

DRAFT = f"Ma patiente répond au {NUMBER}"
AS_IS = "Publier tel quel"
OFFER = "Première consultation à -20 % avec le code promo HIVER"
"""Worth a warning, and no more: by default it does not hold Post."""


def choose_at(page: Page, composer: Composer, **fields: object) -> None:
    """Change settings of the composer's site."""
    choose(page, sites={"x" if composer is X_HOME else "facebook": fields})


def written(sit: Sit, composer: Composer, text: str, says: str) -> Desk:
    desk = sit(composer)
    desk.page.bring_to_front()
    desk.type(text)
    desk.panel.wait(says)
    return desk


@each_site
def test_findings_are_grouped_and_each_says_why(sit: Sit, composer: Composer) -> None:
    desk = written(sit, composer, f"{DRAFT}. {REMARK}", "jolies")
    said = desk.panel.text()
    assert said.index("Ce qui peut faire reconnaître un patient") < said.index(NUMBER)
    assert said.index("Propos à relire") < said.index("jolies")
    assert "repère, pas avis juridique" not in said
    desk.panel.click("Pourquoi")
    said = desk.panel.wait("repère, pas avis juridique")
    assert "R.4127-4" in said
    assert not {"conforme", "vous violez", "interdit"} & set(said.lower().split())
    desk.panel.click("Pourquoi")
    desk.panel.wait_away("repère, pas avis juridique")


PLACE_OF = """(editor, words) => {
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (!node.data.includes(words)) node = walker.nextNode();
  const range = new Range();
  range.setStart(node, node.data.indexOf(words));
  range.setEnd(node, node.data.indexOf(words) + words.length);
  return range.getBoundingClientRect().toJSON();
}"""
STOP_AFTER_KEY = """() => addEventListener('keydown', () => {
  requestAnimationFrame(() => requestAnimationFrame(() => { debugger; }));
}, { capture: true, once: true })"""


@contextmanager
def stopped_after(desk: Desk, key: str) -> Iterator[None]:
    """Press a key, and hold the page still two frames later: before the typing rests, when lines are drawn anew."""
    session = desk.panel._session
    session.send("Debugger.enable")
    stops: list[object] = []
    session.on("Debugger.paused", lambda stop: stops.append(stop))
    desk.page.evaluate(STOP_AFTER_KEY)
    desk.page.keyboard.down(key)
    desk.wait_for(lambda: stops)
    try:
        yield
    finally:
        session.send("Debugger.resume")
        session.send("Debugger.disable")
    desk.page.keyboard.up(key)


def line_under(desk: Desk, words: str) -> Area | None:
    """Return the line that is drawn, if it is the only one and stands under `words`, which stand on one line."""
    place = desk.editor.evaluate(PLACE_OF, words)
    lines = underlines(desk)
    sides = [
        (line[side], place[side], room) for line in lines for side, room in (("left", 1), ("right", 1), ("bottom", 3))
    ]
    return lines[0] if len(lines) == 1 and all(abs(drawn - said) < room for drawn, said, room in sides) else None


@each_site
def test_the_words_are_underlined_and_the_editor_is_left_alone(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(DRAFT)
    before = desk.editor.evaluate("(editor) => editor.innerHTML")
    desk.panel.wait(NUMBER)
    assert line_under(desk, NUMBER), (underlines(desk), desk.editor.evaluate(PLACE_OF, NUMBER))
    assert desk.editor.evaluate("(editor) => editor.innerHTML") == before
    assert desk.page.evaluate("CSS.highlights.size") == 0


@each_site
def test_a_line_follows_its_words_at_each_key(sit: Sit, composer: Composer, browser: Chromium) -> None:
    desk = written(sit, composer, DRAFT, NUMBER)
    with browser.companion_asleep():
        before = underlines(desk)
        with stopped_after(desk, "e"):
            behind = underlines(desk)
        desk.page.keyboard.press("Control+Home")
        with stopped_after(desk, "B"):
            in_front = underlines(desk)
    moved = desk.wait_for(lambda: line_under(desk, NUMBER))
    assert behind == before
    assert moved["left"] > before[0]["left"]
    # Draft.js makes its node anew: there the line is gone until the typing rests
    assert in_front in ([], [moved])


@each_site
def test_a_line_is_back_over_its_words_when_the_typing_rests(sit: Sit, composer: Composer, browser: Chromium) -> None:
    """By itself, and before the next verdict: the companion sleeps."""
    desk = written(sit, composer, DRAFT, NUMBER)
    (before,) = underlines(desk)
    with browser.companion_asleep():
        desk.page.keyboard.press("Control+Home")
        desk.type_on("Hier ")
        moved = desk.wait_for(lambda: line_under(desk, NUMBER))
    assert moved["left"] > before["left"]


@each_site
def test_a_line_leaves_with_the_first_character_that_is_changed(
    sit: Sit, composer: Composer, browser: Chromium
) -> None:
    desk = written(sit, composer, DRAFT, NUMBER)
    with browser.companion_asleep():
        for _ in range(4):
            desk.page.keyboard.press("ArrowLeft")
        with stopped_after(desk, "Backspace"):
            left = underlines(desk)
        assert left == []


@each_site
def test_a_line_follows_its_words_when_the_window_changes(sit: Sit, composer: Composer) -> None:
    desk = written(sit, composer, DRAFT, NUMBER)
    before = underlines(desk)
    desk.page.set_viewport_size({"width": 1000, "height": 500})
    assert [desk.wait_for(lambda: line_under(desk, NUMBER))] != before


PLACES = """() => [...document.body.querySelectorAll('*')].map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  return [one.localName, x, y, width, height].join(' ');
})"""


@each_site
def test_nothing_of_the_page_moves(sit: Sit, composer: Composer, browser: Chromium) -> None:
    desk = sit(composer)
    with browser.companion_asleep():
        desk.type(DRAFT)
        desk.stays(0.6)
        before = desk.page.evaluate(PLACES)
        size = desk.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    desk.panel.wait(NUMBER)
    after = desk.page.evaluate(PLACES)
    # where a modal dialog is open the panel hangs in it: an element without a box
    assert [one for one in after if one != "div 0 0 0 0"] == [one for one in before if one != "div 0 0 0 0"]
    assert desk.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == size


@each_site
def test_what_is_gone_is_not_spoken_of_even_before_the_next_verdict(
    sit: Sit, composer: Composer, browser: Chromium
) -> None:
    desk = written(sit, composer, DRAFT, NUMBER)
    with browser.companion_asleep():
        desk.page.keyboard.press("Control+a")
        began = time.monotonic()
        desk.page.keyboard.press("Delete")
        desk.panel.wait_away(NUMBER, seconds=3)
        assert time.monotonic() - began < 3
        assert underlines(desk) == []


@each_site
def test_a_more_general_wording_is_copied_and_compared(sit: Sit, composer: Composer) -> None:
    desk = written(sit, composer, DRAFT, NUMBER)
    desk.panel.click("Généraliser")
    said = desk.panel.wait("Copié")
    assert NUMBER in said
    assert "(téléphone retiré)" in said
    assert desk.page.evaluate("() => navigator.clipboard.readText()") == DRAFT.replace(NUMBER, "(téléphone retiré)")
    assert desk.text() == DRAFT, "the draft is the doctor's"
    desk.editor.click()
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.press("Control+v")
    desk.panel.wait_away()
    desk.post()
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[DRAFT.replace(NUMBER, "(téléphone retiré)")]]


@each_site
def test_modify_leads_to_the_words(sit: Sit, composer: Composer) -> None:
    desk = written(sit, composer, f"{DRAFT} ce soir", NUMBER)
    desk.panel.click("Modifier")
    desk.panel.wait_away()
    assert desk.page.evaluate("getSelection().toString()") == NUMBER
    desk.page.keyboard.type("son médecin")
    desk.wait_for(lambda: desk.text() == "Ma patiente répond au son médecin ce soir")


@each_site
def test_a_false_alarm_is_not_raised_again_and_is_counted(sit: Sit, composer: Composer, kept: Page) -> None:
    before = chosen(kept).get("falseAlarms", {}).get("phone", 0)
    desk = written(sit, composer, DRAFT, NUMBER)
    desk.panel.click("Fausse alerte")
    desk.panel.wait_away()
    desk.post()
    desk.wait_for(desk.posts)
    desk.wait_for(lambda: chosen(kept).get("falseAlarms", {}).get("phone", 0) == before + 1)
    assert NUMBER not in str(storage(kept))


@each_site
def test_a_rule_that_is_nearly_always_passed_over_may_be_said_quietly(sit: Sit, composer: Composer, kept: Page) -> None:
    store(kept, {"history": passed_over("phone")})
    # the tabs read the history when the settings change
    choose(kept, falseAlarms={"other": 1})
    desk = written(sit, composer, DRAFT, NUMBER)
    desk.panel.click("plus discrètement")
    desk.wait_for(lambda: chosen(kept).get("quietRules") == ["phone"])
    desk.panel.wait("À noter")
    desk.post()
    desk.wait_for(desk.posts)


@pytest.mark.parametrize(
    ("composer", "line"),
    [
        (X_HOME, "Public : tout le monde peut lire ce texte"),
        (FB_POST, "Public : tout le monde peut lire ce texte"),
        (FB_GROUP, "Groupe « Entraide entre généralistes », 11 000 membres"),
        (FB_COMMENT, "Groupe « Entraide entre généralistes » : une capture"),
    ],
    ids=str,
)
def test_who_can_read_it_is_said_where_the_page_shows_it(sit: Sit, composer: Composer, line: str) -> None:
    desk = written(sit, composer, DRAFT, NUMBER)
    assert line in desk.panel.text()


@each_site
def test_a_warning_holds_only_where_the_doctor_wants_it(sit: Sit, composer: Composer, kept: Page) -> None:
    desk = written(sit, composer, OFFER, "HIVER")
    desk.post()
    desk.wait_for(desk.posts)
    choose_at(kept, composer, onPost="any")
    desk = written(sit, composer, OFFER, "HIVER")
    desk.post()
    desk.panel.control(AS_IS)
    assert desk.posts() == []
    choose_at(kept, composer, onPost="never")
    desk = written(sit, composer, DRAFT, NUMBER)
    desk.post()
    desk.wait_for(desk.posts)


@each_site
@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("fr", ("Modèle de cas", "Insérer", "Copier", "tranche d’âge", "Ma question")),
        ("en", ("Anonymous case template", "Insert", "Copy", "age band", "My question")),
    ],
)
def test_the_doctoctoc_helper(sit: Sit, composer: Composer, language: str, names: tuple[str, ...], kept: Page) -> None:
    offer, insert, copy, band, question = names
    choose(kept, language=language)
    desk = written(sit, composer, DRAFT, NUMBER)
    desk.panel.click(offer)
    desk.panel.wait(band)
    desk.panel.control(f"^{copy}")
    # what is written is not overwritten: it goes in once the composer is empty
    assert desk.text() == DRAFT
    desk.clear()
    desk.panel.click(insert)
    desk.wait_for(lambda: question in desk.text())
    assert "#doctoctoc" in desk.text()
    assert NUMBER not in desk.text()
