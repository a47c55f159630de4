"""Writing with the real models: found, read with its accents, grouped into labels, and said by what it identifies."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from primum.finding import Box, Span, Strength, TextFinding
from primum.photo.check import PhotoChecker
from primum.photo.lines import Line, lines_in
from primum.photo.writing import Words, WritingFinder, blocks_of
from primum.text.check import identity_in
from tests.unit.photo_files import astronaut, encoded, landscape

# without accents: the font that comes with Pillow has none (models/writing/README.md measures them)
LABEL = ["LEFEBVRE Rosalie", "DDN 03/11/1958", "IPP 0027419", "CHU Nancy"]


@pytest.fixture(scope="module")
def finder() -> WritingFinder:
    return WritingFinder()


def written(image: Image.Image, lines: Sequence[str], at: tuple[int, int], size: int, fill: object) -> Image.Image:
    image = image.copy()
    ImageDraw.Draw(image).multiline_text(at, "\n".join(lines), fill, ImageFont.load_default(size), spacing=size // 2)
    return image


def radiograph(width: int, height: int) -> Image.Image:
    """Grey bones on black, with grain."""
    random = np.random.default_rng(3)
    rows, columns = np.mgrid[0:height, 0:width]
    bone = 150 * np.exp(-(((columns - width * 0.6 - 0.2 * rows) / (0.08 * width)) ** 2))
    grey = (bone + 20 + random.normal(0, 4, (height, width))).clip(0, 255).astype(np.uint8)
    return Image.fromarray(grey).convert("RGB")


def alike(read: str, meant: str) -> float:
    return difflib.SequenceMatcher(None, read.replace(" ", ""), meant.replace(" ", "")).ratio()


@pytest.mark.parametrize(("width", "size"), [(640, 13), (1280, 20), (2400, 44)])
def test_what_is_burnt_into_a_radiograph_is_read(finder: WritingFinder, width: int, size: int) -> None:
    image = written(radiograph(width, width * 3 // 4), LABEL, (20, 16), size, (240, 240, 240))
    words, all_read = finder.find(np.asarray(image), *image.size)
    assert all_read
    for line in LABEL:
        assert max(alike(found.text, line) for found in words) > 0.85, [found.text for found in words]
    [block] = blocks_of(words)
    assert block.box.x <= 20
    assert block.box.y <= 16 + size // 2


def test_white_writing_on_white_bone_is_found(finder: WritingFinder) -> None:
    image = written(Image.new("RGB", (1280, 900), (214, 214, 214)), ["BOUE Zita 12/05/1984"], (60, 60), 24, (235,) * 3)
    words, _ = finder.find(np.asarray(image), *image.size)
    assert words
    assert words[0].box.w > 200


@pytest.mark.parametrize("degrees", [0, 8, -15, 90, 180, 270])
def test_a_wristband_is_read_at_any_angle(finder: WritingFinder, degrees: int) -> None:
    band = written(Image.new("RGB", (620, 110), "white"), ["MOREAU Lucie nee le 27.09.1949"], (30, 35), 34, "black")
    image = Image.new("RGB", (900, 900), (150, 110, 90))
    turned = band.rotate(degrees, expand=True, fillcolor=(150, 110, 90), resample=Image.Resampling.BICUBIC)
    image.paste(turned, (450 - turned.width // 2, 450 - turned.height // 2))
    words, _ = finder.find(np.asarray(image), *image.size)
    assert max(alike(line.text, "MOREAU Lucie nee le 27.09.1949") for line in words) > 0.85, words


@pytest.mark.parametrize("size", [(400, 3), (3, 400), (40, 1), (1, 1)])
def test_a_picture_of_a_few_rows_is_no_trouble(size: tuple[int, int]) -> None:
    """Found by fuzzing: the detector sees it stretched to 32 rows, and gave lines below its last one."""

    class Everywhere:
        """A detector that sees writing all along the far edges."""

        def get_inputs(self) -> list[object]:
            return [type("Input", (), {"name": "x"})]

        def run(self, _: object, given: dict[str, np.ndarray], __: object) -> list[np.ndarray]:
            rows, columns = given["x"].shape[2:]
            chances = np.zeros((1, 1, rows, columns), np.float32)
            chances[..., rows - 12 : rows - 2, 4:-4] = 0.9
            chances[..., 4:-4, columns - 12 : columns - 2] = 0.9
            return [chances]

    finder = WritingFinder()
    finder.__dict__["_detector"] = Everywhere()
    width, height = size
    words, _ = finder.find(np.full((height, width, 3), 128, np.uint8), width, height)
    assert all(line.box.x + line.box.w <= width and line.box.y + line.box.h <= height for line in words)


def test_pictures_without_writing_give_none(finder: WritingFinder) -> None:
    assert finder.find(np.asarray(landscape()), 600, 400) == ([], True)


def test_boxes_are_of_the_full_size_photo(finder: WritingFinder) -> None:
    image = written(Image.new("RGB", (800, 600), "white"), ["Ordonnance du 4 mars"], (100, 200), 30, "black")
    [line], _ = finder.find(np.asarray(image), 4000, 3000)
    assert abs(line.box.x - 500) < 40
    assert abs(line.box.y - 1000) < 80


def test_a_label_that_identifies_holds_the_photo_and_other_writing_does_not() -> None:
    seen: list[str] = []

    def read_identity(text: str) -> list[TextFinding]:
        seen.append(text)
        at = text.find("03/11/1958")
        return [TextFinding("birth_date", Strength.STRONG, at, at + 10, 1.0)] if at >= 0 else []

    image = written(radiograph(1280, 960), LABEL, (20, 16), 24, (240, 240, 240))
    image = written(image, ["kV 120 mAs 8"], (1000, 900), 24, (240, 240, 240))
    report = PhotoChecker(read_identity=read_identity).check(encoded(image))
    assert len(seen) == 1
    label, other = (finding for finding in report.findings if finding.rule == "writing")
    assert (label.strength, label.detail) == (Strength.STRONG, "birth_date")
    assert (other.strength, other.detail) == (Strength.HINT, None)
    assert label.box is not None
    assert label.box.y <= 30  # the name above the date is in it
    assert label.box.h > 100
    quiet = PhotoChecker().check(encoded(image))
    assert {finding.strength for finding in quiet.findings} == {Strength.HINT}


def test_values_of_a_laboratory_or_a_machine_identify_nobody() -> None:
    """With the real identity rules: numbers with units are neither names nor numbers of a person."""
    sheet = ["Hemoglobine 13,2 g/dL", "Potassium 4,2 mmol/L", "Creatinine 68 umol/L", "Leucocytes 6 400 /mm3"]
    sheet += ["pH 7,38 pCO2 41", "FiO2 40 % PEP 8", "TA 120/80 FC 72", "25 mm/s 10 mm/mV", "kV 120 mAs 8"]
    checker = PhotoChecker(read_identity=identity_in)
    image = written(Image.new("RGB", (900, 700), "white"), sheet, (40, 30), 30, "black")
    findings = checker.check(encoded(image)).findings
    assert {(found.rule, found.strength) for found in findings} == {("writing", Strength.HINT)}
    named = written(image, ["Mme LEFEBVRE Rosalie"], (480, 30), 30, "black")
    assert any(found.strength is Strength.STRONG for found in checker.check(encoded(named)).findings)


def test_what_is_told_together_holds_every_label_it_stands_on() -> None:
    def read_identity(text: str) -> list[TextFinding]:
        spans = tuple(Span(text.index(words), text.index(words) + len(words)) for words in ("72 ans", "Guerande"))
        return [TextFinding("person", Strength.WARN, 0, len(text), 0.9, spans)]

    image = Image.new("RGB", (1280, 960), "white")
    for words, at in (("Homme 72 ans", (40, 40)), ("Glycemie 5 mmol", (40, 460)), ("Guerande", (40, 860))):
        image = written(image, [words], at, 32, "black")
    report = PhotoChecker(read_identity=read_identity).check(encoded(image))
    said = {finding.box.y // 300: finding.strength for finding in report.findings if finding.box}
    assert said == {0: Strength.WARN, 1: Strength.HINT, 2: Strength.WARN}


def test_masked_writing_cannot_be_read_again() -> None:
    image = written(astronaut().resize((1000, 1000)), LABEL, (40, 700), 28, "white")
    checker = PhotoChecker()
    boxes = [finding.box for finding in checker.check(encoded(image)).findings if finding.box]
    masked = checker.mask(encoded(image), boxes)
    again = checker.check(masked.data)
    # of the fresh texture, which differs each time, a weak head is made now and then: see the card of the heads
    clear = [
        finding for finding in again.findings if finding.box and not (finding.rule == "head" and finding.score < 0.4)
    ]
    assert clear == []


def test_a_map_gives_the_lines_that_are_in_it() -> None:
    chances = np.zeros((200, 300), np.float32)
    chances[40:50, 30:200] = 0.9
    slope = Image.new("L", (300, 200))
    ImageDraw.Draw(slope).line((60, 120, 240, 170), 230, 12)
    chances = np.maximum(chances, np.asarray(slope, np.float32) / 255)
    level, tilted = sorted(lines_in(chances), key=lambda line: line.y)
    assert level.angle == 0
    assert (level.x, level.y) == pytest.approx((115, 45), abs=2)
    assert level.length == pytest.approx(185, abs=8)
    assert tilted.angle == pytest.approx(np.arctan2(50, 180), abs=0.02)
    assert tilted.corners().mean(axis=0) == pytest.approx((150, 145), abs=3)
    assert lines_in(np.zeros((64, 64), np.float32)) == []
    assert lines_in(np.ones((64, 64), np.float32))[0].length >= 64


def test_lines_that_stand_together_are_one_block() -> None:
    def line(x: int, y: int) -> Words:
        return Words(Box(x, y, 100, 20), "mot", 0.9)

    blocks = blocks_of([line(0, 0), line(5, 30), line(120, 0), line(0, 200)])
    assert [len(block.lines) for block in blocks] == [3, 1]
    assert blocks[0].box == Box(0, 0, 220, 50)
    assert blocks_of([]) == []
    # a line between two blocks makes one of them
    (block,) = blocks_of([line(0, 0), line(0, 60), line(0, 30)])
    assert block.box == Box(0, 0, 100, 80)


def test_a_line_turned_round_has_the_same_corners_the_other_way() -> None:
    line = Line(50, 40, 30, 10, 0.3, 0.9)
    assert np.allclose(line.turned().corners(), np.roll(line.corners(), 2, axis=0))
