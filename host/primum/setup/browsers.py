"""One table: every browser, every system, and where it looks for the manifest of a native messaging host.

Places: https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging#native-messaging-host-location
and https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_manifests#manifest_location
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import Literal

HOST_NAME = "primum.companion"
CHROMIUM_ID = "bnpombbmekonlbpjpiinlcdndjhiifbd"
"""Fixed by `key` in extension/manifest.json."""
FIREFOX_ID = "{7c698aba-fbb5-449a-8a7b-9338ca190512}"
"""Fixed by `browser_specific_settings` in extension/manifest.json."""

System = Literal["linux", "darwin", "win32"]
Engine = Literal["chromium", "firefox"]


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser: `linux` and `macos` are its own folder under the home, `windows` its registry key.

    `hosts` is the folder for manifests inside the former; the browser is present when its own folder is there.
    """

    name: str
    title: str
    engine: Engine
    linux: str
    macos: str
    windows: str

    def own_folder(self, system: System, home: Path) -> Path:
        """Return the folder by which the browser is known to be there (Linux and macOS)."""
        return home / PurePosixPath(self.macos if system == "darwin" else self.linux)

    def manifest_file(self, system: System, home: Path) -> Path:
        """Return where the manifest goes for one user.

        On Windows its place is free, because the registry points to it: it lies in Primum's own folder.
        """
        if system == "win32":
            return home / "AppData/Local/Primum" / f"{self.engine}.json"
        folder = self.own_folder(system, home)
        if self.engine == "firefox":
            # macOS keeps the manifests beside Firefox's own folder, under the maker's name
            hosts = (
                folder.parent / "Mozilla/NativeMessagingHosts"
                if system == "darwin"
                else (folder.parent / "native-messaging-hosts")
            )
        else:
            hosts = folder / "NativeMessagingHosts"
        return hosts / f"{HOST_NAME}.json"

    def registry_key(self) -> str:
        """Return the key under HKEY_CURRENT_USER whose default value is the manifest's path (Windows)."""
        return rf"Software\{self.windows}\NativeMessagingHosts\{HOST_NAME}"


_SUPPORT = "Library/Application Support"

BROWSERS: Mapping[str, Browser] = {
    browser.name: browser
    for browser in (
        Browser("chrome", "Chrome", "chromium", ".config/google-chrome", f"{_SUPPORT}/Google/Chrome", r"Google\Chrome"),
        Browser("chromium", "Chromium", "chromium", ".config/chromium", f"{_SUPPORT}/Chromium", "Chromium"),
        Browser("edge", "Edge", "chromium", ".config/microsoft-edge", f"{_SUPPORT}/Microsoft Edge", r"Microsoft\Edge"),
        Browser(
            "brave",
            "Brave",
            "chromium",
            ".config/BraveSoftware/Brave-Browser",
            f"{_SUPPORT}/BraveSoftware/Brave-Browser",
            r"Google\Chrome",
        ),
        Browser("firefox", "Firefox", "firefox", ".mozilla/firefox", f"{_SUPPORT}/Firefox", "Mozilla"),
    )
}


def manifest(engine: Engine, launcher: PurePath) -> str:
    """Return the manifest that tells a browser to start `launcher` for our extension, and for no other."""
    allowed = (
        {"allowed_extensions": [FIREFOX_ID]}
        if engine == "firefox"
        else {"allowed_origins": [f"chrome-extension://{CHROMIUM_ID}/"]}
    )
    table = {
        "name": HOST_NAME,
        "description": "Primum checks a draft on this machine before it is posted.",
        "path": str(launcher),
        "type": "stdio",
        **allowed,
    }
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def is_our_extension(arguments: list[str]) -> bool:
    """Whether the arguments that a browser starts its host with name our extension.

    Chromium gives the origin first; Firefox the path of the manifest, then the add-on's id.
    """
    return f"chrome-extension://{CHROMIUM_ID}/" in arguments[:1] or FIREFOX_ID in arguments[1:2]
