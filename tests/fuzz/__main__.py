"""The long version, which prints counts: `python -m tests.fuzz`, with `--frames N` and the like to do less."""

from __future__ import annotations

import argparse
import time
from collections import Counter

from tests.fuzz import checks, fuzz_photo


def main() -> None:
    """Run what was asked for; a failure is a traceback with what caused it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--photos", type=int, default=10_000)
    parser.add_argument("--cycles", type=int, default=1_000)
    parser.add_argument("--keys", type=int, default=115_200, help="keys typed: eight hours at four a second")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    for name, run in (
        ("frames", lambda: checks.fuzz_frames(options.seed, options.frames)),
        ("texts", lambda: checks.fuzz_texts(options.seed, options.texts)),
        ("photos", lambda: photos(options.seed, options.photos)),
        ("cycles", lambda: checks.cycles(options.cycles)),
    ):
        if getattr(options, name):
            began = time.perf_counter()
            counts = ", ".join(f"{count:,} {what}" for what, count in run().most_common())
            print(f"{name}: {counts}; {time.perf_counter() - began:.0f} s", flush=True)
    if options.keys:
        early, late, checked = checks.typing(options.keys)
        print(
            f"typing: {options.keys:,} keys, {checked:,} checks, memory {early} MB after a tenth, {late} MB at the end"
        )


def photos(seed: int, count: int) -> Counter[str]:
    """Check damaged photos; count how they ended. Raises AssertionError when one did not end as it must."""
    tally = fuzz_photo.fuzz(seconds=float("inf"), seed=seed, cases=count)
    assert tally.passed, (tally.fallen, tally.early_mb, tally.late_mb)
    return Counter(sent=sum(tally.ends.values())) + tally.ends


main()
