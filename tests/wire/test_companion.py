"""The real companion with the real models, spoken to in frames."""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from primum.wire.messages import PROTOCOL
from primum.wire.photos import BYTES_HELD, PHOTOS_HELD
from tests.companion import COMMAND, Companion

REMARK = "Je préfère les patientes jolies, ça rend la consultation plus agréable."


def portrait() -> bytes:
    stream = io.BytesIO()
    Image.fromarray(data.astronaut()).save(stream, "JPEG", quality=92)
    return stream.getvalue()


@pytest.fixture(scope="module")
def companion():
    with Companion() as running:
        running.hello()
        yield running


def test_hello_tells_rules_models_and_limits() -> None:
    with Companion() as companion:
        answer = companion.hello()
        assert answer["type"] == "hello_answer"
        assert answer["protocol"] == PROTOCOL
        assert {"body", "nir", "head"} <= {rule["id"] for rule in answer["rules"]}
        assert answer["models"]
        assert all(model["usable"] for model in answer["models"])
        assert answer["limits"]["text_characters"] >= 10_000


def test_another_protocol_is_said() -> None:
    with Companion() as companion:
        answer = companion.ask("hello", protocol=PROTOCOL + 1, extension="test")
        assert (answer["type"], answer["code"]) == ("error", "protocol_mismatch")


def test_a_text_is_checked_and_its_words_are_found_in_utf16(companion: Companion) -> None:
    text = f"😀😀 Bonjour à tous. Tél. de la patiente : 06 12 34 56 78. {REMARK}"
    answer = companion.ask("check_text", draft="a", revision=1, text=text)
    units = text.encode("utf-16-le")
    found = [
        (finding["rule"], finding["family"], units[finding["start"] * 2 : finding["end"] * 2].decode("utf-16-le"))
        for finding in answer["findings"]
    ]
    assert ("phone", "identity", "06 12 34 56 78") in found
    assert REMARK in [words for _, family, words in found if family == "remark"]


def test_sensitivity_decides_how_readily_a_remark_is_said(companion: Companion) -> None:
    seeds = (Path(__file__).parents[2] / "models/text/seeds.jsonl").read_text("utf-8").splitlines()
    said = []
    for revision, sensitivity in enumerate(("low", "normal", "high")):
        said.append(0)
        for number, seed in enumerate(seeds):
            text = json.loads(seed)["text"]
            answer = companion.ask(
                "check_text", draft=f"s{number}", revision=revision, text=text, sensitivity=sensitivity
            )
            strengths = [finding["strength"] for finding in answer["findings"] if finding["family"] == "remark"]
            said[-1] += sum(("hint", "warn", "strong").index(strength) + 1 for strength in strengths)
    assert said[0] < said[2]
    assert said == sorted(said)


def test_the_newest_revision_wins(companion: Companion) -> None:
    sent = {companion.send("check_text", draft="b", revision=n, text=f"Bonjour {n}. " * 150): n for n in range(30)}
    answers = [companion.receive() for _ in sent]
    verdicts = [answer["revision"] for answer in answers if answer["type"] == "text_verdict"]
    assert verdicts[-1] == 29
    assert verdicts == sorted(verdicts)
    assert all(answer["code"] == "superseded" for answer in answers if answer["type"] == "error")
    assert sorted(answer["id"] for answer in answers) == sorted(sent)
    late = companion.ask("check_text", draft="b", revision=3, text="Bonjour")
    assert late["code"] == "superseded"


def test_a_photo_is_checked_masked_and_forgotten(companion: Companion) -> None:
    content = portrait()
    companion.put_photo("p", content)
    verdict = companion.ask("check_photo", photo="p", name="vacances.jpg")
    assert (verdict["width"], verdict["height"]) == (512, 512)
    boxes = [finding["box"] for finding in verdict["findings"] if finding["rule"] == "head"]
    assert len(boxes) == 1
    head, masked = companion.mask_photo("p", boxes)
    assert head["bytes"] == len(masked)
    assert "vacances" not in head["name"]
    before, after = (np.asarray(Image.open(io.BytesIO(each)).convert("RGB")).astype(int) for each in (content, masked))
    x, y, w, h = boxes[0]
    inside = np.s_[y : y + h, x : x + w]
    assert np.abs(before[inside] - after[inside]).mean() > 20
    assert np.abs(before[400:, :64] - after[400:, :64]).mean() < 4
    assert companion.ask("status")["photos"] == 1
    assert companion.ask("forget", photo="p")["type"] == "done"
    assert companion.ask("check_photo", photo="p")["code"] == "photo_unknown"


