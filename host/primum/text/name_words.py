"""Where the words of one name begin and end: titles, initials, particles, hyphens, first names and surnames.

What could be a name the lists say; whose it is, `names.py` asks.
"""

from __future__ import annotations

from primum.text.fields import FOREIGN, surname_end
from primum.text.gazetteer import PERSONAL, Entry
from primum.text.tokens import Token, lexicon
from primum.text.whose import HYPHENS, LONGEST, REGISTERED, ROOMS, TITLES, is_beside_room, is_introduced

# spelt out, these are nouns too: "un monsieur malien" has no name
_SPELT_TITLES = frozenset({"monsieur", "madame", "miss"})
_OF = frozenset(["de", "du", "des"])
_NOT_INITIALS = frozenset("a y")


def title_end(words: list[Token], at: int, titles: frozenset[str]) -> int:
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
        listed = is_known_name(name) or surname_end(words, last + 1, titled=True) > last + 1
        if name.is_word and (name.is_capital or listed) and not (at and words[at - 1].text.isdigit()):
            return last + 1
    return at


def run(words: list[Token], at: int, taken: list[bool], *, titled: bool = False) -> tuple[int, str]:
    """Read the words of one name from `at`; return the index after it and how complete it is, "" when none."""
    end, parts, initials, first = at, 0, 0, False
    while end < min(len(words), at + LONGEST) and not taken[end] and parts < 5:
        word = words[end]
        hyphen = word.text in HYPHENS and at < end < len(words) - 1
        # "Mr Grant's son": the letter is none of the name's
        if hyphen and is_joined(words, end) and is_joined(words, end + 1) and words[end + 1].text != "s":
            end += 1
            continue
        if not word.is_word:
            break
        compound = surname_end(words, end, titled=titled)
        if compound > end and not any(taken[end:compound]):
            parts += 1
            end = compound
            # in lower case a verb follows as often: "mme le goff redemande"
            if words[end - 1].is_capital or (end < len(words) and is_known_name(words[end])):
                continue
            break
        if titled and end == at and _is_elided(words, end):
            end += 2
            continue
        if word.is_initial and _is_initial(words, end, titled or first):
            initials += 1
            parts += 1
            end += 1
            while end < len(words) and words[end].text == "." and is_joined(words, end):
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


def _completeness(parts: int, initials: int, *, first: bool) -> str:
    if not parts:
        return ""
    if initials:
        return "initials"
    if parts == 1:
        return "first" if first else "surname"
    return "full" if first else "surname"


def is_known_name(word: Token) -> bool:
    """Whether the lists know a word as a name and as nothing else."""
    return bool(word.known & PERSONAL) and not word.known & Entry.WORD


def _is_elided(words: list[Token], at: int) -> bool:
    """Whether a name starts with a letter and an apostrophe: O'Brien, d'Ornano, N'Diaye."""
    return (
        at + 2 < len(words)
        and words[at].is_initial
        and words[at + 1].text == "'"
        and words[at + 2].is_capital
        and is_joined(words, at + 1)
        and is_joined(words, at + 2)
    )


def _is_initial(words: list[Token], at: int, named: bool) -> bool:
    """Whether a single letter stands for a name: "Mme D.", "Axel B.", "E. Z.", never the verb in "nadia a mal"."""
    word = words[at]
    if word.folded in _NOT_INITIALS and not word.is_capital:
        return False
    dot = at + 1 < len(words) and words[at + 1].text == "." and is_joined(words, at + 1)
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
    second = bool(after and after.is_initial and after.is_capital and not is_joined(words, at + 2))
    before = at >= 2 and words[at - 1].text == "." and words[at - 2].is_initial and not is_joined(words, at)
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
    listed = bool(known & PERSONAL)
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


def is_joined(words: list[Token], at: int) -> bool:
    """Whether token `at` follows the one before with nothing between."""
    return words[at - 1].end == words[at].start
