"""Figures that say how well scores tell demeaning posts from harmless ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
from data import Row
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score


def limit(scores: np.ndarray, share: float) -> float:
    """The score that at most `share` of these (harmless) posts pass."""
    ranked = np.sort(scores)[::-1]
    allowed = int(share * len(ranked))
    return float(np.nextafter(ranked[allowed], np.inf))


def pair_accuracy(rows: Sequence[Row], scores: np.ndarray) -> float:
    """How often a demeaning twin scores above its harmless twin, over all such couples."""
    pairs: dict[str, tuple[list[float], list[float]]] = {}
    for row, score in zip(rows, scores, strict=True):
        if row.pair:
            pairs.setdefault(row.pair, ([], []))[row.demeans].append(score)
    wins = [bad > good for harmless, demeaning in pairs.values() for bad in demeaning for good in harmless]
    return float(np.mean(wins)) if wins else float("nan")


def summary(rows: Sequence[Row], scores: np.ndarray) -> dict[str, float]:
    """AUC, recall where 3 % and 0.5 % of the harmless posts alert, and pair accuracy."""
    demeans = np.array([row.demeans for row in rows])
    return {
        "auc": float(roc_auc_score(demeans, scores)),
        "recall_3": float((scores[demeans] >= limit(scores[~demeans], 0.03)).mean()),
        "recall_0.5": float((scores[demeans] >= limit(scores[~demeans], 0.005)).mean()),
        "pairs": pair_accuracy(rows, scores),
    }


def of_head(answers: np.ndarray, logits: np.ndarray) -> dict[str, float]:
    """AUC and mean log loss of a head; the shares of its posts and of the others that it holds likelier than not."""
    return {
        "auc": round(float(roc_auc_score(answers, logits)), 3),
        "loss": round(float(np.logaddexp(0, np.where(answers, -logits, logits)).mean()), 4),
        "found": round(float((logits[answers] >= 0).mean()), 3),
        "alerts": round(float((logits[~answers] >= 0).mean()), 4),
    }


def interval(
    measure: Callable[[np.ndarray], float], groups: Sequence[str], *, draws: int = 500, seed: int = 0
) -> tuple[float, float]:
    """The 95 % interval of `measure(indices)` when groups (pairs) are drawn anew (cluster bootstrap)."""
    names, member = np.unique(np.array(groups), return_inverse=True)
    members = [np.flatnonzero(member == n) for n in range(len(names))]
    random = np.random.default_rng(seed)
    values = []
    for _ in range(draws):
        drawn = random.integers(len(names), size=len(names))
        values.append(measure(np.concatenate([members[n] for n in drawn])))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def calibration(scores: np.ndarray, answers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope and shift a head that turn logits into probabilities (Platt 1999), from (posts, heads)."""
    found = [LogisticRegression(C=100.0).fit(s[:, None], a) for s, a in zip(scores.T, answers.T, strict=True)]
    return np.array([m.coef_[0, 0] for m in found]), np.array([m.intercept_[0] for m in found])


def digest(key: str) -> str:
    """A hexadecimal hash of a key, for splits that never move."""
    return hashlib.sha256(f"half {key}".encode()).hexdigest()
