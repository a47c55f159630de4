"""Where the companion is registered, and that it goes away without a trace."""

import json
import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from primum.setup import install
from primum.setup.browsers import BROWSERS, CHROMIUM_ID, FIREFOX_ID, HOST_NAME, is_our_extension, manifest

HOME = Path("/home/dr")
EXTENSION = Path(__file__).parents[2] / "extension" / "manifest.json"
PRIMUM = Path(sys.executable).with_name("primum")


@pytest.mark.parametrize(
    ("name", "system", "place"),
    [
        ("chrome", "linux", ".config/google-chrome/NativeMessagingHosts"),
        ("chromium", "linux", ".config/chromium/NativeMessagingHosts"),
        ("edge", "linux", ".config/microsoft-edge/NativeMessagingHosts"),
        ("brave", "linux", ".config/BraveSoftware/Brave-Browser/NativeMessagingHosts"),
        ("firefox", "linux", ".mozilla/native-messaging-hosts"),
        ("chrome", "darwin", "Library/Application Support/Google/Chrome/NativeMessagingHosts"),
        ("chromium", "darwin", "Library/Application Support/Chromium/NativeMessagingHosts"),
        ("edge", "darwin", "Library/Application Support/Microsoft Edge/NativeMessagingHosts"),
        ("firefox", "darwin", "Library/Application Support/Mozilla/NativeMessagingHosts"),
        ("chrome", "win32", "AppData/Local/Primum"),
    ],
)
def test_every_browser_is_told_where_it_looks(name: str, system, place: str) -> None:
    assert BROWSERS[name].manifest_file(system, HOME).parent == HOME / PurePosixPath(place)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("chrome", r"Software\Google\Chrome\NativeMessagingHosts\primum.companion"),
        ("chromium", r"Software\Chromium\NativeMessagingHosts\primum.companion"),
        ("edge", r"Software\Microsoft\Edge\NativeMessagingHosts\primum.companion"),
        ("firefox", r"Software\Mozilla\NativeMessagingHosts\primum.companion"),
    ],
)
def test_windows_finds_the_manifest_by_its_registry_key(name: str, key: str) -> None:
    assert BROWSERS[name].registry_key() == key


def test_the_ids_are_those_of_the_extension() -> None:
    import base64
    import hashlib

    table = json.loads(EXTENSION.read_text("utf-8"))
    digest = hashlib.sha256(base64.b64decode(table["key"])).hexdigest()[:32]
    assert "".join(chr(ord("a") + int(digit, 16)) for digit in digest) == CHROMIUM_ID
    assert table["browser_specific_settings"]["gecko"]["id"] == FIREFOX_ID


def test_only_our_extension_is_allowed() -> None:
    chromium = json.loads(manifest("chromium", Path("/opt/primum-host")))
    assert chromium["allowed_origins"] == [f"chrome-extension://{CHROMIUM_ID}/"]
    assert "allowed_extensions" not in chromium
    firefox = json.loads(manifest("firefox", Path("/opt/primum-host")))
    assert firefox["allowed_extensions"] == [FIREFOX_ID]
    assert firefox["name"] == HOST_NAME
    assert is_our_extension([f"chrome-extension://{CHROMIUM_ID}/", "--parent-window=0"])
    assert is_our_extension(["/home/dr/manifest.json", FIREFOX_ID])
    assert not is_our_extension(["chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"])
    assert not is_our_extension([])


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home)}
    return subprocess.run([PRIMUM, *arguments], env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(sys.platform != "linux", reason="the real thing, in a home of its own, on Linux")
def test_install_doctor_and_uninstall(tmp_path: Path) -> None:
    nothing = run(tmp_path, "install")
    assert nothing.returncode == 2
    assert nothing.stderr.count("\n") == 1

    (tmp_path / ".config/chromium").mkdir(parents=True)
    for _ in range(2):
        assert run(tmp_path, "install").returncode == 0
    written = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert written == [Path(".config/chromium/NativeMessagingHosts/primum.companion.json")]
    table = json.loads((tmp_path / written[0]).read_text())
    assert os.access(table["path"], os.X_OK)

    healthy = run(tmp_path, "doctor")
    assert healthy.returncode == 0, healthy.stdout
    (tmp_path / written[0]).write_text("{}")
    ill = run(tmp_path, "doctor")
    assert ill.returncode == 1
    assert "primum install --browser chromium" in ill.stdout

    assert run(tmp_path, "uninstall").returncode == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert run(tmp_path, "uninstall").returncode == 0


def test_a_profile_of_its_own_gets_its_manifest(tmp_path: Path) -> None:
    where = install.places(["chromium"], tmp_path)
    assert [place.file for place in where] == [tmp_path / "NativeMessagingHosts" / f"{HOST_NAME}.json"]
    with pytest.raises(install.SetupError):
        install.places(["firefox"], tmp_path)
    with pytest.raises(install.SetupError, match="netscape"):
        install.places(["netscape"])
