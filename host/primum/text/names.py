"""Who is named: a patient or a relative (PERSON), or anyone else (NAME).

The lists of names say what could be a name; what stands around it says whose. An eponym, an author, a colleague is
a NAME and never warns. `detail` of a PERSON is "full", "surname", "first" or "initials".
"""

from __future__ import annotations

from collections.abc import Iterator

from primum.text.fields import FOREIGN, is_in_a_field, is_label, stands_alone, surname_end, surname_first_end
from primum.text.gazetteer import Entry
from primum.text.mention import Kind, Mention
from primum.text.tokens import Token, lexicon, phrase_end
from primum.text.whose import (
    HYPHENS,
    LONGEST,
    REGISTERED,
    ROOMS,
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

# spelt out, these are nouns too: "un monsieur malien" has no name
_SPELT_TITLES = frozenset({"monsieur", "madame", "miss", "sister"})
_OF = frozenset(["de", "du", "des"])
_NOT_INITIALS = frozenset("a y")


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


def _read(words: list[Token], at: int, taken: list[bool]) -> Name:
    """Read a name that starts at `at`; one that ends there is none."""
    nothing = Name(at, at)
    word = words[at]
    if not word.is_word or (at and words[at - 1].text == "-" and _joined(words, at)):
        return nothing
    after_title = _title_end(words, at, lexicon()["doctors"])
    # in lower case "pr" is "pour" and "me" a pronoun
    if after_title > at and (word.is_capital or word.folded in {"dr", "docteur", "docteure", "doctor"}):
        end, _ = _run(words, after_title, taken, titled=True)
        return Name(at, end) if end > after_title else nothing
    after_title = _title_end(words, at, TITLES)
    if after_title > at:
        return _titled(words, at, after_title, taken)
    if is_in_a_field(words, at):
        end, detail = _run(words, at, taken, titled=True)
        # on one line the next field's label has a capital as well
        end = next((later for later in range(at + 1, end) if is_label(words, later)), end)
        return Name(at, end, Kind.PERSON, "surname" if detail == "first" else detail) if end > at else nothing
    end = surname_first_end(words, at)
    if end > at and not any(taken[at:end]):
        # an age or a date closes a patient's entry in a list, a year that of a book
        after = end + (end < len(words) and words[end].text == ",")
        closed = after < len(words) and words[after].text.isdigit() and len(words[after].text) < 4
        return Name(at, end) if _is_others(words, at, end) else Name(at, end, Kind.PERSON, "full", closed)
    compound = surname_end(words, at)
    if word.folded in lexicon()["particles"] and not word.is_initial and compound == at:
        return nothing
    if after_eponym_head(words, at) and word.is_capital:
        end, _ = _run(words, at, taken)
        return Name(at, max(end, at + 1))
    end, detail = _run(words, at, taken)
    abed = _in_a_bed(words, at, end, detail, taken)
    if abed.end > at:
        return abed
    if detail in {"full", "initials"}:
        return Name(at, end) if _is_others(words, at, end) else Name(at, end, Kind.PERSON, detail)
    if word.folded in lexicon()["eponyms"] and (word.is_capital or not word.known):
        return Name(at, at + 1)
    introduced = is_introduced(words, at)
    if detail == "surname" and (introduced or is_beside_room(words, end)):
        return Name(at, end, Kind.PERSON, detail)
    if at < compound == end and stands_alone(words, at, end):
        return Name(at, end) if _is_others(words, at, end) else Name(at, end, Kind.PERSON, "surname")
    if detail == "first" and word.folded not in lexicon()["placeholders"]:
        if not introduced and (is_public(words, at, end) or is_invented(words, at, end)):
            return Name(at, end)
        # IDE, EVA: a word in capitals is an acronym first
        shouted = word.text.isupper() and len(word.text) < 5
        if introduced or not (word.known & Entry.WORD or shouted or word.folded in lexicon()["calendar"]):
            return Name(at, end, Kind.PERSON, detail)
    return nothing


def _titled(words: list[Token], at: int, after: int, taken: list[bool]) -> Name:
    """Read a title and what follows it from `after` on."""
    end, detail = _run(words, after, taken, titled=True)
    stop = end > after and words[end - 1].text == "."
    nobody = phrase_end(words, after, lexicon()["nobodies"])
    if nobody > after and nobody >= end - stop:
        return Name(at, nobody, proved=True)
    if end == after:
        return Name(at, at)
    if is_invented(words, at, end):
        return Name(at, end, proved=True)
    if phrase_end(words, after, lexicon()["placeholders"]) == end or is_public(words, at, end, reach=2):
        return Name(at, end)
    return Name(at, end, Kind.PERSON, "surname" if detail == "first" else detail, is_admitted(words, at, end))


def _is_others(words: list[Token], at: int, end: int) -> bool:
    return is_public(words, at, end) or is_famous(words, at, end) or is_invented(words, at, end)


def _in_a_bed(words: list[Token], at: int, end: int, detail: str, taken: list[bool]) -> Name:
    """Read the name that touches a bed: "TANGUY lit 5", "Bed 6 Hughes". So written an eponym is a name as well."""
    word, nothing, single = words[at], Name(at, at), max(end, at + 1) == at + 1
    bed = bed_beside(words, at, max(end, at + 1), taken)
    # "transféré à Nancy lit 3018" is of a town
    town = at > 0 and words[at - 1].folded in {"a", "vers", "in", "at", "from"}
    if not bed or not word.is_capital or town or is_public(words, at, max(end, at + 1), reach=2):
        return nothing
    opens = at == 0 or not words[at - 1].is_word
    shouted = word.text.isupper() and len(word.text) > 3
    if end > at and not (single and word.known & Entry.WORD):
        goes_on = end < len(words) and words[end].text.islower()
        eponym = single and word.folded in lexicon()["eponyms"]
        if not eponym or (word.known and opens and not (bed == "before" and goes_on)):
            return Name(at, end, Kind.PERSON, "surname" if shouted and detail == "first" else detail, proved=True)
    # "PETIT lit 3", "Bed 6 Grant: AKI": a word of the language, or of no list, is weighed
    strange = not word.known and bed == "before" and at + 1 < len(words) and words[at + 1].text == ":"
    if single and (strange or (shouted and opens and word.known & Entry.SURNAME)):
        return Name(at, at + 1, Kind.PERSON, "surname")
    return nothing


def _title_end(words: list[Token], at: int, titles: frozenset[str]) -> int:
    """Return the index after a title that starts at `at`; "M." needs its stop or a capital behind it."""
    word = words[at]
    last = at + 1
    stop = last < len(words) and words[last].text == "." and word.folded not in _SPELT_TITLES
    measured = word.text == "ms" and at > 0 and words[at - 1].text.isdigit()  # "QRS 92 ms QTc": milliseconds
    if word.folded in titles and not measured:
        return last + stop
    if titles is TITLES and word.folded == "m" and stop and last + 1 < len(words):
        name = words[last + 1]
        # "M. Durand", "m. igor petrossian", never "5 m. de haut"
        listed = _is_listed(name) or surname_end(words, last + 1, titled=True) > last + 1
        if name.is_word and (name.is_capital or listed) and not (at and words[at - 1].text.isdigit()):
            return last + 1
    return at


def _joined(words: list[Token], at: int) -> bool:
    """Whether token `at` follows the one before with nothing between."""
    return words[at - 1].end == words[at].start


def _run(words: list[Token], at: int, taken: list[bool], *, titled: bool = False) -> tuple[int, str]:
    """Read the words of one name from `at`; return the index after it and how complete it is, "" when none."""
    end, parts, initials, first = at, 0, 0, False
    while end < min(len(words), at + LONGEST) and not taken[end] and parts < 5:
        word = words[end]
        hyphen = word.text in HYPHENS and at < end < len(words) - 1
        # "Mr Grant's son": the letter is none of the name's
        if hyphen and _joined(words, end) and _joined(words, end + 1) and words[end + 1].text != "s":
            end += 1
            continue
        if not word.is_word:
            break
        compound = surname_end(words, end, titled=titled)
        if compound > end and not any(taken[end:compound]):
            parts += 1
            end = compound
            # in lower case a verb follows as often: "mme le goff redemande"
            if words[end - 1].is_capital or (end < len(words) and _is_listed(words[end])):
                continue
            break
        if titled and end == at and _is_elided(words, end):
            end += 2
            continue
        if word.is_initial and _is_initial(words, end, titled or first):
            initials += 1
            parts += 1
            end += 1
            while end < len(words) and words[end].text == "." and _joined(words, end):
                end += 1
            continue
        glued = end > at and words[end - 1].text in HYPHENS
        if word.folded in lexicon()["particles"] and end > at and _next_is_name(words, end + 1):
            end += 1
            continue
        if titled and end == at and word.folded in _OF and _next_is_name(words, end + 1):
            # "Mme de Larivoisière", never "la madame de Guingamp"
            if words[at - 1].text in _SPELT_TITLES:
                break
            end += 1
            continue
        if titled and end == at and word.folded in FOREIGN and end + 1 < len(words):
            if words[end + 1].is_word and _could_be_name(words, end + 1, titled=True, begun=False):
                end += 1
                continue
            break
        lowers = word.text.islower() and end > at and words[at].is_capital and not titled
        if lowers or not (glued or _could_be_name(words, end, titled=titled, begun=parts > 0)):
            break
        first = first or bool(word.known & Entry.FIRST_NAME)
        parts += not (glued and words[end - 1].text == "-")
        end += 1
    while end > at and (
        words[end - 1].text in HYPHENS or (words[end - 1].folded in lexicon()["particles"] and parts > 1)
    ):
        if words[end - 1].text not in HYPHENS and words[end - 1].is_capital:
            break
        end -= 1
    return end, _completeness(parts, initials, first=first)


def _is_listed(word: Token) -> bool:
    """Whether the lists know a word as a name and as nothing else."""
    return bool(word.known & (Entry.FIRST_NAME | Entry.SURNAME)) and not word.known & Entry.WORD


def _is_elided(words: list[Token], at: int) -> bool:
    """Whether a name starts with a letter and an apostrophe: O'Brien, d'Ornano, N'Diaye."""
    return (
        at + 2 < len(words)
        and words[at].is_initial
        and words[at + 1].text == "'"
        and words[at + 2].is_capital
        and _joined(words, at + 1)
        and _joined(words, at + 2)
    )


def _completeness(parts: int, initials: int, *, first: bool) -> str:
    if not parts:
        return ""
    if initials:
        return "initials"
    if parts == 1:
        return "first" if first else "surname"
    return "full" if first else "surname"


def _is_initial(words: list[Token], at: int, named: bool) -> bool:
    """Whether a single letter stands for a name: "Mme D.", "Axel B.", "E. Z.", never the verb in "nadia a mal"."""
    word = words[at]
    if word.folded in _NOT_INITIALS and not word.is_capital:
        return False
    dot = at + 1 < len(words) and words[at + 1].text == "." and _joined(words, at + 1)
    elided = at + 1 < len(words) and words[at + 1].text == "'"
    if elided:
        return False
    if named:
        return (
            dot or word.is_capital or (at + 1 == len(words) or not words[at + 1].is_word or len(words[at + 1].text) > 1)
        )
    if not (dot and word.is_capital):
        return False
    after = words[at + 2] if at + 2 < len(words) else None
    if after and after.text == "-":
        after = words[at + 3] if at + 3 < len(words) else None
    second = bool(after and after.is_initial and after.is_capital and not _joined(words, at + 2))
    before = at >= 2 and words[at - 1].text == "." and words[at - 2].is_initial and not _joined(words, at)
    return second or before


def _next_is_name(words: list[Token], at: int) -> bool:
    stop = min(at + LONGEST, len(words) - 1)
    while at < stop and (words[at].folded in lexicon()["particles"] or words[at].text in HYPHENS):
        at += 1
    return at < len(words) and words[at].is_word and words[at].is_capital and len(words[at].text) > 1


def _could_be_name(words: list[Token], at: int, *, titled: bool, begun: bool) -> bool:
    """Whether one word can be part of a name where it stands."""
    word = words[at]
    known = word.known
    listed = bool(known & (Entry.FIRST_NAME | Entry.SURNAME))
    if len(word.text) < 2:
        return False
    if word.is_capital:
        acronym = word.text.isupper() and len(word.text) < 5 and not listed
        if not begun and not known & Entry.WORD and not acronym and is_introduced(words, at):
            return True
        if titled or begun:
            return not acronym and (listed or not word.text.isupper() or not known & Entry.WORD)
        if at == 0 or words[at - 1].text in ".!?:\n«":
            # at the start of a sentence every word has a capital: the next one must bear one too
            return listed and (not known & Entry.WORD or _next_is_name(words, at + 1))
        return listed
    if titled or begun:
        # in lower case a word of the language is taken for one, unless the sentence stops behind it
        alone = at + 1 == len(words) or not words[at + 1].is_word
        strange = not known and titled and words[at - 1].folded not in _SPELT_TITLES
        return (listed and not known & Entry.WORD) or strange or (titled and not begun and listed and alone)
    if not listed:
        return False
    # "marie dupont née le": what follows leaves no doubt, even for a name that is a word too
    registered = at + 2 < len(words) and words[at + 1].is_word and words[at + 2].folded in REGISTERED
    return registered or (not known & Entry.WORD and _lower_pair(words, at))


def _lower_pair(words: list[Token], at: int) -> bool:
    """Whether a lower-case word starts a first name and a surname, or stands where a patient's name does."""
    nearby = words[at + 1] if at + 1 < len(words) else None
    if nearby is not None and nearby.is_word and not nearby.is_capital:
        known = nearby.known
        pair = (
            (words[at].known | known) & Entry.FIRST_NAME and known and not known & Entry.WORD and len(nearby.text) > 2
        )
        if pair:
            return True
    if is_beside_room(words, at + 1):
        return True
    if words[at].known & Entry.FIRST_NAME:
        return (
            is_introduced(words, at)
            or nearby is None
            or not nearby.is_word
            or nearby.is_initial
            or nearby.folded in ROOMS
        )
    return False
