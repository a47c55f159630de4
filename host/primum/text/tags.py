"""What the encoder makes of every word of a draft: whose name, which place, a job, a trait; and how telling it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TAGS = (
    "O",
    "PERSON",
    "NAME",
    "AGE",
    "DATE",
    "PLACE",
    "ADDRESS",
    "ORG",
    "JOB",
    "PHONE",
    "EMAIL",
    "ID",
    "LINK",
    "TRAIT",
    "KIN",
)
"""What a piece can be; O is nothing that tells. PERSON is a patient or a relative, NAME anyone else."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tags:
    """What the encoder says of a normalised text.

    `starts` and `ends` (t,) code points of its pieces, in order; `shares` (t, tags) of each piece; `near` and `far`
    two log-odds of the whole, that someone close could recognise the person and that anyone could, the highest of the
    windows that were read.
    """

    starts: Ints
    ends: Ints
    shares: Floats
    near: float
    far: float

    def of_each(self, starts: Sequence[int], ends: Sequence[int]) -> Floats:
        """The mean shares (stretches, tags) of the pieces in each stretch of code points; O where there is none."""
        first = np.searchsorted(self.ends, starts, side="right")
        last = np.searchsorted(self.starts, ends, side="left")
        sums = np.concatenate([np.zeros((1, len(TAGS)), np.float32), np.cumsum(self.shares, 0, dtype=np.float32)])
        first = np.minimum(first, last)
        count = (last - first)[:, None]
        nothing = np.eye(len(TAGS), dtype=np.float32)[0]
        mean: Floats = np.where(count > 0, (sums[last] - sums[first]) / np.maximum(count, 1), nothing)
        return mean
