"""Checks every link between the browser and the models, and says the remedy for one that is broken."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from primum import __version__, models, own
from primum.setup.browsers import CHROMIUM_ID, HOST_NAME, LOOK_ONLY, allowed
from primum.setup.install import launcher
from primum.setup.machine import Machine, SetupError
from primum.setup.places import Place, boxed
from primum.wire.messages import PROTOCOL

_ANSWER_S = 60
_DISK_MB = 50
_MEMORY_MB = 400
"""Twice what a companion holds after ten photos (212 MB, measured)."""


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that must hold: `name` is its kind, `what` says it in words; `remedy` is empty when it holds."""

    name: str
    what: str
    holds: bool
    remedy: str = ""


def examine(machine: Machine, where: Sequence[Place]) -> Iterator[Link]:
    """Yield every link in turn, from the models outwards to each browser."""
    for name in models.manifest():
        yield _link("model", f"model {name} is intact", models.is_usable(name), "reinstall Primum")
    if (name := own.chosen_name()) != own.BUILT_IN:
        yield _link("model", f"your model {name} is intact", own.is_usable(name), f"primum models use {own.BUILT_IN}")
    yield _disk()
    yield _memory()
    answered: dict[str, str | None] = {}
    try:
        program = launcher()
    except SetupError as error:
        yield Link("program", "program that the browser starts", False, str(error))
    else:
        yield Link("program", f"program that the browser starts: {program}", True)
        yield from _answers(str(program), answered)
    for box in boxed(machine):
        title = f"{box.browser.title} comes from a {box.kind}"
        yield _link("box", title, box.reaches_us, box.advice)
    if not where:
        yield Link("browser", "a browser of this user", False, "name one: primum install --browser chrome")
    for place in where:
        yield from _registered(machine, place, answered)


def _link(name: str, what: str, holds: bool, remedy: str) -> Link:
    return Link(name, what, holds, "" if holds else remedy)


def _disk() -> Link:
    folder = models.folder()
    free = shutil.disk_usage(folder).free // 2**20
    return _link("disk", f"room on the disk of {folder}: {free} MB", free >= _DISK_MB, f"free {_DISK_MB} MB there")


def _memory() -> Link:
    free = _free_memory_mb()
    if free is None:
        return Link("memory", "memory: this system does not say", True)
    remedy = f"close something: the companion needs up to {_MEMORY_MB} MB"
    return _link("memory", f"memory that is free: {free} MB", free >= _MEMORY_MB, remedy)


def _free_memory_mb() -> int | None:
    if sys.platform == "linux":
        for line in Path("/proc/meminfo").read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) // 1024
    return None


def _registered(machine: Machine, place: Place, answered: dict[str, str | None]) -> Iterator[Link]:
    """Yield what must hold of one manifest, up to the first thing that does not."""
    title = place.browser.title
    remedy = f"primum install {'--system ' if place.everyone else ''}--browser {place.browser.name}"
    if place.key is not None:
        pointed = machine.registry.get(*place.key) == str(place.file)
        yield _link("registry", f"{title}: the registry points to the manifest", pointed, remedy)
    found = place.file.is_file()
    yield _link("manifest", f"{title}: manifest at {place.file}", found, remedy)
    if not found:
        return
    try:
        table: dict[str, Any] = json.loads(place.file.read_text("utf-8"))
        path = Path(table["path"])
    except OSError as error:
        yield Link("readable", f"{title}: manifest can be read", False, f"allow reading it ({error.strerror})")
        return
    except (ValueError, TypeError, KeyError, RecursionError):
        yield Link("readable", f"{title}: manifest can be read", False, remedy)
        return
    yield Link("readable", f"{title}: manifest can be read", True)
    named = table.get("name") == HOST_NAME and table.get("type") == "stdio"
    yield _link("name", f"{title}: manifest is for {HOST_NAME}", named, remedy)
    fields = ("allowed_origins", "allowed_extensions")
    callers = {field: table[field] for field in fields if field in table}
    yield _link("extension", f"{title}: our extension is allowed", callers == allowed(place.browser.engine), remedy)
    there = path.is_absolute() and path.is_file() and os.access(path, os.X_OK)
    yield _link("path", f"{title}: {path} is there and may be run", there, remedy)
    if there:
        yield from _answers(str(path), answered, title)


def _answers(program: str, answered: dict[str, str | None], title: str = "") -> Iterator[Link]:
    """Start a companion as a browser would, and say hello; each program once."""
    if program not in answered:
        answered[program] = _hello(program)
    elif not title:
        return
    version, who = answered[program], f"{title}: " if title else ""
    yield _link("hello", f"{who}companion answers", version is not None, "reinstall Primum, then: primum install")
    if version is not None:
        agree = version == __version__
        what = f"{who}versions agree ({version})" if agree else f"{who}companion is {version}, this is {__version__}"
        yield _link("version", what, agree, "primum install, with the Primum that should be used")


def _hello(program: str) -> str | None:
    """Return the version of the companion that a program is, or None when it does not answer."""
    request = json.dumps({"type": "hello", "id": 1, "protocol": PROTOCOL, "extension": __version__}).encode()
    try:
        done = subprocess.run(
            [program, f"chrome-extension://{CHROMIUM_ID}/", LOOK_ONLY],
            input=struct.pack("=I", len(request)) + request,
            capture_output=True,
            timeout=_ANSWER_S,
            check=False,
        )
        answer = json.loads(done.stdout[4:])
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    return str(answer.get("companion")) if answer.get("type") == "hello_answer" else None
