"""Trains the remark model from nothing to the shipped file: `python models/text/train.py --minilm FOLDER`.

Climbs the ladder of the model card rung by rung, each fine-tuned on the same rows and measured on fold 0, then joins
the best with the n-gram member and measures what is shipped. `--size small` is what two shared cores manage in two
hours; `--size full --device cuda` is the whole ladder, in minutes on a GPU. Seeded; a step that is done is not done
again, and one that was stopped goes on from its checkpoint.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE / ".cache"


@dataclass(frozen=True, slots=True)
class Rung:
    """A body to start from (a step's output, or nothing) and how it is fine-tuned."""

    name: str
    body: str | None
    layers: int
    public: float


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything a machine can take."""

    pairs: int
    distil_epochs: int
    tokens: int
    epochs: float
    budget: int
    rate: float
    rungs: tuple[Rung, ...]


SIZES = {
    "small": Size(142_787, 0, 0, 3, 1200, 1.5e-4, (Rung("aligned, public sets", "aligned.pt", 4, 0.2),)),
    "full": Size(
        142_787,
        8,
        60_000_000,
        8,
        8000,
        2e-4,
        (
            Rung("from nothing", None, 4, 0.0),
            Rung("masked words", "read.pt", 6, 0.0),
            Rung("masked words, public sets", "read.pt", 6, 3.0),
            Rung("aligned", "aligned.pt", 6, 0.0),
            Rung("distilled", "distilled.pt", 6, 0.0),
            Rung("distilled, public sets", "distilled.pt", 6, 3.0),
            Rung("distilled, masked words, public sets", "distilled-read.pt", 6, 3.0),
        ),
    ),
}


def run(script: str, *arguments: object) -> None:
    """Run one step, its output passed on."""
    print(f"== {script} {' '.join(map(str, arguments))}", flush=True)
    subprocess.run([sys.executable, str(HERE / script), *map(str, arguments)], check=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--minilm", type=Path, default=CACHE / "minilm")
    options.add_argument("--size", choices=SIZES, default="small")
    options.add_argument("--device", default="cpu")
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    size = SIZES[chosen.size]
    CACHE.mkdir(exist_ok=True)
    machine = ("--device", chosen.device, "--threads", chosen.threads)
    if not (HERE / "tokenizer.json").exists():
        run("vocabulary.py", HERE / "tokenizer.json")
    bodies = {rung.body for rung in size.rungs}
    for name, epochs in (("aligned.pt", 0), ("distilled.pt", size.distil_epochs)):
        needed = name in bodies or (name == "distilled.pt" and "distilled-read.pt" in bodies)
        if needed and not (CACHE / name).exists():
            taught = ("--minilm", chosen.minilm, "--pairs", size.pairs, "--epochs", epochs)
            run("distil.py", *taught, "--out", CACHE / name, *machine)
    for name, start in (("read.pt", ()), ("distilled-read.pt", ("--body", CACHE / "distilled.pt"))):
        if name in bodies and not (CACHE / name).exists():
            run(
                "pretrain.py",
                *start,
                "--tokens",
                size.tokens,
                "--budget",
                2 * size.budget,
                "--out",
                CACHE / name,
                *machine,
            )
    scores = {}
    for rung in size.rungs:
        out = CACHE / f"{rung.name.replace(', ', '-').replace(' ', '_')}.pt"
        if not out.exists():
            body = ("--body", CACHE / rung.body) if rung.body else ("--body", "none")
            how = ("--layers", rung.layers, "--public", rung.public, "--epochs", size.epochs, "--rate", size.rate)
            run("finetune.py", *body, *how, "--budget", size.budget, "--out", out, *machine)
        scores[out] = json.loads(out.with_suffix(".json").read_text("utf-8"))
        print(f"{rung.name}: {scores[out]}", flush=True)
    best = max(scores, key=lambda out: scores[out]["auc"])
    run("assemble.py", best, "--threads", chosen.threads)
    run("eval_text.py")


if __name__ == "__main__":
    main()
