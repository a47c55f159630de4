"""The short version of `python -m tests.fuzz`, seeded: the same on every machine."""

from hypothesis import given, settings
from hypothesis import strategies as st

from primum.text.check import TextChecker
from primum.wire.messages import Error
from primum.wire.server import decode
from tests.fuzz import checks

CHECKER = TextChecker()


def test_whatever_is_framed_is_answered() -> None:
    assert checks.fuzz_frames(seed=3, count=2000)["sent"] == 2000


def test_whatever_is_written_is_read() -> None:
    assert checks.fuzz_texts(seed=3, count=60)["sent"] == 60


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=300))
def test_any_text_gets_findings_about_itself(text: str) -> None:
    checks.assert_sound(text, CHECKER.check(text))


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_request_or_an_error(content: bytes) -> None:
    answer = decode(content)
    assert not isinstance(answer, Error) or answer.message.endswith(".")
