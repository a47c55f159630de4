"""Who is named: a patient or a relative (PERSON), or anyone else (NAME).

The lists of names say what could be a name; what stands around it says whose. An eponym, an author, a colleague is
a NAME and never warns. `detail` of a PERSON is "full", "surname", "first" or "initials".
"""

from __future__ import annotations

from collections.abc import Iterator

from primum.text.gazetteer import Entry
from primum.text.mention import Kind, Mention
from primum.text.tokens import Token, lexicon, phrase_end

_TITLES = frozenset(["monsieur", "madame", "mme", "melle", "mlle", "mr", "mrs", "ms", "miss", "sgt", "sister"])
# spelt out, these are nouns too: "un monsieur malien" has no name
_SPELT_TITLES = frozenset({"monsieur", "madame", "miss", "sister"})
_DOCTORS = frozenset(
    [
        "dr",
        "dre",
        "docteur",
        "docteure",
        "pr",
        "pre",
        "prof",
        "professeur",
        "professeure",
        "doctor",
        "professor",
        "secretary",
        "maitre",
        "me",
    ]
)
_PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "le",
        "la",
        "les",
        "l",
        "d",
        "van",
        "von",
        "der",
        "den",
        "ben",
        "bin",
        "ait",
        "el",
        "al",
        "da",
        "dos",
        "di",
        "do",
        "lo",
        "o",
        "m",
        "n",
        "saint",
        "ould",
    ]
)
# particles with which a surname begins that are no article: "melle el amrani", never "mme la directrice"
_FOREIGN_PARTICLES = frozenset(["van", "von", "ben", "bin", "ait", "el", "al", "da", "dos", "di", "ould"])
_ARTICLES = frozenset(["l", "le", "la", "notre", "nos", "mon", "ma", "the", "our", "my"])
_NOT_INITIALS = frozenset("a y")
_HYPHENS = "-'"
_LONGEST = 14
"""Tokens that any look ahead or back may pass, so that time stays linear in the text."""
_NEAR = 5
"""Tokens within which a word says whose name it is."""


def mentions_of_people(words: list[Token], taken: list[bool]) -> Iterator[Mention]:
    """Yield PERSON and NAME mentions; `taken` marks tokens that another rule has read (an address, a hospital)."""
    at = 0
    while at < len(words):
        end, kind, detail = (at, Kind.NAME, "") if taken[at] else _read(words, at, taken)
        if end == at:
            at += 1
            continue
        certainty = {"full": 0.9, "surname": 0.85, "initials": 0.6, "first": 0.5}.get(detail, 0.9)
        yield Mention(kind, words[at].start, words[end - 1].end, certainty, detail)
        at = end


def _read(words: list[Token], at: int, taken: list[bool]) -> tuple[int, Kind, str]:
    """Read a name that starts at `at`: the index after it, whose it is, and how complete it is."""
    nothing = at, Kind.NAME, ""
    word = words[at]
    if not word.is_word or (at and words[at - 1].text == "-" and _joined(words, at)):
        return nothing
    after_title = _title_end(words, at, _DOCTORS)
    # in lower case "pr" is "pour" and "me" a pronoun
    if after_title > at and (word.is_capital or word.folded in {"dr", "docteur", "docteure", "doctor"}):
        end, _ = _run(words, after_title, taken, titled=True)
        return (end, Kind.NAME, "") if end > after_title else nothing
    after_title = _title_end(words, at, _TITLES)
    if after_title > at:
        end, detail = _run(words, after_title, taken, titled=True)
        if end == after_title:
            return nothing
        if phrase_end(words, after_title, lexicon()["placeholders"]) == end or _public(words, at, end, reach=2):
            return end, Kind.NAME, ""
        return end, Kind.PERSON, "surname" if detail == "first" else detail
    if _is_in_a_field(words, at):
        end, detail = _run(words, at, taken, titled=True)
        # on one line the next field's label has a capital as well
        end = next((later for later in range(at + 1, end) if _is_label(words, later)), end)
        return (end, Kind.PERSON, "surname" if detail == "first" else detail) if end > at else nothing
    if word.folded in _PARTICLES and not word.is_initial:
        return nothing
    if after_eponym_head(words, at) and word.is_capital:
        end, _ = _run(words, at, taken)
        return max(end, at + 1), Kind.NAME, ""
    end, detail = _run(words, at, taken)
    if detail in {"full", "initials"}:
        public = _public(words, at, end) or _famous(words, at, end)
        return end, Kind.NAME if public else Kind.PERSON, "" if public else detail
    if word.folded in lexicon()["eponyms"] and (word.is_capital or not word.known):
        return at + 1, Kind.NAME, ""
    introduced = _introduced(words, at)
    if detail == "surname" and (introduced or _beside_room(words, end)):
        return end, Kind.PERSON, detail
    if detail == "first" and word.folded not in lexicon()["placeholders"]:
        if _public(words, at, end) and not introduced:
            return end, Kind.NAME, ""
        # IDE, EVA: a word in capitals is an acronym first
        shouted = word.text.isupper() and len(word.text) < 5
        if introduced or not (word.known & Entry.WORD or shouted or word.folded in lexicon()["calendar"]):
            return end, Kind.PERSON, detail
    return nothing


def _is_in_a_field(words: list[Token], at: int) -> bool:
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
        if " ".join(label) in lexicon()["fields"] and (len(label) > 1 or label[0] != "patient"):
            return True
    return False


