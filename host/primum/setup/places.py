"""Where the table's rows lie on one machine, which browsers are there, and which are shut in a box."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from primum.setup.browsers import BROWSERS, HOST_NAME, Browser
from primum.setup.machine import Hive, Machine, SetupError

EVERY = "all"
"""The name that stands for every browser of the table, present or not."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a manifest for one browser goes: a file, and on Windows the registry key that points to it.

    `owner` is the browser whose place it is; another one than `browser` when that one borrows it. `everyone`: for all
    users of the machine.
    """

    browser: Browser
    owner: Browser
    file: Path
    key: tuple[Hive, str] | None = None
    everyone: bool = False

    @property
    def borrowed(self) -> bool:
        """Whether `browser` only looks here because it borrows."""
        return self.owner.name != self.browser.name


@dataclass(frozen=True, slots=True)
class Boxed:
    """A browser from a snap or a flatpak, and what its box means for the companion."""

    browser: Browser
    kind: str
    reaches_us: bool
    advice: str


def find(machine: Machine, names: Iterable[str] = (), *, everyone: bool = False) -> list[Place]:
    """Return where to register: for the browsers named, else for those that are present; each file once.

    `everyone`: for all users of the machine. Raises SetupError for a name that is not in the table.
    """
    chosen = _chosen(machine, names)
    found: dict[tuple[Path, tuple[Hive, str] | None], Place] = {}
    # a browser's own places come first: one that another borrows should be said as its owner's
    for place in sorted(
        (place for browser in chosen for place in _of(machine, browser, everyone)), key=lambda p: p.borrowed
    ):
        found.setdefault((place.file, place.key), place)
    return list(found.values())


def looked_in(machine: Machine, names: Iterable[str] = ()) -> list[Place]:
    """Return where this user's browsers find a companion: in their own place, else in the one for all users.

    Every browser looks for the user's manifest first; where there is neither, the user's place is named.
    """
    chosen = [browser.name for browser in _chosen(machine, names)]
    for_all = {
        (place.browser.name, place.owner.name): place
        for place in (find(machine, chosen, everyone=True) if chosen else [])
        if place.file.is_file()
    }
    return [
        place if place.file.is_file() else for_all.get((place.browser.name, place.owner.name), place)
        for place in (find(machine, chosen) if chosen else [])
    ]


def in_user_data_dir(folder: Path, names: Iterable[str] = ()) -> list[Place]:
    """Return the place for a Chromium that is started with --user-data-dir: it looks there, and not in the home.

    Raises SetupError for Firefox, which has no such option.
    """
    name = next(iter(names), "chromium")
    browser = _named(name)
    if browser.engine == "firefox":
        raise SetupError("--user-data-dir is for Chromium and its kin; Firefox looks in the home folder.")
    return [Place(browser, browser, folder.absolute() / "NativeMessagingHosts" / f"{HOST_NAME}.json")]


def is_present(machine: Machine, browser: Browser) -> bool:
    """Whether this user has a profile of `browser`.

    A folder that holds nothing but a manifest which another browser borrows is no browser.
    """
    folders = [machine.of_user(name) for name in browser.profiles(machine.system)]
    folders = [folder for folder in folders if folder.is_dir()]
    if machine.system == "win32" or not any(
        other.borrows == browser.name and is_present(machine, other) for other in BROWSERS.values()
    ):
        return bool(folders)
    return any(entry.name != "NativeMessagingHosts" for folder in folders for entry in folder.iterdir())


def boxed(machine: Machine) -> list[Boxed]:
    """Return the browsers that this user has from a snap or a flatpak (Linux)."""
    found: list[Boxed] = []
    if machine.system != "linux":
        return found
    for browser in BROWSERS.values():
        if browser.snap and (machine.home / "snap" / browser.snap).is_dir():
            if browser.engine == "firefox":
                advice = (
                    "it starts the companion through the desktop's portal: run `primum install --browser firefox`, "
                    "and answer yes when the desktop asks whether Firefox may start it"
                )
            else:
                advice = f"it cannot start a program outside its box: install {browser.title} from its maker's package"
            found.append(Boxed(browser, "snap", browser.engine == "firefox", advice))
        if browser.flatpak and (machine.home / ".var/app" / browser.flatpak).is_dir():
            advice = (
                f"it cannot start a program outside its box, and opening the box would undo its protection: install "
                f"{browser.title} from your system's packages or from its maker"
            )
            found.append(Boxed(browser, "flatpak", False, advice))
    return found


def _chosen(machine: Machine, names: Iterable[str]) -> list[Browser]:
    wanted = list(names)
    if EVERY in wanted:
        return list(BROWSERS.values())
    if wanted:
        return [_named(name) for name in dict.fromkeys(wanted)]
    through_portal = {one.browser.name for one in boxed(machine) if one.reaches_us}
    return [browser for browser in BROWSERS.values() if browser.name in through_portal or is_present(machine, browser)]


def _named(name: str) -> Browser:
    if name not in BROWSERS:
        raise SetupError(f"There is no browser called {name} here; known are {', '.join(BROWSERS)}, and {EVERY}.")
    return BROWSERS[name]


def _of(machine: Machine, browser: Browser, everyone: bool) -> list[Place]:
    owners = [browser] + ([BROWSERS[browser.borrows]] if browser.borrows else [])
    if machine.system == "win32":
        # the file's place is free, because the registry points to it
        base = machine.root / "ProgramData/Primum" if everyone else machine.home / "AppData/Local/Primum"
        hive: Hive = "machine" if everyone else "user"
        return [
            Place(browser, owner, base / f"{owner.engine}.json", (hive, owner.registry_key()), everyone)
            for owner in owners
        ]
    if everyone:
        folders = [machine.root / owner.system_hosts[machine.system] for owner in owners]
    else:
        folders = [machine.of_user(owner.hosts[machine.system]) for owner in owners]
    return [
        Place(browser, owner, folder / f"{HOST_NAME}.json", everyone=everyone)
        for owner, folder in zip(owners, folders, strict=True)
    ]
