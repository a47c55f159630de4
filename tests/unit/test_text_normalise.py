"""The normalised text and the way back."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from primum.text.normalise import Normalised

AWKWARD_PIECES = [
    *["e\u0301", "a\u0323\u0302", "\u0301", "\u0344", "\u1100\u1161\u11a8", "\uac00\u11a8", "\uff76\uff9e"],
    *["\u2019", "`", "´", "\u00a0", "\u202f", "\u200b", "\ufeff", "\u00ad", "\u200d", "\ufe0f", "\u2028", "\r\n"],
    *["ﬁ", "½", "１２", "é", "œ", "👩\u200d⚕\ufe0f", "\ud83d", "e\u200b\u0301"],
]
AWKWARD = st.lists(st.one_of(st.sampled_from(AWKWARD_PIECES), st.text(max_size=4))).map("".join)


@pytest.mark.parametrize(
    ("given_text", "read"),
    [
        ("j’adore", "j'adore"),
        ("c´est c`est lʼun", "c'est c'est l'un"),
        ("1,50\u00a0m\u202f!", "1,50 m !"),
        ("ma\u00adlade\u200b\ufeff", "malade"),
        ("e\u0301te\u0301", "été"),
        ("ﬁn de l'œuvre", "fin de l'œuvre"),
        ("０６\u2011１２", "06-12"),
        ("a\u2028b", "a\nb"),
        ("\ud83d", "\ufffd"),
    ],
)
def test_reads_one_spelling(given_text: str, read: str) -> None:
    assert Normalised.of(given_text).text == read


def test_goes_back_over_what_was_dropped_or_joined() -> None:
    text = "une pa\u00adtiente a\u0302ge\u0301e"
    normal = Normalised.of(text)
    at = normal.text.index("âgée")
    assert text[slice(*normal.original(at, at + 4))] == "a\u0302ge\u0301e"
    at = normal.text.index("patiente")
    assert text[slice(*normal.original(at, at + 8))] == "pa\u00adtiente"


def test_part_of_a_ligature_is_the_whole_ligature() -> None:
    normal = Normalised.of("ﬁn")
    assert normal.original(1, 2) == (0, 1)


@settings(deadline=None)  # the machine may be busy
@given(AWKWARD, st.data())
def test_every_range_slices_the_given_text(text: str, data: st.DataObject) -> None:
    normal = Normalised.of(text)
    start = data.draw(st.integers(0, len(normal.text)))
    end = data.draw(st.integers(start, len(normal.text)))
    span = normal.original(start, end)
    assert 0 <= span.start <= span.end <= len(text)
    assert (span.start == span.end) == (start == end)
    # what the span shows, normalised by itself, holds what was matched
    assert normal.text[start:end] in Normalised.of(text[span.start : span.end]).text


@settings(deadline=None)  # the machine may be busy
@given(AWKWARD)
def test_is_nfkc_of_the_whole_and_stays_as_it_is(text: str) -> None:
    once = Normalised.of(text).text
    assert unicodedata.normalize("NFKC", once) == once
    assert Normalised.of(once).text == once


@settings(deadline=None)  # the machine may be busy
@given(AWKWARD)
def test_positions_never_go_backwards(text: str) -> None:
    normal = Normalised.of(text)
    spans = [normal.original(i, i + 1) for i in range(len(normal.text))]
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))


def test_refuses_a_range_outside() -> None:
    with pytest.raises(ValueError, match="outside"):
        Normalised.of("abc").original(1, 4)


def test_thousands_of_marks_on_one_letter_are_cut_into_runs() -> None:
    text = "e" + "\u0301\u0323" * 10_000
    normal = Normalised.of(text)
    assert normal.original(0, len(normal.text)) == (0, len(text))
    assert normal.original(0, 1).end <= 40
