"""Codes are found where they are, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from primum.finding import Strength
from primum.photo import codes
from primum.photo.check import PhotoChecker
from tests.unit.photo_files import astronaut, encoded, landscape

KINDS = ["QRCode", "DataMatrix", "Aztec", "PDF417", "Code128", "Code39"]


def code(kind: str, side: int) -> Image.Image:
    barcode = zxingcpp.create_barcode("IPP0027419", getattr(zxingcpp.BarcodeFormat, kind))
    image = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(barcode, scale=4))).convert("RGB")
    factor = side / max(image.size)
    return image.resize((round(image.width * factor), max(60, round(image.height * factor))), Image.Resampling.LANCZOS)


@pytest.mark.parametrize(
    ("kind", "degrees"),
    [
        *((kind, turn) for kind in KINDS for turn in (0, 90)),
        *((kind, 20) for kind in ("QRCode", "DataMatrix", "Aztec")),
        *(("Code128", turn) for turn in (12, 30, 45, 60, 135, 210, 300)),
    ],
)
def test_a_code_is_found_where_it_is(kind: str, degrees: int) -> None:
    mark = code(kind, 420).rotate(degrees, expand=True, fillcolor="white")
    image = landscape().resize((1200, 800))
    image.paste(mark, (300, 150))
    [found] = codes.find(np.asarray(image), 2400, 1600)
    x, y, w, h = (edge / 2 for edge in found.box)
    assert x + w / 2 == pytest.approx(300 + mark.width / 2, abs=mark.width * 0.12)
    assert y + h / 2 == pytest.approx(150 + mark.height / 2, abs=mark.height * 0.12 + 8)
    assert w > 0.6 * mark.width


@pytest.mark.parametrize("degrees", [0, 12, 30, 45, 60, 78, 135])
def test_bars_are_covered_from_end_to_end(degrees: int) -> None:
    bars = code("Code128", 400).resize((400, 130))
    turned = bars.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    image = Image.new("RGB", (1200, 900), "white")
    image.paste(turned, (350, 200))
    [found] = codes.find(np.asarray(image), 1200, 900)
    dark = np.asarray(image.convert("L")) < 128
    inside = dark[found.box.y : found.box.y + found.box.h, found.box.x : found.box.x + found.box.w]
    assert inside.sum() > 0.97 * dark.sum()


def test_photos_without_codes_give_none() -> None:
    for image in (astronaut(), landscape()):
        assert codes.find(np.asarray(image), *image.size) == []


def test_a_masked_code_cannot_be_read_again() -> None:
    image = landscape().resize((1200, 800))
    image.paste(code("QRCode", 300), (400, 300))
    checker = PhotoChecker()
    [finding] = [finding for finding in checker.check(encoded(image)).findings if finding.rule == "code"]
    assert finding.strength is Strength.STRONG
    assert finding.box is not None
    assert "IPP" not in str(finding.detail)
    masked = checker.mask(encoded(image), [finding.box])
    assert all(finding.rule != "code" for finding in checker.check(masked.data).findings)
