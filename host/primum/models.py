"""Finds, verifies and opens the models that Primum carries.

`models/manifest.toml` names every file with its SHA-256. Nothing is opened that does not match: a damaged model is
said, never used. In a checkout the folder stands beside `host/`; in an installed package it lies in `primum/_models`.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BufferedReader
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnxruntime

_PACKAGED = Path(__file__).parent / "_models"
_CHECKOUT = Path(__file__).parents[2] / "models"
EXACT_PRODUCTS = ("session.x64quantprecision", "1")
"""Without VNNI onnxruntime's fast product of 8-bit numbers overflows now and then, and verdicts would differ from one
processor to another."""


class ModelUnusableError(Exception):
    """A model is missing or damaged; the message is one sentence that names it and the remedy."""


@dataclass(frozen=True, slots=True)
class Model:
    """An entry of the manifest; `files` maps a path inside the models folder to its SHA-256 in hexadecimal."""

    name: str
    version: str
    licence: str
    origin: str
    files: Mapping[str, str]


def folder() -> Path:
    """Return the folder that holds the models."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


@cache
def manifest() -> Mapping[str, Model]:
    """Return every model by name."""
    table = tomllib.loads((folder() / "manifest.toml").read_text("utf-8"))
    return MappingProxyType(
        {
            entry["name"]: Model(
                name=entry["name"],
                version=entry["version"],
                licence=entry["licence"],
                origin=entry["origin"],
                files=MappingProxyType(dict(entry["files"])),
            )
            for entry in table["model"]
        }
    )


def read(name: str, file: str) -> bytes:
    """Return the bytes of one file of a model, verified.

    Raises ModelUnusableError when the file is missing or its SHA-256 is not the manifest's.
    """
    with _opened(file) as stream:
        content = stream.read()
    _compare(name, file, hashlib.sha256(content))
    return content


def verified(name: str, file: str) -> Path:
    """Return where one file of a model is, verified as `read` does; it is never held whole, however large it is."""
    with _opened(file) as stream:
        _compare(name, file, hashlib.file_digest(stream, "sha256"))
    return folder() / file


@contextmanager
def _opened(file: str) -> Iterator[BufferedReader]:
    try:
        with (folder() / file).open("rb") as stream:
            yield stream
    except OSError as error:
        raise ModelUnusableError(f"The model file {file} is missing: reinstall Primum.") from error


def _compare(name: str, file: str, found: hashlib._Hash) -> None:
    if found.hexdigest() != manifest()[name].files[file]:
        raise ModelUnusableError(f"The model file {file} is damaged: reinstall Primum.")


def is_usable(name: str) -> bool:
    """Whether every file of a model is there and intact."""
    try:
        for file in manifest()[name].files:
            verified(name, file)
    except ModelUnusableError:
        return False
    return True


@cache
def _pool() -> None:
    """Set up the memory that all pooled sessions of this process work in."""
    import onnxruntime

    memory = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    # 1: it grows by what is asked for (kSameAsRequested), not by doubling; -1 is the default of the others
    growth = {"max_mem": 0, "arena_extend_strategy": 1, "initial_chunk_size_bytes": -1, "max_dead_bytes_per_chunk": -1}
    onnxruntime.create_and_register_allocator(memory, onnxruntime.OrtArenaCfg(growth))


@cache
def giving_back() -> onnxruntime.RunOptions:
    """Return options for a run of a pooled session after which the pool gives back what it holds."""
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def open_session(name: str, file: str, *, threads: int = 1, pooled: bool = False) -> onnxruntime.InferenceSession:
    """Open one ONNX file of a model on the CPU. Pooled sessions work in memory that they share and keep until a run
    with `giving_back`: large pictures would otherwise have the system clear new pages for every layer.

    Raises ModelUnusableError when it is missing, damaged or not readable by this onnxruntime.
    """
    import onnxruntime  # a slow import, and `primum --help` needs no model

    # by its path: of bytes that it is given, onnxruntime keeps a second copy for as long as the session lives
    path = verified(name, file)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    options.add_session_config_entry(*EXACT_PRODUCTS)
    if pooled:
        _pool()
        options.add_session_config_entry("session.use_env_allocators", "1")
        # weights stay out of the pool, or what they lie in could not be given back
        options.add_session_config_entry("session.use_device_allocator_for_initializers", "1")
        # a pattern would take the memory of a whole run in one piece, and one for each size of picture
        options.enable_mem_pattern = False
    else:
        # an arena of its own that never gives memory back would keep the peak for the whole session
        options.enable_cpu_mem_arena = False
    # spinning threads would burn a core of the doctor's laptop between two sentences
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelUnusableError(f"The model file {file} cannot be opened: update Primum.") from error
