"""Measures codes, writing and before/after pictures: the other half of `make eval-photo`."""

from __future__ import annotations

import difflib
import io
import json
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pictures
import report
import zxingcpp
from PIL import Image

from primum.photo import codes, limits, panes
from primum.photo.writing import WritingFinder

LINEAR = {"Code128": "12345678901234", "EAN13": "4006381333931", "Code39": "PAT12345", "ITF": "12345678"}
SQUARE = {"QRCode": "IPP 8004512377 PLOUM", "DataMatrix": "IPP 8004512377", "Aztec": "IPP 8004512377"}
TILTS = (0, 10, 20, 30, 45, 60, 70, 90, 135)
LEAST_HEIGHT = 11
"""Pixels of a line of writing from which it is asked to be found."""


def codes_found(folder: Path | None) -> str:
    """Return the figures on codes, drawn ones and samples."""
    spent: list[float] = []
    rows: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for kind, label, scene in _drawn():
        row = rows[kind]
        row[0] += 1
        row[1] += bool(zxingcpp.read_barcodes(np.asarray(label.resize((label.width * 2, label.height * 2)))))
        row[2] += _timed(scene, spent)
    lines = ["| drawn codes | pictures | readable upright and enlarged | found |", "|---|---|---|---|"]
    lines += [f"| {kind} | {count} | {readable} | {found} |" for kind, (count, readable, found) in sorted(rows.items())]
    readable, found = (sum(row[index] for row in rows.values()) for index in (1, 2))
    lines += ["", f"Drawn: {report.share(found, readable)} of readable ones (to reach: 95 %)."]
    if folder:
        lines[-1] += " " + _samples(folder, spent)
    lines[-1] += f" Processor time a picture, median: {np.median(spent):.0f} ms. {report.ran()}"
    return "\n".join(lines)


def _timed(pixels: np.ndarray, spent: list[float]) -> bool:
    began = time.process_time()
    found = codes.find(pixels, pixels.shape[1], pixels.shape[0])
    spent.append((time.process_time() - began) * 1000)
    return bool(found)


def _drawn() -> Iterator[tuple[str, Image.Image, np.ndarray]]:
    """Yield kinds, labels and photos of them: on a grainy ground, tilted, saved as JPEG."""
    random = np.random.default_rng(5)
    for name, text in (LINEAR | SQUARE).items():
        barcode = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, name))
        drawn = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(barcode, scale=4))).convert("L")
        linear = name in LINEAR
        for width in (300, 450) if linear else (90, 140):
            for tall in (0.35, 0.15) if linear else (1.0,):
                height = round(width * tall)
                label = Image.new("L", (width + 40, height + 30), 250)
                label.paste(drawn.resize((width, height), Image.Resampling.BOX), (20, 15))
                for degrees in TILTS:
                    scene = Image.fromarray(random.normal(150, 6, (960, 1280)).clip(0, 255).astype(np.uint8))
                    shape = Image.new("L", label.size, 255).rotate(degrees, expand=True)
                    turned = label.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
                    place = (int(random.integers(0, 1280 - turned.width)), int(random.integers(0, 960 - turned.height)))
                    scene.paste(turned, place, shape)
                    buffer = io.BytesIO()
                    scene.save(buffer, "JPEG", quality=85)
                    tilt = min(degrees % 90, 90 - degrees % 90)
                    shape_name = f"bars, {tall:.0%} as high as long" if linear else "square codes"
                    pixels = np.asarray(Image.open(buffer).convert("RGB"))
                    yield f"{shape_name}, tilted by {tilt} degrees", label, pixels


def _samples(folder: Path, spent: list[float]) -> str:
    """Return one line on the samples of zxing-cpp, and on what is taken for a code or a before/after elsewhere."""
    counts: dict[str, int] = defaultdict(int)
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in pictures.FILES:
            continue
        try:
            photo = pictures.opened(path)
        except limits.PhotoError:
            continue
        counts["pictures"] += 1
        counts["two"] += panes.are_two(photo.pixels)
        kind = "none" if "codes" not in path.parts or "falsepositives" in path.parent.name else "samples"
        counts[kind] += 1
        counts[f"{kind} found"] += _timed(photo.pixels, spent)
    return (
        f"Samples of zxing-cpp: {report.share(counts['samples found'], counts['samples'])} of {counts['samples']}. "
        f"Pictures without a code in which one is found: {counts['none found']} of {counts['none']}. Single pictures "
        f"taken for a before/after: {counts['two']} of {counts['pictures']}."
    )


def writing_found(folder: Path) -> str:
    """Return the figures on writing."""
    truth = json.loads((folder / "gt.json").read_text("utf-8"))
    finder, spent = WritingFinder(), []
    rows: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0.0])
    asked = [0, 0]
    for name, lines in truth.items():
        photo = pictures.opened(folder / name)
        began = time.process_time()
        words, _ = finder.find(photo.pixels, photo.width, photo.height)
        spent.append((time.process_time() - began) * 1000)
        found = np.zeros((photo.height, photo.width), bool)
        for x, y, w, h in (line.box for line in words):
            found[y : y + h, x : x + w] = True
        for text, left, top, right, bottom in lines:
            letters = max((_alike(text, line.text) for line in words), default=0.0)
            # the truth has no boxes for turned pictures: there, a line counts as found when it is read
            turned = "rot" in name
            covered = letters > 0.8 if turned else found[max(0, top) : bottom, max(0, left) : right].mean() > 0.8
            row = rows["turned" if turned else f"{(bottom - top) // 8 * 8} to {(bottom - top) // 8 * 8 + 7} px"]
            row[0] += 1
            row[1] += bool(covered)
            row[2] += letters
            if turned or bottom - top >= LEAST_HEIGHT:
                asked[0] += 1
                asked[1] += bool(covered)
    table = ["| height of the line | lines | found (80 % covered) | letters right |", "|---|---|---|---|"]
    for height, (count, covered, letters) in sorted(rows.items(), key=lambda row: row[0].zfill(10)):
        table.append(f"| {height} | {count:.0f} | {report.share(int(covered), int(count))} | {letters / count:.0%} |")
    whole = f"Lines of {LEAST_HEIGHT} pixels and more: {report.share(asked[1], asked[0])} found (to reach: 90 %)."
    return "\n".join(
        [*table, "", f"{whole} Processor time a picture, median: {np.median(spent):.0f} ms. {report.ran()}"]
    )


def _alike(one: str, two: str) -> float:
    return difflib.SequenceMatcher(None, one.replace(" ", ""), two.replace(" ", "")).ratio()
