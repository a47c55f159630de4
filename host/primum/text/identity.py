"""What in a text lets a patient be recognised."""

from __future__ import annotations

import re

from primum.finding import Strength, TextFinding
from primum.text.dates import dates
from primum.text.mention import Kind, Mention, without_overlaps
from primum.text.normalise import Normalised
from primum.text.validators import emails, nirs, patient_numbers, phones

_DIRECT = {Kind.NIR, Kind.PATIENT_NUMBER, Kind.PHONE, Kind.EMAIL, Kind.BIRTH_DATE}
# below this certainty a number looks like an identifier without proof
_PROVED = 0.75

# one person who is spoken of, as against "patients de 3 à 99 ans"
_ONE_PERSON = re.compile(
    r"\b(?:patiente?|pte?|malade|monsieur|madame|mr?|mme|melle|mlle|dame|enfant|b[ée]b[ée]|bb|fille(?:tte)?|gar[çc]on|homme"
    r"|femme|gamine?|r[ée]sidente?|parturiente|m[èe]re|p[èe]re|il|elle|man|woman|boy|girl|lady|gentleman|child|baby|mrs?|ms"
    r"|mother|father|he|she|his|her)\b",
    re.I,
)
# what is meant to be public: a job, a sale, a meeting
_ANNOUNCEMENT = re.compile(
    r"\b(?:re)?cherch(?:e|ons)\b|\brecrut|rempla[çc]|\brempla\b|\bcabinet\b|secr[ée]tariat|standard|inscri|formation|congr[èe]s"
    r"|colloque|journ[ée]es?\b|soir[ée]e|r[ée]union|webinaire|gr[èe]ve|permanence|\bvend(?:re|s)?\b|c[ée]der|ouverture|fermeture"
    r"|\bpot\b|\bclub\b|for sale|\bhiring\b|\bwants?\b|locum|surgery|conference|meeting|webinar|workshop|poster|strike",
    re.I,
)


def mentions(text: str) -> list[Mention]:
    """Return what is named in a normalised text, by position, nothing twice.

    Where readings overlap, the one with a label or a key wins over the one by form alone.
    """
    readings = [*emails(text), *nirs(text), *patient_numbers(text), *dates(text), *phones(text)]
    order = (Kind.EMAIL, Kind.NIR, Kind.PATIENT_NUMBER, Kind.BIRTH_DATE, Kind.PHONE, Kind.DATE)
    return without_overlaps(sorted(readings, key=lambda mention: (order.index(mention.kind), mention.start)))


def _strength(mention: Mention, *, announced: bool) -> Strength:
    if mention.kind not in _DIRECT or (announced and mention.kind in {Kind.PHONE, Kind.EMAIL}):
        return Strength.HINT
    return Strength.STRONG if mention.certainty > _PROVED else Strength.WARN


def find(text: Normalised) -> list[TextFinding]:
    """Return the findings of the identity family, by position.

    A date is said only where one person is spoken of. In an announcement about nobody (a job, a sale, a meeting)
    phone numbers and e-mail addresses are there to be read: a hint at most.
    """
    about_someone = _ONE_PERSON.search(text.text) is not None
    announced = not about_someone and _ANNOUNCEMENT.search(text.text) is not None
    return [
        TextFinding(
            mention.kind.value,
            _strength(mention, announced=announced),
            *text.original(mention.start, mention.end),
            mention.certainty,
        )
        for mention in mentions(text.text)
        if mention.kind is not Kind.DATE or about_someone
    ]
