"""Hashed n-grams: how the linear member of the remark model reads a sentence.

Character n-grams inside words (typos and missing accents leave most of them whole) and word n-grams (turns of
phrase), each hashed into one of `BUCKETS` (Weinberger et al. 2009, "Feature hashing for large scale multitask
learning"). Trainer and companion share this module, so that both see the same numbers.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from primum.finding import Span

BUCKETS = 1 << 17
CHARACTERS = (2, 3, 4, 5)
WORDS = (1, 2, 3)

_LEET = str.maketrans("013457@$", "oieastas")
_MIXED = re.compile(r"(?=\w*[^\W\d_]{2})[\w@$]*[^\W\d_][013457@$][\w@$]*[^\W\d_]")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PRIME = np.uint64(0x9E3779B97F4A7C15)


class Grams(NamedTuple):
    """The n-grams of a sentence: `ids` (n,) int64 below BUCKETS, `starts` and `ends` (n,) code points of the text."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """`char` without case and accent, as exactly one character."""
    if char.isdigit():
        return "0"
    base = unicodedata.normalize("NFD", char.lower())[0]
    return {"œ": "o", "æ": "a"}.get(base, base)


def fold(text: str) -> str:
    """Return `text` without case, accents, or the digits' values: as many code points, so that offsets hold.

    Digits inside a word are read as the letters they stand for ("gr0sse"); all other digits become 0.
    """
    unmasked = _MIXED.sub(lambda match: match.group().translate(_LEET), text)
    return "".join(map(_plain, unmasked))


def _spread(hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Spread 64-bit hashes over the buckets."""
    with np.errstate(over="ignore"):
        spread = hashes * _PRIME
        spread ^= spread >> np.uint64(29)
        spread *= np.uint64(0xBF58476D1CE4E5B9)
        spread ^= spread >> np.uint64(32)
    return (spread % np.uint64(BUCKETS)).astype(np.int64)


def grams(folded: str, sentence: Span) -> Grams:
    """Return the distinct n-grams of one sentence of a folded text, each at its first place."""
    tokens = [match.span() for match in _TOKEN.finditer(folded, *sentence)]
    hashes, starts, ends = [], [], []
    # one array of code points, a space around every token, so that an n-gram knows where a word begins and ends
    codes, places = [32], [sentence.start]
    for start, end in tokens:
        codes += [*map(ord, folded[start:end]), 32]
        places += [*range(start, end), end]
    code = np.array(codes, np.uint64)
    place = np.array(places, np.int64)
    space = code == 32
    rolling = np.zeros(len(code), np.uint64)
    with np.errstate(over="ignore"):
        for size in range(1, max(CHARACTERS) + 1):
            count = len(code) - size + 1
            if count < 1:
                break
            rolling = rolling[:count] * np.uint64(0x100000001B3) + code[size - 1 :]
            if size not in CHARACTERS:
                continue
            inner = np.zeros(count, bool)
            for offset in range(1, size - 1):
                inner |= space[offset : offset + count]
            keep = np.flatnonzero(~inner & ~(space[:count] & space[size - 1 :]))
            # the size keeps kinds of n-gram apart
            hashes.append(rolling[keep] + np.uint64(size))
            starts.append(place[keep])
            ends.append(np.maximum(place[keep + size - 1] + (~space[keep + size - 1]), place[keep] + 1))
        word = np.array([_word_hash(folded[start:end]) for start, end in tokens], np.uint64)
        chain = np.zeros(len(word), np.uint64)
        bounds = np.array(tokens, np.int64).reshape(-1, 2)
        for size in WORDS:
            count = len(word) - size + 1
            if count < 1:
                break
            chain = chain[:count] * np.uint64(0x100000001B3) + word[size - 1 :]
            hashes.append(chain + np.uint64(100 + size))
            starts.append(bounds[:count, 0])
            ends.append(bounds[size - 1 :, 1])
    if not hashes:
        empty = np.zeros(0, np.int64)
        return Grams(empty, empty, empty)
    unique, first = np.unique(_spread(np.concatenate(hashes)), return_index=True)
    return Grams(unique, np.concatenate(starts)[first], np.concatenate(ends)[first])


@lru_cache(maxsize=8192)
def _word_hash(word: str) -> int:
    """64-bit FNV-1a of a word's code points."""
    value = 0xCBF29CE484222325
    for char in word:
        value = ((value ^ ord(char)) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value
