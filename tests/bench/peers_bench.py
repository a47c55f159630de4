"""`make bench-peers`: beside Presidio (text) and deface and OpenCV's YuNet (photos), on the same files in one run.

The peers live in an environment of their own (`build/peers`), made by that command, so that they never become
dependencies. Times are processor milliseconds, which other programs disturb less than those of the wall.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from primum.photo.heads import HeadFinder
from primum.text import identity
from primum.text.listening import Listener, tags
from primum.text.normalise import Normalised
from tests.bench import bench_photo, hard_pictures, report
from tests.bench.figures import PHOTO, row, section

ROOT = Path(__file__).parents[2]
PEERS = Path(__file__).parent / "peers"
sys.path.insert(0, str(ROOT / "models" / "identity"))
import marked  # noqa: E402  the corpus, as the identity room reads it

COMMAND = "make bench-peers"
LISTENER = Listener()
OURS_ALONE = {"JOB", "TRAIT", "KIN"}
"""Marks of kinds that Presidio has no notion of."""
HARMLESS = 200
"""Posts in which nobody is named, from the corpora of the remark model."""


def asked(python: Path, script: str, lines: Iterable[str], *arguments: str) -> list[dict[str, Any]]:
    """Give a peer its lines, and return what it answers to each."""
    command = [str(python), str(PEERS / script), *arguments]
    done = subprocess.run(command, input="\n".join(lines) + "\n", stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def ours(text: str) -> dict[str, Any]:
    """Read a text as the companion does: the reading by the encoder, which remarks share, and identity."""
    began = time.process_time()
    normal = Normalised.of(text)
    heard = tags(LISTENER.hear(normal))
    identity.find(normal, "fr", heard)
    spent = (time.process_time() - began) * 1000
    spans = [normal.original(one.start, one.end) for one in identity.mentions(normal.text, heard)]
    return {"spans": spans, "ms": spent}


def texts(python: Path) -> None:
    """Compare what is found of French identifiers, and what is said of texts in which there is nothing to find."""
    rows = [one for one in marked.rows() if one.lang == "fr" and one.fold == 0]
    harmless = marked.posts()[:: max(1, len(marked.posts()) // HARMLESS)][:HARMLESS]
    every = [one.text for one in rows] + harmless
    ours(every[0])  # warm
    answers = {
        "Primum": [ours(text) for text in every],
        "Presidio": asked(python, "presidio_peer.py", map(json.dumps, every)),
    }
    part = section("French identifiers, beside Presidio", COMMAND, ("found of", "marks", *answers))
    wanted: Counter[str] = Counter(tag for one in rows for tag, _, _ in one.spans)
    found = {name: Counter[str]() for name in answers}
    for name, said in answers.items():
        for one, answer in zip(rows, said, strict=False):
            for tag, start, end in one.spans:
                found[name][tag] += overlaps(start, end, answer["spans"])
    for tag, count in wanted.most_common():
        row(tag, str(count), *(f"{found[name][tag] / count:.0%}" for name in answers))
    for title, kinds in (("all", set(wanted)), ("all that Presidio looks for too", set(wanted) - OURS_ALONE)):
        total = sum(wanted[tag] for tag in kinds)
        row(title, str(total), *(f"{sum(found[name][tag] for tag in kinds) / total:.0%}" for name in answers))
    stray = {
        name: sum(
            not any(overlaps(start, end, [span]) for _, start, end in one.spans)
            for one, answer in zip(rows, said, strict=False)
            for span in answer["spans"]
        )
        for name, said in answers.items()
    }
    row("spans that touch no mark", "", *(str(stray[name]) for name in answers))
    for name, said in answers.items():
        silent = sum(not answer["spans"] for answer in said[len(rows) :])
        times = [answer["ms"] for answer in said]
        part.remarks.append(
            f"{name}: {statistics.median(times):.1f} ms of the processor for a text (median of {len(times)}); nothing "
            f"found in {silent} of {len(harmless)} posts that identify nobody."
        )
        print(part.remarks[-1])
    part.remarks.append(
        f"{len(rows)} French texts of fold 0 of our own marked corpus, which no training of "
        "ours reads but whose style it knows; a mark counts as found when any span touches it, of whatever kind. "
        "Presidio 2.2.366 with spaCy's fr_core_news_md, its own recognisers for French and five patterns of the kind "
        "its manual shows (NIR, date, plate, address, age: `tests/bench/peers/presidio_peer.py`). What Primum reads is "
        "not what it says: it warns of combinations."
    )


def overlaps(start: int, end: int, spans: Iterable[Sequence[Any]]) -> bool:
    return any(span[0] < end and start < span[1] for span in spans)


def faces(python: Path, yunet: Path | None, small: int) -> None:
    """Compare how often a face is found in hard pictures of one, and a box is drawn where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = list(hard_pictures.pictures(small))
        files = []
        for number, (_, picture) in enumerate(pictures):
            files.append(f"{folder}/{number}.png")
            picture.convert("RGB").save(files[-1])
        finder = HeadFinder()
        answers = {"Primum": []}
        for _, picture in pictures:
            pixels = np.asarray(picture.convert("RGB"))
            began = time.process_time()
            boxes = len(finder.find(pixels, *picture.size))
            answers["Primum"].append({"boxes": boxes, "ms": (time.process_time() - began) * 1000})
        answers["deface"] = asked(python, "face_peer.py", files, "centerface")
        if yunet:
            answers["YuNet"] = asked(python, "face_peer.py", files, "yunet", str(yunet))
    head = ("pictures with a box", "", *answers)
    part = section("Heads, beside the detectors of deface and OpenCV", COMMAND, head, ("heads",))
    groups: dict[str, list[int]] = defaultdict(list)
    for number, (kind, _) in enumerate(pictures):
        groups[kind].append(number)
    for kind, numbers in groups.items():
        shares = (sum(answers[name][n]["boxes"] > 0 for n in numbers) / len(numbers) for name in answers)
        row(kind, str(len(numbers)), *(f"{share:.0%}" for share in shares))
    row("ms of the processor, median", "", *(f"{statistics.median(a['ms'] for a in answers[n]):.0f}" for n in answers))
    part.remarks.append(
        "Primum runs deface's own model (CenterFace) at several sizes and looks for heads that are turned or cut; it "
        "is slower for a picture and finds more. Rows that begin with *none* hold no face: there a box is a fault."
    )
    if not yunet:
        part.remarks.append(
            "YuNet was not measured: its weights are in no package of the registries. With a file of OpenCV's model "
            "zoo (MIT): `make bench-peers YUNET=face_detection_yunet_2023mar.onnx`."
        )
        print(part.remarks[-1])


def commands(python: Path) -> None:
    """Compare the commands as a whole, on a photo of twelve megapixels, as the photo issue asks."""
    part = section("A photo of 12 megapixels, beside the deface command", COMMAND, ("", "reached", "to reach"), PHOTO)
    content = bench_photo.photo()
    part.rows += bench_photo.against(str(python.with_name("deface")), content, bench_photo.heads_alone(content))


def main() -> None:
    """Compare, and write the report."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("python", type=Path, help="the Python of the peers' environment")
    options.add_argument("--yunet", type=Path, help="a model file of OpenCV's YuNet")
    options.add_argument("--small", type=int, default=20, help="small faces among the pictures, at most 100")
    chosen = options.parse_args()
    texts(chosen.python)
    faces(chosen.python, chosen.yunet, chosen.small)
    commands(chosen.python)
    report.write()


if __name__ == "__main__":
    main()