def test_a_photo_does_not_delay_a_sentence(companion: Companion) -> None:
    stream = io.BytesIO()
    Image.fromarray(np.tile(data.astronaut(), (6, 8, 1))).save(stream, "JPEG")
    companion.put_photo("large", stream.getvalue())
    photo = companion.send("check_photo", photo="large")
    text = companion.send("check_text", draft="c", revision=1, text="Bonjour à toutes et à tous.")
    assert [companion.receive()["id"], companion.receive()["id"]] == [text, photo]


def test_a_photo_whose_parts_are_not_all_there_is_refused(companion: Companion) -> None:
    assert companion.ask("photo_part", photo="q", part=1, parts=2, data="")["code"] == "photo_unknown"
    companion.send("photo_part", photo="q", part=0, parts=3, data="")
    assert companion.ask("check_photo", photo="q")["code"] == "photo_incomplete"
    assert companion.ask("photo_part", photo="q", part=2, parts=3, data="")["code"] == "photo_incomplete"


def test_bytes_that_are_no_photo_are_said(companion: Companion) -> None:
    companion.put_photo("r", b"no photo at all")
    answer = companion.ask("check_photo", photo="r")
    assert (answer["type"], answer["code"]) == ("error", "photo_unreadable")


def test_only_so_many_photos_are_held() -> None:
    with Companion() as companion:
        companion.hello()
        for number in range(PHOTOS_HELD + 5):
            companion.put_photo(f"p{number}", b"x" * 1000)
        status = companion.ask("status")
        assert status["photos"] == PHOTOS_HELD
        assert PHOTOS_HELD * 1000 < BYTES_HELD
        assert companion.ask("check_photo", photo="p0")["code"] == "photo_unknown"


def test_a_check_can_be_cancelled(companion: Companion) -> None:
    stream = io.BytesIO()
    Image.fromarray(np.tile(data.astronaut(), (6, 8, 1))).save(stream, "JPEG")
    companion.put_photo("s", stream.getvalue())
    first = companion.send("check_photo", photo="s")
    second = companion.send("check_photo", photo="s")
    cancel = companion.send("cancel", request=second)
    answers = {answer["id"]: answer for answer in (companion.receive() for _ in range(3))}
    assert answers[cancel]["type"] == "done"
    assert answers[second]["code"] == "cancelled"
    assert answers[first]["type"] == "photo_verdict"


def test_a_text_past_the_limit_is_said(companion: Companion) -> None:
    answer = companion.ask("check_text", draft="d", revision=1, text="mot " * 20_000)
    assert answer["code"] == "text_too_long"


def test_it_ends_at_the_end_of_input_even_in_the_middle_of_a_check() -> None:
    with Companion() as companion:
        companion.put_photo("p", portrait())
        companion.send("check_photo", photo="p")
        assert companion.end(seconds=5) == 0


def test_it_ends_when_the_browser_is_gone() -> None:
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    assert process.stdin is not None
    process.stdout.close()  # nobody listens any more, but the input stays open
    message = json.dumps({"type": "status", "id": 1}).encode()
    process.stdin.write(len(message).to_bytes(4, sys.byteorder) + message)
    process.stdin.flush()
    assert process.wait(10) == 0


def test_a_library_that_prints_does_not_break_the_frames() -> None:
    noisy = (
        "import os, sys; from primum.wire.framing import take_stdio; streams = take_stdio();"
        "print('noise'); os.write(1, b'more noise\\n'); sys.stdout.flush();"
        "from primum.wire.server import Server; Server(*streams).serve()"
    )
    with Companion((sys.executable, "-c", noisy)) as companion:
        assert companion.hello()["type"] == "hello_answer"
        deadline = time.monotonic() + 5
        while b"more noise" not in companion.errors and time.monotonic() < deadline:
            time.sleep(0.01)
        assert b"more noise" in companion.errors
