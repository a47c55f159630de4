"""The body: a small bidirectional transformer that reads a whole post at once (Devlin et al. 2019).

Its shape is that of multilingual-e5-small (Wang et al. 2024), whose weights it starts from (`e5.py`). A sentence is
the mean of its tokens, and a head is linear, so that a sentence's logit is the mean of its tokens' logits: what a
word adds to a verdict can be read off.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, ATTENTION_HEADS, INNER, PLACES = 384, 6, 12, 1536, 512


class Block(nn.Module):
    """One layer: attention and a two-layer perceptron, each added and normalised after (post-norm)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.after_mix = nn.LayerNorm(WIDTH, eps=1e-12)
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.after_narrow = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, state: Tensor, hidden: Tensor) -> Tensor:
        batch, length, _ = state.shape
        query, key, value = (
            part(state).view(batch, length, ATTENTION_HEADS, -1).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        # written out: on a processor torch's fused attention takes three times as long for texts as short as these
        nearness = (query @ key.transpose(2, 3)).float() / math.sqrt(WIDTH // ATTENTION_HEADS) + hidden
        mixed = nearness.softmax(-1).to(value.dtype) @ value
        mixed = self.mix(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        state = self.after_mix(state + self.dropout(mixed))
        return self.after_narrow(state + self.dropout(self.narrow(functional.gelu(self.widen(state)))))


class Encoder(nn.Module):
    """Tokens (batch, length) int64, 0 where there is none, to states (batch, length, WIDTH)."""

    def __init__(self, vocabulary: int, layers: int = LAYERS, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        nn.init.normal_(self.words.weight, std=0.02)
        self.places = nn.Parameter(torch.zeros(PLACES, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(Block(dropout) for _ in range(layers))

    def forward(self, tokens: Tensor) -> Tensor:
        *_, state = self.layers(tokens)
        return state

    def above(self, still: int) -> list[nn.Parameter]:
        """The weights that training moves; those of the lowest `still` layers, and of the words, it leaves alone."""
        if still:
            for part in (self.words, self.norm, *self.blocks[:still]):
                part.requires_grad_(requires_grad=False)
            self.places.requires_grad_(requires_grad=False)
        return [weight for weight in self.parameters() if weight.requires_grad]

    def layers(self, tokens: Tensor) -> Iterator[Tensor]:
        """Yield the states after each layer."""
        state = self.dropout(self.norm(self.words(tokens) + self.places[: tokens.shape[1]]))
        hidden = torch.zeros_like(tokens, dtype=state.dtype).masked_fill(tokens == 0, -1e4)[:, None, None, :]
        for block in self.blocks:
            state = block(state, hidden)
            yield state


def padded(rows: list[list[int]]) -> Tensor:
    """Rows of numbers as one tensor (rows, longest), filled up with 0."""
    stacked = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.int64)
    for row, codes in zip(stacked, rows, strict=True):
        row[: len(codes)] = torch.tensor(codes)
    return stacked
