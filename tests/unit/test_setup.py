"""Where the companion is registered on three systems, and that it goes away without a trace."""

import json
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import replace
from pathlib import Path

import pytest

from primum.setup import install, places
from primum.setup.browsers import BROWSERS, CHROMIUM_ID, FIREFOX_ID, HOST_NAME, is_our_extension, manifest
from primum.setup.machine import Machine, Remembered, SetupError

EXTENSION = Path(__file__).parents[2] / "extension" / "manifest.json"
PRIMUM = Path(sys.executable).with_name("primum")
FILE = f"{HOST_NAME}.json"
LINUX = sys.platform == "linux"


def machine(folder: Path, system: str) -> Machine:
    home = folder / "home" / "dr"
    home.mkdir(parents=True, exist_ok=True)
    return Machine(system, home, folder / "root", Remembered())


def visit(where: Machine, *names: str) -> None:
    """Leave the profile that a browser leaves when it has been started."""
    for name in names:
        profile = where.of_user(BROWSERS[name].profile[where.system])
        profile.mkdir(parents=True)
        (profile / "Local State").write_text("{}")


def tree(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize(
    ("name", "system", "user", "everyone"),
    [
        ("chrome", "linux", ".config/google-chrome/NativeMessagingHosts", "etc/opt/chrome/native-messaging-hosts"),
        ("chromium", "linux", ".config/chromium/NativeMessagingHosts", "etc/chromium/native-messaging-hosts"),
        ("edge", "linux", ".config/microsoft-edge/NativeMessagingHosts", "etc/opt/edge/native-messaging-hosts"),
        (
            "brave",
            "linux",
            ".config/BraveSoftware/Brave-Browser/NativeMessagingHosts",
            "etc/opt/chrome/native-messaging-hosts",
        ),
        ("vivaldi", "linux", ".config/vivaldi/NativeMessagingHosts", "etc/vivaldi/native-messaging-hosts"),
        ("opera", "linux", ".config/opera/NativeMessagingHosts", "etc/opt/chrome/native-messaging-hosts"),
        ("firefox", "linux", ".mozilla/native-messaging-hosts", "usr/lib/mozilla/native-messaging-hosts"),
        (
            "chrome",
            "darwin",
            "Library/Application Support/Google/Chrome/NativeMessagingHosts",
            "Library/Google/Chrome/NativeMessagingHosts",
        ),
        (
            "chromium",
            "darwin",
            "Library/Application Support/Chromium/NativeMessagingHosts",
            "Library/Application Support/Chromium/NativeMessagingHosts",
        ),
        (
            "edge",
            "darwin",
            "Library/Application Support/Microsoft Edge/NativeMessagingHosts",
            "Library/Microsoft/Edge/NativeMessagingHosts",
        ),
        (
            "firefox",
            "darwin",
            "Library/Application Support/Mozilla/NativeMessagingHosts",
            "Library/Application Support/Mozilla/NativeMessagingHosts",
        ),
        ("chrome", "win32", "AppData/Local/Primum", "ProgramData/Primum"),
    ],
)
def test_every_browser_is_told_where_it_looks(tmp_path: Path, name: str, system: str, user: str, everyone: str) -> None:
    here = machine(tmp_path, system)
    assert here.home / user in [place.file.parent for place in places.find(here, [name])]
    assert here.root / everyone in [place.file.parent for place in places.find(here, [name], everyone=True)]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("chrome", [r"Google\Chrome"]),
        ("chromium", ["Chromium"]),
        ("edge", [r"Microsoft\Edge"]),
        ("brave", [r"BraveSoftware\Brave-Browser", r"Google\Chrome"]),
        ("vivaldi", ["Vivaldi", "Chromium"]),
        ("opera", ["Opera Software", r"Google\Chrome"]),
        ("firefox", ["Mozilla"]),
    ],
)
def test_windows_finds_the_manifest_by_its_registry_keys(tmp_path: Path, name: str, keys: list[str]) -> None:
    here = machine(tmp_path, "win32")
    for everyone, hive in ((False, "user"), (True, "machine")):
        found = [place.key for place in places.find(here, [name], everyone=everyone)]
        assert found == [(hive, rf"Software\{key}\NativeMessagingHosts\{HOST_NAME}") for key in keys]


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_only_present_browsers_are_told_once_and_nothing_stays(tmp_path: Path, system: str) -> None:
    here = machine(tmp_path, system)
    assert places.find(here) == []
    visit(here, "chrome", "vivaldi", "firefox")
    before = tree(tmp_path)
    program = tmp_path / "primum-host"

    planned = install.install(here, places.find(here), program, dry_run=True)
    assert all(step.changed for step in planned)
    assert tree(tmp_path) == before
    assert not here.registry.values

    done = install.install(here, places.find(here), program)
    assert done == planned
    # Vivaldi borrows Chromium's place, which does not make Chromium present
    assert {step.place.browser.name for step in done} == {"chrome", "vivaldi", "firefox"}
    assert not places.is_present(here, BROWSERS["chromium"])
    for step in done:
        assert step.place.file.read_text("utf-8") == manifest(step.place.browser.engine, program)
        if system == "win32":
            assert here.registry.get(*step.place.key) == str(step.place.file)
    assert not any(step.changed for step in install.install(here, places.find(here), program))

    after = tree(tmp_path)
    assert any(step.changed for step in install.uninstall(here, install.registered(here), dry_run=True))
    assert tree(tmp_path) == after
    assert any(step.changed for step in install.uninstall(here, install.registered(here)))
    assert tree(tmp_path) == before
    assert not here.registry.values
    assert not any(step.changed for step in install.uninstall(here, install.registered(here)))


