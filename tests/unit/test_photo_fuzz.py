"""The first seconds of what tests/fuzz/fuzz_photo.py does for ten minutes."""

from tests.fuzz.fuzz_photo import fuzz


def test_damaged_and_hostile_files_end_in_a_verdict_or_an_error() -> None:
    tally = fuzz(seconds=10, seed=20)
    assert tally.fallen == []
    assert tally.passed, (tally.early_mb, tally.late_mb)
    assert sum(tally.ends.values()) > 20
