"""The names people and places bear, looked up where they lie."""

from __future__ import annotations

import lzma

import pytest

from primum import models
from primum.text.gazetteer import Entry, Gazetteer, gazetteer


def test_every_name_of_the_list_is_found_and_nothing_else() -> None:
    lines = lzma.decompress(models.read("identity", "identity/gazetteer.txt.xz")).decode().split("\n")
    values = dict(line.split("\t") for line in lines)
    written = {name: Entry(int(value.rstrip("abcdefghijklmnopqrstuvwxyz"))) for name, value in values.items()}
    known = gazetteer()
    assert dict(known) == written
    assert all(known.entry(name) is entry for name, entry in written.items())
    assert all(values[name] == f"{entry.value}{known.area(name)}" for name, entry in written.items())
    near = {other for name in written for other in (name[:-1], name[1:], f"{name}x", f"x{name}")} - written.keys()
    assert not any(map(known.entry, near))


@pytest.mark.parametrize("strange", ["", "\n", "\t", "\ud800", "\0", "ana\t1", "1", "\nana", "ana\n", "\U0010ffff"])
def test_what_is_no_name_is_not_found(strange: str) -> None:
    assert not Gazetteer(b"ana\t1\nbo\t12").entry(strange)
    assert not gazetteer().entry(strange)
    assert not gazetteer().area(strange)


def test_the_first_and_the_last_name_are_found() -> None:
    known = Gazetteer(b"ana\t1\nbo\t12")
    assert known.entry("ana") is Entry.FIRST_NAME
    assert known.entry("bo") is Entry.TOWN | Entry.WORD


@pytest.mark.parametrize(
    ("name", "peopled", "area"),
    [
        ("guerande", False, "o"),
        ("le mans", True, "o"),
        ("cilaos", False, "d"),
        ("valence", True, "r"),  # the others of this name are far smaller
        ("saint denis", False, ""),  # near Paris, or on Réunion
        ("dupont", False, ""),
    ],
)
def test_a_commune_has_a_size_and_a_part_of_france(name: str, peopled: bool, area: str) -> None:
    assert bool(gazetteer().entry(name) & Entry.PEOPLED) is peopled
    assert gazetteer().area(name) == area
