"""Whose name it is, as far as the words around it say: a patient's, who works there, an author's, an eponym's.

All of it looks at a few words before and behind a name that `names.py` has read, or is about to read.
"""

from __future__ import annotations

from collections.abc import Iterator

from primum.text.tokens import Token, lexicon, phrase_end

HYPHENS = "-'"
LONGEST = 14
"""Tokens that any look ahead or back may pass, so that time stays linear in the text."""
_ARTICLES = frozenset(["l", "le", "la", "notre", "nos", "mon", "ma", "the", "our", "my"])
_NEAR = 5
"""Tokens within which a word says whose name it is."""


def _content_before(words: list[Token], at: int, reach: int) -> Iterator[Token]:
    """Yield up to `reach` words before `at`, nearest first, without articles and particles."""
    seen = 0
    index = at - 1
    while index >= max(0, at - LONGEST) and seen < reach and words[index].text not in ".!?:;,(\n":
        if words[index].is_word and words[index].folded not in lexicon()["particles"]:
            seen += 1
            yield words[index]
        index -= 1


def after_eponym_head(words: list[Token], at: int) -> bool:
    """Whether "maladie de", "score de", "loi" stands before, perhaps with another eponym between."""
    heads, eponyms = lexicon()["eponym_heads"], lexicon()["eponyms"]
    for word in _content_before(words, at, 3):
        if word.folded in heads:
            return True
        if word.folded not in eponyms and word.folded not in {"et", "and"}:
            return False
    return False


def is_introduced(words: list[Token], at: int) -> bool:
    """Whether a patient word stands right before: "mon patient Yanis", "la petite Zoé", "famille Payet"."""
    nearest = next(_content_before(words, at, 1), None)
    return nearest is not None and nearest.folded in lexicon()["patient_words"]


def is_public(words: list[Token], at: int, end: int, reach: int = _NEAR) -> bool:
    """Whether the words around are those of authors, colleagues or politicians."""
    nearby = [*words[max(0, at - reach) : at], *words[end : end + reach]]
    if any(word.folded in lexicon()["patient_words"] for word in words[max(0, at - 2) : at]):
        return False
    return _on_the_staff(words, at, end) or any(word.folded in lexicon()["public_words"] for word in nearby)


def _on_the_staff(words: list[Token], at: int, end: int) -> bool:
    """Whether a name is that of who works there: "notre ASH Antoine", "Mme Vasseur, l'IADE", "Sabrina, IDE".

    A profession without an article is as often a patient's: "Mme Vasseur, infirmière à la retraite".
    """
    staff = lexicon()["staff"]
    starts = range(max(0, at - 4), at)
    if any(_after_article(words, start) and phrase_end(words, start, staff) == at for start in starts):
        return True
    comma = end < len(words) and words[end].text == ","
    after = end + comma
    if (
        comma
        and after < len(words)
        and words[after].folded in lexicon()["staff_letters"]
        and words[after].text.isupper()
    ):
        return True
    return any(
        _after_article(words, start) and phrase_end(words, start, staff) > start
        for start in range(after + 1, min(after + 3, len(words)))
    )


def _after_article(words: list[Token], at: int) -> bool:
    """Whether an article or "our" stands right before: "l'IADE", "notre interne", "the porter"."""
    before = at - 1 - (at > 1 and words[at - 1].text in HYPHENS)
    return before >= 0 and words[before].folded in _ARTICLES


def is_famous(words: list[Token], at: int, end: int) -> bool:
    return any(phrase_end(words, index, lexicon()["famous"]) == end for index in range(at, end))


ROOMS = frozenset(["ch", "chambre", "lit", "box", "salle", "couveuse", "bed", "bay", "cubicle", "room"])


def is_beside_room(words: list[Token], at: int) -> bool:
    """Whether a room or a bed with its number comes next: "boulard lit 7", "camille, chambre 5"."""
    if at < len(words) and words[at].text == ",":
        at += 1
    return at + 1 < len(words) and words[at].folded in ROOMS and words[at + 1].text.isdigit()
