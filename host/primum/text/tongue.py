"""Tells French and English from what the remark model was never taught."""

from __future__ import annotations

import re

from tokenizers import Tokenizer

from primum.finding import Span

KNOWN = 0.6
"""Share of its words a sentence must have whole in the vocabulary (corpus: 99 % of the rows have .70, Spanish, Italian,
German and Portuguese ones .4 to .5)."""
_FEW, _NEAR = 6, 200
"""Fewer words than that are judged with as many characters of the draft around them."""

_LETTERS = re.compile(r"[^\W\d_]+")


class Tongue:
    """Reads a sentence's language off the vocabulary.

    The vocabulary was learnt on French and English: their words come out whole, those of other languages in pieces.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._normalizer = tokenizer.normalizer
        self._vocabulary = frozenset(tokenizer.get_vocab())

    def knows(self, text: str, sentence: Span) -> bool:
        """Whether a sentence of `text` reads as French or English."""
        share, count = self.known(text[sentence.start : sentence.end])
        if count < _FEW:
            share, _ = self.known(text[max(0, sentence.start - _NEAR) : sentence.end + _NEAR])
        return share >= KNOWN

    def known(self, text: str) -> tuple[float, int]:
        """The share of words that are whole in the vocabulary, and how many words there are."""
        words = _LETTERS.findall(self._normalizer.normalize_str(text))
        if not words:
            return 0.0, 0
        return sum(word in self._vocabulary for word in words) / len(words), len(words)
