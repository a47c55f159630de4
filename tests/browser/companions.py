"""The companions that a browser runs: found in the table of processes, put to sleep, killed."""

from __future__ import annotations

import os
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Keeper(ABC):
    """A browser under test, as the one that starts companions."""

    @abstractmethod
    def companions(self) -> list[int]:
        """Return the companions that this browser runs, by process id."""

    def companion(self, seconds: float = 20) -> int:
        """Return the one companion, once it runs."""
        until = time.monotonic() + seconds
        while not (found := self.companions()):
            assert time.monotonic() < until, "no companion was started"
            time.sleep(0.05)
        assert len(found) == 1, f"{len(found)} companions run at once"
        return found[0]

    @contextmanager
    def companion_asleep(self) -> Iterator[int]:
        """Stop the companion where it is, so that a check is surely under way; wake it up again unless it is gone."""
        pid = self.companion()
        os.kill(pid, signal.SIGSTOP)
        try:
            yield pid
        finally:
            if pid in self.companions():
                os.kill(pid, signal.SIGCONT)

    def kill_companion(self) -> None:
        """`kill -9`, and wait until it is gone."""
        pid = self.companion()
        os.kill(pid, signal.SIGKILL)
        while pid in self.companions():
            time.sleep(0.01)


def processes() -> dict[int, tuple[int, str]]:
    """Return every process: its parent and its command line."""
    table = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            parent, state = _parent((folder / "stat").read_text())
        except OSError:
            continue
        if state != "Z":
            table[int(folder.name)] = (parent, line)
    return table


def _parent(stat: str) -> tuple[int, str]:
    # the name in parentheses may hold anything, so count from its end
    state, parent = stat[stat.rindex(")") + 2 :].split()[:2]
    return int(parent), state
