"""What tells of a person: a small network on the encoder's states, `python models/text/telling.py LISTENER OUT`.

`finetune.py` teaches the encoder with two linear heads for what each token is and how telling the whole is. They are
taught anew here while the encoder stands still: on the states of three layers instead of the last alone, and with
the tokens on either side (two convolutions, the second over every other token; Yu and Koltun 2016), for whose name
it is stands in the words around it. What makes a text telling may be one word, so that the tokens are weighed
(attention pooling; Yang et al. 2016) besides being averaged. Folds 2 to 4 of the marked rows teach, typed anew a few
times; layers, width and epochs were chosen on fold 1. Ten minutes on two cores, seeded.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import torch
from encoder import WIDTH, Encoder, padded
from finetune import mixed
from torch import Tensor, nn
from torch.nn import functional

from primum.text.reading import Reader
from primum.text.tags import TAGS

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "identity"))
from lessons import SKIPPED, Lesson, Teacher  # noqa: E402

LAYERS = (6, 8, 10)
"""Layers whose states are read, counted from one."""
NARROW = 96
EPOCHS, RATE, GROUP = 5, 1.5e-3, 64
RISK_SHARE = 0.3
"""What the log losses of the risk count beside the cross-entropy of the tags."""


class Telling(nn.Module):
    """States (batch, length, 3 x WIDTH) to tag logits (batch, length, tags) and log-odds (batch, 2) of the whole."""

    def __init__(self) -> None:
        super().__init__()
        wide = WIDTH * len(LAYERS)
        self.tags = nn.Linear(wide, len(TAGS))
        self.risk = nn.Linear(wide, 2)
        self.narrow = nn.Linear(wide, NARROW)
        self.beside = nn.Conv1d(NARROW, NARROW, 3, padding=1)
        self.around = nn.Conv1d(NARROW, NARROW, 3, padding=2, dilation=2)
        self.tags_around = nn.Linear(NARROW, len(TAGS))
        self.heed = nn.Linear(NARROW, 2)
        self.risk_around = nn.Linear(NARROW, 2)
        self.dropout = nn.Dropout(0.15)

    def forward(self, states: Tensor, inside: Tensor) -> tuple[Tensor, Tensor]:
        """`inside` (batch, length) is 1 for the tokens of sentences, 0 for the two marks, -1 for what is no token."""
        states = self.dropout(states)
        there = (inside >= 0).float()[:, None, :]
        near = functional.gelu(self.narrow(states)).transpose(1, 2) * there
        near = (near + functional.gelu(self.beside(near))) * there
        near = near + functional.gelu(self.around(near))
        near = self.dropout(near.transpose(1, 2))
        tags = self.tags(states) + self.tags_around(near)
        held = (inside > 0).float()[:, :, None]
        mean = (states * held).sum(1) / held.sum(1).clamp(min=1)
        heed = (self.heed(near) + (held - 1) * 1e4).softmax(1)
        return tags, self.risk(mean) + (heed * self.risk_around(near)).sum(1)

    def begin_with(self, tags: nn.Linear, risk: nn.Linear) -> None:
        """Begin where the linear heads on the last layer ended."""
        with torch.no_grad():
            for mine, theirs in ((self.tags, tags), (self.risk, risk)):
                mine.weight.zero_()
                mine.weight[:, -WIDTH:] = theirs.weight
                mine.bias.copy_(theirs.bias)
            for mine in (self.tags_around, self.risk_around):
                mine.weight.zero_()
                mine.bias.zero_()


def states(body: Encoder, tokens: Tensor) -> Tensor:
    """The states of `LAYERS` (batch, length, 3 x WIDTH), side by side."""
    return torch.cat([state for layer, state in enumerate(body.layers(tokens), 1) if layer in LAYERS], -1)


def inside(place: Tensor, tokens: Tensor) -> Tensor:
    """What `Telling` is told of each token: from its sentence, -1 outside, and its number, 0 where there is none."""
    return torch.where(tokens == 0, -1, (place >= 0).long())


def read(body: Encoder, lessons: list[Lesson]) -> list[Tensor]:
    """The states of each lesson (length, 3 x WIDTH), in half precision: they are kept for all epochs."""
    found: list[Tensor] = [torch.empty(0)] * len(lessons)
    order = sorted(range(len(lessons)), key=lambda n: len(lessons[n].tokens))
    began = time.time()
    with torch.no_grad(), mixed(torch.device("cpu")):
        for start in range(0, len(order), 32):
            group = order[start : start + 32]
            read_together = states(body, padded([lessons[n].tokens for n in group])).half()
            for n, state in zip(group, read_together, strict=True):
                found[n] = state[: len(lessons[n].tokens)].clone()
            if start % 3200 == 0:
                print(f"{start} of {len(order)} lessons read, {time.time() - began:.0f} s", flush=True)
    return found


def loss(telling: Telling, group: list[Lesson], known: list[Tensor]) -> Tensor:
    """Cross-entropy of the tags, and a share of the log losses of the risk; an unmarked post's counts half."""
    tokens = padded([one.tokens for one in group])
    place = padded([[n + 1 for n in one.place] for one in group]) - 1
    labels = padded([[label - SKIPPED for label in one.labels] for one in group]) + SKIPPED
    stacked = nn.utils.rnn.pad_sequence(known, batch_first=True).float()
    tags, risk = telling(stacked, inside(place, tokens))
    wanted = torch.tensor([[one.risk >= 1, one.risk >= 2] for one in group], dtype=torch.float32)
    share = torch.tensor([1.0 if one.marked else 0.5 for one in group])
    every = functional.binary_cross_entropy_with_logits(risk, wanted, reduction="none").sum(1)
    total = RISK_SHARE * (every * share).mean()
    if (labels != SKIPPED).any():
        total = total + functional.cross_entropy(tags.flatten(0, 1), labels.flatten(), ignore_index=SKIPPED)
    return total


