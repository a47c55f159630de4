"""The names people and places bear: first names and surnames of France (INSEE), French communes, ordinary words.

Of a commune the list knows besides whether 20,000 people or more live there, and in which part of France it lies.

A name alone proves nothing, for Petit, Rose and Die are words too: the tagger weighs it with what stands around.
"""

from __future__ import annotations

import lzma
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from enum import IntFlag
from functools import cache

from primum import models


class Entry(IntFlag):
    """What a folded name can be; `WORD` when ordinary prose holds it in lower case, `PEOPLED` for a town of 20,000."""

    FIRST_NAME = 1
    SURNAME = 2
    TOWN = 4
    WORD = 8
    PEOPLED = 16


PERSONAL = Entry.FIRST_NAME | Entry.SURNAME
_ENTRIES = [Entry(value) for value in range(32)]
_NOTHING = b"0"
_DIGITS = b"0123456789"
_AREAS = bytes(range(ord("a"), ord("z") + 1))
"""The letters that stand for parts of France; `generalise.py` has the words."""
_PAGE = 1024
"""Bytes of a page: it is searched whole, so fewer are quicker and more keep the index small."""


def folded(text: str) -> str:
    """Lower case without accents; hyphens and apostrophes become spaces, œ becomes oe."""
    kept = text.lower()
    if not kept.isascii():
        plain = unicodedata.normalize("NFD", kept.replace("œ", "oe").replace("æ", "ae"))
        kept = "".join(char for char in plain if not unicodedata.combining(char))
    return kept.translate({ord("-"): " ", ord("'"): " ", ord("’"): " "})


class Gazetteer:
    """The list as it was written: sorted lines of a name and what it can be. As a dict it took ten times the memory.

    A page begins with the first line after every so many bytes; its first name says whether a name can be in it.
    """

    def __init__(self, lines: bytes) -> None:
        self._lines = b"\n" + lines + b"\n"
        self._starts, self._firsts = [0], [b""]
        while (start := self._lines.find(b"\n", self._starts[-1] + _PAGE)) not in (-1, len(self._lines) - 1):
            self._starts.append(start)
            self._firsts.append(self._lines[start + 1 : self._lines.index(b"\t", start)])
        self._starts.append(len(self._lines))

    def entry(self, name: str) -> Entry:
        """What a folded name can be: nothing when it is not in the list."""
        return _ENTRIES[int(self._value(name).rstrip(_AREAS))]

    def area(self, name: str) -> str:
        """The part of France in which a commune of this folded name lies, a letter; "" when unknown or several."""
        return self._value(name).lstrip(_DIGITS).decode()

    def _value(self, name: str) -> bytes:
        # what UTF-8 has no bytes for is in no list
        sought = name.encode(errors="replace")
        page = bisect_right(self._firsts, sought) - 1
        line = b"\n%b\t" % sought
        at = self._lines.find(line, self._starts[page], self._starts[page + 1])
        return _NOTHING if at < 0 else self._lines[at + len(line) : self._lines.index(b"\n", at + 1)]

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        """Every name with what it can be, in order."""
        for line in self._lines.decode().strip("\n").split("\n"):
            name, value = line.split("\t")
            yield name, _ENTRIES[int(value.rstrip(_AREAS.decode()))]


@cache
def gazetteer() -> Gazetteer:
    """Return every known name, folded. Raises ModelUnusableError when the list is missing or damaged."""
    return Gazetteer(lzma.decompress(models.read("identity", "identity/gazetteer.txt.xz")))