def _is_label(words: list[Token], at: int) -> bool:
    """Whether a field's label and its colon start at `at`."""
    colon = next((end for end in range(at + 1, min(at + 4, len(words))) if words[end].text == ":"), at)
    return " ".join(word.folded for word in words[at:colon]) in lexicon()["fields"]


def _title_end(words: list[Token], at: int, titles: frozenset[str]) -> int:
    """Return the index after a title that starts at `at`; "M." needs its stop or a capital behind it."""
    word = words[at]
    last = at + 1
    stop = last < len(words) and words[last].text == "." and word.folded not in _SPELT_TITLES
    measured = word.text == "ms" and at > 0 and words[at - 1].text.isdigit()  # "QRS 92 ms QTc": milliseconds
    if word.folded in titles and not measured:
        return last + stop
    if titles is _TITLES and word.folded == "m" and stop and last + 1 < len(words):
        name = words[last + 1]
        # "M. Durand", "m. igor petrossian", never "5 m. de haut"
        listed = name.known & (Entry.FIRST_NAME | Entry.SURNAME) and not name.known & Entry.WORD
        if name.is_word and (name.is_capital or listed) and not (at and words[at - 1].text.isdigit()):
            return last + 1
    return at


def _joined(words: list[Token], at: int) -> bool:
    """Whether token `at` follows the one before with nothing between."""
    return words[at - 1].end == words[at].start


def _run(words: list[Token], at: int, taken: list[bool], *, titled: bool = False) -> tuple[int, str]:
    """Read the words of one name from `at`; return the index after it and how complete it is, "" when none."""
    end, parts, initials, first, shout = at, 0, 0, False, 0
    while end < min(len(words), at + _LONGEST) and not taken[end] and parts < 5:
        word = words[end]
        if (
            word.text in _HYPHENS
            and end > at
            and _joined(words, end)
            and end + 1 < len(words)
            and _joined(words, end + 1)
        ):
            end += 1
            continue
        if not word.is_word:
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
        glued = end > at and words[end - 1].text in _HYPHENS
        if word.folded in _PARTICLES and end > at and _next_is_name(words, end + 1):
            end += 1
            continue
        if titled and end == at and word.folded in _FOREIGN_PARTICLES and end + 1 < len(words):
            if words[end + 1].is_word and _could_be_name(words, end + 1, titled=True, begun=False):
                end += 1
                continue
            break
        lowers = word.text.islower() and end > at and words[at].is_capital and not titled
        if lowers or not (glued or _could_be_name(words, end, titled=titled, begun=parts > 0)):
            break
        shout += word.text.isupper() and len(word.text) > 1
        first = first or bool(word.known & Entry.FIRST_NAME)
        parts += not (glued and words[end - 1].text == "-")
        end += 1
    while end > at and (words[end - 1].text in _HYPHENS or (words[end - 1].folded in _PARTICLES and parts > 1)):
        if words[end - 1].text not in _HYPHENS and words[end - 1].is_capital:
            break
        end -= 1
    return end, _completeness(parts, initials, first=first)


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
    stop = min(at + _LONGEST, len(words) - 1)
    while at < stop and (words[at].folded in _PARTICLES or words[at].text in _HYPHENS):
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
        if not begun and not known & Entry.WORD and not acronym and _introduced(words, at):
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
    registered = at + 2 < len(words) and words[at + 1].is_word and words[at + 2].folded in _REGISTERED
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
    if _beside_room(words, at + 1):
        return True
    if words[at].known & Entry.FIRST_NAME:
        return (
            _introduced(words, at)
            or nearby is None
            or not nearby.is_word
            or nearby.is_initial
            or nearby.folded in _ROOMS
        )
    return False


_REGISTERED = frozenset({"ne", "nee", "ddn", "ipp", "nip", "nir", "dob", "mrn"})
_ROOMS = frozenset(["ch", "chambre", "lit", "box", "salle", "couveuse", "bed", "bay", "cubicle", "room"])


def _beside_room(words: list[Token], at: int) -> bool:
    """Whether a room or a bed with its number comes next: "boulard lit 7", "camille, chambre 5"."""
    if at < len(words) and words[at].text == ",":
        at += 1
    return at + 1 < len(words) and words[at].folded in _ROOMS and words[at + 1].text.isdigit()


def _content_before(words: list[Token], at: int, reach: int) -> Iterator[Token]:
    """Yield up to `reach` words before `at`, nearest first, without articles and particles."""
    seen = 0
    index = at - 1
    while index >= max(0, at - _LONGEST) and seen < reach and words[index].text not in ".!?:;,(\n":
        if words[index].is_word and words[index].folded not in _PARTICLES:
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


def _introduced(words: list[Token], at: int) -> bool:
    """Whether a patient word stands right before: "mon patient Yanis", "la petite Zoé", "famille Payet"."""
    nearest = next(_content_before(words, at, 1), None)
    return nearest is not None and nearest.folded in lexicon()["patient_words"]


def _public(words: list[Token], at: int, end: int, reach: int = _NEAR) -> bool:
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
    before = at - 1 - (at > 1 and words[at - 1].text in _HYPHENS)
    return before >= 0 and words[before].folded in _ARTICLES


def _famous(words: list[Token], at: int, end: int) -> bool:
    return any(phrase_end(words, index, lexicon()["famous"]) == end for index in range(at, end))
