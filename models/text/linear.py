"""The n-gram member: one linear layer over hashed n-grams of a sentence and of its surroundings.

A post is labelled, not its sentences. The score of a post is the log-sum-exp of its sentences' scores (multiple
instance learning), so that training itself decides which sentence of a demeaning post carries the label; every
sentence of a harmless post is harmless.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize
from scipy.special import expit

from primum.text.ngrams import BUCKETS
from primum.text.reading import read_sentences


@dataclass(slots=True)
class Bags:
    """The n-grams of many posts: one row a sentence in `own` and `around`, `post` says whose sentence it is."""

    own: sparse.csr_matrix
    around: sparse.csr_matrix
    post: np.ndarray
    posts: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> Bags:
        own, around, post = [], [], []
        for index, text in enumerate(texts):
            for sentence in read_sentences(text):
                own.append(sentence.own.ids)
                around.append(sentence.around)
                post.append(index)
        return cls(_matrix(own), _matrix(around), np.array(post), len(texts))

    def pooled(self, scores: np.ndarray) -> np.ndarray:
        """Post scores (posts, heads) from sentence scores (sentences, heads): the highest of each post."""
        best = np.full((self.posts, scores.shape[1]), -30.0)
        np.maximum.at(best, self.post, scores)
        return best


def _matrix(bags: list[np.ndarray]) -> sparse.csr_matrix:
    ends = np.cumsum([0, *map(len, bags)])
    return sparse.csr_matrix((np.ones(ends[-1]), np.concatenate(bags), ends), (len(bags), BUCKETS))


@dataclass(slots=True)
class Linear:
    """`weights` (2, BUCKETS, heads) for own and around, `rarity` (BUCKETS,) the inverse document frequency."""

    rarity: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    def scores(self, bags: Bags) -> np.ndarray:
        """Logits (sentences, heads)."""
        return (
            sum(
                _scaled(part, self.rarity) @ weight
                for part, weight in zip((bags.own, bags.around), self.weights, strict=True)
            )
            + self.bias
        )


def _scaled(bags: sparse.csr_matrix, rarity: np.ndarray) -> sparse.csr_matrix:
    """Weigh n-grams by rarity and give every bag length one."""
    weighed = bags.multiply(rarity).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(1)).ravel())
    return sparse.diags(1 / np.maximum(length, 1e-6)) @ weighed


def fit(bags: Bags, answers: np.ndarray, *, decay: float = 0.03, steps: int = 80) -> Linear:
    """Fit every head; `answers` is (posts, heads), and every post has a sentence.

    Deterministic: a convex start, no sampling. L-BFGS, log loss with both classes weighing the same, L2 `decay`.
    """
    seen = np.asarray(bags.own.astype(bool).sum(0)).ravel()
    rarity = np.where(seen >= 2, np.log((1 + len(bags.post)) / (1 + seen)) + 1, 0.0)
    columns = np.flatnonzero(rarity)
    own = _scaled(bags.own, rarity)[:, columns].tocsr()
    around = _scaled(bags.around, rarity)[:, columns].tocsr()
    both = sparse.hstack([own, around]).tocsr()
    weights = np.zeros((2, BUCKETS, answers.shape[1]))
    bias = np.zeros(answers.shape[1])
    for head in range(answers.shape[1]):
        found = _fit_head(both, bags.post, answers[:, head], decay, steps)
        weights[0, columns, head], weights[1, columns, head] = np.split(found[:-1], 2)
        bias[head] = found[-1]
    return Linear(rarity, weights, bias)


def _fit_head(bags: sparse.csr_matrix, post: np.ndarray, answer: np.ndarray, decay: float, steps: int) -> np.ndarray:
    starts = np.flatnonzero(np.diff(post, prepend=-1))
    share = answer.mean()
    cost = np.where(answer, 0.5 / share, 0.5 / (1 - share))
    transposed = bags.T.tocsr()

    def loss(point: np.ndarray) -> tuple[float, np.ndarray]:
        score = bags @ point[:-1] + point[-1]
        top = np.maximum.reduceat(score, starts)
        spread = np.exp(score - top[post])
        total = np.add.reduceat(spread, starts)
        pooled = top + np.log(total)
        value = (cost * (np.logaddexp(0, pooled) - answer * pooled)).sum() + decay / 2 * (point[:-1] @ point[:-1])
        slope = (cost * (expit(pooled) - answer))[post] * spread / total[post]
        return value, np.append(transposed @ slope + decay * point[:-1], slope.sum())

    return minimize(loss, np.zeros(bags.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
