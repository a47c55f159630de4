"""Debian's Firefox with the extension as it is built, the companion as it is installed, and the replica sites.

Nothing here is a stand-in: `primum install` registers the companion in a home of its own, Firefox finds it there, and
the sites are served under their own names. Firefox runs in a display that nobody sees, so that its clipboard is real.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from primum.setup.browsers import FIREFOX_ID
from tests.browser import bidi, loopback, policies
from tests.browser.bidi import BiDi, Tab
from tests.browser.companions import Keeper, processes
from tests.browser.harness import EXTENSION, REPLICAS, ROOT

PROGRAMS = ("Xvfb", "xclip", "openssl")
"""What the tests need beside Firefox."""
PAGES = "8f0c2d4e-1b7a-4c55-9a3e-6d2b71c0e9f4"
"""The name of the extension's own pages, which Firefox otherwise draws by lot for each profile."""
PRIMUM = Path(sys.executable).with_name("primum")
START_S = 60
PREFERENCES: dict[str, Any] = {
    "extensions.webextensions.uuids": json.dumps({FIREFOX_ID: PAGES}),
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.normandy.enabled": False,
    # the sites' names are on a list of those that must not be served with a certificate of one's own
    "network.stricttransportsecurity.preloadlist": False,
    "security.cert_pinning.enforcement_level": 0,
}


def program() -> str | None:
    """Return Firefox, where this machine has it."""
    found = shutil.which("firefox-esr") or shutil.which("firefox")
    # one from a snap lives in a home of its own, whatever it is told
    return None if found is None or "/snap/" in str(Path(found).resolve()) else found


def missing() -> str:
    """Return a sentence on what is missing to test in Firefox; empty when nothing is."""
    absent = [name for name in PROGRAMS if not shutil.which(name)]
    if program() is None:
        absent.insert(0, "firefox-esr")
    if sys.platform != "linux":
        return "Firefox is tested on Linux only."
    return f"Not tested in Firefox, for want of {', '.join(absent)}: run installers/linux/firefox.sh" if absent else ""


