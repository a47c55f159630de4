"""Teaches some heads once more, the encoder standing still: `python models/text/heads.py --version N`.

`finetune.py` learns from contrast: of a post of thanks that shows off a patient's letter that thanks promote, and of
quips that a quip demeans. What a group posts all day is in the corpus since (`*_replies`, `*_ordinary`); here it is
weighed, with all that promotes, its twins, a sample of everything else, and posts that name patients and mock nobody
(the marked rows of the identity check: the corpus has few of the kind), by logistic regression on the states of the
shipped file, begun with its own weights and held near them. A post is the log-sum-exp of its sentences, as in
`finetune.py`. What the body counts beside the n-grams, and a shift, are then fitted on fold 0, as `assemble.py` does:
on rows that the encoder was taught on its states are too sure. Writes `remarks.onnx`, the answers in `reference.json`,
the thresholds (`thresholds.py`) and the manifest's entry. Minutes; nothing in it is random.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import data
import numpy as np
import onnx
import onnxruntime
import shipped
import thresholds
import torch
from linear import Linear
from measures import of_head
from scipy.special import expit
from torch import Tensor
from torch.nn import functional

from primum import models
from primum.text.normalise import Normalised
from primum.text.reading import Reader, padded

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "identity"))
import marked  # noqa: E402

TAUGHT = ("remark", *data.PROMOTIONS)
COLUMNS = [data.HEADS.index(name) for name in TAUGHT]
SAMPLE = 6_000
"""Rows taken of the whole corpus, besides those that are always read."""
NAMING = 3_000
"""Marked rows read besides, all of them taken for harmless; those of their fold 0 stay unread."""
STEPS, RATE = 400, 3e-3
HELD = 30.0
"""How strongly the weights are held near those they begin with. At 3 the twins of fold 0 are told apart less well."""


class States:
    """What the shipped file makes of a text before its heads speak."""

    def __init__(self) -> None:
        model = onnx.load(shipped.FILE)
        made = {output: node for node in model.graph.node for output in node.output}
        of_tokens = made[made["token_weight"].input[0]]  # states times the heads
        joined = made[made["probability"].input[0]]  # what n-grams say, plus what the body says
        self._wanted = [of_tokens.input[0], made[joined.input[0]].input[0]]
        model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in self._wanted)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.add_session_config_entry(*models.EXACT_PRODUCTS)  # as the companion opens it
        self._session = onnxruntime.InferenceSession(model.SerializeToString(), options)
        self._reader = Reader((HERE / "tokenizer.json").read_bytes())

    def read(self, text: str) -> Post:
        """The first window of a text."""
        window = self._reader.windows(Normalised.of(text).text)[0]
        feed = {
            "own": padded([sentence.own.ids for sentence in window.sentences]),
            "around": padded([sentence.around for sentence in window.sentences]),
            "tokens": window.tokens,
            "place": window.place,
        }
        state, grams = self._session.run(self._wanted, feed)
        belongs = (window.place == np.arange(len(window.sentences))[:, None]).astype(np.float32)
        means = belongs @ state / np.maximum(belongs.sum(1, keepdims=True), 1)
        whole = state[window.place >= 0].mean(0) if (window.place >= 0).any() else np.zeros_like(state[0])
        return Post(means, whole, grams[:, COLUMNS])


@dataclass(slots=True)
class Post:
    """`means` (sentences, width), `whole` (width,), and what the n-grams say, `grams` (sentences, heads)."""

    means: np.ndarray
    whole: np.ndarray
    grams: np.ndarray


class Posts:
    """Posts side by side: the tensors of all their sentences, and `of` (sentences, heads), whose each one is."""

    def __init__(self, posts: Sequence[Post]) -> None:
        self.means, self.grams = (
            torch.tensor(np.concatenate(parts)) for parts in ([p.means for p in posts], [p.grams for p in posts])
        )
        self.wholes = torch.tensor(np.stack([post.whole for post in posts]))
        number = torch.arange(len(posts)).repeat_interleave(torch.tensor([len(post.means) for post in posts]))
        self.of = number[:, None].expand(-1, len(TAUGHT))


class Heads(torch.nn.Module):
    """The heads that are taught, begun as given: `own` and `around` (width, heads), `shift` (heads,)."""

    def __init__(self, linear: Linear, weights: Mapping[str, np.ndarray]) -> None:
        super().__init__()
        self.first = {
            "own": torch.tensor(weights["own.weight"][COLUMNS].T.copy()),
            "around": torch.tensor(weights["around.weight"][COLUMNS].T.copy()),
            "shift": torch.tensor(linear.bias[COLUMNS]),
        }
        self.now = torch.nn.ParameterDict({name: value.clone() for name, value in self.first.items()})

    def forward(self, posts: Posts, *, loudest: bool = False, weights: Mapping[str, Tensor] | None = None) -> Tensor:
        """Logits (posts, heads): the log-sum-exp of each post's sentences, or the loudest of them."""
        weights = weights or self.now
        wholes = posts.wholes @ weights["around"]
        each = posts.means @ weights["own"] + posts.grams + weights["shift"] + wholes.gather(0, posts.of)
        top = torch.full_like(wholes, -torch.inf).scatter_reduce(0, posts.of, each, "amax")
        if loudest:
            return top
        return top + torch.zeros_like(top).scatter_add(0, posts.of, (each - top.gather(0, posts.of)).exp()).log()

    def moved(self) -> Tensor:
        """How far the weights have gone, squared."""
        return sum((((self.now[name] - first) ** 2).sum() for name, first in self.first.items()), torch.zeros(()))