@pytest.mark.parametrize("profile", [".mozilla/firefox", ".config/mozilla/firefox"])
def test_firefox_is_found_by_its_old_profile_and_by_its_new_one(tmp_path: Path, profile: str) -> None:
    """Since 147 it makes profiles under .config, and still looks for manifests under .mozilla."""
    here = machine(tmp_path, "linux")
    (here.home / profile).mkdir(parents=True)
    before = tree(tmp_path)
    [place] = places.find(here)
    assert place.file == here.home / ".mozilla/native-messaging-hosts" / FILE
    install.install(here, [place], tmp_path / "primum-host")
    install.uninstall(here, install.registered(here))
    assert tree(tmp_path) == before


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_taking_one_browser_away_leaves_its_neighbour(tmp_path: Path, system: str) -> None:
    here = machine(tmp_path, system)
    visit(here, "chrome", "brave")
    install.install(here, places.find(here), tmp_path / "primum-host")
    install.uninstall(here, install.registered(here, ["brave"]))
    [chrome] = places.find(here, ["chrome"])
    assert chrome.file.is_file()
    if system == "win32":
        assert list(here.registry.values) == [chrome.key]
    assert "primum" not in str(tree(here.of_user(BROWSERS["brave"].profile[here.system])))


def test_all_users_of_a_machine_that_is_being_built(tmp_path: Path) -> None:
    here = machine(tmp_path, "linux")
    (here.root / "etc/opt").mkdir(parents=True)
    program = here.root / "opt/primum/primum-host"
    steps = install.install(here, places.find(here, ["all"], everyone=True), program)
    files = {str(step.place.file.relative_to(here.root)) for step in steps}
    assert files == {
        f"etc/{folder}/native-messaging-hosts/{FILE}" for folder in ("opt/chrome", "opt/edge", "chromium", "vivaldi")
    } | {f"usr/lib/mozilla/native-messaging-hosts/{FILE}"}
    assert json.loads(steps[0].place.file.read_text())["path"] == "/opt/primum/primum-host"
    install.uninstall(here, install.registered(here, everyone=True))
    assert not [name for name in tree(here.root) if "primum" in name or "messaging" in name]
    assert (here.root / "etc/opt").is_dir(), "a folder of the system's own stays"


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_the_doctor_looks_where_the_browser_looks(tmp_path: Path, system: str) -> None:
    here = machine(tmp_path, system)
    visit(here, "chrome", "firefox")
    assert not any(place.everyone for place in places.looked_in(here)), "the user's is what is missing"
    install.install(here, places.find(here, ["all"], everyone=True), here.root / "opt/primum/primum-host")
    found = places.looked_in(here)
    assert {place.browser.name for place in found} == {"chrome", "firefox"}
    assert all(place.everyone and place.file.is_file() for place in found)
    install.install(here, places.find(here, ["chrome"]), here.home / "primum-host")
    assert [place.browser.name for place in places.looked_in(here) if not place.everyone] == ["chrome"]


