"""What is switched off in the options is off; what is chosen there holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.composers import FB_POST, X_HOME, Composer, Desk
from tests.browser.conftest import Sit
from tests.browser.extension_pages import as_before, choose, choose_language, opened
from tests.browser.harness import Chromium
from tests.browser.test_posting import NUMBER


@pytest.mark.parametrize(("composer", "other"), [(X_HOME, FB_POST), (FB_POST, X_HOME)], ids=str)
def test_a_site_switched_off_gets_nothing(
    sit: Sit, browser: Chromium, composer: Composer, other: Composer, head_jpeg: Path
) -> None:
    region = "X" if composer is X_HOME else "Facebook"
    with opened(browser, "options") as page:
        switch = page.get_by_role("region", name=region, exact=True).get_by_role("switch")
        already_open = sit(composer)
        switch.uncheck()
        page.wait_for_timeout(300)
        try:
            for desk in (already_open, sit(composer)):
                desk.page.bring_to_front()
                desk.type(f"Ma patiente répond au {NUMBER}")
                desk.stays(1.2)
                assert desk.panel.hosts() == []
                desk.choose(head_jpeg)
                desk.wait_for(desk.files, seconds=2)
                assert desk.file() == head_jpeg.read_bytes()
                desk.post()
                desk.wait_for(desk.posts, seconds=2)
            # the other site is another switch
            neighbour = sit(other)
            neighbour.type(f"Ma patiente répond au {NUMBER}")
            neighbour.panel.wait(NUMBER)
        finally:
            page.bring_to_front()
            switch.check()
            page.wait_for_timeout(300)
    desk = sit(composer)
    desk.type(f"Ma patiente répond au {NUMBER}")
    desk.panel.wait(NUMBER)


def listeners(desk: Desk) -> list[str]:
    """Return what the extension listens to on the window of a page."""
    session = desk.page.context.new_cdp_session(desk.page)
    worlds: list[dict[str, Any]] = []
    session.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
    session.send("Runtime.enable")
    (world,) = [one["id"] for one in worlds if one["origin"].startswith("chrome-extension://")]
    window = session.send("Runtime.evaluate", {"expression": "window", "contextId": world})["result"]["objectId"]
    found = session.send("DOMDebugger.getEventListeners", {"objectId": window})["listeners"]
    session.detach()
    return sorted(one["type"] for one in found)


@pytest.mark.parametrize("composer", [X_HOME, FB_POST], ids=str)
def test_on_a_site_that_is_off_nothing_is_listened_to(sit: Sit, browser: Chromium, composer: Composer) -> None:
    desk = sit(composer)
    assert {"click", "keydown", "focusin", "paste", "drop"} <= set(listeners(desk))
    with opened(browser, "options") as page, as_before(page):
        choose(page, sites={name: {"on": False} for name in ("facebook", "messenger", "x", "x_messages")})
        desk.wait_for(lambda: listeners(desk) == [])
        fresh = sit(composer)
        fresh.wait_for(lambda: listeners(fresh) == [])
    desk.wait_for(lambda: "click" in listeners(desk))


def test_the_interface_speaks_the_language_that_was_chosen(sit: Sit, browser: Chromium) -> None:
    choose_language(browser, "en")
    try:
        desk = sit(X_HOME)
        desk.type(f"Ma patiente répond au {NUMBER}")
        desk.post()
        desk.panel.control("as is|anyway")
    finally:
        choose_language(browser, "fr")
    desk = sit(X_HOME)
    desk.type(f"Ma patiente répond au {NUMBER}")
    desk.post()
    desk.panel.control("Publier tel quel")
