"""Measures what the photo check finds and what it invents: `make eval-photo`.

Heads are measured on pictures that a test dependency brings (scikit-image's astronaut, 100 small faces of `lfw_subset`
and its 100 patches without faces); codes on drawn ones; writing, more codes and more pictures without people on a
folder that is not part of this repository (`--photos`, in the layout of its README), where it is at hand. Times are
processor milliseconds, which other programs disturb less. Prints Markdown, to be pasted into the cards.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import itertools
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageEnhance
from skimage import data

sys.path.insert(0, str(Path(__file__).parents[2] / "host"))

from primum.photo import codes, load, panes
from primum.photo.check import DETECTION_SIDE
from primum.photo.heads import SIDES, HeadFinder
from primum.photo.writing import WritingFinder

PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp"}


def portraits(faces: int) -> Iterator[tuple[str, Image.Image]]:
    """Yield conditions and pictures that each hold one head, or a part of one that fills the frame; so many small
    faces, at most 100.
    """
    astronaut = Image.fromarray(data.astronaut())
    face = astronaut.crop((178, 65, 272, 189))
    for side in (60, 90, 128, 256, 512, 1600):
        yield f"portrait, head {side * 145 // 512} px", astronaut.resize((side, side), Image.Resampling.LANCZOS)
    for degrees in (-60, -30, -15, 15, 30, 60, 90, 180):
        yield "portrait, turned", astronaut.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    for level in (0.5, 0.25, 0.12):
        yield "portrait, dark", ImageEnhance.Brightness(astronaut).enhance(level)
    w, h = face.size
    for name, area in (
        ("lower half covered, as by a mask", (0.0, 0.5, 1.0, 1.0)),
        ("eyes barred", (0.0, 0.25, 1.0, 0.5)),
    ):
        for width in (60, 200, 800):
            yield f"portrait, {name}", covered(astronaut, (178, 65, 94, 124), area).resize((width * 2, width * 2))
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
    for small in data.lfw_subset()[:faces]:
        picture = Image.fromarray((small * 255).astype(np.uint8)).convert("RGB")
        large = picture.resize((500, 500), Image.Resampling.BICUBIC)
        yield "lfw_subset, fills the frame (25 px source)", large
        yield "lfw_subset, lower half covered", covered(large, (0, 0, 500, 500), (0.0, 0.55, 1.0, 1.0))
        yield "lfw_subset, half face", large.crop((0, 0, 250, 500))
        yield "lfw_subset, strip of the eyes", large.crop((60, 120, 440, 260))
        yield "lfw_subset, one eye", large.crop((60, 120, 250, 260))
        scene = Image.new("RGB", (640, 480), (120, 130, 140))
        scene.paste(picture.resize((64, 64), Image.Resampling.BICUBIC), (280, 200))
        yield "lfw_subset, 64 px in a plain scene", scene


def covered(
    picture: Image.Image, face: tuple[int, int, int, int], area: tuple[float, float, float, float]
) -> Image.Image:
    """Return a picture with a share of a face (left, top, right, bottom) covered in the blue of a surgical mask."""
    x, y, w, h = face
    left, top, right, bottom = area
    result = picture.copy()
    ImageDraw.Draw(result).rectangle((x + left * w, y + top * h, x + right * w, y + bottom * h), (140, 180, 200))
    return result


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


def heads(folder: Path | None, faces: int) -> None:
    finder, spent = HeadFinder(), []
    print(f"### Heads at {', '.join(map(str, SIDES))}, within a border and beside the mirror image\n")
    print("| condition | pictures | shown | held (>= .5) |\n|---|---|---|---|")
    total = [0, 0, 0]
    without = itertools.chain(faceless(), peopleless(folder) if folder else ())
    for kind, pictures in (("found", portraits(faces)), ("false", without)):
        rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for condition, picture in pictures:
            began = time.process_time()
            found = finder.find(np.asarray(picture), *picture.size)
            spent.append((time.process_time() - began) * 1000)
            seen = (1, int(bool(found)), int(any(head.score >= 0.5 for head in found)))
            rows[condition] = [old + new for old, new in zip(rows[condition], seen, strict=True)]
            if kind == "false":
                total = [old + new for old, new in zip(total, seen, strict=True)]
        for condition, (count, shown, held) in rows.items():
            mark = "" if kind == "found" else "without people: "
            print(f"| {mark}{condition} | {count} | {shown / count:.0%} | {held / count:.0%} |", flush=True)
    count, shown, held = total
    print(f"\nOf {count} pictures without people, {shown} ({shown / count:.1%}) have a box, {held} one that holds.")
    print(f"Median {np.median(spent):.0f} ms a picture.")


def peopleless(folder: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield the pictures of a folder that show nobody: codes, radiographs, labels, street signs."""
    for kind in ("codes", "writing_medical", "writing_synthetic"):
        for path in sorted((folder / kind).rglob("*")):
            if path.suffix.lower() in PICTURES:
                with contextlib.suppress(load.PhotoError):
                    yield f"{kind}", Image.fromarray(opened(path).pixels)


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
    readable = [row for name, row in rows.items() if name == "turned" or int(name.split()[0]) >= 8]
    print("\n### Writing\n\n| height of the line | lines | found (80 % covered) | letters right |\n|---|---|---|---|")
    for height, (count, covered, letters) in sorted(rows.items(), key=lambda row: row[0].zfill(10)):
        print(f"| {height} | {count:.0f} | {covered / count:.0%} | {letters / count:.0%} |")
    lines, seen_lines = (sum(row[index] for row in readable) for index in (0, 1))
    print(f"\nOf {lines:.0f} lines of 8 pixels and more, {seen_lines / lines:.1%} found.", end=" ")
    print(f"Median {np.median(spent):.0f} ms a picture.")


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


