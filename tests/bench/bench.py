"""`make bench`: the figures of speed and memory. They are printed, never asserted: machines are noisy."""

from __future__ import annotations

from tests.bench import companion_bench
from tests.bench.figures import machine


def main() -> None:
    """Print every figure."""
    print(machine())
    companion_bench.starts()
    companion_bench.texts_and_photos()


if __name__ == "__main__":
    main()
