"""Where: addresses, towns and regions, hospitals, schools and clubs, rooms and beds.

`detail` of a place is "large" (more than 100,000 people), "medium" (20,000), "region" or "small"; of an address,
"exact" with a house number, else "street".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from primum.text.gazetteer import PERSONAL, Entry, folded, gazetteer
from primum.text.mention import Kind, Mention
from primum.text.tokens import Token, lexicon, phrase_end, town_end
from primum.text.whose import after_eponym_head

# ---- rooms -------------------------------------------------------------------------------------------------------

_NO_QUANTITY = (
    r"(?!\d|[.,/:]\d|\w|[ -]?(?:ans|%|mg|ml|h\b|x |€|euros?\b|fois\b|(?:er|e|[èe]me)\b"
    r"|(?:jours?|nuits?|semaines?|mois|heures?|minutes?|min|kg|cm|places?|personnes?|lits|[ée]toiles?|days?|nights?"
    r"|weeks?|months?|years?|hours?|hrs?|people|beds"
    # "Camille lit 5 romans"
    r"|pages?|lignes?|chapitres?|articles?|livres?|romans?|tomes?|messages?|posts?|mails?|lettres?|th[èe]ses?)\b))"
)
_ROOM = re.compile(
    # "on lit 3 pages": somebody reads
    r"(?<![\w-])(?<!\bon )(?<!\bil )(?<!\belle )(?<!\bqui )"
    r"(?:(?:(?:(?P<bed>chambre|lit(?:[ -](?:porte|couloir))?|box|couveuse|berceau|d[ée]choc(?:age)?|bed|cubicle|cot"
    r"|side[ -]room)|bay|ch\.?|studio|sauv|iso|baie|poste|salle|r[ée]a|room|rm\.?|resus)[ ](?:n°[ ]?)?"
    r"|ch(?=\d))"
    rf"(?:\d{{1,4}}[a-d]?|[a-d]\d{{1,3}}){_NO_QUANTITY}"
    r"(?:[ ](?:bed[ ]\d{1,2}|porte|fen[êe]tre)\b)?"
    r"|\d{1,4}[ ](?:c[ôo]t[ée][ ])?(?:porte|fen[êe]tre|couloir|mur)\b)",
    re.I,
)
# "le monsieur de la 216": a ward's way of saying whose room; "du 93" is a department
_BARE_ROOM = re.compile(
    r"\b(?:patiente?|pte?|monsieur|madame|mr?|mme|dame|monsieur|homme|femme|maman|papa|m[èe]re|p[èe]re|famille|fille|fils"
    r"|mari|voisine?|malade|r[ée]sidente?|mamie|papi|papy|petite?|gamine?|b[ée]b[ée]|r[ée]a|celui|celle)"
    rf"(?:[ ][\w'-]{{2,20}}){{0,2}}[ ](?:de|[àa])[ ]la[ ](?P<room>\d{{1,3}}){_NO_QUANTITY}",
    re.I,
)


def rooms(text: str) -> Iterator[Mention]:
    """Yield rooms, beds and cots with their number; nothing but a patient lies in a bed, so that its form is proof."""
    for match in _ROOM.finditer(text):
        yield Mention(Kind.ROOM, match.start(), match.end(), 1.0 if match["bed"] else 0.9)
    for match in _BARE_ROOM.finditer(text):
        yield Mention(Kind.ROOM, match.start("room"), match.end("room"), 0.8)


# ---- addresses ---------------------------------------------------------------------------------------------------

# "la tour Mercure", "12 ferme du Bois", never "l'ARS ferme la maternité": a verb, a turn or a past are no home
_CAPITAL = r"[ ](?:(?:de la|de l'|des|du|de|d'|la|le|les|l')[ ]?)?[A-ZÀ-Ý]"
_BY_ITSELF = rf"(?={_CAPITAL}|[ ][\w' -]{{2,50}}[ ]\d{{5}}[ ]|(?(number)[ ](?:de|du|des|d')\b|(?!)))"
_STREET = re.compile(
    r"(?:(?P<number>(?<![\d.,/])\d{1,4})(?:[ ]?(?:bis|ter|quater|[a-d]))?,?[ ])?"
    r"\b(?P<kind>(?i:rue|avenue|av\.?|boulevard|bd|bld|impasse|chemin|all[ée]es?|place|quai|cours|route|square|sentier"
    r"|venelle|mont[ée]e|traverse|cour|lotissement|r[ée]sidence|cit[ée]|lieu[ -]dit|ruelle|faubourg|passage|sente|coron"
    rf"|hameau|r\.)|(?i:clos|tour|ferme|mas|moulin){_BY_ITSELF})[ ]"
    r"(?P<name>(?:(?:de la|de l'|des|du|de|d'|la|le|les|l')[ ]?)?[\w'-]{2,25}"
    r"(?:[ ](?:de la |de |du |des |d')?[A-Z][\w'-]{1,20}){0,3})"
    r"(?P<town>(?:(?:[ ][\w'-]{2,20}){0,4},?)?[ ]\d{5}[ ][\w'-]{2,30}(?:[ -][A-Z][\w'-]{1,20}){0,4})?"
)
_ENGLISH_STREET = re.compile(
    r"\b(?:(?P<number>\d{1,4})[a-d]?[ ])?(?P<name>[A-Z][a-z']{2,15}(?:[ ][A-Z][a-z']{2,15})?)[ ]"
    r"(?:Street|Road|Lane|Avenue|Close|Row|Drive|View|Court|Crescent|Terrace|Gardens|Way)\b"
)
# these are places of work or of a debate far more often than a home
_NOT_A_STREET = frozenset(
    [
        "place",
        "cours",
        "cour",
        "cite",
        "route",
        "residence",
        "montee",
        "traverse",
        "passage",
        "tour",
        "clos",
        "mas",
        "moulin",
    ]
)


def addresses(text: str) -> Iterator[Mention]:
    """Yield postal addresses; without a house number the street must bear a capital."""
    for match in _STREET.finditer(text):
        exact = match["number"] is not None
        named = any(part[:1].isupper() for part in re.split(r"[ ']", match["name"]))
        kind = folded(match["kind"])
        if (exact and (named or kind not in _NOT_A_STREET)) or match["town"]:
            yield Mention(Kind.ADDRESS, match.start(), match.end(), 1.0, "exact")
        elif named:
            yield Mention(Kind.ADDRESS, match.start(), match.end(), 0.5 if kind in _NOT_A_STREET else 0.7, "street")
    for match in _ENGLISH_STREET.finditer(text):
        exact = match["number"] is not None
        yield Mention(Kind.ADDRESS, match.start(), match.end(), 1.0 if exact else 0.5, "exact" if exact else "street")


# ---- establishments ----------------------------------------------------------------------------------------------

_LONGEST = 14
"""Tokens in the longest name of a place or an establishment, so that time stays linear in the text."""
_LINKS = frozenset(["de", "du", "des", "d", "la", "le", "les", "l"])
_JOBS = ("roles", "rare_jobs", "common_jobs")
_LONGEST_JOB = 5
"""Tokens of a job's name that are looked back over."""


