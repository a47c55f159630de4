"""The one reading of a draft, with its real weights: what it says of words and of the whole, and who uses it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from primum.finding import Strength
from primum.text import identity
from primum.text.agreement import KIND_OF, TAG_OF, agreed, readings
from primum.text.listening import Listener, tags
from primum.text.mention import Kind, Mention
from primum.text.normalise import Normalised
from primum.text.remarks import RemarkModel
from primum.text.tags import TAGS, Tags
from primum.text.tokens import tokens

MODELS = Path(__file__).parents[2] / "models"
LISTENER = Listener()
TOLD = "Vu hier à Guérande monsieur Lefort, 72 ans, le maire. Score de Glasgow à 8, merci au Dr Morel."
CALM = "Réunion de service à midi dans la salle du deuxième étage, pensez à vos plannings.\n"


def heard(text: str) -> tuple[Normalised, Tags]:
    normal = Normalised.of(text)
    return normal, tags(LISTENER.hear(normal))


@pytest.mark.parametrize("text", [TOLD, CALM * 60 + TOLD, "ok", "a\n\nb", "😂 " * 40, "x" * 3000])
def test_every_word_is_said_once_and_in_order(text: str) -> None:
    normal, said = heard(text)
    assert len(said.starts) == len(said.ends) == len(said.shares)
    assert (said.starts[1:] >= said.ends[:-1]).all()
    assert np.allclose(said.shares.sum(1), 1, atol=1e-3)
    if len(text) < 2000 or "\n" in text:
        covered = np.zeros(len(normal.text), bool)
        for start, end in zip(said.starts, said.ends, strict=True):
            covered[start:end] = True
        letters = [match.start() for match in re.finditer(r"\w", normal.text)]
        assert covered[letters].all()


def test_nothing_is_said_of_nothing() -> None:
    _, said = heard(" ")
    assert said.shares.shape == (0, len(TAGS))
    assert said.of_each([0], [1]).argmax() == TAGS.index("O")


def test_the_shipped_file_reads_words_as_its_trainer_did() -> None:
    """`reference.json` holds the trainer's own tags and log-odds, in 32-bit floats."""
    rows = json.loads((MODELS / "text/reference.json").read_text("utf-8"))
    same = total = 0
    gaps, odds = [], []
    for row in rows:
        (one, *more) = LISTENER.hear(Normalised.of(row["text"]))
        inside = one.window.place >= 0
        if more or inside.sum() != len(row["tags"]):
            continue
        same += int((one.shares[inside].argmax(1) == row["tags"]).sum())
        total += int(inside.sum())
        gaps += [abs(float(a) - b) for a, b in zip(one.risk, row["risk"], strict=True)]
        odds += row["risk"]
    assert total > 2000
    assert same / total > 0.98
    # log-odds that lie further apart are moved further by rounding
    assert np.mean(gaps) < 0.05 * np.std(odds)


def test_a_remark_is_the_same_whoever_lets_the_model_read() -> None:
    model = RemarkModel()
    text = Normalised.of("Ces assistés de la CMU, tous des parasites, qu'ils crèvent")
    assert model.find(text) == model.find(text, heard=model.hear(text)) != []


def test_agreement_raises_and_contradiction_lowers() -> None:
    """The encoder's certainty that words are what a rule says, pushed from nothing to all, never lowers the mention."""
    normal, said = heard(TOLD)
    words = tokens(normal.text)
    ruled = identity.mentions(normal.text)
    checked = 0
    for mention in ruled:
        if mention.kind not in TAG_OF:
            continue
        column = TAGS.index(TAG_OF[mention.kind])
        certainties = []
        for share in (0.001, 0.3, 0.7, 0.999):
            shares = np.full_like(said.shares, (1 - share) / (len(TAGS) - 1))
            shares[:, column] = share
            kept = agreed(words, [mention], replace(said, shares=shares))
            certainties.append(max((one.certainty for one in kept if one.kind is mention.kind), default=0.0))
        assert certainties == sorted(certainties)
        assert certainties[-1] > certainties[0]
        checked += 1
    assert checked >= 3


