"""Dates that situate a case, in the forms French and English doctors type.

Numbers that look like dates are many in medicine: doses, scores, blood pressures, versions. A numeric date must
exist in the calendar and carry a year, or stand behind "le" or "on". Patterns are bounded, so time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from primum.text.gazetteer import PERSONAL, Entry, folded, gazetteer
from primum.text.mention import Kind, Mention, is_cued

_FULL_MONTHS = (
    ("janvier", "january"),
    ("février", "fevrier", "february"),
    ("mars", "march"),
    ("avril", "april"),
    ("mai", "may"),
    ("juin", "june"),
    ("juillet", "july"),
    ("août", "aout", "august"),
    ("septembre", "september"),
    ("octobre", "october"),
    ("novembre", "november"),
    ("décembre", "decembre", "december"),
)
_SHORT_MONTHS = (
    ("janv", "jan"),
    ("févr", "fév", "fev", "feb"),
    ("mar",),
    ("avr", "apr"),
    (),
    ("jun",),
    ("juil", "jul"),
    ("aug",),
    ("sept", "sep"),
    ("oct",),
    ("nov",),
    ("déc", "dec"),
)
_MONTH_NUMBER = {
    name: number for months in (_FULL_MONTHS, _SHORT_MONTHS) for number, names in enumerate(months, 1) for name in names
}
_MONTH_NAME = "(?P<month>" + "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True)) + ")"
_MONTH = _MONTH_NAME + r"\b(?:\.(?=[ ]\d))?"
_LONG_MONTH = "|".join(name for names in _FULL_MONTHS for name in names)
_YEAR_TAIL = r"(?:,?[ ](?P<year>(?:1\d|20)\d\d|'?\d\d(?![\d:h]|[ ]?(?:h|ans|a|mois|j)\b)))?"

# the numbers of a date written out, in French and in English
_NUMBER_WORD = (
    r"(?:premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente"
    r"|quarante|cinquante|soixante|cents?|mille?|et|une?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    r"|tenth"
    r"|eleventh|twelfth|\w{3,6}teenth|twentieth|thirtieth|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|nineteen|thousand|hundred|and|one|two|three|four|five|seven|eight|nine|ten|eleven|twelve)"
)
_SPELT = re.compile(
    rf"(?<![\w-]){_NUMBER_WORD}(?:[ -]{_NUMBER_WORD}){{0,3}}(?: of)? (?:(?P<month>{_LONG_MONTH})\b|{_NUMBER_WORD}\b)"
    rf"(?:[ -](?:{_NUMBER_WORD}|\d\d)\b){{0,6}}",
    re.I,
)

_NUMERIC = re.compile(
    r"(?<![\w.,/:\-])(?:(?P<d>\d{1,2})(?P<s>[/.\-]| ?/ ?)(?P<m>\d{1,2})(?P=s)(?P<y>(?:1[89]|20)\d\d|\d\d)"
    r"|(?P<iy>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d))(?![\w/\-]|[.,:]\d)"
)
_DAY_MONTH = re.compile(r"(?<![\w.,/:\-])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?![\w/\-]|[.,:]\d|[ ]?(?:mm|cm|mg|%))")
_FRENCH = re.compile(
    rf"(?<![\w.,/])(?P<day>\d{{1,2}})(?:er|e|st|nd|rd|th)?(?: of)?[ ]{{1,2}}{_MONTH}{_YEAR_TAIL}", re.I
)
_ENGLISH = re.compile(rf"(?<!\w){_MONTH}[ ]{{1,2}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.%h]){_YEAR_TAIL}", re.I)
# as labels and files write it: 12-Mar-1952, 12 JAN 1952, 12JAN52
_STAMPED = re.compile(
    rf"(?<![\w.,/])(?P<day>\d{{1,2}})(?P<s>[ -]?){_MONTH_NAME}(?P=s)(?P<year>(?:1\d|20)\d\d|\d\d)(?!\w)", re.I
)
# only a label tells it from three numbers
_SPACED = re.compile(r"(?<![\w.,/])(?P<d>\d{1,2}) (?P<m>\d{1,2}) (?P<y>(?:19|20)\d\d|\d\d)(?![\w/]|[ .,]\d)")
_COMPACT = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)\d\d|\d\d))(?!\d)"
)

_LE = re.compile(
    r"\b(?:le|du|au|depuis le|ce|on|since|dated?)[ ]{1,2}(?:(?:lun|mar|mercre|jeu|vendre|same|diman)\w{1,3} )?$", re.I
)
_BIRTH_CUE = re.compile(
    r"(?:\bn[ée](?:[.·(-]?e\)?)?[ ]{1,2}(?:le|un|on|:)\b|\bn[ée](?:[.·(-]?e\)?)?[ ]{0,2}$"
    r"|\bn[ée]e? (?:à|a|en|in) [^\n.!?;]{1,25} le[ ]$|\bn[ée](?:[.·-]?e)?[.·-]?s le[ ]$"
    r"|\bd\.?[ ]?d\.?[ ]?n\b\.?|\bd\.?n\b\.?(?=[ :]{0,3}$)|\bnaiss(?:ance\b|\b\.?)|\bd\.?o\.?b\b\.?|\bborn\b"
    r"|birth ?date|\bof birth\b|\bbirthday)"
    r"[^\n\d.!?]{0,20}$",
    re.I,
)
# what joins the first and the last day of a stay, and what stands before both
_UNTIL = re.compile(r" ?(?:au|et le|et|jusqu'au|to|and|until|till|-|–) ?(?:the )?", re.I)
_FIRST_DAY = re.compile(rf"(?<![\w.,/:\-])(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?{_UNTIL.pattern}$", re.I)
_FROM = re.compile(r"\b(?:du|entre(?: le)?|from|between)(?: the)? $", re.I)
# a form has the label on the line above
_BIRTH_ABOVE = re.compile(
    r"\b(?:date de naissance|date of birth|birth ?date|ddn|d\.?o\.?b\.?|n[ée]e? le)[ ]?:?[ ]?\n[ ]*$", re.I
)
# "LE GUEN Denise, 12/3/41", "Mr Grant 4/5/44": a date right behind a name, some years back, is of a birth
_TITLED = re.compile(
    r"\b(?:m\.|mr\.?|mme|mlle|melle|monsieur|madame|mrs\.?|ms\.?|miss) ?(?:(?:de|du|le|la|el|ben|van|d'|l'|o') ?){0,2}"
    r"[^\W\d_][\w'-]{1,20}(?: [A-ZÀ-Ý][\w'-]{1,20})?,? ?$",
    re.I,
)
_TWO_NAMES = re.compile(r"(?P<one>\b[A-ZÀ-Ý][\w'-]{1,20}),? (?P<other>[A-ZÀ-Ý][\w'-]{1,20}),? ?$")
_GROWN = 15
"""Years back from which a date behind a name is no longer that of an event."""
# nobody alive was born before
_OLDEST_BIRTH = 1905


def _is_birth(text: str, start: int) -> bool:
    return is_cued(text, start, _BIRTH_CUE) or _BIRTH_ABOVE.search(text[max(0, start - 40) : start]) is not None


def _is_behind_a_name(text: str, start: int) -> bool:
    """Whether a title and a name, or a first name and a surname in either order, stand right before."""
    before = text[max(0, start - 60) : start]
    if _TITLED.search(before):
        return True
    names = _TWO_NAMES.search(before)
    if names is None:
        return False
    one, other = (gazetteer().entry(folded(names[part])) for part in ("one", "other"))
    return bool((one | other) & Entry.FIRST_NAME and one & PERSONAL and other & PERSONAL)


def _exists(day: int, month: int, year: int = 2000) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _full_year(year: str | None) -> int | None:
    if not year:
        return None
    number = int(year.lstrip("'"))
    return number if len(year.lstrip("'")) == 4 else 1900 + number + (100 if number < 30 else 0)


def _numeric(text: str) -> Iterator[tuple[int, int, int | None]]:
    for match in _NUMERIC.finditer(text):
        if match["iy"]:
            day, month, year = int(match["id"]), int(match["im"]), int(match["iy"])
        else:
            day, month, year = int(match["d"]), int(match["m"]), _full_year(match["y"]) or 0
            # 4-8-10 is an Apgar score, 3.1.12 a version: so short a date needs its label
            short = len(match["y"]) == 2 and len(match[0]) < 8
            named = match["s"] != "-" and _is_behind_a_name(text, match.start())
            if short and not named and not _is_birth(text, match.start()):
                continue
        # an English reader may put the month first
        if _exists(day, month, year) or _exists(month, day, year):
            yield match.start(), match.end(), year
    for match in _SPACED.finditer(text):
        year = _full_year(match["y"]) or 0
        if _is_birth(text, match.start()) and _exists(int(match["d"]), int(match["m"]), year):
            yield match.start(), match.end(), year
    for match in _DAY_MONTH.finditer(text):
        if is_cued(text, match.start(), _LE, 24) and _exists(int(match["d"]), int(match["m"])):
            yield match.start(), match.end(), None


def _in_words(text: str) -> Iterator[tuple[int, int, int | None]]:
    for pattern in (_FRENCH, _ENGLISH):
        for match in pattern.finditer(text):
            name = match["month"]
            # "may" is a verb, "MAR" and "SEP" are diagnoses
            doubtful = name in {"may", "mar", "march"} or (len(name) == 3 and name.isupper())
            if (doubtful or (pattern is _ENGLISH and name.islower())) and not _is_birth(text, match.start()):
                continue
            if _exists(int(match["day"]), _MONTH_NUMBER[name.lower()]):
                yield match.start(), match.end(), _full_year(match["year"])
    for match in _STAMPED.finditer(text):
        if not _exists(int(match["day"]), _MONTH_NUMBER[match["month"].lower()]):
            continue
        if _is_birth(text, match.start()) or (match["s"] == "-" and len(match["year"]) == 4):
            yield match.start(), match.end(), _full_year(match["year"])
    for match in _SPELT.finditer(text):
        if match["month"] or _is_birth(text, match.start()):
            yield match.start(), match.end(), None


def dates(text: str) -> Iterator[Mention]:
    """Yield birth dates (a date behind "né le", "DDN", "DOB" ..., or of long ago behind a name) and other dates of a
    day, birth dates first.

    A birth date without its year is less certain: it singles out fewer people.
    """
    others = []
    for start, end, year in (*_numeric(text), *_in_words(text)):
        if year is not None and year < _OLDEST_BIRTH:
            continue
        grown = year is not None and year <= date.today().year - _GROWN
        if _is_birth(text, start) or (grown and text[start].isdigit() and _is_behind_a_name(text, start)):
            spelt = not any(char.isdigit() for char in text[start:end])
            yield Mention(Kind.BIRTH_DATE, start, end, 1.0 if year or spelt else 0.6)
        else:
            others.append(Mention(Kind.DATE, start, end, 0.5))
    for match in _COMPACT.finditer(text):
        if _is_birth(text, match.start()):
            yield Mention(Kind.BIRTH_DATE, match.start(), match.end())
    yield from _stays(text, others)


def _stays(text: str, days: list[Mention]) -> Iterator[Mention]:
    """Yield `days`, of which "du 12 mars au 15 mars" or "from 12 to 15 March" are one, its first word included."""
    kept: list[Mention] = []
    for day in sorted(days, key=lambda mention: mention.start):
        first = _FIRST_DAY.search(text[: day.start][-16:])
        begun = day.start - len(first[0]) if first and 1 <= int(first["day"]) <= 31 else day.start
        joined = bool(kept) and _UNTIL.fullmatch(text, kept[-1].end, day.start) is not None
        if joined:
            begun = kept[-1].start
        lead = _FROM.search(text[:begun][-12:])
        if begun < day.start and lead:
            del kept[len(kept) - joined :]
            day = replace(day, start=begun - len(lead[0]), detail="stay")
        kept.append(day)
    yield from kept


# ---- times told from the day of writing --------------------------------------------------------------------------

_RELATIVE = re.compile(
    r"\b(?:avant-hier|hier(?: (?:soir|matin|midi|apr[èe]s-midi|nuit))?|demain(?: (?:matin|soir))?|aujourd'hui|ce jour"
    r"|ce(?:t|tte)? (?:matin|soir|midi|nuit|semaine|mois(?:-ci)?|ann[ée]e|[ée]t[ée]|hiver|printemps|automne"
    r"|apr[èe]s-midi|aprem"
    r"|week-?end|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
    r"|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?: (?:dernier|prochain|soir|matin|\d{1,2}(?! ?h)))?"
    r"|(?:la semaine|le mois|l'an|l'[ée]t[ée]|l'hiver) derni(?:er|[èe]re)|today|yesterday|tomorrow|tonight"
    r"|(?:this|last) (?:morning|night|evening|week|month|year|weekend|summer|winter|spring|autumn|(?:Mon|Tues|Wednes"
    r"|Thurs|Fri|Satur|Sun)day)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:en|fin|d[ée]but|mi-?|depuis|d') ?(?:janvier|f[ée]vrier|mars|avril"
    r"|mai|juin|juillet"
    r"|ao[uû]t|septembre|octobre|novembre|d[ée]cembre)(?: (?:19|20)\d\d)?|No[ëe]l|P[âa]ques|Toussaint|Pentec[ôo]te"
    r"|Ascension"
    r"|Halloween|Saint-Sylvestre|Easter|Christmas|Thanksgiving)\b",
    re.I,
)


def relative_dates(text: str) -> Iterator[Mention]:
    """Yield "hier", "mardi", "cette nuit", "à Noël": what situates a case without a calendar."""
    for match in _RELATIVE.finditer(text):
        yield Mention(Kind.DATE, match.start(), match.end(), 0.4, "relative")
