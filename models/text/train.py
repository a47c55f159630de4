"""Trains the remark model and writes it: `python models/text/train.py`.

Scores out of fold (five folds by pair) give the calibration and the thresholds; the shipped weights are then fitted
on the whole corpus. Nothing is drawn at random: two runs write the same file.
"""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path

import data
import export
import measures
import numpy as np
from linear import Bags, fit
from scipy.special import expit

HERE = Path(__file__).parent
SHARES = {
    "low": {"strong": 0.002, "warn": 0.01, "hint": 0.03},
    "normal": {"strong": 0.005, "warn": 0.03, "hint": 0.06},
    "high": {"strong": 0.01, "warn": 0.06, "hint": 0.12},
}
"""The share of harmless posts that may alert, by sensitivity and strength."""


def thresholds(probability: np.ndarray, answers: np.ndarray) -> dict[str, dict[str, dict[str, float]]]:
    """Thresholds by head that speaks for itself, from post probabilities (posts, heads)."""
    promotes = answers[:, [data.HEADS.index(kind) for kind in data.PROMOTIONS]].any(1)
    demeans = answers[:, 0]
    found = {}
    for head in ("remark", *data.PROMOTIONS):
        column = probability[:, data.HEADS.index(head)]
        # each kind of promotion has a quarter of the budget
        harmless, part = (column[~demeans], 1.0) if head == "remark" else (column[~promotes], 0.25)
        found[head] = {
            name: {strength: round(measures.limit(harmless, share * part), 6) for strength, share in shares.items()}
            for name, shares in SHARES.items()
        }
    return found


def main() -> None:
    began = time.time()
    rows = data.corpus()
    answers = np.array([row.answers() for row in rows])
    bags = Bags.of([row.text for row in rows])
    folds = np.array([row.fold for row in rows])
    print(f"{len(rows)} posts, {len(bags.post)} sentences, {time.time() - began:.0f} s", flush=True)

    held_out = np.zeros(answers.shape)
    for fold in range(data.FOLDS):
        member = fit(bags, answers, folds != fold)
        held_out[folds == fold] = bags.pooled(member.scores(bags))[folds == fold]
        print(f"fold {fold + 1}/{data.FOLDS}, {time.time() - began:.0f} s", flush=True)
    figures = measures.summary(rows, held_out[:, 0])
    print(figures)

    slope, shift = measures.calibration(held_out, answers)
    chosen = thresholds(expit(held_out * slope + shift), answers)
    member = fit(bags, answers, np.ones(len(rows), bool))
    model = export.linear_model(member, slope, shift, {"heads": json.dumps(data.HEADS)})
    content = model.SerializeToString()
    (HERE / "remarks.onnx").write_bytes(content)
    settings = {"heads": data.HEADS, "thresholds": chosen}
    (HERE / "remarks.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    for name in ("remarks.onnx", "remarks.json", "tokenizer.json"):
        print(hashlib.sha256((HERE / name).read_bytes()).hexdigest(), name, (HERE / name).stat().st_size)


if __name__ == "__main__":
    main()
