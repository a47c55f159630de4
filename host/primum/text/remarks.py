"""Hears remarks that could be read as demeaning, and promotion that the Order proscribes.

The model (`listening.py`) scores every sentence of a draft with its surroundings: whether it demeans, of which family,
and each kind of promotion. The thresholds lie beside the model, chosen on the development split (see the model card,
`models/text/README.md`). What is said is a sentence and, inside it, the words that weigh most.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from primum import models
from primum.finding import Family, Span, Strength, TextFinding
from primum.text.listening import Floats, Heard, Listener
from primum.text.normalise import Normalised
from primum.text.reading import Sentence
from primum.text.tongue import Tongue

LANGUAGES = ("fr", "en")
SENSITIVITIES = ("low", "normal", "high")
FAMILIES = ("body", "sexual", "sexist", "racist", "lgbt", "ability", "social", "insult", "colleague")
"""The remark families, which the head "remark" speaks for."""
_MARKED = 4
"""Words marked in a sentence."""
_LENT = 2.0
"""Log-odds by which a sentence may be less of a remark than the worst of its draft: what is further below has it from
its neighbour, for each is read with what stands around."""
_FEWEST = 3
"""Words a sentence must have to be judged; no demeaning row of the corpus has fewer."""

_WORD = re.compile(r"\w+(?:['-]\w+)*")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class _Settings:
    """What lies beside the model: its heads in order, and thresholds by head, sensitivity and strength."""

    heads: tuple[str, ...]
    thresholds: dict[str, dict[str, dict[str, float]]]


class Judge(Protocol):
    """Another opinion on whether a sentence demeans, with thresholds of its own by sensitivity and strength."""

    @property
    def limits(self) -> Mapping[str, Mapping[str, float]]: ...
    def probabilities(self, sentences: Sequence[str]) -> Floats: ...


class RemarkModel:
    """What is made of the model's answers; a `judge` has the last word on whether a sentence demeans.

    `find` raises ModelUnusableError when a file of the model is missing or damaged.
    """

    def __init__(self, judge: Judge | None = None) -> None:
        self._judge = judge
        self._listener = Listener()

    @cached_property
    def _settings(self) -> _Settings:
        table: dict[str, Any] = json.loads(models.read("remarks", "text/remarks.json"))
        return _Settings(tuple(table["heads"]), table["thresholds"])

    @cached_property
    def _tongue(self) -> Tongue:
        return Tongue(models.read("remarks", "text/words.txt").decode())

    def hear(self, text: Normalised) -> list[Heard]:
        """Let the model read a draft once, for `find` and for whoever asks what its words are."""
        return self._listener.hear(text)

    def find(
        self,
        text: Normalised,
        lang: str | None = None,
        sensitivity: str = "normal",
        heard: Sequence[Heard] | None = None,
    ) -> list[TextFinding]:
        """Return the findings of a draft in the order of its sentences.

        A demeaning sentence gives one finding, of the family that fits best, and each kind of promotion in it one. A
        remark that would be a mere hint, or is far less of one, is left out beside one that weighs more: the whole post
        lends each of its sentences something of it.
        `lang` is a BCP 47 tag when the caller knows the language of the draft; `sensitivity` is "low", "normal" or
        "high"; `heard` is what `hear` gave for this draft, read now when left out. Spans are code points of the text
        as it was given. Raises ValueError for another sensitivity.
        """
        if sensitivity not in SENSITIVITIES:
            raise ValueError(f"sensitivity must be one of {', '.join(SENSITIVITIES)}")
        if lang is not None and lang.split("-")[0].lower() not in LANGUAGES:
            return []
        found = [
            finding
            for one in (self.hear(text) if heard is None else heard)
            if (judged := [n for n in one.window.judged if self._judges(text.text, one.window.sentences[n].span)])
            for finding in self._verdicts(text, one, judged, sensitivity)
        ]
        remarks = [one for one in found if one.family is Family.REMARK]
        weighty = any(one.strength is not Strength.HINT for one in remarks)
        most = max((_log_odds(one.score) for one in remarks), default=0.0)
        lent = [
            one for one in remarks if (weighty and one.strength is Strength.HINT) or _log_odds(one.score) < most - _LENT
        ]
        return [one for one in found if one not in lent]

    def probabilities(self, text: Normalised) -> list[tuple[Span, dict[str, float]]]:
        """Return every sentence, in code points of `text.text`, with the probability of each head."""
        return [
            (one.window.sentences[n].span, dict(zip(self._settings.heads, map(float, one.probability[n]), strict=True)))
            for one in self.hear(text)
            for n in one.window.judged
        ]

    def _judges(self, text: str, sentence: Span) -> bool:
        """Whether a sentence is long enough, and in a language the model was taught."""
        return len(_LETTERS.findall(text, *sentence)) >= _FEWEST and self._tongue.knows(text, sentence)

    def _verdicts(self, text: Normalised, heard: Heard, judged: list[int], sensitivity: str) -> list[TextFinding]:
        window, probability = heard.window, heard.probability
        heads = self._settings.heads
        families = [n for n, name in enumerate(heads) if name in FAMILIES]
        thresholds: Mapping[str, Mapping[str, Mapping[str, float]]] = self._settings.thresholds
        if self._judge is not None:
            spans = [window.sentences[n].span for n in judged]
            opinion = self._judge.probabilities([text.text[span.start : span.end] for span in spans])
            probability = probability.copy()
            probability[judged, heads.index("remark")] = opinion
            thresholds = {**thresholds, "remark": self._judge.limits}
        found = []
        for number in judged:
            sentence = window.sentences[number]
            for head, limits in thresholds.items():
                column = heads.index(head)
                score = float(probability[number, column])
                strength = _strength(score, limits[sensitivity])
                if strength is None:
                    continue
                rule = head
                if head == "remark":
                    rule = heads[max(families, key=lambda n: probability[number, n])]
                start, end = text.original(*sentence.span)
                words = _heaviest(text.text, sentence, _along(heard, number, column))
                found.append(
                    TextFinding(rule, strength, start, end, score, tuple(text.original(*word) for word in words))
                )
        return found


def _log_odds(score: float) -> float:
    return math.log(max(score, 1e-6) / max(1 - score, 1e-6))


def _strength(score: float, limits: Mapping[str, float]) -> Strength | None:
    """The strongest level whose threshold the score reaches."""
    return next((level for level in reversed(Strength) if score >= limits[level]), None)


def _along(heard: Heard, number: int, column: int) -> NDArray[np.float64]:
    """What the characters of one sentence add to a head, as running sums (characters + 1,).

    Each n-gram and each token spreads what it adds evenly over its characters.
    """
    window = heard.window
    sentence = window.sentences[number]
    here = window.place == number
    starts = np.concatenate([sentence.own.starts, window.starts[here]]) - sentence.span.start
    ends = np.concatenate([sentence.own.ends, window.ends[here]]) - sentence.span.start
    added = np.concatenate([heard.grams[number, : len(sentence.own.ids), column], heard.tokens[here, column]])
    length = sentence.span.end - sentence.span.start
    change = np.zeros(length + 1)
    share = added / np.maximum(ends - starts, 1)
    np.add.at(change, np.clip(starts, 0, length), share)
    np.add.at(change, np.clip(ends, 0, length), -share)
    return np.concatenate([[0.0], np.cumsum(np.cumsum(change[:-1]))])


def _heaviest(text: str, sentence: Sentence, along: NDArray[np.float64]) -> list[Span]:
    """The words of a sentence that speak most for a verdict, in their order, neighbours joined."""
    first = sentence.span.start
    spans = [Span(*match.span()) for match in _WORD.finditer(text, *sentence.span)]
    weights = [float(along[span.end - first] - along[span.start - first]) for span in spans]
    best = sorted((n for n, weight in enumerate(weights) if weight > 0), key=lambda n: -weights[n])[:_MARKED]
    joined: list[Span] = []
    for n in sorted(best):
        if joined and n - 1 in best:
            joined[-1] = Span(joined[-1].start, spans[n].end)
        else:
            joined.append(spans[n])
    return joined
