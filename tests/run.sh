#!/bin/sh
# Runs every test. A browser waits more than it works, so three lanes run at once; what the others have to say is told
# last. A file may move from lane to lane when one of them takes much longer than the rest.
set -u
pytest=.venv/bin/pytest

first_lane() {
	$pytest tests/browser --ignore-glob='*/test_photos.py' --ignore-glob='*/test_posting.py' --ignore-glob='*/test_[q-u]*.py'
}

second_lane() {
	$pytest tests/browser/test_photos.py tests/browser/test_posting.py tests/browser/test_[q-u]*.py
}

# what needs no browser leaves the processor to those that do: some of their tests wait only so long
last_lane() {
	nice -n 5 $pytest tests/unit tests/wire tests/fuzz
}

mkdir -p build
first_lane >build/first-lane.txt 2>&1 &
first=$!
last_lane >build/last-lane.txt 2>&1 &
last=$!
failed=0
second_lane || failed=1
wait $first || failed=1
wait $last || failed=1
cat build/first-lane.txt build/last-lane.txt
exit $failed
