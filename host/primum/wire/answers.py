"""Findings as the browser counts them: text in UTF-16 code units, photos in frames."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from primum import models as carried
from primum import own
from primum.finding import PhotoFinding, TextFinding, catalogue
from primum.wire.messages import (
    PART_BYTES,
    FindingInPhoto,
    FindingInText,
    MaskedPart,
    ModelEntry,
    RuleEntry,
    RuleWording,
)

if TYPE_CHECKING:
    from primum.photo.video import Passage


def utf16(text: str) -> Callable[[int], int]:
    """Return a function from an offset in code points to the offset in UTF-16 code units of the same place."""
    astral = [place for place, character in enumerate(text) if ord(character) > 0xFFFF]
    return lambda offset: offset + bisect_left(astral, offset)


def in_text(text: str, findings: Sequence[TextFinding]) -> list[FindingInText]:
    """Return the findings in `text` as they go over the wire."""
    place = utf16(text)
    return [
        FindingInText(
            rule=found.rule,
            family=found.family,
            strength=found.strength,
            start=place(found.start),
            end=place(found.end),
            score=round(found.score, 4),
            words=[(place(start), place(end)) for start, end in found.words],
            replacement=found.replacement,
        )
        for found in findings
    ]


def in_photo(findings: Sequence[PhotoFinding]) -> list[FindingInPhoto]:
    """Return the findings in a photo as they go over the wire."""
    return [
        FindingInPhoto(
            rule=found.rule,
            family=found.family,
            strength=found.strength,
            score=round(found.score, 4),
            box=found.box,
            detail=found.detail,
        )
        for found in findings
    ]


def in_video(passages: Sequence[Passage]) -> list[FindingInPhoto]:
    """Return the findings in a video as they go over the wire."""
    found = in_photo([passage.finding for passage in passages])
    for finding, passage in zip(found, passages, strict=True):
        finding.seconds = (round(passage.start, 2), round(passage.end, 2))
    return found


def masked_parts(id_: int, photo: str, content: bytes) -> list[MaskedPart]:
    """Cut a masked photo into frames."""
    cuts = range(0, len(content), PART_BYTES)
    return [
        MaskedPart(id=id_, photo=photo, part=number, parts=len(cuts), data=content[cut : cut + PART_BYTES])
        for number, cut in enumerate(cuts)
    ]


def rules() -> list[RuleEntry]:
    """Return the catalogue."""
    return [
        RuleEntry(
            id=rule.id,
            family=rule.family,
            article=rule.article,
            fr=RuleWording(line=rule.wording["fr"].line, why=rule.wording["fr"].why),
            en=RuleWording(line=rule.wording["en"].line, why=rule.wording["en"].why),
        )
        for rule in catalogue().values()
    ]


def models() -> list[ModelEntry]:
    """Return every model, the classifier that the user put in use too, and whether it can be used."""
    found = carried.manifest()
    # hashing 50 MB lets other threads run, and the browser waits for this answer
    with ThreadPoolExecutor(len(found)) as pool:
        usable = pool.map(carried.is_usable, found)
        entries = [
            ModelEntry(name=model.name, version=model.version, licence=model.licence, usable=intact)
            for model, intact in zip(found.values(), usable, strict=True)
        ]
    if (name := own.chosen_name()) != own.BUILT_IN:
        entries.append(ModelEntry(name=name, version="own", licence="", usable=own.is_usable(name)))
    return entries
