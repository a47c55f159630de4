"""Registers the companion with browsers, takes every trace away again, and mends a registration gone astray."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from primum.setup.browsers import BROWSERS, manifest
from primum.setup.machine import Machine, SetupError
from primum.setup.places import EVERY, Place, find, is_present


@dataclass(frozen=True, slots=True)
class Step:
    """What was done at a place, or would be: `changed` is false when it was so already."""

    place: Place
    changed: bool


def launcher() -> Path:
    """Return the program that the browser starts. Raises SetupError when Primum runs without being installed."""
    name = "primum-host.exe" if sys.platform == "win32" else "primum-host"
    # beside Python in an environment or a bundle; elsewhere where pip puts programs, for all or for one user
    folders = [Path(sys.executable).parent, *(Path(sysconfig.get_path("scripts", scheme)) for scheme in _schemes())]
    for folder in folders:
        if (path := folder.absolute() / name).is_file():
            return path
    raise SetupError(f"{folders[0].absolute() / name} is missing: install Primum with pip or pipx first.")


def _schemes() -> tuple[str, str]:
    return sysconfig.get_default_scheme(), sysconfig.get_preferred_scheme("user")


def install(machine: Machine, where: Iterable[Place], program: Path, *, dry_run: bool = False) -> list[Step]:
    """Write the manifests, each whole or not at all. Doing it twice changes nothing.

    Raises SetupError when a file cannot be written.
    """
    program = _as_seen_from(machine.root, program)
    steps = []
    for place in where:
        text = manifest(place.browser.engine, program)
        written = _read(place.file) != text
        pointed = place.key is not None and machine.registry.get(*place.key) != str(place.file)
        if not dry_run:
            if written:
                _write_whole(place.file, text, for_all=place.everyone)
            if pointed and place.key is not None:
                _point(machine, place)
        steps.append(Step(place, written or pointed))
    return steps


def uninstall(machine: Machine, where: Iterable[Place], *, dry_run: bool = False) -> list[Step]:
    """Take the manifests away with the folders that were made for them. Doing it twice changes nothing.

    Raises SetupError when a file cannot be removed.
    """
    steps = []
    for place in where:
        keyed = place.key is not None and machine.registry.get(*place.key) is not None
        if keyed and place.key is not None and not dry_run:
            try:
                machine.registry.delete(*place.key)
            except OSError as error:
                raise _unwritable(place, error) from error
        # on Windows several browsers point to one file: the last one takes it along
        leaves = place.file.is_file() and not (_pointed_to(machine, place) and not dry_run)
        if leaves and not dry_run:
            _remove(machine, place.file)
        steps.append(Step(place, keyed or (leaves and place.key is None)))
    return steps


def registered(machine: Machine, names: Iterable[str] = (), *, everyone: bool = False) -> list[Place]:
    """Return the places to take away: of the browsers named, else everywhere a manifest of ours could lie.

    A place that a named browser only borrows stays, when its owner is there and has not been named.
    """
    wanted = list(names)
    return [
        place
        for place in find(machine, wanted or [EVERY], everyone=everyone)
        if not (place.borrowed and place.owner.name not in wanted and is_present(machine, place.owner))
    ]


def heal(machine: Machine, program: Path) -> list[Place]:
    """Point this user's manifests whose program has moved away to `program`; return those that were mended.

    Called when the companion starts, so that a browser which still finds us mends the others. Says nothing when a
    file cannot be written: the doctor will.
    """
    mended = []
    for place in find(machine, BROWSERS):
        text = _read(place.file)
        if text is not None and not runs(text):
            with contextlib.suppress(SetupError):
                install(machine, [place], program)
                mended.append(place)
    return mended


def runs(text: str) -> bool:
    """Whether the program that a manifest names is there and may be run."""
    try:
        path = Path(json.loads(text)["path"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return False
    return path.is_absolute() and path.is_file() and os.access(path, os.X_OK)


def _as_seen_from(root: Path, program: Path) -> Path:
    """Return the path of `program` in the system that `root` will be the root of."""
    if program.is_relative_to(root):
        return Path(root.anchor) / program.relative_to(root)
    return program


def _pointed_to(machine: Machine, place: Place) -> bool:
    if place.key is None:
        return False
    hive = place.key[0]
    keys = (browser.registry_key() for browser in BROWSERS.values())
    return any(machine.registry.get(hive, key) == str(place.file) for key in keys)


def _read(file: Path) -> str | None:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return "" if file.is_file() else None


def _point(machine: Machine, place: Place) -> None:
    """Have the registry point to a manifest; one that nothing points to would only lie about."""
    if place.key is None:
        return
    try:
        machine.registry.set(*place.key, str(place.file))
    except OSError as error:
        if not _pointed_to(machine, place):
            _remove(machine, place.file)
        raise _unwritable(place, error) from error


def _unwritable(place: Place, error: OSError) -> SetupError:
    advice = ": run it as an administrator" if place.everyone else ""
    return SetupError(f"The registry cannot be written ({error.strerror}){advice}.")


def _write_whole(file: Path, text: str, *, for_all: bool) -> None:
    name = None
    try:
        made = [folder for folder in file.parents if not folder.exists()]
        file.parent.mkdir(parents=True, exist_ok=True)
        for folder in made if for_all else ():
            folder.chmod(0o755)
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except OSError as error:
        if name:
            Path(name).unlink(missing_ok=True)
        raise SetupError(f"{file} cannot be written ({error.strerror}).") from error


def _remove(machine: Machine, file: Path) -> None:
    try:
        file.unlink()
    except OSError as error:
        raise SetupError(f"{file} cannot be removed ({error.strerror}).") from error
    # under the home, every folder left empty goes; in the system, the maker's own at most
    above = [folder for folder in file.parents if machine.home in folder.parents] or list(file.parents)[:2]
    with contextlib.suppress(OSError):  # the first that is not empty ends it
        for folder in above:
            folder.rmdir()
