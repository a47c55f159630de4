"""The report of the benchmarks: a command's figures replace its own sections and leave those of another."""

from pathlib import Path

import pytest
from PIL import Image

from tests.bench import bare_model, chart, figures, peers_bench, report


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "benchmarks.json"
    for module in (figures, report):
        monkeypatch.setattr(module, "KEPT", file)
    monkeypatch.setattr(figures, "_sections", [])
    return file


def test_a_section_is_replaced_by_its_next_run_and_no_other(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures.section("Starts")
    assert figures.line("start", [3, 1, 2], "ms", "400 ms") == 2
    figures.section("Peers", "make bench-peers", ("who", "how fast")).remarks.append("Nobody was asked.")
    figures.row("another", "slow")
    report.write()

    monkeypatch.setattr(figures, "_sections", [])
    figures.section("Starts").pictures.append("curve.png")
    figures.line("start", [7], "ms")
    report.write()

    page = kept.with_suffix(".md").read_text("utf-8")
    assert page.count("## Starts") == 1
    assert "| start | 7.0 ms |  |  |\n" in page
    assert "2.0 ms" not in page
    assert "![Starts](curve.png)" in page
    assert "| who | how fast |\n| --- | --- |\n| another | slow |\n\nNobody was asked.\n" in page
    assert page.index("## Starts") < page.index("## Peers")


def test_a_chart_shows_each_point_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "curve.png"
    chart.draw(file, "Title", "characters", "ms", [(0, 0), (50, 100), (100, 50)])
    image = Image.open(file).convert("RGB")
    width, height = (chart.SIZE[0] - chart.LEFT - chart.RIGHT, chart.SIZE[1] - chart.TOP - chart.BOTTOM)
    line = tuple(int(chart.LINE[place : place + 2], 16) for place in (1, 3, 5))
    for x, y in ((0, 0), (0.5, 1), (1, 0.5)):
        at = (chart.LEFT + round(x * width), chart.SIZE[1] - chart.BOTTOM - round(y * height))
        assert all(abs(a - b) < 24 for a, b in zip(image.getpixel(at), line, strict=True)), at
    assert image.getpixel((chart.LEFT + width // 4, chart.TOP + height // 8)) == (255, 255, 255)


def test_the_model_alone_can_be_timed() -> None:
    assert len(bare_model.times(runs=2)) == 2


def test_what_is_compared_with_presidio_is_what_the_companion_reads() -> None:
    answer = peers_bench.ours("Mme Durand, 72 ans, vue à Guérande le 12 mars")
    read = [(0, 10), (12, 18), (27, 35)]
    assert all(peers_bench.overlaps(start, end, answer["spans"]) for start, end in read)
    assert answer["ms"] > 0
