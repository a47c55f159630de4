"""Hears remarks that could be read as demeaning, and promotion that the Order proscribes.

One ONNX model scores every sentence of a draft with its surroundings: whether it demeans, of which family, and
each kind of promotion. The thresholds lie beside the model, chosen on the development split (see the model card,
`models/text/README.md`). What is said is a sentence and, inside it, the words that weigh most.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from primum import models
from primum.finding import Span, Strength, TextFinding
from primum.text.ngrams import BUCKETS, Grams, fold, grams
from primum.text.normalise import Normalised
from primum.text.sentences import sentences

if TYPE_CHECKING:
    import onnxruntime

LANGUAGES = ("fr", "en")
SENSITIVITIES = ("low", "normal", "high")
FAMILIES = ("body", "sexual", "sexist", "racist", "lgbt", "ability", "social", "insult", "colleague")
"""The remark families, which the head "remark" speaks for."""

_NEIGHBOURS = 4
"""Sentences before and after that count as surroundings."""
_BATCH = 16
"""Sentences scored at once: bounds the memory of a long draft."""
_MARKED = 4
"""Words marked in a sentence."""
_KNOWN, _FEW_WORDS, _NEAR = 0.6, 6, 200
"""Known words a sentence must have to be read; fewer words than that are judged with the characters around them."""

_WORD = re.compile(r"\w+(?:['-]\w+)*")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What the model reads of one sentence: its own n-grams, and the ids of those around it (itself included)."""

    span: Span
    own: Grams
    around: NDArray[np.int64]


def read_sentences(text: str) -> list[Sentence]:
    """Cut a normalised text into sentences and take their n-grams."""
    folded = fold(text)
    spans = sentences(text)
    own = [grams(folded, span) for span in spans]
    return [
        Sentence(
            span, own[n], np.unique(np.concatenate([g.ids for g in own[max(0, n - _NEIGHBOURS) : n + _NEIGHBOURS + 1]]))
        )
        for n, span in enumerate(spans)
    ]


