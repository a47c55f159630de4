"""Who is named: a patient or a relative (PERSON), or anyone else (NAME).

The lists of names say what could be a name; what stands around it says whose. An eponym, an author, a colleague is
a NAME and never warns. `detail` of a PERSON is "full", "surname", "first" or "initials".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from primum.text.at_work import is_said_of_work
from primum.text.bedside import is_bidden_farewell, is_listed, is_said_of_care
from primum.text.fields import is_in_a_field, is_label, stands_alone, surname_end, surname_first_end
from primum.text.gazetteer import Entry
from primum.text.mention import Kind, Mention
from primum.text.name_words import is_joined, is_known_name, run, title_end
from primum.text.tokens import Token, lexicon, phrase_end
from primum.text.whose import (
    STAFF_TITLES,
    TITLES,
    Name,
    after_eponym_head,
    bed_beside,
    is_admitted,
    is_beside_room,
    is_famous,
    is_introduced,
    is_invented,
    is_public,
    with_one_fate,
)

_DOCTORS_IN_LOWER_CASE = frozenset({"dr", "docteur", "docteure", "doctor"})
"""In lower case "pr" is "pour" and "me" a pronoun."""
_SHORTEST_STRANGE = 4
"""Letters of the shortest name that no list knows."""


def mentions_of_people(words: list[Token], taken: list[bool]) -> Iterator[Mention]:
    """Yield PERSON and NAME mentions; `taken` marks tokens that another rule has read (an address, a hospital)."""
    at, names = 0, []
    while at < len(words):
        name = Name(at, at) if taken[at] else _read(words, at, taken)
        if name.end > at:
            names.append(name)
        at = max(name.end, at + 1)
    for name in with_one_fate(words, names):
        certainty = {"full": 0.9, "surname": 0.85, "initials": 0.6, "first": 0.5}.get(name.detail, 0.9)
        yield Mention(
            name.kind,
            words[name.at].start,
            words[name.end - 1].end,
            1.0 if name.proved else certainty,
            name.detail,
        )


class _Here:
    """A word at which a name may start, and what several readers ask of it."""

    def __init__(self, words: list[Token], at: int, taken: list[bool]) -> None:
        self.words, self.at, self.taken = words, at, taken
        self.word = words[at]
        self.nothing = Name(at, at)

    @cached_property
    def read(self) -> tuple[int, str]:
        """The index after the words of a name that start here, and how complete it is."""
        return run(self.words, self.at, self.taken)

    @cached_property
    def compound(self) -> int:
        """The index after a surname with particles."""
        return surname_end(self.words, self.at)

    @property
    def is_strange(self) -> bool:
        """Whether a word has a name's capital, and no list knows it."""
        text = self.word.text
        return self.word.is_capital and not self.word.known and not text.isupper() and len(text) >= _SHORTEST_STRANGE

    def person(self, end: int, detail: str, *, proved: bool = False) -> Name:
        return Name(self.at, end, Kind.PERSON, detail, proved)

    def unless_others(self, end: int, detail: str, *, proved: bool = False) -> Name:
        """A patient's name, unless the words around are those of an author, a famous or an invented person."""
        words, at = self.words, self.at
        others = is_public(words, at, end) or is_famous(words, at, end) or is_invented(words, at, end)
        return Name(at, end) if others else self.person(end, detail, proved=proved)


def _read(words: list[Token], at: int, taken: list[bool]) -> Name:
    """Read a name that starts at `at`; one that ends there is none."""
    here = _Here(words, at, taken)
    return next((name for reader in _READERS if (name := reader(here)) is not None), here.nothing)


# ---- the readers: each returns a name, an empty one where there surely is none, or None to ask the next ----------


def _no_word(here: _Here) -> Name | None:
    hyphen = here.at and here.words[here.at - 1].text == "-" and is_joined(here.words, here.at)
    return here.nothing if not here.word.is_word or hyphen else None


def _of_a_doctor(here: _Here) -> Name | None:
    after = max(title_end(here.words, here.at, titles) for titles in (lexicon()["doctors"], STAFF_TITLES))
    if after == here.at or not (here.word.is_capital or here.word.folded in _DOCTORS_IN_LOWER_CASE):
        return None
    end, _ = run(here.words, after, here.taken, titled=True)
    return Name(here.at, end) if end > after else here.nothing


def _with_a_title(here: _Here) -> Name | None:
    """Read a title and what follows it."""
    words, at = here.words, here.at
    after = title_end(words, at, TITLES)
    if after == at:
        return None
    end, detail = run(words, after, here.taken, titled=True)
    stop = end > after and words[end - 1].text == "."
    nobody = phrase_end(words, after, lexicon()["nobodies"])
    if nobody > after and nobody >= end - stop:
        return Name(at, nobody, proved=True)
    if end == after:
        return here.nothing
    if is_invented(words, at, end):
        return Name(at, end, proved=True)
    others = is_public(words, at, end, reach=2) or is_said_of_work(words, at, end)
    if others or phrase_end(words, after, lexicon()["placeholders"]) == end:
        return Name(at, end)
    told = is_admitted(words, at, end) or is_said_of_care(words, at, end) or is_bidden_farewell(words, at)
    proved = told or is_listed(words, at, end)
    return here.person(end, "surname" if detail == "first" else detail, proved=proved)


def _in_a_field(here: _Here) -> Name | None:
    words, at = here.words, here.at
    if not is_in_a_field(words, at):
        return None
    end, detail = run(words, at, here.taken, titled=True)
    # on one line the next field's label has a capital as well
    end = next((later for later in range(at + 1, end) if is_label(words, later)), end)
    return here.person(end, "surname" if detail == "first" else detail) if end > at else here.nothing


