"""A more general wording for what somebody does: a patient, retired, in work."""

from __future__ import annotations

import re

from primum.text.grammar import is_feminine, is_feminine_noun, is_plural, trade_end
from primum.text.mention import Mention
from primum.text.wording import Wording

_FORMER = re.compile(
    r"(?P<article>\b(?:une?|la|le|au|du|des|[mts](?:on|a)|the|an?) |\b[ld]')?"
    r"\b(?:anciens?|(?P<her>anciennes?)|ex-?|retired|former) ?$",
    re.I,
)
_APPOSED = re.compile(r"(?:^|[,;:(\n.!?-] ?|\b(?:est|était|is|was|ans|years old|encore|toujours|still) )$", re.I)
"""What stands before a job that is told of somebody: it can be left at "in work"."""
_TELLS_MORE = re.compile(r" (?:(?:du|des?|qui|dont|avec|of|from|with|who|whose|aged)\b|d')", re.I)
"""What follows a noun only: nobody is "in work of a town"."""
_LEAD = re.compile(
    r"(?:\b(?:une?|le|la|au|du|the|a|an|ce|cet|cette|de|seule?|(?P<owner>[mts])(?:on|a)) |\b[ld]')$", re.I
)
_WORKS_AS = re.compile(
    r"\b(?P<works>work(?:s|ed|ing)?|employed|travaill\w+|boss(?:e|ait|er)|employée?|exer[cç]\w+) "
    r"(?:as|comme|en tant que) (?:an? |the |une? )?$",
    re.I,
)
"""Before a job this says by itself that somebody works: nobody "works as a patient"."""
_HERS = frozenset(["une", "la", "cette", "seule", "ma", "ta", "sa"])


def general_job(text: str, mention: Mention, english: bool) -> Wording:
    """A job in general words, its article and "former" taken along."""
    start, end = mention.start, mention.end if english else trade_end(text, mention.end)
    named = text[start : mention.end]
    feminine = not english and (is_feminine(text, start) or is_feminine_noun(named))
    works = _WORKS_AS.search(text[:start][-40:])
    if works:
        return Wording(start - len(works[0]), end, works["works"])
    former = _FORMER.search(text[:start][-20:])
    if is_plural(text, start, named, english):
        # the article and the number stay: they are in the plural
        feminine = is_feminine_noun(named)
        noun = "patients" if english or not feminine else "patientes"
        if former:
            start -= len(former[0]) - len(former["article"] or "")
            noun = "retired patients" if english else "retraitées" if feminine else "retraités"
        if former or not _APPOSED.search(text[:start][-12:]) or _TELLS_MORE.match(text, end):
            of = re.search(r"\bd'$", text[:start][-3:], re.I)
            return Wording(start - 2 if of else start, end, f"de {noun}" if of else noun)
    lead = _LEAD.search(text[:start][-6:])
    said = lead[0].strip().lower() if lead else ""
    if said in _HERS | {"un", "le", "du", "au", "ce", "cet", "seul"}:
        feminine = said in _HERS
    elif lead and (lead["owner"] or said == "l'"):
        # "son garagiste" is a man; "son ébéniste" and "l'ébéniste" may be a woman
        feminine = is_feminine_noun(named) or (feminine and re.match(r"[aeéèêiouyhœ].*e$", named, re.I) is not None)
    if former:
        start -= len(former[0])
        his = re.search(r"ancien $|\b[mts]on ex", former[0], re.I)
        feminine = former["her"] is not None or is_feminine_noun(named) or (feminine and not his)
        owner = re.match(r"[mts](?=on |a )", former["article"] or "", re.I)
        noun = "retired" if english else "retraitée" if feminine else "retraité"
        if owner:
            noun = f"{owner[0]}{'a' if feminine else 'on'} {noun}"
        elif former["article"]:
            who = "a retired patient" if english else f"une {noun}" if feminine else f"un {noun}"
            noun = {"au": "à ", "du": "d'", "d'": "d'"}.get(former["article"].strip().lower(), "") + who
        elif english and not _APPOSED.search(text[:start][-12:]):
            noun = "retired patient"
        return Wording(start, end, noun)
    if lead and lead["owner"]:
        noun = "a patiente" if feminine else "on patient"
        return Wording(start - len(lead[0]), end, f"{lead['owner']}{noun}")
    if lead:
        noun = "a patient" if english else "une patiente" if feminine else "un patient"
        if said in {"ce", "cet", "cette", "seul", "seule"}:
            one = {"cet": "ce"}.get(said, said)
            return Wording(start - len(lead[0]), end, f"{one} {noun.removeprefix('une ').removeprefix('un ')}")
        before = {"au": "à ", "du": "d'", "d'": "d'", "de": "d'"}.get(said, "")
        return Wording(start - len(lead[0]), end, f"{before}{noun}")
    if _APPOSED.search(text[:start][-12:]) and not _TELLS_MORE.match(text, end):
        return Wording(start, end, "in work" if english else "en activité")
    return Wording(start, end, "patient" if english or not feminine else "patiente")
