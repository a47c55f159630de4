"""Measures what the photo check finds and what it invents: `make eval-photo`.

Heads, beside YuNet where its file is given; codes and writing, on drawn ones and on a folder that is not part of this
repository (`--photos`, in the layout of its README). Every share comes with its 95 % interval, times are processor
milliseconds, which other programs disturb less. Prints Markdown, and writes it into the cards of the models with
`--write`. Half an hour is more than it ever takes on two cores; `--faces` and `--only` make it shorter.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections import defaultdict
from pathlib import Path

import eval_marks
import numpy as np
import pictures
import report
from yunet import SHOWN as YUNET_SHOWN
from yunet import SIDE as YUNET_SIDE
from yunet import YuNet

from primum.photo.check import CERTAIN
from primum.photo.heads import SIDES, HeadFinder

HERE = Path(__file__).parent
AIMS = {pictures.CLEAN: 0.98, pictures.OCCLUDED: 0.75, pictures.CLOSE: 0.9}
FALSE_AIM = 0.05


class Row:
    """Pictures of one condition: how many, how many with a box, with one that holds, and with one of YuNet's."""

    def __init__(self) -> None:
        self.count = self.shown = self.held = self.theirs = self.boxes = 0


class Detectors:
    """CenterFace as Primum uses it, and YuNet where its file is there, with the time that each took."""

    def __init__(self, yunet: Path | None) -> None:
        self.ours, self.theirs = HeadFinder(), YuNet(yunet) if yunet else None
        self.spent: dict[str, list[float]] = defaultdict(list)

    def add(self, row: Row, pixels: np.ndarray) -> None:
        height, width = pixels.shape[:2]
        began = time.process_time()
        found = self.ours.find(pixels, width, height)
        self.spent["CenterFace"].append((time.process_time() - began) * 1000)
        row.count += 1
        row.shown += bool(found)
        row.boxes += len(found)
        row.held += any(head.score >= CERTAIN for head in found)
        if self.theirs is not None:
            began = time.process_time()
            row.theirs += bool(len(self.theirs.find(pixels)))
            self.spent["YuNet"].append((time.process_time() - began) * 1000)


def heads(folder: Path | None, faces: int, yunet: Path | None) -> str:
    """Return the figures on heads."""
    detectors = Detectors(yunet)
    rows: dict[tuple[str, str], Row] = defaultdict(Row)
    for asked, condition, picture in itertools.chain(pictures.portraits(), pictures.small_faces(faces)):
        detectors.add(rows[asked, condition], np.asarray(picture))
    false: dict[str, Row] = defaultdict(Row)
    for condition, picture in pictures.without_people(folder):
        detectors.add(false[condition], np.asarray(picture))
    beside = f" | YuNet {YUNET_SIDE} @ {YUNET_SHOWN}" if yunet else ""
    bar = "|---" * (5 if yunet else 4) + "|"

    def line(name: str, row: Row) -> str:
        theirs = f" | {report.share(row.theirs, row.count)}" if yunet else ""
        shown, held = report.share(row.shown, row.count), report.share(row.held, row.count)
        return f"| {name} | {row.count} | {shown} | {held}{theirs} |"

    lines = [f"CenterFace at {', '.join(map(str, SIDES))}, and the looks for close-ups. {report.ran()}", ""]
    lines += [f"| one head in it | pictures | shown | held (>= {CERTAIN}){beside} |", bar]
    lines += [line(condition, row) for (_, condition), row in rows.items()]
    for asked, aim in AIMS.items():
        whole = total([row for (kind, _), row in rows.items() if kind == asked])
        lines.append(line(f"**{asked}, all** (to reach: {aim:.0%})", whole))
    lines += ["", f"| nobody in it | pictures | a box | one that holds{beside} |", bar]
    lines += [line(condition, row) for condition, row in false.items()]
    whole = total(list(false.values()))
    lines.append(line(f"**all** (to reach: at most {FALSE_AIM:.0%})", whole))
    lines += ["", f"{whole.boxes / whole.count:.3f} false boxes a picture. Processor time a picture, median: "]
    lines[-1] += ", ".join(f"{name} {np.median(spent):.0f} ms" for name, spent in detectors.spent.items()) + "."
    if not yunet:
        lines[-1] += " YuNet was not measured: its file was not at hand."
    return "\n".join(lines)


def total(rows: list[Row]) -> Row:
    whole = Row()
    for row in rows:
        for name in vars(whole):
            setattr(whole, name, getattr(whole, name) + getattr(row, name))
    return whole


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--photos", type=Path, help="folder with writing_synthetic/ and codes/")
    options.add_argument("--yunet", type=Path, help="face_detection_yunet_2023mar.onnx, to be compared with")
    options.add_argument("--faces", type=int, default=100, help="how many small faces: fewer is quicker")
    options.add_argument("--only", choices=("heads", "codes", "writing"), help="one part alone")
    options.add_argument("--write", action="store_true", help="write the figures into the cards")
    chosen = options.parse_args()
    photos = chosen.photos if chosen.photos and chosen.photos.is_dir() else None
    began = time.monotonic()

    def said(card: Path, name: str, figures: str) -> None:
        print(f"\n### {name}\n\n{figures}", flush=True)
        if chosen.write:
            report.put(card / "README.md", name, figures)

    if chosen.only in (None, "heads"):
        said(HERE, "heads", heads(photos, min(100, chosen.faces), chosen.yunet))
    if chosen.only in (None, "codes"):
        said(HERE, "codes", eval_marks.codes_found(photos))
    if chosen.only in (None, "writing") and photos:
        said(HERE.parent / "writing", "writing", eval_marks.writing_found(photos / "writing_synthetic"))
    if not photos:
        print("\nWriting and sampled codes were not measured: give the folder of pictures with --photos.")
    print(f"\n{time.monotonic() - began:.0f} s in all.")


if __name__ == "__main__":
    main()