def test_folders_made_for_all_can_be_entered_by_all(tmp_path: Path) -> None:
    here = machine(tmp_path, "linux")
    before = os.umask(0o077)
    try:
        install.install(here, places.find(here, ["chrome"], everyone=True), here.root / "opt/primum/primum-host")
    finally:
        os.umask(before)
    for folder in ("etc", "etc/opt/chrome", "etc/opt/chrome/native-messaging-hosts"):
        assert (here.root / folder).stat().st_mode & 0o777 == 0o755, folder


class Refusing(Remembered):
    def set(self, hive: str, key: str, value: str) -> None:
        raise PermissionError(13, "Access is denied")


def test_a_registry_that_refuses_ends_in_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    here = replace(machine(tmp_path, "win32"), registry=Refusing())
    where = places.find(here, ["chrome"], everyone=True)
    with pytest.raises(SetupError, match=r"Access is denied.*administrator"):
        install.install(here, where, here.root / "primum-host.exe")
    assert not where[0].file.exists()


def test_the_program_is_found_where_pip_puts_it_for_one_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(tmp_path / "python/python3"))
    monkeypatch.setattr("sysconfig.get_path", lambda _name, scheme: str(tmp_path / scheme))
    with pytest.raises(SetupError, match="install Primum with pip"):
        install.launcher()
    program = tmp_path / sysconfig.get_preferred_scheme("user") / "primum-host"
    program.parent.mkdir()
    program.write_text("")
    assert install.launcher() == program


def test_a_boxed_browser_is_explained(tmp_path: Path) -> None:
    here = machine(tmp_path, "linux")
    for folder in ("snap/chromium", "snap/firefox", ".var/app/com.google.Chrome"):
        (here.home / folder).mkdir(parents=True)
    said = {(box.browser.name, box.kind): (box.reaches_us, box.advice) for box in places.boxed(here)}
    assert said.keys() == {("chromium", "snap"), ("firefox", "snap"), ("chrome", "flatpak")}
    assert not said["chromium", "snap"][0]
    assert "maker's package" in said["chromium", "snap"][1]
    assert said["firefox", "snap"][0]
    assert "opening the box" in said["chrome", "flatpak"][1]
    assert [place.browser.name for place in places.find(here)] == ["firefox"]
    assert places.boxed(machine(tmp_path, "darwin")) == []


def test_a_program_that_moved_is_healed_and_another_one_left_alone(tmp_path: Path) -> None:
    here = machine(tmp_path, "linux")
    visit(here, "chrome", "edge", "firefox")
    old, new, other = (tmp_path / name / "primum-host" for name in ("old", "new", "other"))
    for program in (old, new, other):
        program.parent.mkdir()
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    install.install(here, places.find(here, ["chrome", "firefox"]), old)
    install.install(here, places.find(here, ["edge"]), other)
    assert install.heal(here, new) == []
    shutil.rmtree(old.parent)
    assert {place.browser.name for place in install.heal(here, new)} == {"chrome", "firefox"}
    paths = {place.browser.name: json.loads(place.file.read_text())["path"] for place in places.find(here)}
    assert paths == {"chrome": str(new), "firefox": str(new), "edge": str(other)}
    places.find(here, ["chrome"])[0].file.write_text("half a manif")
    assert [place.browser.name for place in install.heal(here, new)] == ["chrome"]


