"""Before and after side by side is told from a single view."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageEnhance
from skimage import data

from primum.photo import panes
from tests.unit.photo_files import astronaut, landscape


def singles() -> list[Image.Image]:
    return [astronaut(), *(Image.fromarray(picture) for picture in (data.coffee(), data.chelsea(), data.retina()))]


def after(image: Image.Image) -> Image.Image:
    """The same subject on another day: lighter, paler, from a little closer."""
    image = ImageEnhance.Color(ImageEnhance.Brightness(image).enhance(1.15)).enhance(0.8)
    return image.crop((14, 10, image.width - 6, image.height - 2)).resize(image.size)


@pytest.mark.parametrize("gap", [0, 8])
@pytest.mark.parametrize("index", range(4))
def test_two_views_side_by_side_are_seen(index: int, gap: int) -> None:
    one = singles()[index]
    two = Image.new("RGB", (2 * one.width + gap, one.height), "white")
    two.paste(one, (0, 0))
    two.paste(after(one), (one.width + gap, 0))
    assert panes.are_two(np.asarray(two))


def test_a_single_view_is_not() -> None:
    for image in [*singles(), landscape()]:
        assert not panes.are_two(np.asarray(image))
    assert not panes.are_two(np.zeros((8, 900, 3), np.uint8))


def test_a_long_page_is_not() -> None:
    """Of a conversation one half looks much like the other."""
    half = astronaut().resize((300, 800))
    page = Image.new("RGB", (300, 1600))
    page.paste(half, (0, 0))
    page.paste(after(half), (0, 800))
    assert not panes.are_two(np.asarray(page))
    assert panes.are_two(np.asarray(page.resize((300, 1000))))


def test_two_different_pictures_are_not_a_before_and_an_after() -> None:
    two = Image.new("RGB", (1000, 500))
    two.paste(astronaut().resize((500, 500)), (0, 0))
    two.paste(Image.fromarray(data.coffee()).resize((500, 500)), (500, 0))
    assert not panes.are_two(np.asarray(two))


def test_what_is_written_can_say_so() -> None:
    assert panes.say_so(["Avant", "Après"])
    assert panes.say_so(["J0", "J30"])
    assert panes.say_so(["BEFORE", "AFTER 3 months"])
    assert not panes.say_so(["Avant le 12 mars", "à jeun"])
    assert not panes.say_so([])


@pytest.mark.parametrize(
    "lines",
    [
        ["AVANT / APRES"],
        ["Avant-après"],
        ["Before and after"],
        ["Avant traitement", "Après le traitement"],
        ["avant l'opération", "J + 30"],
        ["Pré-op", "Post op 6 semaines"],
        ["Photo avant", "3 mois après"],
        ["Avant 12/03/2026", "Après 12/06/2026"],
        ["J0 - 12/03/26", "M3 - 11/06/26"],
        ["Before :", "1 year after surgery"],
    ],
)
def test_a_caption_is_a_word_with_a_time_or_a_treatment(lines: list[str]) -> None:
    assert panes.say_so(lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["Les 5 indications", "1. Avant de toucher un patient", "3. Après un risque d'exposition"],
        ["2. Before clean / aseptic procedure", "4. After touching a patient"],
        ["Liquides clairs : 2 h avant", "Réunion à 14 h cet après-midi"],
        ["Arrêt : 5 jours avant", "Reprise : 2 jours après"],
        ["Avant", "Après-midi"],
        ["Before", "Afternoon"],
        ["Avant et après contact"],
        ["1 AVANT", "4 APRÈS"],
    ],
)
def test_a_sentence_with_before_and_after_is_no_caption(lines: list[str]) -> None:
    assert not panes.say_so(lines)
