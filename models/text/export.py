"""Writes the model as one ONNX file: the encoder and the n-gram member, each head a weighing of the two.

The body's matrices and all tables are int8 with one scale a column (a row for the word table); what flows into a
matrix is rounded to eight bits at run time (ONNX DynamicQuantizeLinear), each token with a step of its own: a full stop
reaches thirty times as far as a word, and one step for all would round the words away (logits off by .72 on average
instead of .08, of a spread of 4.8). `exact=True` keeps 32-bit floats throughout, to tell what the rounding costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from linear import Linear
from onnx import TensorProto, helper, numpy_helper
from telling import LAYERS

_OPSET = 20
_ATTENTION_HEADS = 12


class _Graph:
    """Nodes and constants under construction; every method returns the name of its result."""

    def __init__(self, *, exact: bool) -> None:
        self.exact = exact
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: np.ndarray | list[int]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def floats(self, value: Any) -> str:
        return self.constant(np.asarray(value, np.float32))

    def node(self, kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        output = name or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def table(self, weights: np.ndarray, ids: str, *, by_row: bool = False) -> str:
        """Rows of a table of weights."""
        if self.exact:
            return self.node("Gather", self.floats(weights), ids)
        rounded, scale = int8(weights, 1 if by_row else 0)
        rows = self.node("Cast", self.node("Gather", self.constant(rounded), ids), to=TensorProto.FLOAT)
        scales = self.floats(scale)
        return self.node("Mul", rows, self.node("Gather", scales, ids) if by_row else scales)

    def dense(self, state: str, weights: np.ndarray, bias: np.ndarray) -> str:
        """`state` (n, in) times `weights` (in, out) plus `bias`."""
        if self.exact:
            return self.node("Add", self.node("MatMul", state, self.floats(weights)), self.floats(bias))
        reach = self.node("ReduceMax", self.node("Abs", state), self.constant([1]), keepdims=1)
        state = self.node("Div", state, reach)
        rounded, scale = int8(weights, 0)
        value, step, zero = (f"n{len(self.nodes)}{part}" for part in ("value", "step", "zero"))
        self.nodes.append(helper.make_node("DynamicQuantizeLinear", [state], [value, step, zero]))
        whole = self.node("MatMulInteger", value, self.constant(rounded), zero)
        scales = self.node("Mul", step, self.floats(scale[0]))
        product = self.node("Mul", self.node("Cast", whole, to=TensorProto.FLOAT), scales)
        return self.node("Add", self.node("Mul", product, reach), self.floats(bias))

    def norm(self, state: str, weight: np.ndarray, bias: np.ndarray) -> str:
        return self.node("LayerNormalization", state, self.floats(weight), self.floats(bias), axis=-1, epsilon=1e-12)


def int8(weights: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Round weights to int8, one scale for each slice along `axis` (kept as a dimension of one).

    A scale has 16 significant bits, so that 127 times it is exact: what is read back rounds to the same bytes.
    """
    share, power = np.frexp(np.maximum(np.abs(weights).max(axis, keepdims=True), 1e-9) / 127)
    scale = np.ldexp(np.ceil(share * 2**16) / 2**16, power)
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def _bag(graph: _Graph, ids: str, rarity: str, weights: np.ndarray, name: str = "") -> str:
    """What each n-gram of a bag adds (sentences, n-grams, heads)."""
    nothing = np.zeros((1, weights.shape[1]))  # what the padding id weighs
    value = graph.node("Gather", rarity, ids)
    square = graph.node("ReduceSum", graph.node("Mul", value, value), graph.constant([1]), keepdims=1)
    length = graph.node("Sqrt", graph.node("Max", square, graph.floats(1e-12)))
    unit = graph.node("Unsqueeze", graph.node("Div", value, length), graph.constant([2]))
    return graph.node("Mul", unit, graph.table(np.concatenate([weights, nothing]), ids), name=name)


