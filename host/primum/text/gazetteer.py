"""The names people and places bear: first names and surnames of France (INSEE), French communes, ordinary words.

A name alone proves nothing, for Petit, Rose and Die are words too: the tagger weighs it with what stands around.
"""

from __future__ import annotations

import lzma
import unicodedata
from collections.abc import Mapping
from enum import IntFlag
from functools import cache

from primum import models


class Entry(IntFlag):
    """What a folded name can be; `WORD` when ordinary prose holds it in lower case."""

    FIRST_NAME = 1
    SURNAME = 2
    TOWN = 4
    WORD = 8


def folded(text: str) -> str:
    """Lower case without accents; hyphens and apostrophes become spaces, œ becomes oe."""
    plain = unicodedata.normalize("NFD", text.lower().replace("œ", "oe").replace("æ", "ae"))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return kept.translate({ord("-"): " ", ord("'"): " ", ord("’"): " "})


@cache
def gazetteer() -> Mapping[str, Entry]:
    """Return every known name, folded. Raises ModelUnusableError when the list is missing or damaged."""
    text = lzma.decompress(models.read("identity", "identity/gazetteer.txt.xz")).decode()
    pairs = (line.split("\t") for line in text.split("\n"))
    entries = [Entry(value) for value in range(16)]
    return {name: entries[int(value)] for name, value in pairs}