LINEAR = {"Code128": "12345678901234", "EAN13": "4006381333931", "Code39": "PAT12345", "ITF": "12345678"}
SQUARE = {"QRCode": "IPP 8004512377 PLOUM", "DataMatrix": "IPP 8004512377", "Aztec": "IPP 8004512377"}


def made_codes() -> None:
    """Print how many codes drawn on a grainy ground are found, by tilt; readable is one that ZXing reads upright and
    enlarged.
    """
    random, spent = np.random.default_rng(5), []
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for name, text in (LINEAR | SQUARE).items():
        barcode = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, name))
        drawn = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(barcode, scale=4))).convert("L")
        for width in (300, 450) if name in LINEAR else (90, 140):
            height = width * 35 // 100 if name in LINEAR else width
            small = drawn.resize((width, height), Image.Resampling.BOX)
            for degrees in (0, 10, 20, 30, 45, 60, 70, 90, 135):
                scene = Image.fromarray(random.normal(150, 6, (960, 1280)).clip(0, 255).astype(np.uint8))
                label = Image.new("L", (width + 40, height + 30), 250)
                label.paste(small, (20, 15))
                shape = Image.new("L", label.size, 255).rotate(degrees, expand=True)
                turned = label.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
                place = (int(random.integers(0, 1280 - turned.width)), int(random.integers(0, 960 - turned.height)))
                scene.paste(turned, place, shape)
                buffer = io.BytesIO()
                scene.save(buffer, "JPEG", quality=85)
                pixels = np.asarray(Image.open(buffer).convert("RGB"))
                began = time.process_time()
                found = codes.find(pixels, 1280, 960)
                spent.append((time.process_time() - began) * 1000)
                tilt = min(degrees % 90, 90 - degrees % 90)
                row = rows[f"{'bars' if name in LINEAR else 'squares'}, tilted by {tilt} degrees"]
                row[0] += 1
                row[1] += bool(zxingcpp.read_barcodes(np.asarray(label.resize((label.width * 2, label.height * 2)))))
                row[2] += bool(found)
    print("\n| made codes | pictures | readable upright | found |\n|---|---|---|---|")
    for kind, (count, readable, found_) in sorted(rows.items()):
        print(f"| {kind} | {count} | {readable} | {found_} |")
    readable, hits = (sum(row[index] for row in rows.values()) for index in (1, 2))
    print(f"\n{hits} of {readable} readable ones found ({hits / readable:.1%}). Median {np.median(spent):.0f} ms.")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--photos", type=Path, help="folder with writing_synthetic/ and codes/")
    options.add_argument("--faces", type=int, default=100, help="how many small faces: fewer is quicker")
    options.add_argument("--only", choices=("heads", "codes", "writing"), help="one part alone")
    chosen = options.parse_args()
    photos = chosen.photos if chosen.photos and chosen.photos.is_dir() else None
    if chosen.only in (None, "heads"):
        heads(photos, min(100, chosen.faces))
    if chosen.only in (None, "codes"):
        made_codes()
        if photos:
            marks(photos)
    if chosen.only in (None, "writing") and photos:
        writing(photos / "writing_synthetic")
    if not photos:
        print("\nWriting and sampled codes were not measured: give the folder of pictures with --photos.")


if __name__ == "__main__":
    main()
