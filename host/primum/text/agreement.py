"""Weighs what the rules read against what the tagger makes of the same words.

Every reading, of a rule or of the tagger, is weighed by its log-odds: whether a rule reads the words so, whether one
reads them otherwise, and the tagger's own odds. Agreement raises, contradiction lowers; the weights of each tag lie
in `models/identity/agreement.json`, fitted on rows that neither saw. What has a fixed form (numbers, whole addresses,
links, a labelled bed) is left to its validator. Where a rule knows one word of a job, the tagger says how far it goes.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from primum import models
from primum.text.described import described
from primum.text.gazetteer import PERSONAL, Entry
from primum.text.mention import UNLABELLED, Kind, Mention, without_overlaps
from primum.text.tags import TAGS, Floats, Tags
from primum.text.tokens import Token, lexicon
from primum.text.whose import HYPHENS

KIND_OF = {
    "PERSON": Kind.PERSON,
    "NAME": Kind.NAME,
    "AGE": Kind.AGE,
    "DATE": Kind.DATE,
    "PLACE": Kind.PLACE,
    "ADDRESS": Kind.ADDRESS,
    "ORG": Kind.ESTABLISHMENT,
    "JOB": Kind.JOB,
    "ID": Kind.ROOM,
    "TRAIT": Kind.TRAIT,
    "KIN": Kind.KIN,
}
"""The tags that are weighed; the others have a fixed form. Of numbers a room is the one that has none."""
TAG_OF = {kind: tag for tag, kind in KIND_OF.items()}
_NAMES = frozenset({"PERSON", "NAME"})

# an hour, weeks and days of a pregnancy, a year
_NO_ID = re.compile(r"\d{1,2}[hH:]\d{0,2}|\d{1,2}\+[0-6]|(?:1[5-9]|20)\d\d")
_LONG = 4
"""Digits from which on such a number is no room."""
_SEEN = 0.15
"""Share a tag must have of a word for the tagger to have a reading there."""
_LEAST = 0.002
"""Shares are kept this far from 0 and 1: one piece never decides alone."""
_LITTLE = frozenset(
    "a au aux d dans de des du en et l la le les sur un une an and at by in of on the".split()  # noqa: SIM905
)
"""Words that belong to no mention when they stand at its edge: a replacement takes them along by itself."""
_FORMER = frozenset(["ancien", "ancienne", "ex", "former", "retired"])
"""So are these before a job: a replacement makes "retraité" of them."""
_LINKS = frozenset(["de", "du", "des", "d", "la", "l", "le", "en", "a", "au", "of"])
"""Words that may join two of a job, though the tagger says nothing of them: "pilote de ligne"."""
_LONGEST_JOB = 8
"""Tokens that one job may have on either side of the word that a rule knows."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read some words: the tag, the mention it would make, whether a rule makes it, the tagger's log-odds.

    `disputed` when a rule reads one of these words otherwise.
    """

    tag: str
    mention: Mention
    by_rule: bool
    disputed: bool
    odds: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What each thing adds to the log-odds of a reading, and from which certainty on it is kept."""

    bias: float
    rule: float
    disputed: float
    tagger: float
    least: float

    def certainty(self, reading: Reading) -> float:
        logit = self.bias + self.rule * reading.by_rule + self.disputed * reading.disputed + self.tagger * reading.odds
        return 1 / (1 + math.exp(-logit))


@cache
def _weights() -> Mapping[str, Weights]:
    table = json.loads(models.read("identity", "identity/agreement.json"))
    return {tag: Weights(**weights) for tag, weights in table.items()}


def agreed(
    words: list[Token], found: list[Mention], tags: Tags, table: Mapping[str, Weights] | None = None
) -> list[Mention]:
    """Return the mentions that rules and tagger together hold to be there, by position.

    `found` are those of the rules, none overlapping; `table` the weights by tag, those that Primum carries when left
    out. Raises ModelUnusableError.
    """
    table = table or _weights()
    fixed = [mention for mention in found if _tag(mention) is None]
    weighed = []
    for reading in readings(words, found, tags):
        weights = table[reading.tag]
        certainty = weights.certainty(reading)
        if certainty >= weights.least:
            weighed.append(replace(reading.mention, certainty=certainty))
    kept = without_overlaps([*fixed, *sorted(weighed, key=lambda mention: -mention.certainty)])
    return _with_whole_jobs(words, kept, tags)


