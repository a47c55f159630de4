"""What is told together is weighed together, and every answer comes with a quieter wording."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from primum.finding import Family, Strength, TextFinding
from primum.text import identity
from primum.text.check import TextChecker
from primum.text.combination import TESTS, judge
from primum.text.generalise import generalised
from primum.text.normalise import Normalised

CHECKER = TextChecker()


def find(text: str) -> list[TextFinding]:
    """What the rules alone find."""
    return identity.find(Normalised.of(text))


def said(text: str) -> list[TextFinding]:
    """What a doctor is told: rules and encoder together."""
    return [finding for finding in CHECKER.check(text) if finding.family is Family.IDENTITY]


def loudest(text: str) -> int:
    return max((finding.strength.rank for finding in said(text)), default=-1)


ANONYMOUS = [
    "Femme de 41 ans, sans atcd, céphalée en coup de tonnerre hier, scanner normal à H8. PL quand même ?",
    "avis svp : pt de 70 ans, K+ 6,1 sous spironolactone + IEC, ECG normal. Kayexalate ou hospit ?",
    "Mon patient avait tel résultat, je me demande si ça ne pourrait pas être telle maladie #doctoctoc",
    "Un Horton sans céphalée, CRP à 120, vous biopsiez avant ou après les corticos ?",
    "Dépistage de 50 à 74 ans, tous les 2 ans. Idées noires : le 3114, jour et nuit.",
    "Congrès de l'EHA à Milan, du 12 au 15 juin : trois sessions à ne pas manquer",
    "Formation écho le 8 et le 22 novembre à Strasbourg, 3 places.",
    "Homme sexagénaire, zona ophtalmique vu à 48 h, valaciclovir 1 g x3, ophtalmo sous combien de temps ?",
    "Dame de 78 ans, chute mécanique, INR 4,5, scanner normal. Retour domicile ?",
    "Ado de 15 ans, scarifications, refuse d'en parler à ses parents. Vous faites quoi ?",
    "Merci au Dr Sophie Lambert pour son accueil au CHU de Nantes !",
    "Je suis médecin à Brest, j'ai 45 ans et je suis en burn-out depuis janvier",
    "60M, K 6.8, normal ECG, on spironolactone. Calcium first or repeat the sample?",
]

TELLING = [
    "Le maire de Guérande, 72 ans, fait son infarctus hier en plein conseil municipal",
    "Patiente de 34 ans, éclusière à Briare, adressée mardi pour un mélanome, elle ne sait rien encore",
    "Ma voisine du dessus m'a montré son sein sur le palier hier soir, nodule de 3 cm, elle a 36 ans",
    "H 63, facteur d'orgues, Haut-Doubs, asthme aux résines. Maladie professionnelle ?",
    "la femme du boulanger de Saint-Julien attend des triplés",
    "@lili_du_93 c'est ma patiente, elle raconte n'importe quoi sur son opération",
    "Mon patient M. Bernard Petit du 12 rue des Lilas à Vierzon ne prend plus son traitement",
    "Woman 44, beekeeper on the Isle of Wight, third anaphylaxis on Tuesday",
]


@pytest.mark.parametrize("text", ANONYMOUS)
def test_an_anonymous_post_gets_no_banner(text: str) -> None:
    assert loudest(text) <= Strength.HINT.rank


@pytest.mark.parametrize("text", TELLING)
def test_a_telling_combination_does(text: str) -> None:
    assert loudest(text) >= Strength.WARN.rank


@pytest.mark.parametrize("text", TELLING)
def test_the_generalised_text_says_less(text: str) -> None:
    after = generalised(text, said(text))
    assert loudest(after) < loudest(text)


def test_a_child_is_one_step_stronger() -> None:
    adult = "Patient de 34 ans vu mardi à Briare, éclusier, leucémie, premier symptôme en mai"
    child = adult.replace("34 ans", "8 ans")
    assert loudest(child) >= loudest(adult)
    assert loudest(child) == Strength.STRONG.rank


def test_every_part_has_its_test() -> None:
    text = Normalised.of(TELLING[1]).text
    parts = judge(text, identity.mentions(text)).parts
    assert {part.name for part in parts} >= {"age", "job rare", "place small"}
    assert all(part.test == TESTS[part.mention.kind] for part in parts)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (TELLING[0], "Un patient"),
        ("Patient de 72 ans vu le 12 mars à Guérande, ancien éclusier", "Patient de plus de 70 ans vu récemment"),
        ("Patient de 72 ans vu le 12 mars à Guérande, ancien éclusier", "dans une petite ville de l'Ouest, retraité"),
        ("Mme Lefort, 82 ans, EHPAD du Moulin, chute chambre 12", "Mme X, octogénaire, un EHPAD"),
        ("Le maire de Guérande avait 72 ans, AVC", "avait plus de 70 ans"),
        ("Patiente 72 ans, le maire de Guérande, opérée", "Patiente septuagénaire, "),
        ("Mme Lefort, 72 ans, vue le mardi 12 mars à l'EHPAD du Moulin", "vue récemment dans un EHPAD"),
        ("Vu jusqu'au 12 mars, l'ancien maire de Guérande, 72 ans", "Vu jusqu'à récemment, un retraité d'une"),
        ("M. Lefort, opéré hier, suivi jusqu'à Guérande", "suivi jusque dans une petite ville de l'Ouest"),
        ("A 72-year-old man, the retired mayor of Guérande", "An elderly man, a retired patient of a small town"),
        ("My patient Mary Smith, 19 years old, from Guérande", "a young adult"),
        ("Mme Lefort (https://www.instagram.com/zoe.lefort), patiente", "Mme X ((lien retiré)), patiente"),
        ("Mr O., 81, retired farrier in Northumberland, wants to go home", "Mr X, in their eighties"),
    ],
)
def test_a_replacement_fits_its_sentence(text: str, wanted: str) -> None:
    assert wanted in generalised(text, find(text))


PIECES = ["Mme Lefort", "72 ans", "à Guérande", "le 12 mars", ",", ". ", "patient", "né le", "06 12 34 56 78", "ch 12"]


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.sampled_from([*PIECES, "@zoe_b", "e\u0301"])))
def test_findings_slice_and_replace_whatever_is_typed(pieces: list[str]) -> None:
    text = " ".join(pieces)
    findings = find(text)
    for finding in findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.replacement
        assert all(finding.start <= word.start < word.end <= finding.end for word in finding.words)
    assert isinstance(generalised(text, findings), str)
