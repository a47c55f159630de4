"""The more general wording of one mention, in its sentence."""

from __future__ import annotations

import pytest

from primum.text import identity
from primum.text.generalise import replacement
from primum.text.grammar import language
from primum.text.normalise import Normalised


def wider(text: str) -> str:
    """`text` with every mention in its general wording, however strongly it is said."""
    for wording in [replacement(text, one, language(text)) for one in reversed(identity.mentions(text))]:
        text = f"{text[: wording.start]}{wording.text}{text[wording.end :]}"
    return text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mme K. a été opérée le 12/05/1998, 06 39 98 00 11", "opérée il y a quelques années"),
        ("Mrs K. was operated on 12 May 1998, 07700 900123", "operated some years ago"),
        ("Mme K. sera opérée le 14 décembre 2098, 06 39 98 00 11", "opérée bientôt"),
        ("Mme K., suivie depuis le 3 mars 1998, 06 39 98 00 11", "suivie depuis des années"),
        ("Mme K. du 12 mars au 15 mars chez nous, 06 39 98 00 11", "Mme X récemment chez nous"),
    ],
)
def test_a_date_says_whether_it_is_long_ago_or_to_come(text: str, said: str) -> None:
    assert said in wider(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sylvie Garnier est sous lithium, 06 39 98 00 11", "X est sous lithium"),
        ("Ma patiente est là, Sylvie Garnier, 06 39 98 00 11", "Mme X"),
        ("Mrs O'Brien in bay 3, 07700 900123", "Mrs X on the ward"),
        ("Mme d'Ornano, 06 39 98 00 11", "Mme X,"),
        ("Mme N'Diaye, 06 39 98 00 11", "Mme X,"),
        ("Mme D. 83 ans, 06 39 98 00 11", "Mme X octogénaire"),
    ],
)
def test_a_name_goes_whole_and_takes_no_gender_that_nothing_tells(text: str, said: str) -> None:
    assert said in wider(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ms Patel is 28 weeks, 07700 900123",
        "her CRP is 34 and Hb is 71, 07700 900123",
        "Mme K., H 48 de sa chirurgie, 06 39 98 00 11",
    ],
)
def test_a_value_is_no_age(text: str) -> None:
    assert not [finding for finding in identity.find(Normalised.of(text)) if finding.rule == "age"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("On a vu ça hier en HAD", "fr"),
        ("MRN 4417283 L knee", "en"),
        ("On Monday she had a fall", "en"),
        ("Vu hier, fièvre", "fr"),
    ],
)
def test_the_language_of_few_words(text: str, lang: str) -> None:
    assert language(text) == lang


@pytest.mark.parametrize(
    "text",
    [
        "Patiente septuagénaire vue dans une petite ville de l'Ouest",
        "Patient de plus de 80 ans, Mme X, vue récemment dans une ville du Nord",
        "Mrs X, in her seventies, in a small town in western France",
    ],
)
def test_its_own_wordings_are_not_warned_of(text: str) -> None:
    assert [text[one.start : one.end] for one in identity.find(Normalised.of(text)) if one.strength.rank > 0] == []


@pytest.mark.parametrize(
    "text",
    [
        "Facture F2025-0417 à régler",
        "Ticket GLPI n° 204518 toujours ouvert",
        "PHRC-24-0187 accepté",
        "Grant ANR-23-CE17-0042",
        "Pour rappel, année universitaire 2024-2025 : choix en septembre",
        "Appel à projets 2024-2025",
        "Rappel des seuils : 100 200 400 mg",
        "Call for papers 2025-2026",
        "car 1200 patients attendent",
    ],
)
def test_numbers_that_say_what_they_are_are_no_patient_s(text: str) -> None:
    assert not [one for one in identity.mentions(text) if one.detail != "relative"]


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("Plaque 1234 XY 29, conductrice en état grave.", "1234 XY 29"),
        ("Reg: R452 KLM, patient fitted at the wheel.", "R452 KLM"),
        ("moto fz-482-kl, patient polytraumatisé", "fz-482-kl"),
    ],
)
def test_plates_as_they_are_typed(text: str, plate: str) -> None:
    assert plate in [text[one.start : one.end] for one in identity.find(Normalised.of(text)) if one.rule == "plate"]
