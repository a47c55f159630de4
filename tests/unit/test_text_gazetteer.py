"""The names people and places bear, looked up where they lie."""

from __future__ import annotations

import lzma

import pytest

from primum import models
from primum.text.gazetteer import Entry, Gazetteer, gazetteer


def test_every_name_of_the_list_is_found_and_nothing_else() -> None:
    lines = lzma.decompress(models.read("identity", "identity/gazetteer.txt.xz")).decode().split("\n")
    written = {name: Entry(int(value)) for name, value in (line.split("\t") for line in lines)}
    known = gazetteer()
    assert dict(known) == written
    assert all(known.entry(name) is entry for name, entry in written.items())
    near = {other for name in written for other in (name[:-1], name[1:], f"{name}x", f"x{name}")} - written.keys()
    assert not any(map(known.entry, near))


@pytest.mark.parametrize("strange", ["", "\n", "\t", "\ud800", "\0", "ana\t1", "1", "\nana", "ana\n", "\U0010ffff"])
def test_what_is_no_name_is_not_found(strange: str) -> None:
    assert not Gazetteer(b"ana\t1\nbo\t12").entry(strange)
    assert not gazetteer().entry(strange)


def test_the_first_and_the_last_name_are_found() -> None:
    known = Gazetteer(b"ana\t1\nbo\t12")
    assert known.entry("ana") is Entry.FIRST_NAME
    assert known.entry("bo") is Entry.TOWN | Entry.WORD
