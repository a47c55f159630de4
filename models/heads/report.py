"""How the figures of the photo evaluations are said, and put into their cards.

A card holds places, between `<!-- figures: NAME -->` and `<!-- end -->`, that a run fills anew; what is written by hand
around them stays.
"""

from __future__ import annotations

import math
import platform
import re
from datetime import UTC, datetime
from pathlib import Path


def interval(hits: int, tries: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of a share (Wilson 1927): sound for few tries and for shares of none or all."""
    z, share = 1.96, hits / tries
    middle = (share + z * z / (2 * tries)) / (1 + z * z / tries)
    reach = z * math.sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries)) / (1 + z * z / tries)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def share(hits: int, tries: int) -> str:
    """Return a share with its interval, or a dash where nothing was tried."""
    if not tries:
        return "–"
    low, high = interval(hits, tries)
    return f"{hits / tries:.1%} ({low:.1%} to {high:.1%})"


def ran(busy: str = "") -> str:
    """Return one line on when and where figures were taken."""
    cores = [line for line in _cpuinfo().splitlines() if line.startswith("model name")]
    name = cores[0].partition(":")[2].strip() if cores else platform.machine()
    note = f", {busy}" if busy else ""
    return f"{datetime.now(UTC):%Y-%m-%d}, {len(cores) or '?'} × {name}{note}."


def _cpuinfo() -> str:
    information = Path("/proc/cpuinfo")
    return information.read_text() if information.exists() else ""


def put(card: Path, name: str, figures: str) -> None:
    """Write figures into their place in a card.

    Raises ValueError when the card has no such place.
    """
    begin, end = f"<!-- figures: {name} -->", "<!-- end -->"
    text = card.read_text("utf-8")
    place = re.compile(re.escape(begin) + r".*?" + re.escape(end), re.DOTALL)
    if len(place.findall(text)) != 1:
        raise ValueError(f"{card} has no one place {begin}")
    card.write_text(place.sub(lambda _: f"{begin}\n{figures.strip()}\n{end}", text), "utf-8")
