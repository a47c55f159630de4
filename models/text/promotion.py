"""Teaches the heads of promotion once more, the encoder standing still: `python models/text/promotion.py --version N`.

`finetune.py` sees some 1,000 rows that promote among 55,000 and learns, of a post of thanks that shows off a patient's
letter, that thanks promote. Here all that promotes, its twins, the short replies of a group (`*_replies`) and a sample
of everything harmless are weighed against one another: logistic regression on the states of the shipped file, begun
with its own weights and held near them (how near is chosen on fold 1; fold 0 stays unseen). A post is the log-sum-exp
of its sentences, as in `finetune.py`. Writes the columns back into `remarks.onnx`, the answers into `reference.json`,
the thresholds (`thresholds.py`) and the manifest's entry. Three minutes on two cores; nothing in it is random.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import data
import numpy as np
import onnx
import onnxruntime
import thresholds
import torch
from measures import of_head
from onnx import numpy_helper
from scipy.special import expit
from torch import Tensor
from torch.nn import functional

from primum.text.normalise import Normalised
from primum.text.reading import Reader, padded

HERE = Path(__file__).parent
FILE = HERE / "remarks.onnx"
FIRST = len(data.HEADS) - len(data.PROMOTIONS)
"""The heads of promotion are the last ones."""
SAMPLE = 6_000
"""Harmless rows taken of the whole corpus, besides those that are always read."""
STEPS, RATE = 400, 3e-3
HELD = (0.3, 1.0, 3.0, 10.0)
"""How strongly the weights are held near those they begin with, from which one is chosen on fold 1."""


class Shipped:
    """The shipped graph: its states, and the constants that make logits of them."""

    def __init__(self) -> None:
        self.graph = onnx.load(FILE)
        self._made = {output: node for node in self.graph.graph.node for output in node.output}
        joined = self._made[self._made["probability"].input[0]]  # what n-grams say, plus what the body says
        grams, body = (self._made[name] for name in joined.input)
        of_sentence, of_whole = (self._made[name] for name in body.input)
        by_token = self._made[of_sentence.input[1]]
        self.state, own = by_token.input
        self.constants = {"own": own, "around": of_whole.input[1], "shift": grams.input[1]}
        self.by_grams = grams.input[0]
        self.graph.graph.output.extend(onnx.ValueInfoProto(name=name) for name in (self.state, self.by_grams))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(self.graph.SerializeToString(), options)
        del self.graph.graph.output[-2:]
        self.reader = Reader((HERE / "tokenizer.json").read_bytes())

    def columns(self, name: str) -> np.ndarray:
        """The columns of promotion in a constant (..., promotions)."""
        return numpy_helper.to_array(self._constant(name))[..., FIRST:]

    def write(self, name: str, columns: np.ndarray) -> None:
        """Put other columns of promotion into a constant."""
        constant = self._constant(name)
        whole = numpy_helper.to_array(constant).copy()
        whole[..., FIRST:] = columns
        constant.CopyFrom(numpy_helper.from_array(whole, constant.name))

    def _constant(self, name: str) -> onnx.TensorProto:
        return next(one for one in self.graph.graph.initializer if one.name == self.constants[name])

    def read(self, text: str) -> Post:
        """What the heads see of the first window of a text."""
        window = self.reader.windows(Normalised.of(text).text)[0]
        feed = {
            "own": padded([sentence.own.ids for sentence in window.sentences]),
            "around": padded([sentence.around for sentence in window.sentences]),
            "tokens": window.tokens,
            "place": window.place,
        }
        state, grams = self.session.run([self.state, self.by_grams], feed)
        belongs = (window.place == np.arange(len(window.sentences))[:, None]).astype(np.float32)
        means = belongs @ state / np.maximum(belongs.sum(1, keepdims=True), 1)
        whole = state[window.place >= 0].mean(0) if (window.place >= 0).any() else np.zeros_like(state[0])
        return Post(means, whole, grams[:, FIRST:])


@dataclass(slots=True)
class Post:
    """`means` (sentences, width), `whole` (width,), and what the n-grams say, `grams` (sentences, promotions)."""

    means: np.ndarray
    whole: np.ndarray
    grams: np.ndarray


class Heads(torch.nn.Module):
    """The heads of promotion as the shipped file has them."""

    def __init__(self, shipped: Shipped) -> None:
        super().__init__()
        self.first = {name: torch.tensor(shipped.columns(name)) for name in shipped.constants}
        self.now = torch.nn.ParameterDict({name: value.clone() for name, value in self.first.items()})

    def forward(
        self, posts: Sequence[Post], *, loudest: bool = False, weights: Mapping[str, Tensor] | None = None
    ) -> Tensor:
        """Logits (posts, promotions): the log-sum-exp of each post's sentences, or the loudest of them."""
        weights = weights or self.now
        means = torch.tensor(np.concatenate([post.means for post in posts]))
        grams = torch.tensor(np.concatenate([post.grams for post in posts]))
        wholes = torch.tensor(np.stack([post.whole for post in posts])) @ weights["around"]
        sizes = [len(post.means) for post in posts]
        each = means @ weights["own"] + grams + weights["shift"]
        each = each + wholes.repeat_interleave(torch.tensor(sizes), 0)
        return torch.stack([part.amax(0) if loudest else torch.logsumexp(part, 0) for part in each.split(sizes)])

    def moved(self) -> Tensor:
        """How far the weights have gone, squared."""
        return sum((((self.now[name] - first) ** 2).sum() for name, first in self.first.items()), torch.zeros(()))


