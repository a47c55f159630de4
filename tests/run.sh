#!/bin/sh
# Runs every test. A browser waits more than it works, so two halves run at once; what the one has to say is told last.
set -u
pytest=.venv/bin/pytest

one_half() {
	$pytest tests/browser/test_[a-o]*.py
	browser=$?
	$pytest tests/unit tests/wire tests/fuzz && return $browser
}

mkdir -p build
one_half >build/one-half.txt 2>&1 &
failed=0
$pytest tests/browser/test_[p-z]*.py || failed=1
wait $! || failed=1
cat build/one-half.txt
exit $failed
