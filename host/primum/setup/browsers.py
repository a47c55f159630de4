"""One table: every browser, every system, and where it looks for the manifest of a native messaging host.

Everything here is pure: it says where, and touches nothing. Places:
https://developer.chrome.com/docs/extensions/develop/concepts/native-messaging#native-messaging-host-location,
https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/Native_manifests#manifest_location,
https://learn.microsoft.com/microsoft-edge/extensions-chromium/developer-guide/native-messaging, and
https://forums.opera.com/topic/15735 and https://forum.vivaldi.net/topic/48659 for what those two borrow.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Literal

HOST_NAME = "primum.companion"
CHROMIUM_ID = "bnpombbmekonlbpjpiinlcdndjhiifbd"
"""Fixed by `key` in extension/manifest.json."""
FIREFOX_ID = "{7c698aba-fbb5-449a-8a7b-9338ca190512}"
"""Fixed by `browser_specific_settings` in extension/manifest.json."""
LOOK_ONLY = "--look-only"
"""With this argument a companion mends no registration when it starts: the doctor's, who must find what is broken."""

System = Literal["linux", "darwin", "win32"]
Engine = Literal["chromium", "firefox"]


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser and its folders; those for one user hang under the home, those for all under the root.

    `profile`: where it keeps its users' profiles, by which it is known to be there; `new_profile`: where it makes them
    now, if it has moved. `hosts` and `system_hosts`: where it looks for manifests (on Windows the registry says where,
    under `key`). `borrows`: a browser in whose places it looks as well, or instead. `snap` and `flatpak`: the folders
    of its boxed editions, under the home.
    """

    name: str
    title: str
    engine: Engine
    profile: Mapping[System, str]
    hosts: Mapping[System, str]
    system_hosts: Mapping[System, str]
    key: str
    new_profile: Mapping[System, str] = field(default_factory=dict)
    borrows: str | None = None
    snap: str | None = None
    flatpak: str | None = None

    def profiles(self, system: System) -> list[str]:
        """Return every folder in which this browser may keep profiles."""
        return [table[system] for table in (self.profile, self.new_profile) if system in table]

    def registry_key(self) -> str:
        """Return the key, under the user's or the machine's hive, whose default value is the manifest's path."""
        return rf"Software\{self.key}\NativeMessagingHosts\{HOST_NAME}"


_SUPPORT = "Library/Application Support"


def _chromium(
    name: str,
    title: str,
    linux: str,
    macos: str,
    windows: str,
    key: str,
    *,
    etc: str,
    library: str,
    borrows: str | None = None,
    snap: str | None = None,
    flatpak: str | None = None,
) -> Browser:
    """A browser of Chromium's kin: it looks for manifests inside the folder that holds its profiles."""
    return Browser(
        name,
        title,
        "chromium",
        profile={"linux": f".config/{linux}", "darwin": f"{_SUPPORT}/{macos}", "win32": f"AppData/{windows}"},
        hosts={
            "linux": f".config/{linux}/NativeMessagingHosts",
            "darwin": f"{_SUPPORT}/{macos}/NativeMessagingHosts",
        },
        system_hosts={
            "linux": f"etc/{etc}/native-messaging-hosts",
            "darwin": f"Library/{library}/NativeMessagingHosts",
        },
        key=key,
        borrows=borrows,
        snap=snap,
        flatpak=flatpak,
    )


BROWSERS: Mapping[str, Browser] = {
    browser.name: browser
    for browser in (
        _chromium(
            "chrome",
            "Chrome",
            "google-chrome",
            "Google/Chrome",
            "Local/Google/Chrome",
            r"Google\Chrome",
            etc="opt/chrome",
            library="Google/Chrome",
            flatpak="com.google.Chrome",
        ),
        _chromium(
            "chromium",
            "Chromium",
            "chromium",
            "Chromium",
            "Local/Chromium",
            "Chromium",
            etc="chromium",
            library="Application Support/Chromium",
            snap="chromium",
            flatpak="org.chromium.Chromium",
        ),
        _chromium(
            "edge",
            "Edge",
            "microsoft-edge",
            "Microsoft Edge",
            "Local/Microsoft/Edge",
            r"Microsoft\Edge",
            etc="opt/edge",
            library="Microsoft/Edge",
            flatpak="com.microsoft.Edge",
        ),
        _chromium(
            "brave",
            "Brave",
            "BraveSoftware/Brave-Browser",
            "BraveSoftware/Brave-Browser",
            "Local/BraveSoftware/Brave-Browser",
            r"BraveSoftware\Brave-Browser",
            etc="opt/chrome",
            library="Google/Chrome",
            borrows="chrome",
            snap="brave",
            flatpak="com.brave.Browser",
        ),
        _chromium(
            "vivaldi",
            "Vivaldi",
            "vivaldi",
            "Vivaldi",
            "Local/Vivaldi",
            "Vivaldi",
            etc="vivaldi",
            library="Application Support/Vivaldi",
            borrows="chromium",
            snap="vivaldi",
            flatpak="com.vivaldi.Vivaldi",
        ),
        _chromium(
            "opera",
            "Opera",
            "opera",
            "com.operasoftware.Opera",
            "Roaming/Opera Software/Opera Stable",
            "Opera Software",
            etc="opt/chrome",
            library="Google/Chrome",
            borrows="chrome",
            snap="opera",
            flatpak="com.opera.Opera",
        ),
        Browser(
            "firefox",
            "Firefox",
            "firefox",
            profile={
                "linux": ".mozilla/firefox",
                "darwin": f"{_SUPPORT}/Firefox",
                "win32": "AppData/Roaming/Mozilla/Firefox",
            },
            hosts={
                "linux": ".mozilla/native-messaging-hosts",
                "darwin": f"{_SUPPORT}/Mozilla/NativeMessagingHosts",
            },
            system_hosts={
                "linux": "usr/lib/mozilla/native-messaging-hosts",
                "darwin": f"{_SUPPORT}/Mozilla/NativeMessagingHosts",
            },
            key="Mozilla",
            # since 147, for whoever had no profile before; manifests it looks for where it always did (seen in 153)
            new_profile={"linux": ".config/mozilla/firefox"},
            snap="firefox",
            flatpak="org.mozilla.firefox",
        ),
    )
}


def manifest(engine: Engine, launcher: PurePath) -> str:
    """Return the manifest that tells a browser to start `launcher` for our extension, and for no other."""
    table = {
        "name": HOST_NAME,
        "description": "Primum checks a draft on this machine before it is posted.",
        "path": str(launcher),
        "type": "stdio",
        **allowed(engine),
    }
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"


def allowed(engine: Engine) -> dict[str, list[str]]:
    """Return the field of a manifest that names who may start the companion."""
    if engine == "firefox":
        return {"allowed_extensions": [FIREFOX_ID]}
    return {"allowed_origins": [f"chrome-extension://{CHROMIUM_ID}/"]}


def is_our_extension(arguments: list[str]) -> bool:
    """Whether the arguments that a browser starts its host with name our extension.

    Chromium gives the origin first; Firefox the path of the manifest, then the add-on's id.
    """
    return f"chrome-extension://{CHROMIUM_ID}/" in arguments[:1] or FIREFOX_ID in arguments[1:2]
