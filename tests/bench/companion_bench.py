"""The companion alone: start, sentences, photos, memory. Spoken to over pipes, as a browser does."""

from __future__ import annotations

import base64
import io
import time

import numpy as np
from PIL import Image
from skimage import data

from primum.wire.messages import PART_BYTES
from tests.bench.figures import PHOTO, TEXT, line, section
from tests.companion import Companion

STARTS = 7
TEXTS = 200
PHOTOS = 10
SENTENCE = (
    "Bonjour à tous, petite question pour les dermatos du groupe : patiente de la soixantaine, sous méthotrexate "
    "depuis deux ans, qui présente depuis trois semaines des lésions annulaires des avant-bras. Pas de "
    "fièvre, bilan sans particularité. J'hésite entre un granulome annulaire et une sarcoïdose cutanée. Biopsie "
    "d'emblée ou corticoïde local d'abord ? Merci d'avance pour vos avis, numéro {}."
)


def twelve_megapixels() -> bytes:
    """Return a 4000 × 3000 JPEG with one head, like a phone's."""
    rng = np.random.default_rng(1)
    ground = Image.fromarray(rng.integers(90, 170, (75, 100, 3), dtype=np.uint8)).resize((4000, 3000))
    ground.paste(Image.fromarray(data.astronaut()).resize((1600, 1600)), (1200, 700))
    stream = io.BytesIO()
    ground.save(stream, "JPEG", quality=90)
    return stream.getvalue()


def starts() -> None:
    """Time from the start of the process to the answer of `hello`."""
    section("The companion alone", measured=(*TEXT, *PHOTO))
    times = []
    for _ in range(STARTS):
        began = time.perf_counter()
        with Companion() as companion:
            companion.hello()
            times.append((time.perf_counter() - began) * 1000)
    line("companion: start to hello", times, "ms", "400 ms")


def texts_and_photos() -> None:
    """Time sentences and photos in one companion, and its memory between them."""
    photo = twelve_megapixels()
    with Companion() as companion:
        companion.hello()
        companion.ask("check_text", draft="warm", revision=0, text="Bonjour")
        line("companion: memory idle, text model open", [companion.ask("status")["memory_mb"]], "MB", "150 MB")
        times = []
        for number in range(TEXTS):
            began = time.perf_counter()
            companion.ask("check_text", draft="d", revision=number, text=SENTENCE.format(number))
            times.append((time.perf_counter() - began) * 1000)
        line(f"companion: text of {len(SENTENCE.split())} words to verdict", times, "ms")

        sent = _parts(photo)
        verdicts, masks = [], []
        for number in range(PHOTOS):
            token = f"p{number}"
            began = time.perf_counter()
            for part in sent:
                companion.send("photo_part", photo=token, **part)
            verdict = companion.ask("check_photo", photo=token)
            verdicts.append((time.perf_counter() - began) * 1000)
            boxes = [found["box"] for found in verdict["findings"] if found["box"]]
            began = time.perf_counter()
            companion.mask_photo(token, boxes)
            masks.append((time.perf_counter() - began) * 1000)
            companion.ask("forget", photo=token)
        line(f"companion: photo of 12 megapixels ({len(photo) / 1e6:.1f} MB) to verdict", verdicts, "ms", "1000 ms")
        line("companion: the same to masked file", masks, "ms", "1500 ms")
        line(f"companion: memory after {PHOTOS} photos", [companion.ask("status")["memory_mb"]], "MB", "400 MB")


def _parts(content: bytes) -> list[dict[str, object]]:
    cuts = range(0, len(content), PART_BYTES)
    return [
        {"part": number, "parts": len(cuts), "data": base64.b64encode(content[cut : cut + PART_BYTES]).decode()}
        for number, cut in enumerate(cuts)
    ]
