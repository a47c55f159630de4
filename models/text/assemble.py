"""Joins the members and writes what is shipped: `python models/text/assemble.py LISTENER TELLING`.

The n-gram member is fitted here; each head then weighs the two members' logits (stacking; Wolpert 1992). Weights and
thresholds are chosen on fold 0, which neither member was trained on, so that whoever runs `eval_text.py` measures the
very file that is shipped on rows it never saw. Writes `remarks.onnx`, `remarks.json`, `reference.json` (the trainer's
own answers, for the test that the file gives the same) and the manifest's entry.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import data
import export
import measures
import numpy as np
import torch
from encoder import Encoder
from finetune import SOURCES, Listener, Reader, scores, stacked
from linear import Bags, Linear, fit
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from telling import Telling, inside, states
from thresholds import declare, thresholds

HERE = Path(__file__).parent
REFERENCE = 120
"""Rows of the reference."""
RUDE, RUDENESS = "toxifrench_agree", 0.4
"""The public set whose head tells rudeness best, and how much of its log-odds joins the remark head's: contempt and
rudeness are two things, and a crude line is to be heard as well. On fold 0 it changes nothing that can be measured."""


def listener(file: Path) -> Listener:
    """Open what `finetune.py` wrote, of whatever depth, its ear for rudeness joined to the remark head."""
    stored = torch.load(file, map_location="cpu", weights_only=True)
    stored = stored.get("model", stored)
    layers = len({name.split(".")[2] for name in stored if name.startswith("body.blocks.")})
    model = Listener(Encoder(stored["body.words.weight"].shape[0], layers))
    model.load_state_dict(stored)
    rude = SOURCES.index(RUDE)
    with torch.no_grad():
        model.around.weight[0] += RUDENESS * model.public.weight[rude]
        model.own.bias[0] += RUDENESS * model.public.bias[rude]
    return model.eval()


def told(body: Listener, telling: Telling, reader: Reader, text: str) -> dict[str, list[float]]:
    """What the trainer makes of each token of a text, the marks left out, and of the whole."""
    tokens, place = stacked([reader.read(text)], torch.device("cpu"))
    body.eval()
    with torch.no_grad():
        tags, risk = telling(states(body.body, tokens), inside(place, tokens))
    return {
        "tags": tags[0].argmax(1)[place[0] >= 0].tolist(),
        "risk": [round(float(value), 3) for value in risk[0]],
    }


def weighed(members: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """`blend` (3, heads) from member logits (2, posts, heads): weights, never negative, and a shift."""
    found = []
    for head in range(answers.shape[1]):
        columns = members[:, :, head].T
        chosen = LogisticRegression(C=10.0).fit(columns, answers[:, head])
        kept = chosen.coef_[0] > 0
        if not kept.all():
            chosen = LogisticRegression(C=10.0).fit(columns * kept, answers[:, head])
        found.append([*(chosen.coef_[0] * kept), chosen.intercept_[0]])
    return np.array(found).T


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("listener", type=Path)
    options.add_argument("telling", type=Path)
    options.add_argument("--version", default="2")
    options.add_argument("--refit", action="store_true", help="fit the n-gram member anew")
    options.add_argument("--threads", type=int, default=1)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    began = time.time()
    rows = data.corpus()
    answers = np.array([row.answers() for row in rows])
    held = np.array([row.fold == 0 for row in rows])
    kept = HERE / ".cache" / "linear.npz"
    if kept.exists() and not chosen.refit:
        stored = np.load(kept)
        grams = Linear(stored["rarity"], stored["weights"], stored["bias"])
    else:
        training = [row for row in rows if row.fold != 0] + data.neutral() + data.lines(0)
        taught = np.array([row.answers() for row in training])
        grams = fit(Bags.of([row.text for row in training]), taught, steps=40)
        kept.parent.mkdir(exist_ok=True)
        np.savez_compressed(kept, rarity=grams.rarity, weights=grams.weights, bias=grams.bias)
    print(f"n-gram member ready, {time.time() - began:.0f} s", flush=True)

    chosen_rows = [row for row, out in zip(rows, held, strict=True) if out]
    body = listener(chosen.listener)
    telling = Telling()
    telling.load_state_dict(torch.load(chosen.telling, weights_only=True))
    telling.eval()
    reader = Reader()
    by_body, _ = scores(body, reader, [row.text for row in chosen_rows], torch.device("cpu"))
    bags = Bags.of([row.text for row in chosen_rows])
    by_grams = bags.pooled(grams.scores(bags))
    members = np.stack([by_grams, by_body])
    blend = weighed(members, answers[held])
    joint = members[0] * blend[0] + members[1] * blend[1] + blend[2]
    for name, logits in (("n-grams", by_grams), ("encoder", by_body), ("both", joint)):
        print(name, measures.summary(chosen_rows, logits[:, 0]), flush=True)
    print("blend for remark", blend[:, 0])

    weights = {name: value.float().numpy() for name, value in body.state_dict().items()}
    weights |= {f"telling.{name}": value.numpy() for name, value in telling.state_dict().items()}
    made = export.model(grams, weights, blend, metadata={"heads": json.dumps(data.HEADS)})
    (HERE / "remarks.onnx").write_bytes(made.SerializeToString())
    settings = {"heads": data.HEADS, "thresholds": thresholds(chosen_rows, expit(joint))}
    (HERE / "remarks.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")
    reference = [
        {
            "text": row.text,
            "probability": [round(float(p), 5) for p in expit(values)],
            **told(body, telling, reader, row.text),
        }
        for row, values in list(zip(chosen_rows, joint, strict=True))[:REFERENCE]
    ]
    (HERE / "reference.json").write_text(json.dumps(reference, ensure_ascii=False, indent=0) + "\n", "utf-8")
    declare(chosen.version)
    print(f"{(HERE / 'remarks.onnx').stat().st_size / 1e6:.1f} MB, {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
