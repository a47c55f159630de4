"""Compact the INSEE name lists, the list of communes and ordinary words into `gazetteer.txt.xz`.

    python models/identity/build_gazetteer.py FOLDER

FOLDER holds `insee-surnames.csv.xz`, `insee-first-names.csv.xz` (NAME,COUNT), `communes-fr.txt.xz`, `communes.json` of
the npm package @etalab/decoupage-administratif 6.0.0, and `plain.jsonl.xz`, ordinary prose that tells which names are
also words. Names are folded: lower case, no accents.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "host"))
from primum.text.gazetteer import Entry, folded

FIRST_NAME_FLOOR, SURNAME_FLOOR, TOWN_AND_FIRST_NAME_FLOOR = 150, 300, 3000
"""Bearers below which a name is left out: keeps the file small, and no rare name leads to its bearer.
Clermont and Vic are towns before they are first names."""
WORD_FLOOR = 8
"""Times a word stands in lower case in the prose read before it counts as ordinary."""
PROSE_STEP = 3
"""One row in so many is read."""
PEOPLED_FLOOR = 20_000
"""People from which on a town is no small one."""
FAR_LARGER = 10
"""How many times more people one of several communes of a name must have to be the one that is meant."""
AREAS = {
    "o": ("28", "52", "53"),
    "n": ("32",),
    "e": ("27", "44"),
    "s": ("75",),
    "m": ("76",),
    "p": ("93", "94"),
    "r": ("84",),
    "c": ("24",),
    "i": ("11",),
    "d": ("01", "02", "03", "04", "06", "975", "977", "978", "986", "987", "988"),
}
"""Parts of France, as people name them, by INSEE's codes of regions."""
OUT = Path(__file__).with_name("gazetteer.txt.xz")


def lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        yield from file


def counts(path: Path) -> dict[str, int]:
    names: Counter[str] = Counter()
    for line in lines(path):
        name, _, count = line.strip().rpartition(",")
        if name.replace("-", "").replace("'", "").replace(" ", "").isalpha() and len(name) > 1:
            names[folded(name)] += int(count)
    return names


def words(path: Path) -> Counter[str]:
    """How often each word stands in lower case in ordinary prose."""
    seen: Counter[str] = Counter()
    for number, line in enumerate(lines(path)):
        if number % PROSE_STEP:
            continue
        seen.update(folded(word) for word in re.findall(r"[^\W\d_]+", json.loads(line)["text"]) if word.islower())
    return seen


def communes(path: Path) -> dict[str, tuple[bool, str]]:
    """Whether a commune is peopled, and its part of France: "" where communes of one name lie in several."""
    part = {code: letter for letter, codes in AREAS.items() for code in codes}
    people: dict[str, Counter[str]] = {}
    for commune in json.loads(path.read_text("utf-8")):
        living = commune.get("population", 0) or 1
        people.setdefault(folded(commune["nom"]), Counter())[part.get(commune.get("region", ""), "")] += living
    found = {}
    for name, counted in people.items():
        (area, most), *others = counted.most_common()
        alone = most >= FAR_LARGER * sum(count for _, count in others)
        found[name] = (most >= PEOPLED_FLOOR and alone, area if alone else "")
    return found


def main(folder: Path) -> None:
    prose = words(folder / "plain.jsonl.xz")
    entries: dict[str, Entry] = {}
    first_names = counts(folder / "insee-first-names.csv.xz")
    for name, count in first_names.items():
        if count >= FIRST_NAME_FLOOR:
            entries[name] = entries.get(name, Entry(0)) | Entry.FIRST_NAME
    for name, count in counts(folder / "insee-surnames.csv.xz").items():
        if count >= SURNAME_FLOOR and name != "autres noms":
            entries[name] = entries.get(name, Entry(0)) | Entry.SURNAME
    known = communes(folder / "communes.json")
    for name in {*(folded(line.strip()) for line in lines(folder / "communes-fr.txt.xz")), *known}:
        if len(name) > 1:
            entries[name] = entries.get(name, Entry(0)) | Entry.TOWN
            if known.get(name, (False, ""))[0]:
                entries[name] |= Entry.PEOPLED
            if first_names.get(name, 0) < TOWN_AND_FIRST_NAME_FLOOR:
                entries[name] &= ~Entry.FIRST_NAME
    for word, count in prose.items():
        if len(word) > 1 and count >= (3 if word in entries else WORD_FLOOR):
            entries[word] = entries.get(word, Entry(0)) | Entry.WORD
    table = [f"{name}\t{entry.value}{known.get(name, (False, ''))[1]}" for name, entry in sorted(entries.items())]
    OUT.write_bytes(lzma.compress("\n".join(table).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(len(table), "entries,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
