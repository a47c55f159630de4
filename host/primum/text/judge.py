"""A classifier that the user brought, as a second opinion on each sentence: does it demean?

It replaces one number of the remark model, the probability of a remark; families, the words that weigh, promotion and
the language guard stay Primum's own. Any ONNX sequence classifier will do that takes `input_ids` and `attention_mask`
(and `token_type_ids`, perhaps) and gives logits (sentences, labels).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from primum import own
from primum.models import ModelUnusableError
from primum.own import Limits, OwnModelError

if TYPE_CHECKING:
    import onnxruntime

LONGEST = 256
"""Tokens of a sentence that are read, the marks included."""
_TOGETHER = 16
"""Sentences in one batch: more cost memory and save no time on one thread."""

_TAKES = {"input_ids", "attention_mask", "token_type_ids"}
_PADS = ("[PAD]", "<pad>", "<|pad|>")

Floats = NDArray[np.float32]


class Classifier:
    """An ONNX classifier with its tokenizer. Raises OwnModelError, when made, for what cannot be used as one."""

    def __init__(self, model: bytes, tokenizer: bytes, label: int | None = None) -> None:
        self._tokenizer = _tokenizer(tokenizer)
        self._session = _session(model)
        self._names = {value.name for value in self._session.get_inputs()}
        if not {"input_ids", "attention_mask"} <= self._names <= _TAKES:
            raise OwnModelError(f"The model should take {', '.join(sorted(_TAKES))}; it takes {sorted(self._names)}.")
        self._pad = next((n for n in map(self._tokenizer.token_to_id, _PADS) if n is not None), 0)
        self.label = self._checked_label(label)

    def probabilities(self, sentences: Sequence[str]) -> Floats:
        """Return, for each sentence, the probability that it demeans."""
        found = []
        for first in range(0, len(sentences), _TOGETHER):
            logits = self._logits(sentences[first : first + _TOGETHER])
            if logits.shape[1] == 1:
                found.append(1 / (1 + np.exp(-logits[:, 0])))
            else:
                raised = np.exp(logits - logits.max(1, keepdims=True))
                found.append(raised[:, self.label] / raised.sum(1))
        return np.concatenate(found).astype(np.float32) if found else np.zeros(0, np.float32)

    def _logits(self, sentences: Sequence[str]) -> Floats:
        codes = self._tokenizer.encode_batch(list(sentences))
        ids = np.full((len(codes), max(len(code.ids) for code in codes)), self._pad, np.int64)
        mask = np.zeros_like(ids)
        for row, (code, ones) in enumerate(zip(codes, mask, strict=True)):
            ids[row, : len(code.ids)] = code.ids
            ones[: len(code.ids)] = 1
        feed: dict[str, Any] = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        try:
            [logits, *_] = self._session.run(None, {name: feed[name] for name in self._names})
        except Exception as error:  # onnxruntime raises its own kinds
            raise OwnModelError("The model cannot read a batch of sentences of free length.") from error
        return np.asarray(logits, np.float32)

    def _checked_label(self, label: int | None) -> int:
        """Return the label that means "demeaning", after a first run has shown that the model can be used."""
        pair = ["Bonjour à tous.", "Une phrase un peu plus longue que celle qui la précède, pour voir."]
        logits = self._logits(pair)
        if logits.ndim != 2 or logits.shape[0] != len(pair) or not np.isfinite(logits).all():
            raise OwnModelError("The model should give one row of finite logits for each sentence.")
        if np.abs(self._logits(pair[:1]) - logits[:1]).max() > 1e-2:
            raise OwnModelError("The model minds what it should not read: its attention mask is not used.")
        labels = logits.shape[1]
        chosen = min(labels - 1, 1) if label is None else label
        if (label is None and labels > 2) or not 0 <= chosen < labels:
            raise OwnModelError(f'The model has {labels} labels: say with --label which one means "demeaning".')
        return chosen


class OwnJudge:
    """The classifier in use, opened and verified on first use; what it raises is ModelUnusableError."""

    def __init__(self, card: own.Card) -> None:
        self._card = card

    @property
    def limits(self) -> Limits:
        """The thresholds that were measured when it was added."""
        return self._card.limits

    @cached_property
    def _classifier(self) -> Classifier:
        content, tokenizer = (own.read(self._card, file) for file in (own.MODEL, own.TOKENIZER))
        try:
            return Classifier(content, tokenizer, self._card.label)
        except OwnModelError as error:
            raise ModelUnusableError(f"Your model {self._card.name} cannot be opened: add it again.") from error

    def probabilities(self, sentences: Sequence[str]) -> Floats:
        """Return, for each sentence, the probability that it demeans."""
        return self._classifier.probabilities(sentences)


class Missing:
    """Stands for a classifier in use whose card is gone: it is said at each check, never passed over."""

    @property
    def limits(self) -> Limits:
        """No threshold at all."""
        return {}

    def probabilities(self, sentences: Sequence[str]) -> Floats:
        """Raise ModelUnusableError."""
        raise ModelUnusableError(f"Your model is missing: go back with: primum models use {own.BUILT_IN}.")


def in_use() -> OwnJudge | Missing | None:
    """Return the classifier that the user put in use, or None for Primum's own model."""
    name = own.chosen_name()
    if name == own.BUILT_IN:
        return None
    try:
        return OwnJudge(own.card(name))
    except OwnModelError:
        return Missing()


def _tokenizer(content: bytes) -> Tokenizer:
    try:
        tokenizer = Tokenizer.from_buffer(content)
    except Exception as error:  # the library raises a bare Exception
        raise OwnModelError("The tokenizer is not a tokenizer.json of the tokenizers library.") from error
    tokenizer.enable_truncation(LONGEST)
    tokenizer.no_padding()
    return tokenizer


def _session(content: bytes) -> onnxruntime.InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.enable_cpu_mem_arena = False
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise OwnModelError("The model is no ONNX file that can be opened (its weights must be inside).") from error
