"""Codes are found where they are, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from primum.finding import Strength
from primum.photo import bars, codes
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


@pytest.mark.parametrize("degrees", [0, 15, 20, 25, 70, 110, 160])
def test_bars_that_are_long_and_low_are_found_however_they_lean(degrees: int) -> None:
    """On a wristband: no straight row of pixels crosses all bars, and nothing but turning them upright helps."""
    bars_ = code("Code128", 400).resize((400, 60))
    label = Image.new("RGB", (440, 84), "white")
    label.paste(bars_, (20, 12))
    shape = Image.new("L", label.size, 255).rotate(degrees, expand=True)
    image = Image.effect_noise((1280, 960), 12).convert("RGB")
    image.paste(label.rotate(degrees, Image.Resampling.BICUBIC, expand=True), (400, 300), shape)
    [found] = codes.find(np.asarray(image), 1280, 960)
    assert found.kind == "Code 128"
    x, y, w, h = found.box
    middle = (400 + shape.width / 2, 300 + shape.height / 2)
    assert (x + w / 2, y + h / 2) == pytest.approx(middle, abs=25)


def test_where_all_edges_run_one_way_there_is_a_place_and_its_angle() -> None:
    rows, columns = np.mgrid[0:400, 0:600]
    across = columns * np.cos(0.4) + rows * np.sin(0.4)
    stripes = 128 + 90 * np.sin(across * 2 * np.pi / 10)
    grey = np.where((np.abs(rows - 200) < 60) & (np.abs(columns - 300) < 150), stripes, 128).astype(np.uint8)
    [place] = bars.places(grey)
    assert place.angle == pytest.approx(0.4, abs=0.03)
    assert (place.x, place.y) == pytest.approx((300, 200), abs=bars.TILE)
    assert place.length > 250


def test_neither_noise_nor_one_edge_nor_nothing_is_a_place() -> None:
    noise = np.asarray(Image.effect_noise((600, 400), 60))
    edge = np.zeros((400, 600), np.uint8)
    edge[:, 300:] = 255
    for grey in (noise, edge, np.zeros((400, 600), np.uint8), np.zeros((5, 5), np.uint8)):
        assert bars.places(grey) == []


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
