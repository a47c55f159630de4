"""Reads the marked corpora, and splits them so that twins stay together."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "text" / "corpus"
NEAR_TWINS = frozenset(("spans9", "spans11a", "spans12a", "spans12c"))
"""Files in which nearly every harmless row stands beside one that differs by a word or two: lessons, not posts."""
_MARK = re.compile(r"\[\[([A-Z]+)\|([^\]]*)\]\]")


@dataclass(frozen=True)
class Row:
    """A text without its marks; `spans` are (tag, start, end) in code points."""

    id: str
    pair: str
    lang: str
    text: str
    spans: tuple[tuple[str, int, int], ...]
    risk: int
    source: str

    @property
    def fold(self) -> int:
        """0..4, the same for twins and for ever; fold 0 is held out."""
        return sha256(self.pair.encode()).digest()[0] % 5

    @property
    def is_lesson(self) -> bool:
        """Whether its file is one of near twins, of which no share is a share of what people post."""
        return self.source in NEAR_TWINS

    @property
    def silent(self) -> bool:
        """Whether its file leaves bare what others mark by form: ages of guidelines, dates and towns of congresses."""
        return self.source == "spans" and self.risk == 0


def unmark(marked: str) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    parts, spans, at, length = [], [], 0, 0
    for match in _MARK.finditer(marked):
        parts += [marked[at : match.start()], match[2]]
        length += match.start() - at
        spans.append((match[1], length, length + len(match[2])))
        length += len(match[2])
        at = match.end()
    return "".join([*parts, marked[at:]]), tuple(spans)


def rows() -> list[Row]:
    """Return every row of the marked files (`spans*.jsonl`), in a fixed order."""
    found = []
    for path in sorted(CORPUS.glob("spans*.jsonl")):
        for line in path.open(encoding="utf-8"):
            entry = json.loads(line)
            text, spans = unmark(entry["text"])
            found.append(
                Row(entry["id"], entry["pair"] or entry["id"], entry["lang"], text, spans, entry["risk"], path.stem)
            )
    return found


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the remark corpora, and the stem of its file."""

    text: str
    file: str


def posts() -> list[Post]:
    """Return the harmless posts of the remark corpora: nobody is demeaned, and no patient is the target."""
    found = []
    for path in sorted(CORPUS.glob("*.jsonl")):
        if path.name.startswith("spans"):
            continue
        for line in path.open(encoding="utf-8"):
            entry = json.loads(line)
            if not entry["labels"]:
                found.append(Post(entry["text"], path.stem))
    return found
