"""Teaches the body what demeans: `python models/text/finetune.py --out FILE`.

Every epoch reads the corpus, spelt anew, and samples of the public sets, each with a head of its own, so that what a
set calls hateful cannot overrule the corpus (multi-task learning; Caruana 1997). A post is the log-sum-exp of its
sentences; besides the log loss a demeaning twin must score above its harmless twin (RankNet; Burges et al. 2005).
Beside that it reads the marked rows (`models/identity/lessons.py`): what each word is, and how telling the whole.

Seeded, resumes from its checkpoint, `--device cuda` for a GPU. `--split pair` leaves out fold 0, `--split file` the
held-out registers, `--split none` nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import data
import measures
import numpy as np
import torch
from augment import respelt
from encoder import WIDTH, Encoder, padded
from torch import Tensor, nn
from torch.nn import functional

from primum.text import reading
from primum.text.normalise import Normalised
from primum.text.sentences import sentences
from primum.text.tags import TAGS

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "identity"))
from lessons import SKIPPED, Lesson, Teacher  # noqa: E402

CACHE = HERE / ".cache"
SOURCES = ("dyn21", "edos", "ken20", "davidson", "mlma_en", "mlma_fr", "fr_FTR", "jigsaw_fr", "toxifrench_agree")
"""Public sets that are learnt from, each a head; `blagues` is left out: its label is the joke's category."""
SHARE = {
    "dyn21": 6000,
    "edos": 1500,
    "ken20": 800,
    "davidson": 300,
    "mlma_en": 200,
    "mlma_fr": 1500,
    "fr_FTR": 1500,
    "jigsaw_fr": 1381,
}
"""Rows of a source read in one epoch; the others are read whole."""
GLUED = 0.5
"""Share of the rows that may get a harmless neighbour; about half of these find one that suits."""


