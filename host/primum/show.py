"""How a verdict looks in a terminal, and as a line of JSON: the contract of the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TextIO

from primum.finding import PhotoFinding, Strength, TextFinding, catalogue

_COLOURS = {Strength.STRONG: "1;31", Strength.WARN: "33", Strength.HINT: "2"}


def coloured(text: str, code: str, stream: TextIO) -> str:
    """Return `text` in a colour where a terminal is there to show it."""
    return f"\033[{code}m{text}\033[0m" if stream.isatty() else text


def language() -> str:
    """Return the language of the person at the terminal, `fr` or `en`."""
    import locale

    return "fr" if (locale.getlocale()[0] or "").lower().startswith("fr") else "en"


def text_lines(text: str, findings: Sequence[TextFinding], stream: TextIO = sys.stdout) -> list[str]:
    """Return one verdict on a text for a person."""
    if not findings:
        return [coloured("Nothing to say about this text.", "32", stream)]
    lines = []
    for found in findings:
        words = " ".join(text[found.start : found.end].split())
        lines.append(f"{_strength(found.strength, stream)}  “{words}”")
        lines.append(f"        {catalogue()[found.rule].wording[language()].line}")
        if found.replacement:
            lines.append(f"        → {found.replacement}")
    return lines


def text_record(id_: object, text: str, findings: Sequence[TextFinding], ms: float) -> str:
    """Return one verdict on a text as JSON; offsets are code points."""
    return _json(
        {
            "id": id_,
            "findings": [
                {
                    "rule": found.rule,
                    "family": found.family,
                    "strength": found.strength,
                    "start": found.start,
                    "end": found.end,
                    "text": text[found.start : found.end],
                    "score": round(found.score, 4),
                    **({"replacement": found.replacement} if found.replacement else {}),
                }
                for found in findings
            ],
            "ms": round(ms, 2),
        }
    )


def photo_lines(findings: Sequence[PhotoFinding], unchecked: Sequence[str], stream: TextIO = sys.stdout) -> list[str]:
    """Return one verdict on a photo for a person."""
    lines = []
    for found in findings:
        place = f" at {found.box.x},{found.box.y} {found.box.w}×{found.box.h}" if found.box else ""
        detail = f" ({found.detail})" if found.detail else ""
        lines.append(
            f"{_strength(found.strength, stream)}  {found.rule}{place}{detail}: "
            f"{catalogue()[found.rule].wording[language()].line}"
        )
    lines += [coloured(f"not checked: {what}", "33", stream) for what in unchecked]
    return lines or [coloured("Nothing to say about this photo.", "32", stream)]


def photo_findings(findings: Sequence[PhotoFinding]) -> list[dict[str, object]]:
    """Return the findings in a photo as JSON values; boxes are upright full-size pixels."""
    return [
        {
            "rule": found.rule,
            "family": found.family,
            "strength": found.strength,
            "box": list(found.box) if found.box else None,
            "score": round(found.score, 4),
            **({"detail": found.detail} if found.detail else {}),
        }
        for found in findings
    ]


def record(value: dict[str, object]) -> str:
    """Return one line of JSON."""
    return _json(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _strength(strength: Strength, stream: TextIO) -> str:
    return coloured(f"{strength:>6}", _COLOURS[strength], stream)
