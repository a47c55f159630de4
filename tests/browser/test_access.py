"""The panel with the keyboard alone, through a screen reader's eyes, and in front of axe-core."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.browser import photos
from tests.browser.composers import FB_POST, SITES, X_HOME, Composer, Desk
from tests.browser.conftest import Sit
from tests.browser.inside import focused, heard, live, run, violations
from tests.browser.test_photos import MASK
from tests.browser.test_posting import NUMBER

each_site = pytest.mark.parametrize("composer", SITES, ids=str)

DRAFT = f"Ma patiente répond au {NUMBER}, vue à Guérande"
AS_IS = "Publier tel quel"


def assert_accessible(desk: Desk) -> None:
    found, looked_at = violations(desk)
    assert found == []
    assert {"color-contrast", "button-name", "target-size"} <= looked_at, looked_at


def to(desk: Desk, name: str, key: str = "Tab") -> None:
    """Reach a control of the panel with the Tab key alone."""
    for _ in range(40):
        if focused(desk).startswith(name):
            return
        desk.page.keyboard.press(key)
    raise AssertionError(f"{key} does not reach {name!r}")


@pytest.mark.parametrize(("composer", "query"), [(X_HOME, ""), (X_HOME, "?theme=dim"), (FB_POST, "")], ids=str)
def test_axe_has_nothing_against_the_banner(sit: Sit, composer: Composer, query: str) -> None:
    desk = sit(composer, query=query)
    desk.type(DRAFT)
    desk.panel.control("Pourquoi")
    assert_accessible(desk)
    desk.panel.click("Pourquoi")
    desk.post()
    desk.panel.control(AS_IS)
    assert_accessible(desk)
    desk.panel.click("Généraliser")
    desk.panel.wait("Copié")
    assert_accessible(desk)
    desk.panel.click("Retour")
    desk.panel.click("Modèle de cas")
    desk.panel.wait("tranche d.âge")
    assert_accessible(desk)


@pytest.mark.parametrize(("composer", "query"), [(X_HOME, "?theme=dim"), (FB_POST, "")], ids=str)
def test_axe_has_nothing_against_the_review(
    sit: Sit, composer: Composer, query: str, head_jpeg: Path, plain_jpeg: Path
) -> None:
    desk = sit(composer, query=query)
    with desk.page.expect_file_chooser() as dialog:
        desk.root.locator(composer.photo).first.click()
    dialog.value.set_files([head_jpeg, plain_jpeg])
    desk.panel.control(MASK, seconds=60)
    assert_accessible(desk)
    desk.page.keyboard.press("n")
    desk.panel.click("Voir l.original")
    assert_accessible(desk)


@each_site
def test_a_screen_reader_is_given_every_word(sit: Sit, composer: Composer) -> None:
    """The words are drawn by the style sheet: they have to be names and texts all the same."""
    desk = sit(composer)
    desk.type(DRAFT)
    desk.post()
    desk.panel.control(AS_IS)
    buttons = heard(desk, "button")
    for name in ("Fermer", "Généraliser", "Modifier", AS_IS, "Pourquoi ?", "Fausse alerte"):
        assert name in buttons, (name, buttons)
    assert "Un instant avant de publier" in heard(desk, "heading")
    assert any("peut mener à une personne" in text for text in heard(desk, "StaticText"))
    # said aloud once, without the focus: what it is about, and how to get there
    said = desk.wait_for(lambda: live(desk))
    assert NUMBER in said
    assert "F6" in said
    assert focused(desk) == ""


@each_site
def test_the_banner_with_the_keyboard_alone(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(DRAFT)
    desk.panel.control("Pourquoi")
    assert focused(desk) == ""
    desk.page.keyboard.press("F6")
    assert focused(desk) == "Pourquoi ?"
    to(desk, "Modifier")
    to(desk, "Pourquoi", "Shift+Tab")
    desk.page.keyboard.press("Enter")
    desk.panel.wait("repère, pas avis juridique")
    assert focused(desk).startswith("Pourquoi"), "the focus stays where it was"
    to(desk, "Fermer", "Shift+Tab")
    desk.page.keyboard.press("Escape")
    desk.panel.wait_away()
    desk.type_on(" ce soir")
    assert desk.text() == f"{DRAFT} ce soir", "the focus is back in the draft"


@each_site
def test_held_and_let_go_with_the_keyboard_alone(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(DRAFT)
    desk.post("shortcut" if composer.send else "Enter")
    desk.panel.control(AS_IS)
    desk.stays(0.5)
    assert desk.posts() == []
    desk.page.keyboard.press("F6")
    to(desk, AS_IS)
    desk.page.keyboard.press("Enter")
    desk.wait_for(desk.posts)
    assert [post["texts"] for post in desk.posts()] == [[DRAFT]]


def boxes(desk: Desk) -> list[list[float]]:
    """Return the boxes of the photo that is shown, in per cent of it."""
    sides = "['left', 'top', 'width', 'height'].map((side) => parseFloat(e.style[side]))"
    return run(desk, f"function () {{ return [...this.querySelectorAll('.box')].map((e) => {sides}) }}")


@each_site
def test_a_photo_is_masked_with_the_keyboard_alone(sit: Sit, composer: Composer, head_jpeg: Path) -> None:
    desk = sit(composer)
    desk.choose(head_jpeg)
    desk.panel.control(MASK, seconds=60)
    press = desk.page.keyboard.press
    assert focused(desk) == "Masquer et joindre"
    # Tab stays among the controls, and comes round to the first
    names = []
    for _ in range(12):
        press("Tab")
        names.append(focused(desk))
    assert "" not in names
    assert {"Annuler", "Joindre telle quelle", "Masquer et joindre", "Ajouter une zone", "Voir l’original"} <= set(
        names
    )
    count = len(boxes(desk))
    press("n")
    assert focused(desk).startswith(f"Zone {count + 1}")
    assert f"Zone {count + 1} ajoutée" in desk.wait_for(lambda: live(desk))
    left, top, width, height = boxes(desk)[-1]
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown"):
        press(key)
    moved = boxes(desk)[-1]
    assert moved[0] > left
    assert moved[1] > top
    assert moved[2] > width
    assert moved[3] > height
    press("n")
    assert len(boxes(desk)) == count + 2
    press("Delete")
    assert len(boxes(desk)) == count + 1
    assert "Zone retirée" in live(desk)
    to(desk, "Masquer et joindre")
    desk.stays(0.5)
    press("Enter")
    desk.wait_for(desk.files)
    before, after = photos.pixels(head_jpeg.read_bytes()).astype(int), photos.pixels(desk.file()).astype(int)
    rows, columns = after.shape[:2]
    x, y, w, h = (round(part / 100 * side) for part, side in zip(moved, (columns, rows, columns, rows), strict=True))
    covered = np.abs(after - before)[y : y + h, x : x + w].max(axis=2)
    assert np.median(covered) > 15, "what the keyboard drew is covered"
    edges = [np.square(np.diff(one[y : y + h, x : x + w], axis=0)).mean() for one in (before, after)]
    assert edges[1] < 0.1 * edges[0]
    assert desk.editor.evaluate("(editor) => document.activeElement !== document.body || !editor.isConnected")


@each_site
def test_a_false_alarm_called_with_the_keyboard_leads_back_to_the_caret(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(DRAFT)
    desk.panel.control("Pourquoi")
    desk.page.keyboard.press("F6")
    while desk.panel.text():
        to(desk, "Fausse alerte")
        desk.page.keyboard.press("Enter")
        desk.stays(0.3)
        assert focused(desk) or not desk.panel.text(), "one reason less: the focus stays in the banner"
    desk.type_on(" Voilà")
    assert desk.text() == f"{DRAFT} Voilà"


@each_site
def test_escape_gives_a_review_up_and_the_focus_returns(sit: Sit, composer: Composer, head_jpeg: Path) -> None:
    desk = sit(composer)
    desk.editor.click()
    desk.choose(head_jpeg)
    desk.panel.control(MASK, seconds=60)
    desk.page.keyboard.press("Escape")
    desk.panel.wait_away()
    assert desk.root.evaluate("(root) => root.contains(document.activeElement)"), "where it was, by the composer"
    assert desk.files() == []


@each_site
def test_after_a_review_the_caret_is_where_it_was(sit: Sit, composer: Composer, head_png: Path) -> None:
    desk = sit(composer)
    desk.type("Bonne journée")
    desk.paste(head_png)
    desk.panel.control(MASK, seconds=60)
    desk.page.keyboard.press("Escape")
    desk.panel.wait_away()
    desk.type_on(" à toutes")
    assert desk.text() == "Bonne journée à toutes"
    assert desk.files() == []


@pytest.mark.parametrize("width", [320, 640])
@each_site
def test_in_a_narrow_window_nothing_is_cut_off(sit: Sit, composer: Composer, width: int, head_jpeg: Path) -> None:
    """320 px is a window of 640 at 200 %, or of 1280 at 400 %."""
    desk = sit(composer)
    desk.type(DRAFT)
    desk.panel.control("Pourquoi")
    for what in ("banner", "review"):
        if what == "review":
            desk.page.set_viewport_size({"width": 1280, "height": 800})
            desk.choose(head_jpeg)
            desk.panel.control(MASK, seconds=60)
        desk.page.set_viewport_size({"width": width, "height": 700})
        desk.stays(0.5)
        for control in desk.panel.controls():
            assert control.x >= 0, (what, control)
            assert control.x + control.width <= width, (what, control)
        cards = "[...this.querySelectorAll(':popover-open.card')]"
        assert max(run(desk, f"function () {{ return {cards}.map((e) => e.scrollWidth - e.clientWidth) }}")) <= 0, what
