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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("TANGUY lit 5 OAP", ["TANGUY"]),
        ("SALOU chambre 12 AVC", ["SALOU"]),
        ("Lit 5 Salou : AVC", ["Salou"]),
        ("lit 3B : Quéméneur, pose de VVP", ["Quéméneur"]),
        ("Bed 6 Hughes: AKI.", ["Hughes"]),
        ("Evans bed 2, NOF", ["Evans"]),
        ("Side room 3 Roberts, C diff", ["Roberts"]),
        ("MARTIN lit 3 BPCO", ["MARTIN"]),
        ("box 4 Vincent, plaie", ["Vincent"]),
        ("Relève :\nBERNARD lit 3 BPCO\nLE GUEN lit 4 pyélo", ["BERNARD", "LE GUEN"]),
        ("L'HELGOUACH lit 4", ["L'HELGOUACH"]),
        ("PETIT lit 3 BPCO", ["PETIT"]),
        ("Bed 6 Grant: AKI", ["Grant"]),
    ],
)
def test_a_list_of_beds_names_who_lies_in_them(text: str, names: list[str]) -> None:
    assert named(text, Kind.PERSON) == names


@pytest.mark.parametrize(
    "text",
    [
        *["Lit 5 Doppler ce matin", "Bed 4 Foley out", "lit 12 Glasgow 15", "Lit 3 Parkinson évolué", "un Crohn lit 5"],
        *["signe de Babinski lit 3", "maladie de Martin lit 3", "IRM lit 5", "OAP lit 4", "CHUTE lit 5", "Lit 5 Bilan"],
        *["Dr Morel lit 5", "notre externe Hugo lit 5", "URGENT lit 5", "Lit 3 Gilbert connu", "Lit 5 : Scanner à 14h"],
    ],
)
def test_what_else_touches_a_bed_is_nobody(text: str) -> None:
    assert named(text, Kind.PERSON) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("LE GUEN Denise, 82 ans, chute", "LE GUEN Denise"),
        ("DE SOUSA Maria 74 ans OAP", "DE SOUSA Maria"),
        ("Ben Salah Karim, 45 ans, douleur thoracique", "Ben Salah Karim"),
        ("Le Bihan Yves vu ce matin", "Le Bihan Yves"),
        ("Denise Le Gall rentre chez elle", "Denise Le Gall"),
        ("VAN DAMME est sorti du bloc", "VAN DAMME"),
        ("EL KHATIB à jeun pour demain", "EL KHATIB"),
        ("DE KERMADEC Anne, scanner à 10 h", "DE KERMADEC Anne"),
        ("L'HELGOUACH a dormi", "L'HELGOUACH"),
        ("m. le gall vu ce matin", "m. le gall"),
        ("mme le roy a rappelé", "mme le roy"),
        ("mme de oliveira sort demain", "mme de oliveira"),
        ("mme le corre refuse sa prise de sang", "mme le corre"),
        ("mme l'hostis a chuté", "mme l'hostis"),
        ("mme da silva attend son lit", "mme da silva"),
        ("m. le goff redemande de l'oxy", "m. le goff"),
        ("Mme de Larivoisière refuse le bassin", "Mme de Larivoisière"),
        ("Le Goff est sorti.", "Le Goff"),
        ("LE GALL 82 ans, OAP", "LE GALL"),
        ("SMITH, Doris, 14/02/1931", "SMITH, Doris"),
        ("GRANT, Elsie 94F", "GRANT, Elsie"),
        ("LE GUEN, Marie-Anne, chute", "LE GUEN, Marie-Anne"),
        ("Mr Grant's son called.", "Mr Grant"),
        ("Mrs O'Brien's daughter is here", "Mrs O'Brien"),
        ("Doris Smith's hip", "Doris Smith"),
    ],
)
def test_a_name_is_read_whole_and_no_further(text: str, name: str) -> None:
    assert named(text, Kind.PERSON) == [name]


@pytest.mark.parametrize(
    "text",
    [
        *["mme la directrice est passée", "m. le maire est venu", "M. le comte", "mme le juge", "le roi est mort"],
        *["Le Faou recrute", "La Porte est ouverte", "LE PATIENT EST SORTI", "LE BRAS DROIT EST CASSÉ", "DE GARDE"],
        *["Il habite rue Le Bihan", "fracture de Le Fort", "Marine Le Pen propose", "l'équipe de Le Goff"],
        *["AVC, thrombolyse", "EHPAD, Rose et lilas", "COVID, grippe", "DIMANCHE, Noël", "L'IRM lit 4"],
    ],
)
def test_a_particle_alone_makes_no_name(text: str) -> None:
    assert named(text, Kind.PERSON) == []


