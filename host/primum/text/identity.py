"""What in a text lets a patient be recognised, alone or in combination."""

from __future__ import annotations

import re

from primum.finding import Strength, TextFinding
from primum.text.agreement import agreed
from primum.text.circumstances import ages, is_no_persons_age, jobs, kinship, traits
from primum.text.combination import Verdict, judge, part_name
from primum.text.dates import dates, relative_dates
from primum.text.gazetteer import PERSONAL, folded, gazetteer
from primum.text.generalise import is_general, replacement
from primum.text.grammar import language
from primum.text.mention import OFFICE, UNLABELLED, Kind, Mention, without_overlaps
from primum.text.names import mentions_of_people
from primum.text.normalise import Normalised
from primum.text.online import emails, online
from primum.text.places import addresses, establishments, places, rooms
from primum.text.tags import Tags
from primum.text.tokens import Token, tokens
from primum.text.validators import is_others, nirs, patient_numbers, phones, plates, unlabelled_numbers

_DIRECT = {Kind.NIR, Kind.PATIENT_NUMBER, Kind.PHONE, Kind.EMAIL, Kind.BIRTH_DATE, Kind.PLATE}
_ANYBODYS = {Kind.PHONE, Kind.EMAIL, Kind.BIRTH_DATE}
"""What a shop, an office and a public person give away, too."""
# below this certainty a number looks like an identifier without proof
_PROVED = 0.75
# these count in the score, but saying "hier" or "Paris" to a doctor would only teach to ignore the banner
_UNTOLD = {("place", "large"), ("age", "decade"), ("handle", "public"), ("date", "relative")}

# one person who is spoken of, as against "patients de 3 à 99 ans"
_ONE_PERSON = re.compile(
    r"\b(?:patiente?|pte?|malade|monsieur|madame|mr?|mme|melle|mlle|dame|enfant|b[ée]b[ée]|bb|fille(?:tte)?|gar[çc]on|homme"
    r"|femme|gamine?|r[ée]sidente?|parturiente|m[èe]re|p[èe]re|elle|man|woman|boy|girl|lady|gentleman|child|baby|mrs?|ms"
    r"|mother|father|he|she|his|her|il(?! (?:faut|fallait|faudra|y (?:a|avait)|n'y|reste|manque|suffit|s'agit"
    r"|existe|convient|est (?:temps|encore|possible|pr[ée]vu|urgent|rappel[ée])|para[iî]t|pleut|fait)\b))\b",
    re.I,
)
# what is meant to be public: a job, a sale, a meeting; to wish a good day is none
_ANNOUNCEMENT = re.compile(
    r"\b(?:re)?cherch(?:e|ons)\b|\brecrut|rempla[çc]|\brempla\b|\bcabinet\b|secr[ée]tariat|standard|inscri|formation|congr[èe]s"
    r"|colloque|(?<!bonne )(?<!belle )(?:journ[ée]es?\b|soir[ée]e)|r[ée]union|webinaire|gr[èe]ve|permanence"
    r"|\bvend(?:re|s)?\b|c[ée]der|ouverture|fermeture"
    r"|\bpot\b|\bclub\b|for sale|\bhiring\b|\bwants?\b|locum|surgery|conference|meeting|webinar|workshop|poster|strike",
    re.I,
)
_CONTACT = r"(?:adresse|e-?mail|mail|courriel|num[ée]ro|t[ée]l[ée]?(?:phone)?|portable|address|number|phone|mobile)"
# the author's own address or number, given away on purpose
_OWN_CONTACT = re.compile(
    rf"\b(?:mon|my) {_CONTACT}\b|\bm'(?:[ée]crire|appeler|joindre|contacter)\b"
    r"|\b(?:[ée]crivez|[ée]cris|contactez|contacte|appelez|appelle|joignez|envoyez|envoie)[- ]moi\b"
    r"|\b(?:e-?mail|call|text|ring|contact|message|write to|reach) me\b",
    re.I,
)
_THEIR_CONTACT = re.compile(rf"\b(?:son|leur|his|her|their) {_CONTACT}\b", re.I)