@dataclass
class Firefox(Keeper):
    """A running browser."""

    bidi: BiDi
    pid: int
    home: Path
    environment: dict[str, str]
    welcome: Tab | None = None
    """The page that opened at install; it stays, as the way to the extension's other pages."""
    tabs: list[Tab] = field(default_factory=list)

    def page(self, url: str) -> Tab:
        """Open a fresh page."""
        tab = Tab(self.bidi, self.bidi.ask("browsingContext.create", type="tab")["context"])
        self.tabs.append(tab)
        self.bidi.ask("browsingContext.navigate", context=tab.context, url=url, wait="complete")
        return tab

    def errors(self) -> list[str]:
        """Return the errors that pages have thrown since this was last asked."""
        entries = self.bidi.taken("log.entryAdded")
        return [entry["text"] for entry in entries if entry["type"] == "javascript" and entry["level"] == "error"]

    def close_pages(self) -> None:
        """Close what was opened since."""
        for tab in self.tabs:
            tab.close()
        self.tabs.clear()

    @contextmanager
    def options(self) -> Iterator[Tab]:
        """Open the extension's options, the way it opens them itself: nobody else may."""
        assert self.welcome, "there is no extension in this one"
        self.welcome.run("() => chrome.tabs.create({ url: 'options.html' }).then(() => null)")
        tab = find(self.bidi, "options.html")
        tab.node(".models")  # the companion has answered, and the page is not drawn anew under the mouse
        yield tab
        tab.close()

    def companions(self) -> list[int]:
        """Return the companions that this browser runs, by process id."""
        return [
            pid
            for pid, (parent, line) in processes().items()
            if parent == self.pid and line.strip().endswith(FIREFOX_ID)
        ]

    def primum(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of Primum's as this browser's user does."""
        return subprocess.run(
            [PRIMUM, *arguments], env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )

    @contextmanager
    def on_the_clipboard(self, image: Path) -> Iterator[None]:
        """Put a PNG on the clipboard, as another program does."""
        command = ["xclip", "-quiet", "-selection", "clipboard", "-target", "image/png", "-in", str(image)]
        with subprocess.Popen(command, env=self.environment, stderr=subprocess.DEVNULL) as owner:
            asked = ["xclip", "-selection", "clipboard", "-target", "TARGETS", "-out"]
            until = time.monotonic() + 10
            while b"image/png" not in subprocess.run(asked, env=self.environment, capture_output=True).stdout:
                assert time.monotonic() < until, "the clipboard does not take the picture"
                time.sleep(0.02)
            try:
                yield
            finally:
                owner.terminate()


def find(session: BiDi, name: str, seconds: float = 20) -> Tab:
    """Return the tab that shows a page of the extension, once it is there."""
    until = time.monotonic() + seconds
    while True:
        for one in session.ask("browsingContext.getTree", maxDepth=0)["contexts"]:
            if one["url"].startswith(f"moz-extension://{PAGES}/{name}"):
                return Tab(session, one["context"])
        assert time.monotonic() < until, f"no {name} was opened"
        time.sleep(0.05)


@contextmanager
def firefox(
    *, extension: bool = True, language: str = "fr", policy: Mapping[str, Any] | None = None
) -> Iterator[Firefox]:
    """Start Firefox on a fresh profile in a fresh home, with the companion installed there.

    `policy`: what an institution says of the settings; then no language is chosen.
    """
    for built in (REPLICAS / "x.html", EXTENSION / "manifest.json"):
        assert built.is_file(), f"{built.relative_to(ROOT)} is missing: run `make setup` first"
    with ExitStack() as stack:
        home = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="primum-firefox-", ignore_cleanup_errors=True))
        )
        environment = _environment(home, stack.enter_context(_display()))
        profile = _profile(home, environment)
        # not told for which browser: it has to find the profile that Firefox has just made
        subprocess.run([PRIMUM, "install"], check=True, env=environment, stdout=subprocess.DEVNULL)
        if policy is not None:
            policies.for_firefox(home, policy)
        port = stack.enter_context(loopback.proxy(home))
        process, address = stack.enter_context(_started(home, profile, environment))
        there = f"127.0.0.1:{port}"
        session = stack.enter_context(
            bidi.session(
                address,
                acceptInsecureCerts=True,
                proxy={"proxyType": "manual", "sslProxy": there, "httpProxy": there},
                # a file dialog is answered by the tests
                unhandledPromptBehavior={"file": "ignore", "default": "dismiss"},
            )
        )
        session.ask("session.subscribe", events=["input.fileDialogOpened", "log.entryAdded"])
        running = Firefox(session, process.pid, home, environment)
        if extension:
            session.ask("webExtension.install", extensionData={"type": "path", "path": str(EXTENSION)})
            running.welcome = find(session, "welcome.html")
            if policy is None:
                choose_language(running, language)
        yield running


def choose_language(browser: Firefox, language: str) -> None:
    """Choose Primum's language in its options: Debian's Firefox brings only English along for `auto` to find."""
    with browser.options() as page:
        choose_language_on(page, language)


def choose_language_on(page: Tab, language: str) -> None:
    """Choose it in the options that stand open, with the keyboard."""
    order = ("auto", "fr", "en")
    choice = page.node("#language")
    page.run("function () { this.focus(); }", on=choice)
    while (chosen := page.run("function () { return this.value; }", on=choice)) != language:
        page.press("ArrowDown" if order.index(chosen) < order.index(language) else "ArrowUp")
        choice = page.node("#language")  # the page was drawn anew in that language
    page.node(f"html[lang={language}]")


def _environment(home: Path, display: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "DBUS_", "WAYLAND_"))}
    return {**kept, "HOME": str(home), "DISPLAY": display, "MOZ_ENABLE_WAYLAND": "0", "GTK_THEME": "Adwaita"}


@contextmanager
def _display() -> Iterator[str]:
    """Start a display that nobody sees, under a number that is free."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            assert server.stdout
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


def _profile(home: Path, environment: dict[str, str]) -> Path:
    """Have Firefox make a profile where it makes them, and write our preferences into it."""
    command = [str(program()), "--headless", "--no-remote", "-CreateProfile", "dr"]
    subprocess.run(command, check=True, env=environment, capture_output=True, timeout=START_S)
    [profile] = [file.parent for file in home.rglob("*.dr/times.json")]  # its cache is a folder of the same name
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
    (profile / "user.js").write_text("".join(lines))
    return profile


@contextmanager
def _started(home: Path, profile: Path, environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start Firefox; yield it with the address at which it can be driven."""
    command = [str(program()), "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    with (home / "firefox.log").open("w+") as log:
        # a group of its own: its helpers go with it
        process = subprocess.Popen(
            command, env=environment, stdout=log, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        try:
            until = time.monotonic() + START_S
            while not (said := re.search(r"BiDi listening on (ws://\S+)", (home / "firefox.log").read_text())):
                assert process.poll() is None, (home / "firefox.log").read_text()
                assert time.monotonic() < until, (home / "firefox.log").read_text()
                time.sleep(0.05)
            yield process, said[1]
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
