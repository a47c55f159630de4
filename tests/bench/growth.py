"""How the work of a check grows: with the length of a text and the size of a photo. The companion alone, over pipes.

In milliseconds of the processor, all threads together, where the system tells them (Linux): other programs hardly
change those, and a curve is worth nothing when each of its points was disturbed in another way.
"""

from __future__ import annotations

import io
import time
from pathlib import Path

from PIL import Image
from skimage import data

from tests.bench import chart
from tests.bench.companion_bench import SENTENCE
from tests.bench.figures import KEPT, PHOTO, line, section
from tests.companion import Companion

CHARACTERS = (100, 500, 1_000, 2_000, 5_000, 10_000, 19_000)
MEGAPIXELS = (1, 3, 6, 12, 24, 48)
TEXT_RUNS = 5
PHOTO_RUNS = 3
UNIT = "ms of the processor" if Path("/proc/self/schedstat").exists() else "ms"


def clock(companion: Companion) -> float:
    """Return how long the companion has been at work, in ms; where nobody says, the time."""
    threads = list(Path(f"/proc/{companion.process.pid}/task").glob("*/schedstat"))
    if not threads:
        return time.perf_counter() * 1000
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def texts() -> None:
    """Time texts of growing length, each new to the companion."""
    part = section("A longer text")
    points = []
    with Companion() as companion:
        companion.hello()
        companion.ask("check_text", draft="warm", revision=0, text="Bonjour")
        for length in CHARACTERS:
            times = []
            for number in range(TEXT_RUNS):
                # another number in each sentence: none has been judged before
                sentences = (SENTENCE.format(f"{length}{number}{place}") for place in range(length // 100 + 1))
                text = " ".join(sentences)[:length]
                revision = length * TEXT_RUNS + number
                began = clock(companion)
                answer = companion.ask("check_text", draft="d", revision=revision, text=text)
                assert answer["type"] == "text_verdict", answer
                times.append(clock(companion) - began)
            points.append((float(length), line(f"{length:,} characters", times, UNIT)))
    chart.draw(KEPT.parent / "bench-texts.png", "A text to its verdict", "characters", UNIT, points)
    part.pictures.append("bench-texts.png")


def photos() -> None:
    """Time photos of growing size, from their last byte to the verdict, and to the masked file."""
    part = section("A larger photo", measured=PHOTO)
    points = []
    with Companion() as companion:
        companion.hello()
        for megapixels in MEGAPIXELS:
            content, times, masks = _photo(megapixels), [], []
            for number in range(PHOTO_RUNS):
                token = f"{megapixels}-{number}"
                companion.put_photo(token, content)
                began = clock(companion)
                verdict = companion.ask("check_photo", photo=token)
                assert verdict["type"] == "photo_verdict", verdict
                times.append(clock(companion) - began)
                began = clock(companion)
                companion.mask_photo(token, [found["box"] for found in verdict["findings"] if found["box"]])
                masks.append(clock(companion) - began)
                companion.ask("forget", photo=token)
            points.append((float(megapixels), line(f"{megapixels} megapixels, verdict", times, UNIT)))
            line(f"{megapixels} megapixels, masked file", masks, UNIT)
    chart.draw(KEPT.parent / "bench-photos.png", "A photo to its verdict", "megapixels", UNIT, points)
    part.pictures.append("bench-photos.png")


def _photo(megapixels: int) -> bytes:
    """Return a portrait of 4:3 as a phone would write it."""
    height = round((megapixels * 1e6 * 3 / 4) ** 0.5)
    scene = Image.fromarray(data.astronaut()).crop((0, 0, 512, 384))
    stream = io.BytesIO()
    scene.resize((height * 4 // 3, height), Image.Resampling.BICUBIC).save(stream, "JPEG", quality=90)
    return stream.getvalue()
