"""What an institution sets through the browser's own policies holds, is shown as such, and cannot be changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser import firefox as fox_
from tests.browser.composers import FB_POST, X_HOME, Desk, sitting_at
from tests.browser.extension_pages import as_before, opened, passed_over, popup_over, store
from tests.browser.firefox import Firefox, firefox
from tests.browser.firefox_desk import FirefoxDesk
from tests.browser.harness import Chromium, chromium
from tests.browser.policies import not_for_chromium
from tests.browser.test_banner import OFFER
from tests.browser.test_posting import HELD, NUMBER

in_firefox = pytest.mark.skipif(bool(fox_.missing()), reason=fox_.missing())
in_chromium = pytest.mark.skipif(bool(not_for_chromium()), reason=not_for_chromium())

POLICY = {
    "preset": {"language": "en", "history": {"days": 30}},
    "locked": {
        "sites": {
            "facebook": {"on": False},
            "x": {"onPost": "never", "sensitivity": "high", "families": {"promotion": False}},
            "linkedin": {"sensitivity": "extreme", "photos": "mask"},
        },
        "quietRules": [],
    },
}
LOCKED = {
    "sites.facebook.on": False,
    "sites.x.onPost": "never",
    "sites.x.sensitivity": "high",
    "sites.x.families.promotion": False,
    "sites.linkedin.photos": "mask",
}
"""What is locked, once what cannot be used is left out."""
SENTENCES = {
    "en": {
        "lock": "Set by your institution.",
        "locked": "Your institution has set some of the settings. They are marked with a lock.",
        "unusable": "Your institution has set something that Primum cannot read (locked.sites.linkedin.sensitivity): "
        "it has no effect, and its IT department can correct it.",
    },
    "fr": {
        "lock": "Fixé par votre établissement.",
        "locked": "Votre établissement a fixé certains réglages. Ils sont marqués d’un cadenas.",
        "unusable": "Votre établissement a fixé ce que Primum ne sait pas lire (locked.sites.linkedin.sensitivity) : "
        "c’est sans effet, et son service informatique peut le corriger.",
    },
}
READ = """() => ({
  language: document.documentElement.lang,
  notices: [...document.querySelectorAll(".notice")].map((one) => one.textContent),
  controls: Object.fromEntries([...document.querySelectorAll("main input[id], main select")].map((one) => [one.id, {
    value: one.type === "checkbox" ? one.checked : one.value,
    disabled: one.disabled,
    said: (one.getAttribute("aria-describedby") ?? "").split(" ")
      .map((id) => document.getElementById(id)).filter((part) => part?.className === "lock")
      .map((part) => part.textContent),
    drawn: document.getElementById(`${one.id}-lock`)?.querySelector("svg") !== null && one.disabled,
  }])),
})"""
"""What the options show: their language, their notices, and each control with what is said of its lock."""
STORED = "() => chrome.storage.local.get('settings').then(({ settings }) => settings ?? null)"
DEFY = """() => chrome.storage.local.set({ settings: { version: 2, sites: {
  facebook: { on: true },
  x: { onPost: "any", sensitivity: "low", families: { promotion: true } },
  linkedin: { photos: "off" },
} } })"""
"""What the doctor had chosen before the institution came; it must not hold."""


def assert_shown(seen: dict[str, Any], language: str) -> None:
    """The page speaks this language; what is locked, and nothing else, is disabled, with a lock and a sentence."""
    said = SENTENCES[language]
    assert seen["language"] == language
    assert seen["notices"] == [said["locked"], said["unusable"]]
    controls = seen["controls"]
    locked = {name: control for name, control in controls.items() if control["disabled"]}
    assert {name: control["value"] for name, control in locked.items()} == LOCKED
    assert all(control["said"] == [said["lock"]] and control["drawn"] for control in locked.values()), locked
    assert not [name for name, control in controls.items() if control["said"] and name not in LOCKED]
    assert controls["sites.linkedin.sensitivity"]["value"] == "normal", "what cannot be used falls back"
    assert controls["history.days"]["value"] == "30", "a preset holds"


# ---- Firefox, by a native manifest of type `storage`


@pytest.fixture(scope="module")
def fox() -> Iterator[Firefox]:
    with firefox(policy=POLICY) as running:
        yield running


@pytest.fixture
def sit_in_firefox(fox: Firefox) -> Iterator[Callable[..., FirefoxDesk]]:
    yield lambda composer: FirefoxDesk(fox, composer)
    fox.close_pages()
    assert not (errors := fox.errors()), errors


@in_firefox
def test_in_firefox_what_is_locked_is_shown_and_cannot_be_changed(fox: Firefox) -> None:
    with fox.options() as page:
        assert_shown(page.run(READ), "en")
        page.run("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for name in LOCKED:
            page.click_on(f'[id="{name}"]')
            page.press("ArrowDown")
            page.press("Space")
        assert_shown(page.run(READ), "en")
        assert page.run(STORED) is None, "nothing was stored"
        fox_.choose_language_on(page, "fr")
        assert_shown(page.run(READ), "fr")
        stored = page.run(STORED)
        assert stored == {"version": 2, "language": "fr"}, "a preset is not the doctor's choice"
        page.run(DEFY)
    with fox.options() as page:
        assert_shown(page.run(READ), "en")


@in_firefox
def test_in_firefox_the_check_obeys(fox: Firefox, sit_in_firefox: Callable[..., FirefoxDesk]) -> None:
    assert fox.welcome
    fox.welcome.run(DEFY)
    obeys(sit_in_firefox(FB_POST), sit_in_firefox)


def obeys(off: Desk | FirefoxDesk, sit: Callable[..., Desk | FirefoxDesk]) -> None:
    """Facebook is off; on X a number is said and Post is never held; advertising is not said."""
    off.type(f"Ma patiente répond au {NUMBER}")
    off.stays(1.2)
    assert off.panel.text() == ""
    off.post()
    off.wait_for(off.posts, seconds=5)
    desk = sit(X_HOME)
    desk.type(HELD)
    desk.panel.wait(NUMBER)
    desk.post()
    desk.wait_for(desk.posts, seconds=5)
    desk = sit(X_HOME)
    desk.type(OFFER)
    desk.stays(2)
    assert desk.panel.text() == ""
    desk.type_on(f" {NUMBER}")
    assert "promo" not in desk.panel.wait(NUMBER)


# ---- Chromium, by a file in its folder of policies


@pytest.fixture(scope="module")
def managed(playwright: Playwright) -> Iterator[Chromium]:
    with chromium(playwright, policy=POLICY) as running:
        yield running


@pytest.fixture
def sit_in_chromium(managed: Chromium) -> Iterator[Callable[..., Desk]]:
    with sitting_at(managed) as open_desk:
        yield open_desk


@in_chromium
def test_in_chromium_what_is_locked_is_shown_and_cannot_be_changed(managed: Chromium) -> None:
    with opened(managed, "options") as page:
        page.wait_for_timeout(1500)  # the page is drawn anew as answers come: a click would meet what has moved there
        assert_shown(page.evaluate(READ), "en")
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for name in LOCKED:
            control = page.locator(f'[id="{name}"]')
            control.scroll_into_view_if_needed()  # waits until it stands still, which a forced click does not
            expect(control).to_be_in_viewport()
            control.click(force=True)
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Space")
        assert_shown(page.evaluate(READ), "en")
        assert page.evaluate(STORED) is None, "nothing was stored"
        page.locator("#language").select_option("fr")
        page.locator("html[lang=fr]").wait_for()
        assert_shown(page.evaluate(READ), "fr")
        stored = page.evaluate(STORED)
        assert stored == {"version": 2, "language": "fr"}, "a preset is not the doctor's choice"
        page.evaluate(DEFY)
        page.reload()
        page.locator("html[lang=en]").wait_for()
        page.locator("#language").wait_for()
        assert_shown(page.evaluate(READ), "en")


@in_chromium
def test_in_chromium_the_check_obeys(managed: Chromium, sit_in_chromium: Callable[..., Desk]) -> None:
    with opened(managed, "options") as page:
        page.evaluate(DEFY)
    off = sit_in_chromium(FB_POST)
    with popup_over(managed, off.page) as popup:
        switch = popup.get_by_role("switch")
        expect(switch).to_be_disabled()
        expect(switch).not_to_be_checked()
        expect(popup.locator("#on-lock")).to_have_text(SENTENCES["en"]["lock"])
    off.page.bring_to_front()
    obeys(off, sit_in_chromium)


@in_chromium
def test_in_chromium_nothing_may_be_said_more_quietly(managed: Chromium, sit_in_chromium: Callable[..., Desk]) -> None:
    """The doctor nearly always passes the rule over: without the lock, the banner would offer it."""
    with opened(managed, "options") as page, as_before(page):
        store(page, {"history": passed_over("phone")})
        desk = sit_in_chromium(X_HOME)
        desk.page.bring_to_front()
        desk.type(HELD)
        desk.panel.control("False alarm")
        assert "quietly" not in desk.panel.text()
