"""What measures the photo room: intervals, places in cards, and the detector that ours is compared with."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

HEADS = Path(__file__).parents[2] / "models" / "heads"


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> ModuleType:
    monkeypatch.syspath_prepend(str(HEADS))
    return importlib.import_module(request.param)


@pytest.mark.parametrize("tool", ["report"], indirect=True)
def test_an_interval_is_wilsons(tool: Any) -> None:
    low, high = tool.interval(5, 10)
    assert (low, high) == pytest.approx((0.2366, 0.7634), abs=1e-3)  # as tables give it
    assert tool.interval(0, 20)[0] == 0.0
    assert tool.interval(20, 20) == pytest.approx((0.8389, 1.0), abs=1e-3)
    assert tool.share(1, 100) == "1.0% (0.2% to 5.4%)"
    assert tool.share(0, 0) == "–"


@pytest.mark.parametrize("tool", ["report"], indirect=True)
def test_figures_go_into_their_place_and_nowhere_else(tool: Any, tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text(
        "# é\n<!-- figures: one -->\nold\n<!-- end -->\nby hand\n<!-- figures: two -->\n<!-- end -->\n", "utf-8"
    )
    tool.put(card, "one", "a \\1 b\n")
    tool.put(card, "two", "| c |")
    tool.put(card, "one", "a \\1 b")
    assert card.read_text("utf-8") == (
        "# é\n<!-- figures: one -->\na \\1 b\n<!-- end -->\nby hand\n<!-- figures: two -->\n| c |\n<!-- end -->\n"
    )
    with pytest.raises(ValueError, match="three"):
        tool.put(card, "three", "d")


@pytest.mark.parametrize("tool", ["yunet"], indirect=True)
def test_yunets_boxes_are_where_its_cells_say(tool: Any, tmp_path: Path) -> None:
    """A network that always answers the same: one face in one cell, as OpenCV's FaceDetectorYN would read it."""
    nodes, outputs = [], []
    for stride in (8, 16, 32):
        cells = (tool.SIDE // stride) ** 2
        values = {"cls": np.zeros((1, cells, 1)), "obj": np.zeros((1, cells, 1)), "bbox": np.zeros((1, cells, 4))}
        if stride == 16:
            cell = 10 * (tool.SIDE // stride) + 20  # row 10, column 20
            values["cls"][0, cell], values["obj"][0, cell] = 0.9, 0.4
            values["bbox"][0, cell] = (0.5, 0.25, np.log(5), np.log(10))
        for kind, value in values.items():
            constant = numpy_helper.from_array(value.astype(np.float32))
            nodes.append(helper.make_node("Constant", [], [f"{kind}_{stride}"], value=constant))
            outputs.append(helper.make_tensor_value_info(f"{kind}_{stride}", TensorProto.FLOAT, value.shape))
    given = helper.make_tensor_value_info("input", TensorProto.FLOAT, (1, 3, tool.SIDE, tool.SIDE))
    graph = helper.make_graph(nodes, "constant", [given], outputs)
    file = tmp_path / "yunet.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), file)
    [face] = tool.YuNet(file).find(np.zeros((960, 1280, 3), np.uint8))  # seen at half its size
    x, y, w, h = 20.5 * 16 * 2, 10.25 * 16 * 2, 5 * 16 * 2, 10 * 16 * 2
    assert face == pytest.approx((x - w / 2, y - h / 2, x + w / 2, y + h / 2, 0.6), abs=0.01)
