"""The remark model, with its real weights."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
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


def find(text: str, lang: str | None = None, sensitivity: str = "normal") -> list[TextFinding]:
    return MODEL.find(Normalised.of(text), lang, sensitivity)


def spoken(findings: list[TextFinding]) -> list[TextFinding]:
    return [finding for finding in findings if finding.strength.rank >= Strength.WARN.rank]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed["text"][:40])
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
    assert max(gaps) < 0.15


@pytest.mark.parametrize(
    "typed",
    [
        "si elle mesure 1,50\u202fm, c\u2019est deja une contraception a elle toute seule",
        "Si elle mesure 1,50 m, c'est de\u0301ja\u0300 une contraception à elle toute seule 😂😂",
        "SI ELLE MESURE 1,50 M, C'EST DÉJÀ UNE CONTRACEPTION À ELLE TOUTE SEULE",
        "si elle mes\u200bure 1,50 m, c'est déjà une contra\u200bception à elle toute seule",
    ],
)
def test_however_it_is_typed(typed: str) -> None:
    assert spoken(find(typed))


def test_names_the_sentence_and_the_words_that_weigh_most() -> None:
    text = "Journée longue, merci à l'équipe de nuit. Quand les seins tombent, je refuse la consultation. À demain !"
    (found,) = spoken(find(text))
    assert text[found.start : found.end] == "Quand les seins tombent, je refuse la consultation."
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
    assert not find(str(SEEDS[0]["text"]), "es")
    assert find(str(SEEDS[0]["text"]), "fr-CA")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "ok", "Merci", "😂", "...", "12 345", "\u200b", "#doctoctoc", "a" * 10_000])
def test_nothing_to_say_about_next_to_nothing(text: str) -> None:
    assert not find(text)


def test_a_very_long_draft_is_read_to_its_end() -> None:
    calm = "Réunion de service à midi dans la salle du deuxième étage, pensez à vos plannings.\n"
    text = calm * (10_000 // len(calm)) + "Quand les seins tombent, je refuse la consultation"
    assert any(text[f.start : f.end].startswith("Quand les seins") for f in spoken(find(text)))


def test_sensitivity_never_loses_what_a_lower_one_says() -> None:
    for seed in SEEDS:
        text = str(seed["text"])
        low, normal, high = (
            {(f.start, f.rule): f.strength.rank for f in find(text, sensitivity=level)} for level in ("low", "normal", "high")
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
@given(_TYPED, st.sampled_from([str(seed["text"]) for seed in SEEDS if seed["warns"]]), _TYPED)
def test_offsets_slice_to_the_words_shown(before: str, remark: str, after: str) -> None:
    text = before + " " + remark + ". " + after
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
    assert all(a.end <= b.start for a, b in zip(spans, spans[1:], strict=False))
    covered = {place for span in spans for place in range(*span)}
    assert all(place in covered for place, char in enumerate(text) if char.isalnum())


@settings(max_examples=300, deadline=None)
@given(_TYPED)
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)
