"""Averages listeners of one lineage: `python models/text/soup.py OUT IN...` (Wortsman et al. 2022, "Model soups")."""

from __future__ import annotations

import sys

import torch

if __name__ == "__main__":
    stored = [torch.load(file, map_location="cpu", weights_only=True) for file in sys.argv[2:]]
    torch.save({name: torch.stack([one[name] for one in stored]).mean(0) for name in stored[0]}, sys.argv[1])
