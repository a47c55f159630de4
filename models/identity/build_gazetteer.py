"""Compact the INSEE name lists and the list of communes into `gazetteer.txt.xz`.

    python models/identity/build_gazetteer.py FOLDER

FOLDER holds `insee-surnames.csv.xz`, `insee-first-names.csv.xz` (NAME,COUNT), `communes-fr.txt.xz` and
`plain.jsonl.xz`, ordinary prose that tells which names are also words. Names are folded: lower case, no accents.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "host"))
from primum.text.gazetteer import Entry, folded  # noqa: E402

FIRST_NAME_FLOOR, SURNAME_FLOOR = 300, 450
"""Bearers below which a name is left out: keeps the file small, and no rare name leads to its bearer."""
PROSE_ROWS = 60_000
OUT = Path(__file__).with_name("gazetteer.txt.xz")


def counts(path: Path) -> dict[str, int]:
    names: Counter[str] = Counter()
    for line in lzma.open(path, "rt", encoding="utf-8"):
        name, _, count = line.strip().rpartition(",")
        if name.replace("-", "").replace("'", "").replace(" ", "").isalpha() and len(name) > 1:
            names[folded(name)] += int(count)
    return names


def words(path: Path) -> Counter[str]:
    """How often each word stands in lower case in ordinary prose."""
    seen: Counter[str] = Counter()
    for number, line in enumerate(lzma.open(path, "rt", encoding="utf-8")):
        if number >= PROSE_ROWS:
            break
        seen.update(folded(word) for word in re.findall(r"[^\W\d_]+", json.loads(line)["text"]) if word.islower())
    return seen


def main(folder: Path) -> None:
    prose = words(folder / "plain.jsonl.xz")
    entries: dict[str, Entry] = {}
    for name, count in counts(folder / "insee-first-names.csv.xz").items():
        if count >= FIRST_NAME_FLOOR:
            entries[name] = entries.get(name, Entry(0)) | Entry.FIRST_NAME
    for name, count in counts(folder / "insee-surnames.csv.xz").items():
        if count >= SURNAME_FLOOR and name != "autres noms":
            entries[name] = entries.get(name, Entry(0)) | Entry.SURNAME
    for line in lzma.open(folder / "communes-fr.txt.xz", "rt", encoding="utf-8"):
        name = folded(line.strip())
        if len(name) > 1:
            entries[name] = entries.get(name, Entry(0)) | Entry.TOWN
    for name in entries:
        if prose[name] >= 3:
            entries[name] |= Entry.WORD
    lines = [f"{name}\t{entry.value}" for name, entry in sorted(entries.items())]
    OUT.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(len(lines), "entries,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