_CHILD = re.compile(
    r"\b(?:b[ée]b[ée]|nourrisson|nouveau-n[ée]|fillette|[ée]coli[èe]re?|coll[ée]gien(?:ne)?|baby|toddler|infant)\b",
    re.I,
)
# how likely recognition must be for a name to be held, or said, on its own
_NAMED_STRONG, _NAMED_WARN = 0.7, 0.45
_UNTOLD_WARN = 0.97
"""How likely recognition must be to speak of a text in which nothing can be pointed at."""
_SHORTEST_NAME = 4
"""Letters of the shortest name that no list has to know when it is written in lower case."""
_ANNOUNCED = 0.05
"""Below this likelihood by points a text with the words of an announcement is one, even when it names whom to ask for.
The encoder has no say in it: it takes a number after a calm sentence for an announcement's ("merci pour la garde").
Of 21 such marked rows outside fold 0, three of seven announcements lie below it and one of fourteen patients."""


_NOBODY, _NOBODY_BY_POINTS = 0.12, 0.2
"""Below both likelihoods of recognition a number, an address or a birthday is nobody's who is cared for. Of the 300
marked rows with a phone number or an e-mail address 32 of the 40 that alerted wrongly lie below, and of 181 that
identify somebody none (the lowest: .56); nor does any of 59 with a birth date (.5). One person who is spoken of is
enough to stay strong: after a calm sentence the encoder holds a patient's number for an office's."""


def mentions(text: str, tags: Tags | None = None) -> list[Mention]:
    """Return what is named in a normalised text, by position, nothing twice: the readings, less what is nothing."""
    return [mention for mention in _readings(text, tags) if not _is_nothing(text, mention)]


def _is_nothing(text: str, mention: Mention) -> bool:
    return is_no_persons_age(text, mention) or is_general(text, mention) or _is_no_reading(text, mention)


def _readings(text: str, tags: Tags | None) -> list[Mention]:
    """Return what rules and encoder read as named, by position, nothing twice.

    Where readings overlap, the one with a label, a key or a fixed form wins over the one by words alone. With `tags`,
    what the encoder makes of the words, names and circumstances are those that rules and encoder together hold.
    """
    fixed = [
        *emails(text),
        *online(text),
        *nirs(text),
        *patient_numbers(text),
        *plates(text),
        *sorted(dates(text), key=lambda mention: mention.kind is Kind.DATE),
        *phones(text),
        *addresses(text),
        *rooms(text),
        *unlabelled_numbers(text),
        *ages(text),
        *relative_dates(text),
    ]
    words = tokens(text)
    found = without_overlaps(fixed)
    # each reading leaves to the next what it has not taken
    for reading in (establishments, mentions_of_people, places, kinship, jobs):
        taken = _taken(words, found)
        found = without_overlaps([*found, *reading(words, taken)])
    found = without_overlaps([*found, *traits(text, words)])
    if tags is not None:
        found = agreed(words, found, tags)
    return found


def _is_no_reading(text: str, mention: Mention) -> bool:
    """Whether the encoder has taken for a patient's number what a label gives to something else, or for a name a scrap
    of a word: "mon RPPS c'est le ...", "le petit déj".
    """
    if mention.detail == UNLABELLED:
        return is_others(text, mention.start)
    word = text[mention.start : mention.end]
    scrap = (
        mention.kind in {Kind.PERSON, Kind.NAME} and len(word) < _SHORTEST_NAME and word.isalpha() and word.islower()
    )
    return scrap and not gazetteer().entry(folded(word)) & PERSONAL


def _taken(words: list[Token], found: list[Mention]) -> list[bool]:
    spans = iter([*found, None])
    current = next(spans)
    taken = []
    for word in words:
        while current is not None and current.end <= word.start:
            current = next(spans)
        taken.append(current is not None and current.start < word.end)
    return taken