def readings(words: list[Token], found: list[Mention], tags: Tags) -> list[Reading]:
    """Return every reading that is weighed: those of the rules, the other one of each name, those of the tagger."""
    tags = _with_towns(words, found, tags)
    ruled = [(mention, tag) for mention in found if (tag := _tag(mention)) is not None]
    shares = tags.of_each([mention.start for mention, _ in ruled], [mention.end for mention, _ in ruled])
    read = []
    for (mention, tag), share in zip(ruled, shares, strict=True):
        read.append(Reading(tag, mention, True, False, _odds(share, tag)))
        if tag in _NAMES:
            (opposite,) = _NAMES - {tag}
            other = described(KIND_OF[opposite], words, mention)
            read.append(Reading(opposite, other, False, True, _odds(share, opposite)))
    taken = _Taken(found)
    for tag, first, last, share in _runs(words, tags):
        held = taken.tags(words[first].start, words[last - 1].end)
        if tag in held or None in held or (tag in _NAMES and held & _NAMES):
            continue
        digits = sum(len(word.text) for word in words[first:last] if word.text.isdigit())
        if tag == "ID" and (not digits or _is_no_id(words, first, last, digits)):
            continue
        if tag == "PERSON" and _is_nobody(words, first, last):
            continue
        kind = Kind.PATIENT_NUMBER if tag == "ID" and digits >= _LONG else KIND_OF[tag]
        span = Mention(kind, words[first].start, words[last - 1].end)
        read.append(Reading(tag, described(kind, words[first:last], span), False, bool(held), _odds(share, tag)))
    return read


def _is_no_id(words: list[Token], first: int, last: int, digits: int) -> bool:
    """Whether a number says what else it is: an hour, an invoice's, a code of which the letters are glued to it."""
    if _NO_ID.fullmatch("".join(word.text for word in words[first:last])):
        return True
    if any(word.folded in lexicon()["other_numbers"] for word in words[max(0, first - 4) : last]):
        return True
    before = words[first - 1] if first and words[first].text.isdigit() else None
    glued = before is not None and before.is_word and len(before.text) > 1 and before.end == words[first].start
    return glued and digits < _LONG


def _is_nobody(words: list[Token], first: int, last: int) -> bool:
    """Whether words call no single person by a name: relations ("Mamie"), towns, and a sentence's first word, which
    has its capital from there ("Ivre, 29 ans").
    """
    said = [word for word in words[first:last] if word.is_word]
    if all(word.folded in _relations() for word in said):
        return True
    if any(word.known & PERSONAL for word in said):
        return False
    opens = first == 0 or words[first - 1].text in '.!?:«"\n'
    return all(word.known & Entry.TOWN for word in said) or (opens and all(word.known & Entry.WORD for word in said))


@cache
def _relations() -> frozenset[str]:
    """Words that call somebody by what he or she is to others, as a name does: "Mamie a 88 ans"."""
    return lexicon()["kin"] | lexicon()["patient_words"]


def _tag(mention: Mention) -> str | None:
    """The tag under which a rule's mention is weighed; None for what has a fixed form, and stands by itself."""
    if mention.detail == UNLABELLED:
        return "ID"
    # a whole address, a bed with its number, a name that touches one, "Mme Michu"
    return None if mention.certainty == 1.0 else TAG_OF.get(mention.kind)


def _odds(share: Floats, tag: str) -> float:
    of = min(max(float(share[TAGS.index(tag)]), _LEAST), 1 - _LEAST)
    return math.log(of / (1 - of))


class _Taken:
    """What the rules read where, by code point: its tag, None for what has a fixed form."""

    def __init__(self, found: Iterable[Mention]) -> None:
        self._found = sorted(found, key=lambda mention: mention.start)
        self._starts = np.array([mention.start for mention in self._found], np.int64)
        self._ends = np.array([mention.end for mention in self._found], np.int64)

    def tags(self, start: int, end: int) -> set[str | None]:
        first = int(np.searchsorted(self._ends, start, side="right"))
        last = int(np.searchsorted(self._starts, end, side="left"))
        return {_tag(mention) for mention in self._found[first:last]}


