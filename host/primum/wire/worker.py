"""One thread that works through jobs in order, where a newer job for the same subject supersedes the older ones."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from primum.wire.messages import ErrorCode


@dataclass(eq=False)
class Job:
    """`run` does the work and answers; it may ask `stopped` now and then. `give_up` answers that it was not done."""

    id: int
    run: Callable[[Job], None]
    give_up: Callable[[Job, ErrorCode], None]
    subject: str | None = None
    reason: ErrorCode | None = field(default=None, init=False)

    def stopped(self) -> bool:
        """Whether the job should end early, because it was cancelled or superseded."""
        return self.reason is not None


class Worker:
    """A daemon thread with a queue. Every job is answered exactly once: by `run`, or by `give_up`."""

    def __init__(self, name: str) -> None:
        self._jobs: list[Job] = []
        self._running: Job | None = None
        self._changed = threading.Condition()
        self._ending = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Queue a job; queued or running jobs of the same subject are superseded."""
        with self._changed:
            superseded = [] if job.subject is None else [old for old in self._jobs if old.subject == job.subject]
            self._jobs = [old for old in self._jobs if old not in superseded] + [job]
            if self._running and job.subject is not None and self._running.subject == job.subject:
                self._running.reason = ErrorCode.SUPERSEDED
            self._changed.notify()
        for old in superseded:
            old.give_up(old, ErrorCode.SUPERSEDED)

    def cancel(self, request: int) -> bool:
        """Give up a queued job, or ask a running one to end; False when there is no such job."""
        with self._changed:
            queued = next((job for job in self._jobs if job.id == request), None)
            if queued:
                self._jobs.remove(queued)
            elif self._running and self._running.id == request:
                self._running.reason = ErrorCode.CANCELLED
                return True
        if queued:
            queued.give_up(queued, ErrorCode.CANCELLED)
        return queued is not None

    def end(self, seconds: float) -> bool:
        """Drop what is queued, ask what runs to end, wait for it a little, and return whether it has ended."""
        with self._changed:
            self._ending = True
            self._jobs.clear()
            if self._running:
                self._running.reason = ErrorCode.CANCELLED
            self._changed.notify()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._running = None
                while not self._jobs and not self._ending:
                    self._changed.wait()
                if self._ending:
                    return
                job = self._running = self._jobs.pop(0)
            job.run(job)


def since(began: float) -> float:
    """Milliseconds since a `perf_counter` reading."""
    return round((time.perf_counter() - began) * 1000, 2)