def test_a_manifest_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = machine(tmp_path, "linux")
    visit(here, "chrome")
    install.install(here, places.find(here), tmp_path / "first")
    before, kept = tree(tmp_path), places.find(here)[0].file.read_text()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SetupError, match="No space left"):
        install.install(here, places.find(here), tmp_path / "second")
    assert tree(tmp_path) == before
    assert places.find(here)[0].file.read_text() == kept


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
    environment.pop("XDG_CONFIG_HOME", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([PRIMUM, *arguments], env=environment, capture_output=True, text=True, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # each under two seconds; of processor time, so that a busy machine does not decide
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2, arguments
    return done


@pytest.mark.skipif(not LINUX, reason="the real thing, in a home of its own, on Linux")
def test_install_doctor_and_uninstall(tmp_path: Path) -> None:
    nothing = run(tmp_path, "install")
    assert nothing.returncode == 2
    assert nothing.stderr.count("\n") == 1

    for profile in (".config/chromium", ".mozilla/firefox"):
        (tmp_path / profile).mkdir(parents=True)
        (tmp_path / profile / "profile").write_text("")
    before = tree(tmp_path)
    assert run(tmp_path, "install", "--dry-run").stdout.count("would be written") == 2
    assert tree(tmp_path) == before
    for _ in range(2):
        assert run(tmp_path, "install").returncode == 0
    files = {
        "chromium": f".config/chromium/NativeMessagingHosts/{FILE}",
        "firefox": f".mozilla/native-messaging-hosts/{FILE}",
    }
    assert {name for name in tree(tmp_path) if name.endswith(".json")} == set(files.values())

    healthy = run(tmp_path, "doctor", "--json")
    assert healthy.returncode == 0, healthy.stdout
    links = json.loads(healthy.stdout)["links"]
    assert {"model", "program", "hello", "version", "manifest", "readable", "name", "extension", "path", "disk"} <= {
        link["link"] for link in links
    }
    assert all(link["holds"] for link in links)

    assert run(tmp_path, "uninstall", "--dry-run").stdout.count("would remove") == 2
    assert run(tmp_path, "uninstall").returncode == 0
    assert tree(tmp_path) == before
    assert run(tmp_path, "uninstall").stdout == "Nothing was installed.\n"


@pytest.mark.skipif(not LINUX, reason="the real thing, in a home of its own, on Linux")
def test_the_doctor_names_the_broken_link_and_its_remedy(tmp_path: Path) -> None:
    harms = {
        "chrome": ("path", {"path": "/nowhere/primum-host"}),
        "chromium": ("hello", {"path": shutil.which("true")}),
        "edge": ("name", {"name": "another.companion"}),
        "opera": ("extension", {"allowed_origins": ["chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/"]}),
        "firefox": ("readable", None),
    }
    where = Machine("linux", tmp_path, Path("/"), Remembered())
    visit(where, *harms)
    run(tmp_path, "install")
    for name, (_, harm) in harms.items():
        file = where.home / BROWSERS[name].hosts["linux"] / FILE
        file.write_text(json.dumps({**json.loads(file.read_text()), **harm} if harm else [1]))
    before = [file.read_text() for file in sorted(tmp_path.rglob(FILE))]
    ill = run(tmp_path, "doctor", "--json")
    assert ill.returncode == 1
    broken = [link for link in json.loads(ill.stdout)["links"] if not link["holds"]]
    assert {link["what"].split(":")[0].lower(): link["link"] for link in broken} == {
        name: link for name, (link, _) in harms.items()
    }
    assert all("primum install" in link["remedy"] for link in broken)
    assert [file.read_text() for file in sorted(tmp_path.rglob(FILE))] == before, "the doctor looks, and mends nothing"


@pytest.mark.skipif(not LINUX, reason="the real thing, in a home of its own, on Linux")
def test_a_companion_that_starts_mends_what_moved(tmp_path: Path) -> None:
    (tmp_path / ".config/chromium").mkdir(parents=True)
    run(tmp_path, "install")
    file = tmp_path / ".config/chromium/NativeMessagingHosts" / FILE
    whole = file.read_text()
    file.write_text(whole.replace("primum-host", "gone/primum-host"))
    assert run(tmp_path, "host", f"chrome-extension://{CHROMIUM_ID}/").returncode == 0
    assert file.read_text() == whole


def test_a_profile_of_its_own_gets_its_manifest(tmp_path: Path) -> None:
    [place] = places.in_user_data_dir(tmp_path, ["chromium"])
    assert place.file == tmp_path / "NativeMessagingHosts" / FILE
    with pytest.raises(SetupError):
        places.in_user_data_dir(tmp_path, ["firefox"])
    with pytest.raises(SetupError, match="netscape"):
        places.find(machine(tmp_path, "linux"), ["netscape"])
