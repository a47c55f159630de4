"""Cuts a text into the sentences that a finding can name.

People who type quickly seldom close a sentence with a full stop: a new line, an emoji and a hashtag end one as well.
A piece shorter than three words says nothing alone and stays with what came before; a piece longer than forty words
is cut at a comma or, failing that, at a space, so that one finding never names half a page.
"""

from __future__ import annotations

import re

from primum.finding import Span

_SHORT, _LONG = 3, 40
"""Words below which a piece joins its neighbour, and above which it is cut."""

_END = re.compile(
    r"(?<!\bM)(?<!\bDr)(?<!\bPr)(?<!\bMr)(?<!\bcf)[.!?…]+[\"'»”)\]]*(?=\s|$)|\n+|[\U0001F300-\U0001FAFF☀-➿]+(?=\s)"
)
_WORD = re.compile(r"\w+(?:['-]\w+)*")


def _pieces(text: str) -> list[Span]:
    ends = [match.end() for match in _END.finditer(text)]
    return [Span(start, end) for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _cut(text: str, piece: Span) -> list[Span]:
    """Cut a piece of more than `_LONG` words into parts of at most that many."""
    words = list(_WORD.finditer(text, *piece))
    parts = []
    while len(words) > _LONG:
        commas = [n for n in range(_LONG // 2, _LONG) if "," in text[words[n - 1].end() : words[n].start()]]
        last = commas[-1] if commas else _LONG
        parts.append(Span(piece.start, words[last].start()))
        piece = Span(words[last].start(), piece.end)
        words = words[last:]
    return [*parts, piece]


def _trimmed(text: str, piece: Span) -> Span:
    inside = text[piece.start : piece.end]
    start = piece.start + len(inside) - len(inside.lstrip())
    return Span(start, max(start, piece.start + len(inside.rstrip())))


def sentences(text: str) -> list[Span]:
    """Return the sentences of `text` in code points, in order, without the space around them.

    They never overlap, none is empty, and each holds a word.
    """
    joined: list[Span] = []
    for piece in _pieces(text):
        count = sum(1 for _ in _WORD.finditer(text, *piece))
        if joined and count < _SHORT:
            joined[-1] = Span(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    if len(joined) > 1 and sum(1 for _ in _WORD.finditer(text, *joined[0])) < _SHORT:
        joined[:2] = [Span(joined[0].start, joined[1].end)]
    parts = [_trimmed(text, part) for piece in joined for part in _cut(text, piece)]
    return [part for part in parts if _WORD.search(text, *part)]
