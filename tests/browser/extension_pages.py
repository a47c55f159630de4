"""The extension's own pages: options, welcome, and the popup over a tab."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Page

from primum.setup.browsers import CHROMIUM_ID

if TYPE_CHECKING:  # the harness chooses a language here as it starts
    from tests.browser.harness import Chromium

URL = f"chrome-extension://{CHROMIUM_ID}/"

SAVED = {"fr": "Enregistré", "en": "Saved"}
"""What the options say once a choice is stored."""


@contextmanager
def opened(browser: Chromium, name: str) -> Iterator[Page]:
    """Open `options` or `welcome` in a tab; a page that throws an error of its own fails the test."""
    page = browser.page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{URL}{name}.html")
    page.get_by_role("heading", level=1).wait_for()
    try:
        yield page
    finally:
        page.close()
    assert not errors, errors


@contextmanager
def popup_over(browser: Chromium, tab: Page) -> Iterator[Page]:
    """Open the popup as it opens over `tab`: a page of the extension while that tab is the active one."""
    tab.bring_to_front()
    session = browser.context.new_cdp_session(tab)
    with browser.context.expect_page() as waiting:
        session.send("Target.createTarget", {"url": f"{URL}popup.html", "background": True})
    page = waiting.value
    page.set_viewport_size({"width": 320, "height": 480})
    page.locator("#state").wait_for()
    try:
        yield page
    finally:
        page.close()


def choose_language(browser: Chromium, language: str) -> None:
    """Choose Primum's language in its options, and wait until they say that it is kept.

    The page may speak that language already, before anything was chosen: its language says nothing about the choice,
    and a page that is closed sooner than it has stored stores nothing.
    """
    with opened(browser, "options") as page:
        page.get_by_role("combobox", name=re.compile("langue|language", re.IGNORECASE)).select_option(language)
        page.locator("#saved").filter(has_text=SAVED[language]).wait_for()
        page.locator(f"html[lang={language}]").wait_for()


def settled(page: Page) -> None:
    """Wait until the companion has answered; one that was late, on a very busy machine, is asked again."""
    result = page.locator(".result > .state")
    result.wait_for()
    while "à temps" in result.inner_text() or "in time" in result.inner_text():
        page.locator("#companion_test").click()
        result.wait_for()
    page.locator(".models").wait_for()


def storage(page: Page) -> dict[str, Any]:
    """Return all that the extension has stored."""
    return page.evaluate("() => chrome.storage.local.get(null)")


def store(page: Page, values: dict[str, Any]) -> None:
    page.evaluate("(values) => chrome.storage.local.set(values)", values)


def chosen(page: Page) -> dict[str, Any]:
    """Return the settings that were chosen; those that nobody has touched are not stored."""
    return storage(page).get("settings", {"version": 2})


def choose(page: Page, **settings: Any) -> None:
    """Lay `settings` over what was chosen before."""
    store(page, {"settings": laid(chosen(page), settings)})


def laid(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    deeper = {k: laid(under[k], v) for k, v in over.items() if isinstance(v, dict) and isinstance(under.get(k), dict)}
    return {**under, **over, **deeper}


@contextmanager
def as_before(page: Page) -> Iterator[dict[str, Any]]:
    """Yield all that the extension has stored, and put exactly that back afterwards: no test leans on another."""
    before = storage(page)
    try:
        yield before
    finally:
        page.evaluate("() => chrome.storage.local.clear()")
        store(page, before)


def history(days: int = 30) -> dict[str, Any]:
    """Return a month that a doctor could have had."""
    today = datetime.date.today()
    kept: dict[str, Any] = {}
    for back in range(days):
        warned = (0, 2, 1, 0, 4, 1, 0, 0, 3, 1, 2, 0, 1)[back * 5 % 13]
        if not warned:
            continue
        as_is = warned // 2
        all_ = {"warned": warned, "changed": warned - as_is, "as_is": as_is}
        tally = {outcome: count for outcome, count in all_.items() if count}
        day = (today - datetime.timedelta(days=back)).isoformat()
        kept[day] = {"x": {"all": tally, "rules": {"place": tally}}}
    return kept


def passed_over(rule: str) -> dict[str, Any]:
    """Return the history of a doctor who has been warned by `rule` ten times, and has posted as it was each time."""
    tally = {"warned": 10, "as_is": 10}
    return {datetime.date.today().isoformat(): {"x": {"all": tally, "rules": {rule: tally}}}}