def test_what_has_a_fixed_form_is_left_to_its_validator() -> None:
    normal, said = heard("Son numéro : 06 12 34 56 78, son mail jean.test@example.org")
    nothing = np.zeros_like(said.shares)
    nothing[:, 0] = 1
    kinds = {one.kind for one in identity.mentions(normal.text, replace(said, shares=nothing))}
    assert {Kind.PHONE, Kind.EMAIL} <= kinds


def test_a_patient_s_number_after_a_calm_sentence_is_no_announcement() -> None:
    normal, said = heard("Bonne journée à toute l'équipe, et merci pour la garde. Ma patiente répond au 06 12 34 56 78")
    (found,) = identity.find(normal, tags=said)
    assert (found.rule, found.strength) == ("phone", Strength.STRONG)


def test_a_number_without_a_label_is_said_where_the_encoder_holds_it_for_a_patient_s() -> None:
    text = "Tube de 19h42, étiquette JX-0094-7, hémolysé : prière de repiquer la dame de la 4"
    normal, said = heard(text)
    shown = {text[word.start : word.end] for one in identity.find(normal, tags=said) for word in one.words}
    assert "JX-0094-7" in shown
    assert "19h42" not in shown


def test_weeks_of_pregnancy_and_years_of_history_are_no_numbers_of_a_file() -> None:
    """Whatever the encoder makes of them."""
    read = {}
    for text in ("41+6", "1891", "2011", "19h42", "88201", "41+9"):
        normal, said = heard(text)
        sure = np.zeros_like(said.shares)
        sure[:, TAGS.index("ID")] = 1
        read[text] = any(one.tag == "ID" for one in readings(tokens(normal.text), [], replace(said, shares=sure)))
    assert read == {"41+6": False, "1891": False, "2011": False, "19h42": False, "88201": True, "41+9": True}


def test_the_age_of_what_is_for_sale_is_nobody_s() -> None:
    normal, said = heard("Vends échographe, il a 3 ans, très bon état, Nantes")
    assert identity.find(normal, tags=said) == []


def test_readings_never_point_outside_the_text() -> None:
    for text in (TOLD, CALM + TOLD, "mme D., ch 12, vue à st malo"):
        normal, said = heard(text)
        for reading in readings(tokens(normal.text), identity.mentions(normal.text), said):
            assert 0 <= reading.mention.start < reading.mention.end <= len(normal.text)
            assert reading.mention.kind in KIND_OF.values()


def heard_as(text: str, told: dict[str, str], other: str = "O") -> dict[Kind, list[str]]:
    """What is named in `text` by kind when the encoder is sure of the tag of each passage of `told`, else of `other`.

    So a rule is tried that holds whatever the encoder has learnt.
    """
    normal, said = heard(text)
    shares = np.full_like(said.shares, 0.001)
    shares[:, TAGS.index(other)] = 0.98
    for passage, tag in told.items():
        at = text.index(passage)
        inside = (said.starts < at + len(passage)) & (said.ends > at)
        shares[inside] = 0.001
        shares[inside, TAGS.index(tag)] = 0.98
    found: dict[Kind, list[str]] = {}
    mention: Mention
    for mention in identity.mentions(normal.text, replace(said, shares=shares)):
        found.setdefault(mention.kind, []).append(normal.text[mention.start : mention.end])
    return found


