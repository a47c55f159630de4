"""Times the photo room on a 12-megapixel JPEG: `make bench-photo`. A benchmark, not a test.

Prints the first and the median verdict and mask, how much of it each part takes, and the memory of the process; with
`--deface COMMAND`, also how long the deface command takes on the same file in the same run, beside this program as a
command and as a running companion. Wall-clock milliseconds.
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

from primum.photo import codes, load
from primum.photo.check import DETECTION_SIDE, PhotoChecker
from primum.photo.heads import HeadFinder
from primum.photo.writing import WritingFinder

WHOLE_HEAD_ONCE = (
    "import sys; from pathlib import Path; from primum.photo import load; from primum.photo.check import PhotoChecker;"
    "from primum.photo.heads import HeadFinder;"
    "c = Path(sys.argv[1]).read_bytes(); i = load.opened(c); p = load.reduced(i.__enter__(), 1280);"
    "b = [h.box for h in HeadFinder().find(p.pixels, p.width, p.height)];"
    "Path(sys.argv[2]).write_bytes(PhotoChecker().mask(c, b).data)"
)


def photo(megapixels: int = 12) -> bytes:
    """Return a portrait of 4:3 as a phone would write it."""
    height = round((megapixels * 1e6 * 3 / 4) ** 0.5)
    scene = Image.fromarray(data.astronaut()).crop((0, 0, 512, 384))
    buffer = io.BytesIO()
    scene.resize((height * 4 // 3, height), Image.Resampling.BICUBIC).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def timed(work: Callable[[], object], runs: int) -> tuple[float, float]:
    """Return the first and the median of the following times, in milliseconds."""
    spent = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return spent[0], statistics.median(spent[1:])


def resident() -> float:
    """Return the memory of this process now, in MB; 0 where the system does not say."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * resource.getpagesize() / 2**20 if status.exists() else 0.0


def line(name: str, first: float, median: float) -> None:
    print(f"{name:<34}{first:>9.0f}{median:>9.0f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--deface", metavar="COMMAND", help="the deface command, to be compared with")
    chosen = options.parse_args()
    print(f"{'memory before the first photo, MB':<34}{resident():>9.0f}")
    content, checker, done = photo(), PhotoChecker(), 0
    print(f"{'12 megapixels, ms':<34}{'first':>9}{'median':>9}")
    line("verdict", *timed(lambda: checker.check(content), chosen.runs))
    boxes = [finding.box for finding in checker.check(content).findings if finding.box]
    line("masked file", *timed(lambda: checker.mask(content, boxes), chosen.runs))

    def reduced() -> load.Photo:
        with load.opened(content) as image:
            return load.reduced(image, DETECTION_SIDE)

    seen, heads, writing = reduced(), HeadFinder(), WritingFinder()
    line("  decoding for detection", *timed(reduced, chosen.runs))
    line("  heads", *timed(lambda: heads.find(seen.pixels, seen.width, seen.height), chosen.runs))
    line("  writing", *timed(lambda: writing.find(seen.pixels, seen.width, seen.height), chosen.runs))
    line("  codes", *timed(lambda: codes.find(seen.pixels, seen.width, seen.height), chosen.runs))
    for count in (1, 5, 10, 50):
        while done < count:
            checker.mask(content, [found.box for found in checker.check(content).findings if found.box])
            done += 1
        print(f"{f'memory after {count} photos, MB':<34}{resident():>9.0f}")
    if chosen.deface:
        against(chosen.deface, content)


def against(deface: str, content: bytes) -> None:
    """Print how the deface command and this program do on the same file: seconds, and the peak of memory."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "photo.jpg", Path(folder) / "out.jpg"
        source.write_bytes(content)
        ours = [sys.executable, "-c", WHOLE_HEAD_ONCE, str(source), str(out)]
        # ours first: the peak that the system tells is that of the largest child so far
        for name, command in (
            ("primum, heads only", ours),
            ("deface", [*shlex.split(deface), str(source), "-o", str(out)]),
        ):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            spent = time.perf_counter() - began
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            print(f"{name:<34}{spent:>8.2f}s wall {busy:>6.2f}s busy {after.ru_maxrss / 1024:>6.0f} MB peak")


if __name__ == "__main__":
    main()
