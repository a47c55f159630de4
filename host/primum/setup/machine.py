"""The machine that Primum is installed on: its system, its user's folders, its registry. Tests bring their own."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, get_args

from primum.setup.browsers import System

Hive = Literal["user", "machine"]
"""HKEY_CURRENT_USER or HKEY_LOCAL_MACHINE."""


class SetupError(Exception):
    """Something that the user can mend; the message is one sentence."""


class Registry(Protocol):
    """The default values of registry keys; deleting one that is not there is no fault."""

    def get(self, hive: Hive, key: str) -> str | None: ...
    def set(self, hive: Hive, key: str, value: str) -> None: ...
    def delete(self, hive: Hive, key: str) -> None: ...


@dataclass
class Remembered:
    """A registry in memory: for the systems that have none, and for tests."""

    values: dict[tuple[Hive, str], str] = field(default_factory=dict)

    def get(self, hive: Hive, key: str) -> str | None:
        return self.values.get((hive, key))

    def set(self, hive: Hive, key: str, value: str) -> None:
        self.values[hive, key] = value

    def delete(self, hive: Hive, key: str) -> None:
        self.values.pop((hive, key), None)


class WindowsRegistry:
    """The real one."""

    def get(self, hive: Hive, key: str) -> str | None:
        if sys.platform == "win32":
            import winreg

            try:
                return winreg.QueryValue(_hive(hive), key)
            except OSError:
                return None
        return None

    def set(self, hive: Hive, key: str, value: str) -> None:
        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(_hive(hive), key) as handle:
                winreg.SetValueEx(handle, "", 0, winreg.REG_SZ, value)

    def delete(self, hive: Hive, key: str) -> None:
        if sys.platform == "win32":
            import contextlib
            import winreg

            with contextlib.suppress(FileNotFoundError):
                winreg.DeleteKey(_hive(hive), key)


def _hive(hive: Hive) -> int:
    if sys.platform == "win32":
        import winreg

        return winreg.HKEY_CURRENT_USER if hive == "user" else winreg.HKEY_LOCAL_MACHINE
    raise AssertionError("only Windows has a registry")


@dataclass(frozen=True, slots=True)
class Machine:
    """`home` is the user's, `config` where programs keep their settings in it (Linux: XDG), `root` the system's.

    With a `root` of its own a package manager installs into a folder that will become a system later.
    """

    system: System
    home: Path
    root: Path
    registry: Registry
    config: Path | None = None

    def of_user(self, folder: str) -> Path:
        """Return a folder of the table under the home."""
        if self.config and folder.startswith(".config/"):
            return self.config / folder.removeprefix(".config/")
        return self.home / folder


def this_machine(root: Path | None = None) -> Machine:
    """Return the machine we run on. Raises SetupError on a system that no browser table covers."""
    system = next((name for name in get_args(System) if name == sys.platform), None)
    if system is None:
        raise SetupError(f"Primum does not know where browsers look for their companions on {sys.platform}.")
    configured = os.environ.get("XDG_CONFIG_HOME") if system == "linux" else None
    return Machine(
        system=system,
        home=Path.home(),
        root=root or Path(Path.home().anchor),
        registry=WindowsRegistry() if sys.platform == "win32" else Remembered(),
        config=Path(configured) if configured and Path(configured).is_absolute() else None,
    )
