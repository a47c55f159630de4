"""Typing: what a doctor reads while writing, and how soon."""

from __future__ import annotations

import time

import pytest

from tests.browser.composers import ALL, FB_POST, SITES, X_DIALOG, X_HOME, Composer
from tests.browser.conftest import Figure, Sit

REMARKS = {
    "Je préfère les patientes jolies, ça rend la consultation plus agréable": "jolies",
    "Quelle grosse vache celle-là, elle ferait mieux de fermer sa bouche": "vache",
    "Elle est tellement grosse qu'il faudrait une grue pour la lever": "grue",
}
"""Remarks the model hears, each with a word that the banner has to name. The sentences that bind, and which of them it
still misses, are in tests/unit/test_remarks.py: this file is about what happens once something is heard."""
REMARK, WORD = next(iter(REMARKS.items()))

SILENT = (
    "Mon patient avait tel résultat, je me demande si ça ne pourrait pas être telle maladie #doctoctoc",
    "j'entends que vous n'êtes pas satisfait vous pouvez revenir si vous le souhaitez",
    "Merci à toute l'équipe pour cette garde difficile, reposez-vous bien.",
)


@pytest.mark.parametrize("composer", ALL, ids=str)
def test_a_typed_remark_raises_a_banner_that_names_the_words(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(REMARK)
    assert WORD in desk.panel.wait(WORD)
    assert desk.text() == REMARK


@pytest.mark.parametrize("composer", SITES, ids=str)
def test_the_banner_comes_within_a_second_and_a_half(sit: Sit, composer: Composer, figure: Figure) -> None:
    desk, waits = sit(composer), []
    for remark, word in REMARKS.items():
        desk.clear()
        desk.panel.wait_away()
        last_key = desk.type(remark)
        desk.panel.wait(word)
        waits.append(time.monotonic() - last_key)
    figure(f"{composer}: last key to banner", ", ".join(f"{wait * 1000:.0f} ms" for wait in waits))
    # the machine may be busy with something else once or twice, not three times running
    assert min(waits) < 1.5


@pytest.mark.parametrize("composer", SITES, ids=str)
def test_what_must_stay_silent_stays_silent(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    for text in SILENT:
        desk.clear()
        desk.type(text)
        desk.stays(1.2)
        assert desk.panel.text() == "", text


@pytest.mark.parametrize("composer", SITES, ids=str)
def test_the_banner_goes_when_the_words_go(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type(REMARK)
    desk.panel.wait(WORD)
    desk.clear()
    desk.panel.wait_away()
    desk.type("Bonne journée à toute l'équipe")
    desk.stays(1)
    assert desk.panel.text() == ""


@pytest.mark.parametrize("composer", ALL, ids=str)
def test_the_banner_takes_neither_the_focus_nor_the_composers_place(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type("Ma patiente répond au 06 12 34 56 78")
    desk.panel.wait("06 12 34 56 78")
    desk.type_on(" ou à la pharmacie")
    assert desk.text() == "Ma patiente répond au 06 12 34 56 78 ou à la pharmacie"
    desk.stays(0.6)
    for place in (desk.editor, desk.button):
        area = place.bounding_box()
        assert area
        assert not desk.panel.covers(area)


@pytest.mark.parametrize("composer", SITES, ids=str)
def test_escape_puts_the_banner_away_and_leaves_the_draft(sit: Sit, composer: Composer) -> None:
    desk = sit(composer)
    desk.type("Ma patiente répond au 06 12 34 56 78")
    desk.panel.wait("06 12 34 56 78")
    desk.page.keyboard.press("Escape")
    desk.panel.wait_away()
    desk.type_on(" ce soir")
    assert desk.text() == "Ma patiente répond au 06 12 34 56 78 ce soir"


def test_lines_emoji_and_tags_are_read_as_they_are_written(sit: Sit) -> None:
    """The words are found where they stand, after lines, emoji and tags that count differently in UTF-16."""
    for composer in SITES:
        desk = sit(composer)
        desk.type("Garde 🩺 du  jour @confrere #doctoctoc\n\nSon portable 📱 : 06 12 34 56 78\nVoilà")
        assert "06 12 34 56 78" in desk.panel.wait("06 12")


def test_the_composer_behind_the_dialog_is_another_draft(sit: Sit) -> None:
    """On X the home composer stays editable behind the dialog: its words are not the dialog's."""
    desk = sit(X_HOME)
    desk.type(REMARK)
    desk.panel.wait(WORD)
    desk.page.click(X_DIALOG.opens[0])
    dialog = desk.page.locator(X_DIALOG.root)
    desk.type("Bonne journée à toute l'équipe", into=dialog.locator(X_DIALOG.editor).first)
    desk.stays(1.2)
    dialog.locator(X_DIALOG.post).click()
    posts = desk.wait_for(desk.posts)
    assert [post["texts"] for post in posts] == [["Bonne journée à toute l'équipe"]]


def test_a_page_in_another_language_is_read_as_well(sit: Sit) -> None:
    """Labels are translated on Facebook: nothing leans on them."""
    desk = sit(FB_POST, query="?locale=de_DE")
    desk.type("Sa patiente répond au 06 12 34 56 78")
    desk.panel.wait("06 12 34 56 78")
    desk.post()
    desk.stays()
    assert desk.posts() == []
