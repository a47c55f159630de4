"""Rooms and addresses: what stands for a bed or a home, and what only looks like one."""

from __future__ import annotations

import pytest

from primum.text import identity
from primum.text.mention import Kind
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
        ("Patient in side room 3 is C diff positive", "side room 3"),
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
        "une chambre 2 lits",
        "she's been in bed 3 days",
        "au lit 4 jours, puis debout",
        "Camille lit 5 romans par mois",
        "on lit 3, 4, 8 mg selon les sources",
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
        ("elle vit à la ferme Le Goff", "ferme Le Goff"),
        ("il loge au mas des Oliviers", "mas des Oliviers"),
    ],
)
def test_a_street_without_a_number_is_less_than_a_home(text: str, address: str) -> None:
    assert addresses_of(text) == [(address, "street")]


def test_leaves_a_courtyard_of_no_name() -> None:
    assert addresses_of("il fume dans la cour de derrière, 3 cour sur 4") == []


@pytest.mark.parametrize(
    "text",
    [
        "L'ARS ferme la maternité de Guingamp.",
        "on ferme les urgences de Carhaix et Redon",
        "le bloc 3 ferme ses portes",
        "tour des lits avec Claire",
        "un moulin à paroles",
    ],
)
def test_a_verb_and_a_turn_are_no_home(text: str) -> None:
    assert addresses_of(text) == []


def test_a_farm_with_its_number_is_a_home() -> None:
    assert addresses_of("elle vit 12 ferme du bois") == [("12 ferme du bois", "exact")]
    assert addresses_of("moulin du pont 22300 Lannion") == [("moulin du pont 22300 Lannion", "exact")]


def places_of(text: str) -> list[str]:
    return [text[m.start : m.end] for m in identity.mentions(text) if m.kind is Kind.PLACE]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("elle vit à Pont-Réan", "Pont-Réan"),
        ("vu à Port-Blanc une plaie", "Port-Blanc"),
        ("un patient de Villers-Plage", "Villers-Plage"),
        ("opérée à Bain-sur-Orne", "Bain-sur-Orne"),
        ("la secrétaire de mairie de Lanvéoc", "Lanvéoc"),
        ("The postmistress of Allendale has MS", "Allendale"),
        ("The priest of Ballyvaughan has sepsis", "Ballyvaughan"),
        ("the lifeboat coxswain of Porthgwarra", "Porthgwarra"),
        ("the farmer of Allendale", "Allendale"),
        ("la maire d'Urvillac", "Urvillac"),
    ],
)
def test_finds_towns_whole(text: str, place: str) -> None:
    assert places_of(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "the syndrome of Alagille",
        "a case of Kawasaki",
        "the editor of Nature",
        "facteur de Willebrand bas",
        "the use of Tazocin",
        "vice-championne d'Europe",
        "le conducteur de Clio",
    ],
)
def test_of_makes_no_town_by_itself(text: str) -> None:
    assert places_of(text) == []