def main() -> None:
    from assemble import listener  # it reads what this module makes

    options = argparse.ArgumentParser()
    options.add_argument("listener", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--start", type=Path, help="what an earlier run has made, to go on from")
    options.add_argument("--copies", type=int, default=4, help="how often each row is typed anew and read")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    torch.manual_seed(chosen.seed)
    torch.set_num_threads(chosen.threads)
    heard = listener(chosen.listener)
    random = np.random.default_rng(chosen.seed)
    teacher = Teacher(Reader((HERE / "tokenizer.json").read_bytes()))
    lessons = [lesson for _ in range(chosen.copies) for lesson in teacher.lessons(random)]
    known = read(heard.body, lessons)
    telling = Telling()
    if chosen.start:
        telling.load_state_dict(torch.load(chosen.start, weights_only=True))
    else:
        telling.begin_with(heard.tags, heard.risk)
    mover = torch.optim.AdamW(telling.parameters(), weight_decay=0.02)
    steps = EPOCHS * -(-len(lessons) // GROUP)
    pace = torch.optim.lr_scheduler.OneCycleLR(mover, RATE, total_steps=steps)
    for epoch in range(EPOCHS):
        lengths = np.array([len(one.tokens) for one in lessons]) + random.uniform(-6, 6, len(lessons))
        order = lengths.argsort()
        groups = [order[start : start + GROUP] for start in range(0, len(order), GROUP)]
        random.shuffle(groups)
        total = 0.0
        for group in groups:
            step = loss(telling, [lessons[n] for n in group], [known[n] for n in group])
            mover.zero_grad()
            step.backward()
            mover.step()
            pace.step()
            total += step.item()
        print(f"epoch {epoch + 1}: loss {total / len(groups):.3f}", flush=True)
    torch.save(telling.state_dict(), chosen.out)


if __name__ == "__main__":
    main()
