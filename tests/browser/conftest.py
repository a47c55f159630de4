"""Browsers for the session, and a fresh page for each test."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from tests.browser import photos
from tests.browser.composers import Desk, sitting_at
from tests.browser.extension_pages import as_before, opened
from tests.browser.harness import Chromium, chromium
from tests.unit.film import film

Sit = Callable[..., Desk]
"""Opens a composer in a fresh page: `sit(composer)`."""


Figure = Callable[[str, str], None]
"""Notes a measured figure; all of them are printed after the tests."""

_figures = pytest.StashKey[list[tuple[str, str]]]()


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    notes = request.config.stash.setdefault(_figures, [])
    return lambda name, value: notes.append((name, value))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    notes = terminalreporter.config.stash.get(_figures, [])
    if notes:
        terminalreporter.section("measured in the browser")
    for name, value in notes:
        terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Chromium]:
    """Chromium with the extension and the installed companion."""
    with chromium(playwright) as running:
        yield running


@pytest.fixture(scope="session")
def bare_browser(playwright: Playwright) -> Iterator[Chromium]:
    """Chromium without the extension, to compare with."""
    with chromium(playwright, extension=False, companion=False) as running:
        yield running


@pytest.fixture(scope="session")
def lonely_browser(playwright: Playwright) -> Iterator[Chromium]:
    """Chromium with the extension, where nobody has installed the companion."""
    with chromium(playwright, companion=False) as running:
        yield running


@pytest.fixture(scope="session")
def mismatched_browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """Chromium with the extension and the companion of another protocol."""
    program = tmp_path_factory.mktemp("other") / "companion"
    program.write_text(
        f"#!{sys.executable}\nfrom primum.wire import messages\n\nmessages.PROTOCOL += 1\n"
        "from primum.cli import host\n\nhost()\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with chromium(playwright, companion=program) as running:
        yield running


@pytest.fixture
def sit(browser: Chromium) -> Iterator[Sit]:
    """Sit down at a composer, in `browser` or in another one; the pages are closed afterwards."""
    with sitting_at(browser) as open_desk:
        yield open_desk


@pytest.fixture
def kept(browser: Chromium) -> Iterator[Page]:
    """A page of the extension from which settings are read and changed; all is put back afterwards."""
    with opened(browser, "options") as page, as_before(page):
        yield page


@pytest.fixture(scope="session")
def head_jpeg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return photos.head_jpeg(tmp_path_factory.mktemp("photos"))


@pytest.fixture(scope="session")
def head_mp4(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A head that moves from left to right, as a phone would film it, with the date and the place."""
    file = tmp_path_factory.mktemp("films") / "VID_2041.mp4"
    tags = {"location": "+47.3280-002.4290/", "creation_time": "2026-03-12T08:15:00Z"}
    file.write_bytes(film(seconds=2.0, tags=tags))
    return file


@pytest.fixture(scope="session")
def head_png(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return photos.head_png(tmp_path_factory.mktemp("photos"))


@pytest.fixture(scope="session")
def plain_jpeg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return photos.plain_jpeg(tmp_path_factory.mktemp("photos"))


@pytest.fixture(scope="session")
def plain_png(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return photos.plain_png(tmp_path_factory.mktemp("photos"))