def establishments(words: list[Token], taken: list[bool]) -> Iterator[Mention]:
    """Yield hospitals, schools, clubs and shops that bear a name: "CHU de Nîmes", "lycée Marie-Curie", "Necker"."""
    at = 0
    while at < len(words):
        end = at if taken[at] else _establishment_end(words, at)
        if end > at and not any(taken[at:end]):
            yield Mention(Kind.ESTABLISHMENT, words[at].start, words[end - 1].end, 0.9)
            at = end
        else:
            at += 1


def _establishment_end(words: list[Token], at: int) -> int:
    known = phrase_end(words, at, lexicon()["known_establishments"])
    if known > at and words[at].is_capital and at and words[at - 1].text != "-":
        return known
    end = phrase_end(words, at, lexicon()["establishments"])
    if end == at or _ends_a_job(words, at):
        return at
    name = end
    while name < min(len(words), end + 4) and (words[name].folded in _LINKS or words[name].text in "'«"):
        name += 1
    if name == len(words) or not words[name].is_word:
        return at
    # "chu limoges", "hopital de gonesse": in lower case the lists must know the town, and no other sense of it
    town = town_end(words, name)
    if not words[name].is_capital:
        return town if town > name and not words[name].known & Entry.WORD else at
    if words[name].text.isupper() and len(words[name].text) < 5 and town == name:
        return at
    last = name
    while last < min(len(words), name + _LONGEST) and (
        (words[last].is_word and words[last].is_capital)
        or (words[last].text in "-'" and last + 1 < len(words) and words[last].end == words[last + 1].start)
        or (words[last].folded in _LINKS | {"sur", "sous", "en", "lès", "les"} and words[last - 1].text == "-")
    ):
        last += 1
    return max(last, town)


def _ends_a_job(words: list[Token], at: int) -> bool:
    """Whether a word belongs to the job before it: "secrétaire de mairie", "directrice d'école"."""
    starts = range(max(0, at - _LONGEST_JOB), at)
    return any(phrase_end(words, start, lexicon()[jobs]) > at for start in starts for jobs in _JOBS)


# ---- towns and regions -------------------------------------------------------------------------------------------

_SURE_AT = frozenset({"a", "vers", "pres"})
_SURE_IN = frozenset({"in", "at", "from", "near", "outside"})
_AT = _SURE_AT | _SURE_IN | {"sur", "entre", "depuis", "de", "d", "en", "dans", "du", "to", "of"}


# "vice-championne d'Europe"
_NO_TOWNS = frozenset({"europe", "afrique", "asie", "amerique", "oceanie", "dieu"})


