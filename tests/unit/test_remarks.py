"""The remark model, with its real weights."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given, settings
from hypothesis import strategies as st

from primum.finding import Family, Strength, TextFinding, catalogue
from primum.text.ngrams import fold
from primum.text.normalise import Normalised
from primum.text.remarks import RemarkModel
from primum.text.sentences import sentences

HERE = Path(__file__).parents[2] / "models/text"
SEEDS = [json.loads(line) for line in (HERE / "seeds.jsonl").read_text("utf-8").splitlines()]
MODEL = RemarkModel()
PLAIN = "Ces assistés de la CMU, tous des parasites, qu'ils crèvent"
"""What no model here may miss: for the tests of how a verdict is said, not of how fine the ear is."""


def find(text: str, lang: str | None = None, sensitivity: str = "normal") -> list[TextFinding]:
    return MODEL.find(Normalised.of(text), lang, sensitivity)


def spoken(findings: list[TextFinding]) -> list[TextFinding]:
    return [finding for finding in findings if finding.strength.rank >= Strength.WARN.rank]


def seeds() -> list[ParameterSet]:
    """Those that the shipped model gets wrong are said so, and this fails as soon as a better one gets them right."""
    unheard = {"si elle mesure"}
    wrong = pytest.mark.xfail(strict=True, reason="not heard rightly yet: see the figures in models/text/README.md")
    return [
        pytest.param(
            seed, marks=[wrong] if str(seed["text"]).startswith(tuple(unheard)) else [], id=str(seed["text"])[:40]
        )
        for seed in SEEDS
    ]


@pytest.mark.parametrize("seed", seeds())
def test_the_sentences_that_bind(seed: dict[str, object]) -> None:
    found = find(str(seed["text"]))
    if seed["warns"]:
        assert spoken(found), found
    else:
        assert not found


def test_the_shipped_file_answers_as_its_trainer_did() -> None:
    """`reference.json` holds what the trainer computed in 32-bit floats; rounding to int8 may move it a little."""
    rows = json.loads((HERE / "reference.json").read_text("utf-8"))
    gaps = []
    for row in rows:
        scored = MODEL.probabilities(Normalised.of(row["text"]))
        found = [max(by_head[head] for _, by_head in scored) for head in scored[0][1]]
        gaps += [abs(one - other) for one, other in zip(found, row["probability"], strict=True)]
    assert len(rows) >= 100
    assert sum(gaps) / len(gaps) < 0.01
    # ten layers add up more of it than eight did: one answer in five hundred moves by more than a tenth
    assert sum(gap > 0.1 for gap in gaps) <= 0.01 * len(gaps)
    assert max(gaps) < 0.2


@pytest.mark.parametrize(
    "typed",
    [
        "Ces assistes de la CMU, tous des parasites, qu'ils crevent",
        "Ces assiste\u0301s de la CMU, tous des parasites, qu\u2019ils cre\u0300vent 😡😡",
        "CES ASSISTÉS DE LA CMU, TOUS DES PARASITES, QU'ILS CRÈVENT",
        "Ces assis\u200btés de la CMU, tous des parasites, qu'ils crè\u200bvent",
        "Ces\u00a0assistés\u202fde la CMU, tous des parasites, qu'ils crèvent",
        "Ces assistés de la CMU, tous des par4sites, qu'ils crèvent",
    ],
)
def test_however_it_is_typed(typed: str) -> None:
    assert spoken(find(typed))


def test_names_the_sentence_and_the_words_that_weigh_most() -> None:
    text = f"Réunion déplacée à jeudi midi. {PLAIN}. Pensez à vos plannings !"
    # its neighbours would be hints, by what the whole post lends them
    (found,) = find(text)
    assert text[found.start : found.end] == f"{PLAIN}."
    assert found.words
    assert all(found.start <= word.start < word.end <= found.end for word in found.words)
    assert found.family is Family.REMARK


@pytest.mark.parametrize(
    "text",
    [
        "Mi paciente tiene noventa años y las tetas le llegan a las rodillas, qué asco de consulta",
        "Meine Patientin ist so fett, dass sie nicht durch die Tür passt",
        "La mia paziente è talmente grassa che non entra dalla porta dell'ambulatorio",
        "Minha paciente é tão gorda que não passa pela porta do consultório",
        "Pacjentka jest tak gruba, że nie mieści się w drzwiach",
        "مريضتي سمينة جدا لدرجة أنها لا تستطيع المرور من الباب",
        "我的病人太胖了,连门都进不去",
    ],
)
def test_says_nothing_in_a_language_it_was_not_taught(text: str) -> None:
    assert not find(text)


def test_says_nothing_when_the_draft_is_said_to_be_in_another_language() -> None:
    assert not find(PLAIN, "es")
    assert find(PLAIN, "fr-CA")


@pytest.mark.parametrize(
    "text",
    [
        "Merci à toute l'équipe !",
        "Un grand merci !",
        "Merci, c'est très clair !",
        "Merci beaucoup pour vos réponses !",
        "Training day at the hospital. Thank you all!",
        "Congratulations to our new consultants. Thank you all!",
    ],
)
def test_thanks_are_no_testimonial(text: str) -> None:
    """None of these is in the corpus; before model 9 a reply of thanks was said to quote a patient's praise."""
    assert not spoken(find(text))


