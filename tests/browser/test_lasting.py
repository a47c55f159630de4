"""Pages that last: left and come back to, older than an update, through pauses, and with many dialogs in a day."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Playwright, Route

from tests.browser import harness
from tests.browser.composers import FB_POST, X_HOME, Composer, Desk, sitting_at
from tests.browser.conftest import Sit
from tests.browser.extension_pages import URL, as_before, choose, opened
from tests.browser.panel import Panel
from tests.browser.test_photos import MASK
from tests.browser.test_places import FB_CHAT
from tests.browser.test_posting import CLEAN, NUMBER


def test_a_page_older_than_an_update_says_so_and_posts(playwright: Playwright, plain_jpeg: Path) -> None:
    with harness.chromium(playwright) as browser, sitting_at(browser) as sit:
        desk = sit(X_HOME)
        desk.type(CLEAN)
        desk.stays(1)
        page = browser.page()
        page.goto(f"{URL}options.html")
        with suppress(Error):  # the page goes with the extension it belongs to
            page.evaluate("() => chrome.runtime.reload()")
        desk.stays(2)
        desk.page.bring_to_front()
        desk.type_on(" de nuit")
        desk.panel.wait("mis à jour|rechargez")
        desk.post()
        desk.stays(1)
        assert desk.posts() == [], "never a silent pass"
        desk.post()
        desk.wait_for(desk.posts)
        desk.choose(plain_jpeg)
        desk.panel.wait("mis à jour|rechargez")


def test_a_page_that_is_come_back_to_is_checked(playwright: Playwright) -> None:
    with harness.chromium(playwright, keeps_pages=True) as browser, sitting_at(browser) as sit:
        desk = sit(X_HOME)
        desk.ask("() => addEventListener('pageshow', ({ persisted }) => (window.cameBack = persisted))")
        desk.type(CLEAN)
        desk.stays(1)
        desk.page.goto("https://clipboard.example/")
        with suppress(Error):  # Playwright waits for a page to load that is there already
            desk.page.go_back(timeout=4000)
        desk.wait_for(lambda: desk.ask("() => window.cameBack"))
        desk.panel = Panel(desk.page)
        desk.editor.click()
        desk.page.keyboard.press("Control+End")
        desk.page.keyboard.type(f" Ma patiente répond au {NUMBER}")
        desk.panel.wait(NUMBER)
        desk.post()
        desk.stays(1)
        assert desk.posts() == []
        desk.panel.click("Publier tel quel")
        desk.wait_for(desk.posts)


@pytest.mark.parametrize(
    ("composer", "paused"), [(X_HOME, "x"), (X_HOME, "x_messages"), (FB_POST, "messenger")], ids=str
)
def test_a_photo_arrives_after_a_pause(
    sit: Sit, browser: harness.Chromium, composer: Composer, paused: str, plain_jpeg: Path
) -> None:
    desk = sit(composer)
    desk.choose(plain_jpeg)
    desk.wait_for(lambda: len(desk.files()) == 1)
    with opened(browser, "options") as page, as_before(page):
        for until in (int(time.time() * 1000) + 3_600_000, 0):
            choose(page, sites={paused: {"pausedUntil": until}})
            page.wait_for_timeout(500)
    desk.page.bring_to_front()
    desk.choose(plain_jpeg)
    desk.wait_for(lambda: len(desk.files()) == 2)


def test_an_open_review_is_seen_through_when_a_place_is_switched_off(
    sit: Sit, browser: harness.Chromium, head_jpeg: Path
) -> None:
    desk = sit(X_HOME)
    desk.choose(head_jpeg)
    desk.panel.control(MASK)
    with opened(browser, "options") as page, as_before(page):
        choose(page, sites={"x_messages": {"on": False}})
        page.wait_for_timeout(500)
        desk.page.bring_to_front()
        desk.ask("() => { window.keys = []; addEventListener('keydown', ({ key }) => keys.push(key), true); }")
        desk.page.keyboard.press("Tab")
        assert desk.ask("() => window.keys") == [], "the review keeps its keys from the page"
        desk.panel.click(MASK)
        desk.wait_for(desk.files)
        desk.panel.wait_away()
        assert len(desk.files()) == 1


def test_a_photo_in_no_composer_obeys_the_page_it_is_put_on(
    sit: Sit, browser: harness.Chromium, head_jpeg: Path
) -> None:
    desk = sit(FB_CHAT)
    with opened(browser, "options") as page, as_before(page):
        choose(page, sites={"messenger": {"on": False}})
        page.wait_for_timeout(500)
        desk.page.bring_to_front()
        desk.type("salut")
        desk.ask(
            "() => { const input = document.createElement('input'); input.type = 'file'; input.id = 'album';"
            " input.style = 'position: fixed; left: 0; top: 0; z-index: 9'; window.got = 0;"
            " input.onchange = () => (window.got += input.files.length); document.body.append(input); }"
        )
        desk.page.set_input_files("#album", head_jpeg)
        desk.panel.control(MASK)
        assert desk.ask("() => window.got") == 0
        desk.panel.click(MASK)
        desk.wait_for(lambda: desk.ask("() => window.got") == 1)


def test_escape_puts_the_card_away_and_keeps_the_photo(sit: Sit, browser: harness.Chromium, plain_jpeg: Path) -> None:
    desk = sit(X_HOME)
    desk.type(CLEAN)
    desk.stays(1)
    with browser.companion_asleep():
        desk.choose(plain_jpeg)
        desk.panel.wait("regarde la photo")
        desk.editor.click()
        desk.page.keyboard.press("Escape")
        desk.panel.wait_away()
    desk.wait_for(desk.files)


_GROWING = """<!doctype html><title>LinkedIn</title><main><div><div><div class="ProseMirror" contenteditable="true"
 role="textbox"><p><br></p></div></div><div id="button"></div></div></main><script src="/growing.js"></script>"""
_GROWS = """const editor = document.querySelector(".ProseMirror"), place = document.querySelector("#button");
window.sent = [];
const empty = () => { editor.innerHTML = "<p><br></p>"; place.replaceChildren(); };
editor.addEventListener("input", () => {
  if (editor.innerText.trim() === "") return empty();
  if (place.firstChild) return;
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("componentkey", "x-commentButtonSection-1");
  button.textContent = "Commenter";
  button.onclick = () => { window.sent.push(editor.innerText.trim()); empty(); };
  place.append(button);
});"""


def test_every_comment_is_held_where_its_button_comes_with_the_first_word(browser: harness.Chromium) -> None:
    def answer(route: Route) -> None:
        if route.request.url.endswith(".js"):
            route.fulfill(body=_GROWS, content_type="text/javascript")
        else:
            route.fulfill(body=_GROWING, content_type="text/html")

    browser.context.route("https://www.linkedin.com/growing**", answer)
    page = browser.page()
    page.goto("https://www.linkedin.com/growing")
    panel = Panel(page)
    for sent in (0, 1):
        page.click(".ProseMirror")
        page.keyboard.type(f"sa patiente répond au {NUMBER}")
        panel.wait(NUMBER)
        page.click("button")
        page.wait_for_timeout(500)
        assert page.evaluate("() => window.sent.length") == sent, "held"
        panel.click("Publier tel quel")
        page.wait_for_function("(sent) => window.sent.length === sent + 1", arg=sent)
        panel.wait_away()
    page.close()


_CLOSE = """() => [...document.querySelectorAll('[role=dialog] [aria-label]')]
 .find((one) => /fermer|close/i.test(one.ariaLabel)).click()"""


def test_a_dialog_that_is_closed_leaves_the_memory(sit: Sit) -> None:
    desk = sit(FB_POST)
    desk.page.evaluate(_CLOSE)

    def open_and_close(times: int) -> int:
        for _ in range(times):
            desk.page.click(FB_POST.opens[0])
            desk.page.locator("[role=dialog] [data-lexical-editor=true]").first.click()
            desk.page.keyboard.type("ab")
            desk.page.wait_for_timeout(60)
            desk.page.evaluate(_CLOSE)
            desk.page.wait_for_timeout(60)
        return _nodes(desk)

    before = open_and_close(4)
    after = open_and_close(12)
    # a dialog has some sixty nodes: one or two may not have been swept up yet
    assert after - before < 4 * 60


def _nodes(desk: Desk) -> int:
    session = desk.page.context.new_cdp_session(desk.page)
    session.send("HeapProfiler.enable")
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    counters = session.send("Memory.getDOMCounters")
    session.detach()
    return int(counters["nodes"])
