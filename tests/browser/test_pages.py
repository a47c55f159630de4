"""The extension's own pages: options, popup and welcome, with the real companion and with none."""

from __future__ import annotations

import copy
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.composers import X_HOME
from tests.browser.conftest import Figure, Sit
from tests.browser.extension_pages import (
    as_before,
    choose,
    chosen,
    history,
    laid,
    opened,
    popup_over,
    settled,
    storage,
    store,
)
from tests.browser.harness import ROOT, Chromium
from tests.browser.test_posting import NUMBER

AXE = ROOT / "extension" / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

expect.set_options(timeout=15_000)

SAVED = "#saved"
DRAFT = f"Ma patiente répond au {NUMBER}"


def assert_accessible(page: Page, what: str) -> None:
    """No violation that axe-core knows of, in light and in dark."""
    page.evaluate(AXE.read_text("utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("(tags) => axe.run({ runOnly: tags })", STANDARDS)
        said = [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]
        assert not said, (what, scheme, said)
        assert len(found["passes"]) > 10
    page.emulate_media(color_scheme="light")


def assert_fits(page: Page) -> None:
    """Nothing to scroll sideways at 320 px (which is 640 px at 200 %), nor at 640 px with letters twice as large."""
    size = page.viewport_size
    for width, letters in ((320, "100%"), (640, "200%")):
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate("(letters) => (document.documentElement.style.fontSize = letters)", letters)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, letters)
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert size
    page.set_viewport_size(size)


def eventually(read: Callable[[], Any], wanted: Any, seconds: float = 15) -> None:
    """Wait until `read` returns `wanted`."""
    until = time.monotonic() + seconds
    while (found := read()) != wanted:
        assert time.monotonic() < until, f"{found!r} is not {wanted!r}"


def site(page: Page, name: str = "x") -> dict[str, Any]:
    """What was chosen for a site; what nobody has touched is not in it."""
    return chosen(page).get("sites", {}).get(name, {})


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def tab_to(page: Page, id_: str, back: bool = False) -> None:
    """Reach a control with the Tab key alone."""
    for _ in range(80):
        if focused(page) == id_:
            return
        press(page, "Shift+Tab" if back else "Tab")
    raise AssertionError(f"the Tab key does not reach {id_}")


def test_options_can_be_used_with_the_keyboard_alone(browser: Chromium) -> None:
    with opened(browser, "options") as page, as_before(page):
        before, elsewhere = site(page), site(page, "facebook")
        tab_to(page, "sites.x.on")
        tab_to(page, "summary.x")
        press(page, "Enter")
        tab_to(page, "sites.x.families.promotion")
        press(page, "Space")
        expect(page.locator(SAVED)).to_have_text("Enregistré")
        tab_to(page, "sites.x.sensitivity")
        press(page, "ArrowDown")
        tab_to(page, "sites.x.onPost")
        press(page, "ArrowUp")
        tab_to(page, "sites.x.photos")
        press(page, "ArrowDown")
        eventually(lambda: site(page).get("photos"), "mask")
        now = {"families": {"promotion": False}, "sensitivity": "high", "onPost": "never", "photos": "mask"}
        assert site(page) == laid(before, now), "what was chosen, and nothing else"
        assert site(page, "facebook") == elsewhere

        tab_to(page, "pause.x", back=True)
        press(page, "Enter")
        eventually(lambda: site(page).get("pausedUntil", 0) > time.time() * 1000 + 3_500_000, True)
        expect(page.locator("#pause\\.x")).to_have_text("Reprendre")
        expect(page.locator("#pause\\.x")).to_be_focused()
        press(page, "Space")
        eventually(lambda: site(page)["pausedUntil"], 0)

        tab_to(page, "allowed")
        for word in ("Guérande", "Dr L’Hostis"):
            page.keyboard.type(word)
            press(page, "Enter")
            expect(page.get_by_role("listitem").filter(has_text=word)).to_be_visible()
            expect(page.locator("#allowed")).to_be_focused()
        page.keyboard.type("guérande")
        press(page, "Enter")
        expect(page.locator("#allowed-problem")).to_contain_text("déjà admis")
        assert chosen(page)["allowedWords"] == ["Guérande", "Dr L’Hostis"]
        press(page, "Tab", "Tab", "Enter")
        eventually(lambda: chosen(page)["allowedWords"], ["Dr L’Hostis"])

        store(page, {"history": history()})
        tab_to(page, "erase")
        press(page, "Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        expect(page.get_by_role("button", name="Annuler")).to_be_focused()
        press(page, "Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert focused(page) == "erase"
        assert "history" in storage(page)
        press(page, "Enter", "Tab", "Enter")
        eventually(lambda: "history" in storage(page), False)
        expect(page.locator(SAVED)).to_have_text("Historique effacé")


def test_nothing_is_drawn_under_a_pointer_that_is_down(browser: Chromium) -> None:
    """The companion answers while a control is pressed, and with its answer a rule has a name: the page waits."""
    with opened(browser, "options") as page, as_before(page):
        choose(page, falseAlarms={"phone": 3})
        unnamed, named = page.get_by_text("la règle phone"), page.get_by_text("Dire discrètement : Un numéro")
        settled(page)
        with browser.companion_asleep():
            page.reload()
            expect(unnamed).to_be_visible()
            page.locator("#summary\\.x").click()
            tick = page.locator("#sites\\.x\\.families\\.promotion")
            tick.hover()
            page.mouse.down()
            pressed = tick.element_handle()
        settled(page)
        page.wait_for_timeout(300)
        expect(unnamed).to_be_visible()
        assert tick.evaluate("(now, then) => now === then", pressed)
        page.mouse.up()
        expect(named).to_be_visible()
        eventually(lambda: site(page).get("families"), {"promotion": False})
        expect(tick).not_to_be_checked()


def test_options_are_accessible_and_say_what_is_damaged(browser: Chromium) -> None:
    with opened(browser, "options") as page, as_before(page):
        damaged = {"x": {"on": "perhaps", "onPost": "any"}}
        choose(page, sites=damaged, falseAlarms={"place": 3}, allowedWords=["Guérande"])
        page.reload()
        expect(page.get_by_text("était illisible")).to_be_visible()
        page.locator("#summary\\.x").click()
        assert page.locator("#sites\\.x\\.onPost").input_value() == "any"
        expect(page.get_by_role("switch", name="Dire discrètement : Un lieu")).to_be_visible()
        # every control has a name and a description
        for control in page.locator("main").locator("input:visible, select:visible").all():
            described = control.get_attribute("aria-describedby")
            assert described, control.get_attribute("id")
            assert all(page.locator(f"[id='{one}']").count() for one in described.split()), described
        assert_accessible(page, "options")
        assert_fits(page)
        page.locator("#reset").click()
        assert_accessible(page, "a question")


def test_settings_travel_in_a_file_and_a_wrong_one_changes_nothing(browser: Chromium, tmp_path: Path) -> None:
    with opened(browser, "options") as page, as_before(page) as stored:
        before = stored["settings"]
        with page.expect_download() as download:
            page.locator("#export").click()
        exported = json.loads(Path(download.value.path()).read_text("utf-8"))
        kept = copy.deepcopy({name: value for name, value in before.items() if name != "falseAlarms"})
        for place in kept.get("sites", {}).values():
            place.pop("pausedUntil", None)
        assert exported == {"primum": "settings", **kept}, "what was chosen, no more and no less"
        chooser = page.locator("input[type=file]")
        for content, said in (
            ("{", "n’a pas pu être lu"),
            ('{"a":1}', "ne contient pas de réglages"),
            (json.dumps({**exported, "version": 99}), "version plus récente"),
            (json.dumps({**exported, "language": "de"}), "« language »"),
        ):
            chooser.set_input_files({"name": "p.json", "mimeType": "application/json", "buffer": content.encode()})
            expect(page.get_by_role("alert")).to_contain_text(said)
            expect(page.get_by_role("alert")).to_contain_text("Rien n’a changé")
            assert storage(page)["settings"] == before
        exported.setdefault("sites", {}).setdefault("facebook", {})["photos"] = "off"
        file = tmp_path / "primum.json"
        file.write_text(json.dumps(exported), "utf-8")
        chooser.set_input_files(file)
        expect(page.locator(SAVED)).to_have_text("Réglages importés")
        assert site(page, "facebook")["photos"] == "off"
        page.locator("#reset").click()
        page.get_by_role("button", name="Réinitialiser", exact=True).click()
        eventually(lambda: "settings" in storage(page), False)


def test_the_popup_says_how_the_tab_is_and_pauses_it(browser: Chromium, sit: Sit) -> None:
    desk = sit(X_HOME)
    with opened(browser, "options") as page, as_before(page):
        store(page, {"history": history()})
        with popup_over(browser, desk.page) as popup:
            expect(popup.locator("#state")).to_have_text("Prêt à relire ce que vous écrivez ici.")
            assert_accessible(popup, "popup")
            rows = popup.get_by_role("img", name=re.compile("en 30 jours"))
            expect(rows).to_have_count(3)
            kept = [day["x"]["all"] for day in history().values()]
            warned = [day["warned"] for day in kept]
            words = f"Avertissements : {sum(warned)} en 30 jours, {max(warned)} au plus en un jour."
            expect(rows.first).to_have_attribute("aria-label", words)
            tab_to(popup, "pause")
            press(popup, "Enter")
            expect(popup.locator("#state")).to_contain_text("En pause jusqu’à")
            expect(popup.get_by_role("button", name="Reprendre")).to_be_focused()
            assert_accessible(popup, "popup, paused")
            assert popup.evaluate("document.documentElement.scrollWidth") <= 320
        desk.type(DRAFT)
        desk.stays(1)
        assert desk.panel.hosts() == []
        with popup_over(browser, desk.page) as popup:
            popup.get_by_role("button", name="Reprendre").click()
            expect(popup.locator("#state")).to_contain_text("Prêt")
            popup.get_by_role("switch").uncheck()
            expect(popup.locator("#state")).to_have_text("Désactivé sur ce site.")
            popup.get_by_role("switch").check()
            eventually(lambda: (site(page)["on"], site(page)["pausedUntil"]), (True, 0))
        with popup_over(browser, page) as popup:
            expect(popup.locator("#state")).to_contain_text("Cette page n’est pas relue")
            expect(popup.get_by_role("switch")).to_have_count(0)


def test_the_popup_does_not_say_ready_where_nothing_can_answer(lonely_browser: Chromium, sit: Sit) -> None:
    desk = sit(X_HOME, where=lonely_browser)
    with popup_over(lonely_browser, desk.page) as popup:
        expect(popup.locator("#state")).to_contain_text("le compagnon local est arrêté")
        expect(popup.locator("#state")).to_have_class(re.compile("bad"))
        assert_accessible(popup, "popup without a companion")


def test_a_pause_ends_by_itself(browser: Chromium, sit: Sit) -> None:
    with opened(browser, "options") as page, as_before(page):

        def pause_x_until(moment: float) -> None:
            choose(page, sites={"x": {"pausedUntil": int(moment * 1000)}})

        pause_x_until(time.time() + 3600)
        desk = sit(X_HOME)
        desk.type(DRAFT)
        desk.stays(1)
        assert desk.panel.hosts() == []
        end = time.time() + 1.5
        pause_x_until(end)
        # the draft that was begun during the pause is read as soon as it is over; a busy companion may be late
        desk.panel.wait(f"{NUMBER}|à temps")
        assert time.time() >= end


def test_counts_are_kept_and_nothing_else(browser: Chromium) -> None:
    with opened(browser, "options") as page, as_before(page) as stored:
        before = {**stored["settings"], "falseAlarms": {}}
        note = """(notes) => { const port = chrome.runtime.connect({ name: "primum" });
          for (const note of notes) port.postMessage({ type: "note", place: "x", rules: ["phone"], ...note }); }"""
        page.evaluate("() => chrome.storage.local.clear()")
        store(page, {"settings": before})
        page.evaluate(note, [{"outcome": "warned", "text": "secret"}, {"outcome": "as_is"}, {"outcome": "false_alarm"}])
        eventually(lambda: chosen(page)["falseAlarms"], {"phone": 1})
        counts = {"warned": 1, "as_is": 1}
        eventually(
            lambda: list(storage(page).get("history", {}).values()),
            [{"x": {"all": counts, "rules": {"phone": counts}}}],
        )
        assert "secret" not in json.dumps(storage(page))
        store(page, {"settings": {**before, "history": {"on": False, "days": 90}}})
        page.evaluate(note, [{"outcome": "warned"}, {"outcome": "false_alarm"}, {"type": "quieten", "rule": "age"}])
        eventually(lambda: chosen(page).get("quietRules"), ["age"])
        assert chosen(page)["falseAlarms"] == {}, "what is not counted is not counted by rule either"
        assert list(storage(page)["history"].values()) == [{"x": {"all": counts, "rules": {"phone": counts}}}]


def test_the_playground_works_with_the_companion(browser: Chromium, figure: Figure) -> None:
    with opened(browser, "welcome") as page:
        found = page.get_by_role("region", name="Un brouillon fictif").get_by_role("listitem")
        verdict = page.get_by_role("region", name="Un brouillon fictif").get_by_role("status")

        def says(words: str) -> None:
            """Wait for a verdict; a person who is told that the companion was late asks again."""
            expect(verdict).to_contain_text(re.compile(f"{words}|à temps"))
            if "à temps" in verdict.inner_text():
                page.locator("#trial").press("End")
                page.locator("#trial").press("Space")
                expect(verdict).to_contain_text(re.compile(words))

        settled(page)
        says("06 12 34 56 78")
        expect(found).not_to_have_count(0)
        page.get_by_role("button", name="Une question à des confrères").click()
        says("Rien à signaler")
        expect(found).to_have_count(0)
        page.locator("#trial").fill(DRAFT)
        says(NUMBER)

        looked = "(c) => [...c.getContext('2d').getImageData(320, 220, 1, 1).data]"
        canvas = page.locator("canvas")
        drawn = canvas.evaluate(looked)
        tab_to(page, "trial-next")
        press(page, "Enter")
        expect(page.get_by_text("Zones à masquer : 1.")).to_be_visible()
        assert canvas.evaluate(looked) == drawn
        expect(page.locator("#trial-next")).to_be_focused()
        press(page, "Enter")
        expect(page.get_by_text("La tête est masquée")).to_be_visible()
        masked = canvas.evaluate(looked)
        assert sum(abs(one - other) for one, other in zip(drawn, masked, strict=True)) > 60
        figure("a pixel of the drawn face, before and after", f"{drawn} {masked}")
        assert_accessible(page, "welcome")
        assert_fits(page)


def test_without_a_companion_the_command_is_said_and_can_be_copied(lonely_browser: Chromium) -> None:
    with opened(lonely_browser, "welcome") as page:
        expect(page.get_by_text("le compagnon local est arrêté").first).to_be_visible()
        command = ".venv/bin/primum install --browser chromium"
        expect(page.locator("pre")).to_have_text(command)
        page.get_by_role("button", name="Copier").click()
        expect(page.get_by_text("Copié", exact=True)).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == command
        assert_accessible(page, "welcome without a companion")
        assert_fits(page)
        page.get_by_role("button", name="Tester").click()
        expect(page.get_by_text("le compagnon local est arrêté").first).to_be_visible()


@pytest.mark.parametrize("name", ["options", "welcome"])
def test_in_forced_colours_every_state_can_be_told(browser: Chromium, name: str) -> None:
    with opened(browser, name) as page:
        page.emulate_media(forced_colors="active")
        # the knob of a switch against the switch, the sign of a state against the page
        differs = """(e) => e.matches("[role=switch]")
          ? getComputedStyle(e, "::after").backgroundColor !== getComputedStyle(e).backgroundColor
          : getComputedStyle(e, "::before").backgroundColor !== getComputedStyle(document.body).backgroundColor"""
        marks = page.locator("[role=switch], .state")
        marks.first.wait_for()
        # a switch that has just been set fades from one colour to another, and for a moment the two are the same
        eventually(lambda: [mark.evaluate(differs) for mark in marks.all()].count(False), 0)
