"""The one reading of a draft by the model: every window of it once, for whoever asks about sentences or words.

`models/text/remarks.onnx` answers for a window, in one run: how likely each sentence demeans or promotes, what each
n-gram and each token adds to that, what each token is (`tags.TAGS`), and how telling the whole is.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from primum import models
from primum.text.normalise import Normalised
from primum.text.reading import Reader, Window, padded
from primum.text.tags import TAGS, Tags

if TYPE_CHECKING:
    import onnxruntime

Floats = NDArray[np.float32]
_OUTPUTS = ("probability", "gram_weight", "token_weight", "tag_share", "risk")
_AT_ONCE = min(2, os.cpu_count() or 1)
"""Windows of a long draft that are read at the same time, a core each; a short draft takes one."""
_NOTHING = -8.0
"""The log-odds of a draft without a word."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the model says of a window: `probability` (sentences, heads), `grams` (sentences, n-grams, heads) and
    `tokens` (t, heads) what each adds to its sentence's logit, `shares` (t, tags) of what each token is, `risk` (2,)
    log-odds that someone close, and that anyone, could recognise the person."""

    window: Window
    probability: Floats
    grams: Floats
    tokens: Floats
    shares: Floats
    risk: Floats


class Listener:
    """The model, opened on first use. `hear` raises ModelUnusableError when a file of it is missing or damaged."""

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return models.open_session("remarks", "text/remarks.onnx")

    @cached_property
    def _reader(self) -> Reader:
        return Reader(models.read("remarks", "text/tokenizer.json"))

    def hear(self, text: Normalised) -> list[Heard]:
        """Read a draft: its windows in order, each sentence judged in exactly one of them."""
        windows = self._reader.windows(text.text)
        if len(windows) < 2:
            return [self._one(window) for window in windows]
        _ = self._session  # opened before two threads ask for it
        with ThreadPoolExecutor(_AT_ONCE) as readers:
            return list(readers.map(self._one, windows))

    def _one(self, window: Window) -> Heard:
        feed = {
            "own": padded([sentence.own.ids for sentence in window.sentences]),
            "around": padded([sentence.around for sentence in window.sentences]),
            "tokens": window.tokens,
            "place": window.place,
        }
        return Heard(window, *self._session.run(_OUTPUTS, feed))


def tags(heard: Iterable[Heard]) -> Tags:
    """What the words of a draft are, each said by the window that judges its sentence."""
    starts, ends, shares, near, far = [], [], [], _NOTHING, _NOTHING
    for one in heard:
        window = one.window
        answered = (window.place >= window.judged.start) & (window.place < window.judged.stop)
        starts.append(window.starts[answered])
        ends.append(window.ends[answered])
        shares.append(one.shares[answered])
        near, far = max(near, float(one.risk[0])), max(far, float(one.risk[1]))
    if not starts:
        nothing = np.zeros(0, np.int64)
        return Tags(nothing, nothing, np.zeros((0, len(TAGS)), np.float32), near, far)
    return Tags(np.concatenate(starts), np.concatenate(ends), np.concatenate(shares), near, far)
