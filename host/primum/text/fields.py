"""How a file writes a name: in a form's field ("Nom : LEFEBVRE"), surname first ("SMITH, Doris"), with its particles.

A particle opens a surname only where the lists hold both together ("Le Guen", "de Sousa"), or where both stand in
capitals that leave no doubt ("EL KHATIB", "DE KERMADEC Anne").
"""

from __future__ import annotations

from functools import cache

from primum.text.gazetteer import Entry, gazetteer
from primum.text.tokens import Token, lexicon

FOREIGN = frozenset(["van", "von", "ben", "bin", "ait", "el", "al", "da", "dos", "di", "ould"])
"""Particles that are no article: "melle el amrani", never "mme la directrice"."""
_LONGEST = 8
"""Tokens in the longest surname with its particles."""


def is_in_a_field(words: list[Token], at: int) -> bool:
    """Whether a capital stands behind the label of a form's field: "Nom : LEFEBVRE", "Surname" and "SMITH" below."""
    end = at
    while end and words[end - 1].text in ":\n" and at - end < 3:
        end -= 1
    if end == at or not words[at].is_capital:
        return False
    # the label is all that stands between the line's beginning, or another field, and the name
    label: list[str] = []
    for word in reversed(words[max(0, end - 6) : end]):
        if not word.is_word and word.text not in "'/":
            break
        if word.is_word:
            label.insert(0, word.folded)
        if " ".join(label) in lexicon()["fields"]:
            return True
    return False


def is_label(words: list[Token], at: int) -> bool:
    """Whether a field's label and its colon start at `at`."""
    colon = next((end for end in range(at + 1, min(at + 4, len(words))) if words[end].text == ":"), at)
    label = " ".join(word.folded for word in words[at:colon])
    # behind "Patient :" stands as often what ails him, so that it is a label and no name's field
    return label in lexicon()["fields"] or label == "patient"


def surname_end(words: list[Token], at: int, *, titled: bool = False) -> int:
    """Return the index after a surname that begins with particles at `at`, or `at` when none does.

    In lower case only behind a title, and then no dignity: "mme le gall", never "m. le maire".
    """
    last = at
    while last < min(len(words) - 1, at + _LONGEST) and _is_particle(words, at, last):
        last += 1
    for end in range(last, at, -1):
        word = words[end]
        if not word.is_word or len(word.text) < 2 or not (titled or (words[at].is_capital and word.is_capital)):
            continue
        name = " ".join(part.folded for part in words[at : end + 1] if part.is_word)
        dignity = not word.is_capital or not words[at].is_capital
        if gazetteer().entry(name) & Entry.SURNAME and not (dignity and word.folded in _dignities()):
            return end + 1
    return last + 1 if last > at and _is_shaped(words, at, last) else at


def _is_particle(words: list[Token], at: int, index: int) -> bool:
    word = words[index]
    if word.text in "-'":
        return index > at and words[index - 1].end == word.start and word.end == words[index + 1].start
    # one letter is a particle when an apostrophe follows: l'Hostis, never the "m" of a title
    return word.folded in lexicon()["particles"] and (not word.is_initial or words[index + 1].text == "'")


def _is_shaped(words: list[Token], at: int, last: int) -> bool:
    """Whether particles and a word that no list holds can only be a surname: all in capitals, or a first name next."""
    word = words[last]
    if not word.is_word or not word.is_capital or word.known or len(word.text) < 4:
        return False
    first = last + 1 < len(words) and words[last + 1].is_capital and words[last + 1].known & Entry.FIRST_NAME
    shouted = all(part.text.isupper() for part in words[at : last + 1] if part.is_word)
    if words[at].is_initial:
        return shouted and len(word.text) > 7  # "L'URSSAF" is shorter
    if words[at].folded in FOREIGN and words[at].is_capital:
        return shouted or bool(first)
    return shouted and bool(first) and not words[last + 1].known & Entry.WORD


@cache
def _dignities() -> frozenset[str]:
    lists = lexicon()
    return lists["dignities"] | lists["roles"] | lists["rare_jobs"] | lists["common_jobs"] | lists["health_jobs"]


def stands_alone(words: list[Token], at: int, end: int) -> bool:
    """Whether a surname with its particle needs nothing beside it: "Le Goff est sorti", never "Le Grand", "Le Faou"."""
    name = " ".join(word.folded for word in words[at:end] if word.is_word)
    aged = end + 1 < len(words) and words[end].text.isdigit() and words[end + 1].folded in {"ans", "a", "yo", "f", "m"}
    if (
        words[at].folded == "saint"
        or gazetteer().entry(name) & Entry.TOWN
        or (end < len(words) and words[end].text == "-")
    ):
        return False
    return aged or not words[end - 1].known & Entry.WORD


def surname_first_end(words: list[Token], at: int) -> int:
    """Return the index after "SMITH, Doris" or "LE GUEN, Marie-Anne", or `at` when no such name starts there."""
    comma = max(surname_end(words, at), at + 1)
    word = words[at]
    if comma + 1 >= len(words) or words[comma].text != "," or not word.text.isupper() or len(word.text) < 2:
        return at
    end = comma + 2
    while end + 1 < len(words) and words[end].text == "-" and words[end - 1].end == words[end + 1].start - 1:
        end += 2
    first = words[comma + 1]
    if not (first.is_capital and first.known & Entry.FIRST_NAME) or first.folded in lexicon()["calendar"]:
        return at
    if comma > at + 1 or (word.known & Entry.SURNAME and len(word.text) > 2):
        return end
    # "GRANT, Elsie 94F": what no list knows may be an acronym, unless an age or a date closes the entry
    closed = end == len(words) or not words[end].is_word
    strange = not word.known and len(word.text) > 4 and word.folded not in lexicon()["establishments"]
    return end if strange and closed else at
