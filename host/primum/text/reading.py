"""What the remark model reads of a draft: its sentences, their n-grams and their tokens, in windows of bounded size.

Trainer and companion share this module, so that both see the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from primum.finding import Span
from primum.text.ngrams import BUCKETS, Grams, fold, grams
from primum.text.sentences import sentences

NEIGHBOURS = 4
"""Sentences before and after whose n-grams count as surroundings."""
LONGEST = 256
"""Tokens in a window, its two marks included; the body never saw more."""
_SHOUT = 12
"""Letters from which on a sentence in capitals is held to be shouted, and not a name or an abbreviation."""
_MARGIN = 40
"""Tokens of the draft before and after that a window of a longer draft shows besides those it judges."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its own n-grams, and the ids of those around it (itself included)."""

    span: Span
    own: Grams
    around: Ints


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences that are read together.

    `tokens` (t,) with the two marks; `place` (t,) the number of each token's sentence in `sentences`, -1 outside;
    `starts` and `ends` (t,) code points of the text, 0 for the marks. Only `judged` sentences are scored here, the
    others are there to be understood by.
    """

    sentences: Sequence[Sentence]
    judged: range
    tokens: Ints
    place: Ints
    starts: Ints
    ends: Ints


def read_sentences(text: str) -> list[Sentence]:
    """Cut a normalised text into sentences and take their n-grams."""
    folded = fold(text)
    spans = sentences(text)
    own = [grams(folded, span) for span in spans]
    near = [own[max(0, n - NEIGHBOURS) : n + NEIGHBOURS + 1] for n in range(len(own))]
    return [
        Sentence(span, mine, np.unique(np.concatenate([one.ids for one in around])))
        for span, mine, around in zip(spans, own, near, strict=True)
    ]


def padded(bags: Sequence[Ints], blank: int = BUCKETS) -> Ints:
    """Stack id lists into one array (lists, longest), filled up with `blank`."""
    stacked = np.full((len(bags), max(map(len, bags))), blank, np.int64)
    for row, bag in zip(stacked, bags, strict=True):
        row[: len(bag)] = bag
    return stacked


def _calmed(text: str, spans: Sequence[Span]) -> str:
    """`text` with the sentences that shout in lower case: the model's pieces of words hardly know capitals."""
    for start, end in spans:
        letters = [char for char in text[start:end] if char.isalpha()]
        if len(letters) >= _SHOUT and sum(map(str.isupper, letters)) > 0.8 * len(letters):
            lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text[start:end])
            text = f"{text[:start]}{lowered}{text[end:]}"
    return text


class Reader:
    """Reads with the vocabulary of the model."""

    def __init__(self, tokenizer: bytes) -> None:
        self.tokenizer = Tokenizer.from_buffer(tokenizer)
        self._first = self.tokenizer.token_to_id("[CLS]")
        self._last = self.tokenizer.token_to_id("[SEP]")

    def tokens(self, text: str, spans: Sequence[Span]) -> tuple[Ints, Ints, Ints]:
        """Return a text's tokens with the two marks (t,), each one's sentence, -1 outside (t,), its place (t, 2)."""
        code = self.tokenizer.encode(_calmed(text, spans), add_special_tokens=False)
        # a piece that begins a word bears the space before it, which is no part of any sentence
        inner = [(start + (start < end and text[start].isspace()), end) for start, end in code.offsets]
        offsets = np.array([(0, 0), *inner, (0, 0)], np.int64)
        bounds = np.array([(0, 0), *spans], np.int64)
        place = np.searchsorted(bounds[1:, 1], offsets[:, 0], side="right")
        inside = place < len(spans)
        inside[inside] = bounds[1 + place[inside], 0] <= offsets[inside, 0]
        inside[[0, -1]] = False
        return np.array([self._first, *code.ids, self._last], np.int64), np.where(inside, place, -1), offsets

    def windows(self, text: str) -> list[Window]:
        """Return windows that judge every sentence of a normalised text exactly once; one when the text is short."""
        read = read_sentences(text)
        if not read:
            return []
        tokens, place, offsets = self.tokens(text, [sentence.span for sentence in read])
        inside = place >= 0
        sizes = np.bincount(place[inside], minlength=len(read))
        found = []
        for shown, judged in _cuts(sizes):
            chosen = np.flatnonzero((place >= shown.start) & (place < shown.stop))[: LONGEST - 2]
            found.append(
                Window(
                    sentences=read[shown.start : shown.stop],
                    judged=range(judged.start - shown.start, judged.stop - shown.start),
                    tokens=np.concatenate([tokens[:1], tokens[chosen], tokens[-1:]]),
                    place=np.concatenate([[-1], place[chosen] - shown.start, [-1]]),
                    starts=np.concatenate([[0], offsets[chosen, 0], [0]]),
                    ends=np.concatenate([[0], offsets[chosen, 1], [0]]),
                )
            )
        return found


def _cuts(sizes: NDArray[np.intp]) -> Iterator[tuple[range, range]]:
    """Share sentences of these sizes (tokens) among windows: which each shows, and which of them it judges."""
    if sizes.sum() <= LONGEST - 2:
        yield range(len(sizes)), range(len(sizes))
        return
    room = LONGEST - 2 - 2 * _MARGIN
    first = 0
    while first < len(sizes):
        last = first + 1
        while last < len(sizes) and sizes[first : last + 1].sum() <= room:
            last += 1
        before, after = first, last
        while before > 0 and sizes[before - 1 : first].sum() <= _MARGIN:
            before -= 1
        while after < len(sizes) and sizes[last : after + 1].sum() <= _MARGIN:
            after += 1
        yield range(before, after), range(first, last)
        first = last
