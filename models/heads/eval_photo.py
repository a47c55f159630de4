"""Measures what the photo check finds and what it invents: `make eval-photo`.

Heads are measured on pictures that a test dependency brings (scikit-image's astronaut, 100 small faces of `lfw_subset`
and its 100 patches without faces); writing and codes on a folder of pictures that is not part of this repository
(`--photos`, in the layout of its README), where it is at hand. Times are processor milliseconds, which other programs
disturb less. Prints Markdown, to be pasted into the cards.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance
from skimage import data

sys.path.insert(0, str(Path(__file__).parents[2] / "host"))

from primum.photo import codes, load, panes
from primum.photo.check import DETECTION_SIDE
from primum.photo.heads import SIDES, HeadFinder
from primum.photo.writing import WritingFinder

PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp"}


def portraits() -> Iterator[tuple[str, Image.Image]]:
    """Yield conditions and pictures that each hold one head, or a part of one that fills the frame."""
    astronaut = Image.fromarray(data.astronaut())
    face = astronaut.crop((178, 65, 272, 189))
    for side in (60, 90, 128, 256, 512, 1600):
        yield f"portrait, head {side * 145 // 512} px", astronaut.resize((side, side), Image.Resampling.LANCZOS)
    for degrees in (-60, -30, -15, 15, 30, 60, 90, 180):
        yield "portrait, turned", astronaut.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    for level in (0.5, 0.25, 0.12):
        yield "portrait, dark", ImageEnhance.Brightness(astronaut).enhance(level)
    w, h = face.size
    parts = {
        "close-up, whole face": (0, 0, w, h),
        "close-up, half face": (0, 0, w // 2, h),
        "close-up, other half": (w // 2, 0, w, h),
        "close-up, brow and eyes": (0, 0, w, h // 2),
        "close-up, eyes strip": (0, h // 4, w, h // 2),
        "close-up, one eye": (0, h // 5, w // 2, h // 2),
    }
    for name, area in parts.items():
        part = face.crop(area)
        for width in (400, 1000, 3000):
            yield name, part.resize((width, width * part.height // part.width), Image.Resampling.BICUBIC)
    for small in data.lfw_subset()[:100]:
        picture = Image.fromarray((small * 255).astype(np.uint8)).convert("RGB")
        yield "lfw_subset, fills the frame (25 px source)", picture.resize((500, 500), Image.Resampling.BICUBIC)
        scene = Image.new("RGB", (640, 480), (120, 130, 140))
        scene.paste(picture.resize((64, 64), Image.Resampling.BICUBIC), (280, 200))
        yield "lfw_subset, 64 px in a plain scene", scene


def faceless() -> Iterator[tuple[str, Image.Image]]:
    for name in (
        "coffee",
        "chelsea",
        "rocket",
        "retina",
        "hubble_deep_field",
        "brick",
        "grass",
        "page",
        "moon",
        "horse",
    ):
        picture = np.asarray(getattr(data, name)())
        picture = (picture * 255).astype(np.uint8) if picture.dtype == bool else picture
        yield "scikit-image pictures", Image.fromarray(picture).convert("RGB")
    for small in data.lfw_subset()[100:]:
        picture = Image.fromarray((small * 255).astype(np.uint8)).convert("RGB")
        yield "lfw_subset patches without a face", picture.resize((500, 500), Image.Resampling.BICUBIC)


def heads() -> None:
    finder = HeadFinder()
    print(f"### Heads at {', '.join(map(str, SIDES))}\n")
    print("| condition | pictures | shown | held (>= .5) |\n|---|---|---|---|")
    for kind, pictures in (("found", portraits()), ("false", faceless())):
        rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for condition, picture in pictures:
            found = finder.find(np.asarray(picture), *picture.size)
            row = rows[condition]
            row[0] += 1
            row[1] += bool(found)
            row[2] += any(head.score >= 0.5 for head in found)
        for condition, (count, shown, held) in rows.items():
            mark = "" if kind == "found" else "without people: "
            print(f"| {mark}{condition} | {count} | {shown / count:.0%} | {held / count:.0%} |")


def opened(path: Path) -> load.Photo:
    with load.opened(path.read_bytes()) as image:
        return load.reduced(image, DETECTION_SIDE)


def writing(folder: Path) -> None:
    truth = json.loads((folder / "gt.json").read_text("utf-8"))
    finder, spent = WritingFinder(), []
    rows: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0.0])
    for name, lines in truth.items():
        photo = opened(folder / name)
        began = time.process_time()
        words, _ = finder.find(photo.pixels, photo.width, photo.height)
        spent.append((time.process_time() - began) * 1000)
        found = np.zeros((photo.height, photo.width), bool)
        for x, y, w, h in (line.box for line in words):
            found[y : y + h, x : x + w] = True
        for text, left, top, right, bottom in lines:
            # the truth has no boxes for turned pictures: only the reading counts
            covered = "rot" in name or found[max(0, top) : bottom, max(0, left) : right].mean() > 0.8
            row = rows["turned" if "rot" in name else f"{(bottom - top) // 8 * 8} to {(bottom - top) // 8 * 8 + 7} px"]
            row[0] += 1
            row[1] += bool(covered)
            row[2] += max((alike(text, line.text) for line in words), default=0.0)
    print("\n### Writing\n\n| height of the line | lines | found (80 % covered) | letters right |\n|---|---|---|---|")
    for height, (count, covered, letters) in sorted(rows.items(), key=lambda row: row[0].zfill(10)):
        print(f"| {height} | {count:.0f} | {covered / count:.0%} | {letters / count:.0%} |")
    print(f"\nMedian {np.median(spent):.0f} ms a picture.")


def alike(one: str, two: str) -> float:
    return difflib.SequenceMatcher(None, one.replace(" ", ""), two.replace(" ", "")).ratio()


def marks(folder: Path) -> None:
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    composites = others = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in PICTURES:
            continue
        try:
            photo = opened(path)
        except load.PhotoError:
            continue
        others += 1
        composites += panes.are_two(photo.pixels)
        if "codes" in path.parts:
            row = rows[path.parent.name]
            row[0] += 1
            row[1] += bool(codes.find(photo.pixels, photo.width, photo.height))
    print("\n### Codes\n\n| samples | pictures | found |\n|---|---|---|")
    for kind, (count, found) in rows.items():
        print(f"| {kind} | {count} | {found} |")
    print(f"\nBefore/after: {composites} of {others} single pictures taken for two.")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--photos", type=Path, help="folder with writing_synthetic/ and codes/")
    photos = options.parse_args().photos
    heads()
    if photos is None or not photos.is_dir():
        print("\nWriting and codes were not measured: give the folder of pictures with --photos.")
        return
    writing(photos / "writing_synthetic")
    marks(photos)


if __name__ == "__main__":
    main()
