"""The command line: `primum check-text | check-photo | mask | host | install | uninstall | doctor | demo`.

Models are imported by the command that needs them, so that `primum --help` answers at once and `primum host` can
take its streams before any library could print.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from primum import __version__, bring
from primum.own import OwnModelError
from primum.setup import commands as commands_of_setup
from primum.setup.machine import SetupError


class UsageError(Exception):
    """What the user gave cannot be worked with; the message is one clear sentence."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    0; 2 after one sentence on stderr; 1 from `doctor` when something is to be mended; 130 when interrupted.
    """
    # read when numpy is imported: nothing here multiplies matrices so large that a thread for each core would pay
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON is UTF-8 wherever it goes; a sentence is shown as far as the terminal can, half an emoji as its number
        encoding = "utf-8" if getattr(options, "jsonl", False) else None
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        status = _run(options)
        if sys.stdout is not None:
            sys.stdout.flush()  # a full disk is said here; at exit it would be a traceback
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # the reader (`head`, say) has seen enough; a closed stdout must not complain again at exit
        sys.stdout = None
        return 0
    except OSError as error:
        return _out_of_reach(error)


def _run(options: argparse.Namespace) -> int:
    try:
        return int(options.command(options))
    except (UsageError, SetupError, OwnModelError) as error:
        return _sorry(str(error))


def host() -> NoReturn:
    """Be the companion that a browser starts: the entry point that the manifests name."""
    raise SystemExit(main(["host", *sys.argv[1:]]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="primum", description="Checks a text or a photo before it is posted, on this machine only."
    )
    parser.add_argument("--version", action="version", version=f"primum {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check_text = commands.add_parser("check-text", help="check a text")
    check_text.add_argument("text", nargs="?", default="-", metavar="TEXT|-", help="the text, or - for standard input")
    check_text.add_argument("--lang", choices=("fr", "en"), help="the language, when it is known")
    check_text.add_argument(
        "--jsonl", action="store_true", help='read JSON Lines {"id","text","lang"?}, write one verdict a line'
    )
    check_text.set_defaults(command=_check_text)

    check_photo = commands.add_parser("check-photo", help="check photos and short videos")
    check_photo.set_defaults(command=_check_photo)
    mask = commands.add_parser("mask", help="mask what identifies in photos and short videos")
    mask.add_argument("-o", "--output", required=True, metavar="OUT", type=Path, help="a file, or a folder for several")
    mask.add_argument("--style", choices=("soft", "solid"), default="soft", help="how areas are covered")
    mask.add_argument("--mute", action="store_true", help="leave the sound of a video out")
    mask.set_defaults(command=_mask)
    for photos in (check_photo, mask):
        photos.add_argument("files", nargs="+", metavar="FILE", type=Path, help="a file, or a folder and all in it")
        photos.add_argument("--jsonl", action="store_true", help="write one verdict a line as JSON")
        photos.add_argument("--sheet", metavar="SHEET", type=Path, help="write a contact sheet with the boxes drawn")
        photos.add_argument("--force", action="store_true", help="write over what is there")

    serve = commands.add_parser("host", help="be the companion (a browser starts this)")
    # Chrome on Windows adds an option of its own (--parent-window=...)
    serve.add_argument("caller", nargs=argparse.REMAINDER, help="what the browser says about the extension")
    serve.set_defaults(command=_host)

    bring.add_to(commands)
    commands_of_setup.add(commands)

    demo = commands.add_parser("demo", help="open Chromium on practice pages with the extension (in a checkout)")
    demo.set_defaults(command=_demo)
    return parser


def _check_text(options: argparse.Namespace) -> int:
    from primum import show
    from primum.models import ModelUnusableError
    from primum.text.check import TextChecker, TextTooLongError

    if options.text == "-" and sys.stdin is None:
        raise UsageError("There is no standard input to read.")
    checker = TextChecker()
    if options.jsonl and options.text == "-":
        rows = _rows(sys.stdin.buffer)
    else:
        text = _utf8(sys.stdin.buffer.read(), "Standard input") if options.text == "-" else options.text
        rows = iter([(1, text, options.lang)])
    status = 0
    try:
        for row in rows:
            # the rows after a bad one are none the worse for it
            if isinstance(row, UsageError):
                status = _sorry(str(row))
                continue
            id_, text, lang = row
            began = time.perf_counter()
            try:
                findings = checker.check(text, lang or options.lang)
            except TextTooLongError as error:
                status = _sorry(f"Row {id_}: {error}" if options.jsonl else str(error))
                continue
            ms = (time.perf_counter() - began) * 1000
            if options.jsonl:
                print(show.text_record(id_, text, findings, ms), flush=True)
            else:
                print("\n".join(show.text_lines(text, findings)))
    except ModelUnusableError as error:
        raise UsageError(str(error)) from error
    return status


def _check_photo(options: argparse.Namespace) -> int:
    from primum import cli_photos

    try:
        return cli_photos.check_photo(options)
    except cli_photos.FileError as error:
        raise UsageError(str(error)) from error


def _mask(options: argparse.Namespace) -> int:
    from primum import cli_photos

    try:
        return cli_photos.mask(options)
    except cli_photos.FileError as error:
        raise UsageError(str(error)) from error


def _host(options: argparse.Namespace) -> int:
    from primum.setup.browsers import LOOK_ONLY, is_our_extension
    from primum.wire.framing import take_stdio

    if options.caller and not is_our_extension(options.caller):
        raise UsageError("Only the Primum extension may start the companion.")
    if not options.caller and (sys.stdin is None or sys.stdin.isatty()):
        raise UsageError("A browser starts this; to check a text by hand, use: primum check-text")
    source, target = take_stdio()
    if LOOK_ONLY not in options.caller:
        _mend_registrations()
    from primum.wire.sealed import seal

    seal()
    from primum.wire.server import Server

    Server(source, target).serve()
    return 0


def _mend_registrations() -> None:
    """Point the manifests of other browsers here when the program that they name has moved away."""
    from primum.setup import install
    from primum.setup.machine import this_machine

    with contextlib.suppress(SetupError, OSError):
        install.heal(this_machine(), install.launcher())


def _demo(_: argparse.Namespace) -> int:
    script = Path(__file__).parents[2] / "tests" / "browser" / "drive_demo.py"
    if not script.is_file():
        raise UsageError("The demo runs in a checkout of the source; here, try: primum check-text")
    return subprocess.run([sys.executable, str(script)], check=False).returncode


_Row = tuple[object, str, str | None]
"""Id, text and language."""


def _rows(lines: Iterable[bytes]) -> Iterator[_Row | UsageError]:
    """Yield each JSON line as a row, or what is wrong with it."""
    for number, line in enumerate(lines, 1):
        try:
            text = _utf8(line, f"Line {number}")
            if text.strip():
                yield _row(text, number)
        except UsageError as error:
            yield error


def _row(line: str, number: int) -> _Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:  # no JSON, a number of thousands of digits, brackets in thousands
        raise UsageError(f"Line {number} is not JSON.") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise UsageError(f'Line {number} is not of the form {{"id": ..., "text": "..."}}.')
    lang = row.get("lang")
    return row.get("id", number), row["text"], lang if lang in ("fr", "en") else None


def _utf8(content: bytes, what: str) -> str:
    try:
        return content.decode("utf-8-sig")  # PowerShell and some editors write a byte order mark first
    except UnicodeDecodeError as error:
        raise UsageError(f"{what} is not UTF-8.") from error


def _out_of_reach(error: OSError) -> int:
    """Say what the system refused: a full disk, a folder without rights."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        sys.stdout = None  # what it still holds cannot be written: it must not be tried again at exit
    # the streams have no name
    what = f"{error.filename} cannot be read or written" if error.filename else "The input or the answer is cut off"
    return _sorry(f"{what} ({error.strerror or error}).")


def _sorry(sentence: str) -> int:
    print(f"primum: {sentence}", file=sys.stderr)
    return 2