@pytest.mark.parametrize(
    ("text", "run", "job"),
    [
        ("Mon patient, gardien de but à Vitré, boite.", "gardien de but", "gardien de but"),
        ("La femme du pilote de ligne a une EP.", "pilote de ligne", "pilote de ligne"),
        ("La femme du pilote de ligne a une EP.", "femme du pilote de ligne", "pilote de ligne"),
        ("L'éleveur de porcs de Plouvien a de la fièvre.", "éleveur de porcs", "éleveur de porcs"),
        ("Vu la maire adjointe de Plouha pour une HTA.", "maire adjointe de", "maire adjointe"),
        ("Mme Bradin, professeure de piano, 54 ans", "professeure de piano", "professeure de piano"),
        ("un couvreur-zingueur de 54 ans", "couvreur-zingueur", "couvreur-zingueur"),
        ("le moniteur d'auto-école est tombé", "moniteur d'auto-école", "moniteur d'auto-école"),
        ("the retired school bus driver has AF", "school bus driver", "school bus driver"),
        # a replacement makes "retraité" of "ancien" by itself
        ("L'ancien maire de Rostrenen est tombé.", "ancien maire", "maire"),
        ("Mme Bradin, fleuriste, retraitée depuis peu", "fleuriste, retraitée", "fleuriste"),
    ],
)
def test_a_job_goes_as_far_as_the_encoder_reads_it(text: str, run: str, job: str) -> None:
    assert heard_as(text, {run: "JOB"})[Kind.JOB] == [job]


def test_a_job_ends_before_the_town_behind_it() -> None:
    text = "L'éleveur de porcs de Plouvien a de la fièvre."
    found = heard_as(text, {"éleveur de porcs de ": "JOB", "Plouvien": "PLACE"})
    assert (found[Kind.JOB], found[Kind.PLACE]) == (["éleveur de porcs"], ["Plouvien"])


def test_a_job_whose_little_word_the_encoder_passes_over_is_one() -> None:
    found = heard_as("La femme du pilote de ligne a une EP.", {"pilote": "JOB", "ligne": "JOB"})
    assert found[Kind.JOB] == ["pilote de ligne"]


@pytest.mark.parametrize("other", ["O", "NAME", "ORG"])
@pytest.mark.parametrize(
    ("text", "person", "room"),
    [
        ("TANGUY lit 5 OAP", "TANGUY", "lit 5"),
        ("Lit 5 Salou : AVC", "Salou", "Lit 5"),
        ("Bed 6 Hughes: AKI.", "Hughes", "Bed 6"),
        ("MARTIN lit 3 BPCO", "MARTIN", "lit 3"),
        ("Side room 3 Roberts, C diff", "Roberts", "Side room 3"),
    ],
)
def test_a_bed_and_who_lies_in_it_stay_whatever_the_encoder_says(text: str, person: str, room: str, other: str) -> None:
    found = heard_as(text, {}, other)
    assert (found[Kind.PERSON], found[Kind.ROOM]) == ([person], [room])


def test_a_town_before_a_bed_is_weighed() -> None:
    assert Kind.PERSON not in heard_as("transféré à Nancy lit 3018", {})


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Entrants : M. Tanguy (BPCO), Mme Guillou (pyélo).", ["M. Tanguy", "Mme Guillou"]),
        ("Admissions: Mr Hughes (AKI), Mrs Grant (NOF)", ["Mr Hughes", "Mrs Grant"]),
        ("Sorties : Mme Le Corre (sepsis urinaire)", ["Mme Le Corre"]),
        ("M. Tanguy (LFI) et Mme Guillou (cadre)", []),
        ("M. Tanguy (CHU de Brest), Mme Guillou (Renaissance)", []),
        ("Mr Hughes (consultant), Mrs Grant (BMA)", []),
        ("M. Tanguy (06 12 34 56 78)", []),
        ("Demandes de lit : Mme Guillou (cardio), M. Tanguy (radio)", []),
        ("Old Mrs Trout (really) wants the window open", []),
    ],
)
def test_what_ails_somebody_in_brackets_is_no_office(text: str, persons: list[str]) -> None:
    assert heard_as(text, {}, "NAME").get(Kind.PERSON, []) == persons


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mme Michu vient pour son renouvellement", "Mme Michu"),
        ("Allez expliquer ça à Madame Michu", "Madame Michu"),
        ("Monsieur Tout-le-monde ne lit pas la notice", "Monsieur Tout-le-monde"),
        ("Mme Lambda, 45 ans", "Mme Lambda"),
        ("Mme Truc est sortie", "Mme Truc"),
        ("Mrs Bloggs wants antibiotics", "Mrs Bloggs"),
        ("Cas fictif : Mme Durieux, 72 ans", "Mme Durieux"),
    ],
)
def test_nobody_s_name_stays_nobody_s(text: str, name: str) -> None:
    found = heard_as(text, {}, "PERSON")
    assert (found[Kind.NAME], Kind.PERSON in found) == ([name], False)