@pytest.mark.parametrize(
    "text",
    [
        "« Docteur, vous m'avez rendu le sourire, merci » : encore un avis cinq étoiles pour le cabinet",
        "“Thank you doctor, best decision of my life” – another five-star review for our clinic",
    ],
)
def test_a_patient_s_praise_shown_off_is_one(text: str) -> None:
    assert "testimonial" in {found.rule for found in spoken(find(text))}


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "ok", "Merci", "😂", "...", "12 345", "\u200b", "#doctoctoc", "a" * 10_000]
)
def test_nothing_to_say_about_next_to_nothing(text: str) -> None:
    assert not find(text)


def test_a_very_long_draft_is_read_to_its_end() -> None:
    calm = "Réunion de service à midi dans la salle du deuxième étage, pensez à vos plannings.\n"
    text = calm * (10_000 // len(calm)) + PLAIN
    assert any(text[f.start : f.end].endswith(PLAIN) for f in find(text, sensitivity="high"))


def test_sensitivity_never_loses_what_a_lower_one_says() -> None:
    for text in [PLAIN, *(str(seed["text"]) for seed in SEEDS)]:
        low, normal, high = (
            {(f.start, f.rule): f.strength.rank for f in find(text, sensitivity=level)}
            for level in ("low", "normal", "high")
        )
        assert all(high.get(key, -1) >= normal.get(key, -1) >= rank for key, rank in low.items())


def test_another_sensitivity_is_refused() -> None:
    with pytest.raises(ValueError, match="sensitivity"):
        find("Bonjour", sensitivity="extreme")


_TYPED = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("aeéèêœ ' \u2019\u00a0\u202f\u200b\u0301.!?\n😂👩\u200d⚕️13457@$«»ﬁ…"),
    ),
    max_size=200,
)


@settings(max_examples=150, deadline=None)
@given(_TYPED, _TYPED)
def test_offsets_slice_to_the_words_shown(before: str, after: str) -> None:
    text = f"{before} {PLAIN}. {after}"
    for found in find(text, sensitivity="high"):
        shown = text[found.start : found.end]
        assert shown == shown.strip()
        assert shown
        assert found.rule in catalogue()
        assert 0 <= found.score <= 1
        for word in found.words:
            assert found.start <= word.start < word.end <= found.end
            assert text[word.start : word.end].strip() == text[word.start : word.end]


@settings(max_examples=300, deadline=None)
@given(_TYPED)
def test_sentences_cover_every_word_once(text: str) -> None:
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    covered = {place for span in spans for place in range(*span)}
    assert all(place in covered for place, char in enumerate(text) if char.isalnum())


@settings(max_examples=300, deadline=None)
@given(_TYPED)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
