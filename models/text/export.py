"""Writes the model as one ONNX file, weights in int8."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from linear import Linear
from onnx import TensorProto, helper, numpy_helper

_OPSET = 17


class _Graph:
    """Nodes and constants under construction; every method returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: np.ndarray) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, *inputs: str, name: str | None = None, **attributes: Any) -> str:
        output = name or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output


def int8(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Round weights (n, heads) to int8 with one scale a head."""
    scale = np.maximum(np.abs(weights).max(0), 1e-9) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def _bag(graph: _Graph, ids: str, rarity: str, weights: np.ndarray, name: str | None = None) -> str:
    """Contributions (sentences, n-grams, heads) of a bag of n-grams."""
    rounded, scale = int8(weights)
    nothing = np.zeros((1, weights.shape[1]), np.int8)  # what the padding id weighs
    value = graph.node("Gather", rarity, ids)
    square = graph.node("ReduceSum", graph.node("Mul", value, value), graph.constant(np.array([1])), keepdims=1)
    length = graph.node("Sqrt", graph.node("Max", square, graph.constant(np.array(1e-12, np.float32))))
    unit = graph.node("Unsqueeze", graph.node("Div", value, length), graph.constant(np.array([2])))
    table = graph.node("Gather", graph.constant(np.concatenate([rounded, nothing])), ids)
    scaled = graph.node("Mul", graph.node("Cast", table, to=TensorProto.FLOAT), graph.constant(scale))
    return graph.node("Mul", unit, scaled, name=name) if name else graph.node("Mul", unit, scaled)


def linear_model(linear: Linear, slope: np.ndarray, shift: np.ndarray, metadata: dict[str, str]) -> onnx.ModelProto:
    """The n-gram member as ONNX.

    Inputs `own` (sentences, n) and `around` (sentences, m), int64 ids, filled up with BUCKETS. Outputs `probability`
    (sentences, heads), calibrated, and `weight` (sentences, n, heads), what each n-gram adds to a head's logit.
    """
    graph = _Graph()
    rarity = graph.constant(np.append(linear.rarity, 0).astype(np.float32))
    graph_axis = graph.constant(np.array([1]))
    own = _bag(graph, "own", rarity, linear.weights[0], name="weight")
    around = _bag(graph, "around", rarity, linear.weights[1])
    sums = [graph.node("ReduceSum", part, graph_axis, keepdims=0) for part in (own, around)]
    logit = graph.node("Add", graph.node("Add", *sums), graph.constant(linear.bias.astype(np.float32)))
    steep = graph.node("Mul", logit, graph.constant(slope.astype(np.float32)))
    graph.node("Sigmoid", graph.node("Add", steep, graph.constant(shift.astype(np.float32))), name="probability")
    heads = len(slope)
    value = helper.make_tensor_value_info
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "remarks",
            [
                value("own", TensorProto.INT64, ["sentences", "n"]),
                value("around", TensorProto.INT64, ["sentences", "m"]),
            ],
            [
                value("probability", TensorProto.FLOAT, ["sentences", heads]),
                value("weight", TensorProto.FLOAT, ["sentences", "n", heads]),
            ],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", _OPSET)],
        ir_version=9,
        producer_name="primum",
    )
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model)
    return model
