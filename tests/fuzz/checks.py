"""What must hold whatever is sent, and the loops that send it. Each returns how many it sent."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from pathlib import Path

from primum.finding import TextFinding, catalogue
from primum.text.check import FINDINGS_LIMIT, TextChecker
from tests.companion import Companion, frame
from tests.fuzz import mutator

BATCH = 500
"""Frames between two questions that must be answered."""
SLOWEST_S = 20
"""A text of 19,000 characters takes 0.8 s on a quiet machine: more than this is a hang."""


def fuzz_frames(seed: int, count: int) -> Counter[str]:
    """Send bodies to a real companion; count its answers by type and code, and the frames under "sent".

    Raises AssertionError when it ends, does not answer, or answers more often than it was asked.
    """
    said: Counter[str] = Counter()
    bodies = mutator.frames(seed)
    with Companion() as companion:
        while said["sent"] < count:
            batch = list(itertools.islice(bodies, min(BATCH, count - said["sent"])))
            companion.raw(b"".join(map(frame, batch)))
            # an id that no fuzzed message bears
            last = 10**9 + said["sent"]
            companion.raw(frame(b'{"type":"cancel","id":%d,"request":0}' % last))
            # texts and photos are answered by their own threads, later than what the main one answers
            answers = []
            while not answers or answers[-1].get("id") != last:
                answers.append(companion.receive(120))
            said["sent"] += len(batch)
            said.update(answer.get("code") or answer["type"] for answer in answers[:-1])
        assert companion.end(60) == 0, companion.errors
    assert said.total() <= 2 * said["sent"], "somebody was answered twice"
    assert b"Traceback" not in companion.errors, companion.errors.decode()
    assert b"unforeseen" not in companion.errors, companion.errors.decode()
    return said


def fuzz_texts(seed: int, count: int) -> Counter[str]:
    """Check texts; count findings by family, and the texts under "sent". Raises AssertionError when one breaks."""
    said: Counter[str] = Counter()
    checker = TextChecker()
    checker.warm()
    for text in itertools.islice(mutator.texts(seed), count):
        began = time.perf_counter()
        findings = checker.check(text)
        assert time.perf_counter() - began < SLOWEST_S, repr(text)
        assert_sound(text, findings)
        said["sent"] += 1
        said.update(str(found.family) for found in findings)
    return said


def assert_sound(text: str, findings: list[TextFinding]) -> None:
    """Whatever is said of a text must be about that text, in its own offsets, by a rule of the catalogue."""
    assert len(findings) <= FINDINGS_LIMIT
    for found in findings:
        assert found.rule in catalogue()
        assert 0 <= found.start < found.end <= len(text), (found, text)
        assert 0 <= found.score <= 1
        for start, end in found.words:
            assert 0 <= start < end <= len(text), (found, text)


def cycles(count: int) -> Counter[str]:
    """Connect and disconnect; return how the companions ended. Raises AssertionError when one stays or falls."""
    ended: Counter[str] = Counter()
    for number in range(count):
        with Companion() as companion:
            if number % 3 == 0:
                companion.ask("cancel", request=0)
            elif number % 3 == 1:
                companion.send("check_text", draft="d", revision=1, text="Bonjour à tous.")
            status = companion.end(60)
            assert status == 0, (number, status, companion.errors)
            ended["status 0"] += 1
        ended["cycles"] += 1
    assert not children()
    return ended


def children() -> list[bytes]:
    """Return the command lines of the processes that this one started and that still run (Linux)."""
    pids = [pid for file in Path("/proc/self/task").glob("*/children") for pid in file.read_text().split()]
    return [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids]


def typing(keys: int) -> tuple[float, float, int]:
    """Type drafts into one companion; return its memory in MB after a tenth and at the end, and the checks."""
    checked, early = 0, 0.0
    with Companion() as companion:
        companion.hello()
        typed = 0
        for draft, text in enumerate(mutator.texts(1)):
            for end in range(8, min(len(text), 400), 8):
                companion.ask("check_text", draft=f"draft {draft}", revision=end, text=text[:end])
                checked += 1
                typed += 8
            if not early and typed * 10 > keys:
                early = companion.ask("status")["memory_mb"]
            if typed > keys:
                return early, companion.ask("status")["memory_mb"], checked
    raise AssertionError("the texts ended")


def typing_again(drafts: int, rounds: int) -> list[float]:
    """Type the same drafts round after round; return the memory in MB after each round."""
    held = []
    texts = list(itertools.islice(mutator.texts(1), drafts))
    with Companion() as companion:
        companion.hello()
        for turn in range(rounds):
            for draft, text in enumerate(texts):
                for end in range(8, min(len(text), 400), 8):
                    companion.ask("check_text", draft=f"{turn}.{draft}", revision=end, text=text[:end])
            held.append(companion.ask("status")["memory_mb"])
    return held
