"""Registers the companion with browsers, and takes every trace away again."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from primum.setup.browsers import BROWSERS, HOST_NAME, Browser, System, manifest


class SetupError(Exception):
    """Something that the user can mend; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the manifest for one browser goes: a file, and on Windows the registry key that points to it."""

    browser: Browser
    file: Path
    registry_key: str | None = None


def system() -> System:
    """Return the system this runs on. Raises SetupError on one that no browser table covers."""
    if sys.platform == "linux":
        return "linux"
    if sys.platform == "darwin":
        return "darwin"
    if sys.platform == "win32":
        return "win32"
    raise SetupError(f"Primum does not know where browsers look for their companions on {sys.platform}.")


def launcher() -> Path:
    """Return the program that the browser starts. Raises SetupError when Primum runs without being installed."""
    name = "primum-host.exe" if sys.platform == "win32" else "primum-host"
    path = Path(sys.executable).absolute().parent / name
    if not path.is_file():
        raise SetupError(f"{path} is missing: install Primum with pip or pipx first.")
    return path


def places(names: Iterable[str] = (), user_data_dir: Path | None = None) -> list[Place]:
    """Return where to register: the browsers named, else those that are present.

    `user_data_dir` is for a Chromium that is started with --user-data-dir: it looks there and nowhere in the home.
    """
    here, home = system(), Path.home()
    chosen = [_named(name) for name in names]
    if user_data_dir is not None:
        browser = chosen[0] if chosen else BROWSERS["chromium"]
        if browser.engine == "firefox":
            raise SetupError("--user-data-dir is for Chromium and its kin; Firefox looks in the home folder.")
        return [Place(browser, user_data_dir.absolute() / "NativeMessagingHosts" / f"{HOST_NAME}.json")]
    if not chosen:
        chosen = [
            browser for browser in BROWSERS.values() if here == "win32" or browser.own_folder(here, home).is_dir()
        ]
    return [
        Place(browser, browser.manifest_file(here, home), browser.registry_key() if here == "win32" else None)
        for browser in chosen
    ]


def install(where: Iterable[Place]) -> None:
    """Write the manifests, whole or not at all. Doing it twice changes nothing."""
    program = launcher()
    for place in where:
        _write_whole(place.file, manifest(place.browser.engine, program))
        if place.registry_key:
            _registry_set(place.registry_key, str(place.file))


def uninstall(where: Iterable[Place]) -> list[Place]:
    """Remove the manifests and return those that were there."""
    removed = []
    for place in where:
        if place.registry_key:
            _registry_delete(place.registry_key)
        if place.file.exists():
            place.file.unlink()
            removed.append(place)
    return removed


def everywhere() -> list[Place]:
    """Return every place where a manifest of ours could lie for this user."""
    return places(BROWSERS)


def _named(name: str) -> Browser:
    if name not in BROWSERS:
        raise SetupError(f"There is no browser called {name} here; known are {', '.join(BROWSERS)}.")
    return BROWSERS[name]


def _write_whole(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except OSError as error:
        raise SetupError(f"{file} cannot be written ({error.strerror}).") from error


def _registry_set(key: str, value: str) -> None:
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as handle:
            winreg.SetValueEx(handle, "", 0, winreg.REG_SZ, value)


def _registry_delete(key: str) -> None:
    if sys.platform == "win32":
        import contextlib
        import winreg

        with contextlib.suppress(FileNotFoundError):
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
