"""Measures a classifier on the evaluation that Primum's own remark model is measured on, and chooses its thresholds.

Fold 0 of the corpus by pair: a fifth that no training has seen, chosen by a hash of the pair so that twins stay
together (`models/text/data.py` splits in the same way). A post scores as the highest of its sentences.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from primum.own import Limits
from primum.text.normalise import Normalised
from primum.text.remarks import FAMILIES, SENSITIVITIES, RemarkModel

FOLDS = 5
ALERTS = {
    "low": {"strong": 0.002, "warn": 0.007, "hint": 0.03},
    "normal": {"strong": 0.005, "warn": 0.03, "hint": 0.057},
    "high": {"strong": 0.007, "warn": 0.057, "hint": 0.1},
}
"""The share of harmless posts that may alert; those of the shipped model."""

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Post:
    """One post of the corpus."""

    text: str
    demeans: bool


def held_out(corpus: Path) -> list[Post]:
    """Return the posts of fold 0, in a fixed order. Raises OSError or ValueError when the corpus cannot be read."""
    posts = []
    for file in sorted(corpus.glob("*.jsonl")):
        if file.stem.startswith("spans"):
            continue
        for line in filter(str.strip, file.read_text("utf-8").splitlines()):
            row = json.loads(line)
            key = row["pair"] or row["id"]
            if int(hashlib.sha256(key.encode()).hexdigest(), 16) % FOLDS == 0:
                posts.append(Post(row["text"], not set(FAMILIES).isdisjoint(row["labels"])))
    return posts


def scores(
    posts: Sequence[Post], judge: Callable[[Sequence[str]], NDArray[np.float32]], said: Callable[[int], None]
) -> tuple[Scores, Scores, float]:
    """Return the scores of `judge`, those of Primum's own model, and the judge's median time for a post in ms.

    `said` is told, now and then, how many posts are done.
    """
    theirs, ours, times = np.zeros(len(posts)), np.zeros(len(posts)), []
    model = RemarkModel()
    for number, post in enumerate(posts):
        normal = Normalised.of(post.text)
        found = model.probabilities(normal)
        if found:
            ours[number] = max(by_head["remark"] for _, by_head in found)
            began = time.perf_counter()
            theirs[number] = judge([normal.text[span.start : span.end] for span, _ in found]).max()
            times.append((time.perf_counter() - began) * 1000)
        if number % 100 == 99:
            said(number + 1)
    return theirs, ours, float(np.median(times)) if times else 0.0


def figures(posts: Sequence[Post], values: Scores) -> dict[str, float]:
    """Return the area under the curve, and the recall where 3 % and 0.5 % of the harmless posts alert."""
    demeans = np.array([post.demeans for post in posts])
    bad, good = values[demeans], values[~demeans]
    above = np.searchsorted(np.sort(good), bad, "left") + np.searchsorted(np.sort(good), bad, "right")
    return {
        "auc": float(above.sum() / 2 / (len(bad) * len(good))),
        "recall_at_3": float((bad >= _limit(good, 0.03)).mean()),
        "recall_at_0.5": float((bad >= _limit(good, 0.005)).mean()),
    }


def limits(posts: Sequence[Post], values: Scores) -> Limits:
    """Return thresholds by sensitivity and strength at which so many harmless posts alert as with the shipped model."""
    good = values[~np.array([post.demeans for post in posts])]
    return {name: {strength: _limit(good, share) for strength, share in ALERTS[name].items()} for name in SENSITIVITIES}


def _limit(good: Scores, share: float) -> float:
    """The score that at most `share` of these reach."""
    ranked = np.sort(good)[::-1]
    return float(np.nextafter(ranked[int(share * len(ranked))], np.inf))
