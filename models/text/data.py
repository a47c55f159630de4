"""Rows to learn from and to measure on, and how they are split.

The project's own corpus lies in `corpus/`; the licensed public sets lie outside the repository and are found through
`PRIMUM_PUBLIC_TEXT` (a folder that holds `abuse.jsonl.xz` and its neighbours). A split never parts twins: the part of
a row depends on a hash of its pair alone, so that it stays the same while the corpus grows.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import lzma
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from primum.text.sentences import sentences

HERE = Path(__file__).parent
PUBLIC = Path(os.environ.get("PRIMUM_PUBLIC_TEXT", HERE.parents[2] / "shared" / "data" / "text" / "public"))

FAMILIES = ("body", "sexual", "sexist", "racist", "lgbt", "ability", "social", "insult", "colleague")
PROMOTIONS = ("before_after", "testimonial", "offer", "comparison")
HEADS = ("remark", *FAMILIES, *PROMOTIONS)
"""What the model answers: whether a sentence demeans, of which families, and each kind of promotion."""

FOLDS = 5
FIRST_FILES = frozenset(
    (
        "en",
        "en_gp",
        "en_spec",
        "fr_benign",
        "fr_body",
        "fr_gp",
        "fr_group",
        "fr_hosp",
        "fr_long",
        "fr_mixed",
        "fr_quips",
        "fr_spec",
        "fr_young",
    )
)
"""The corpus as it was before any model: a set mix of posts. What came later was written where a model erred."""
POSTED_FILES = FIRST_FILES | {
    "fr_replies",
    "en_replies",
    "fr_ordinary",
    "en_ordinary",
    "fr_eleven_body",
    "fr_eleven_people",
    "fr_eleven_stories",
    "en_eleven",
    "fr_sixteen_posts",
}
"""Files whose rows are a mix of what is posted, as against twins written where a model erred."""
HELD_OUT_FILES = ("fr_young", "en_gp")
"""Registers kept out of training when the split is by file: students' slang, and English general practice."""


@dataclass(frozen=True, slots=True)
class Row:
    """One text of the corpus; `file` is the stem of the file it came from."""

    id: str
    pair: str | None
    lang: str
    text: str
    labels: frozenset[str]
    target: str
    file: str

    @property
    def demeans(self) -> bool:
        return not self.labels.isdisjoint(FAMILIES)

    @property
    def key(self) -> str:
        """What must stay together in a split."""
        return self.pair or self.id

    @property
    def fold(self) -> int:
        """A number below FOLDS that depends on the pair alone; fold 0 is the development split."""
        return int(hashlib.sha256(self.key.encode()).hexdigest(), 16) % FOLDS

    def answers(self) -> list[bool]:
        """The right answer of every head, in the order of HEADS."""
        return [
            self.demeans,
            *(name in self.labels for name in FAMILIES),
            *(f"promo_{k}" in self.labels for k in PROMOTIONS),
        ]


def corpus() -> list[Row]:
    """Return every row of the corpus, in a fixed order.

    Raises ValueError when a row is a near-copy of a sentence that binds or of a row of `fresh`, `everyday`, `flat` or
    `tasks`: those are for measuring only.
    """
    measured = _Measured(str(one["text"]) for one in [*seeds(), *fresh(), *everyday(), *flat(), *tasks()])
    rows = []
    for file in sorted((HERE / "corpus").glob("*.jsonl")):
        if file.stem.startswith("spans"):
            continue
        for line in file.read_text("utf-8").splitlines():
            if not line.strip():
                continue
            entry = json.loads(line)
            row = Row(
                entry["id"],
                entry["pair"],
                entry["lang"],
                entry["text"],
                frozenset(entry["labels"]),
                entry["target"],
                file.stem,
            )
            if measured.copied_in(row.text):
                raise ValueError(f"{row.id} in {file.name} is a near-copy of a sentence that is for measuring only")
            rows.append(row)
    return rows


NEUTRAL = {
    "e3c_fr_ccby": 200,
    "e3c_en_ccby": 60,
    "tatoeba_fr": 150,
    "tatoeba_en": 50,
    "labforsims2_fr": 60,
    "eltec_fra": 60,
}
"""Harmless rows of plain text that join the training: registers that the corpus has none of. Few, for in bulk they
teach that clinical words are innocent."""


def neutral() -> list[Row]:
    """Return harmless rows of plain text, of many lengths, in a seeded order.

    Case reports come from the half of the documents that `for_training` keeps from the evaluation.
    """
    rows: list[Row] = []
    texts: dict[str, list[tuple[str, str]]] = {source: [] for source in NEUTRAL}
    for entry in public("plain.jsonl.xz"):
        if entry["source"] in texts and for_training(entry["text"]):
            texts[entry["source"]].append((entry["text"], entry["lang"]))
    for source, count in NEUTRAL.items():
        ranked = sorted(texts[source], key=lambda one: hashlib.sha256(one[0].encode()).digest())
        for n, (text, lang) in enumerate(ranked[:count]):
            length = (60, 140, 260, 420)[n % 4]
            cut = text if len(text) <= length else text[:length].rsplit(" ", 1)[0]
            rows.append(Row(f"{source}-{n}", None, lang, cut, frozenset(), "none", "plain"))
    return rows


def for_training(text: str) -> bool:
    """Whether a document of plain text may be trained on; the other half is for measuring."""
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0


