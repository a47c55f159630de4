"""Telephone numbers written out in words: "zéro six trente-neuf quatre-vingt-dix-huit ...", "oh seven seven double oh".

French says a number in pairs, English mostly digit by digit; what is read is the digits, whatever was said. Only what
begins as a telephone number does (a zero, an oh, a plus) is looked at, so that counting to ten is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from primum.text.gazetteer import folded

# fmt: off
_DIGITS = {
    "zero": 0, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "une": 1, "oh": 0,
    "o": 0, "nought": 0,
}
_TEENS = {
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}
_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90,
}
# fmt: on
_OPENS = re.compile(r"(?<![\w-])(?:plus|z[ée]ro|oh|o|nought)(?![\w'])", re.I)
_PIECE = re.compile(r"[\s,.\-'()/]{0,3}(?P<piece>[^\W\d_]{1,12}|\d{1,4})(?!\w)")
_LONGEST = 36
"""Words looked at from one beginning: fifteen digits (ITU-T E.164) of two or three words each."""
_LEAST = 7
"""Digits of the shortest number that a numbering plan knows."""


def spelt_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what is written as a telephone number in words: start, end (code points) and its digits, a plus before an
    international one's.
    """
    past = 0
    for opening in _OPENS.finditer(text):
        if opening.start() < past:
            continue
        abroad = opening[0].lower() == "plus"
        digits, end = _read(text, opening.end() if abroad else opening.start())
        if len(digits) >= _LEAST:
            yield opening.start(), end, "+" * abroad + digits
            past = end


def _read(text: str, at: int) -> tuple[str, int]:
    """Read number words from `at` on, until another word comes: their digits, and where the last of them ends."""
    words: list[tuple[str, int]] = []
    while len(words) < _LONGEST and (match := _PIECE.match(text, at)):
        at = match.end()
        words.append((folded(match["piece"]), at))
    digits, end, index = "", at, 0
    while index < len(words):
        said, following = _number(words, index)
        if following == index:
            break
        digits += said
        index, end = following, words[following - 1][1]
    return digits, end


def _number(words: list[tuple[str, int]], at: int) -> tuple[str, int]:
    """Read one number that starts at `at`: its digits and the index after it, which is `at` when there is none."""
    word = words[at][0]
    following = words[at + 1][0] if at + 1 < len(words) else ""
    if word.isdigit():
        return word, at + 1
    if word in {"double", "triple"} and following in _DIGITS:
        return str(_DIGITS[following]) * (2 if word == "double" else 3), at + 2
    if word in _TENS or (word == "quatre" and following in {"vingt", "vingts"}):
        tens, at = (80, at + 2) if word == "quatre" else (_TENS[word], at + 1)
        more, after = _below_twenty(words, at + (at < len(words) and words[at][0] == "et"))
        # "soixante-douze", "quatre-vingt-dix-huit", "trente et un"; but "trente douze" is two numbers
        fits = 0 < more < (20 if tens in {60, 80} else 10)
        return (str(tens + more), after) if fits else (str(tens), at)
    if word in {"hundred", "cent"}:
        return "00", at + 1
    value, after = _below_twenty(words, at)
    return (str(value), after) if after > at else ("", at)


def _below_twenty(words: list[tuple[str, int]], at: int) -> tuple[int, int]:
    """Read a number below twenty: its value and the index after it, or 0 and `at`."""
    word = words[at][0] if at < len(words) else ""
    if word in _DIGITS:
        return _DIGITS[word], at + 1
    if word == "dix" and at + 1 < len(words) and words[at + 1][0] in {"sept", "huit", "neuf"}:
        return 10 + _DIGITS[words[at + 1][0]], at + 2
    return (_TEENS[word], at + 1) if word in _TEENS else (0, at)
