"""Lets the body read: `python models/text/pretrain.py --body IN --out OUT`.

Masked language modelling (Devlin et al. 2019) on the plain text and the corpus's training rows: 15 % of the tokens are
guessed, of which 8 in 10 are hidden, 1 replaced, 1 left. The output layer is the word table itself.

Seeded, resumes from its checkpoint. Full size on a GPU: `--tokens 60000000 --device cuda --budget 16000`.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import data
import numpy as np
import torch
from encoder import WIDTH, Encoder
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

HERE = Path(__file__).parent
CACHE = HERE / ".cache"
LENGTH = 128


class Guesser(nn.Module):
    """The body and what guesses a hidden token from its state."""

    def __init__(self, body: Encoder) -> None:
        super().__init__()
        self.body = body
        self.turn = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        self.bias = nn.Parameter(torch.zeros(body.words.num_embeddings))

    def forward(self, tokens: Tensor, hidden: Tensor) -> Tensor:
        """Logits (hidden tokens, vocabulary)."""
        state = self.norm(functional.gelu(self.turn(self.body(tokens)[hidden])))
        return state @ self.body.words.weight.T + self.bias


def stream(tokenizer: Tokenizer, first: int, last: int, limit: int) -> np.ndarray:
    """Pieces of LENGTH tokens, marks included (pieces, LENGTH), in a seeded order; sources share the limit evenly."""
    random = np.random.default_rng(0)
    texts: dict[str, list[str]] = {"corpus": [row.text for row in data.corpus() if row.fold != 0] * 3}
    for row in data.public("plain.jsonl.xz"):
        texts.setdefault(row["source"], []).append(row["text"])
    room = LENGTH - 2
    pieces = []
    for source in sorted(texts):
        random.shuffle(texts[source])
        ids: list[int] = []
        for start in range(0, len(texts[source]), 1000):
            if len(ids) >= limit // len(texts):
                break
            codes = tokenizer.encode_batch(texts[source][start : start + 1000], add_special_tokens=False)
            ids += [number for code in codes for number in code.ids]
        whole = np.array(ids[: len(ids) // room * room]).reshape(-1, room)
        pieces.append(np.pad(whole, ((0, 0), (1, 1)), constant_values=((0, 0), (first, last))))
    found = np.concatenate(pieces)
    random.shuffle(found)
    return found[: limit // LENGTH]


def masked(tokens: Tensor, mask: int, size: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """What is shown, and which tokens are to be guessed."""
    chance = torch.rand(tokens.shape, generator=generator)
    hidden = (chance < 0.15) & (tokens >= 5)
    shown = tokens.clone()
    shown[hidden & (chance < 0.12)] = mask
    swapped = hidden & (chance >= 0.12) & (chance < 0.135)
    shown[swapped] = torch.randint(5, size, (int(swapped.sum()),), generator=generator)
    return shown, hidden


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--body", type=Path, help="a body to start from; from nothing when absent")
    options.add_argument("--layers", type=int, default=6)
    options.add_argument("--tokens", type=int, default=3_000_000)
    options.add_argument("--budget", type=int, default=2048, help="tokens in a batch")
    options.add_argument("--rate", type=float, default=3e-4)
    options.add_argument("--device", default="cpu")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--out", type=Path, default=CACHE / "read.pt")
    chosen = options.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(chosen.threads)
    device = torch.device(chosen.device)
    tokenizer = Tokenizer.from_file(str(HERE / "tokenizer.json"))
    size, mask = tokenizer.get_vocab_size(), tokenizer.token_to_id("[MASK]")
    pieces = stream(tokenizer, tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]"), chosen.tokens)
    body = Encoder(size, chosen.layers)
    if chosen.body:
        stored = torch.load(chosen.body, map_location="cpu", weights_only=True)
        body.load_state_dict({name: stored[name] for name in body.state_dict()})
    model = Guesser(body).to(device)
    optimiser = torch.optim.AdamW(model.parameters(), lr=chosen.rate, weight_decay=0.01)
    rows = max(1, chosen.budget // LENGTH)
    total = len(pieces) // rows
    saved, done = chosen.out.with_suffix(".step.pt"), 0
    if saved.exists():
        kept = torch.load(saved, map_location=device, weights_only=True)
        model.load_state_dict(kept["model"])
        optimiser.load_state_dict(kept["optimiser"])
        done = kept["done"]
    began = time.time()
    for step in range(done, total):
        generator = torch.Generator().manual_seed(step)
        tokens = torch.tensor(pieces[step * rows : (step + 1) * rows])
        shown, hidden = masked(tokens, mask, size, generator)
        optimiser.param_groups[0]["lr"] = chosen.rate * min(1.0, 20 * (step + 1) / total, (total - step) / total / 0.95)
        with torch.autocast(device.type, torch.bfloat16):
            logits = model(shown.to(device), hidden.to(device))
        loss = functional.cross_entropy(logits.float(), tokens[hidden].to(device))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        if step % 50 == 49 or step + 1 == total:
            print(f"{step + 1}/{total} loss {loss.item():.3f} {time.time() - began:.0f} s", flush=True)
        if step % 500 == 499:
            torch.save({"model": model.state_dict(), "optimiser": optimiser.state_dict(), "done": step + 1}, saved)
    torch.save(model.body.state_dict(), chosen.out)


if __name__ == "__main__":
    main()
