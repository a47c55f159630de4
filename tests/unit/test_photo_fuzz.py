"""The first seconds of what tests/fuzz/fuzz_photo.py does for ten minutes."""

from tests.fuzz.fuzz_photo import fuzz


def test_damaged_and_hostile_files_end_in_a_verdict_or_an_error() -> None:
    tally = fuzz(seconds=20, seed=20, cases=150)  # on a busy machine fewer
    assert tally.fallen == []
    assert tally.passed, (tally.early_mb, tally.late_mb)
    assert tally.ends
