"""Cuts a normalised text into words, numbers and signs, and looks names up in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from primum.text.gazetteer import Entry, folded, gazetteer

_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_|\n")
_LONGEST_NAME = 5
"""Words in the longest town looked up: Saint-Jean-Pied-de-Port has five."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign, in code points of the normalised text; `known` is what the lists of names know of it.

    What every rule asks again and again is answered once, when the text is cut.
    """

    start: int
    end: int
    text: str
    folded: str
    known: Entry
    is_word: bool
    is_capital: bool

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 and self.is_word


def tokens(text: str) -> list[Token]:
    """Cut a normalised text; apostrophes, hyphens, other signs and new lines stand alone."""
    return [_token(match) for match in _TOKEN.finditer(text)]


def _token(match: re.Match[str]) -> Token:
    text = match[0]
    plain = folded_words(text)
    return Token(match.start(), match.end(), text, plain, gazetteer().entry(plain), text.isalpha(), text[0].isupper())


@cache
def lexicon() -> Mapping[str, frozenset[str]]:
    """Return the word lists of `lexicon.toml`, folded; entries of several words hold spaces."""
    table = tomllib.loads(files("primum.text").joinpath("lexicon.toml").read_text("utf-8"))
    return {name: frozenset(word.replace("_", " ") for word in words.split()) for name, words in table.items()}


@cache
def _openings(phrases: frozenset[str]) -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in phrases)


def phrase_end(words: list[Token], at: int, phrases: frozenset[str]) -> int:
    """Return the index after the longest of `phrases` that starts at `at`, or `at` when none does."""
    if at < len(words) and words[at].folded not in _openings(phrases):
        return at
    return _longest(words, at, phrases.__contains__)


def town_end(words: list[Token], at: int) -> int:
    """Return the index after the longest French commune that starts at `at`, or `at` when none does."""
    names = gazetteer()
    return _longest(words, at, lambda name: bool(names.entry(name) & Entry.TOWN))


def _longest(words: list[Token], at: int, known: Callable[[str], bool]) -> int:
    best, name, count = at, "", 0
    for index in range(at, len(words)):
        word = words[index]
        if not word.is_word:
            # a hyphen or an apostrophe joins words when nothing stands between
            if index > at and word.text in "-'" and words[index - 1].end == word.start:
                continue
            break
        count += 1
        if count > _LONGEST_NAME:
            break
        name = f"{name} {word.folded}" if name else word.folded
        if known(name):
            best = index + 1
    return best


def folded_words(text: str) -> str:
    """Fold a piece of text that may be a sign, which stays as it is."""
    return folded(text).strip() or text
