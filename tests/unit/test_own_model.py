"""A classifier that the user brings: verified, measured, put in use, taken away."""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

from primum import models, own
from primum.cli import main
from primum.own import OwnModelError
from primum.text.judge import Classifier

TOKENIZER = models.folder() / "text" / "tokenizer.json"
INSULT = "Bonjour à tous. Ce patient est un crétin."


def classifier(*, masked: bool = True, takes: str = "input_ids", labels: int = 2) -> bytes:
    """A real ONNX graph: the logit of label 1 is the highest weight of a text's tokens, high for one word."""
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    weights = np.full((tokenizer.get_vocab_size(), labels), -4.0, np.float32)
    weights[:, 0] = 0
    weights[tokenizer.encode(" crétin").ids[-1], 1] = 4.0  # its last piece stands in no other word here
    last = ["seen", "ReduceMax"] if masked else ["each", "ReduceSum"]
    nodes = [
        helper.make_node("Gather", ["weights", takes], ["each"]),
        helper.make_node("Cast", ["attention_mask"], ["floats"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["floats", "last"], ["mask"]),
        helper.make_node("Sub", ["mask", "one"], ["hidden"]),
        helper.make_node("Mul", ["hidden", "much"], ["lowered"]),
        helper.make_node("Add", ["each", "lowered"], ["seen"]),
        helper.make_node(last[1], [last[0], "middle"], ["logits"], keepdims=0),
    ]
    shape = ["n", "t"]
    graph = helper.make_graph(
        nodes,
        "classifier",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in (takes, "attention_mask")],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", labels])],
        [
            numpy_helper.from_array(weights, "weights"),
            numpy_helper.from_array(np.array([-1]), "last"),
            numpy_helper.from_array(np.array([1]), "middle"),
            numpy_helper.from_array(np.float32(1), "one"),
            numpy_helper.from_array(np.float32(1000), "much"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    return model.SerializeToString()


def test_it_tells_sentences_apart_whatever_stands_beside_them() -> None:
    judge = Classifier(classifier(), TOKENIZER.read_bytes())
    alone = judge.probabilities(["Quel crétin."])
    beside = judge.probabilities(["Bonjour à toutes et à tous, merci de vos avis.", "Quel crétin."] * 20)
    assert alone[0] > 0.9 > 0.1 > beside[0]
    assert beside[1] == pytest.approx(alone[0], abs=1e-4)
    assert judge.probabilities([]).shape == (0,)


@pytest.mark.parametrize(
    ("model", "tokenizer", "label", "said"),
    [
        (b"no model", None, None, "no ONNX"),
        (classifier(), b"{}", None, "tokenizer"),
        (classifier(takes="pixels"), None, None, "should take"),
        (classifier(masked=False), None, None, "attention mask"),
        (classifier(labels=3), None, None, "--label"),
        (classifier(), None, 2, "2 labels"),
    ],
)
def test_what_cannot_be_used_is_said(model: bytes, tokenizer: bytes | None, label: int | None, said: str) -> None:
    with pytest.raises(OwnModelError, match=said):
        Classifier(model, tokenizer or TOKENIZER.read_bytes(), label)


@pytest.mark.parametrize("name", ["../up", "", "a/b", "UPPER", "x" * 41, ".hidden", "primum"])
def test_a_name_is_a_plain_word(name: str) -> None:
    with pytest.raises(OwnModelError):
        own.available(name)


@pytest.mark.skipif(sys.platform != "linux", reason="in a home of its own, on Linux")
def test_a_choice_that_cannot_be_kept_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    card = own.Card("mine", 1, {}, {}, {})
    own.keep(card, TOKENIZER, TOKENIZER)
    home = own.folder()

    def said(*arguments: str) -> str:
        assert main(["models", *arguments]) == 2
        (sentence,) = capsys.readouterr().err.splitlines()
        assert sentence.startswith("primum: ")
        return sentence

    (home / own.CHOSEN / "in the way").mkdir(parents=True)
    assert "cannot be written" in said("use", "mine")
    assert "cannot be written" in said("use", own.BUILT_IN)
    assert sorted(file.name for file in home.iterdir()) == [own.CHOSEN, "mine"], "and nothing is left behind"

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("shutil.rmtree", refused)
    assert "cannot be removed (Permission denied)" in said("remove", "mine")


@pytest.mark.skipif(sys.platform != "linux", reason="in a home of its own, on Linux")
def test_brought_measured_used_and_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str | Path) -> tuple[int, str]:
        status = main(list(map(str, arguments)))
        said = capsys.readouterr()
        return status, said.out + said.err

    def findings() -> list[dict[str, object]]:
        return json.loads(run("check-text", "--jsonl", INSULT)[1])["findings"]

    model, corpus = tmp_path / "crude.onnx", tmp_path / "corpus"
    model.write_bytes(classifier())
    corpus.mkdir()
    rows = [
        {"id": f"{kind}-{n}", "pair": None, "lang": "fr", "labels": labels, "target": "patient", "text": text}
        for kind, labels, text in (("bad", ["insult"], "Ce patient est un crétin."), ("good", [], "Merci de vos avis."))
        for n in range(1100)
    ]
    (corpus / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    before = findings()
    add = ("models", "add", "crude", "--onnx", model, "--tokenizer", TOKENIZER, "--corpus", corpus)
    status, said = run(*add, "--sha256", "0" * 64)
    assert status == 2
    assert hashlib.sha256(model.read_bytes()).hexdigest() in said
    assert not list(home.iterdir())

    status, said = run(*add)
    assert status == 0, said
    assert "crude: AUC 1.000, finds 100.0 %" in said
    assert "\nprimum: AUC" in said
    assert findings() == before, "it is kept, and not in use yet"

    assert run("models", "use", "crude")[0] == 0
    assert "* crude" in run("models", "list")[1]
    remarks = [(found["text"], found["strength"]) for found in findings() if found["family"] == "remark"]
    assert remarks == [("Ce patient est un crétin.", "strong")]

    kept = home / ".local/share/primum/models/crude/model.onnx"
    kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    status, said = run("check-text", INSULT)
    assert status == 2
    assert "not the one that was measured" in said

    assert run("models", "remove", "crude")[0] == 0
    assert findings() == before
    assert not (home / ".local/share/primum").exists()
    assert run("models", "remove", "crude")[0] == 2