def _with_towns(words: list[Token], found: list[Mention], tags: Tags) -> Tags:
    """Nobody bears a name that the lists know as a town and as nothing else: where a rule reads a place, it is one."""
    places = [mention for mention in found if mention.kind in {Kind.PLACE, Kind.ESTABLISHMENT}]
    names = [TAGS.index(tag) for tag in sorted(_NAMES)]
    shares = tags.shares.copy()
    spans = iter([*places, None])
    current = next(spans)
    for word in words:
        while current is not None and current.end <= word.start:
            current = next(spans)
        if current is None:
            break
        if current.start > word.start or not word.known & Entry.TOWN or word.known & PERSONAL:
            continue
        first, last = np.searchsorted(tags.ends, word.start, "right"), np.searchsorted(tags.starts, word.end)
        if current.kind is Kind.PLACE:
            shares[first:last, TAGS.index("PLACE")] += shares[first:last, names].sum(1)
        shares[first:last, names] = 0
    return replace(tags, shares=shares)


def _runs(words: list[Token], tags: Tags) -> Iterator[tuple[str, int, int, Floats]]:
    """Yield stretches of words in which the tagger sees one tag: the tag, from which word to which, the mean share."""
    shares = tags.of_each([word.start for word in words], [word.end for word in words])
    weighed = [TAGS.index(tag) for tag in KIND_OF]
    best = np.array(weighed)[shares[:, weighed].argmax(1)] if len(words) else np.zeros(0, np.int64)
    seen = shares[np.arange(len(words)), best] >= _SEEN
    at = 0
    while at < len(words):
        if not seen[at] or not (words[at].is_word or words[at].text.isdigit()):
            at += 1
            continue
        last = at + 1
        while last < len(words) and seen[last] and best[last] == best[at] and words[last].text != "\n":
            last += 1
        tag = TAGS[int(best[at])]
        first, end = _trimmed(words, at, last, little=tag not in _NAMES)
        # "Mr Grant's son": the letter is none of the name's
        if tag in _NAMES and end - first > 2 and words[end - 1].text == "s" and words[end - 2].text == "'":
            end -= 2
        if first < end:
            yield tag, first, end, shares[first:end].mean(0)
        at = last


def _trimmed(words: list[Token], first: int, end: int, *, little: bool) -> tuple[int, int]:
    """Leave out signs, and if `little` the little words, at both edges of a stretch."""

    def telling(word: Token) -> bool:
        return word.text.isdigit() or (word.is_word and not (little and word.folded in _LITTLE))

    while first < end and not telling(words[first]):
        first += 1
    while first < end and not telling(words[end - 1]):
        end -= 1
    return first, end


# ---- how far a job goes ------------------------------------------------------------------------------------------


def _with_whole_jobs(words: list[Token], kept: list[Mention], tags: Tags) -> list[Mention]:
    """Widen each job to the words around that the tagger sees as a job: "gardien" to "gardien de but".

    It ends before any other mention, and before a sign: "éleveur de porcs" and the town behind it stay two.
    """
    if not any(mention.kind is Kind.JOB for mention in kept):
        return kept
    of_a_job = [False] * len(words)
    for tag, first, last, _ in _runs(words, tags):
        if tag == "JOB":
            of_a_job[first:last] = [True] * (last - first)
    starts = [word.start for word in words]
    others = [mention.start for mention in kept if mention.kind is not Kind.JOB]
    widened: list[Mention] = []
    for mention in kept:
        if widened and mention.overlaps(widened[-1]):
            continue  # the rest of a job whose first word a rule knew
        if mention.kind is not Kind.JOB:
            widened.append(mention)
            continue
        first, last = bisect_left(starts, mention.start), bisect_left(starts, mention.end)
        low = max(bisect_left(starts, widened[-1].end) if widened else 0, first - _LONGEST_JOB)
        other = bisect_left(others, mention.end)
        high = bisect_left(starts, others[other]) if other < len(others) else len(words)
        start = _reach(words, of_a_job, range(first - 1, low - 1, -1), first, frozenset())
        end = 1 + _reach(words, of_a_job, range(last, min(high, last + _LONGEST_JOB)), last - 1, _LINKS)
        while start < first and words[start].folded in _FORMER | _LITTLE | {"-", "'"}:
            start += 1
        widened.append(replace(mention, start=words[start].start, end=words[end - 1].end))
    return widened


def _reach(words: list[Token], of_a_job: list[bool], steps: range, reached: int, links: frozenset[str]) -> int:
    """The last word of a job on the way along `steps`; `links` and hyphens are only passed through.

    Before its first word there are none: "la femme du pilote" is no pilot, nor is who is called so.
    """
    for at in steps:
        word = words[at]
        if word.folded in links or word.text in HYPHENS:
            continue
        if not (word.is_word and of_a_job[at]) or word.folded in _relations() | _LITTLE:
            break
        reached = at
    return reached
