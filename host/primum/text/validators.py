"""Identifiers that have a fixed form: social security and record numbers, phone numbers, number plates.

Every pattern is bounded: from one starting point it reads at most a few dozen characters, so the time is linear in
the length of the text whatever is typed. What decides is a key, a numbering plan or a label, never digits alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import phonenumbers
from phonenumbers import PhoneNumberType

from primum.text.gazetteer import folded
from primum.text.mention import OFFICE, UNLABELLED, Kind, Mention, is_cued
from primum.text.spelt import spelt_numbers
from primum.text.tokens import lexicon

# ---- social security number --------------------------------------------------------------------------------------

_GAP = r"[ .\-]{0,2}"
# sex, year, month (00, 20-42 and 50-99 stand for an unknown month), department, commune, order, key
_NIR = re.compile(
    rf"(?<![\dA-Za-z])[1-478]{_GAP}\d\d{_GAP}(?:0\d|1[0-2]|[2-9]\d){_GAP}(?:\d\d|2[ABab]){_GAP}\d{{3}}{_GAP}\d{{3}}"
    rf"(?P<key>{_GAP}\d\d)?(?![\dA-Za-z])"
)
_NIR_GROUPED = re.compile(r"\d([ .\-])\d\d\1\d\d\1(?:\d\d|2[ABab])\1\d{3}\1\d{3}[ .\-]\d\d")
_NIR_CUE = re.compile(
    r"\b(?:nir|nss|ins|s[ée]cu|s[ée]curit[ée] sociale|ss|vitale|immatriculation|amelipro|assur[ée]e?|cpam)\b", re.I
)


def nirs(text: str) -> Iterator[Mention]:
    """Yield French social security numbers.

    The key decides (97 minus the rest, by `stdnum.fr.nir`). With a wrong or missing key, a label or the printed
    grouping 1-2-2-2-3-3-2 is needed, and the certainty is lower: a typing slip still leads to the person.
    """
    for match in _NIR.finditer(text):
        number = re.sub(r"[ .\-]", "", match[0]).upper()
        if match["key"] and _ends_with_key(number):
            certainty = 1.0
        elif is_cued(text, match.start(), _NIR_CUE):
            certainty = 0.7
        elif match["key"] and _NIR_GROUPED.fullmatch(match[0]):
            certainty = 0.6
        else:
            continue
        yield Mention(Kind.NIR, match.start(), match.end(), certainty)


def _ends_with_key(number: str) -> bool:
    from stdnum.fr import nir  # brings ssl along, 3 MB: loaded with the first number that could be one

    return bool(nir.is_valid(number))


# ---- record numbers ----------------------------------------------------------------------------------------------

_FILLER = (
    r"(?:[ \t]{0,2}(?:n°|n\.|no\.?|nos?|num[ée]ro|num|number|nr|id|patient|du patient|du s[ée]jour|ordre|est|is|c'est"
    r"|:|=|#|-)){0,4}[ \t]{0,2}"
)
# letters then digits in groups: 8004217, 300 457 118, TLS-0094582, R2290417, 22-10457
_CODE = (
    r"(?P<code>(?:[A-Za-z]{1,5}-?)?\d[\dA-Za-z]{0,17}(?:(?:[ ]\d{2,10}(?![\dA-Za-z])|[.\-/][\dA-Za-z]{1,12})){0,5})"
    r"(?![\dA-Za-z])"
)
# labels that no doctor writes before anything but a patient's number
_LABELLED = re.compile(
    r"(?<![\w-])(?:ipp|nip|iep|nda|mrn|ssn|ins|nhs|chi|hosp(?:ital)?|acct|episode|bracelet|passe?port|carte vitale"
    r"|num[ée]ro (?:de |d')?(?:patient|dossier|s[ée]jour|admission|hospitalisation|venue|s[ée]cu)"
    r"|(?:patient|record|chart|hospital|medical record|social security|account) (?:no\.?|number|id|nr)"
    r"|dossier|s[ée]jour|venue|examen|pr[ée]l[èe]vement|chart|case|record|mdph|caf|mutuelle|adh[ée]rente?)"
    + _FILLER
    + _CODE,
    re.I,
)
_AMERICAN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_AMERICAN_CUE = re.compile(r"\bssn\b|social security", re.I)
_SURE_LABEL = re.compile(
    r"ipp|nip|iep|nda|mrn|ssn|nhs|ins|hosp|acct|num|patient|record|chart n|social|passe?port", re.I
)
_NUMBER_SIGN = re.compile(r"n°|\bno\b|num|nr|#|:|=", re.I)
_UNIT = re.compile(
    r"[ \t]{0,2}(?:mg|g|µg|mcg|ml|cl|l|ui|mui|cp|gel|%|/j|x|fois|ans?|mois|jours?|h|€|eur|euros?|pages?|patients?)\b",
    re.I,
)
_LONGEST_DOSE = 5
"""Digits of the largest dose or count that may stand behind the label of a patient's number."""
_DOSE = re.compile(r"\d(?:mg|g|ml|ui|cp)(?![a-z])", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[ /.\-](?:19|20)?\d\d)?")


