"""Chooses from which probability on a rule speaks: `python models/text/thresholds.py --version N`.

Reads the shipped file's own probabilities on fold 0, which it was not trained on, and writes `remarks.json` and the
manifest's entry.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path

import data
import measures
import numpy as np

HERE = Path(__file__).parent
SHARES = {
    "low": {"strong": 0.002, "warn": 0.01, "hint": 0.03},
    "normal": {"strong": 0.005, "warn": 0.03, "hint": 0.06},
    "high": {"strong": 0.01, "warn": 0.06, "hint": 0.12},
}
"""The share of harmless posts that may alert, by sensitivity and strength."""
LEAST = {"strong": 1.01, "warn": 0.65, "hint": 0.5}
"""What a kind of promotion has to reach besides. It is rarer in life than in the rows that `heads.py` weighs: less
would be mostly wrong. And it never holds Post: no probability reaches 1.01."""


def thresholds(rows: Sequence[data.Row], probability: np.ndarray) -> dict[str, dict[str, dict[str, float]]]:
    """Thresholds by head that speaks for itself, from rows and their probabilities (rows, heads).

    Remarks are counted on the first corpus and on what a group says all day. What else was added was written where the
    model erred, twin by twin: there is no better lesson, but a share of those rows is no share of what people post.
    """
    demeans = np.array([row.demeans for row in rows])
    promotes = np.array([any(row.answers()[-len(data.PROMOTIONS) :]) for row in rows])
    posted = np.array([row.file in data.POSTED_FILES for row in rows])
    found = {}
    for head in ("remark", *data.PROMOTIONS):
        column = probability[:, data.HEADS.index(head)]
        # each kind of promotion has a quarter of the budget
        harmless, part, least = (
            (column[posted & ~demeans], 1.0, {}) if head == "remark" else (column[~promotes], 0.25, LEAST)
        )
        found[head] = {
            name: {
                strength: max(least.get(strength, 0.0), round(measures.limit(harmless, share * part), 6))
                for strength, share in shares.items()
            }
            for name, shares in SHARES.items()
        }
    return found


def declare(version: str) -> None:
    """Write the SHA-256 of what is shipped into the manifest."""
    manifest = HERE.parent / "manifest.toml"
    text = manifest.read_text("utf-8")
    for name in ("remarks.onnx", "remarks.json", "tokenizer.json", "words.txt"):
        digest = hashlib.sha256((HERE / name).read_bytes()).hexdigest()
        text = re.sub(rf'("text/{re.escape(name)}" = ")[0-9a-f]{{64}}"', rf'\g<1>{digest}"', text)
    text = re.sub(r'(name = "remarks"\nversion = ")[^"]*"', rf'\g<1>{version}"', text)
    manifest.write_text(text, "utf-8")


def choose(version: str) -> None:
    """Choose the thresholds of the shipped file, and write them and what is declared of it."""
    from eval_text import Scorer

    rows = [row for row in data.corpus() if row.fold == 0]
    file = HERE / "remarks.json"
    settings = json.loads(file.read_text("utf-8"))
    declare(version)  # the companion opens no file that is not as declared
    settings["thresholds"] = thresholds(rows, Scorer()([row.text for row in rows]))
    file.write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    declare(version)
    print(json.dumps(settings["thresholds"], indent=1))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--version", required=True)
    choose(options.parse_args().version)


if __name__ == "__main__":
    main()
