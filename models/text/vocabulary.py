"""Learns the words of French and English: `python models/text/vocabulary.py OUT` writes `words.txt`.

The whole words and beginnings of words, without case or accents, that a vocabulary of 24,000 pieces holds when it is
learnt from the plain text, the public sets and, ten times over, the corpus, whose abbreviations (pt, atcd, tjs) appear
nowhere else. The language guard (`primum/text/tongue.py`) reads them. Single-threaded and free of sampling: the same
texts give the same file.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import data
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from primum.text.normalise import Normalised

SIZE = 24_000


def texts() -> Iterator[str]:
    for row in data.public("plain.jsonl.xz"):
        yield row["text"]
    for row in data.public("abuse.jsonl.xz"):
        yield row["text"]
    for _ in range(10):
        for line in data.corpus():
            yield Normalised.of(line.text).text


def learn() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=60))
    tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, strip_accents=True, lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(
        vocab_size=SIZE, special_tokens=special, limit_alphabet=400, min_frequency=3, show_progress=False
    )
    tokenizer.train_from_iterator(texts(), trainer)
    return tokenizer


if __name__ == "__main__":
    words = sorted(piece for piece in learn().get_vocab() if re.fullmatch(r"[^\W\d_]+", piece))
    Path(sys.argv[1]).write_text("\n".join(words) + "\n", "utf-8")