def _surname_first(here: _Here) -> Name | None:
    words, at = here.words, here.at
    end = surname_first_end(words, at)
    if end == at or any(here.taken[at:end]):
        return None
    # an age or a date closes a patient's entry in a list, a year that of a book
    after = end + (end < len(words) and words[end].text == ",")
    closed = after < len(words) and words[after].text.isdigit() and len(words[after].text) < 4
    return here.unless_others(end, "full", proved=closed)


def _no_surname(here: _Here) -> Name | None:
    bare = here.word.folded in lexicon()["particles"] and not here.word.is_initial and here.compound == here.at
    return here.nothing if bare else None


def _behind_an_eponyms_head(here: _Here) -> Name | None:
    if not here.word.is_capital or not after_eponym_head(here.words, here.at):
        return None
    return Name(here.at, max(here.read[0], here.at + 1))


def _in_a_bed(here: _Here) -> Name | None:
    """Read the name that touches a bed: "TANGUY lit 5", "Bed 6 Hughes". So written an eponym is a name as well."""
    words, at, word, (end, detail) = here.words, here.at, here.word, here.read
    single = max(end, at + 1) == at + 1
    bed = bed_beside(words, at, max(end, at + 1), here.taken)
    # "transféré à Nancy lit 3018" is of a town
    town = at > 0 and words[at - 1].folded in {"a", "vers", "in", "at", "from"}
    if not bed or not word.is_capital or town or is_public(words, at, max(end, at + 1), reach=2):
        return None
    opens = at == 0 or not words[at - 1].is_word
    shouted = word.text.isupper() and len(word.text) > 3
    if end > at and not (single and word.known & Entry.WORD):
        goes_on = end < len(words) and words[end].text.islower()
        eponym = single and word.folded in lexicon()["eponyms"]
        if not eponym or (word.known and opens and not (bed == "before" and goes_on)):
            return here.person(end, "surname" if shouted and detail == "first" else detail, proved=True)
    # "PETIT lit 3", "Bed 6 Grant: AKI": a word of the language, or of no list, is weighed
    strange = not word.known and bed == "before" and at + 1 < len(words) and words[at + 1].text == ":"
    if single and (strange or (shouted and opens and word.known & Entry.SURNAME)):
        return here.person(at + 1, "surname")
    return None


def _at_work(here: _Here) -> Name | None:
    """Read the name of whom the words that touch it say that he works there: "d'accord avec Samir", "Léa du labo"."""
    end = max(here.read[0], here.at + 1)
    named = here.read[0] > here.at or here.is_strange
    return Name(here.at, end) if named and is_said_of_work(here.words, here.at, end) else None


def _cared_for(here: _Here) -> Name | None:
    """Read the name of whom the words that touch it say that he is cared for: "Tanguy a vomi", "le dossier Tanguy"."""
    words, at, word, (end, detail) = here.words, here.at, here.word, here.read
    if word.folded in lexicon()["patient_words"] | lexicon()["kin"]:
        return None
    if end == at:
        # a name of no list, or one in lower case, needs more than a state: that may be a result's as well
        if not (here.is_strange or (word.text.islower() and is_known_name(word))):
            return None
        end, detail = at + 1, "surname"
        said = is_said_of_care(words, at, end, strange=True) or (here.is_strange and is_listed(words, at, end))
    else:
        said = is_said_of_care(words, at, end) or is_listed(words, at, end)
    eponym = end == at + 1 and word.folded in lexicon()["eponyms"] | lexicon()["placeholders"]
    if not said or eponym or is_public(words, at, end, reach=2):
        return None
    return None if is_famous(words, at, end) or is_invented(words, at, end) else here.person(end, detail, proved=True)


def _whole(here: _Here) -> Name | None:
    end, detail = here.read
    return here.unless_others(end, detail) if detail in {"full", "initials"} else None


def _eponym(here: _Here) -> Name | None:
    known = here.word.folded in lexicon()["eponyms"] and (here.word.is_capital or not here.word.known)
    return Name(here.at, here.at + 1) if known else None


def _surname(here: _Here) -> Name | None:
    end, detail = here.read
    if detail == "surname" and (is_introduced(here.words, here.at) or is_beside_room(here.words, end)):
        return here.person(end, detail)
    if here.at < here.compound == end and stands_alone(here.words, here.at, end):
        return here.unless_others(end, "surname")
    return None


def _first_name(here: _Here) -> Name | None:
    words, at, word, (end, detail) = here.words, here.at, here.word, here.read
    if detail != "first" or word.folded in lexicon()["placeholders"]:
        return None
    introduced = is_introduced(words, at)
    if not introduced and (is_public(words, at, end) or is_invented(words, at, end)):
        return Name(at, end)
    # IDE, EVA: a word in capitals is an acronym first
    shouted = word.text.isupper() and len(word.text) < 5
    doubtful = word.known & Entry.WORD or shouted or word.folded in lexicon()["calendar"]
    return here.person(end, detail) if introduced or not doubtful else None


_READERS: tuple[Callable[[_Here], Name | None], ...] = (
    _no_word,
    _of_a_doctor,
    _with_a_title,
    _in_a_field,
    _surname_first,
    _no_surname,
    _behind_an_eponyms_head,
    _in_a_bed,
    _at_work,
    _cared_for,
    _whole,
    _eponym,
    _surname,
    _first_name,
)
"""In the order of what their forms prove; the first that knows decides."""