@pytest.mark.parametrize(
    "text",
    [
        "Bravo à Camille Rousseau et Hugo Lemaire pour leur poster",
        "Merci à ma collègue Claire Morel et Yanis Bouzid pour la garde",
        "Merci à Anne Roy, Luc Morvan et Paul Denis, internes, auteurs de l'étude",
        "Bonne retraite à Denise Morvan",
        "Hugo Lemaire, lauréat de la meilleure thèse",
        "Doris Smith and Elsie Evans at the retirement party",
        "Cas fictif : Mme Durieux, 72 ans, diabétique",
        "Station ECOS n°3 : Mme Lefèvre, 54 ans, dyspnée",
        "OSCE station: Mrs Patel, 64, chest pain",
    ],
)
def test_who_is_honoured_or_made_up_is_no_patient(text: str) -> None:
    assert named(text, Kind.PERSON) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vu avec l'externe Marie-Claude Morel et Yanis Bouzid, 16 ans", "Yanis Bouzid"),
        ("Merci à Claire Morel, externe, et Mme Tanguy sort demain", "Mme Tanguy"),
        ("Denise Morvan, en maison de retraite", "Denise Morvan"),
        ("Yves Le Bihan, retraité, vit seul", "Yves Le Bihan"),
        ("Doris Smith lives in a retirement home", "Doris Smith"),
        ("La prime de Denise Morvan", "Denise Morvan"),
        ("Denise Morvan, communication impossible", "Denise Morvan"),
        ("Pas un cas d'ECOS, hélas : Mme Durieux, 72 ans", "Mme Durieux"),
    ],
)
def test_a_patient_beside_such_words_stays_one(text: str, name: str) -> None:
    assert name in named(text, Kind.PERSON)


def test_a_patient_of_a_town_has_no_name() -> None:
    for text in ("un patient de Ploufragan", "la dame de Villers-Plage", "une patiente de Lannilis"):
        assert named(text, Kind.PERSON) == []
    assert named("la fille de Morvan est là", Kind.PERSON) == ["Morvan"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hier soir Quéméneur a encore vomi tout son repas", "Quéméneur"),
        ("cette nuit quéméneur a arraché sa voie", "quéméneur"),
        ("Bon, Szymanowski a été transfusé deux fois", "Szymanowski"),
        ("Du coup Rolland est sorti contre avis", "Rolland"),
        ("Ce midi Baraduc va mieux", "Baraduc"),
        ("Le genou de Quéméneur a doublé de volume", "Quéméneur"),
        ("qui a le dossier Quéméneur ?", "Quéméneur"),
        ("Les drains de Szymanowski ne donnent plus rien", "Szymanowski"),
        ("Madame Rolland est rentrée chez elle", "Madame Rolland"),
        ("Adieu Monsieur Baraduc, et merci", "Monsieur Baraduc"),
        ("Overnight Szymanowski pulled his cannula twice", "Szymanowski"),
        ("Later Okonjo needs her dressing changed", "Okonjo"),
    ],
)
def test_what_touches_a_name_proves_that_its_bearer_is_cared_for(text: str, name: str) -> None:
    (found,) = [mention for mention in identity.mentions(text) if mention.kind is Kind.PERSON]
    assert (text[found.start : found.end], found.certainty) == (name, 1.0)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("À voir demain : Quéméneur, Baraduc, Szymanowski", ["Quéméneur", "Baraduc", "Szymanowski"]),
        ("entrants : Rolland 71a OAP, Baraduc 80a chute", ["Rolland", "Baraduc"]),
        ("Sortants : Le Guen, Baraduc (pied) et Rolland.", ["Le Guen", "Baraduc", "Rolland"]),
        ("To review tomorrow: Okonjo, Szymanowski", ["Okonjo", "Szymanowski"]),
    ],
)
def test_a_list_of_who_is_to_be_seen_names_patients(text: str, names: list[str]) -> None:
    assert named(text, Kind.PERSON) == names


@pytest.mark.parametrize(
    "text",
    [
        "À voir : Hippocrate, Intouchables",
        "À lire demain : Winckler, Szymanowski",
        "Présents : Quéméneur, Baraduc, Szymanowski",
        "Metformine sous insuline, vous gardez ?",
        "Kaliémie stable, Lactates en baisse",
        "Le tendon d'Achille a lâché",
        "Une maladie de Crohn en poussée",
        "Hier Quéméneur a accouché Mme X",
        "La patiente de Quéméneur a vomi",
        "Le Doliprane est en rupture",
        "L'hôpital de Rolland est sous oxygène",
        "Quéméneur sort son deuxième livre",
    ],
)
def test_the_same_words_of_something_else_prove_nothing(text: str) -> None:
    found = [mention for mention in identity.mentions(text) if mention.kind is Kind.PERSON]
    assert not [text[one.start : one.end] for one in found if one.certainty == 1.0]


@pytest.mark.parametrize(
    "text",
    [
        "D'accord avec Quéméneur, pas d'antibiotique",
        "Nadège du labo a rappelé",
        "Mme Baraduc, de la pharmacie, m'a dépannée",
        "Demain Szymanowski opère, Rolland endort",
        "Solène a perfusé le bébé du premier coup",
        "Qui reprend la garde de Rolland samedi ?",
        "Sister Okonjo rang the bell",
        "Nurse Szymanowski found the pump",
        "I agree with Okonjo on this one",
        "Okonjo teaches the airway course",
    ],
)
def test_what_touches_a_name_says_that_its_bearer_works_there(text: str) -> None:
    assert named(text, Kind.PERSON) == []
    assert named(text, Kind.NAME)


@pytest.mark.parametrize(
    "text",
    ["Sortie contre avis de Rolland Baraduc", "M. Baraduc du lit 4 a mal", "Mme Rolland de la réa est intubée"],
)
def test_a_patient_stays_one_beside_words_that_look_like_work(text: str) -> None:
    assert len(named(text, Kind.PERSON)) == 1
