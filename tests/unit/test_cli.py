"""The command line is a contract: what it reads, what it writes, and one clear sentence for what it cannot read."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from skimage import data

PRIMUM = Path(sys.executable).with_name("primum")
REMARK = "Je préfère les patientes jolies, ça rend la consultation plus agréable."


def run(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([PRIMUM, *arguments], input=stdin, capture_output=True, timeout=60)


def one_sentence(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the sentence on stderr of a command that could not do its work."""
    assert done.returncode == 2
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("primum: ")
    assert lines[0].endswith(".") or lines[0].endswith("chrome")
    return lines[0]


@pytest.fixture
def portrait(tmp_path: Path) -> Path:
    file = tmp_path / "portrait.jpg"
    Image.fromarray(data.astronaut()).save(file, quality=92)
    return file


def test_json_lines_in_and_out() -> None:
    text = f"😀 Tél. de la patiente : 06 12 34 56 78. {REMARK}"
    rows = [{"id": "a", "text": text}, {"id": 7, "text": "Bonjour.", "lang": "fr"}]
    done = run("check-text", "--jsonl", stdin="\n".join(map(json.dumps, rows)).encode())
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], second["id"]) == ("a", 7)
    assert second["findings"] == []
    assert second["ms"] >= 0
    assert {"phone"} < {found["rule"] for found in first["findings"]}
    for found in first["findings"]:
        assert found["text"] == text[found["start"] : found["end"]]
        assert found["family"] in {"remark", "identity", "promotion"}
        assert found["strength"] in {"strong", "warn", "hint"}
        assert 0 <= found["score"] <= 1


def test_one_text_for_a_person() -> None:
    assert "jolies" in run("check-text", REMARK).stdout.decode()
    assert "jolies" in run("check-text", "-", stdin=REMARK.encode()).stdout.decode()
    assert "\033" not in run("check-text", REMARK).stdout.decode()
    assert run("check-text", "Bonjour à tous.").returncode == 0


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"[1]",
        b'{"id": 1}',
        b'{"id": 1, "text": 5}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"text": "", "id": ' + b"1" * 5000 + b"}",
    ],
    ids=["words", "list", "no text", "number", "no UTF-8", "brackets", "digits"],
)
def test_a_line_that_is_no_row_is_named_and_does_not_hide_the_others(line: bytes) -> None:
    first, last = b'{"id": 1, "text": "Bonjour."}\n', b'\n{"id": 3, "text": "Merci."}\n'
    done = run("check-text", "--jsonl", stdin=first + line + last)
    assert "ine 2 is not" in one_sentence(done)
    assert [json.loads(answer)["id"] for answer in done.stdout.splitlines()] == [1, 3]


def test_a_byte_order_mark_is_no_part_of_a_text() -> None:
    done = run("check-text", "--jsonl", stdin=b'\xef\xbb\xbf{"id": 1, "text": "06 12 34 56 78"}\n')
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["findings"][0]["start"] == 0
    assert "“06 12 34 56 78”".encode() in run("check-text", stdin=b"\xef\xbb\xbf06 12 34 56 78").stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("more", [(), ("--jsonl",)])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_answer_that_cannot_be_written_is_said(more: tuple[str, ...], unbuffered: str) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with Path("/dev/full").open("wb") as full:
        command = [PRIMUM, "check-text", REMARK, *more]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60, env=environment)
    assert "answer" in one_sentence(done)


@pytest.mark.skipif(sys.platform == "win32", reason="closes the standard input as a shell does")
def test_no_standard_input_is_said() -> None:
    command = ["sh", "-c", '"$0" check-text <&-', str(PRIMUM)]
    assert "standard input" in one_sentence(subprocess.run(command, capture_output=True, timeout=60))


def test_a_text_that_is_too_long_or_not_utf8_is_said() -> None:
    assert "characters" in one_sentence(run("check-text", "-", stdin=b"mot " * 20_000))
    assert "UTF-8" in one_sentence(run("check-text", "-", stdin=b"\xff"))


def test_one_row_that_is_too_long_does_not_hide_the_others() -> None:
    rows = [{"id": 1, "text": "a " * 12_000}, {"id": "\ud83d", "text": "Bonjour."}]
    done = run("check-text", "--jsonl", stdin="\n".join(map(json.dumps, rows)).encode())
    assert "Row 1" in one_sentence(done)
    (answer,) = map(json.loads, done.stdout.splitlines())
    assert answer["id"] == "\ud83d"


def test_what_the_terminal_cannot_show_is_no_end() -> None:
    done = subprocess.run(
        [PRIMUM, "check-text", "Appelez Mme Kervella au 06 12 34 56 78 😀"],
        capture_output=True,
        timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
    )
    assert done.returncode == 0, done.stderr
    assert b"06 12 34 56 78" in done.stdout


def test_a_photo_is_checked(portrait: Path) -> None:
    done = run("check-photo", portrait, "--jsonl")
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert (row["file"], row["width"], row["height"]) == (str(portrait), 512, 512)
    (head,) = (found for found in row["findings"] if found["rule"] == "head")
    assert (head["family"], head["strength"]) == ("photo", "strong")
    x, y, w, h = head["box"]
    assert 0 <= x < x + w <= 512
    assert 0 <= y < y + h <= 512
    assert x < 225 < x + w  # the astronaut's nose
    assert y < 120 < y + h
    assert isinstance(row["metadata"], dict)


def test_a_photo_that_cannot_be_read_does_not_hide_the_others(portrait: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(portrait.read_bytes()[:200])
    done = run("check-photo", broken, tmp_path / "missing.jpg", portrait, "--jsonl")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2
    assert json.loads(done.stdout)["file"] == str(portrait)


def test_mask_writes_a_new_file_and_never_over_another(portrait: Path, tmp_path: Path) -> None:
    out = tmp_path / "masked.jpg"
    done = run("mask", portrait, "-o", out, "--jsonl")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["boxes"]) == 1
    masked = out.read_bytes()
    assert Image.open(io.BytesIO(masked)).size == (512, 512)
    one_sentence(run("mask", portrait, "-o", out))
    assert out.read_bytes() == masked
    assert run("mask", portrait, "-o", out, "--force").returncode == 0
    assert json.loads(run("check-photo", out, "--jsonl").stdout)["findings"] == []


def test_mask_writes_what_the_name_of_the_output_says(portrait: Path, tmp_path: Path) -> None:
    assert run("mask", portrait, "-o", tmp_path / "masked.png").returncode == 0
    assert Image.open(tmp_path / "masked.png").format == "PNG"
    assert "photo.txt" in one_sentence(run("mask", portrait, "-o", tmp_path / "photo.txt"))
    assert "masked.png" in one_sentence(run("mask", portrait, "-o", tmp_path / "masked.gif"))
    assert not (tmp_path / "masked.gif").exists()


def test_the_companion_is_for_our_extension_only() -> None:
    one_sentence(run("host", "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"))