LINES = {
    "tatoeba_fr": (20_000, 5_000),
    "tatoeba_en": (10_000, 2_500),
    "eltec_fra": (5_000, 1_250),
    "e3c_fr_ccby": (2_000, 400),
    "e3c_en_ccby": (800, 200),
    "labforsims2_fr": (1_000, 250),
    "frenchmedmcqa": (800, 200),
}
"""Single sentences of plain text: how many of a source are kept, and how many of these an epoch reads. A model that
knows contrast twins alone takes a bare sentence for the mean one of two: of those of Tatoeba 9 % alerted in model 16.
"""
LINE = (8, 160)
"""From how many to how many characters a line has."""


def _lines(*, taught: bool) -> dict[str, list[Row]]:
    """Single sentences by source, each source in the order of its digests."""
    found: dict[str, dict[str, Row]] = {source: {} for source in LINES}
    for entry in public("plain.jsonl.xz"):
        if entry["source"] not in found or for_training(entry["text"]) != taught:
            continue
        for sentence in sentences(entry["text"])[:20]:
            text = entry["text"][sentence.start : sentence.end].strip()
            if LINE[0] <= len(text) <= LINE[1]:
                digest = hashlib.sha256(text.encode()).hexdigest()
                row = Row(digest[:16], None, entry["lang"], text, frozenset(), "none", "lines")
                found[entry["source"]][digest] = row
    return {source: [row for _, row in sorted(rows.items())] for source, rows in found.items()}


def all_lines() -> dict[str, list[Row]]:
    """Lines to learn from, by source. Left out are those that a reader called demeaning (`demeaning_lines.txt`: the
    first 16 digits of their SHA-256, for others' texts are not kept here).
    """
    left_out = set((HERE / "demeaning_lines.txt").read_text("utf-8").split())
    return {
        source: [row for row in rows[: LINES[source][0]] if row.id not in left_out]
        for source, rows in _lines(taught=True).items()
    }


def lines(epoch: int) -> list[Row]:
    """The lines that one epoch reads, others each time."""

    def drawn(rows: list[Row], count: int) -> list[Row]:
        return sorted(rows, key=lambda row: hashlib.sha256(f"{epoch} {row.id}".encode()).digest())[:count]

    return [row for source, rows in all_lines().items() for row in drawn(rows, LINES[source][1])]


def held_lines() -> dict[str, list[str]]:
    """Lines for measuring, by source, at most 1,000 each; nearly all are harmless, and nobody has read them."""
    return {source: [row.text for row in rows[:1_000]] for source, rows in _lines(taught=False).items()}


def seeds() -> list[dict[str, object]]:
    """The sentences that bind: `{"text", "warns"}`, never trained on."""
    return [json.loads(line) for line in (HERE / "seeds.jsonl").read_text("utf-8").splitlines()]


def fresh() -> list[dict[str, object]]:
    """Posts written apart from the corpus: `{"id", "lang", "text", "demeans", "kind"}`, never trained on and never
    chosen on. Nothing here is a contrast twin: it is nearer to what a group of doctors reads.
    """
    return [json.loads(line) for line in (HERE / "fresh.jsonl").read_text("utf-8").splitlines()]


def everyday() -> list[dict[str, object]]:
    """What a group says all day, for measuring only, as `fresh`: seven words and more, written to see where model 9
    errs. Its writers knew the faults of no model.
    """
    return [json.loads(line) for line in (HERE / "everyday.jsonl").read_text("utf-8").splitlines()]


def tasks() -> list[dict[str, object]]:
    """Handovers, requests and notes, all of them harmless, for measuring only: `{"id", "lang", "text"}`."""
    return [json.loads(line) for line in (HERE / "tasks.jsonl").read_text("utf-8").splitlines()]


def flat() -> list[dict[str, object]]:
    """Posts of one sentence, most of them plain talk about somebody, for measuring only, as `fresh`; by a writer who
    had seen nothing of the project.
    """
    return [json.loads(line) for line in (HERE / "flat.jsonl").read_text("utf-8").splitlines()]


def second_readers() -> dict[tuple[str, str], list[int]]:
    """What two readers said of some rows, by file and id, without having seen a label: 0 is surely harmless, 10 not.

    The readers are language models under a brief, as the writers of most rows were; no doctor has read them again.
    """
    lines = (HERE / "readers.jsonl").read_text("utf-8").splitlines()
    return {(one["file"], one["id"]): one["said"] for one in map(json.loads, lines)}


def public(file: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one public JSON Lines file."""
    with lzma.open(PUBLIC / file, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode())


class _Measured:
    """Tells near-copies of what is for measuring only: texts that hold four in five of the word pairs of one of these,
    or, where it has fewer than four words, say the same.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.short: set[tuple[str, ...]] = set()
        self.sizes: list[int] = []
        self.holders: dict[tuple[str, str], list[int]] = {}
        for words in map(_words, texts):
            if len(words) < 4:
                self.short.add(tuple(words))
                continue
            pairs = set(itertools.pairwise(words))
            for pair in pairs:
                self.holders.setdefault(pair, []).append(len(self.sizes))
            self.sizes.append(len(pairs))

    def copied_in(self, text: str) -> bool:
        words = _words(text)
        shared = Counter(n for pair in set(itertools.pairwise(words)) for n in self.holders.get(pair, ()))
        return tuple(words) in self.short or any(count >= 0.8 * self.sizes[n] for n, count in shared.items())