def padded(bags: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Stack id lists into one array, filled up with BUCKETS (an id that weighs nothing)."""
    stacked = np.full((len(bags), max(map(len, bags))), BUCKETS, np.int64)
    for row, bag in zip(stacked, bags, strict=True):
        row[: len(bag)] = bag
    return stacked


@dataclass(frozen=True, slots=True)
class _Settings:
    """What lies beside the model: its heads in order, and thresholds by head, sensitivity and strength."""

    heads: tuple[str, ...]
    thresholds: dict[str, dict[str, dict[str, float]]]


class RemarkModel:
    """The remark model, opened on first use.

    `find` raises ModelUnusableError when a file of the model is missing or damaged.
    """

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return models.open_session("remarks", "text/remarks.onnx")

    @cached_property
    def _settings(self) -> _Settings:
        table: dict[str, Any] = json.loads(models.read("remarks", "text/remarks.json"))
        return _Settings(tuple(table["heads"]), table["thresholds"])

    @cached_property
    def _tongue(self) -> Tongue:
        return Tongue(models.read("remarks", "text/tokenizer.json"))

    def find(self, text: Normalised, lang: str | None = None, sensitivity: str = "normal") -> list[TextFinding]:
        """Return the findings of a draft in the order of its sentences.

        A demeaning sentence gives one finding, of the family that fits best, and each kind of promotion in it one.
        `lang` is a BCP 47 tag when the caller knows the language of the draft; `sensitivity` is "low", "normal" or
        "high". Spans are code points of the text as it was given. Raises ValueError for another sensitivity.
        """
        if sensitivity not in SENSITIVITIES:
            raise ValueError(f"sensitivity must be one of {', '.join(SENSITIVITIES)}")
        if lang is not None and lang.split("-")[0].lower() not in LANGUAGES:
            return []
        read = [sentence for sentence in read_sentences(text.text) if self._tongue.knows(text.text, sentence.span)]
        findings: list[TextFinding] = []
        for start in range(0, len(read), _BATCH):
            batch = read[start : start + _BATCH]
            probability, weight = self._scores(batch)
            for sentence, scores, weights in zip(batch, probability, weight, strict=True):
                findings += self._verdicts(text, sentence, scores, weights, sensitivity)
        return findings

    def _scores(self, batch: Sequence[Sentence]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Probabilities (sentences, heads), and what each n-gram adds to a head (sentences, n-grams, heads)."""
        feed = {"own": padded([s.own.ids for s in batch]), "around": padded([s.around for s in batch])}
        probability, weight = self._session.run(["probability", "weight"], feed)
        return probability, weight

    def _verdicts(
        self,
        text: Normalised,
        sentence: Sentence,
        probability: NDArray[np.float32],
        weight: NDArray[np.float32],
        sensitivity: str,
    ) -> list[TextFinding]:
        found = []
        for head, limits in self._settings.thresholds.items():
            column = self._settings.heads.index(head)
            score = float(probability[column])
            strength = _strength(score, limits[sensitivity])
            if strength is None:
                continue
            families = [n for n, name in enumerate(self._settings.heads) if name in FAMILIES]
            rule = head if head != "remark" else self._settings.heads[max(families, key=lambda n: probability[n])]
            start, end = text.original(*sentence.span)
            words = _heaviest(text.text, sentence, weight[: len(sentence.own.ids), column])
            found.append(TextFinding(rule, strength, start, end, score, tuple(text.original(*word) for word in words)))
        return found


def _strength(score: float, limits: dict[str, float]) -> Strength | None:
    """The strongest level whose threshold the score reaches."""
    return next((level for level in reversed(Strength) if score >= limits[level]), None)


def _heaviest(text: str, sentence: Sentence, weights: NDArray[np.float32]) -> list[Span]:
    """The words of a sentence that speak most for a verdict, in their order, neighbours joined.

    Each n-gram spreads what it adds over its characters; a word weighs the sum of its characters.
    """
    first = sentence.span.start
    change = np.zeros(sentence.span.end - first + 1)
    share = weights / np.maximum(sentence.own.ends - sentence.own.starts, 1)
    np.add.at(change, sentence.own.starts - first, share)
    np.add.at(change, np.minimum(sentence.own.ends - first, len(change) - 1), -share)
    along = np.concatenate([[0.0], np.cumsum(np.cumsum(change))])
    spans = [Span(*match.span()) for match in _WORD.finditer(text, *sentence.span)]
    sums = [float(along[span.end - first] - along[span.start - first]) for span in spans]
    best = sorted((n for n, total in enumerate(sums) if total > 0), key=lambda n: -sums[n])[:_MARKED]
    joined: list[Span] = []
    for n in sorted(best):
        if joined and n - 1 in best:
            joined[-1] = Span(joined[-1].start, spans[n].end)
        else:
            joined.append(spans[n])
    return joined


class Tongue:
    """Tells French and English from what the model was never trained on.

    The vocabulary was learnt on French and English: their words come out whole, those of other languages in pieces.
    """

    def __init__(self, tokenizer: bytes) -> None:
        from tokenizers import Tokenizer  # a slow import, and `primum --help` needs no model

        self._tokenizer = Tokenizer.from_buffer(tokenizer)

    def knows(self, text: str, sentence: Span) -> bool:
        """Whether a sentence reads as French or English, its draft deciding when it has few words."""
        share, count = self._known(text[sentence.start : sentence.end])
        if count < _FEW_WORDS:
            share, count = self._known(text[max(0, sentence.start - _NEAR) : sentence.end + _NEAR])
        return share >= _KNOWN

    def _known(self, text: str) -> tuple[float, int]:
        """The share of words that are whole in the vocabulary, and how many words there are."""
        words = [match.group() for match in _LETTERS.finditer(text)]
        if not words:
            return 0.0, 0
        codes = self._tokenizer.encode_batch(words, add_special_tokens=False)
        return sum(len(code) == 1 for code in codes) / len(words), len(words)
