"""Learns the bilingual vocabulary: `python models/text/vocabulary.py OUT` writes `tokenizer.json`.

Pieces of words without case or accents (doctors drop both), French and English alike, learnt from the plain text, the
public sets and, ten times over, the corpus, whose abbreviations (pt, atcd, tjs) appear nowhere else. Single-threaded
and free of sampling: the same texts give the same file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

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
    learn().save(sys.argv[1])