# a file's, a sample's, a claim's: pieces with a letter somewhere, joined by hyphens or slashes (T-08-3391, PSY/1142)
_JOINED_CODE = re.compile(
    r"(?<![\w/.-])(?=[\w/-]{0,20}[A-Z])(?=[\w/-]{0,24}\d{2})(?:[A-Z]{1,5}\d{0,8}|\d{1,9}[A-Z]{0,2})"
    r"(?:[-/](?:[A-Z]{1,5}\d{0,8}|\d{1,9}[A-Z]{0,2})){1,3}(?![\w/-]|[.,]\d)"
)
# "étudiant n° 21804477", "n° de bon transport 000 84 120"
_NUMBERED = re.compile(
    r"(?i:\bn°|\bno\.|\bnum[ée]ro\b|\bnumber\b)(?:[ ](?:de |d'|du )?[^\W\d_]{2,14}){0,3}[ ]?:?[ ]?"
    r"(?P<code>(?:[A-Z]{1,4}[ -]?)?\d[\d ]{2,14}\d(?:[ ]?[A-Z])?)(?!\w|[.,/-]\d)"
)
# articles of law, vertebrae and days of a cure bear such forms too
_NO_CODE = re.compile(r"[LRD]\d{4}-\d{1,3}|(?:[A-Z]\d{1,2}[-/]){1,3}[A-Z]?\d{1,2}")
_LEAST_JOINED, _LEAST_NUMBERED = 4, 5
"""Digits of a number that no label calls a patient's; help lines have four."""


def unlabelled_numbers(text: str) -> Iterator[Mention]:
    """Yield what has the form of a file's number but no label that says so: the encoder has to hold it for one too."""
    for match in _JOINED_CODE.finditer(text):
        letters = sum(char.isalpha() for char in match[0])
        digits = sum(char.isdigit() for char in match[0])
        others = is_others(text, match.start()) or folded(match[0]).split()[0] in lexicon()["other_numbers"]
        if letters and digits >= _LEAST_JOINED and not others and not _NO_CODE.fullmatch(match[0]):
            yield Mention(Kind.PATIENT_NUMBER, match.start(), match.end(), 0.5, UNLABELLED)
    for match in _NUMBERED.finditer(text):
        digits = sum(char.isdigit() for char in match["code"])
        others = any(word in lexicon()["other_numbers"] for word in folded(text[: match.start("code")][-40:]).split())
        if digits >= _LEAST_NUMBERED and not others and not _YEAR.fullmatch(match["code"]):
            yield Mention(Kind.PATIENT_NUMBER, match.start("code"), match.end("code"), 0.5, UNLABELLED)


def patient_numbers(text: str) -> Iterator[Mention]:
    """Yield record, stay, hospital and insurance numbers: a label, then a code with enough digits.

    IPP is also a family of drugs, and a "dossier" may be a year's: a dose, a count or a bare year is left alone.
    """
    for match in _LABELLED.finditer(text):
        code, label = match["code"], text[match.start() : match.start("code")]
        digits = sum(char.isdigit() for char in code)
        sure = _SURE_LABEL.match(label) is not None
        # MRN 4417283 L knee: no dose has so many digits behind such a label
        counts = _DOSE.search(code) or _UNIT.match(text, match.end())
        if digits < 4 or _YEAR.fullmatch(code) or (counts and not (sure and digits > _LONGEST_DOSE)):
            continue
        if not sure and digits < 6 and not _NUMBER_SIGN.search(label) and "-" not in code:
            continue
        yield Mention(Kind.PATIENT_NUMBER, match.start("code"), match.end("code"), 1.0 if sure else 0.8)
    for match in _AMERICAN.finditer(text):
        if is_cued(text, match.start(), _AMERICAN_CUE):
            yield Mention(Kind.PATIENT_NUMBER, match.start(), match.end())


# ---- phone numbers -----------------------------------------------------------------------------------------------

