"""Patients and relatives are told from everybody else who bears a name."""

from __future__ import annotations

import pytest

from primum.text import identity
from primum.text.mention import Kind
from primum.text.normalise import Normalised


def named(text: str, kind: Kind) -> list[str]:
    return [text[m.start : m.end] for m in identity.mentions(text) if m.kind is kind]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("avis pour Mme Quéméneur, 82 ans", "Mme Quéméneur"),
        ("avis pour mme thiam, sans provision", "mme thiam"),
        ("M. Pascal Lantz vu ce matin", "M. Pascal Lantz"),
        ("m. igor petrossian vu ce matin", "m. igor petrossian"),
        ("Mme D. revient demain", "Mme D."),
        ("mon patient Yanis Bouzid cherche un kiné", "Yanis Bouzid"),
        ("la petite Zoé M. a 4 ans", "Zoé M."),
        ("la petite zoé m. a 4 ans", "zoé m."),
        ("famille Payet, résultats covid", "Payet"),
        ("pour kevin baptista, rdv de 14h", "kevin baptista"),
        ("STEPHANE OUEDRAOGO, carte trouvée", "STEPHANE OUEDRAOGO"),
        ("L. B., 16 ans, vient mercredi", "L. B."),
        ("boulard lit 7, il est où", "boulard"),
        ("camille, chambre 5, sort demain", "camille"),
        ("Kaïs M'Barek est sorti", "Kaïs M'Barek"),
        ("Marie-Ange Hoarau m'écrit", "Marie-Ange Hoarau"),
        ("marie dupont née le 12/04/1956 demande à sortir", "marie dupont"),
        ("Mr. Tomasz Wrona needs dialysis", "Mr. Tomasz Wrona"),
        ("Mme Vasseur, infirmière à la retraite", "Mme Vasseur"),
        ("Mme Bradin vue par l'infirmière", "Mme Bradin"),
    ],
)
def test_a_patient_is_a_person(text: str, name: str) -> None:
    assert named(text, Kind.PERSON) == [name]


@pytest.mark.parametrize(
    "text",
    [
        *[
            "maladie de Horton",
            "score de Glasgow à 15",
            "signe de Babinski",
            "loi Claeys-Leonetti",
            "syndrome de Guillain-Barré",
        ],
        *[
            "un Kawasaki incomplet",
            "Charcot-Marie-Tooth",
            "tendon d'Achille",
            "le test de Thompson",
            "démence à corps de Lewy",
        ],
        *[
            "Parkinson débutant",
            "échelle de Borg",
            "le Dr Morel opère",
            "le docteur Lecacheux",
            "Pr Delphine Astruc au congrès",
        ],
        *["Mme X, 72 ans", "M. Tout-le-monde", "Mme Michu", "loi Veil", "Pasteur et le vaccin", "5 m. de haut"],
        *[
            "Merci à nos externes Agnès et Bertrand",
            "le ministre François Braun",
            "relu Martin Winckler, auteur du livre",
        ],
        *[
            "un monsieur malien",
            "une dame petite",
            "mon patient parkinsonien",
            "le patient a mal",
            "IDE matin et soir",
            "une rose",
        ],
        *["Le Dr Martin et le Pr Durand présentent", "Le Foley 18 en latex", "La Timone recrute"],
        *[
            "merci à Mme Vasseur, l'IADE",
            "c'est notre ASH Antoine",
            "sonde posée par Sabrina, IDE",
            "our porter Mr Petrov",
        ],
        *["Jasmin au jardin", "en mai et en juin", "il pleut à verse", "ma petite dame"],
    ],
)
def test_anyone_else_is_not(text: str) -> None:
    assert named(text, Kind.PERSON) == []


@pytest.mark.parametrize("text", ["PR 160 ms QRS 92 ms QTc 430 ms", "latence de 4 ms Amplitude normale"])
def test_milliseconds_are_no_title(text: str) -> None:
    assert named(text, Kind.PERSON) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Nom : LEFEBVRE     Prénom : Martine\nService : Cardiologie", ["LEFEBVRE", "Martine"]),
        ("Nom\nLEFEBVRE\nPrénom\nMartine", ["LEFEBVRE", "Martine"]),
        ("Surname: SMITH\nGiven name: John", ["SMITH", "John"]),
        ("Last name: Smith First name: John", ["Smith", "John"]),
        ("Nom d'usage: LEFEBVRE", ["LEFEBVRE"]),
        ("Nom : à remplir", []),
        ("Nom du médicament : DOLIPRANE", []),
    ],
)
def test_a_form_names_who_it_is_about(text: str, names: list[str]) -> None:
    normal = Normalised.of(text)
    assert [text[f.start : f.end] for f in identity.find(normal) if f.rule == "person"] == names