def taught(shipped: Shipped, posts: Sequence[Post], answers: np.ndarray, held: float) -> Heads:
    """Heads that fit `answers` (posts, promotions), held near the shipped ones."""
    heads = Heads(shipped)
    wanted = torch.tensor(answers, dtype=torch.float32)
    mover = torch.optim.Adam(heads.parameters(), RATE)
    for _ in range(STEPS):
        loss = functional.binary_cross_entropy_with_logits(heads(posts), wanted, reduction="sum") + held * heads.moved()
        mover.zero_grad()
        loss.backward()
        mover.step()
    return heads


def calibrated(heads: Heads, posts: Sequence[Post], answers: np.ndarray) -> None:
    """Weigh the body against the n-grams, and shift, on posts whose states the encoder was not taught on."""
    taught_on = {name: value.detach().clone() for name, value in heads.now.items()}
    weight, shift = (torch.full((len(data.PROMOTIONS),), start, requires_grad=True) for start in (1.0, 0.0))
    wanted = torch.tensor(answers, dtype=torch.float32)
    mover = torch.optim.LBFGS([weight, shift], max_iter=60)
    scaled = {name: taught_on[name] for name in ("own", "around")}

    def step() -> Tensor:
        mover.zero_grad()
        with_them = {name: value * weight for name, value in scaled.items()} | {"shift": taught_on["shift"] + shift}
        loss = functional.binary_cross_entropy_with_logits(heads(posts, loudest=True, weights=with_them), wanted)
        loss.backward()
        return loss

    mover.step(step)
    with torch.no_grad():
        for name, value in scaled.items():
            heads.now[name].copy_(value * weight)
        heads.now["shift"].copy_(taught_on["shift"] + shift)


def chosen_rows() -> list[data.Row]:
    """All that promotes and its twins, the files about promotion and the short replies, and a sample of the rest."""
    rows = data.corpus()
    pairs = {row.pair for row in rows if row.pair and any(row.answers()[FIRST:])}

    def always(row: data.Row) -> bool:
        return row.pair in pairs or row.file.endswith(("promo", "replies")) or any(row.answers()[FIRST:])

    rest = sorted((row for row in rows if not always(row)), key=lambda row: hashlib.sha256(row.id.encode()).digest())
    return [row for row in rows if always(row)] + rest[:SAMPLE]


def logits(heads: Heads, posts: Sequence[Post]) -> np.ndarray:
    """What the companion would make of posts, (posts, promotions)."""
    with torch.no_grad():
        return heads(posts, loudest=True).numpy()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--version", required=True)
    version = options.parse_args().version
    torch.manual_seed(0)
    shipped = Shipped()
    rows = chosen_rows()
    posts = [shipped.read(row.text) for row in rows]
    answers = np.array([row.answers()[FIRST:] for row in rows])
    fold = np.array([row.fold for row in rows])
    print(f"{len(rows)} rows read, {answers.any(1).sum()} of which promote", flush=True)

    def part(chosen: np.ndarray) -> tuple[list[Post], np.ndarray]:
        return [post for post, taken in zip(posts, chosen, strict=True) if taken], answers[chosen]

    def told(name: str, heads: Heads, chosen: np.ndarray) -> float:
        some, wanted = part(chosen)
        found = logits(heads, some)
        figures = {kind: of_head(wanted[:, n], found[:, n]) for n, kind in enumerate(data.PROMOTIONS)}
        print(name, json.dumps(figures), flush=True)
        return float(np.mean([one["loss"] for one in figures.values()]))

    told("fold 1, as shipped", Heads(shipped), fold == 1)
    losses = {held: told(f"fold 1, held {held}", taught(shipped, *part(fold > 1), held), fold == 1) for held in HELD}
    held = min(losses, key=lambda one: losses[one])
    heads = taught(shipped, *part(fold > 0), held)
    told("fold 0, as shipped", Heads(shipped), fold == 0)
    told(f"fold 0, held {held}", heads, fold == 0)
    calibrated(heads, *part(fold == 0))
    told("fold 0, calibrated there", heads, fold == 0)

    for name in shipped.constants:
        shipped.write(name, heads.now[name].detach().numpy())
    FILE.write_bytes(shipped.graph.SerializeToString())
    file = HERE / "reference.json"
    reference = json.loads(file.read_text("utf-8"))
    for one, values in zip(reference, logits(heads, [shipped.read(one["text"]) for one in reference]), strict=True):
        one["probability"][FIRST:] = [round(float(p), 5) for p in expit(values)]
    file.write_text(json.dumps(reference, ensure_ascii=False, indent=0) + "\n", "utf-8")
    thresholds.choose(version)


if __name__ == "__main__":
    main()
