"""What the tagger learns from: marked rows, typed anew each time, and harmless posts in which nobody is to be known.

The tagger is two heads of the remark model's encoder (`models/text/finetune.py`): what each piece of a word is, and how
likely the person is recognised by someone close, or by anyone. Fold 0 of the marked rows is for measuring, fold 1 for
weighing what the tagger says of rows it never saw (`train.py`); the others teach.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from augment import respelt
from marked import Row, posts, rows

from primum.text import identity
from primum.text.gazetteer import Entry, folded, gazetteer
from primum.text.mention import Kind
from primum.text.normalise import Normalised
from primum.text.reading import LONGEST, Reader
from primum.text.sentences import sentences
from primum.text.tags import TAGS

SKIPPED = -100
"""The label of a piece that teaches nothing (torch's own)."""
TAUGHT = (2, 3, 4)
"""The folds that teach."""
POSTS = 300
"""Harmless posts in each epoch."""
_BARE_KINDS = {Kind.AGE, Kind.DATE, Kind.PLACE, Kind.ESTABLISHMENT}
_SWAPPED, _RESPELT, _LOWERED = 0.3, 0.25, 0.2

Part = tuple[str | None, str]


@dataclass(slots=True)
class Lesson:
    """A text as the encoder reads it, marks included: tokens, each one's sentence, and the number of its tag.

    `risk` is 0, 1 or 2; `marked` whether somebody has marked the text.
    """

    tokens: list[int]
    place: list[int]
    labels: list[int]
    risk: int
    marked: bool


def parts(row: Row) -> list[Part]:
    """Cut a row into stretches, each with its tag; "?" where the marking of its file says nothing."""
    spans = list(row.spans)
    if row.silent:
        normal = Normalised.of(row.text)
        for mention in identity.mentions(normal.text):
            span = normal.original(mention.start, mention.end)
            if mention.kind in _BARE_KINDS and not any(a < span.end and span.start < b for _, a, b in spans):
                spans.append(("?", *span))
    found: list[Part] = []
    at = 0
    for tag, start, end in sorted(spans, key=lambda span: span[1]):
        found += [(None, row.text[at:start]), (tag, row.text[start:end])]
        at = end
    return [*found, (None, row.text[at:])]


@cache
def _listed(kind: Entry) -> list[str]:
    return [name for name, known in gazetteer() if known & kind and not known & Entry.WORD and len(name) > 2]


def _swapped(tag: str, words: str, random: np.random.Generator) -> str:
    """Another name in the place of each word that the lists hold as one, another town for a town."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        known = gazetteer().entry(folded(word).strip())
        if known & Entry.WORD:
            return word
        wanted = (Entry.TOWN,) if tag == "PLACE" else (Entry.FIRST_NAME, Entry.SURNAME)
        kind = next((one for one in wanted if known & one), None)
        if kind is None:
            return word
        names = _listed(kind)
        name = names[int(random.integers(len(names)))]
        return name if word.islower() else name.upper() if len(word) > 1 and word.isupper() else name.title()

    return re.sub(r"[^\W\d_]+", other, words)


def retyped(row: list[Part], random: np.random.Generator) -> list[Part]:
    """Type a row anew: other names, other spelling, capitals lost."""
    swap, respell = random.random() < _SWAPPED, random.random() < _RESPELT
    found = []
    for tag, words in row:
        if swap and tag in {"PERSON", "NAME", "PLACE"}:
            words = _swapped(tag, words, random)
        elif respell and tag is None and words.strip():
            words = respelt(words, random)
        found.append((tag, words))
    if random.random() < _LOWERED:
        return [(tag, words.lower()) for tag, words in found]
    return found


def lesson(reader: Reader, row: list[Part], risk: int, *, marked: bool = True) -> Lesson:
    """Read a row of parts as the companion reads a draft; of several windows the first."""
    normal = Normalised.of("".join(words for _, words in row))
    at, bounds = 0, []
    for tag, words in row:
        if tag is not None:
            bounds.append((at, at + len(words), SKIPPED if tag == "?" else TAGS.index(tag)))
        at += len(words)
    tokens, place, offsets = reader.tokens(normal.text, sentences(normal.text))
    labels = [SKIPPED] * len(tokens)
    for n in range(1, len(tokens) - 1):
        if marked and place[n] >= 0:
            typed = normal.original(int(offsets[n, 0]), int(offsets[n, 1]))
            labels[n] = next((label for a, b, label in bounds if a < typed.end and typed.start < b), 0)
    return Lesson(tokens[:LONGEST].tolist(), place[:LONGEST].tolist(), labels[:LONGEST], risk, marked)


class Teacher:
    """Gives an epoch's lessons: every marked row of the folds that teach, and some harmless posts."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._rows = [(parts(row), row.risk) for row in rows() if row.fold in TAUGHT]
        self._posts = posts()

    def lessons(self, random: np.random.Generator) -> list[Lesson]:
        found = [lesson(self._reader, retyped(row, random), risk) for row, risk in self._rows]
        taken = random.permutation(len(self._posts))[:POSTS]
        return [*found, *(lesson(self._reader, [(None, self._posts[n].text)], 0, marked=False) for n in taken)]
