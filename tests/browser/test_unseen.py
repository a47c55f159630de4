"""The page cannot tell: the same page, the same hands, with the extension and without."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.composers import SITES, Composer, Desk
from tests.browser.conftest import Sit
from tests.browser.harness import Chromium
from tests.browser.test_posting import CLEAN, NUMBER

each_site = pytest.mark.parametrize("composer", SITES, ids=str)

KNOWN_TRACES = {"HTMLElement.click", "HTMLInputElement.showPicker", "EventTarget.dispatchEvent"}
"""Three properties hang on their owners in another way, though what a page reads there is the browser's own function.
Without them a file input that never enters the page could not be seen at all."""


def at_work(desk: Desk) -> dict[str, Any]:
    """Write, correct, post, and note what the page could have noticed on the way."""
    desk.type(CLEAN)
    desk.page.keyboard.press("Backspace")
    desk.type_on("e")
    desk.stays(2)  # on a busy machine, too, the verdict is there before Post is pressed
    desk.post()
    desk.wait_for(desk.posts)
    desk.stays(0.3)
    return desk.page.evaluate(
        "() => ({ events: __probe.events(), added: __probe.added(), top: __probe.top(), tree: __probe.tree(),"
        " surface: __probe.surface() })"
    )


@each_site
def test_writing_and_posting_look_the_same(sit: Sit, composer: Composer, bare_browser: Chromium) -> None:
    with_us = at_work(sit(composer, query="?probe"))
    without = at_work(sit(composer, query="?probe", where=bare_browser))
    slots, bare_slots = with_us["surface"].pop("slots"), without["surface"].pop("slots")
    for what in ("top", "added", "events", "tree"):
        assert with_us[what] == without[what], what
    for what, seen in without["surface"].items():
        assert with_us["surface"][what] == seen, what
    assert {name for name in slots if slots[name] != bare_slots[name]} <= KNOWN_TRACES


@each_site
def test_a_banner_leaves_one_nameless_element_and_no_event(
    sit: Sit, composer: Composer, bare_browser: Chromium
) -> None:
    desk, bare = sit(composer, query="?probe"), sit(composer, query="?probe", where=bare_browser)
    for one in (desk, bare):
        one.type(f"Ma patiente répond au {NUMBER}")
        one.stays(1)
    desk.panel.wait(NUMBER)
    assert len(desk.panel.hosts()) == 1
    (host,) = desk.panel.hosts()
    names = host["attributes"][::2]
    assert set(names) <= {"style", "popover", "lang", "dir"}, names
    assert host["localName"] in ("div", "span", "section", "aside")
    assert desk.page.evaluate("() => document.documentElement.innerText.includes('Primum')") is False
    events, bare_events = (one.page.evaluate("__probe.events()") for one in (desk, bare))
    assert events == bare_events


@each_site
def test_a_held_click_never_reaches_the_page(sit: Sit, composer: Composer) -> None:
    desk = sit(composer, query="?probe")
    desk.type(f"Ma patiente répond au {NUMBER}")
    desk.panel.wait(NUMBER)
    before = desk.page.evaluate("__probe.events().filter((event) => event.startsWith('click ')).length")
    desk.post()
    desk.stays()
    after = desk.page.evaluate("__probe.events().filter((event) => event.startsWith('click ')).length")
    assert after == before
