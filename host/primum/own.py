"""Text classifiers that the user brings: where they are kept, that they are still what was measured, which is in use.

Each has a folder of its own in the user's data folder: `model.onnx`, `tokenizer.json`, and `card.json`, which holds
their SHA-256 and what was measured. The file `chosen` names the one in use. Primum's own models are in `models.py`.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from primum import whole
from primum.models import ModelUnusableError

MODEL, TOKENIZER, CARD, CHOSEN = "model.onnx", "tokenizer.json", "card.json", "chosen"
BUILT_IN = "primum"
"""The name under which Primum's own model is chosen again."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")

Limits = Mapping[str, Mapping[str, float]]
"""Thresholds by sensitivity, then by strength."""


class OwnModelError(Exception):
    """What was brought cannot be used; the message is one clear sentence."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a classifier: `label` is the output that means "demeaning", `files` maps to SHA-256."""

    name: str
    label: int
    files: dict[str, str]
    limits: Limits
    figures: dict[str, float]


def folder() -> Path:
    """Return the folder that holds the classifiers; it need not exist."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "Primum" / "models"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/Primum/models"
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local/share") / "primum" / "models"


def cards() -> list[Card]:
    """Return the classifiers that were added, by name; what cannot be read as a card is left out."""
    found = []
    for file in sorted(folder().glob(f"*/{CARD}")):
        with contextlib.suppress(OwnModelError):
            found.append(card(file.parent.name))
    return found


def card(name: str) -> Card:
    """Return one card. Raises OwnModelError when there is none, or it is damaged."""
    try:
        return Card(**json.loads((folder() / _checked(name) / CARD).read_text("utf-8")))
    except FileNotFoundError as error:
        raise OwnModelError(f"There is no model called {name}: see primum models list.") from error
    except (OSError, ValueError, TypeError) as error:
        raise OwnModelError(f"The card of {name} is damaged: remove it and add it again.") from error


def read(of: Card, file: str) -> bytes:
    """Return one file of a classifier, verified.

    Raises ModelUnusableError when it is missing or not the one that was measured.
    """
    remedy = f"add it again, or go back with: primum models use {BUILT_IN}"
    try:
        content = (folder() / of.name / file).read_bytes()
    except OSError as error:
        raise ModelUnusableError(f"Your model {of.name} is missing: {remedy}.") from error
    if hashlib.sha256(content).hexdigest() != of.files[file]:
        raise ModelUnusableError(f"Your model {of.name} is not the one that was measured: {remedy}.")
    return content


def keep(new: Card, model: Path, tokenizer: Path) -> None:
    """Copy a classifier into its folder, whole or not at all. Raises OwnModelError when it cannot be written."""
    home = folder()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=home) as name:
            scratch = Path(name) / new.name
            scratch.mkdir()
            shutil.copyfile(model, scratch / MODEL)
            shutil.copyfile(tokenizer, scratch / TOKENIZER)
            (scratch / CARD).write_text(json.dumps(asdict(new), indent=2) + "\n", "utf-8")
            scratch.rename(home / new.name)
    except OSError as error:
        raise _unwritable(home / new.name, error) from error


def remove(name: str) -> None:
    """Take a classifier away, and go back to Primum's own if it was in use.

    Raises OwnModelError when it is unknown, or cannot be removed.
    """
    place = folder() / _checked(name)
    if not place.is_dir():
        raise OwnModelError(f"There is no model called {name}: see primum models list.")
    if chosen_name() == name:
        choose(BUILT_IN)
    try:
        shutil.rmtree(place)
    except OSError as error:
        raise OwnModelError(f"{place} cannot be removed ({error.strerror}).") from error
    with contextlib.suppress(OSError):  # the last one takes the folders along
        folder().rmdir()
        folder().parent.rmdir()


def choose(name: str) -> None:
    """Put a classifier in use from the next start of the companion on.

    Raises OwnModelError when it is unknown, or the choice cannot be kept.
    """
    file = folder() / CHOSEN
    if name != BUILT_IN:
        card(name)
    try:
        if name == BUILT_IN:
            file.unlink(missing_ok=True)
        else:
            whole.write(file, f"{name}\n".encode())
    except OSError as error:
        raise _unwritable(file, error) from error


def chosen_name() -> str:
    """Return the name of the model in use."""
    try:
        return (folder() / CHOSEN).read_text("utf-8").strip() or BUILT_IN
    except (OSError, UnicodeDecodeError):
        return BUILT_IN


def is_usable(name: str) -> bool:
    """Whether a classifier is there and still the one that was measured."""
    try:
        for file in (MODEL, TOKENIZER):
            read(card(name), file)
    except (OwnModelError, ModelUnusableError):
        return False
    return True


def available(name: str) -> str:
    """Return `name` when a new classifier may bear it. Raises OwnModelError otherwise."""
    if _checked(name) == BUILT_IN or (folder() / name).exists():
        raise OwnModelError(f"The name {name} is taken: choose another one, or remove it first.")
    return name


def _unwritable(file: Path, error: OSError) -> OwnModelError:
    return OwnModelError(f"{file} cannot be written ({error.strerror}).")


def _checked(name: str) -> str:
    """A name becomes a folder: nothing but a plain word may."""
    if not _NAME.fullmatch(name):
        raise OwnModelError("A name is made of small letters, digits, dots and hyphens, 40 at most.")
    return name
