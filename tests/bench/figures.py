"""How figures are taken, printed and kept: medians and 95th percentiles, beside what was aimed at.

What one command measures is kept in `docs/benchmarks.json`, section by section, so that another one can add to it;
`docs/benchmarks.md` is written from there (`report.py`).
"""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from primum import models

KEPT = Path(__file__).parents[2] / "docs" / "benchmarks.json"
HEAD = ("", "median", "95th percentile", "to reach")
TEXT = ("remarks", "identity")
PHOTO = ("heads", "writing")
"""The models that a text and a photo are checked with."""


@dataclass
class Section:
    """A part of the report: a table, remarks under it, a picture beside it."""

    title: str
    command: str
    date: str
    models: dict[str, str]
    on: str
    head: Sequence[str] = HEAD
    rows: list[Sequence[str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


_sections: list[Section] = []


def machine() -> str:
    """Return one line on the machine the figures come from, and how busy it is with other things."""
    model = "unknown processor"
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [line.split(":", 1)[1].strip() for line in information.read_text().splitlines() if "model name" in line]
        model = f"{len(names)} × {names[0]}" if names else model
    load = f", {os.getloadavg()[0]:.1f} busy on average" if hasattr(os, "getloadavg") else ""
    return f"{platform.system()} {platform.machine()}, {model}{load}, Python {platform.python_version()}"


def section(
    title: str, command: str = "make bench", head: Sequence[str] = HEAD, measured: Sequence[str] = TEXT
) -> Section:
    """Begin a section: the figures that follow belong to it, and to the models that are `measured`."""
    versions = {name: models.manifest()[name].version for name in measured}
    _sections.append(Section(title, command, date.today().isoformat(), versions, machine(), head))
    print(f"\n{title}\n  {_sections[-1].on}", flush=True)
    return _sections[-1]


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]


def line(name: str, values: Sequence[float], unit: str, aim: str = "") -> float:
    """Print and keep one figure; return its median."""
    median, high = spread(values)
    shown = f"{median:9.1f} {unit}" + (f"   p95 {high:9.1f} {unit}" if len(values) > 1 else " " * (17 + len(unit)))
    print(f"{name:<52}{shown}   {f'aim {aim}' if aim else ''}", flush=True)
    if _sections:
        _sections[-1].rows.append((name, f"{median:.1f} {unit}", f"{high:.1f} {unit}" if len(values) > 1 else "", aim))
    return median


def row(*cells: str) -> None:
    """Print and keep one row of a table of its own kind."""
    print("  ".join(f"{cell:<24}" for cell in cells), flush=True)
    _sections[-1].rows.append(cells)


def keep() -> list[dict[str, Any]]:
    """Lay the sections of this run over those that are kept, by their titles; return them all."""
    kept: list[dict[str, Any]] = json.loads(KEPT.read_text("utf-8")) if KEPT.is_file() else []
    fresh = {one.title: asdict(one) for one in _sections}
    merged = [fresh.pop(old["title"], old) for old in kept] + list(fresh.values())
    KEPT.write_text(json.dumps(merged, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return merged
