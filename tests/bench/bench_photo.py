"""Times the photo room on a 12-megapixel JPEG: `make bench-photo`. A benchmark, not a test.

Prints the first and the median verdict and mask, also masks of 24 and 48 megapixels, how much of it each part takes,
and the memory of the process after one to fifty photos; with `--deface COMMAND`, also the deface command on the same
file in the same run, beside `primum mask` and beside the heads alone in a running companion, and the ratios.
Milliseconds: of the wall, and of the processor, which other programs disturb less. Exits with 1 when memory grows by
more than 50 MB from five photos to fifty.
"""

from __future__ import annotations

import argparse
import io
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from skimage import data

from primum.finding import Box
from primum.photo import codes, load
from primum.photo.check import DETECTION_SIDE, PhotoChecker
from primum.photo.heads import HeadFinder
from primum.photo.writing import WritingFinder
from primum.wire.memory import give_back


def photo(megapixels: int = 12) -> bytes:
    """Return a portrait of 4:3 as a phone would write it."""
    height = round((megapixels * 1e6 * 3 / 4) ** 0.5)
    scene = Image.fromarray(data.astronaut()).crop((0, 0, 512, 384))
    buffer = io.BytesIO()
    scene.resize((height * 4 // 3, height), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


Times = tuple[float, float, float]
"""The first time, the median of those that follow, and the median on the processor, in milliseconds."""


def timed(work: Callable[[], object], runs: int) -> Times:
    """Return how long some work takes."""
    walls, busy = [], []
    for _ in range(runs + 1):
        began, began_busy = time.perf_counter(), time.process_time()
        work()
        walls.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - began_busy) * 1000)
    return walls[0], statistics.median(walls[1:]), statistics.median(busy[1:])


def resident() -> float:
    """Return the memory of this process now, in MB; 0 where the system does not say."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20 if status.exists() else 0.0


def line(name: str, times: Times) -> Times:
    print(f"{name:<34}" + "".join(f"{time:>11.0f}" for time in times), flush=True)
    return times


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--deface", metavar="COMMAND", help="the deface command, to be compared with")
    chosen = options.parse_args()
    print(f"{'memory before the first photo, MB':<34}{resident():>11.0f}")
    content, checker = photo(), PhotoChecker()
    print(f"{'12 megapixels, ms':<34}{'first':>11}{'median':>11}{'processor':>11}")
    line("verdict", timed(lambda: checker.check(content), chosen.runs))
    boxes = [finding.box for finding in checker.check(content).findings if finding.box]
    line("masked file", masking(checker, content, boxes, chosen.runs))
    for megapixels in (24, 48):
        large, scale = photo(megapixels), (megapixels / 12) ** 0.5
        there = [Box(*(round(edge * scale) for edge in box)) for box in boxes]
        line(f"masked file, {megapixels} megapixels", masking(checker, large, there, chosen.runs))

    def reduced() -> load.Photo:
        with load.opened(content) as image:
            return load.reduced(image, DETECTION_SIDE)

    seen, heads, writing = reduced(), HeadFinder(), WritingFinder()

    line("  decoding for detection", timed(reduced, chosen.runs))
    line("  heads", timed(lambda: heads.find(seen.pixels, seen.width, seen.height), chosen.runs))
    line("  writing", timed(lambda: writing.find(seen.pixels, seen.width, seen.height), chosen.runs))
    line("  codes", timed(lambda: codes.find(seen.pixels, seen.width, seen.height), chosen.runs))
    alone = line("heads alone, masked file included", heads_alone(content, chosen.runs))
    if chosen.deface:
        against(chosen.deface, content, alone)
    held = {}
    for done in range(1, 51):
        checker.mask(content, [found.box for found in checker.check(content).findings if found.box])
        give_back()  # as the companion does
        if done in (1, 5, 10, 50):
            held[done] = resident()
            print(f"{f'memory after {done} more photos, MB':<34}{held[done]:>11.0f}", flush=True)
    grown = held[50] - held[5]
    print(f"from five to fifty photos: {grown:+.0f} MB (to reach: at most 50)")
    return int(grown > 50)


def masking(checker: PhotoChecker, content: bytes, boxes: list[Box], runs: int) -> Times:
    """Return how long a masked file takes."""
    return timed(lambda: checker.mask(content, boxes), runs)


def heads_alone(content: bytes, runs: int = 7) -> Times:
    """Return how long a running companion takes to cover the heads of a photo, when that is all it is asked."""
    checker, heads = PhotoChecker(), HeadFinder()

    def work() -> object:
        with load.opened(content) as image:
            small = load.reduced(image, DETECTION_SIDE)
        return checker.mask(content, [head.box for head in heads.find(small.pixels, small.width, small.height)])

    return timed(work, runs)


def against(deface: str, content: bytes, alone: Times) -> list[tuple[str, str, str]]:
    """Print how the deface command and this program do on the same file: seconds, the peak of memory.

    Returns the ratios: what, reached, to reach.
    """
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "photo.jpg", Path(folder) / "out.jpg"
        source.write_bytes(content)
        # ours first: the peak that the system tells is that of the largest child so far
        for name, command in (
            ("primum mask", [sys.executable, "-m", "primum", "mask", str(source), "-o", str(out), "--force"]),
            ("deface", [*shlex.split(deface), str(source), "-o", str(out)]),
        ):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            spent = time.perf_counter() - began
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            rows[name] = (spent, busy, after.ru_maxrss / 1024)
            print(f"{name:<34}{spent:>8.2f}s wall {busy:>6.2f}s processor {rows[name][2]:>6.0f} MB peak", flush=True)
    ours, theirs = rows["primum mask"], rows["deface"]

    def times(wall: float, processor: float) -> str:
        return f"{wall:.1f} times faster (processor {processor:.1f})"

    ratios = [
        ("as a command", times(theirs[0] / ours[0], theirs[1] / ours[1]), "5"),
        ("memory as a command", f"{ours[2] / theirs[2]:.2f} of it", "0.25"),
        ("heads in a running companion", times(theirs[0] * 1000 / alone[1], theirs[1] * 1000 / alone[2]), "8"),
    ]
    for name, reached, aim in ratios:
        print(f"{name}: {reached}; to reach: {aim}")
    return ratios


if __name__ == "__main__":
    sys.exit(main())
