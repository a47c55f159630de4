"""Tells French and English from what the remark model was never taught."""

from __future__ import annotations

import re
import unicodedata

from primum.finding import Span

KNOWN = 0.6
"""Share of its words a sentence must have in the list (corpus: 99 % of the rows have .70, Spanish, Italian,
German and Portuguese ones .4 to .5)."""
_FEW, _NEAR = 6, 200
"""Fewer words than that are judged with as many characters of the draft around them."""

_LETTERS = re.compile(r"[^\W\d_]+")


class Tongue:
    """Reads a sentence's language off a list of words.

    The list, `models/text/words.txt`, holds the words that stand most in French and English texts, without case or
    accents: most words of a French or English sentence are in it, and few of another language's.
    """

    def __init__(self, words: str) -> None:
        self._words = frozenset(words.split())

    def knows(self, text: str, sentence: Span) -> bool:
        """Whether a sentence of `text` reads as French or English."""
        share, count = self.known(text[sentence.start : sentence.end])
        if count < _FEW:
            share, _ = self.known(text[max(0, sentence.start - _NEAR) : sentence.end + _NEAR])
        return share >= KNOWN

    def known(self, text: str) -> tuple[float, int]:
        """The share of words that are whole in the vocabulary, and how many words there are."""
        words = _LETTERS.findall(_plain(text))
        if not words:
            return 0.0, 0
        return sum(word in self._words for word in words) / len(words), len(words)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower())
    return apart if apart.isascii() else "".join(char for char in apart if not unicodedata.combining(char))
