"""Teaches the English body French: `python models/text/distil.py --minilm FOLDER`.

1. The bilingual vocabulary gets its first embeddings: a piece that the English vocabulary has keeps its own, a French
   piece takes those of the English pieces it is translated by (IBM model 1, Brown et al. 1993, over the translation
   pairs), any other the mean of the English pieces that spell it.
2. The body learns to give a French sentence, and the English one in the new pieces, the embedding that the English
   teacher gives the English sentence (Reimers and Gurevych 2020).

Resumes from its checkpoint. Full size on a GPU: `--pairs 142787 --epochs 10 --device cuda`.
"""

from __future__ import annotations

import argparse
import lzma
import re
import time
from pathlib import Path

import data
import numpy as np
import torch
from encoder import Encoder, minilm, pooled
from tokenizers import Tokenizer
from torch.nn import functional

HERE = Path(__file__).parent
CACHE = HERE / ".cache"


def translations(limit: int, seed: int = 0) -> list[tuple[str, str]]:
    """French and English sentences, at most `limit`, the longer ones first to be kept, in a seeded order."""
    with lzma.open(data.PUBLIC / "parallel-fr-en.tsv.xz", "rt", encoding="utf-8") as lines:
        pairs = [tuple(line.rstrip("\n").split("\t")[:2]) for line in lines]
    kept = [pair for pair in pairs if len(pair) == 2 and max(map(len, pair)) < 300]
    chosen = sorted(kept, key=lambda pair: -min(len(pair[0]), 60))[:limit]
    np.random.default_rng(seed).shuffle(chosen)
    return [(french, english) for french, english in chosen]


def align(french: list[list[int]], english: list[list[int]], sizes: tuple[int, int], rounds: int = 4):
    """IBM model 1: how often each French piece is taken for each English one.

    Returns (French piece, English piece, expected count) arrays.
    """
    left = np.concatenate([np.repeat(f, len(e)) for f, e in zip(french, english, strict=True)])
    right = np.concatenate([np.tile(e, len(f)) for f, e in zip(french, english, strict=True)])
    # every French piece of a sentence shares its weight between the English pieces of that sentence
    place = np.repeat(
        np.arange(sum(map(len, french))),
        np.concatenate([np.full(len(f), len(e)) for f, e in zip(french, english, strict=True)]),
    )
    couples, couple = np.unique(left.astype(np.int64) * sizes[1] + right, return_inverse=True)
    couple_right = couples % sizes[1]
    chance = np.ones(len(couples))
    for _ in range(rounds):
        weight = chance[couple]
        weight /= np.bincount(place, weight)[place]
        expected = np.bincount(couple, weight, len(couples))
        chance = expected / np.bincount(couple_right, expected, sizes[1])[couple_right]
    return couples // sizes[1], couple_right, expected


def first_embeddings(teacher: Encoder, old: Tokenizer, new: Tokenizer, pairs: list[tuple[str, str]]) -> torch.Tensor:
    """Embeddings (new vocabulary, WIDTH) to start from."""
    table = teacher.words.weight.detach().numpy()
    vocabulary, known = new.get_vocab(), old.get_vocab()
    size = float(np.linalg.norm(table, axis=1).mean())
    french = [code.ids for code in new.encode_batch([f for f, _ in pairs], add_special_tokens=False)]
    english = [code.ids for code in old.encode_batch([e for _, e in pairs], add_special_tokens=False)]
    mine, theirs, count = align(french, english, (len(vocabulary), len(known)))
    total = np.bincount(mine, count, len(vocabulary))
    meant = np.zeros((len(vocabulary), table.shape[1]))
    sharp = count**2  # the likely translations, not the long tail of chance neighbours
    np.add.at(meant, mine, sharp[:, None] * table[theirs])
    start = np.zeros_like(meant)
    for piece, number in vocabulary.items():
        spelt = known.get(piece)
        if spelt is not None:
            own = table[spelt]
        else:
            codes = old.encode(re.sub("^##", "", piece), add_special_tokens=False).ids
            own = table[codes].mean(0) if codes else np.zeros(table.shape[1])
        translated = meant[number] * (size / max(np.linalg.norm(meant[number]), 1e-9))
        trust = total[number] / (total[number] + (50 if spelt is not None else 3))
        start[number] = trust * translated + (1 - trust) * own
    start *= size / np.maximum(np.linalg.norm(start, axis=1, keepdims=True), 1e-9)
    start[vocabulary["[PAD]"]] = 0
    return torch.tensor(start, dtype=torch.float32)


