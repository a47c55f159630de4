"""The commands for a text classifier of one's own: `primum models list | add | use | remove`."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Any

from primum import models, own
from primum.own import OwnModelError

_LEAST = 200
"""Posts of each kind below which a threshold means nothing."""


def add_to(commands: argparse._SubParsersAction[Any]) -> None:
    """Add the commands to a parser; each raises OwnModelError with one sentence."""
    parser = commands.add_parser("models", help="list the models, or bring a text classifier of your own")
    what = parser.add_subparsers(required=True, metavar="WHAT")
    listing = what.add_parser("list", help="say which there are, and which is in use")
    listing.set_defaults(command=_list)
    adding = what.add_parser("add", help="verify an ONNX classifier, measure it, and keep it")
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("--onnx", type=Path, required=True, metavar="FILE", help="the classifier, weights inside")
    adding.add_argument("--tokenizer", type=Path, required=True, metavar="FILE", help="its tokenizer.json")
    adding.add_argument("--label", type=int, metavar="N", help='the output that means "demeaning" (of two: 1)')
    adding.add_argument("--sha256", metavar="HEX", help="what its owner says the ONNX file's SHA-256 is")
    adding.add_argument("--corpus", type=Path, metavar="D", help="the corpus to measure on (in a checkout: its own)")
    adding.set_defaults(command=_add)
    for name, command, text in (
        ("use", _use, f"put one in use ({own.BUILT_IN}: our own)"),
        ("remove", _remove, "take one away"),
    ):
        chosen = what.add_parser(name, help=text)
        chosen.add_argument("name", metavar="NAME")
        chosen.set_defaults(command=command)


def _list(_: argparse.Namespace) -> int:
    used = own.chosen_name()
    for model in models.manifest().values():
        print(f"  {model.name}  {model.version}  {'intact' if models.is_usable(model.name) else 'damaged'}")
    print(f"{'*' if used == own.BUILT_IN else ' '} {own.BUILT_IN}: hears remarks with the model above")
    for card in own.cards():
        print(f"{'*' if used == card.name else ' '} {card.name}: {_said(card.figures)}")
    return 0


def _add(options: argparse.Namespace) -> int:
    from primum.text import measure
    from primum.text.judge import Classifier

    name = own.available(options.name)
    content, tokenizer = _read(options.onnx), _read(options.tokenizer)
    digest = hashlib.sha256(content).hexdigest()
    if options.sha256 and options.sha256.lower() != digest:
        raise OwnModelError(f"{options.onnx} is not the file that was promised: its SHA-256 is {digest}.")
    classifier = Classifier(content, tokenizer, options.label)
    corpus = options.corpus or models.folder() / "text" / "corpus"
    try:
        posts = measure.held_out(corpus)
    except (OSError, ValueError, KeyError) as error:
        raise OwnModelError(f"The corpus in {corpus} cannot be read.") from error
    demeaning = sum(post.demeans for post in posts)
    if min(demeaning, len(posts) - demeaning) < _LEAST:
        raise OwnModelError(f"There are too few posts in {corpus} to measure on: name a corpus with --corpus.")
    theirs, ours, ms = measure.scores(posts, classifier.probabilities, lambda done: _progress(done, len(posts)))
    found = {**measure.figures(posts, theirs), "ms": round(ms, 2), "posts": float(len(posts))}
    files = {own.MODEL: digest, own.TOKENIZER: hashlib.sha256(tokenizer).hexdigest()}
    own.keep(
        own.Card(name, classifier.label, files, measure.limits(posts, theirs), found), options.onnx, options.tokenizer
    )
    print(f"{name}: {_said(found)}")
    print(f"{own.BUILT_IN}: {_said(measure.figures(posts, ours))}")
    print(f"It is kept; to put it in use: primum models use {name}")
    return 0


def _use(options: argparse.Namespace) -> int:
    own.choose(options.name)
    print(f"{options.name} is in use from the companion's next start on.")
    return 0


def _remove(options: argparse.Namespace) -> int:
    own.remove(options.name)
    print(f"{options.name} is gone; {own.chosen_name()} is in use.")
    return 0


def _said(figures: dict[str, float]) -> str:
    said = (
        f"AUC {figures['auc']:.3f}, finds {100 * figures['recall_at_3']:.1f} % at 3 % false alarms and "
        f"{100 * figures['recall_at_0.5']:.1f} % at 0.5 %"
    )
    return f"{said}, {figures['ms']:.1f} ms a post, on {figures['posts']:.0f} posts" if "ms" in figures else said


def _progress(done: int, all_of_them: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {all_of_them} posts", end="" if done + 100 <= all_of_them else "\n", file=sys.stderr)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise OwnModelError(f"{file} cannot be read ({error.strerror}).") from error