def teach(heads: Heads, posts: Posts, answers: np.ndarray) -> None:
    """Fit the heads to `answers` (posts, heads), held near what they were."""
    wanted = torch.tensor(answers, dtype=torch.float32)
    mover = torch.optim.Adam(heads.parameters(), RATE)
    for _ in range(STEPS):
        loss = functional.binary_cross_entropy_with_logits(heads(posts), wanted, reduction="sum") + HELD * heads.moved()
        mover.zero_grad()
        loss.backward()
        mover.step()


def calibrate(heads: Heads, posts: Posts, answers: np.ndarray) -> None:
    """Weigh the body against the n-grams, and shift, on posts whose states the encoder was not taught on."""
    taught_on = {name: value.detach().clone() for name, value in heads.now.items()}
    weight, shift = (torch.full((len(TAUGHT),), start, requires_grad=True) for start in (1.0, 0.0))
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
    """All that promotes and its twins, the files of what is posted all day, and a sample of the rest."""
    rows = data.corpus()
    promoting = {row.key for row in rows if any(f"promo_{kind}" in row.labels for kind in data.PROMOTIONS)}

    daily = data.POSTED_FILES - data.FIRST_FILES

    def always(row: data.Row) -> bool:
        return row.key in promoting or row.file in daily or row.file.endswith(("promo", "tasks"))

    rest = sorted((row for row in rows if not always(row)), key=lambda row: hashlib.sha256(row.id.encode()).digest())
    return [row for row in rows if always(row)] + rest[:SAMPLE]


def naming_rows() -> list[data.Row]:
    """Marked rows of the identity check, as harmless posts."""
    rows = sorted(
        (row for row in marked.rows() if row.fold != 0), key=lambda row: hashlib.sha256(row.id.encode()).digest()
    )
    return [data.Row(row.id, row.pair, row.lang, row.text, frozenset(), "patient", row.source) for row in rows[:NAMING]]


def logits(heads: Heads, posts: Posts) -> np.ndarray:
    """What the companion would make of posts, (posts, heads)."""
    with torch.no_grad():
        return heads(posts, loudest=True).numpy()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--version", required=True)
    options.add_argument("--only", nargs="+", choices=TAUGHT, default=TAUGHT, help="heads to write; others stay")
    chosen = options.parse_args()
    torch.manual_seed(0)
    states = States()
    rows, naming = chosen_rows(), naming_rows()
    fold = np.array([*(row.fold for row in rows), *(1 for _ in naming)])
    rows += naming
    posts = [states.read(row.text) for row in rows]
    answers = np.array([row.answers() for row in rows])[:, COLUMNS]
    print(f"{len(rows)} rows read, {answers.any(1).sum()} of which demean or promote", flush=True)

    def part(chosen: np.ndarray) -> tuple[Posts, np.ndarray]:
        return Posts([post for post, taken in zip(posts, chosen, strict=True) if taken]), answers[chosen]

    def told(name: str, chosen: np.ndarray) -> None:
        some, wanted = part(chosen)
        found = logits(heads, some)
        print(name, json.dumps({kind: of_head(wanted[:, n], found[:, n]) for n, kind in enumerate(TAUGHT)}), flush=True)

    linear, weights, blend = shipped.read()
    heads = Heads(linear, weights)
    told("fold 0, as shipped", fold == 0)
    teach(heads, *part(fold > 0))
    told("fold 0, taught", fold == 0)
    calibrate(heads, *part(fold == 0))
    told("fold 0, calibrated there", fold == 0)

    written = [n for n, name in enumerate(TAUGHT) if name in chosen.only]
    columns = [COLUMNS[n] for n in written]
    for name in ("own", "around"):
        weights[f"{name}.weight"][columns] = heads.now[name].detach().numpy().T[written]
    linear.bias[columns] = heads.now["shift"].detach().numpy()[written]
    shipped.FILE.write_bytes(shipped.write(linear, weights, blend))
    file = HERE / "reference.json"
    reference = json.loads(file.read_text("utf-8"))
    for one, values in zip(
        reference, logits(heads, Posts([states.read(one["text"]) for one in reference])), strict=True
    ):
        for column, value in zip(columns, values[written], strict=True):
            one["probability"][column] = round(float(expit(value)), 5)
    file.write_text(json.dumps(reference, ensure_ascii=False, indent=0) + "\n", "utf-8")
    thresholds.choose(chosen.version)


if __name__ == "__main__":
    main()
