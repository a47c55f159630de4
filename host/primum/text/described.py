"""What sort of mention the encoder has seen: the detail that a rule would have given it, read off its words."""

from __future__ import annotations

from collections.abc import Mapping

from primum.text.gazetteer import Entry
from primum.text.mention import UNLABELLED, Kind, Mention
from primum.text.places import town_size
from primum.text.tokens import Token, lexicon, phrase_end
from primum.text.whose import TITLES


def described(kind: Kind, words: list[Token], span: Mention) -> Mention:
    """`span` as a mention of `kind`, with its detail read off its words."""
    inside = [word for word in words if span.start <= word.start and word.end <= span.end]
    detail = ""
    match kind:
        case Kind.PERSON:
            detail = _completeness(inside)
        case Kind.AGE:
            years = [word.text for word in inside if word.text.isdecimal() and len(word.text) < 4]
            small = any(word.folded in {"mois", "month", "months", "semaines", "jours"} for word in inside)
            detail = "0" if small else str(int(years[0])) if years and int(years[0]) < 116 else "decade"
        case Kind.DATE:
            detail = "" if any(word.text.isdecimal() for word in inside) else "relative"
        case Kind.PLACE:
            detail = _first_list(inside, {"large": "large_towns", "region": "regions"}) or town_size(inside)
        case Kind.JOB:
            lists = {"rare": "rare_jobs", "role": "roles", "common": "common_jobs"}
            detail = _first_list(inside, lists) or _first_list(inside, {"common": "health_jobs"}) or "unlisted"
        case Kind.ADDRESS:
            detail = "street"
        case Kind.PATIENT_NUMBER:
            detail = UNLABELLED
        case Kind.TRAIT:
            detail = "told"
    return Mention(kind, span.start, span.end, 0.5, detail)


def _completeness(words: list[Token]) -> str:
    named = [word for word in words if word.is_word and word.folded not in TITLES | {"m"}]
    if any(word.is_initial for word in named):
        return "initials"
    first = any(word.known & Entry.FIRST_NAME for word in named)
    if len(named) > 1:
        return "full" if first else "surname"
    word_only = all(word.known & Entry.WORD and not word.known & Entry.SURNAME for word in named)
    alone = len(named) == len([word for word in words if word.is_word])
    return "first" if alone and (first or word_only) else "surname"


def _first_list(words: list[Token], lists: Mapping[str, str]) -> str:
    """The name of the first list that holds one of the phrases, "" when none does."""
    for name, phrases in lists.items():
        if any(phrase_end(words, at, lexicon()[phrases]) > at for at in range(len(words))):
            return name
    return ""
