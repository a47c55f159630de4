"""Dates of birth and other dates, as they are typed."""

from __future__ import annotations

import pytest

from primum.finding import Strength
from primum.text import identity
from primum.text.dates import dates
from primum.text.generalise import replacement
from primum.text.grammar import language
from primum.text.mention import Kind
from primum.text.normalise import Normalised


def found(text: str) -> list[tuple[str, str, Strength]]:
    return [(f.rule, text[f.start : f.end], f.strength) for f in identity.find(Normalised.of(text))]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("né le 14/02/1969 à Lodz", "14/02/1969"),
        ("née le 12.04.71,", "12.04.71"),
        ("D.D.N. 12/03/1987 appendicite", "12/03/1987"),
        ("(DN 02/02/1982) FIV rang 3", "02/02/1982"),
        ("D.N. : 02/02/1982", "02/02/1982"),
        ("Date naiss. 12/03/1987", "12/03/1987"),
        ("Date naiss 12 03 87", "12 03 87"),
        ("Né.e le 12/03/1987", "12/03/1987"),
        ("Né·e le 12/03/1987", "12/03/1987"),
        ("D.O.B. 12/03/1987", "12/03/1987"),
        ("Date of birth: 12th of March 1987, torsion", "12th of March 1987"),
        ("ddn : 120387 homme", "120387"),
        ("né(e) le : 02-11-1951", "02-11-1951"),
        ("DDN 9.9.38", "9.9.38"),
        ("ddn: 01/01/2005", "01/01/2005"),
        ("DDN=19620714", "19620714"),
        ("date de naissance 1er janvier 1950", "1er janvier 1950"),
        ("nee le 4 avril 82", "4 avril 82"),
        ("née 9 sept 1998", "9 sept 1998"),
        ("né à Asmara le trois mai quatre-vingt-dix-huit", "trois mai quatre-vingt-dix-huit"),
        ("née le vingt-deux onze deux mille trois", "vingt-deux onze deux mille trois"),
        ("DOB 14/02/1969", "14/02/1969"),
        ("DOB 1969-02-14", "1969-02-14"),
        ("born on March 3, 1958", "March 3, 1958"),
        ("born the eighth of July nineteen forty-one", "eighth of July nineteen forty-one"),
        ("DOB 12 JAN 1952 M", "12 JAN 1952"),
        ("DOB: 12-Mar-1952", "12-Mar-1952"),
        ("dob 12 march 1952", "12 march 1952"),
        ("born on june 14, 1952", "june 14, 1952"),
        ("NE LE 12 MAR 1952", "12 MAR 1952"),
        ("né(e) le : 12 03 1952", "12 03 1952"),
    ],
)
def test_finds_birth_dates(text: str, date: str) -> None:
    assert ("birth_date", date, Strength.STRONG) in found(text)


def test_a_birth_date_without_its_year_is_weaker() -> None:
    assert found("née à 32 SA le 3 mai, 1 600 g") == [("birth_date", "3 mai", Strength.WARN)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("patient opéré le 12 mars", "12 mars"),
        ("la patiente, opérée le 30/06/2017", "30/06/2017"),
        ("un homme tombé le 18/05", "18/05"),
        ("a lady seen on 4 October 2023", "4 October 2023"),
        ("her next scan is 12-Mar-2027", "12-Mar-2027"),
    ],
)
def test_another_date_is_read_and_alone_is_a_hint_at_most(text: str, date: str) -> None:
    assert [text[m.start : m.end] for m in identity.mentions(text) if m.kind is Kind.DATE] == [date]
    assert all(strength is Strength.HINT for _, _, strength in found(text))


@pytest.mark.parametrize(
    ("text", "stay", "instead"),
    [
        ("Mme K., hospitalisée du 12 mars au 15 mars", "du 12 mars au 15 mars", "récemment"),
        ("Mme K., hospitalisée du 12 au 15 mars", "du 12 au 15 mars", "récemment"),
        ("Mme K., suivie entre le 12 et le 15 mars", "entre le 12 et le 15 mars", "récemment"),
        ("Mrs K. was in hospital from 12 to 15 March", "from 12 to 15 March", "recently"),
        ("Mrs K. was seen between 12/03/1998 and 15/03/1998", "between 12/03/1998 and 15/03/1998", "some years ago"),
    ],
)
def test_a_stay_is_one_date_and_gets_one_wording(text: str, stay: str, instead: str) -> None:
    [date] = [m for m in identity.mentions(text) if m.kind is Kind.DATE]
    assert text[date.start : date.end] == stay
    assert replacement(text, date, language(text)).text == instead


def test_two_days_are_no_stay() -> None:
    text = "Mme K., vue le 12 mars et le 15 mars"
    assert [text[m.start : m.end] for m in identity.mentions(text) if m.kind is Kind.DATE] == ["12 mars", "15 mars"]


@pytest.mark.parametrize(
    "text",
    [
        "Congrès de l'EHA à Milan, du 12 au 15 juin",
        "Grève le 5 décembre, cabinets fermés",
        "la reconnaissance du 12/03/2021 par le jury",
        "Laennec, né le 17 février 1781, invente le stéthoscope",
        "deux SEP débutantes et 1 MAR pour 3 salles",
        "chez ce patient 10 12 2000 puis 3MAR20",
        "la patiente may 5 times ask",
        "le patient a 31/02/2020 unités",
        "chez ce patient, 4-8-10 puis 3.1.12",
    ],
)
def test_leaves_public_dates_and_look_alikes_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("LE GUEN Denise, 12/3/41, chute", "12/3/41"),
        ("Mme Guillou 14/7/39 confuse", "14/7/39"),
        ("TAYLOR Edna 03/07/1938 fall", "03/07/1938"),
        ("Tanguy Alain, 8.9.52", "8.9.52"),
        ("Mme Guillou 14/7/2025 contrôle", None),
        ("Bulletin Officiel 12/03/1998", None),
        ("Apgar de Mr Grant 4-8-10", None),
        ("Mme Le Gall 3/4/5 cp", None),
    ],
)
def test_a_date_of_long_ago_behind_a_name_is_of_a_birth(text: str, said: str | None) -> None:
    births = [text[m.start : m.end] for m in dates(text) if m.kind is Kind.BIRTH_DATE]
    assert births == ([said] if said else [])
