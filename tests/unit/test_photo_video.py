"""Short videos: what is seen and when, and a new file in which it is covered wherever it goes."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Collection

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from primum.finding import Box, PhotoFinding, Strength
from primum.photo import footage
from primum.photo.check import CancelledError, PhotoChecker
from primum.photo.heads import Head
from primum.photo.kind import is_video
from primum.photo.limits import PhotoError, PhotoUnreadableError, VideoNotCheckedError
from primum.photo.tracks import HOLD, tracks
from primum.photo.video import VideoChecker, most_telling
from tests.unit.film import HEIGHT, RATE, WIDTH, film, moving
from tests.unit.photo_files import astronaut, decoded, encoded

av = pytest.importorskip("av", reason="videos are an optional extra")

TAGS = {"location": "+47.3280-002.4290/", "creation_time": "2026-03-12T08:15:00Z", "title": "Mme Ploum"}


@pytest.fixture(scope="module")
def checker() -> VideoChecker:
    return VideoChecker(PhotoChecker())


@pytest.fixture(scope="module")
def turned() -> bytes:
    return film(seconds=1.0, turned=90, tags=TAGS)


def still(share: float) -> np.ndarray:
    return np.full((64, 64, 3), 90, np.uint8)


def places(content: bytes) -> list[np.ndarray]:
    with footage.opened(content) as video:
        return [shot.pixels() for shot in video.shots]


def test_a_head_is_said_with_its_seconds_and_the_place_of_the_film(checker: VideoChecker, turned: bytes) -> None:
    told: list[float] = []
    report = checker.check(turned, progress=told.append)
    assert (report.width, report.height) == (WIDTH, HEIGHT)
    said = {passage.finding.rule: passage for passage in report.passages}
    head, place = said["head"], said["location"].finding
    assert place.detail == report.metadata["location"] == "47.33, -2.43"
    assert {"date", "description"} <= report.metadata.keys()
    assert (head.start, head.end) == pytest.approx((0.0, 0.9), abs=0.11)
    assert head.finding.box is not None
    assert head.finding.box.w > 300  # all of its way, 240 pixels, and the head itself
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_head_is_covered_wherever_it_goes(checker: VideoChecker, turned: bytes) -> None:
    boxes = [Box(20, 60, 420, 220)]  # its way, as `check` says it
    masked = checker.mask(turned, boxes)
    assert (masked.media_type, masked.name, masked.width, masked.height) == ("video/mp4", "video.mp4", WIDTH, HEIGHT)
    with av.open(io.BytesIO(masked.data)) as container:
        assert len(container.streams.audio) == 1
        assert not TAGS.keys() & container.metadata.keys()
        assert not any(value in masked.data for value in (b"Ploum", b"2026-03", b"47.3"))
    frames = places(masked.data)
    assert len(frames) == RATE
    photos = PhotoChecker()
    for index in (0, 5, 9):
        assert not [head for head in photos.heads_in(frames[index]) if head.score >= 0.5]
        # it was followed: what is far from the head is as it was
        kept = np.s_[:, -100:] if index < 5 else np.s_[:, :20]
        difference = np.abs(frames[index][kept].astype(int) - moving(index / 9)[kept].astype(int))
        assert difference.mean() < 6


class Label(PhotoChecker):
    """Sees a white label, the whole of it, and no heads."""

    def heads_in(self, pixels: np.ndarray, go_on: Callable[[], None] = lambda: None) -> list[Head]:
        return []

    def marks_in(self, pixels: np.ndarray, go_on: Callable[[], None] = lambda: None) -> tuple[list[PhotoFinding], bool]:
        rows, columns = np.nonzero(pixels.min(axis=2) > 200)
        if len(rows) < 100:
            return [], True
        left, top = int(columns.min()), int(rows.min())
        box = Box(left, top, int(columns.max()) + 1 - left, int(rows.max()) + 1 - top)
        return [PhotoFinding("writing", Strength.STRONG, box, 0.9)], True

    def places_in(
        self, pixels: np.ndarray, rules: Collection[str], go_on: Callable[[], None] = lambda: None
    ) -> list[PhotoFinding]:
        return self.marks_in(pixels)[0]


def panned(across: int, down: int) -> Callable[[float], np.ndarray]:
    """A label that goes so far."""

    def picture(share: float) -> np.ndarray:
        pixels = np.full((HEIGHT, WIDTH, 3), (110, 95, 80), np.uint8)
        x, y = 24 + round(across * share), 24 + round(down * share)
        pixels[y : y + 24, x : x + 90] = 240
        return pixels

    return picture


@pytest.mark.parametrize(("across", "down"), [(330, 0), (0, 280), (300, 250)])
def test_writing_that_moves_is_covered_at_every_moment(across: int, down: int) -> None:
    content = film(panned(across, down), seconds=2.5, tone=False)
    checker = VideoChecker(Label())
    report = checker.check(content)
    assert [passage.finding.rule for passage in report.passages if passage.finding.box] == ["writing"]
    assert report.unchecked == ()
    frames = places(checker.mask(content, most_telling(report.passages)).data)
    assert len(frames) == 25
    assert max(int((pixels.min(axis=2) > 200).sum()) for pixels in frames) == 0


def test_writing_that_is_lost_while_it_moves_is_said_not_to_be_checked() -> None:
    still_there, gone = panned(330, 0), np.full((HEIGHT, WIDTH, 3), (110, 95, 80), np.uint8)
    content = film(lambda share: still_there(share) if share < 0.5 else gone, seconds=3.0, tone=False)
    assert VideoChecker(Label()).check(content).unchecked == ("writing",)


def test_what_comes_in_at_the_very_end_is_read(checker: VideoChecker) -> None:
    def picture(share: float) -> np.ndarray:
        image = Image.new("RGB", (320, 240), (90, 120, 80))
        if share > 0.8:
            ImageDraw.Draw(image).text((30, 100), "MOREAU Lucie 1949", "white", ImageFont.load_default(24))
        return np.asarray(image)

    report = checker.check(film(picture, seconds=0.6, tone=False))
    [writing] = [passage for passage in report.passages if passage.finding.rule == "writing"]
    assert writing.start == writing.end == pytest.approx(0.5)


@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_sound_may_go_on_and_a_last_picture_may_stay(kind: str) -> None:
    for content in (
        film(still, seconds=1.0, kind=kind, tone_seconds=5.0),
        film(still, seconds=1.0, kind=kind, tone_seconds=8.0, last_at=5.0),
        film(still, seconds=1.0, kind=kind, tone=False, last_at=5.0),
    ):
        assert len(places(content)) == 10


def test_pictures_that_end_before_their_time_were_cut_off() -> None:
    content = film(still, seconds=4.0, kind="webm", tone=False)
    with pytest.raises(PhotoUnreadableError):
        places(content[: len(content) // 2])


def test_what_is_no_heads_way_is_covered_in_every_frame(checker: VideoChecker) -> None:
    content = film(still, seconds=0.5, kind="webm", tone=False)
    masked = checker.mask(content, [Box(20, 20, 8, 8)], style="solid")
    assert masked.media_type == "video/webm"
    frames = places(masked.data)
    assert len(frames) == 5
    for frame in frames:
        assert abs(int(frame[24, 24].mean()) - 64) < 6
        assert abs(int(frame[2, 60].mean()) - 90) < 6


@pytest.mark.parametrize("sound", [True, False])
def test_the_sound_stays_unless_it_is_to_go(checker: VideoChecker, sound: bool) -> None:
    masked = checker.mask(film(still, seconds=0.3), [], sound=sound)
    with av.open(io.BytesIO(masked.data)) as container:
        assert len(container.streams.audio) == sound


@pytest.mark.parametrize("kind", ["mp4", "mov", "webm"])
def test_a_video_is_cleaned_without_loss(checker: VideoChecker, kind: str) -> None:
    content = film(seconds=0.5, kind=kind, turned=0 if kind == "webm" else 90, tags=TAGS)
    clean = checker.clean(content)
    assert clean.media_type == ("video/webm" if kind == "webm" else "video/mp4")
    for before, after in zip(places(content), places(clean.data), strict=True):
        assert (before == after).all(), "no pixel changes, and it stands upright"
    with av.open(io.BytesIO(clean.data)) as container:
        assert len(container.streams.audio) == 1
    with footage.opened(clean.data) as video:
        assert not {"location", "date", "description"} & set(video.carried)
    assert not any(word in clean.data for word in (b"Ploum", b"47.3280", b"2026-03-12"))


def test_what_a_container_cannot_hold_is_written_anew(checker: VideoChecker) -> None:
    """H.264 in Matroska becomes WebM, which holds no H.264."""
    content = film(still, seconds=0.3, kind="matroska", tone=False, tags=TAGS)
    assert footage.cleaned(content) is None
    clean = checker.clean(content)
    assert clean.media_type == "video/webm"
    assert len(places(clean.data)) == 3
    assert b"Ploum" not in clean.data


def test_the_still_of_a_report_shows_what_was_found(checker: VideoChecker) -> None:
    """The head comes into the picture halfway."""
    empty = np.full((HEIGHT, WIDTH, 3), (90, 120, 80), np.uint8)
    report = checker.check(film(lambda share: moving(share) if share > 0.5 else empty, seconds=2.0))
    shown = decoded(report.still)
    assert shown.shape == (HEIGHT, WIDTH, 3)
    assert any(passage.finding.rule == "head" for passage in report.passages)
    assert np.abs(shown.astype(int) - empty).mean() > 10


def test_what_is_not_checked_is_said(checker: VideoChecker, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(VideoNotCheckedError, match="60 seconds"):
        checker.check(film(still, seconds=62, tone=False))
    content = film(still, seconds=0.5)
    for broken in (content[: len(content) // 2], content[:40] + bytes(len(content) - 40)):
        with pytest.raises(PhotoUnreadableError):
            checker.check(broken)
    monkeypatch.setattr(footage, "_av", lambda: None)
    with pytest.raises(VideoNotCheckedError, match=r"primum\[video\]"):
        checker.check(content)


def test_a_check_and_a_mask_can_be_given_up(checker: VideoChecker) -> None:
    content = film(still, seconds=0.3)
    with pytest.raises(CancelledError):
        checker.check(content, cancelled=lambda: True)
    with pytest.raises(CancelledError):
        checker.mask(content, [], cancelled=lambda: True)


def test_videos_are_told_from_photos() -> None:
    assert all(is_video(film(still, seconds=0.2, kind=kind)) for kind in ("mp4", "mov", "webm"))
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF"):
        assert not is_video(encoded(astronaut().resize((32, 32)), kind))
    assert not is_video(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_video_gives_a_verdict_or_our_error(seed: int) -> None:
    random = np.random.default_rng(seed)
    content = bytearray(film(still, seconds=0.3, kind=("mp4", "webm")[seed % 2], tone=False))
    for at in random.integers(0, len(content), 6):
        content[at] = random.integers(256)
    with contextlib.suppress(PhotoError):
        places(bytes(content))


def test_a_head_is_covered_between_looks_and_a_little_longer() -> None:
    first, second, other = Box(0, 0, 40, 40), Box(20, 0, 40, 40), Box(200, 200, 40, 40)
    looks = [(1.0, [Head(first, 0.9), Head(other, 0.4)]), (1.1, [Head(second, 0.8)]), (3.0, [Head(first, 0.7)])]
    moved, standing, later = tracks(looks)
    assert (moved.start, moved.end, moved.box, moved.score) == (1.0, 1.1, Box(0, 0, 60, 40), 0.9)
    assert moved.at(1.05) == Box(0, 0, 60, 40)
    assert moved.at(1.1 + HOLD) == second
    assert moved.at(1.0 - HOLD) == first
    assert moved.at(1.11 + HOLD) is None
    assert standing.at(1.2) == other
    assert (later.start, later.box) == (3.0, first)
    assert most_telling([]) == []
