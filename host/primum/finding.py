"""Findings and the catalogue of rules: the values that every room shares.

A *finding* is one thing worth saying about a draft: which rule, how strongly, and where. The catalogue
(`rules.toml`) holds what each rule is called, which family it belongs to, and its wording in French and English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple


class Family(StrEnum):
    """What a rule protects."""

    REMARK = "remark"
    IDENTITY = "identity"
    PROMOTION = "promotion"
    PHOTO = "photo"


class Strength(StrEnum):
    """How a finding is said: `hint` a quiet line, `warn` a banner, `strong` holds Post once."""

    HINT = "hint"
    WARN = "warn"
    STRONG = "strong"

    @property
    def rank(self) -> int:
        """0 for `hint`, 1 for `warn`, 2 for `strong`."""
        return _ORDER.index(self)

    def raised(self) -> Strength:
        """One step stronger, at most `strong`."""
        return _ORDER[min(self.rank + 1, len(_ORDER) - 1)]


_ORDER = (Strength.HINT, Strength.WARN, Strength.STRONG)


class Span(NamedTuple):
    """A half-open range of a text, in code points."""

    start: int
    end: int


class Box(NamedTuple):
    """A rectangle in upright full-size pixels: left, top, width, height."""

    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True, slots=True)
class TextFinding:
    """A finding in a text.

    `start` and `end` are code points of the text as it was given; `score` is a probability in 0..1 (1 for what a
    validator has proved). `words` are the spans inside it that weigh most, `replacement` a more general wording for
    the whole span, when there is one.
    """

    rule: str
    strength: Strength
    start: int
    end: int
    score: float
    words: tuple[Span, ...] = ()
    replacement: str | None = None

    @property
    def family(self) -> Family:
        return catalogue()[self.rule].family


@dataclass(frozen=True, slots=True)
class PhotoFinding:
    """A finding in a photo; `box` is None when it concerns the whole file (its metadata, say)."""

    rule: str
    strength: Strength
    box: Box | None
    score: float
    detail: str | None = None

    @property
    def family(self) -> Family:
        return catalogue()[self.rule].family


@dataclass(frozen=True, slots=True)
class Wording:
    """One rule in one language: `line` is what the banner says, `why` what stands behind « Pourquoi ? »."""

    line: str
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """An entry of the catalogue."""

    id: str
    family: Family
    article: str
    wording: Mapping[str, Wording]


LANGUAGES = ("fr", "en")


@cache
def catalogue() -> Mapping[str, Rule]:
    """Return every rule by id, in the order of `rules.toml`."""
    table = tomllib.loads(files("primum").joinpath("rules.toml").read_text("utf-8"))
    rules = [
        Rule(
            id=entry["id"],
            family=Family(entry["family"]),
            article=entry["article"],
            wording=MappingProxyType({lang: Wording(**entry[lang]) for lang in LANGUAGES}),
        )
        for entry in table["rule"]
    ]
    return MappingProxyType({rule.id: rule for rule in rules})