class Listener(nn.Module):
    """The body and its heads: the corpus's on the sentence and on the whole post, the public sets' on the post.

    Beside these the tag of each token, and two log-odds of the whole: that someone close could recognise the person,
    and that anyone could.
    """

    def __init__(self, body: Encoder) -> None:
        super().__init__()
        self.body = body
        self.own = nn.Linear(WIDTH, len(data.HEADS))
        self.around = nn.Linear(WIDTH, len(data.HEADS), bias=False)
        self.public = nn.Linear(WIDTH, len(SOURCES))
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.risk = nn.Linear(WIDTH, 2)
        for head in (self.own, self.around, self.public, self.tags, self.risk):
            nn.init.normal_(head.weight, std=0.02)

    def forward(self, tokens: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
        """Sentence logits (batch, sentences, heads), very low where there is none, and public logits (batch, sources).

        `place` (batch, length) is the number of each token's sentence, -1 outside sentences.
        """
        state = self.body(tokens).float()
        count = int(place.max()) + 1
        belongs = (place[:, None, :] == torch.arange(count, device=place.device)[None, :, None]).float()
        size = belongs.sum(2, keepdim=True)
        own = (belongs @ self.own(state)) / size.clamp(min=1)
        whole = _whole(state, place)
        logits = own + self.around(whole)[:, None, :]
        return logits.masked_fill(size == 0, -1e4), self.public(whole)

    def tell(self, tokens: Tensor, place: Tensor) -> tuple[Tensor, Tensor]:
        """Tag logits (batch, length, tags) and log-odds (batch, 2) of the whole."""
        state = self.body(tokens).float()
        return self.tags(state), self.risk(_whole(state, place))


def _whole(state: Tensor, place: Tensor) -> Tensor:
    """The mean state of the tokens inside sentences, (batch, WIDTH)."""
    inside = (place >= 0).float()[:, :, None]
    return (state * inside).sum(1) / inside.sum(1).clamp(min=1)


@dataclass(slots=True)
class Reading:
    """A text as the body reads it: token numbers, and each token's sentence (-1 outside)."""

    tokens: list[int]
    place: list[int]


class Reader:
    """Reads whole posts as the companion does; of a post of several windows the first."""

    def __init__(self) -> None:
        self.reader = reading.Reader((HERE / "tokenizer.json").read_bytes())

    @property
    def size(self) -> int:
        return self.reader.tokenizer.get_vocab_size()

    def read(self, text: str) -> Reading:
        normal = Normalised.of(text).text
        tokens, place, _ = self.reader.tokens(normal, sentences(normal))
        return Reading(tokens[: reading.LONGEST].tolist(), place[: reading.LONGEST].tolist())

    def blanked(self, one: Reading, share: float, seed: int) -> Reading:
        """The same text with some tokens hidden, so that no single word carries a verdict."""
        random = np.random.default_rng([seed, len(one.tokens)])
        hidden = random.random(len(one.tokens)) < share
        mask = self.reader.tokenizer.token_to_id("[MASK]")
        tokens = [mask if h and n >= 0 else t for t, n, h in zip(one.tokens, one.place, hidden, strict=True)]
        return Reading(tokens, one.place)


def stacked(readings: list[Reading], device: torch.device) -> tuple[Tensor, Tensor]:
    tokens = padded([r.tokens for r in readings])
    place = padded([[n + 1 for n in r.place] for r in readings]) - 1
    return tokens.to(device), place.to(device)


def grouped(keys: list[str], lengths: list[int], budget: int, random: np.random.Generator) -> list[list[int]]:
    """Batches of about `budget` tokens, like lengths together, rows of one key never parted."""
    members: dict[str, list[int]] = {}
    for n, key in enumerate(keys):
        members.setdefault(key, []).append(n)
    units = sorted(members.values(), key=lambda unit: max(lengths[n] for n in unit) * random.uniform(0.8, 1.2))
    found: list[list[int]] = [[]]
    for unit in units:
        both = found[-1] + unit
        if found[-1] and max(lengths[n] for n in both) * len(both) > budget:
            found.append([])
        found[-1] += unit
    random.shuffle(found)
    return [group for group in found if group]


def corpus_loss(model: Listener, rows: list[data.Row], views: list[list[Reading]], device: torch.device) -> Tensor:
    """The loss over each view of the rows, and what two views of one row disagree in (R-Drop; Liang et al. 2021)."""
    logits, _ = model(*stacked([one for view in views for one in view], device))
    posts = torch.logsumexp(logits, 1).unflatten(0, (len(views), len(rows)))
    answers = torch.tensor([row.answers() for row in rows], dtype=torch.float32, device=device)
    weight = torch.ones(len(data.HEADS), device=device) * 0.5
    weight[0] = 3.0
    every = functional.binary_cross_entropy_with_logits(posts, answers.expand_as(posts), reduction="none")
    loss = (every * weight).sum(2).mean() / 3
    better = torch.tensor(
        [[a.pair is not None and a.pair == b.pair and a.demeans and not b.demeans for b in rows] for a in rows],
        device=device,
    )
    if better.any():
        loss = loss + functional.softplus(posts[:, None, :, 0] - posts[:, :, None, 0])[:, better].mean()
    if len(views) == 2:
        loss = loss + (_apart(*posts) * weight).sum(1).mean() / 3
    return loss


def _apart(one: Tensor, other: Tensor) -> Tensor:
    """The symmetric Kullback-Leibler divergence of two probabilities, of their log-odds."""
    return (one.sigmoid() - other.sigmoid()) * (one - other)


def marked_loss(model: Listener, group: list[Lesson], device: torch.device) -> Tensor:
    """Cross-entropy of the tags, and a third of the log losses of the risk; an unmarked post's counts half."""
    tokens, place = stacked([Reading(one.tokens, one.place) for one in group], device)
    labels = padded([[label - SKIPPED for label in one.labels] for one in group]).to(device) + SKIPPED
    tags, about = model.tell(tokens, place)
    wanted = torch.tensor([[one.risk >= 1, one.risk >= 2] for one in group], dtype=torch.float32, device=device)
    share = torch.tensor([1.0 if one.marked else 0.5 for one in group], device=device)
    every = functional.binary_cross_entropy_with_logits(about, wanted, reduction="none").sum(1)
    loss = 0.3 * (every * share).mean()
    if (labels != SKIPPED).any():
        loss = loss + functional.cross_entropy(tags.flatten(0, 1), labels.flatten(), ignore_index=SKIPPED)
    return loss


def mixed(device: torch.device) -> torch.autocast:
    """Half precision where there is hardware for it; elsewhere it takes thirty times as long as single precision."""
    fast = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.autocast(device.type, torch.bfloat16, enabled=fast)


def scores(model: Listener, reader: Reader, texts: list[str], device: torch.device) -> tuple[np.ndarray, np.ndarray]:
    """Post logits (texts, heads): the highest of the sentences, and public logits (texts, sources)."""
    model.eval()
    readings = [reader.read(text) for text in texts]
    order = np.argsort([len(r.tokens) for r in readings])
    found = np.zeros((len(texts), len(data.HEADS)))
    others = np.zeros((len(texts), len(SOURCES)))
    with torch.no_grad(), mixed(device):
        for start in range(0, len(order), 32):
            part = order[start : start + 32]
            logits, public = model(*stacked([readings[n] for n in part], device))
            found[part] = logits.amax(1).float().cpu().numpy()
            others[part] = public.float().cpu().numpy()
    model.train()
    return found, others


def kept_out(rows: list[data.Row], split: str) -> np.ndarray:
    """Which rows a split keeps for measuring."""
    if split == "file":
        return np.array([row.file in data.HELD_OUT_FILES for row in rows])
    return np.array([split == "pair" and row.fold == 0 for row in rows])


def split(by: str, *, plain: bool) -> tuple[list[data.Row], list[data.Row]]:
    """The corpus's rows to teach, with neutral plain text if wanted, and those kept for measuring."""
    rows = data.corpus()
    out = kept_out(rows, by)
    taught = [row for row, kept in zip(rows, out, strict=True) if not kept]
    return taught + data.neutral() * plain, [row for row, kept in zip(rows, out, strict=True) if kept]


def thinned(rows: list[data.Row], share: float, epoch: int, whole: list[str]) -> list[data.Row]:
    """All that is a mix of what is posted and all of the `whole` rounds, and of the other twins a share, others each
    epoch: a checkpoint that has read the twins often needs the new rows most.
    """

    def taken(row: data.Row) -> bool:
        drawn = hashlib.sha256(f"{epoch} {row.key}".encode()).digest()[0] / 256
        new = any(f"_{name}" in row.file for name in whole)
        return new or drawn < share or (not whole and row.file in data.POSTED_FILES) or row.file == "plain"

    return [row for row in rows if taken(row)]


def within(row: data.Row, rows: list[data.Row], random: np.random.Generator) -> str:
    """Now and then, put a row before or after a harmless one: a calm post does not redeem a sentence in it.

    A line of plain text stays alone: what it teaches is that brevity is no contempt.
    """
    if row.file == "lines":
        return row.text
    other = rows[int(random.integers(len(rows)))]
    if random.random() > GLUED or other.labels or other.lang != row.lang or len(row.text) + len(other.text) > 700:
        return row.text
    return "\n".join([row.text, other.text] if random.random() < 0.5 else [other.text, row.text])


def plan(
    rows: list[data.Row],
    public: dict[str, list[dict]],
    teacher: Teacher,
    reader: Reader,
    epoch: int,
    *,
    budget: int,
    marked: float,
):
    """The batches of one epoch in their order: ("corpus", rows, readings), ("marked", lessons, []), or of a source."""
    random = np.random.default_rng([7, epoch])
    jobs = []
    readings = [reader.read(respelt(within(row, rows, random), random)) for row in rows]
    for group in grouped([row.key for row in rows], [len(r.tokens) for r in readings], budget, random):
        jobs.append(("corpus", [rows[n] for n in group], [readings[n] for n in group]))
    lessons = [one for one in teacher.lessons(random) if marked == 1 or random.random() < marked]
    for group in grouped([str(n) for n in range(len(lessons))], [len(o.tokens) for o in lessons], budget, random):
        jobs.append(("marked", [lessons[n] for n in group], []))
    for source, entries in public.items():
        taken = random.permutation(len(entries))[: SHARE.get(source, len(entries))]
        chosen = [entries[n] for n in taken]
        read = [reader.read(entry["text"][:600]) for entry in chosen]
        for group in grouped([str(n) for n in range(len(chosen))], [len(r.tokens) for r in read], budget, random):
            jobs.append((source, [chosen[n] for n in group], [read[n] for n in group]))
    random.shuffle(jobs)
    return jobs


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--body", type=Path, default=CACHE / "body.pt")
    options.add_argument("--start", type=Path, help="a listener to go on from, its heads included")
    options.add_argument("--blank", type=float, default=0.0, help="share of the corpus's tokens hidden in training")
    options.add_argument("--views", type=int, choices=(1, 2), default=1, help="2: each row twice, held to one verdict")
    options.add_argument("--twins", type=float, default=1.0, help="share of the rows that are twins read in an epoch")
    options.add_argument("--marked", type=float, default=1.0, help="share of the marked rows read in an epoch")
    options.add_argument(
        "--whole", nargs="*", default=[], help="rounds of rows, as in fr_ten_quips, that are read whole"
    )
    options.add_argument("--split", choices=["pair", "file", "none"], default="pair")
    options.add_argument("--epochs", type=float, default=4)
    options.add_argument("--public", type=float, default=1.0, help="share of the public samples, 0 for none")
    options.add_argument("--layers", type=int, default=6)
    options.add_argument("--still", type=int, default=0, help="lowest layers that stay as they are, words included")
    options.add_argument("--rate", type=float, default=1e-4)
    options.add_argument("--budget", type=int, default=1200, help="tokens in a batch")
    options.add_argument("--device", default="cpu")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--out", type=Path, default=CACHE / "listener.pt")
    chosen = options.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(chosen.threads)
    device = torch.device(chosen.device)
    reader = Reader()
    training, held = split(chosen.split, plain=bool(chosen.public))
    public: dict[str, list[dict]] = {source: [] for source in SOURCES}
    if chosen.public:
        for entry in data.public("abuse.jsonl.xz"):
            if entry["source"] in public:
                public[entry["source"]].append(entry)
        for source in SHARE:
            SHARE[source] = int(SHARE[source] * chosen.public)

    body = Encoder(reader.size, chosen.layers)
    if chosen.body.exists():
        # a shallower body keeps the lower layers: the upper ones are the least needed (Sajjad et al. 2023)
        stored = torch.load(chosen.body, map_location="cpu", weights_only=True)
        body.load_state_dict({name: stored[name] for name in body.state_dict()})
    model = Listener(body).to(device)
    if chosen.start:
        # a head that the earlier listener had not begins afresh
        stored = torch.load(chosen.start, map_location=device, weights_only=True)
        model.load_state_dict(stored.get("model", stored), strict=False)
    heads = [p for name, p in model.named_parameters() if not name.startswith("body.")]
    moving = model.body.above(chosen.still)
    optimiser = torch.optim.AdamW(
        [{"params": moving}, {"params": heads}], lr=chosen.rate, weight_decay=0.01, fused=True
    )
    teacher = Teacher(reader.reader)

    def planned(epoch: int):
        rows = thinned(training, chosen.twins, epoch, chosen.whole) + (data.lines(epoch) if chosen.public else [])
        return plan(rows, public, teacher, reader, epoch, budget=chosen.budget, marked=chosen.marked)

    jobs = planned(0)
    saved = chosen.out.with_suffix(".step.pt")
    first, done = 0, 0
    if saved.exists():
        kept = torch.load(saved, map_location=device, weights_only=True)
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        first, done = kept["epoch"], kept["done"]

    def keep(epoch: int, done: int) -> None:
        kept = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch, "done": done}
        torch.save(kept, saved)

    def pace(done: float) -> None:
        """Up over the first twelfth of the epochs, then down in a straight line to nothing."""
        share = min(1.0, 12 * done / chosen.epochs + 1e-3, max(0.01, (1 - done / chosen.epochs) * 12 / 11))
        for group, factor in zip(optimiser.param_groups, (1, 10), strict=True):
            group["lr"] = chosen.rate * factor * share

    began = time.time()
    model.train()
    for epoch in range(first, math.ceil(chosen.epochs)):
        if epoch:
            training, held = split(chosen.split, plain=bool(chosen.public))  # rows may have joined meanwhile
            jobs = planned(epoch)
        running: dict[str, list[float]] = {}
        for step, (source, group, readings) in enumerate(jobs):
            if epoch == first and step < done:
                continue
            if (through := epoch + step / len(jobs)) >= chosen.epochs:
                break
            pace(through)
            with mixed(device):
                if source == "corpus":
                    views = [
                        [reader.blanked(one, chosen.blank, step + view * len(jobs)) for one in readings]
                        for view in range(chosen.views)
                    ]
                    loss = corpus_loss(model, group, views, device)
                elif source == "marked":
                    loss = marked_loss(model, group, device)
                else:
                    _, logits = model(*stacked(readings, device))
                    answer = torch.tensor([float(entry["label"]) for entry in group], device=device)
                    loss = 0.5 * functional.binary_cross_entropy_with_logits(
                        logits[:, SOURCES.index(source)].float(), answer
                    )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            running.setdefault(source, []).append(loss.item())
            if step % 50 == 49:
                means = " ".join(f"{name} {np.mean(values[-50:]):.3f}" for name, values in sorted(running.items()))
                print(f"epoch {epoch + 1} {step + 1}/{len(jobs)} {time.time() - began:.0f} s {means}", flush=True)
            if step % 100 == 99:
                keep(epoch, step + 1)
        keep(epoch + 1, 0)
        if held:
            found, _ = scores(model, reader, [row.text for row in held], device)
            figures = measures.summary(held, found[:, 0])
            print(f"epoch {epoch + 1} {figures}", flush=True)
            chosen.out.with_suffix(".json").write_text(json.dumps(figures) + "\n", "utf-8")
    torch.save(model.state_dict(), chosen.out)


if __name__ == "__main__":
    main()
