"""A more general wording for what lets a patient be recognised.

A replacement takes the little words before it along, so that what is left still reads as a sentence: "à Guérande"
becomes "dans une petite ville de l'Ouest", "le 12 mars" becomes "récemment". Age becomes a decade, a name an initial
nobody bears. What has no general wording is taken out, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from primum.finding import TextFinding
from primum.text.gazetteer import folded, gazetteer
from primum.text.general_dates import general_date
from primum.text.general_jobs import general_job
from primum.text.grammar import is_feminine, stands_for_a_noun, womanliness
from primum.text.mention import Kind, Mention
from primum.text.wording import Wording

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
    if english:
        return _english_age(text, start, end, years)
    feminine = is_feminine(text, start)
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


_OLD = re.compile(r"(?:year|month)s?-olds?$|(?:year|month) old$", re.I)
_DETERMINER = re.compile(r"\b(?:(?P<article>an? )|(?:the|this|that|my|our|your|his|her|their|another) )$", re.I)


def _english_age(text: str, start: int, end: int, years: int) -> Wording:
    named = text[start:end].lower()
    determiner = _DETERMINER.search(text[max(0, start - 9) : start])
    # "88F" is a noun by itself
    alone = named[-1] in "mf" or named.endswith("olds") or stands_for_a_noun(text, end)
    if determiner or _OLD.search(named) or (not alone and named.endswith(("yo", "y/o", "yr old"))):
        said = next(word for limit, word in _STAGES if years < limit)
        if alone:
            said = "child" if years < 13 else "teenager" if years < 18 else f"{said} patient"
        if named.endswith("olds"):
            said = "children" if said == "child" else f"{said}s"
        if determiner and determiner["article"]:
            start -= len(determiner[0])
            article = "an" if said[0] in "aeiou" else "a"
            said = f"{article.capitalize() if determiner[0][0] == 'A' else article} {said}"
    elif years < 18:
        said = "a child" if years < 13 else "a teenager"
    elif years < 20:
        said = "a young adult"
    else:
        said = "in their " + _TENS.get(years // 10, "eighties or more")
    return Wording(start, end, said)


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


def _with_lead(text: str, mention: Mention, noun: str, english: bool, to: str = "dans") -> Wording:
    """Put `noun` in the place of a mention, taking the preposition and the article before it along.

    `to` is what « à » becomes: one is « dans une ville » and speaks « à une connaissance ».
    """
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
        noun = f"{to} {noun}"
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


_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_]$")
_SENTENCE_GOES_ON = re.compile(r"\.(?:$| ?[,;:)]| ?(?=[a-zß-öø-ÿœ])| ?\d{1,3} ?(?:ans|yo)\b)")


def _person(text: str, mention: Mention, english: bool) -> Wording:
    """A name in general words; the stop of an initial at its end goes with it, a sentence's stays."""
    end = mention.end
    if _INITIAL.search(text[:end][-2:]) and _SENTENCE_GOES_ON.match(text, end):
        end += 1
    elif _INITIAL.search(text[: end - 1][-2:]) and re.match(r"\. [A-ZÀ-Ý]", text[end - 1 : end + 2]):
        end -= 1
    return Wording(mention.start, end, _name(text, mention, english))


def _name(text: str, mention: Mention, english: bool) -> str:
    title = _TITLE.match(text, mention.start, mention.end)
    if title and title.end() < mention.end:
        return f"{title[0]} X"
    introduced = re.search(r"[^\W\d_] $", text[: mention.start][-2:]) is not None
    if mention.detail == "first" or english or introduced:
        return "X"
    balance = womanliness(text, mention.start)
    return "Mme X" if balance > 0 else "M. X" if balance < 0 else "X"


_HAPPENS = re.compile(
    r" (?:is|was|has|had|needs?|wants?|keeps|went|died|a|est|était|va|veut|fait|ne|se|refuse|demande|part|sort"
    r"|pleure)\b| (?:n|s|l|m)'",
    re.I,
)
"""What follows a room that stands for who lies in it: "la 12 a arraché sa perf"."""


def _room(text: str, mention: Mention, english: bool) -> Wording:
    pattern = (
        r"\b(?:(?:in|on|at|from|(?:in)?to) )?(?:the )?(?:side )?$"
        if english
        else r"\b(?:en|du|de la|dans la|dans le|la|le|au|à la) $"
    )
    lead = re.search(pattern, text[: mention.start][-16:], re.I)
    first = lead[0].lower().split(" ")[0] if lead else ""
    is_subject = first in {"", "la", "le", "the", "side"}
    if is_subject and _HAPPENS.match(text, mention.end):
        start = mention.start - (len(lead[0]) if lead else 0)
        who = "a patient" if english else "une patiente" if is_feminine(text, mention.start) else "un patient"
        return Wording(start, mention.end, who)
    if english:
        said = "to the ward" if first in {"to", "into"} else "on the ward"
    else:
        said = "du service" if first in {"du", "de"} else "dans le service"
    return Wording(mention.start - (len(lead[0]) if lead else 0), mention.end, said)


_GENERAL = re.compile(
    r"(?:(?:une? )?(?:grande |petite )?ville|a (?:large |small )?town)"
    rf"(?: (?:{'|'.join(re.escape(words) for pair in _AREAS.values() for words in pair)}))?"
    r"|\b(?:plus|moins) de \d\d ans|\b(?:M\.|Mme|Mlle|Mr\.?|Mrs\.?|Ms\.?|Miss|Madame|Monsieur) X\b|\bX\b",
    re.I,
)


def is_general(text: str, mention: Mention) -> bool:
    """Whether a mention is one of our own wordings, or a part of one: what was generalised is not warned of again."""
    around = max(0, mention.start - 40)
    return any(
        match.start() <= mention.start and mention.end <= match.end()
        for match in _GENERAL.finditer(text, around, mention.end + 40)
    )


def replacement(text: str, mention: Mention, lang: str) -> Wording:
    """Return the general wording of one mention in a normalised text; `lang` is "fr" or "en"."""
    english = lang == "en"
    match mention.kind:
        case Kind.AGE:
            wording = _age(text, mention, english)
        case Kind.DATE:
            wording = general_date(text, mention, english)
        case Kind.PLACE:
            wording = _place(text, mention, english)
        case Kind.ESTABLISHMENT:
            wording = _establishment(text, mention, english)
        case Kind.JOB:
            wording = general_job(text, mention, english)
        case Kind.PERSON | Kind.NAME:
            wording = _person(text, mention, english)
        case Kind.ROOM:
            wording = _room(text, mention, english)
        case Kind.KIN:
            wording = _with_lead(text, mention, _REMOVED[Kind.KIN][english], english, to="à")
        case _:
            wording = Wording(mention.start, mention.end, _REMOVED[mention.kind][english])
    if _OPENS.search(text[: wording.start].rstrip(' «"(')[-6:]) and wording.text[0].islower():
        return Wording(wording.start, wording.end, wording.text[0].upper() + wording.text[1:])
    return wording


# the stop of an initial or a title ends no sentence: "Mme D. 83 ans"
_OPENS = re.compile(r"(?:^|[!?\n]|(?<!\b[A-ZÀ-Ý])(?<!\b[MD]r)(?<!\bMrs)\.)$")


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
