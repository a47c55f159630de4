"""Fit the score of combinations: `python models/identity/train.py`, seeded, a minute on one core.

Two logistic regressions over the parts of a text and the words around them: whether someone close could recognise
the person (risk 1 or 2), and whether anyone could (risk 2). Posts of the remark corpora that hold no identifier
count, lightly, as texts that concern nobody. Fold 0 is never read here: it is for `eval_identity.py`.
Writes `combination.json` and `words.int8`, and prints their SHA-256 for `models/manifest.toml`.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
from data import Row, posts, rows
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[2] / "host"))
from primum.text import identity
from primum.text.combination import BUCKETS, part_names, words_around
from primum.text.normalise import Normalised

HERE = Path(__file__).parent
SEED = 4
POST_WEIGHT = 0.004
"""A post of the remark corpora was never read for identity: all of them together count for some twenty texts."""
PART_SCALE, WORD_SCALE, INVERSE_PENALTY = 0.5, 0.6, 2.0
"""Chosen on folds 1 to 4: how dear points and words are to the regression."""
LEAST_TEXTS = 2
"""Texts a word must stand in to count."""


def matrices(texts: list[str], names: list[str]) -> tuple[csr_matrix, csr_matrix, list[frozenset[str]]]:
    """Return the parts and the words of each text, one row a text."""
    parts, indices, values, starts = [], [], [], [0]
    for text in texts:
        normal = Normalised.of(text).text
        found = identity.mentions(normal)
        around = words_around(normal, found)
        parts.append(part_names(found))
        indices.extend(around)
        values.extend([1 / np.sqrt(max(len(around), 1))] * len(around))
        starts.append(len(indices))
    words = csr_matrix((values, indices, starts), shape=(len(texts), BUCKETS))
    known = names or sorted({name for found in parts for name in found})
    names[:] = known
    table = csr_matrix(np.array([[float(name in found) for name in known] for found in parts]))
    return table, words, parts


def rarity(words: csr_matrix) -> np.ndarray:
    """The inverse document frequency of each bucket; 0 for what stands in fewer than LEAST_TEXTS texts."""
    held = np.bincount(words.indices, minlength=BUCKETS)
    return np.where(held >= LEAST_TEXTS, np.log((1 + words.shape[0]) / (1 + held)) + 1, 0.0)


class Head:
    """One logistic regression with its scales, as the companion will add it up."""

    def __init__(self, table: csr_matrix, words: csr_matrix, labels: np.ndarray, weights: np.ndarray) -> None:
        self.scale = rarity(words[weights == 1]) * WORD_SCALE
        model = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000, random_state=SEED)
        features = hstack([table * PART_SCALE, words.multiply(self.scale)]).tocsr()
        model.fit(features, labels, weights)
        self.bias = float(model.intercept_[0])
        self.points = model.coef_[0, : table.shape[1]] * PART_SCALE
        self.words = model.coef_[0, table.shape[1] :] * self.scale

    def probabilities(self, table: csr_matrix, words: csr_matrix) -> np.ndarray:
        return 1 / (1 + np.exp(-(table @ self.points + words @ self.words + self.bias)))


def limits(risk: np.ndarray, near: np.ndarray, far: np.ndarray, posts_near: np.ndarray) -> dict[str, float]:
    """Choose the limits on out-of-fold scores: what share of harmless texts may be spoken of, and how strongly."""
    harmless = risk == 0

    def above(scores: np.ndarray, share: float) -> float:
        return float(np.quantile(scores, 1 - share))

    return {
        "hint": round(max(above(near[harmless], 0.09), above(posts_near, 0.05)), 3),
        "warn": round(max(above(near[harmless], 0.045), above(posts_near, 0.02)), 3),
        "strong": round(max(above(far[harmless], 0.015), above(far[risk == 1], 0.12)), 3),
    }


def main() -> None:
    marked: list[Row] = [row for row in rows() if row.fold != 0]
    risk = np.array([row.risk for row in marked])
    names: list[str] = []
    table, words, _ = matrices([row.text for row in marked], names)
    extra = posts()
    extra_table, extra_words, _ = matrices(extra, names)
    print(len(marked), "marked rows,", len(extra), "posts,", len(names), "parts")

    def stack(chosen: np.ndarray) -> tuple[csr_matrix, csr_matrix]:
        return vstack([table[chosen], extra_table]).tocsr(), vstack([words[chosen], extra_words]).tocsr()

    def learn(chosen: np.ndarray) -> list[Head]:
        weights = np.concatenate([np.ones(chosen.sum()), np.full(len(extra), POST_WEIGHT)])
        joined = stack(chosen)
        nobody = np.zeros(len(extra), bool)
        return [Head(*joined, np.concatenate([risk[chosen] >= level, nobody]), weights) for level in (1, 2)]

    folds = np.array([row.fold for row in marked])
    scores = np.zeros((2, len(marked)))
    for fold in range(1, 5):
        held = folds == fold
        for head, model in enumerate(learn(~held)):
            scores[head, held] = model.probabilities(table[held], words[held])
    heads = learn(np.ones(len(marked), bool))
    post_scores = heads[0].probabilities(extra_table, extra_words)
    chosen = limits(risk, *scores, post_scores)
    near, far = scores
    said = (near >= chosen["warn"]) | (far >= chosen["strong"])
    for level in (0, 1, 2):
        held = risk == level
        print(f"risk {level}: said {said[held].mean():.3f}, strong {(far[held] >= chosen['strong']).mean():.3f}")

    spread = np.array([head.words for head in heads])
    scale = np.abs(spread).max(axis=1) / 127
    (HERE / "words.int8").write_bytes(np.round(spread / scale[:, None]).astype(np.int8).tobytes())
    points = {name: [round(float(head.points[n]), 1) for head in heads] for n, name in enumerate(names)}
    print(f"posts said: {(post_scores >= chosen['warn']).mean():.4f}")
    content = {
        "bias": [round(head.bias, 3) for head in heads],
        "scale": [float(value) for value in scale],
        "limits": chosen,
        "points": points,
    }
    (HERE / "combination.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for file in ("combination.json", "words.int8"):
        print(f'"identity/{file}" = "{sha256((HERE / file).read_bytes()).hexdigest()}"')


if __name__ == "__main__":
    main()
