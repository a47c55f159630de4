"""A more general wording for what lets a patient be recognised.

A replacement takes the little words before it along, so that what is left still reads as a sentence: "à Guérande"
becomes "dans une petite ville de l'Ouest", "le 12 mars" becomes "récemment". Age becomes a decade, a name an initial
nobody bears. What has no general wording is taken out, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from primum.finding import TextFinding
from primum.text.gazetteer import folded, gazetteer
from primum.text.mention import Kind, Mention


@dataclass(frozen=True, slots=True)
class Wording:
    """What to write instead, and of which stretch of the normalised text."""

    start: int
    end: int
    text: str


# ---- language and gender -----------------------------------------------------------------------------------------

_ENGLISH = re.compile(
    r"\b(?:the|and|with|her|his|was|is|of|on|for|she|he|year|old|this|who|from|at|in|to|my|has|had|we)\b", re.I
)
_FRENCH = re.compile(r"\b(?:le|la|les|des|une?|et|avec|est|pour|qui|dans|ans|elle|il|sur|chez|mon|ma)\b", re.I)
_FEMININE = re.compile(
    r"\b(?:patiente|mme|madame|mlle|melle|elle|femme|fille|fillette|dame|m[èe]re|maman|s[œo]e?ur|gamine|petite|pte)\b",
    re.I,
)
_MASCULINE = re.compile(
    r"\b(?:patient|m\.|mr|monsieur|il|homme|gar[çc]on|p[èe]re|papa|fr[èe]re|gamin|petit|pt)(?!\w)", re.I
)


def language(text: str, lang: str | None = None) -> str:
    """Return "fr" or "en": the page's word when it has one of them, else what the little words say."""
    if lang and lang[:2].lower() in {"fr", "en"}:
        return lang[:2].lower()
    return "en" if len(_ENGLISH.findall(text)) > len(_FRENCH.findall(text)) else "fr"


def _is_feminine(text: str, at: int) -> bool:
    """Whether the person spoken of around `at` is a woman, as far as the nearest words tell."""
    around = text[max(0, at - 60) : at + 60]
    return len(_FEMININE.findall(around)) > len(_MASCULINE.findall(around))


# ---- what to write -----------------------------------------------------------------------------------------------

_DECADES = {2: "jeune adulte", 3: "trentenaire", 4: "quadragénaire", 5: "quinquagénaire", 6: "sexagénaire"}
_OLD_DECADES = {7: "septuagénaire", 8: "octogénaire"}
_TENS = {2: "twenties", 3: "thirties", 4: "forties", 5: "fifties", 6: "sixties", 7: "seventies", 8: "eighties"}
_STAGES = ((13, "young"), (18, "teenage"), (30, "young"), (65, "middle-aged"), (200, "elderly"))
"""Below which age an English adjective holds."""
_TITLE = re.compile(r"(?:m\.|monsieur|mme|madame|mlle|melle|mr\.?|mrs\.?|ms\.?|miss)(?=[ ]|$)", re.I)

_REMOVED = {
    Kind.NIR: ("(numéro retiré)", "(number removed)"),
    Kind.PATIENT_NUMBER: ("(numéro retiré)", "(number removed)"),
    Kind.PHONE: ("(téléphone retiré)", "(phone removed)"),
    Kind.EMAIL: ("(adresse retirée)", "(address removed)"),
    Kind.BIRTH_DATE: ("(date retirée)", "(date removed)"),
    Kind.ADDRESS: ("(adresse retirée)", "(address removed)"),
    Kind.PLATE: ("(plaque retirée)", "(plate removed)"),
    Kind.HANDLE: ("(compte retiré)", "(account removed)"),
    Kind.LINK: ("(lien retiré)", "(link removed)"),
    Kind.TRAIT: ("(détail retiré)", "(detail removed)"),
    Kind.KIN: ("une connaissance", "someone I know"),
}


