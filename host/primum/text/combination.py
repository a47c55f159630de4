"""How far what is told, taken together, lets one person be recognised.

After the three tests of the CNIL (opinion 05/2014 of the Article 29 group): can one person be singled out, can what is
told be linked with what others know, can something be inferred? Each mention is a part with points; the same kind
counts once, with its heaviest part. A small linear model of the words around says how much the text speaks of one
patient at all, rather than of a crowd, of its author, of a book. Points and words add up to two log-odds: that
someone close could recognise the person, and that anyone could. Where the encoder has read the text, its own two
log-odds join them. The points lie in `models/identity/combination.json` and are explained in the card beside it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from primum import models
from primum.finding import Strength
from primum.text.mention import Kind, Mention
from primum.text.tags import Tags
from primum.text.tokens import folded_words

BUCKETS = 1 << 15
_RARE_AGE = 90
_MINOR_AGE = 18
_ESTABLISHED = {Kind.PLACE, Kind.ESTABLISHMENT, Kind.ADDRESS}

# which of the CNIL's tests a part speaks to
TESTS: Mapping[Kind, str] = {
    Kind.PERSON: "individualisation",
    Kind.AGE: "individualisation",
    Kind.TRAIT: "individualisation",
    Kind.JOB: "individualisation",
    Kind.ROOM: "individualisation",
    Kind.PLACE: "corrélation",
    Kind.ESTABLISHMENT: "corrélation",
    Kind.ADDRESS: "corrélation",
    Kind.DATE: "corrélation",
    Kind.LINK: "corrélation",
    Kind.HANDLE: "corrélation",
    Kind.KIN: "inférence",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one mention adds: its name in the table of points, and the CNIL's test that it weakens."""

    name: str
    mention: Mention
    test: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Probabilities that a close one (`near`) and that anyone (`far`) could recognise the person, and why.

    `by_points` is what `near` would be by points and words alone, without the encoder.
    """

    near: float
    far: float
    by_points: float
    parts: tuple[Part, ...]
    with_tags: bool = False

    @property
    def strength(self) -> Strength | None:
        """How to say it; None when there is nothing to say."""
        table = _table()
        limits = table.joined.limits if self.with_tags else table.limits
        if self.far >= limits["strong"]:
            return Strength.STRONG
        if self.near >= limits["warn"]:
            return Strength.WARN
        return Strength.HINT if self.near >= limits["hint"] else None


def part_name(mention: Mention) -> str:
    """The name of a mention in the table of points."""
    if mention.kind is Kind.AGE:
        if mention.detail == "decade":
            return "age decade"
        years = int(mention.detail)
        return "age minor" if years < _MINOR_AGE else "age rare" if years >= _RARE_AGE else "age"
    if mention.kind is Kind.BIRTH_DATE:
        return "birth date" if mention.certainty > 0.75 else "birth day"
    return f"{mention.kind.value} {mention.detail}".strip()


def part_names(mentions: Iterable[Mention]) -> frozenset[str]:
    """The names of all parts of a text, with those that only two mentions together make."""
    mentions = list(mentions)
    names = {part_name(mention) for mention in mentions}
    if "job role" in names and any(mention.kind in _ESTABLISHED for mention in mentions):
        names.add("role in a place")
    return frozenset(names)


# ---- the words around --------------------------------------------------------------------------------------------

_WORDS = re.compile(r"<[a-z_ ]+>|[^\W\d_]+|\d+|[^\w\s]")


def words_around(text: str, mentions: Iterable[Mention]) -> NDArray[np.int64]:
    """Return the hashed words and word pairs of a text, each once, every mention replaced by its kind and detail."""
    masked, at = [], 0
    for mention in mentions:
        sort = "" if mention.kind is Kind.AGE else mention.detail
        masked += [text[at : mention.start], f" <{mention.kind.value} {sort}> "]
        at = mention.end
    read = [folded_words(word) for word in _WORDS.findall("".join([*masked, text[at:]]))]
    read = ["#" if word.isdigit() else word for word in read]
    grams = {*read, *(f"{a} {b}" for a, b in zip(["^", *read], [*read, "$"], strict=True))}
    return np.unique([crc32(gram.encode()) % BUCKETS for gram in grams])


# ---- the score ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Joined:
    """How points and encoder are weighed together, by head: a shift, and what each side's log-odds count; and the
    limits of each strength then."""

    shift: tuple[float, float]
    points: tuple[float, float]
    tags: tuple[float, float]
    limits: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Table:
    """Points by part and head, weights of words by head, and the limits of each strength when no encoder has read."""

    bias: tuple[float, float]
    points: Mapping[str, tuple[float, float]]
    words: NDArray[np.float32]
    limits: Mapping[str, float]
    joined: _Joined


@cache
def _table() -> _Table:
    table = json.loads(models.read("identity", "identity/combination.json"))
    raw = np.frombuffer(models.read("identity", "identity/words.int8"), np.int8).reshape(2, BUCKETS)
    scale = np.array(table["scale"], np.float32)[:, None]
    return _Table(
        bias=(table["bias"][0], table["bias"][1]),
        points={name: (near, far) for name, (near, far) in table["points"].items()},
        words=raw.astype(np.float32) * scale,
        limits=table["limits"],
        joined=_Joined(**table["joined"]),
    )


def log_odds(text: str, mentions: list[Mention]) -> NDArray[np.float64]:
    """The two log-odds (2,), near and far, that points and words give a normalised text with its mentions."""
    table = _table()
    around = words_around(text, mentions)
    logits = np.array(table.bias)
    if len(around):
        # the square root keeps a long text from shouting a short one down
        logits = logits + table.words[:, around].sum(axis=1) / math.sqrt(len(around))
    for name in part_names(mentions):
        logits = logits + np.array(table.points.get(name, (0.0, 0.0)))
    return logits


def judge(text: str, mentions: list[Mention], tags: Tags | None = None) -> Verdict:
    """Score a normalised text with its mentions, by position, and with what the encoder says of it.

    Raises ModelUnusableError.
    """
    logits = log_odds(text, mentions)
    by_points = _probability(logits[0])
    if tags is not None:
        joined = _table().joined
        logits = joined.shift + logits * joined.points + np.array([tags.near, tags.far]) * joined.tags
    near, far = map(_probability, logits)
    parts = [Part(part_name(mention), mention, TESTS[mention.kind]) for mention in mentions if mention.kind in TESTS]
    return Verdict(near, far, by_points, tuple(parts), tags is not None)


def _probability(log_odds: float) -> float:
    return 1 / (1 + math.exp(-float(log_odds)))