_FRENCH = re.compile(
    r"(?<![\d+])(?P<country>(?:\+|00|\(\+)33\)?[ .\-]{0,2}(?:\(0\)[ .\-]{0,2})?|0)[1-9](?:[ .\-/]{0,2}\d\d){4}(?!\d)"
)
# French and British numbers whose digits stand as they were dictated: "06 3 9 9 8 04 1 1", "07 700 9 00 18 8"
_DICTATED = re.compile(r"(?<![\w.,/+-])0(?:[ .\-]{0,2}\d){9,10}(?!\w|[ .,/-]?\d)")
_BEGINS_AS_A_DATE = re.compile(r"\d\d[ .\-]\d\d[ .\-](?:19|20)\d\d")
_DICTATED_CUE = re.compile(r"\b(?:est|suis|is|reste) (?:au|sur|on)[ ]?$", re.I)
_INTERNATIONAL = re.compile(r"(?<![\w+])(?:\+|00)[1-9]\d{0,2}(?:[ .()\-/]{0,3}\d){6,12}(?!\d)")
_NATIONAL = re.compile(r"(?<![\w+.,/(-])(?:\(\d{2,5}\)|\d{2,5})(?:[ .\-/]{1,2}\d{2,6}){1,4}(?![\w]|[.,/-]\d)")
_AMERICAN_LOCAL = re.compile(r"(?:\(\d{3}\) |\d{3}[-.])?\d{3}[-.]\d{4}")
_PHONE_CUE = re.compile(
    r"t[ée]l\b|t[ée]l[ée]phone|phone|portable|\bport\b|mobile|\bcell|\br?appel(?:er|e[rz]?|les?|l?ez|[ée])\b"
    r"|\br?appel au\b|joindre|joignable|contact|\bcall(?! for)|\btext"
    r"|\bring\b|\brang\b|voicemail|messagerie|answer|r[ée]pond|\bsms\b|whatsapp|\bcompose[rz]\b|num[ée]ro|\bnum\b|\bnumber|secr[ée]tariat|📞|☎|📱",
    re.I,
)
_RECORD_LABEL = re.compile(r"\b(?:r[ée]f|ipp|nip|iep|nda|mrn|nhs)\b[ n°o:.]{0,6}$", re.I)
_NATIONAL_REGIONS = ("GB", "IE", "BE", "CH", "LU", "US", "DE", "ES", "IT", "MA", "DZ", "TN", "SN")
_REACH = 48  # characters before a number in which a service is named
_SPELT_LENGTHS = (10, 11)  # of French and British numbers with their zero
_OVERSEAS = ("RE", "GP", "MQ", "GF", "YT")
_DICTATED_REGIONS = ("FR", "GB", *_OVERSEAS)
# numbers anyone may publish: freephone, shared cost, premium, company-wide
_PUBLIC_TYPES = {
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.SHARED_COST,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.UAN,
}


@cache
def _other_label() -> re.Pattern[str]:
    """What stands before a number that is neither a patient's nor a telephone's: "facture", "RPPS est"."""
    labels = "|".join(sorted(lexicon()["other_numbers"]))
    return re.compile(rf"\b(?:{labels})\b\.?(?:[ '’][^\W\d]{{1,8}}){{0,4}}[ n°o:.#]{{0,6}}$", re.I)


def is_others(text: str, start: int) -> bool:
    """Whether a number stands behind a label that makes it no patient's: "facture", "RPPS"."""
    return is_cued(text, start, _other_label())


def _type(number: str, region: str | None) -> int | None:
    """The kind of line that a numbering plan gives to `number`; None when it is none of its numbers."""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.number_type(parsed) if phonenumbers.is_possible_number(parsed) else None


def _is_someones(number: str, regions: tuple[str | None, ...], *, unassigned: bool) -> bool:
    """Whether a plan of `regions` gives `number` to a subscriber; `unassigned` accepts its right length alone.

    Ranges not yet given out, or kept for fiction, have the right length and no type.
    """
    kinds = {_type(number, region) for region in regions} - {None}
    if kinds & _PUBLIC_TYPES:
        return False
    return bool(kinds if unassigned else kinds - {PhoneNumberType.UNKNOWN})


def _in_a_list(text: str, start: int, end: int) -> bool:
    """Whether the digits go on in pairs on either side, as in a table of values: "24h/24" and "12 rue" are none."""
    return bool(re.search(r"(?<!\d)\d\d?[ .\-]$", text[max(0, start - 4) : start])) or bool(
        re.match(r"[ .\-]\d\d?(?![\w/]|[ ]?[^\W\d])", text[end : end + 6])
    )


def _is_no_phone(text: str, match: re.Match[str]) -> bool:
    """Whether it is a date or stands behind a label of something else."""
    start = match.start()
    date = _BEGINS_AS_A_DATE.match(match[0]) is not None
    return date or is_cued(text, start, _RECORD_LABEL) or is_others(text, start)


def phones(text: str) -> Iterator[Mention]:
    """Yield subscriber numbers, French and foreign, as the numbering plans of `phonenumbers` know them.

    Emergency and service numbers (15, 112, 3114, 116 117, 0 800 ...) are nobody's and are left alone. A foreign
    number in national form needs a word beside it, for its digits could be anything. `detail` is OFFICE behind a
    service's name.
    """
    for mention in _numbers(text):
        yield replace(mention, detail=OFFICE) if _is_an_offices(text, mention.start) else mention


