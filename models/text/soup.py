"""Averages listeners of one lineage: `python models/text/soup.py OUT IN...` (Wortsman et al. 2022, "Model soups").

A head that is nothing but zeros was never taught (`shipped.py` reads none of those that only training uses): it has no
say in the mean.
"""

from __future__ import annotations

import sys

import torch
from torch import Tensor


def mean(parts: list[Tensor]) -> Tensor:
    taught = [part for part in parts if part.any()] or parts
    return torch.stack(taught).mean(0)


if __name__ == "__main__":
    stored = [torch.load(file, map_location="cpu", weights_only=True) for file in sys.argv[2:]]
    torch.save({name: mean([one[name] for one in stored]) for name in stored[0]}, sys.argv[1])