def test_dupont_may_be_somebody() -> None:
    assert heard_as("M. Dupont, 78 ans, est tombé", {"M. Dupont": "PERSON"})[Kind.PERSON] == ["M. Dupont"]


@pytest.mark.parametrize("tag", ["PERSON", "NAME"])
@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Le facteur de Ploufragan est venu", "Ploufragan"),
        ("Vu le pharmacien de Lannilis", "Lannilis"),
        ("le facteur de Locronan a une HTA", "Locronan"),
    ],
)
def test_a_town_that_is_nothing_else_is_nobody(text: str, town: str, tag: str) -> None:
    found = heard_as(text, {town: tag})
    assert found[Kind.PLACE] == [town]
    assert not {Kind.PERSON, Kind.NAME} & found.keys()


def test_a_town_that_is_a_surname_too_may_be_somebody() -> None:
    assert Kind.PLACE not in heard_as("le fils de Crozon est venu", {"Crozon": "PERSON"})


def test_the_s_of_a_possessive_is_no_part_of_a_name() -> None:
    assert heard_as("Okonkwo's potassium is up", {"Okonkwo's": "PERSON"})[Kind.PERSON] == ["Okonkwo"]


def held_for_a_name(text: str, *spans: str) -> list[str]:
    """What is named when the encoder is sure that `spans`, and nothing else, are a patient's name."""
    normal, said = heard(text)
    shares = np.zeros_like(said.shares)
    shares[:, TAGS.index("O")] = 1
    for span in spans:
        start = normal.text.index(span)
        inside = (said.starts < start + len(span)) & (start < said.ends)
        shares[inside] = np.eye(len(TAGS))[TAGS.index("PERSON")]
    found = identity.mentions(normal.text, replace(said, shares=shares.astype(np.float32)))
    return [normal.text[one.start : one.end] for one in found if one.kind is Kind.PERSON]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Triste, le service est vide ce soir", "Triste"),
        ("Fin de garde. Brûlure du bras, rien de grave", "Brûlure"),
        ("Tout Chamalières en parle", "Chamalières"),
    ],
)
def test_a_sentences_first_word_and_a_town_are_nobodys_name(text: str, word: str) -> None:
    assert held_for_a_name(text, word) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Hier Biscotte a repris trois kilos", "Biscotte"),
        ("Szymanowski attend son scanner", "Szymanowski"),
        ("Rose attend son scanner", "Rose"),
    ],
)
def test_a_nickname_and_a_name_of_no_list_are_somebodys(text: str, word: str) -> None:
    assert held_for_a_name(text, word) == [word]


@pytest.mark.parametrize("text", ["À voir demain : Castagnet, Ferrandi", "Au revoir Monsieur Guézennec"])
def test_who_is_proved_to_be_cared_for_is_told_of_whatever_the_whole_seems(text: str) -> None:
    normal, said = heard(text)
    calm = replace(said, near=-8.0, far=-8.0)
    findings = identity.find(normal, "fr", calm)
    assert findings
    assert all(finding.strength is not Strength.HINT for finding in findings if finding.rule == "person")
