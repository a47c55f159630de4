"""Rooms and addresses: what stands for a bed or a home, and what only looks like one."""

from __future__ import annotations

import pytest

from primum.text.places import addresses, rooms


def rooms_of(text: str) -> list[str]:
    return [text[mention.start : mention.end] for mention in rooms(text)]


def addresses_of(text: str) -> list[tuple[str, str]]:
    return [(text[mention.start : mention.end], mention.detail) for mention in addresses(text)]


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("chambre 12, globe à 900 ml", "chambre 12"),
        ("Ch. 47 a encore sonné", "Ch. 47"),
        ("lit 3B, perfusion à changer", "lit 3B"),
        ("le lit-porte 5 attend son scanner", "lit-porte 5"),
        ("appel du déchoc 2 : il arrive", "déchoc 2"),
        ("cot 6 needs a feed", "cot 6"),
        ("le monsieur de la 311 refuse sa toilette", "311"),
        ("la fille de la 7 est passée hier soir", "7"),
        ("le mr dubois de la 12 n'est pas celui d'hier", "12"),
        ("le 12 fenêtre veut rentrer chez lui", "12 fenêtre"),
        ("la chambre voisine, ch12, a dirigé une usine", "ch12"),
        ("berceau 4 refuse le sein", "berceau 4"),
    ],
)
def test_finds_rooms_and_beds(text: str, room: str) -> None:
    assert rooms_of(text) == [room]


@pytest.mark.parametrize(
    "text",
    [
        "un patient du 93 sans médecin traitant",
        "le patient de la 2e vague",
        "une patiente de 12 ans",
        "ch 2 fois par jour",
        "lit 3,5 pages puis éteint",
        "famille de la 4 %",
        "box 12h30 pour la relève",
        "la mère de la 12/03",
        "il ouvre deux portes, la 1re et la 2e fenêtre",
    ],
)
def test_leaves_numbers_that_are_no_room(text: str) -> None:
    assert rooms_of(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("elle vit 4 montée du Calvaire, digicode 12", "4 montée du Calvaire"),
        ("on l'a trouvé 9 cour des Tanneurs", "9 cour des Tanneurs"),
        ("domicile : lieu dit le petit bois 42130 boën", "lieu dit le petit bois 42130 boën"),
        ("she lives at 12 Miller's Row", "12 Miller's Row"),
    ],
)
def test_finds_addresses(text: str, address: str) -> None:
    assert addresses_of(text) == [(address, "exact")]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("elle tient l'onglerie place Gambetta à Auch", "place Gambetta"),
        ("works the till on Harbour Street", "Harbour Street"),
        ("visite impossible, tour Mercure, ascenseur en panne", "tour Mercure"),
    ],
)
def test_a_street_without_a_number_is_less_than_a_home(text: str, address: str) -> None:
    assert addresses_of(text) == [(address, "street")]


def test_leaves_a_courtyard_of_no_name() -> None:
    assert addresses_of("il fume dans la cour de derrière, 3 cour sur 4") == []
