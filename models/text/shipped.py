"""Reads the trainer's weights back out of the shipped file, so that training can go on where no checkpoint is left.

`python models/text/shipped.py read LISTENER TELLING` writes checkpoints as `finetune.py` and `telling.py` do; what only
training used (the public sets' heads, the linear heads for tags and risk) is not in the file and begins at nothing.
`python models/text/shipped.py tell TELLING --version N` puts what `telling.py` has made of them into the file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import export
import numpy as np
import onnx
import torch
from assemble import listener, told
from encoder import Encoder
from finetune import Listener, Reader
from linear import Linear
from onnx import numpy_helper
from telling import Telling
from thresholds import declare

HERE = Path(__file__).parent
FILE = HERE / "remarks.onnx"


def read() -> tuple[Linear, dict[str, np.ndarray], np.ndarray]:
    """What `export.model` was given: n-gram member, weights by name, blend.

    The blend is folded into the weights: here it is one, and the encoder's shift is the n-gram member's. Raises
    ValueError when the file is not what `export.model` makes of them, byte for byte.
    """
    found = _read()
    if write(*found) != FILE.read_bytes():
        raise ValueError("The shipped file was made by another export.py.")
    return found


def _read() -> tuple[Linear, dict[str, np.ndarray], np.ndarray]:
    kept = _weights()
    rarity, own, around, shift = next(kept)[:-1], _table(kept)[:-1], _table(kept)[:-1], next(kept)
    found = {"body.places": next(kept), "body.words.weight": _table(kept)}
    _norm(kept, found, "body.norm")
    layer = 0
    while (three := next(kept)).dtype == np.int8:
        block = f"body.blocks.{layer}"
        weight, bias = three * next(kept), next(kept)
        for part, columns, shifts in zip(
            ("query", "key", "value"), np.split(weight, 3, 1), np.split(bias, 3), strict=True
        ):
            found |= {f"{block}.{part}.weight": columns.T, f"{block}.{part}.bias": shifts}
        _dense(kept, found, f"{block}.mix")
        _norm(kept, found, f"{block}.after_mix")
        _dense(kept, found, f"{block}.widen")
        _dense(kept, found, f"{block}.narrow")
        _norm(kept, found, f"{block}.after_narrow")
        layer += 1
    heads = len(shift)
    found |= {"own.weight": three.T, "own.bias": np.zeros(heads, np.float32), "around.weight": next(kept).T}
    _dense(kept, found, "telling.narrow")
    for name in ("beside", "around"):
        found |= {f"telling.{name}.weight": next(kept), f"telling.{name}.bias": next(kept)}
    for name in ("tags", "tags_around", "heed", "risk_around", "risk"):
        found |= {f"telling.{name}.weight": next(kept).T, f"telling.{name}.bias": next(kept)}
    blend = np.stack([np.ones(heads), np.ones(heads), np.zeros(heads)])
    return Linear(rarity, np.stack([own, around]), shift), found, blend


def _weights() -> Iterator[np.ndarray]:
    """The constants of the file in the order in which `export.model` made them, without axes and single numbers."""
    constants = {one.name: one for one in onnx.load(FILE).graph.initializer}
    for n in range(len(constants)):
        value = numpy_helper.to_array(constants[f"c{n}"])
        if value.dtype != np.int64 and value.size > 1:
            yield value.copy()


def _table(kept: Iterator[np.ndarray]) -> np.ndarray:
    return next(kept) * next(kept)


def _dense(kept: Iterator[np.ndarray], found: dict[str, np.ndarray], name: str) -> None:
    found |= {f"{name}.weight": _table(kept).T, f"{name}.bias": next(kept)}


def _norm(kept: Iterator[np.ndarray], found: dict[str, np.ndarray], name: str) -> None:
    found |= {f"{name}.weight": next(kept), f"{name}.bias": next(kept)}


def write(linear: Linear, weights: dict[str, np.ndarray], blend: np.ndarray) -> bytes:
    """The file that holds these weights."""
    heads = {one.key: one.value for one in onnx.load(FILE).metadata_props}
    made: bytes = export.model(linear, weights, blend, metadata=heads).SerializeToString()
    return made


def _checkpoints(weights: dict[str, np.ndarray]) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]:
    """The weights of a `Listener` and of a `Telling`."""
    tensors = {name: torch.tensor(value.copy(), dtype=torch.float32) for name, value in weights.items()}
    telling = {name.removeprefix("telling."): value for name, value in tensors.items() if name.startswith("telling.")}
    layers = len({name.split(".")[2] for name in tensors if name.startswith("body.blocks.")})
    model = Listener(Encoder(len(tensors["body.words.weight"]), layers)).state_dict()
    empty = {name: torch.zeros_like(value) for name, value in model.items() if name not in tensors}
    return {**empty, **{name: value for name, value in tensors.items() if name in model}}, telling


def main() -> None:
    options = argparse.ArgumentParser()
    ways = options.add_subparsers(dest="way", required=True)
    reading = ways.add_parser("read")
    reading.add_argument("listener", type=Path)
    reading.add_argument("telling", type=Path)
    telling_back = ways.add_parser("tell")
    telling_back.add_argument("telling", type=Path)
    telling_back.add_argument("--version", required=True)
    chosen = options.parse_args()
    linear, weights, blend = read()
    heard, told_by = _checkpoints(weights)
    if chosen.way == "read":
        torch.save(heard, chosen.listener)
        torch.save(told_by, chosen.telling)
        return
    telling = Telling()
    telling.load_state_dict(torch.load(chosen.telling, weights_only=True))
    weights |= {f"telling.{name}": value.numpy() for name, value in telling.state_dict().items()}
    FILE.write_bytes(write(linear, weights, blend))
    file = HERE / "reference.json"
    reference = json.loads(file.read_text("utf-8"))
    kept = HERE / ".cache" / "read.pt"
    kept.parent.mkdir(exist_ok=True)
    torch.save(heard, kept)
    body, reader = listener(kept), Reader()
    for one in reference:
        one |= told(body, telling.eval(), reader, one["text"])
    file.write_text(json.dumps(reference, ensure_ascii=False, indent=0) + "\n", "utf-8")
    declare(chosen.version)


if __name__ == "__main__":
    main()
