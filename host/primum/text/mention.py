"""What the identity rules see in a text before anything is judged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a mention is."""

    NIR = "nir"
    PATIENT_NUMBER = "patient_number"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH_DATE = "birth_date"
    DATE = "date"
    PERSON = "person"
    NAME = "name"
    AGE = "age"
    PLACE = "place"
    ADDRESS = "address"
    ESTABLISHMENT = "establishment"
    ROOM = "room"
    PLATE = "plate"
    HANDLE = "handle"
    LINK = "link"
    JOB = "job"
    TRAIT = "trait"
    KIN = "kin"


UNLABELLED = "unlabelled"
"""The detail of a number that nothing but its form, or the encoder, takes for a patient's."""
OFFICE = "office"
"""The detail of an address or a number that is answered by whoever works there."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One thing named in a normalised text.

    `start` and `end` are code points of the normalised text; `certainty` is 1 for what a key or a label proves.
    `detail` says what sort it is within its kind: "initials" of a person, a "large" place, a "rare" job, an age in
    years.
    """

    kind: Kind
    start: int
    end: int
    certainty: float = 1.0
    detail: str = ""

    def overlaps(self, other: Mention) -> bool:
        return self.start < other.end and other.start < self.end


def without_overlaps(mentions: Iterable[Mention]) -> list[Mention]:
    """Keep the first of those that overlap, in the order given; return them by position."""
    kept: list[Mention] = []
    taken = bytearray()
    for mention in mentions:
        if len(taken) < mention.end:
            taken.extend(bytes(mention.end - len(taken)))
        if any(taken[mention.start : mention.end]):
            continue
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
        kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)


def is_cued(text: str, start: int, cue: re.Pattern[str], reach: int = 40) -> bool:
    """Whether `cue` occurs in the `reach` characters before `start`, on the same line."""
    before = text[max(0, start - reach) : start]
    return cue.search(before[before.rfind("\n") + 1 :]) is not None