def _alone(mention: Mention, *, about_someone: bool, announced: bool, given: bool, near: float) -> Strength | None:
    """How strongly a mention is said whatever stands around; None when it needs company."""
    if mention.kind in _DIRECT and mention.detail != UNLABELLED:
        if mention.detail == OFFICE or (given and mention.kind in {Kind.PHONE, Kind.EMAIL}):
            return Strength.HINT
        return Strength.STRONG if mention.certainty > _PROVED else Strength.WARN
    if mention.kind is Kind.ADDRESS and mention.detail == "exact":
        return Strength.STRONG if about_someone and not announced else Strength.HINT
    named = mention.kind is Kind.PERSON and mention.detail in {"full", "surname"}
    online = mention.kind in {Kind.HANDLE, Kind.LINK} and mention.detail != "public" and about_someone
    unlabelled = mention.detail == UNLABELLED
    if mention.kind is Kind.PERSON and mention.certainty == 1.0 and not announced:
        # what touches the name says so, whatever the encoder makes of the whole
        return Strength.STRONG if named and near >= _NAMED_STRONG else Strength.WARN
    if named or online or unlabelled:
        if near >= _NAMED_WARN:
            return Strength.STRONG if near >= _NAMED_STRONG else Strength.WARN
        return None if unlabelled else Strength.HINT
    return None


def find(text: Normalised, lang: str | None = None, tags: Tags | None = None) -> list[TextFinding]:
    """Return the findings of the identity family, by position, each with a more general wording.

    Direct identifiers speak for themselves, unless the text is an announcement about nobody (a job, a sale, a
    meeting). The rest is said as strongly as the combination lets a person be recognised. A child makes all of it
    one step stronger. `tags` is what the encoder makes of the text; without it the rules speak alone, as they do for
    the few words that are read in a photo. Raises ModelUnusableError when a list or a table is missing or damaged.
    """
    read = text.text
    readings = _readings(read, tags)
    found = [mention for mention in readings if not _is_nothing(read, mention)]
    # what the encoder makes of the whole rests on what it has misread
    misled = any(_is_no_reading(read, mention) for mention in readings)
    if tags is None:
        found = [mention for mention in found if mention.detail != UNLABELLED]
    verdict = judge(read, found, tags)
    about_someone = _ONE_PERSON.search(read) is not None
    announced = _ANNOUNCEMENT.search(read) is not None and (not about_someone or verdict.by_points < _ANNOUNCED)
    given = (announced or _OWN_CONTACT.search(read) is not None) and _THEIR_CONTACT.search(read) is None
    # the rules alone know too few words to say so
    about_nobody = (
        tags is not None and not about_someone and verdict.near < _NOBODY and verdict.by_points < _NOBODY_BY_POINTS
    )
    child = _is_about_a_child(read, found)
    together = {id(part.mention) for part in verdict.parts}
    spoken = language(read, lang)
    findings = []
    for mention in found:
        strength = _alone(mention, about_someone=about_someone, announced=announced, given=given, near=verdict.near)
        if about_nobody and mention.kind in _ANYBODYS:
            strength = Strength.HINT
        telling = id(mention) in together and (mention.kind.value, mention.detail) not in _UNTOLD
        if telling and verdict.strength and (strength is None or verdict.strength.rank > strength.rank):
            strength = verdict.strength
        if strength is None:
            continue
        wording = replacement(read, mention, spoken)
        findings.append(
            TextFinding(
                rule=mention.kind.value,
                strength=strength.raised() if child and strength is not Strength.HINT else strength,
                **text.original(wording.start, wording.end)._asdict(),
                score=round(max(verdict.near, mention.certainty if mention.kind in _DIRECT else 0.0), 3),
                words=(text.original(mention.start, mention.end),),
                replacement=wording.text if wording.text != read[wording.start : wording.end] else None,
            )
        )
    if not findings and not misled and verdict.strength is not None and verdict.near >= _UNTOLD_WARN:
        findings.append(_whole(text, verdict))
    return findings


def _whole(text: Normalised, verdict: Verdict) -> TextFinding:
    """A finding over the whole text, for what is told in words that no list knows."""
    start = len(text.text) - len(text.text.lstrip())
    span = text.original(start, len(text.text.rstrip()))
    return TextFinding("trait", Strength.WARN, span.start, span.end, round(verdict.near, 3))


def _is_about_a_child(text: str, found: list[Mention]) -> bool:
    minor = any(part_name(mention) == "age minor" for mention in found)
    return minor or _CHILD.search(text) is not None
