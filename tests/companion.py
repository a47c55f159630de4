"""A real companion process, spoken to as a browser speaks to it."""

from __future__ import annotations

import base64
import contextlib
import json
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from primum.wire.messages import PART_BYTES, PROTOCOL

COMMAND = (sys.executable, "-m", "primum", "host")


def frame(content: bytes) -> bytes:
    """Return the frame of a message's bytes."""
    return struct.pack("=I", len(content)) + content


class Companion:
    """Starts `primum host`, or another command that serves frames, and ends it at the end of a `with`."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.answers: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.errors = b""
        self._id = 0
        self._readers = [threading.Thread(target=target, daemon=True) for target in (self._read, self._read_errors)]
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Companion:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while len(header := stream.read(4)) == 4:
            self.answers.put(json.loads(stream.read(struct.unpack("=I", header)[0])))
        self.answers.put(None)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.errors += line

    def raw(self, content: bytes) -> None:
        """Write bytes as they are."""
        assert self.process.stdin is not None
        self.process.stdin.write(content)
        self.process.stdin.flush()

    def send(self, type_: str, **fields: Any) -> int:
        """Send a request and return its id."""
        self._id += 1
        self.raw(frame(json.dumps({"type": type_, "id": self._id, **fields}).encode()))
        return self._id

    def receive(self, seconds: float = 90) -> dict[str, Any]:
        """Return the next answer."""
        answer = self.answers.get(timeout=seconds)
        assert answer is not None, f"the companion ended: {self.errors.decode(errors='replace')}"
        return answer

    def ask(self, type_: str, **fields: Any) -> dict[str, Any]:
        """Send a request and return its answer; how far long work is, is not waited on."""
        id_ = self.send(type_, **fields)
        while (answer := self.receive())["type"] == "progress":
            assert answer["id"] == id_, answer
        assert answer["id"] == id_, answer
        return answer

    def hello(self) -> dict[str, Any]:
        """Say hello and return the answer."""
        return self.ask("hello", protocol=PROTOCOL, extension="test")

    def put_photo(self, token: str, content: bytes) -> None:
        """Send a photo in parts."""
        cuts = range(0, len(content), PART_BYTES)
        for part, cut in enumerate(cuts):
            data = base64.b64encode(content[cut : cut + PART_BYTES]).decode()
            self.send("photo_part", photo=token, part=part, parts=len(cuts), data=data)

    def mask_photo(self, token: str, boxes: Sequence[Sequence[int]]) -> tuple[dict[str, Any], bytes]:
        """Have boxes masked; return the head of the answer and the new bytes."""
        head = self.ask("mask_photo", photo=token, boxes=[list(box) for box in boxes])
        parts = [self.receive() for _ in range(head.get("parts", 0))]
        assert [part["part"] for part in parts] == list(range(len(parts)))
        return head, b"".join(base64.b64decode(part["data"]) for part in parts)

    def end(self, seconds: float = 30) -> int:
        """Close the input, as a browser does, and return the exit status."""
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        for reader in self._readers:
            reader.join(seconds)
        return status
