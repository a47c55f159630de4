"""`make bench`: the figures of speed and memory, printed and kept in docs/benchmarks.md. Never asserted."""

from __future__ import annotations

from tests.bench import browser_bench, companion_bench, growth, report


def main() -> None:
    """Take every figure; the report is written after each part, so that a long run loses nothing."""
    for part in (
        companion_bench.starts,
        companion_bench.texts_and_photos,
        growth.texts,
        growth.photos,
        browser_bench.main,
    ):
        part()
        report.write()


if __name__ == "__main__":
    main()