def batches(lengths: np.ndarray, tokens: int, random: np.random.Generator) -> list[np.ndarray]:
    """Rows of like length together, at most `tokens` a batch, in random order."""
    order = np.argsort(lengths + random.uniform(0, 2, len(lengths)))
    groups, start = [], 0
    while start < len(order):
        width = lengths[order[start : start + 512]].max() if start + 512 > len(order) else lengths[order[start + 511]]
        step = max(1, int(tokens // max(width, 1)))
        groups.append(order[start : start + step])
        start += step
    random.shuffle(groups)
    return groups


def padded(rows: list[list[int]]) -> torch.Tensor:
    stacked = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.int64)
    for row, codes in zip(stacked, rows, strict=True):
        row[: len(codes)] = torch.tensor(codes)
    return stacked


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--minilm", type=Path, default=CACHE / "minilm")
    options.add_argument("--pairs", type=int, default=70_000)
    options.add_argument("--epochs", type=int, default=1)
    options.add_argument("--device", default="cpu")
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--out", type=Path, default=CACHE / "body.pt")
    chosen = options.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(chosen.threads)
    device = torch.device(chosen.device)

    teacher = minilm(chosen.minilm).to(device).eval()
    old = Tokenizer.from_file(str(chosen.minilm / "tokenizer.json"))
    old.no_padding()
    old.no_truncation()
    new = Tokenizer.from_file(str(HERE / "tokenizer.json"))
    start, end = new.token_to_id("[CLS]"), new.token_to_id("[SEP]")
    pairs = translations(chosen.pairs)
    student = Encoder(new.get_vocab_size())
    state = teacher.cpu().state_dict() | {"words.weight": first_embeddings(teacher, old, new, translations(10**6))}
    student.load_state_dict(state)
    student.to(device)
    teacher.to(device)
    torch.save(student.state_dict(), chosen.out)
    print("embeddings ready", flush=True)
    if not chosen.epochs:
        return

    english = [[start, *code.ids, end] for code in new.encode_batch([e for _, e in pairs], add_special_tokens=False)]
    french = [[start, *code.ids, end] for code in new.encode_batch([f for f, _ in pairs], add_special_tokens=False)]
    original = [code.ids for code in old.encode_batch([e for _, e in pairs])]
    held = min(200, len(pairs) // 10)  # the last pairs are kept to see how close the two languages came
    random = np.random.default_rng(0)
    plan = [
        group for _ in range(chosen.epochs) for group in batches(np.array([*map(len, french)])[:-held], 1500, random)
    ]
    optimiser = torch.optim.AdamW(student.parameters(), lr=2e-4, weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-4, total_steps=len(plan), pct_start=0.05)
    done = 0
    saved = chosen.out.with_suffix(".step.pt")
    if saved.exists():
        kept = torch.load(saved, map_location=device, weights_only=True)
        student.load_state_dict(kept["student"])
        optimiser.load_state_dict(kept["optimiser"])
        schedule.load_state_dict(kept["schedule"])
        done = kept["done"]

    def taught(group) -> torch.Tensor:
        codes = padded([original[n] for n in group]).to(device)
        with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
            return pooled(teacher(codes), codes).float()

    def closeness() -> float:
        student.eval()
        with torch.no_grad():
            codes = padded(french[-held:]).to(device)
            got = pooled(student(codes), codes)
            want = taught(range(len(pairs) - held, len(pairs)))
            like = functional.normalize(got, dim=1) @ functional.normalize(want, dim=1).T
        student.train()
        return float((like.argmax(1) == torch.arange(held, device=device)).float().mean())

    print(f"translation found among {held} before training: {closeness():.3f}", flush=True)
    began = time.time()
    for step, group in enumerate(plan[done:], done):
        want = taught(group)
        loss = torch.zeros((), device=device)
        with torch.autocast(device.type, torch.bfloat16):
            # English is mostly known already: every third batch is enough to keep it
            for codes in (french, english) if step % 3 == 0 else (french,):
                tokens = padded([codes[n] for n in group]).to(device)
                loss = loss + functional.mse_loss(pooled(student(tokens), tokens).float(), want) * 100
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(student.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 100 == 99 or step + 1 == len(plan):
            print(f"{step + 1}/{len(plan)} loss {loss.item():.3f} {time.time() - began:.0f} s", flush=True)
        if step % 400 == 399:
            kept = {"student": student.state_dict(), "optimiser": optimiser.state_dict()}
            torch.save(kept | {"schedule": schedule.state_dict(), "done": step + 1}, saved)
    print(f"translation found among {held} after training: {closeness():.3f}", flush=True)
    torch.save(student.state_dict(), chosen.out)


if __name__ == "__main__":
    main()
