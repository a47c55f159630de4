"""Time grows in proportion to the text, whatever is typed: measured by growth, never by seconds."""

from __future__ import annotations

from time import process_time

import pytest

from primum.text import identity
from primum.text.normalise import Normalised

HOSTILE = {
    "digits": "1",
    "pairs": "06 ",
    "nir": "1 49 01 75 056 123 4",
    "dots": "1.",
    "phones": "06 12 34 56 7",
    "plus": "+33",
    "at": "@",
    "addresses": "a@a.",
    "long local part": "aaaaaaaaaaaaaaaa.",
    "labels": "dossier n° ",
    "births": "né le ",
    "brackets": "(((((",
    "dates": "12/",
    "number words": "vingt et un ",
    "months": "12 mars ",
    "spaces": "    ",
    "marks": "e\u0301\u0323",
    "newlines": "\n",
    "names": "Jean-",
    "apostrophes": "d'",
    "titles": "Mme ",
    "towns": "Saint-Denis-",
    "initials": "A. ",
    "streets": "12 rue de ",
    "eponyms": "score de ",
    "kin": "ma soeur de ",
    "events": "accident de ",
    "plates": "plaque AB ",
    "links": "https://a",
    "handles": "@aa ",
}


def cost(text: str) -> float:
    """The least of two runs, to keep the machine's other work out."""

    def once() -> float:
        start = process_time()
        identity.find(Normalised.of(text))
        return process_time() - start

    return min(once() for _ in range(2))


@pytest.mark.parametrize("name", HOSTILE)
def test_four_times_the_text_takes_about_four_times_as_long(name: str) -> None:
    unit = HOSTILE[name]
    short = unit * (5_000 // len(unit))
    identity.find(Normalised.of(short[:200]))
    # quadratic would be 16; the constant forgives a clock that ticks coarsely
    assert cost(short * 4) < 9 * cost(short) + 0.02


def test_fifty_thousand_digits_are_read() -> None:
    assert identity.find(Normalised.of("1" * 50_000)) == []
