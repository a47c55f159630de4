"""Videos: caught on their way in like photos, shown with their seconds, masked where the head goes, or passed on."""

from __future__ import annotations

import io
import re
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Playwright

from tests.browser.composers import FB_POST, SITES, X_HOME, Composer
from tests.browser.conftest import Sit
from tests.browser.harness import Chromium, chromium
from tests.browser.test_photos import MASK, WAYS
from tests.browser.test_review import choose_all, rects
from tests.unit.film import film, moving

each_site = pytest.mark.parametrize("composer", SITES, ids=str)
DATE = {"creation_time": "2026-03-12T08:15:00Z"}


def _kept(folder: Path, content: bytes, name: str = "VID_2041.mp4") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def _field(_: float) -> NDArray[np.uint8]:
    return np.full((240, 320, 3), (90, 120, 80), np.uint8)


@pytest.fixture(scope="session")
def blind_browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """Chromium with a companion that was installed without what reads videos."""
    program = tmp_path_factory.mktemp("blind") / "companion"
    program.write_text(
        f"#!{sys.executable}\nimport sys\n\nsys.modules['av'] = None\nfrom primum.cli import host\n\nhost()\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with chromium(playwright, companion=program) as running:
        yield running


def _frames(content: bytes) -> list[NDArray[np.int_]]:
    with av.open(io.BytesIO(content)) as container:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(video=0)]


def _tags(content: bytes) -> set[str]:
    with av.open(io.BytesIO(content)) as container:
        return {name for holder in (container, *container.streams) for name in holder.metadata}


def assert_head_masked_on_its_way(original: bytes, received: bytes) -> None:
    """The face of `head_mp4` is seen in no frame, the rest is as it was, and nothing else travels along."""
    before, after = _frames(original), _frames(received)
    for place, (one, other) in enumerate(zip(before, after, strict=True)):
        left = 20 + 240 * place // (len(before) - 1)
        face = np.s_[90:180, left + 50 : left + 110]
        assert np.abs(one[face] - other[face]).mean() > 15, f"the face is seen in frame {place}"
        assert np.abs(one[:40] - other[:40]).mean() < 12, "the rest is as it was"
    assert not _tags(received) & {"location", "creation_time"}


EVERYWHERE = [(X_HOME, "chosen"), (X_HOME, "dropped"), (FB_POST, "chosen"), (FB_POST, "detached")]


@pytest.mark.parametrize(("composer", "way"), EVERYWHERE, ids=[f"{place}-{way}" for place, way in EVERYWHERE])
def test_a_head_is_masked_on_all_its_way(sit: Sit, composer: Composer, way: str, head_mp4: Path) -> None:
    desk = sit(composer)
    WAYS[way](desk, head_mp4)
    desk.panel.control(MASK, seconds=90)
    said = desk.panel.text()
    assert "Avant de joindre cette vidéo" in said
    assert re.search(r"\(0:00–0:0[12]\)", said), "when the head is seen"
    assert "une voix se reconnaît" in said
    assert desk.site()["files"] == desk.site()["uploads"] == [], "nothing reaches the page during the review"
    assert rects(desk, ".stage canvas"), "a still of the video is shown"
    desk.panel.click(MASK)
    desk.wait_for(desk.files, seconds=90)
    (file,) = desk.files()
    assert (file["type"], file["name"]) == ("video/mp4", "video.mp4")
    assert_head_masked_on_its_way(head_mp4.read_bytes(), desk.file())
    desk.panel.wait_away()
    desk.type("Bonne journée")
    desk.stays(1)
    desk.post()
    (post,) = desk.wait_for(desk.posts)
    assert post["media"] == [0]


@each_site
def test_a_video_without_findings_passes_without_a_question(sit: Sit, composer: Composer, tmp_path: Path) -> None:
    """Its date is taken out, as every phone writes one, and no picture of it changes."""
    video = _kept(tmp_path, film(_field, seconds=1.0, tags=DATE))
    desk = sit(composer)
    desk.choose(video)
    desk.wait_for(desk.files, seconds=60)
    for one, other in zip(_frames(video.read_bytes()), _frames(desk.file()), strict=True):
        assert (one == other).all()
    assert "creation_time" in _tags(video.read_bytes())
    assert "creation_time" not in _tags(desk.file())
    assert desk.panel.text() == ""


def test_a_video_can_be_attached_as_it_is_or_given_up(sit: Sit, head_mp4: Path) -> None:
    desk = sit(FB_POST)
    desk.choose(head_mp4)
    desk.panel.control(MASK, seconds=90)
    desk.page.keyboard.press("Escape")
    desk.panel.wait_away()
    desk.stays()
    assert desk.site()["files"] == desk.site()["uploads"] == []
    desk.choose(head_mp4)
    desk.panel.control(MASK, seconds=90)
    desk.panel.click("telle quelle")
    desk.wait_for(desk.files)
    assert desk.file() == head_mp4.read_bytes()


def test_what_was_not_looked_at_is_said_and_goes_on(
    sit: Sit, blind_browser: Chromium, tmp_path: Path, head_mp4: Path
) -> None:
    """A minute of film is the most that is looked at, and no companion has to be able to look at any."""
    long = _kept(tmp_path, film(lambda _: np.full((64, 64, 3), 90, np.uint8), seconds=62, tone=False))
    desk = sit(X_HOME)
    desk.choose(long)
    desk.wait_for(desk.files, seconds=60)
    assert desk.file() == long.read_bytes()
    assert "plus d’une minute" in desk.panel.wait("pas été vérifiée")
    desk = sit(X_HOME, where=blind_browser)
    desk.choose(head_mp4)
    desk.wait_for(desk.files)
    assert desk.file() == head_mp4.read_bytes()
    assert "ne regarde que les photos" in desk.panel.wait("pas été vérifiée")


def test_a_damaged_video_is_shown_as_unchecked(sit: Sit, tmp_path: Path, head_mp4: Path) -> None:
    torn = _kept(tmp_path, head_mp4.read_bytes()[:3000])
    desk = sit(FB_POST)
    desk.choose(torn)
    desk.panel.wait("son format n’a pas pu être lu")
    assert desk.site()["files"] == desk.site()["uploads"] == []
    desk.panel.click("telle quelle")
    desk.wait_for(desk.files)
    assert desk.file() == torn.read_bytes()


def test_photos_and_videos_of_one_choice_are_reviewed_together(sit: Sit, head_jpeg: Path, head_mp4: Path) -> None:
    desk = sit(FB_POST)
    choose_all(desk, head_mp4, head_jpeg)
    desk.panel.control(MASK, seconds=90)
    assert "Avant de joindre ces fichiers" in desk.panel.wait("1 sur 2")
    desk.panel.click(MASK)
    desk.wait_for(lambda: len(desk.files()) == 2, seconds=90)
    assert [file["type"] for file in desk.files()] == ["video/mp4", "image/jpeg"]


def test_a_long_check_says_how_far_it_is_and_can_be_given_up(sit: Sit, tmp_path: Path) -> None:
    video = _kept(tmp_path, film(lambda share: np.tile(moving(share), (2, 2, 1)), seconds=30, tone=False))
    desk = sit(FB_POST)
    desk.type("Bonne journée")
    desk.stays(1)
    desk.choose(video)
    assert re.search(r"regarde la vidéo… \d+ %", desk.panel.wait("%", seconds=60))
    desk.post()
    desk.stays()
    assert desk.posts() == [], "Post would leave the video behind"
    desk.panel.click("Annuler")
    desk.panel.wait_away("Primum regarde")
    desk.stays(1)
    assert desk.site()["files"] == desk.site()["uploads"] == []
