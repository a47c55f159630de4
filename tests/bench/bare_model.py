"""What the remark model alone takes for a sentence: its call into onnxruntime, with nothing of ours around it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from primum.text.check import TextChecker
from primum.text.normalise import Normalised
from primum.text.remarks import RemarkModel
from tests.bench.companion_bench import SENTENCE

RUNS = 100


class _Recorded:
    """A session that remembers what it was asked."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.asked: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def run(self, *asked: Any) -> Any:
        self.asked.append(asked)
        return self._session.run(*asked)


def times(clock: Callable[[], float] = time.perf_counter, runs: int = RUNS) -> list[float]:
    """Return the milliseconds of every call that one check of SENTENCE makes, taken together, run after run."""
    model = RemarkModel()
    session = model._listener._session
    recorded = _Recorded(session)
    model._listener.__dict__["_session"] = recorded  # where functools keeps it
    model.find(Normalised.of(SENTENCE.format(0)))
    assert recorded.asked, "the remark model was not called"
    found = []
    for _ in range(runs):
        began = clock()
        for asked in recorded.asked:
            session.run(*asked)
        found.append((clock() - began) * 1000)
    return found


def whole_checks(clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Return the milliseconds of a whole check of SENTENCE, with nothing of a browser around it, run after run."""
    checker = TextChecker()
    checker.warm()
    found = []
    for number in range(RUNS):
        began = clock()
        checker.check(SENTENCE.format(number))
        found.append((clock() - began) * 1000)
    return found
