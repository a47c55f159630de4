"""One spelling of a text, and the way back to what was typed.

Phones, word processors and web pages write the same sentence in many ways: curly apostrophes, hard spaces, letters
with a separate accent, soft hyphens. Rules and models read the normalised text; findings are said on the given one.

The form is Unicode's NFKC (UAX #15), to which this module adds: apostrophes become ', hyphens become -, line
separators become a newline, what has no width is dropped, and a lone surrogate becomes U+FFFD.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from primum.finding import Span

_RUN_LIMIT = 30
"""Marks after one letter before a new run begins (Stream-Safe Text Format, UAX #15): sorting them is quadratic."""

_SAME = {
    **dict.fromkeys("\u2018\u2019\u201b\u02b9\u02bc\u2032\u00b4\u0060\ua78c", "'"),
    **dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2028\u2029\u0085", "\n"),
}


@lru_cache(maxsize=4096)
def _reading(char: str) -> str:
    """The character that stands for `char` before NFKC; empty when it has no width."""
    if char in _SAME:
        return _SAME[char]
    category = unicodedata.category(char)
    if category == "Cf" or "\ufe00" <= char <= "\ufe0f":
        return ""
    return "\ufffd" if category == "Cs" else char


@lru_cache(maxsize=4096)
def _joins(char: str) -> bool:
    """Whether NFKC may merge `char` with what stands before it: marks, and the later jamo of a Korean syllable."""
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"


def _runs(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield runs that NFKC can work on one by one, each with its start and end in `text`."""
    run, start, end = "", 0, 0
    for index, char in enumerate(text):
        plain = char < "\x80" and char != "`"
        read = char if plain else _reading(char)
        if not read:
            continue
        if run and (plain or len(run) > _RUN_LIMIT or not _joins(read)):
            yield run, start, end
            run = ""
        if not run:
            start = index
        run += read
        end = index + 1
    if run:
        yield run, start, end


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text with its offset map, both in code points."""

    text: str
    length: int
    """Code points of the text as it was given."""
    _starts: array[int]
    _ends: array[int]

    @classmethod
    def of(cls, text: str) -> Normalised:
        """Normalise `text`, in time linear in its length."""
        parts: list[str] = []
        starts, ends = array("L"), array("L")
        for run, start, end in _runs(text):
            form = run if run.isascii() else unicodedata.normalize("NFKC", run)
            parts.append(form)
            for _ in form:
                starts.append(start)
                ends.append(end)
        return cls("".join(parts), len(text), starts, ends)

    def original(self, start: int, end: int) -> Span:
        """Return where `text[start:end]` stands in the text as it was given, whole letters always.

        An empty range gives an empty span. Raises ValueError when the range does not lie inside `text`.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"{start}..{end} is outside a text of {len(self.text)} characters")
        if start == end:
            at = self._starts[start] if start < len(self.text) else self.length
            return Span(at, at)
        return Span(self._starts[start], self._ends[end - 1])