def _age(text: str, mention: Mention, english: bool) -> Wording:
    start, end = mention.start, mention.end
    if mention.detail == "decade":
        return Wording(start, end, text[start:end])
    years = int(mention.detail)
    feminine = _is_feminine(text, start)
    if english:
        if re.search(r"-years?-olds?$|year old$", text[start:end], re.I):
            said = next(word for limit, word in _STAGES if years < limit)
            article = re.search(r"\ban? $", text[max(0, start - 4) : start], re.I)
            if article:
                start -= len(article[0])
                said = f"{'an' if said[0] in 'aeiou' else 'a'} {said}"
        elif years < 18:
            said = "a child" if years < 13 else "a teenager"
        elif years < 20:
            said = "a young adult"
        else:
            said = "in their " + _TENS.get(years // 10, "eighties or more")
        return Wording(start, end, said)
    before = text[max(0, start - 8) : start].lower()
    if re.search(r"(?:\b(?:de|a|à|les|ses|avait|aura|avoir|ayant) |\bd')$", before):
        bound = f"moins de {10 if years < 10 else 18}" if years < 18 else f"plus de {min(years // 10 * 10, 80)}"
        return Wording(start, end, f"{bound} ans")
    if years < 18:
        said = "en bas âge" if years < 4 else "enfant" if years < 12 else "adolescente" if feminine else "adolescent"
    elif years >= 90:
        said = "très âgée" if feminine else "très âgé"
    else:
        said = {**_DECADES, **_OLD_DECADES}.get(years // 10, "jeune adulte")
    return Wording(start, end, said)


_WEEKDAY = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = rf"(?:(?:{_WEEKDAY}),? (?:the )?)"
# what stands before a date and goes with it
_DATE_LEAD = re.compile(
    rf"(?:\bjusqu'(?:au |à |en )?{_DAY}?|\b(?:depuis|since) (?:le |ce |the )?{_DAY}?"
    rf"|\b(?:le|la|ce|cette|du|au|en|on|in|this|last|à) (?:the )?{_DAY}?|\b{_DAY}|\b[ld]')$",
    re.I,
)
_LONGEST_LEAD = 32


def _date(text: str, mention: Mention, english: bool) -> Wording:
    start = mention.start
    if mention.detail == "stay":
        return Wording(start, mention.end, "recently" if english else "récemment")
    lead = _DATE_LEAD.search(text[:start][-_LONGEST_LEAD:])
    start -= len(lead[0]) if lead else 0
    first = (lead[0] if lead else "").strip().lower()
    if first.startswith("jusqu"):
        said = "jusqu'à récemment"
    elif first.startswith(("depuis", "since")):
        said = "for some time" if english else "depuis quelque temps"
    elif re.match(r"demain|tomorrow", text[mention.start : mention.end], re.I):
        said = "soon" if english else "bientôt"
    elif first in {"du", "d'"}:
        said = (
            "of late"
            if english
            else "récente"
            if _is_feminine(text[:start][-12:], len(text))
            else "de ces derniers temps"
        )
    else:
        said = "recently" if english else "récemment"
    return Wording(start, mention.end, said)


_SIZES = {
    "large": ("une grande ville", "a large town"),
    "medium": ("une ville", "a town"),
    "small": ("une petite ville", "a small town"),
    "region": ("une région", "a region"),
}
# by the letter of `Gazetteer.area`: each has millions of people
_AREAS = {
    "o": ("de l'Ouest", "in western France"),
    "n": ("du Nord", "in northern France"),
    "e": ("de l'Est", "in eastern France"),
    "s": ("du Sud-Ouest", "in south-western France"),
    "m": ("du Midi", "in southern France"),
    "p": ("du Sud-Est", "in south-eastern France"),
    "r": ("du Centre-Est", "in east-central France"),
    "c": ("du Centre", "in central France"),
    "i": ("d'Île-de-France", "near Paris"),
    "d": ("d'outre-mer", "overseas"),
}


def _place(text: str, mention: Mention, english: bool) -> Wording:
    size = mention.detail or "small"
    noun = _SIZES[size][english]
    area = "" if size == "region" else gazetteer().area(folded(text[mention.start : mention.end]))
    if area:
        noun = f"{noun} {_AREAS[area][english]}"
    return _with_lead(text, mention, noun, english)


def _with_lead(text: str, mention: Mention, noun: str, english: bool) -> Wording:
    """Put `noun` in the place of a mention, taking the preposition and the article before it along."""
    start = mention.start
    if english:
        lead = re.search(r"\b(?:(?P<at>in|on|at) )?(?:the )?$", text[:start][-8:], re.I)
        noun = f"in {noun}" if lead and lead["at"] else noun
        return Wording(start - (len(lead[0]) if lead else 0), mention.end, noun)
    lead = re.search(
        r"(?:\b(?:jusqu'(?:à la|à l'|à|au|aux|en)|à la|de la|à l'|de l'|à|a|au|aux|du|des|de|d'|en|dans l[ea]s?|l[ea]s?"
        r"|l'|une?|mon|ma) ?)$",
        text[:start][-14:],
        re.I,
    )
    said = lead[0].strip().lower() if lead else ""
    if said.startswith("jusqu"):
        noun = f"jusque dans {noun}"
    elif said in {"à", "a", "à la", "à l'", "au", "aux", "en", "dans le", "dans la", "dans les"}:
        noun = f"dans {noun}"
    elif said in {"de", "d'", "du", "des", "de la", "de l'"}:
        noun = f"d'{noun}"
    return Wording(start - (len(lead[0]) if lead else 0), mention.end, noun)


_BUILDINGS = (
    (re.compile(r"ehpad|maison de retraite|r[ée]sidence|care home|nursing", re.I), "un EHPAD", "a care home"),
    (
        re.compile(r"lyc[ée]e|coll[èe]ge|[ée]cole|cr[èe]che|school|universit|fac\b", re.I),
        "un établissement scolaire",
        "a school",
    ),
    (
        re.compile(r"ch[ru]{0,2}\b|h[ôo]pital|clinique|maternit|urgences|hospital|ward", re.I),
        "un hôpital",
        "a hospital",
    ),
    (re.compile(r"us\b|as\b|club|stade", re.I), "un club", "a club"),
    (re.compile(""), "un établissement", "an establishment"),
)


def _establishment(text: str, mention: Mention, english: bool) -> Wording:
    named = text[mention.start : mention.end]
    french, translated = next((f, e) for pattern, f, e in _BUILDINGS if pattern.match(named))
    return _with_lead(text, mention, translated if english else french, english)


def _person(text: str, mention: Mention, english: bool) -> str:
    title = _TITLE.match(text, mention.start, mention.end)
    if title:
        return f"{title[0]} X"
    introduced = re.search(r"[^\W\d_] $", text[: mention.start][-2:]) is not None
    if mention.detail == "first" or english or introduced:
        return "X"
    return "Mme X" if _is_feminine(text, mention.start) else "M. X"


def _room(text: str, mention: Mention, english: bool) -> Wording:
    pattern = r"\b(?:in|on|from) $" if english else r"\b(?:en|du|de la|dans la|dans le|la|le|au|à la) $"
    lead = re.search(pattern, text[: mention.start][-9:], re.I)
    of = lead is not None and lead[0].strip().lower() in {"du", "de la"}
    said = "on the ward" if english else "du service" if of else "dans le service"
    return Wording(mention.start - (len(lead[0]) if lead else 0), mention.end, said)


_FORMER = re.compile(
    r"(?P<article>\b(?:une?|la|le|au|du|the|an?) |\b[ld]')?\b(?:ancien(?:ne)?|ex-?|retired|former) ?$", re.I
)


def _job(text: str, mention: Mention, english: bool) -> Wording:
    feminine = _is_feminine(text, mention.start) or re.search(r"\b(?:une|la) $", text[: mention.start][-5:], re.I)
    lead = re.search(r"(?:\b(?:une?|le|la|au|du|the|a|an) |\b[ld]')$", text[: mention.start][-5:], re.I)
    former = _FORMER.search(text[: mention.start][-20:])
    if former:
        noun = "retired" if english else "retraitée" if feminine else "retraité"
        if former["article"]:
            who = "a retired patient" if english else f"une {noun}" if feminine else f"un {noun}"
            noun = {"au": "à ", "du": "d'", "d'": "d'"}.get(former["article"].strip().lower(), "") + who
        return Wording(mention.start - len(former[0]), mention.end, noun)
    if lead:
        noun = "a patient" if english else "une patiente" if feminine else "un patient"
        before = {"au": "à ", "du": "d'", "d'": "d'"}.get(lead[0].strip().lower(), "")
        return Wording(mention.start - len(lead[0]), mention.end, f"{before}{noun}")
    return Wording(mention.start, mention.end, "in work" if english else "en activité")


def replacement(text: str, mention: Mention, lang: str) -> Wording:
    """Return the general wording of one mention in a normalised text; `lang` is "fr" or "en"."""
    english = lang == "en"
    match mention.kind:
        case Kind.AGE:
            wording = _age(text, mention, english)
        case Kind.DATE:
            wording = _date(text, mention, english)
        case Kind.PLACE:
            wording = _place(text, mention, english)
        case Kind.ESTABLISHMENT:
            wording = _establishment(text, mention, english)
        case Kind.JOB:
            wording = _job(text, mention, english)
        case Kind.PERSON | Kind.NAME:
            wording = Wording(mention.start, mention.end, _person(text, mention, english))
        case Kind.ROOM:
            wording = _room(text, mention, english)
        case _:
            wording = Wording(mention.start, mention.end, _REMOVED[mention.kind][english])
    opening = text[: wording.start].rstrip(' «"(')
    if (not opening or opening[-1] in ".!?\n") and wording.text[0].islower():
        return Wording(wording.start, wording.end, wording.text[0].upper() + wording.text[1:])
    return wording


def generalised(text: str, findings: Iterable[TextFinding]) -> str:
    """Return `text` with every replacement made, the last first; where two overlap, the earlier one is made."""
    kept: list[TextFinding] = []
    for finding in sorted((f for f in findings if f.replacement is not None), key=_position):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    for finding in reversed(kept):
        text = f"{text[: finding.start]}{finding.replacement}{text[finding.end :]}"
    return text


def _position(finding: TextFinding) -> tuple[int, int]:
    return finding.start, finding.end
