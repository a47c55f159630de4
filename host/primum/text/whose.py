"""Whose name it is, as far as the words around it say: a patient's, who works there, an author's, an eponym's.

All of it looks at a few words before and behind a name that `names.py` has read, or is about to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from primum.text.gazetteer import PERSONAL
from primum.text.mention import Kind
from primum.text.tokens import Token, lexicon, phrase_end, town_end

HYPHENS = "-'"
LONGEST = 14
"""Tokens that any look ahead or back may pass, so that time stays linear in the text."""
TITLES = frozenset(["monsieur", "madame", "mme", "melle", "mlle", "mr", "mrs", "ms", "miss", "sgt"])
STAFF_TITLES = frozenset(["sister", "nurse", "matron"])
"""Before a name these are of who works on a ward."""
REGISTERED = frozenset({"ne", "nee", "ddn", "ipp", "nip", "nir", "dob", "mrn"})
"""What a file writes behind a patient's name."""
_ARTICLES = frozenset(["l", "le", "la", "notre", "nos", "mon", "ma", "the", "our", "my"])
_NEAR = 5
"""Tokens within which a word says whose name it is."""


class Name(NamedTuple):
    """A name that was read: from where to where, whose it is, how complete; `proved` when its form leaves no doubt."""

    at: int
    end: int
    kind: Kind = Kind.NAME
    detail: str = ""
    proved: bool = False


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
    return nearest is not None and nearest.folded in lexicon()["patient_words"] and not _is_of_a_town(words, at)


def _is_of_a_town(words: list[Token], at: int) -> bool:
    """Whether "de" and a town stand here: "un patient de Ploufragan", "la dame de Villers-Plage"."""
    before = at - (2 if words[at - 1].text == "'" else 1)
    if before < 0 or words[before].folded not in {"de", "d"} or town_end(words, at) == at:
        return False
    if at + 2 < len(words) and words[at + 1].text == "-" and words[at + 1].end == words[at + 2].start:
        return not words[at + 2].known & PERSONAL
    return not words[at].known & PERSONAL


_DENYING = frozenset("pas rien non jamais no not never nothing isn wasn".split())  # noqa: SIM905


def is_invented(words: list[Token], at: int, end: int) -> bool:
    """Whether nobody is meant: "Cas fictif : Mme Durand", "Mme Durand, patiente simulée"."""
    first = at
    while first > max(0, at - LONGEST) and words[first - 1].text not in ".!?;\n":
        first -= 1
    places = [*range(first, at), *range(end, min(end + 4, len(words)))]
    # "pas un cas d'ECOS, hélas, rien n'est inventé"
    if any(words[index].folded in _DENYING for index in places):
        return False
    return any(phrase_end(words, index, lexicon()["invented"]) > index for index in places)


def is_public(words: list[Token], at: int, end: int, reach: int = _NEAR) -> bool:
    """Whether the words around are those of authors, colleagues or politicians."""
    if any(word.folded in lexicon()["patient_words"] for word in words[max(0, at - 2) : at]):
        return False
    nearby = [*range(max(0, at - reach), at), *range(end, min(end + reach, len(words)))]
    said = any(phrase_end(words, index, lexicon()["public_words"]) > index for index in nearby)
    cited = [word.folded for word in words[end : end + 2]] == ["et", "al"]
    return said or cited or _on_the_staff(words, at, end)


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


def is_admitted(words: list[Token], at: int, end: int) -> bool:
    """Whether brackets right behind say what ails somebody, and nothing of an office: "Entrants : M. Tanguy (BPCO)".

    What ails people fills no list: so the brackets are short, name no work, no party and no place, and show no number.
    Letters alone do; words only in a list, for "Mrs Trout (really)" says nothing of her.
    """
    close = next((index for index in range(end + 1, min(end + 7, len(words))) if words[index].text == ")"), 0)
    if not close or words[end].text != "(" or close == end + 1:
        return False
    inside = range(end + 1, close)
    listed = at > 0 and words[at - 1].text in ":,;-"
    said = all(words[index].text.isupper() or (listed and not words[index].is_capital) for index in inside)
    worked = any(phrase_end(words, index, lexicon()[work]) > index for index in inside for work in _WORKS)
    return said and not worked and not any(words[index].text.isdigit() for index in inside)


_WORKS = ("staff", "staff_letters", "public_words", "bodies", "doctors", "roles", "health_jobs", "establishments")
ROOMS = frozenset(
    ["ch", "chambre", "lit", "box", "salle", "couveuse", "berceau", "bed", "bay", "cubicle", "cot", "room"]
)
_NO_BEDS = frozenset(["ch", "salle", "room"])
"""In these people meet, and a book has chapters."""


def is_beside_room(words: list[Token], at: int) -> bool:
    """Whether a room or a bed with its number comes next: "boulard lit 7", "camille, chambre 5"."""
    label = _label_at(words, at)
    return label is not None and words[label + 1].text.isdigit()


def bed_beside(words: list[Token], at: int, end: int, taken: list[bool]) -> str:
    """Where a bed with its number, which `taken` holds for one, touches a name: "behind" it, "before" it, or ""."""
    label = _label_at(words, end)
    if label is not None and taken[label] and _is_bed(words, label):
        return "behind"
    number = at - 1 - (at > 1 and words[at - 1].text in ":-")
    number -= number > 0 and words[number].is_initial and words[number - 1].end == words[number].start
    touched = number > 0 and taken[number] and words[number].text.isdigit() and _is_bed(words, number - 1)
    return "before" if touched else ""


def _is_bed(words: list[Token], label: int) -> bool:
    """Whether a room's word is of one in which somebody lies."""
    word = words[label].folded
    return word in ROOMS and (word not in _NO_BEDS or (label > 0 and words[label - 1].folded == "side"))


def _label_at(words: list[Token], at: int) -> int | None:
    """The index of a room's word that comes next, its number to follow."""
    at += at < len(words) and words[at].text == ","
    at += at < len(words) and words[at].folded == "side"
    return at if at + 1 < len(words) and words[at].folded in ROOMS else None


def with_one_fate(words: list[Token], names: list[Name]) -> Iterator[Name]:
    """Names said in one breath with a colleague's or an author's are colleagues' and authors': "Anne Roy et Luc Petit".

    A title, a patient word or an age makes an exception of its bearer.
    """
    chain: list[Name] = []
    for number, name in enumerate(names):
        chain.append(name)
        following = words[name.end : names[number + 1].at] if number + 1 < len(names) else []
        if following and all(word.folded in _JOINING for word in following) and len(following) < 3:
            continue
        public = any(one.kind is Kind.NAME and is_public(words, one.at, one.end) for one in chain)
        for one in chain:
            yield Name(one.at, one.end) if public and one.kind is Kind.PERSON and _is_bare(words, one) else one
        chain = []


_JOINING = frozenset([",", "et", "and", "&"])


def _is_bare(words: list[Token], name: Name) -> bool:
    """Whether nothing says that a name is a patient's: no title, no patient word, no age, no bed."""
    after = name.end + (name.end < len(words) and words[name.end].text in ",(")
    told = after < len(words) and (words[after].text.isdigit() or words[after].folded in REGISTERED)
    titled = words[name.at].folded in TITLES or words[name.at].folded == "m"
    return not (name.proved or told or titled or is_introduced(words, name.at) or is_beside_room(words, name.end))
