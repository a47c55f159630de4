"""What is told of a person besides a name: age, job, rare traits and events, kinship with the author.

`detail` of an age is its years (or "decade"), of a job "role", "rare" or "common", of a trait "rare" or "event".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from primum.text.mention import Kind, Mention, is_cued
from primum.text.tokens import Token, lexicon, phrase_end

# ---- age ---------------------------------------------------------------------------------------------------------

_PERSON = r"(?:woman|man|boy|girl|lady|lad|male|female|homme|femme|fille|gar[çc]on|monsieur|dame|patiente?|pte?)"
_AGE = re.compile(
    r"(?<![\w.,/°+-])(?:(?P<years>\d{1,3})(?:[ ]?(?:ans|yo|y/o|yr old|yrs|years? old)(?!\w)|a(?!\w)|-years?-olds?)"
    r"|(?P<months>\d{1,2})[ ]?(?:mois|months? old|month-old)\b)"
    r"|(?<!\d )(?<!\w)(?:(?:[Aa]ged|[HF]|[hf]|[Ll]ui|[Ee]lle|[Ss]?he(?:'s| is| was)|(?P<is>[Ii]s)|\d{2,3} (?:et|and))"
    rf"[ ]|[HF]|(?i:{_PERSON}),?[ ])"
    rf"(?P<bare>\d{{1,3}})(?![\d/]|[.,]\d|[ ]?(?:%|mg|mm|kg|cm|/|x|ml|g|h|mois|fois|jours?|cp"
    rf"|pas|weeks?|wks?|days?|hours?|hrs?|months?|min(?:utes?)?|sa|semaines?|heures?|de s[ao]n?)\b|\w)"
    r"(?:[ ]?(?:ans|yo|y/o|yr old|yrs|years? old)(?!\w))?"
    r"|(?<![\w.,/])(?P<sex>\d{2})[ ]?(?:yo)?[MF]\b"
    r"|(?<=[a-z.], )(?P<comma>[2-9]\d)(?=, [a-zA-Z])"
)
# "Mrs Patel is 72", never "CRP is 34"
_ABOUT_A_PERSON = re.compile(
    rf"(?:\b(?i:s?he|who|patient|mother|father|mum|dad|son|daughter|wife|husband|brother|sister|kid|baby|{_PERSON[3:-1]})"
    r"|\b(?:Mr|Mrs|Ms|Miss)\.? [A-Z][\w'-]+|[^.!?] [A-Z][a-z]+) $"
)
_DECADE = re.compile(
    r"\b(?:vingtaine|trentaine|quarantaine|cinquantaine|soixantaine|septuag[ée]naire|octog[ée]naire|nonag[ée]naire"
    r"|sexag[ée]naire|quinquag[ée]naire|quadrag[ée]naire|trentenaire|quadra|quinqua|in (?:his|her|their) "
    r"(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)|centenaire)\b",
    re.I,
)
# thresholds, durations and careers are nobody's age
_NOT_AGE_BEFORE = re.compile(
    r"(?:\bde \d{1,3}(?: ans)? [àa]|\d[ ]?[-àa]|plus de|moins de|au[ -]del[àa] de|d[èe]s|apr[èe]s|avant|jusqu'[àa]"
    r"|depuis|pendant|il y a"
    r"|tou(?:te)?s les|dans|durant|entre|et|en|over|under|for|after|before|since|until|every|within|about|past|last"
    r"|next"
    r"|pour|sur|j'ai|j'avais|j'aurai|i'm|i was|enceinte de|d'ici|cela fait|[çc]a fait|fait|bient[ôo]t|pr[èe]s de"
    r"|environ|=|>|<|≥|≤)[ ]?$",
    re.I,
)
_NOT_AGE_AFTER = re.compile(
    r"[ ]?(?:d[e']|du|plus tard|apr[èe]s|avant|et plus|ou plus|de suite|ensemble|ago|later|and over|of|experience"
    r"|ferme|avec sursis"
    r"|d'|max|minimum|min\b|/)",
    re.I,
)
# "20 ans", "20 yrs" alone tell how long as well as how old
_YEARS = re.compile(r"\d{1,3}[ ]?(?:ans|a|years|yrs)\b(?![ ]old)")
# what somebody did, or what went on, so long; not "fumeur 40 ans", "mariée 50 ans", who may well be so old
_LASTED = re.compile(
    r"\b(?:(?:soign|trait|accompagn|fum|dur|rest|travaill|boss|exer[cç]|habit|support|endur|c[oô]toy|lutt|cotis"
    r"|consomm|visit|enseign|h[ée]berg|milit)(?:[ée]e?s?|ent|ais|ait|aient|ons|ez|er|era)"
    r"|suiv(?:ie?s?|ais|ait|aient|ent|ons|ez|re)|suit|attend(?:ue?s?|s|ais|ait|aient|ent|re)?|v[ée]cue?s?|surv[ée]cu"
    r"|souffert|souffrait|tenue?s?|servi|patienté|(?:mari|pacs)[ée]e?s"
    r"|(?:ai|as|a|avons|avez|ont|avais|avait|avaient|aura|aurait) (?:[ée]t[ée]|connue?s?|mis|pris|perdu|gagn[ée]|bu)"
    r"|(?:(?:treat|smok|wait|work|marri|follow|last|suffer|liv|nurs|car)ed|knew|known|smokes|waits|works|lasts|stayed"
    r"|looked after|cared for)(?: (?:him|her|them|it|you))?)[ ]$",
    re.I,
)
# "15 ans que je la suivais", never "une femme de 72 ans que je suis"
_THAT = re.compile(r"[ ]?qu(?:e\b|')", re.I)
_OPENS = re.compile(r"(?:^|[^\w ]|\b(?:voil[àa]|c'est|bien|d[ée]j[àa]))[ ]?$", re.I)
_FOR_SALE = re.compile(r"\bvends\b|\b[àa] vendre\b|\bje c[èe]de\b|\bfor sale\b|\bselling\b", re.I)


def ages(text: str) -> Iterator[Mention]:
    """Yield the ages of persons. Months count only for a small child: elsewhere they are a duration."""
    for match in _AGE.finditer(text):
        before, after = text[max(0, match.start() - 16) : match.start()], text[match.end() : match.end() + 14]
        in_years = match["years"] or (match["bare"] and match.end() > match.end("bare"))
        if _NOT_AGE_BEFORE.search(before) or (in_years and _NOT_AGE_AFTER.match(after)):
            continue
        if match["years"] and _is_how_long(text, match.start()):
            continue
        if match["months"]:
            if int(match["months"]) <= 36 and re.search(
                r"b[ée]b[ée]|nourrisson|petite?|fille|gar[çc]on|enfant|baby|,[ ]?$|\bde[ ]$", before, re.I
            ):
                yield Mention(Kind.AGE, match.start(), match.end(), 0.8, "0")
            continue
        group = next(name for name in ("years", "bare", "sex", "comma") if match[name])
        if match["is"] and not _ABOUT_A_PERSON.search(text[: match.start("is")][-24:]):
            continue
        years = int(match[group])
        if years <= 115:
            start = match.start() if group == "years" else match.start(group)
            yield Mention(Kind.AGE, start, match.end(), 0.9, str(years))
    for match in _DECADE.finditer(text):
        yield Mention(Kind.AGE, match.start(), match.end(), 0.9, "decade")


def is_no_persons_age(text: str, age: Mention) -> bool:
    """Whether an age is that of what is for sale ("Vends échographe, il a 3 ans"), or how long something lasted."""
    return age.kind is Kind.AGE and (is_cued(text, age.start, _FOR_SALE, reach=60) or _is_how_long(text, age.start))


def _is_how_long(text: str, start: int) -> bool:
    years = _YEARS.match(text, start)
    if years is None:
        return False
    before = text[max(0, start - 32) : start]
    return _LASTED.search(before) is not None or (
        _THAT.match(text, years.end()) is not None and _OPENS.search(before) is not None
    )


# ---- jobs --------------------------------------------------------------------------------------------------------

_ARTICLES = frozenset(
    [
        "le",
        "la",
        "l",
        "un",
        "une",
        "du",
        "de",
        "d",
        "mon",
        "ma",
        "notre",
        "son",
        "sa",
        "ancien",
        "ancienne",
        "ex",
        "the",
        "a",
        "an",
        "retired",
        "former",
    ]
)
_OF = frozenset(["de", "du", "des", "d", "of", "the", "la", "l", "le"])


def jobs(words: list[Token], taken: list[bool]) -> Iterator[Mention]:
    """Yield jobs; a role that one person holds in one place ("la maire de ...") has the detail "role"."""
    at = 0
    while at < len(words):
        if taken[at] or not words[at].is_word:
            at += 1
            continue
        end, detail = _job(words, at)
        if end == at:
            at += 1
            continue
        yield Mention(Kind.JOB, words[at].start, words[end - 1].end, 0.8, detail)
        at = end


def _job(words: list[Token], at: int) -> tuple[int, str]:
    lists = lexicon()
    if _is_a_course(words, at):
        return at, ""
    role = phrase_end(words, at, lists["roles"])
    definite = (at > 0 and words[at - 1].folded in {"le", "la", "the"}) or (
        at > 1 and words[at - 1].text == "'" and words[at - 2].folded == "l"
    )
    if (
        role > at
        and (definite or (at and words[at - 1].text == ","))
        and role < len(words)
        and words[role].folded in _OF | {"en", "in"}
    ):
        return role, "role"
    rare = phrase_end(words, at, lists["rare_jobs"])
    if rare > at and (definite or _apposed(words, at)):
        return rare, "rare"
    health = phrase_end(words, at, lists["health_jobs"])
    if health > at:
        return (health, "common") if _beside_age(words, at, health) else (at, "")
    common = max(phrase_end(words, at, lists["common_jobs"]), role)
    if common > at and _apposed(words, at):
        return common, "common"
    return at, ""


def _is_a_course(words: list[Token], at: int) -> bool:
    """Whether "cure" is a course of treatment: a priest has his accent, or a masculine article before him."""
    article = words[at - 1].folded if at else ""
    return words[at].text.lower() == "cure" and article not in {"le", "du", "au", "ce", "notre", "ancien", "vieux"}


def _beside_age(words: list[Token], at: int, end: int) -> bool:
    """Whether an age stands right before or behind: "41 ans, infirmière", "infirmière de 41 ans"."""
    before = [word.folded for word in words[max(0, at - 3) : at]]
    after = words[end : end + 3]
    return "ans" in before or any(word.text.isdigit() for word in after)


def _apposed(words: list[Token], at: int) -> bool:
    """Whether a job is told of somebody: after a comma, an article or a patient word, at the start, before an age."""
    if at == 0:
        return True
    before = words[at - 1]
    return (
        before.text in ",'\n"
        or before.folded in _ARTICLES
        or before.folded in lexicon()["patient_words"]
        or before.folded in {"ans", "jeune", "young"}
    )


# ---- kinship with the author -------------------------------------------------------------------------------------

_MINE = frozenset(["mon", "ma", "mes", "notre", "nos", "my", "our"])


def kinship(words: list[Token], taken: list[bool]) -> Iterator[Mention]:
    """Yield people whom the author's circle knows: "ma voisine", "la cousine de ma secrétaire"."""
    for at, word in enumerate(words):
        if taken[at] or word.folded not in _MINE:
            continue
        if at + 1 < len(words) and words[at + 1].folded in {
            "petit",
            "petite",
            "grand",
            "grande",
            "vieux",
            "vieille",
            "propre",
            "ancien",
            "ancienne",
            "old",
        }:
            follow = at + 2 if phrase_end(words, at + 1, lexicon()["kin"]) == at + 1 else at + 1
        else:
            follow = at + 1
        end = phrase_end(words, follow, lexicon()["kin"])
        start = at
        if at >= 2 and words[at - 1].folded in {"de", "of"} and phrase_end(words, at - 2, lexicon()["kin"]) == at - 1:
            start = at - 2
            end = max(end, at + 2)
        if end > follow or start < at:
            yield Mention(Kind.KIN, words[start].start, words[min(end, len(words)) - 1].end, 0.8)


