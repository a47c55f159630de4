"""The one way a text is checked: normalised once, read by every rule, and said in a few findings."""

from __future__ import annotations

from collections.abc import Callable

from primum.finding import TextFinding
from primum.text import identity, judge, reviews
from primum.text.listening import tags
from primum.text.normalise import Normalised
from primum.text.remarks import RemarkModel

TEXT_LIMIT = 20_000
"""Characters in one check; a Facebook post may be longer, but nobody reads a banner about a book."""

FINDINGS_LIMIT = 20
"""Findings in one answer: the strongest are kept."""


class TextTooLongError(ValueError):
    """The text holds more than `TEXT_LIMIT` characters."""

    def __init__(self, length: int) -> None:
        super().__init__(f"The text has {length} characters, and Primum reads {TEXT_LIMIT} at most.")


class CancelledError(Exception):
    """The check was given up because nobody waits for its answer."""


def _never() -> bool:
    return False


def _covers(one: TextFinding, other: TextFinding) -> bool:
    """Whether `one` says all that `other` says, at least as strongly."""
    return (
        one.family is other.family
        and one.start <= other.start
        and other.end <= one.end
        and (one.strength.rank, one.score) >= (other.strength.rank, other.score)
    )


def merged(findings: list[TextFinding]) -> list[TextFinding]:
    """Drop each finding that lies inside a stronger one of its family; order by strength, then position.

    Identity inside a remark stays, for it needs another answer.
    """
    ordered = sorted(findings, key=lambda finding: (-finding.strength.rank, -finding.score, finding.start))
    kept: list[TextFinding] = []
    for finding in ordered:
        if not any(_covers(other, finding) for other in kept):
            kept.append(finding)
        if len(kept) == FINDINGS_LIMIT:
            break
    return sorted(kept, key=lambda finding: (-finding.strength.rank, finding.start, finding.end))


def identity_in(text: str) -> list[TextFinding]:
    """Return what the identity rules alone find in `text`: for words that were read in a photo.

    Raises ModelUnusableError when a list or a table is missing or damaged.
    """
    return identity.find(Normalised.of(text))


class TextChecker:
    """Checks texts with the models it opens at the first check, or at `warm`; a classifier that the user put in use
    judges remarks."""

    def __init__(self) -> None:
        self._remarks = RemarkModel(judge.in_use())

    def warm(self) -> None:
        """Open the models. Raises ModelUnusableError when one is missing or damaged."""
        self.check("Bonjour à tous.")

    def check(
        self,
        text: str,
        lang: str | None = None,
        sensitivity: str = "normal",
        cancelled: Callable[[], bool] = _never,
        *,
        answers_review: bool = False,
    ) -> list[TextFinding]:
        """Return the findings in `text`, strongest first, in code points of `text` as it was given.

        `sensitivity`, "low", "normal" or "high", is how readily a remark is said; `answers_review`: the text answers a
        patient's review, where clinical detail is a finding too. Raises TextTooLongError past
        `TEXT_LIMIT` characters, CancelledError once `cancelled` says so, and ModelUnusableError when a model cannot be
        opened.
        """
        if len(text) > TEXT_LIMIT:
            raise TextTooLongError(len(text))
        normal = Normalised.of(text)
        heard = self._remarks.hear(normal)
        if cancelled():
            raise CancelledError
        findings = identity.find(normal, lang, tags(heard))
        if answers_review:
            findings += reviews.find(normal)
        findings += self._remarks.find(normal, lang, sensitivity, heard)
        if cancelled():
            raise CancelledError
        return merged(findings)
