"""Debian's Chromium with the extension as it is built, the companion as it is installed, and the replica sites.

Nothing here is a stand-in: the extension is loaded unpacked, the companion is registered by `primum install`, and
the pages run under the origins of the real sites.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, Page, Playwright, Route

from primum.setup.browsers import CHROMIUM_ID, HOST_NAME
from tests.browser import policies
from tests.browser.companions import Keeper, processes
from tests.browser.extension_pages import choose_language

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "extension" / "dist"
REPLICAS = ROOT / "tests" / "replicas" / "dist"
PROBE = Path(__file__).parent / "probe.js"

SITES = {
    "x.com": "x.html",
    "twitter.com": "x.html",
    "www.facebook.com": "facebook.html",
    "www.messenger.com": "facebook.html",
    "business.google.com": "google.html",
    "www.google.com": "google.html",
    "www.linkedin.com": "linkedin.html",
}
_COMMON = "default-src 'self'; script-src 'self' 'nonce-8d1f'; object-src 'none'; base-uri 'self'; form-action 'self'"
POLICIES = {
    "x.html": f"{_COMMON}; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self' blob:; "
    "media-src 'self' blob:; worker-src 'self' blob:; frame-ancestors 'self'",
    "facebook.html": f"{_COMMON}; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' blob:; "
    "media-src 'self' blob:; worker-src 'self' blob:; frame-ancestors 'none'",
    "google.html": f"{_COMMON}; style-src 'self'; frame-ancestors 'self'",
    # Quill writes inline styles of its own
    "linkedin.html": f"{_COMMON}; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; frame-ancestors 'self'",
}
"""What the pages may load is as narrow as on the real sites, for Facebook narrower: no inline style."""

TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8"}


@dataclass
class Chromium(Keeper):
    """A running browser. `uploads` are the paths that its pages have posted to, in order."""

    context: BrowserContext
    profile: Path
    uploads: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """Open a fresh page."""
        return self.context.new_page()

    def companions(self) -> list[int]:
        """Return the companions that this browser runs, by process id."""
        table = processes()
        mine = {pid for pid, (_, line) in table.items() if f"--user-data-dir={self.profile}" in line}
        origin = f"chrome-extension://{CHROMIUM_ID}/"
        return [pid for pid, (parent, line) in table.items() if parent in mine and origin in line and pid not in mine]


@contextmanager
def chromium(
    playwright: Playwright,
    *,
    extension: bool = True,
    companion: bool | Path = True,
    headless: bool = True,
    scale: float = 1,
    language: str = "fr",
    policy: Mapping[str, Any] | None = None,
    keeps_pages: bool = False,
) -> Iterator[Chromium]:
    """Start Chromium on a fresh profile.

    `companion` is True for the installed one, False for none, or a program of one's own to register in its place.
    `policy`: what an institution says of the settings; then no language is chosen. `keeps_pages`: a page that is
    left is put by for Back, as in every doctor's browser and not in Playwright's.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is missing (on Debian: apt install chromium)"
    for built in (REPLICAS / "x.html", *([EXTENSION / "manifest.json"] if extension else [])):
        assert built.is_file(), f"{built.relative_to(ROOT)} is missing: run `make setup` first"
    profile = Path(tempfile.mkdtemp(prefix="primum-browser-"))
    if policy is not None:
        program = str(policies.for_chromium(profile, program, policy))
    if companion:
        _register(profile, None if companion is True else companion)
    arguments = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync", f"--lang={language}"]
    arguments += ["--disable-background-networking", "--disable-component-update"]
    if extension:
        arguments += [f"--disable-extensions-except={EXTENSION}", f"--load-extension={EXTENSION}"]
    view: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "device_scale_factor": scale}
    try:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=program,
            headless=headless,
            # containers and continuous integration run as root, where Chromium has no sandbox
            chromium_sandbox=not headless and os.geteuid() != 0,
            args=arguments,
            ignore_default_args=["--disable-extensions", *(["--disable-back-forward-cache"] if keeps_pages else [])],
            env={**os.environ, "LANGUAGE": language},
            locale=language,
            permissions=["clipboard-read", "clipboard-write"],
            **(view if headless else {"no_viewport": True}),
        )
        try:
            browser = Chromium(context, profile)
            context.route("**/*", lambda route: _answer(route, browser))
            context.set_default_timeout(15_000)
            if extension:
                _put_away_welcome(context)
                if policy is None:
                    choose_language(browser, language)
            yield browser
        finally:
            with suppress(Error):  # its window may have been closed already
                context.close()
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def stop_background(browser: Chromium) -> None:
    """Stop the extension's service worker, as Chromium does whenever it likes."""
    session = browser.context.new_cdp_session(browser.context.pages[0])
    for target in session.send("Target.getTargets")["targetInfos"]:
        if target["type"] == "service_worker" and CHROMIUM_ID in target["url"]:
            session.send("Target.closeTarget", {"targetId": target["targetId"]})
    session.detach()


def _put_away_welcome(context: BrowserContext) -> None:
    """Wait for the page that opens at install, and close it."""
    until = time.monotonic() + 20
    while not (found := [page for page in context.pages if page.url.endswith("/welcome.html")]):
        assert time.monotonic() < until, "no welcome page opened at install"
        context.pages[0].wait_for_timeout(30)
    found[0].close()


def _register(profile: Path, program: Path | None) -> None:
    install = [sys.executable, "-m", "primum", "install", "--browser", "chromium", "--user-data-dir", str(profile)]
    subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
    if program:
        file = profile / "NativeMessagingHosts" / f"{HOST_NAME}.json"
        file.write_text(json.dumps({**json.loads(file.read_text()), "path": str(program)}))


def _answer(route: Route, browser: Chromium) -> None:
    """Answer as the sites do: their page under every path, their files, and thanks for an upload."""
    address = urlsplit(route.request.url)
    if address.scheme not in ("http", "https"):
        return route.fallback()
    page = SITES.get(address.hostname or "")
    if page is None:
        # a secure page of nobody's, from which a test fills the clipboard
        return route.fulfill(body="<!doctype html><title>clipboard</title>", content_type="text/html")
    if route.request.method == "POST":
        browser.uploads.append(address.path)
        return route.fulfill(body='{"ok":true}', content_type="application/json")
    file = PROBE if address.path == "/probe.js" else REPLICAS / address.path.lstrip("/")
    if file.suffix not in TYPES or not file.is_file():
        if "." in address.path:
            return route.fulfill(status=404, body="")
        file = REPLICAS / page
    body = file.read_bytes()
    if file.suffix == ".html" and "probe" in address.query:
        body = body.replace(b"<head>", b'<head><script src="/probe.js"></script>', 1)
    headers = {"content-security-policy": POLICIES[page], "x-content-type-options": "nosniff"}
    return route.fulfill(body=body, content_type=TYPES[file.suffix], headers=headers)
