"""Tries to undo masks, as someone would who knows how they are made: `make eval-mask`.

Two attacks, each on every style. *Which face?* One of N faces is masked in a scene. The attacker holds the scene and
all N faces, masks each of them in the same way, several times over, and names the nearest. *Which number?* The same
with eight-digit numbers. The attacker is stronger than a real one: the very photo is among the candidates. Mosaic and
blur are there to show that the attack works when there is something to find; they are not offered by Primum.

Faces are those of scikit-image's `lfw_subset` (100 faces of 25 x 25 pixels), enlarged. Exits with 1 when a style that
Primum offers is beaten more often than chance explains, or when a face is still detected under a mask.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import report
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from skimage import data

from primum.finding import Box
from primum.photo.heads import HeadFinder
from primum.photo.mask import mask, region_of

Pixels = NDArray[np.uint8]
Style = Callable[[Pixels, Box], Pixels]

OFFERED = ("soft", "solid")
SCENE = 320  # pixels
FACE = Box(100, 80, 120, 150)
NUMBER = Box(60, 140, 150, 30)
DRAWS = 4  # times the attacker masks each candidate, to average chance away
DETECTED = 20  # scenes in which a face is looked for under each mask
LOOK = 24  # cells of a side for comparing


def mosaic(blocks: int) -> Style:
    def covered(pixels: Pixels, box: Box) -> Pixels:
        x, y, w, h = region_of(box, SCENE, SCENE)
        part = Image.fromarray(pixels[y : y + h, x : x + w])
        rows = max(1, round(blocks * h / w))
        part = part.resize((blocks, rows), Image.Resampling.BOX).resize((w, h), Image.Resampling.NEAREST)
        return pasted(pixels, part, x, y)

    return covered


def blur(share: int) -> Style:
    def covered(pixels: Pixels, box: Box) -> Pixels:
        x, y, w, h = region_of(box, SCENE, SCENE)
        part = Image.fromarray(pixels[y : y + h, x : x + w]).filter(ImageFilter.GaussianBlur(box.w / share))
        return pasted(pixels, part, x, y)

    return covered


def pasted(pixels: Pixels, part: Image.Image, x: int, y: int) -> Pixels:
    image = Image.fromarray(pixels)
    image.paste(part, (x, y))
    return np.array(image)


STYLES: dict[str, Style] = {
    "soft": lambda pixels, box: mask(pixels, [box], "soft"),
    "solid": lambda pixels, box: mask(pixels, [box], "solid"),
    "mosaic 16": mosaic(16),
    "mosaic 8": mosaic(8),
    "mosaic 4": mosaic(4),
    "blur w/10": blur(10),
    "blur w/4": blur(4),
}


def as_jpeg(pixels: Pixels) -> Pixels:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=88)
    return np.array(Image.open(buffer))


def ground() -> Image.Image:
    """A scene: a wall, a gown, grain."""
    random = np.random.default_rng(11)
    rows, columns = np.mgrid[0:SCENE, 0:SCENE]
    wall = np.stack([150 + columns // 8, 160 + rows // 10, 170 - columns // 9], axis=-1)
    gown = np.stack([80 + rows // 8, 120 + columns // 16, np.full_like(rows, 140)], axis=-1)
    scene = np.where((rows > 225 + ((columns - 160) // 12) ** 2)[..., None], gown, wall)
    return Image.fromarray((scene + random.normal(0, 4, scene.shape)).clip(0, 255).astype(np.uint8))


def faces(count: int) -> list[Pixels]:
    scenes = []
    for face in data.lfw_subset()[:count]:
        scene = ground()
        picture = Image.fromarray((face * 255).astype(np.uint8)).resize((FACE.w, FACE.h), Image.Resampling.BICUBIC)
        oval = Image.new("L", picture.size)
        ImageDraw.Draw(oval).ellipse((0, 0, FACE.w - 1, FACE.h - 1), 255)
        scene.paste(picture.convert("RGB"), (FACE.x, FACE.y), oval)
        scenes.append(as_jpeg(np.array(scene)))
    return scenes


def numbers(count: int) -> list[Pixels]:
    random, scenes = np.random.default_rng(5), []
    for value in random.choice(10**8, count, replace=False):
        scene = ground()
        draw = ImageDraw.Draw(scene)
        draw.rectangle((40, 120, 280, 190), "white")
        draw.text((NUMBER.x + 4, NUMBER.y), f"{value:08d}", "black", ImageFont.load_default(24))
        scenes.append(as_jpeg(np.array(scene)))
    return scenes


def look(pixels: Pixels, box: Box) -> NDArray[np.float64]:
    """Return what the attacker compares: the region and a ring around it, small, as numbers."""
    x, y, w, h = region_of(box, SCENE, SCENE)
    part = Image.fromarray(pixels[max(0, y - 16) : y + h + 16, max(0, x - 16) : x + w + 16])
    size = (LOOK * 3, LOOK) if w > 2 * h else (LOOK, LOOK)
    return np.asarray(part.resize(size, Image.Resampling.BOX), np.float64).ravel()


def beaten(scenes: list[Pixels], box: Box, style: Style) -> int:
    """Return how many scenes the attacker names rightly."""
    known = np.array(
        [np.mean([look(as_jpeg(style(scene, box)), box) for _ in range(DRAWS)], axis=0) for scene in scenes]
    )
    named = 0
    for index, scene in enumerate(scenes):
        seen = look(as_jpeg(style(scene, box)), box)
        # ties and near-ties go to chance, not to the order of the list
        distances = ((known - seen) ** 2).sum(axis=1)
        named += int(distances.argmin()) == index
    return named


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=100, help="faces and numbers to choose from (at most 100)")
    options.add_argument("--write", action="store_true", help="write the figures into the card")
    chosen = options.parse_args()
    count, began = min(100, chosen.count), time.monotonic()
    finder, failed = HeadFinder(), False
    people, labels = faces(count), numbers(count)
    looked_at = people[:DETECTED]
    bare = sum(bool(finder.find(scene, SCENE, SCENE)) for scene in looked_at)
    lines = [
        f"Named rightly out of {count}, with the 95 % interval; chance is {1 / count:.1%}. {report.ran()}",
        "",
        f"| style | faces | eight-digit numbers | faces still detected, of {len(looked_at)} |",
        "|---|---|---|---|",
        f"| (unmasked) | | | {bare} |",
    ]
    print("\n".join(lines), flush=True)
    for name, style in STYLES.items():
        row = []
        for scenes, box in ((people, FACE), (labels, NUMBER)):
            hits = beaten(scenes, box, style)
            row.append(report.share(hits, count))
            failed |= name in OFFERED and report.interval(hits, count)[0] > 1 / count
        found = sum(bool(finder.find(style(scene, FACE), SCENE, SCENE)) for scene in looked_at)
        failed |= name in OFFERED and found > 0
        lines.append(f"| {f'**{name}**' if name in OFFERED else name} | {row[0]} | {row[1]} | {found} |")
        print(lines[-1], flush=True)
    verdict = "A style that Primum offers can be undone." if failed else "No offered style is beaten beyond chance."
    print(f"\n{verdict} {time.monotonic() - began:.0f} s in all.")
    if chosen.write:
        report.put(Path(__file__).with_name("README.md"), "masks", "\n".join([*lines, "", verdict]))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