def _body(graph: _Graph, weights: Mapping[str, np.ndarray]) -> list[str]:
    """States (t, width) of the tokens of one window, after each layer."""

    def dense(state: str, name: str) -> str:
        return graph.dense(state, weights[f"{name}.weight"].T, weights[f"{name}.bias"])

    def norm(state: str, name: str) -> str:
        return graph.norm(state, weights[f"{name}.weight"], weights[f"{name}.bias"])

    width = weights["body.places"].shape[1]
    count = graph.node("Shape", "tokens")
    places = graph.node("Slice", graph.floats(weights["body.places"]), graph.constant([0]), count)
    words = graph.table(weights["body.words.weight"], "tokens", by_row=True)
    state = norm(graph.node("Add", words, places), "body.norm")
    split = graph.constant([0, 3, _ATTENTION_HEADS, width // _ATTENTION_HEADS])
    layer, states = 0, []
    while f"body.blocks.{layer}.query.weight" in weights:
        block = f"body.blocks.{layer}"
        parts = [f"{block}.{part}" for part in ("query", "key", "value")]
        # the three in one multiplication: the state is rounded once, and one large product is faster than three
        three = graph.dense(
            state,
            np.concatenate([weights[f"{part}.weight"].T for part in parts], 1),
            np.concatenate([weights[f"{part}.bias"] for part in parts]),
        )
        three = graph.node("Transpose", graph.node("Reshape", three, split), perm=[1, 2, 0, 3])
        query, key, value = (graph.node("Gather", three, graph.constant(np.array(n)), axis=0) for n in range(3))
        key = graph.node("Transpose", key, perm=[0, 2, 1])
        score = graph.node("Mul", graph.node("MatMul", query, key), graph.floats((width // _ATTENTION_HEADS) ** -0.5))
        mixed = graph.node("MatMul", graph.node("Softmax", score, axis=-1), value)
        mixed = graph.node("Transpose", mixed, perm=[1, 0, 2])
        mixed = dense(graph.node("Reshape", mixed, graph.constant([0, width])), f"{block}.mix")
        state = norm(graph.node("Add", state, mixed), f"{block}.after_mix")
        wide = dense(state, f"{block}.widen")
        wide = graph.node("Gelu", wide)
        state = norm(graph.node("Add", state, dense(wide, f"{block}.narrow")), f"{block}.after_narrow")
        states.append(state)
        layer += 1
    return states


def _telling(graph: _Graph, states: list[str], inside: str, weights: Mapping[str, np.ndarray]) -> None:
    """What each token is and how telling the whole is, as `telling.py` has it; `inside` (t,) is 1 within sentences."""

    def weight(name: str, part: str = "weight") -> np.ndarray:
        return weights[f"telling.{name}.{part}"]

    def linear(of: str, name: str) -> str:
        product = graph.node("MatMul", of, graph.floats(weight(name).T))
        return graph.node("Add", product, graph.floats(weight(name, "bias")))

    def convolved(of: str, name: str, step: int) -> str:
        made = graph.node(
            "Conv",
            of,
            graph.floats(weight(name)),
            graph.floats(weight(name, "bias")),
            pads=[step, step],
            dilations=[step],
        )
        return graph.node("Add", of, graph.node("Gelu", made))

    first = graph.constant([0])
    wide = graph.node("Concat", *(states[layer - 1] for layer in LAYERS), axis=-1)
    near = graph.node("Gelu", graph.dense(wide, weight("narrow").T, weight("narrow", "bias")))
    near = graph.node("Unsqueeze", graph.node("Transpose", near, perm=[1, 0]), first)
    near = convolved(convolved(near, "beside", 1), "around", 2)
    near = graph.node("Transpose", graph.node("Squeeze", near, first), perm=[1, 0])
    tags = graph.node("Add", linear(wide, "tags"), linear(near, "tags_around"))
    graph.node("Softmax", tags, name="tag_share", axis=-1)

    held = graph.node("Unsqueeze", inside, graph.constant([1]))
    count = graph.node("Max", graph.node("ReduceSum", held, keepdims=0), graph.floats(1))
    mean = graph.node("Div", graph.node("ReduceSum", graph.node("Mul", wide, held), first, keepdims=1), count)
    shut = graph.node("Mul", graph.node("Sub", held, graph.floats(1)), graph.floats(1e4))
    heed = graph.node("Softmax", graph.node("Add", linear(near, "heed"), shut), axis=0)
    by_token = graph.node("ReduceSum", graph.node("Mul", heed, linear(near, "risk_around")), first, keepdims=1)
    graph.node("Squeeze", graph.node("Add", linear(mean, "risk"), by_token), first, name="risk")


def model(
    linear: Linear,
    encoder: Mapping[str, np.ndarray],
    blend: np.ndarray,
    *,
    exact: bool = False,
    metadata: Mapping[str, str] | None = None,
) -> onnx.ModelProto:
    """Write one window's verdicts as ONNX.

    `encoder` holds the trainer's weights by name, those of `telling.py` under "telling."; `blend` (3, heads) what each
    head makes of the n-gram logit, of the encoder's, and a shift. Inputs, int64: `own` (sentences, n) and `around`
    (sentences, m) n-gram ids filled up with BUCKETS; `tokens` (t,); `place` (t,) each token's sentence, -1 outside.
    Outputs: `probability` (sentences, heads); `gram_weight` (sentences, n, heads) and `token_weight` (t, heads), what
    each adds to its sentence's logit; `tag_share` (t, tags); `risk` (2,), log-odds that someone close and that anyone
    could recognise the person.
    """
    graph = _Graph(exact=exact)
    rarity = graph.floats(np.append(linear.rarity, 0))
    first = graph.constant([1])
    # the blend's weight for the n-gram member is folded into its tables
    own = _bag(graph, "own", rarity, linear.weights[0] * blend[0], name="gram_weight")
    around = _bag(graph, "around", rarity, linear.weights[1] * blend[0])
    sums = [graph.node("ReduceSum", part, first, keepdims=0) for part in (own, around)]
    shift = linear.bias * blend[0] + encoder["own.bias"] * blend[1] + blend[2]
    by_grams = graph.node("Add", graph.node("Add", *sums), graph.floats(shift))

    states = _body(graph, encoder)
    state = states[-1]
    count = graph.node("Shape", "own", start=0, end=1)
    numbers = graph.node(
        "Range", graph.constant(np.array(0)), graph.node("Squeeze", count), graph.constant(np.array(1))
    )
    across = graph.node("Unsqueeze", "place", graph.constant([0]))
    here = graph.node("Equal", graph.node("Unsqueeze", numbers, first), across)
    belongs = graph.node("Cast", here, to=TensorProto.FLOAT)
    size = graph.node("Max", graph.node("ReduceSum", belongs, first, keepdims=1), graph.floats(1))
    share = graph.node("Div", belongs, size)
    logits = graph.node("MatMul", state, graph.floats(encoder["own.weight"].T * blend[1]))
    # a token adds its logit divided by the length of its sentence
    per_token = graph.node("ReduceSum", share, graph.constant([0]), keepdims=0)
    graph.node("Mul", logits, graph.node("Unsqueeze", per_token, first), name="token_weight")
    inside = graph.node(
        "Cast", graph.node("GreaterOrEqual", "place", graph.constant(np.array(0))), to=TensorProto.FLOAT
    )
    weighed = graph.node("MatMul", graph.node("Unsqueeze", inside, graph.constant([0])), state)
    everything = graph.node("Max", graph.node("ReduceSum", inside, keepdims=0), graph.floats(1))
    whole = graph.node("Div", weighed, everything)
    by_whole = graph.node("MatMul", whole, graph.floats(encoder["around.weight"].T * blend[1]))
    by_body = graph.node("Add", graph.node("MatMul", share, logits), by_whole)
    graph.node("Sigmoid", graph.node("Add", by_grams, by_body), name="probability")

    _telling(graph, states, inside, encoder)

    heads = blend.shape[1]
    whole_number, real = TensorProto.INT64, TensorProto.FLOAT
    value = helper.make_tensor_value_info
    made = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "remarks",
            [
                value("own", whole_number, ["sentences", "n"]),
                value("around", whole_number, ["sentences", "m"]),
                value("tokens", whole_number, ["t"]),
                value("place", whole_number, ["t"]),
            ],
            [
                value("probability", real, ["sentences", heads]),
                value("gram_weight", real, ["sentences", "n", heads]),
                value("token_weight", real, ["t", heads]),
                value("tag_share", real, ["t", encoder["telling.tags.bias"].shape[0]]),
                value("risk", real, [2]),
            ],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", _OPSET)],
        ir_version=9,
        producer_name="primum",
    )
    helper.set_model_props(made, dict(metadata or {}))
    onnx.checker.check_model(made)
    return made
