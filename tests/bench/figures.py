"""How figures are taken and printed: medians and 95th percentiles, beside what was aimed at."""

from __future__ import annotations

import platform
import statistics
from collections.abc import Sequence
from pathlib import Path


def machine() -> str:
    """Return one line on the machine the figures come from."""
    model = "unknown processor"
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [line.split(":", 1)[1].strip() for line in information.read_text().splitlines() if "model name" in line]
        model = f"{len(names)} × {names[0]}" if names else model
    return f"{platform.system()} {platform.machine()}, {model}, Python {platform.python_version()}"


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]


def line(name: str, values: Sequence[float], unit: str, aim: str = "") -> None:
    """Print one figure."""
    median, high = spread(values)
    shown = f"{median:9.1f} {unit}" + (f"   p95 {high:9.1f} {unit}" if len(values) > 1 else " " * (17 + len(unit)))
    print(f"{name:<52}{shown}   {f'aim {aim}' if aim else ''}", flush=True)
