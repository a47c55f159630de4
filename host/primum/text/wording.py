"""What is written instead of a mention."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """What to write instead, and of which stretch of the normalised text."""

    start: int
    end: int
    text: str