def places(words: list[Token], taken: list[bool]) -> Iterator[Mention]:
    """Yield towns and regions; `taken` marks tokens that another rule has read."""
    at = 0
    while at < len(words):
        end, detail = (at, "") if taken[at] else _place(words, at)
        if end == at or any(taken[at:end]):
            at += 1
            continue
        detail = detail if detail != "small" else town_size(words[at:end])
        yield Mention(Kind.PLACE, words[at].start, words[end - 1].end, 0.8, detail)
        at = end


def town_size(words: list[Token]) -> str:
    """ "medium" where the words name a town of 20,000 people or more, else "small"."""
    name = " ".join(word.folded for word in words if word.is_word)
    return "medium" if gazetteer().entry(name) & Entry.PEOPLED else "small"


def _place(words: list[Token], at: int) -> tuple[int, str]:
    """Return the index after a place that starts at `at`, and its size, "small" for any town that is not large."""
    word = words[at]
    if not word.is_word or word.folded in lexicon()["calendar"] or len(word.text) < 2:
        return at, ""
    before = _before(words, at)
    region = phrase_end(words, at, lexicon()["regions"])
    if (
        region > at
        and (word.is_capital or before in {"en", "dans", "du"})
        and not (word.known & Entry.WORD and not word.is_capital)
    ):
        return region, "region"
    large = phrase_end(words, at, lexicon()["large_towns"])
    town = town_end(words, at)
    if large > at and large >= town and (word.is_capital or before in _SURE_AT):
        return large, "large"
    if before in {"le", "la", "les"} and town == at:
        return at, ""
    if word.is_capital and not (word.text.isupper() and len(word.text) < 5):
        compound = _compound_end(words, at)
        if town > at and before in _AT and not _is_other(words, at, town):
            return max(town, compound), "small"
        held = _is_of_a_job(words, at, before)
        unknown = (
            not word.known
            and word.folded not in _NO_TOWNS
            and (held or (before in {"de", "d"} and compound > at + 1))
            and not after_eponym_head(words, at)
        )
        unknown = unknown or before in _SURE_AT
        unknown = unknown or (before in _SURE_IN and not word.known & (Entry.FIRST_NAME | Entry.WORD))
        # a capital behind "à" that no list knows is a village all the same
        person = _is_other(words, at, compound) or (word.known & Entry.FIRST_NAME and compound == at + 1)
        if unknown and not person:
            return compound, "small"
        if compound - at > 2 and (town > at or (before in {"de", "d"} and word.folded in {"saint", "sainte"})):
            return max(town, compound), "small"
        alone = (at == 0 or words[at - 1].text in ",.(:") and (town == len(words) or words[town].text in ",.):\n")
        if town > at and alone and not word.known & (Entry.FIRST_NAME | Entry.WORD) and not _is_other(words, at, town):
            return town, "small"
    elif town > at and not word.known & Entry.WORD and len(word.text) > 3:
        surname = word.known & PERSONAL
        if before in _SURE_AT or (before in {"de", "d"} and not surname and word.folded not in lexicon()["eponyms"]):
            return town, "small"
    return at, ""


def _before(words: list[Token], at: int) -> str:
    index = at - 1
    if index >= 0 and words[index].text == "'":
        index -= 1
    if index >= 0 and words[index].folded in {"la", "le", "l"} and index and words[index - 1].folded in _AT:
        index -= 1
    return words[index].folded if index >= 0 else ""


def _is_of_a_job(words: list[Token], at: int, before: str) -> bool:
    """Whether "de" or "of" and a job stand before: "le maire de", "the postmistress of".

    In French of one holder a place only: a factor and a driver may be of a thing.
    """
    lists = {"de": ("roles",), "d": ("roles",), "of": _JOBS}.get(before, ())
    end = at - (2 if words[at - 1].text == "'" else 1)
    starts = range(max(0, end - _LONGEST_JOB), end)
    return any(phrase_end(words, start, lexicon()[jobs]) == end for start in starts for jobs in lists)


def _compound_end(words: list[Token], at: int) -> int:
    """The end of Saint-Gervais-les-Étangs, of L'Isle-Adam."""
    end = at + 1
    while (
        end + 1 < min(len(words), at + _LONGEST)
        and words[end].text in "-'"
        and words[end - 1].end == words[end].start == words[end + 1].start - 1
    ):
        if not words[end + 1].is_word or words[end + 1].text == "s":
            break
        end += 2
    return end


def _is_other(words: list[Token], at: int, end: int) -> bool:
    """Whether a capital is an eponym or a person rather than a place."""
    if end - at > 1:
        return False
    word = words[at]
    if word.folded in lexicon()["eponyms"] | lexicon()["famous"]:
        return True
    follower = words[end] if end < len(words) else None
    named = follower is not None and follower.is_word and follower.is_capital and follower.known & Entry.SURNAME
    return bool(named and word.known & Entry.FIRST_NAME)