def _is_an_offices(text: str, start: int) -> bool:
    """Whether a number stands behind the name of a service, and nobody is spoken of between."""
    before = text[max(0, start - _REACH) : start]
    words = re.findall(r"[^\W\d_]+", folded(before[before.rfind("\n") + 1 :]))
    said = f" {' '.join(words)} "
    services, someones = lexicon()["services"], lexicon()["someones"]
    return any(f" {name} " in said for name in services) and not any(f" {name} " in said for name in someones)


def _numbers(text: str) -> Iterator[Mention]:
    for match in _FRENCH.finditer(text):
        # ten digits in one go are no table, and what is to be called is no value
        sure = match[0].isdigit() or is_cued(text, match.start(), _PHONE_CUE)
        if (not sure and _in_a_list(text, match.start(), match.end())) or _is_no_phone(text, match):
            continue
        if _is_someones(match[0], ("FR", *_OVERSEAS), unassigned=True):
            yield Mention(Kind.PHONE, match.start(), match.end())
    for match in _INTERNATIONAL.finditer(text):
        number = "+" + match[0].removeprefix("00").removeprefix("+")
        if _is_someones(number, (None,), unassigned=True):
            yield Mention(Kind.PHONE, match.start(), match.end())
    for match in _NATIONAL.finditer(text):
        digits = sum(char.isdigit() for char in match[0])
        if not 7 <= digits <= 11 or _in_a_list(text, match.start(), match.end()):
            continue
        if _is_no_phone(text, match) or _YEAR.fullmatch(match[0]) or _UNIT.match(text, match.end()):
            continue
        cued = is_cued(text, match.start(), _PHONE_CUE)
        if _AMERICAN_LOCAL.fullmatch(match[0]):  # seven digits, or the area 555, say nothing to a numbering plan
            found = cued or match[0].startswith("(")
        else:
            trunk = match[0].startswith("0")
            found = (cued or trunk) and _is_someones(match[0], _NATIONAL_REGIONS, unassigned=cued and trunk)
        if found:
            yield Mention(Kind.PHONE, match.start(), match.end(), 0.9)
    for match in _DICTATED.finditer(text):
        cued = is_cued(text, match.start(), _PHONE_CUE) or is_cued(text, match.start(), _DICTATED_CUE)
        number = re.sub(r"\D", "", match[0])
        if cued and not _is_no_phone(text, match) and _is_someones(number, _DICTATED_REGIONS, unassigned=True):
            yield Mention(Kind.PHONE, match.start(), match.end(), 0.9)
    for start, end, number in spelt_numbers(text):
        whole = number.startswith("+") or len(number) in _SPELT_LENGTHS
        if whole and _is_someones(number, _DICTATED_REGIONS, unassigned=True):
            yield Mention(Kind.PHONE, start, end, 0.9)


# ---- plates -------------------------------------------------------------------------------------------------------

# France since 2009, Great Britain since 2001 (letters that the registers leave out are read too: people slip), and
# older or foreign forms behind their word
_PLATE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}-\d{3}-[A-Z]{2}|[a-z]{2}-\d{3}-[a-z]{2}|[A-Z]{2} \d{3} [A-Z]{2}|[A-Z]{2}\d{2} [A-Z]{3})"
    r"(?![\w-])"
)
# two signs in a row have the form of a plate: "FC 110 TA 95/60"
_SIGN = "(?:FC|FR|TA|PA|HR|BP|RR|SV|QT|PR|SA)"
_SIGNS = re.compile(rf"{_SIGN} |[A-Z]{{2}} \d{{3}} {_SIGN}$")
_OTHER_PLATE = re.compile(
    r"\b(?i:immat\w{0,12}|plaque|plate|reg|registration|voiture|v[ée]hicule|car)[ :]{1,3}(?:[a-z]{1,8} )?"
    r"(?P<plate>(?=[A-Z ]{0,4}\d)(?=[\d -]{0,6}[A-Z])[A-Z\d]{1,4}[ -]?[A-Z\d]{2,4}(?:[ -][A-Z\d]{2,3})?)\b"
)


def plates(text: str) -> Iterator[Mention]:
    """Yield number plates of vehicles."""
    for match in _PLATE.finditer(text):
        if _SIGNS.match(match[0]):
            continue
        yield Mention(Kind.PLATE, match.start(), match.end(), 0.95)
    for match in _OTHER_PLATE.finditer(text):
        yield Mention(Kind.PLATE, match.start("plate"), match.end("plate"), 0.8)
