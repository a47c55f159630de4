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
from primum.text.mention import Kind
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
