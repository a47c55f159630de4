"""Checks every link between the browser and the models, and says the remedy for one that is broken."""

from __future__ import annotations

import json
import struct
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from primum import __version__, models
from primum.setup.browsers import CHROMIUM_ID, FIREFOX_ID, manifest
from primum.setup.install import Place, SetupError, launcher
from primum.wire.messages import PROTOCOL

_ANSWER_S = 20


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that must hold; `remedy` is empty when it does."""

    name: str
    holds: bool
    remedy: str = ""


def examine(where: Sequence[Place]) -> Iterator[Link]:
    """Yield every link in turn."""
    for name in models.manifest():
        yield Link(f"model {name}", models.is_usable(name), "reinstall Primum: its file is missing or damaged")
    try:
        program = launcher()
    except SetupError as error:
        yield Link("program that the browser starts", False, str(error))
        return
    yield Link(f"program that the browser starts: {program}", True)
    yield _answers(program)
    if not where:
        yield Link("a browser on this machine", False, "name one: primum install --browser chrome")
    for place in where:
        yield _registered(place, program)


def _registered(place: Place, program: Path) -> Link:
    name = f"{place.browser.title} knows the companion ({place.file})"
    remedy = f"primum install --browser {place.browser.name}"
    try:
        found = place.file.read_text("utf-8")
    except OSError:
        return Link(name, False, remedy)
    return Link(name, found == manifest(place.browser.engine, program), remedy)


def _answers(program: Path) -> Link:
    """Start the companion as a browser would, and say hello."""
    request = json.dumps({"type": "hello", "id": 1, "protocol": PROTOCOL, "extension": __version__}).encode()
    name, remedy = "companion answers", "reinstall Primum"
    try:
        done = subprocess.run(
            [program, f"chrome-extension://{CHROMIUM_ID}/", FIREFOX_ID],
            input=struct.pack("=I", len(request)) + request,
            capture_output=True,
            timeout=_ANSWER_S,
            check=False,
        )
        answer = json.loads(done.stdout[4:])
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return Link(name, False, remedy)
    return Link(f"{name} (version {answer.get('companion')})", answer.get("type") == "hello_answer", remedy)
