"""`make bench`: the figures of speed and memory. They are printed, never asserted: machines are noisy."""

from __future__ import annotations

from tests.bench import browser_bench, companion_bench
from tests.bench.figures import machine


def main() -> None:
    """Print every figure."""
    print(machine())
    companion_bench.starts()
    companion_bench.texts_and_photos()
    browser_bench.main()


if __name__ == "__main__":
    main()