# ---- rare traits and events --------------------------------------------------------------------------------------

_NUMBER = r"(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|\d{1,2})"
_EVENT = re.compile(
    r"\b(?:(?:accident|incendie|explosion|effondrement|crash|carambolage|braquage|attentat|avalanche|fusillade|cyclone"
    r"|tuerie|naufrage"
    r"|[ée]boulement|[ée]croulement|d[ée]raillement) (?:de|du|des|d'|sur|à|dans)[ ]?(?:la |l'|le )?[\w'-]{2,20}"
    r"|affaire (?:de la |du |des |d')?[A-Z][\w'-]{2,20}"
    r"|tomb[ée]e? (?:du|de la|d'un|d'une|dans)[ ](?:toit|tracteur|char|clocher|[ée]chafaudage|manège|pont|falaise"
    r"|puits|canal|grue|silo|t[ée]l[ée]si[èe]ge)"
    r"(?:[ ](?:de|du|devant)[ ](?:la |l'|le )?[\w'-]{2,20})?"
    r"|cyclone|tour (?:du|de la|de l') ?[\w-]{3,15} (?:en|à) (?:kayak|v[ée]lo|p[ée]dalo|trottinette|cheval|solitaire)"
    r"|fell (?:off|from) (?:the|a) \w{3,12}(?: \w{3,12}){0,2})",
    re.I,
)
_SINGULAR = re.compile(
    rf"\b(?:(?:seule?|premi[èe]re?|derni[èe]re?|doyen(?:ne)?|unique) (?:habitante?s?|femme|homme|[ée]lève|m[ée]decin"
    rf"|survivante?|cas|fille|gar[çc]on|rescap[ée]e?)"
    rf"(?:[ ](?:de|du|d'|en)[ ]?[\w'-]{{2,20}})?|fratrie de {_NUMBER}|{_NUMBER} (?:chats|chiens|c[ée]sariennes"
    rf"|c[ée]sars)"
    r"|m[ée]diatis[ée]e?|dans le journal|à la t[ée]l[ée]|la une du|en premi[èe]re page|tout le monde (?:se|le"
    r"|la) conna[iî]t|the only \w{3,15} in"
    r"|in the (?:paper|papers|news)|record (?:de|du|d')|perroquet|lama|boa|python|p[ée]niche|roulotte|yourte)\b",
    re.I,
)


def traits(text: str, words: list[Token]) -> Iterator[Mention]:
    """Yield what few people have or what many heard of: rare diseases, events, records."""
    for pattern, detail in ((_EVENT, "event"), (_SINGULAR, "rare")):
        for match in pattern.finditer(text):
            yield Mention(Kind.TRAIT, match.start(), match.end(), 0.7, detail)
    for at in range(len(words)):
        end = phrase_end(words, at, lexicon()["rare_traits"])
        if end > at:
            yield Mention(Kind.TRAIT, words[at].start, words[end - 1].end, 0.8, "rare")
