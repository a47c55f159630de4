"""The two sides of the wire say the same."""

import json
from pathlib import Path

import msgspec
import pytest

from primum.finding import LANGUAGES, catalogue
from primum.wire import markdown, messages, typescript
from primum.wire.answers import utf16
from primum.wire.server import decode

ROOT = Path(__file__).parents[2]
TYPESCRIPT = ROOT / "extension" / "src" / "wire" / "messages.ts"
PROTOCOL_PAGE = ROOT / "docs" / "protocol.md"


def test_typescript_is_what_the_python_types_say() -> None:
    assert TYPESCRIPT.read_text("utf-8") == typescript.typescript(), "run: make messages"


def test_the_page_of_the_protocol_is_what_the_python_types_say() -> None:
    assert PROTOCOL_PAGE.read_text("utf-8") == markdown.markdown(), "run: make messages"


def test_every_request_survives_the_way_there() -> None:
    for request in (
        messages.Hello(id=1, protocol=1, extension="0.1.0"),
        messages.CheckText(id=2, draft="d", revision=3, text="é😀", lang="fr", site="x", sensitivity="high"),
        messages.PhotoPart(id=4, photo="p", part=0, parts=1, data=bytes(range(256))),
        messages.CheckPhoto(id=5, photo="p"),
        messages.MaskPhoto(id=6, photo="p", boxes=[(1, 2, 3, 4)]),
        messages.Cancel(id=7, request=5),
        messages.Forget(id=8, photo="p"),
        messages.Status(id=9),
    ):
        assert decode(msgspec.json.encode(request)) == request


@pytest.mark.parametrize(
    ("content", "code", "id_"),
    [
        (b"\xff\xfe\x00", "bad_frame", None),
        (b"not json", "bad_frame", None),
        (b"", "bad_frame", None),
        (b'{"type":"hello","id":1', "bad_frame", None),
        (b"[1]", "bad_message", None),
        (b"null", "bad_message", None),
        (b'{"type":"boil_an_egg","id":3}', "unknown_message", 3),
        (b'{"id":3}', "unknown_message", 3),
        (b'{"type":"check_text","id":4,"draft":"d","revision":1}', "bad_message", 4),
        (b'{"type":"check_text","id":4,"draft":"d","revision":-1,"text":""}', "bad_message", 4),
        (b'{"type":"check_text","id":4,"draft":"d","revision":1,"text":"","more":1}', "bad_message", 4),
        (b'{"type":"check_text","id":4,"draft":"d","revision":1,"text":"","sensitivity":"x"}', "bad_message", 4),
        (b'{"type":"mask_photo","id":5,"photo":"p","boxes":[[1,2,3]]}', "bad_message", 5),
        (b'{"type":"photo_part","id":6,"photo":"p","part":0,"parts":1,"data":"not base64!"}', "bad_message", 6),
        (b"[" * 100_000, "bad_message", None),
    ],
)
def test_what_is_not_a_message_is_told_by_a_code(content: bytes, code: str, id_: int | None) -> None:
    error = decode(content)
    assert isinstance(error, messages.Error)
    assert (error.code, error.id) == (code, id_)


def test_offsets_count_as_the_browser_counts() -> None:
    text = "a😀é😀b"
    place = utf16(text)
    for offset in range(len(text) + 1):
        assert place(offset) == len(text[:offset].encode("utf-16-le")) // 2


def test_every_rule_speaks_both_languages_without_blame() -> None:
    for rule in catalogue().values():
        assert rule.article
        for lang in LANGUAGES:
            wording = rule.wording[lang]
            assert wording.line.endswith(".")
            assert wording.why.endswith(".")
        words = json.dumps([rule.wording["fr"].line, rule.wording["fr"].why], ensure_ascii=False).lower()
        assert "vous violez" not in words
        assert "conforme" not in words
