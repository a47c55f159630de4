"""A more general wording for a date: "le 12 mars" becomes "récemment", "née en 1952" "née dans les années 1950"."""

from __future__ import annotations

import re
from datetime import date

from primum.text.grammar import is_feminine
from primum.text.mention import Mention
from primum.text.wording import Wording

_WEEKDAY = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = rf"(?:(?:{_WEEKDAY}),? (?:the )?)"
# what stands before a date and goes with it
_DATE_LEAD = re.compile(
    rf"(?:\bjusqu'(?:au |à |en )?{_DAY}?|\b(?:depuis|since) (?:le |ce |the )?{_DAY}?"
    rf"|\b(?:le|la|ce|cette|du|de|au|en|on|in|this|last|à) (?:the )?{_DAY}?|\b{_DAY}|\b[ld]')$",
    re.I,
)
_LONGEST_LEAD = 32
_OF = frozenset({"du", "de", "d'"})
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# behind a day and a month, two digits are a year: 12/3/41, 12 mars 41, 12-Mar-41, March 12, 41
_SHORT_YEAR = re.compile(
    r"\b(?:\d{1,2}(?P<sign> ?[/.\-] ?| )\d{1,2}(?P=sign)"
    r"|\d{1,2}(?:er|st|nd|rd|th)?(?: of)?[ -]?[^\W\d_]{3,9}\.?[ -]?'?|[^\W\d_]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? '?)"
    r"(?P<year>\d\d)$"
)
_AHEAD = 2
"""Years after this one that a year of two digits can mean: who writes 41 means 1941."""
_BORN = re.compile(r"\b(?:n[ée](?:[.·(-]?e\)?)?s?|born) (?:en |in |le |on )?$", re.I)


def _years_away(text: str, mention: Mention) -> int:
    """How many years after this one a date lies; 0 when it does not say, and for last year, which is recent."""
    this = date.today().year
    year = _YEAR.search(text, mention.start, mention.end)
    away = int(year[0]) - this if year else 0
    short = None if year else _SHORT_YEAR.search(text[mention.start : mention.end])
    if short:
        away = int(short["year"]) - this % 100
        away -= 100 * (away > _AHEAD)
    return 0 if away == -1 else away


def general_date(text: str, mention: Mention, english: bool) -> Wording:
    start = mention.start
    away = _years_away(text, mention)
    born = _BORN.search(text[:start][-16:])
    if born and away < 0:
        decade = (date.today().year + away) // 10 * 10
        lead = re.search(r" (?:en|in|le|on) $", text[:start][-4:], re.I)
        start -= len(lead[0]) - 1 if lead else 0
        return Wording(start, mention.end, f"in the {decade}s" if english else f"dans les années {decade}")
    if mention.detail == "stay":
        return Wording(start, mention.end, _when(away, english))
    lead = _DATE_LEAD.search(text[:start][-_LONGEST_LEAD:])
    start -= len(lead[0]) if lead else 0
    first = (lead[0] if lead else "").strip().lower()
    if first.startswith("jusqu"):
        said = "jusqu'à récemment" if away == 0 else f"jusqu'à {_when(away, english)}"
    elif first.startswith(("depuis", "since")):
        said = "for some time" if english else "depuis quelque temps"
        if away < 0:
            said = "for years" if english else "depuis des années"
    elif re.match(r"demain|tomorrow", text[mention.start : mention.end], re.I):
        said = "soon" if english else "à venir" if first in _OF else "bientôt"
    elif first in _OF and away:
        said = _when(away, english) if english else "à venir" if away > 0 else "d'il y a quelques années"
    elif first in _OF:
        said = (
            "of late"
            if english
            else "récente"
            if is_feminine(text[:start][-12:], len(text))
            else "de ces derniers temps"
        )
    else:
        said = _when(away, english)
    return Wording(start, mention.end, said)


def _when(away: int, english: bool) -> str:
    """A date so many years after this one, in a word."""
    if away > 0:
        return "soon" if english else "bientôt"
    if away < 0:
        return "some years ago" if english else "il y a quelques années"
    return "recently" if english else "récemment"
