"""The commands that set Primum up: `primum install | uninstall | doctor`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from primum import show
from primum.setup import install, places
from primum.setup.machine import Machine, SetupError, this_machine


def add(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the three commands to a parser; each raises SetupError with one sentence."""
    for name, command, text in (
        ("install", _install, "tell the browsers where the companion is"),
        ("uninstall", _uninstall, "take it away again"),
        ("doctor", _doctor, "check every link and say the remedy"),
    ):
        setup = commands.add_parser(name, help=text)
        setup.add_argument(
            "--browser", action="append", default=[], metavar="NAME", help="only this one (repeatable), or: all"
        )
        setup.add_argument(
            "--user-data-dir", type=Path, metavar="D", help="for a Chromium that is started with --user-data-dir=D"
        )
        setup.add_argument("--system", action="store_true", help="for all users of this machine")
        setup.add_argument("--root", type=Path, metavar="D", help="the folder that is the root of that machine")
        if command is _doctor:
            setup.add_argument("--json", action="store_true", help="say it as JSON")
        else:
            setup.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        setup.set_defaults(command=command)


def _install(options: argparse.Namespace) -> int:
    machine = _machine(options)
    where = _where(machine, options)
    for box in places.boxed(machine):
        if not options.browser or box.browser.name in options.browser:
            print(f"{box.browser.title} comes from a {box.kind}: {box.advice}.", file=sys.stderr)
    if not where:
        raise SetupError("No browser was found for this user: name one, as in primum install --browser chrome")
    for step in install.install(machine, where, install.launcher(), dry_run=options.dry_run):
        said = "is so already" if not step.changed else "would be written" if options.dry_run else "written"
        print(f"{step.place.browser.title}: {_name(step.place)} {said}")
    return 0


def _uninstall(options: argparse.Namespace) -> int:
    machine = _machine(options)
    if options.user_data_dir:
        where = places.in_user_data_dir(options.user_data_dir, options.browser)
    else:
        where = install.registered(machine, options.browser, everyone=options.system)
    removed = [step for step in install.uninstall(machine, where, dry_run=options.dry_run) if step.changed]
    for step in removed:
        print(f"{step.place.browser.title}: {'would remove' if options.dry_run else 'removed'} {_name(step.place)}")
    if not removed:
        print("Nothing was installed.")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from primum.setup import doctor

    machine, links = _machine(options), []
    own = not options.system and not options.user_data_dir
    where = places.looked_in(machine, options.browser) if own else _where(machine, options)
    for link in doctor.examine(machine, where):
        links.append(link)
        if not options.json:
            mark = show.coloured("ok", "32", sys.stdout) if link.holds else show.coloured("broken", "31", sys.stdout)
            print(f"{mark}  {link.what}" + ("" if link.holds else f"\n        {link.remedy}"), flush=True)
    holds = all(link.holds for link in links)
    if options.json:
        table = [
            {"link": link.name, "what": link.what, "holds": link.holds, "remedy": link.remedy or None} for link in links
        ]
        print(json.dumps({"holds": holds, "links": table}, indent=2, ensure_ascii=False))
    return 0 if holds else 1


def _machine(options: argparse.Namespace) -> Machine:
    if options.root and not options.system:
        raise SetupError("--root is the root of a machine: it goes with --system.")
    return this_machine(options.root.absolute() if options.root else None)


def _where(machine: Machine, options: argparse.Namespace) -> list[places.Place]:
    if options.user_data_dir:
        return places.in_user_data_dir(options.user_data_dir, options.browser)
    return places.find(machine, options.browser, everyone=options.system)


def _name(place: places.Place) -> str:
    return f"{place.key[0]} key {place.key[1]}" if place.key else str(place.file)
