"""Tells pictures put side by side, as « avant / après » are, from a single view.

Such a picture has a seam near its middle that runs from edge to edge: a bar of one colour, or a break in nearly every
row at the same place. A door frame has one too; but there the two sides do not look alike, and before and after do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SIDE = 256  # pixels at which the picture is looked at
_MIDDLE = (0.38, 0.62)  # where a seam may be, as shares of the length
_LONGEST = 4.0  # lengths for a breadth, from which a picture is a page that was scrolled
_BREAK = 10.0  # grey levels
_BROKEN = 0.55  # share of rows that break at a seam
_ALIKE = 0.6  # correlation of the two sides
_EVEN = 4.0  # greatest deviation inside a bar, grey levels
_DRAWN = 0.5  # share of one grey from which a picture is a drawing, a form or a code
_PLAIN = 3.0  # deviation below which there is nothing to compare, grey levels
_LOOK = 16  # cells of a side for comparing the two sides

_BEFORE = re.compile(r"avant|before|[jdms]0|pr[ée]-?op(?:[ée]ratoire|erative)?", re.IGNORECASE)
_AFTER = re.compile(r"apr[eè]s|after|[jdmsw]\+?[1-9]\d{0,2}|post-?op(?:[ée]ratoire|erative)?", re.IGNORECASE)
_UNITS = r"(?:jours?|semaines?|sem|mois|ans?|days?|weeks?|wks?|months?|years?|yrs?|[jmdswy])"
_TIME = re.compile(
    rf"\+?\d{{1,3}}{_UNITS}|(?:19|20)\d\d|\d{{1,2}}[./-]\d{{1,2}}(?:[./-]\d{{2,4}})?|\d{{1,2}}[./-]\d{{4}}",
    re.IGNORECASE,
)
_TREATMENT = re.compile(
    r"(?:traitement|soins?|chirurgie|op|op[ée]ration|intervention|injections?|s[ée]ances?|cure"
    r"|treatment|surgery|operation|procedure|sessions?|laser|botox|photos?|pictures?|pics?)",
    re.IGNORECASE,
)
_JOINING = frozenset({"de", "du", "of", "à", "a", "at", "le", "la", "the", "l", "d"})
_MOST_WORDS = 3  # of a caption: with more it is a sentence

_BOTH = re.compile(r"\b(avant|before)\s*(?:-|&|\+|et|and|puis|then)\s*(apr[eè]s|after)\b", re.IGNORECASE)
_APART = re.compile(r"[/|•→>–—]|\s-\s")
_BLANK = re.compile(r"[\s:;,()'’]+|\.+$|\.{2,}")
_TOGETHER = (
    (re.compile(r"(?<=\d)/(?=\d)"), "."),  # the strokes of a date
    (re.compile(r"\b(pr[eé]|post)[ -]?(?=op)", re.IGNORECASE), r"\1-"),
    (re.compile(r"\b([jdmsw]) ?(\+?) ?(\d{1,3})\b", re.IGNORECASE), r"\1\2\3"),
    (re.compile(rf"(\d) ({_UNITS})\b", re.IGNORECASE), r"\1\2"),
    (_BOTH, r"\1 | \2"),
)
"""What is one word, however it is spelt, and two captions that are written as one."""


def are_two(pixels: NDArray[np.uint8]) -> bool:
    """Whether a picture (uint8 RGB [rows, columns, 3]) is two pictures beside or above each other."""
    image = Image.fromarray(pixels).convert("L")
    if min(image.size) < 64 or max(image.size) > _LONGEST * min(image.size):
        return False
    grey = np.asarray(image.resize((_SIDE, _SIDE), Image.Resampling.BOX), np.float32)
    if np.histogram(grey, 32, (0, 256))[0].max() > _DRAWN * grey.size:
        return False
    return _has_seam(grey) or _has_seam(grey.T)


def say_so(texts: Iterable[str]) -> bool:
    """Whether what is written in a picture, line by line, captions a before and an after. A sentence in which something
    is to be done before or after something else is no caption.
    """
    captions = [caption for text in texts for caption in _captions(text)]
    return _BEFORE in captions and _AFTER in captions


def _captions(text: str) -> Iterator[re.Pattern[str]]:
    """Yield `_BEFORE` and `_AFTER` for what in a line is such a caption: the word alone, or with a time or a treatment,
    « J+30 », « 3 mois après », "after surgery".
    """
    for pattern, spelt in _TOGETHER:
        text = pattern.sub(spelt, text)
    for part in _APART.split(text):
        words = [word for word in _BLANK.sub(" ", part).split() if word.lower() not in _JOINING]
        for named in (_BEFORE, _AFTER):
            others = [word for word in words if not named.fullmatch(word)]
            if len(others) == len(words) - 1 < _MOST_WORDS and all(map(_of_a_caption, others)):
                yield named


def _of_a_caption(word: str) -> bool:
    return bool(_TIME.fullmatch(word) or _TREATMENT.fullmatch(word))


def _has_seam(grey: NDArray[np.float32]) -> bool:
    """Whether a vertical seam divides a grey picture [side, side] into two that look alike."""
    first, last = (round(share * _SIDE) for share in _MIDDLE)
    for left, right in _bars(grey, first, last):
        if _alike(grey[:, :left], grey[:, right:]) > _ALIKE:
            return True
    steps = np.abs(np.diff(grey, axis=1))
    for x in range(first, last):
        # a break must stand out of the texture beside it, row by row
        beside = np.concatenate([steps[:, x - 6 : x - 1], steps[:, x + 2 : x + 7]], axis=1).mean(axis=1)
        # reducing the picture may spread a break over two columns
        here = np.abs(grey[:, x + 2] - grey[:, x])
        broken = float((here > _BREAK + 2 * beside).mean())
        if broken > _BROKEN and _alike(grey[:, : x + 1], grey[:, x + 2 :]) > _ALIKE:
            return True
    return False


def _bars(grey: NDArray[np.float32], first: int, last: int) -> list[tuple[int, int]]:
    """Return the bars of one colour between `first` and `last`, as half-open ranges of columns, a column to spare."""
    even = grey.std(axis=0) < _EVEN
    if even.mean() > 0.5:
        return []  # a drawing on an even ground
    bars = []
    x = first
    while x < last:
        if even[x]:
            end = x
            while end < _SIDE and even[end]:
                end += 1
            if end - x <= _SIDE // 8 and np.ptp(grey[:, x:end].mean(axis=0)) < 2 * _EVEN:
                bars.append((max(1, x - 1), min(_SIDE - 1, end + 1)))
            x = end
        x += 1
    return bars


def _alike(one: NDArray[np.float32], two: NDArray[np.float32]) -> float:
    """Return how well two pictures correlate when laid over each other, -1..1."""
    small = [
        np.asarray(Image.fromarray(np.ascontiguousarray(part)).resize((_LOOK, _LOOK), Image.Resampling.BOX))
        for part in (one, two)
    ]
    flat = [_without_slope(part) for part in small]
    if min(part.std() for part in flat) < _PLAIN:
        return 0.0
    return float(np.corrcoef(flat[0].ravel(), flat[1].ravel())[0, 1])


def _without_slope(part: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a picture without its rise from side to side and from top to bottom: skies and fields have that alike."""
    along = np.linspace(-1, 1, _LOOK, dtype=np.float32)
    slope_x = (part * along[None, :]).sum() / (along**2).sum() / _LOOK
    slope_y = (part * along[:, None]).sum() / (along**2).sum() / _LOOK
    level: NDArray[np.float32] = part - slope_x * along[None, :] - slope_y * along[:, None]
    return level
