"""What is handed out. Installers of other systems cannot run here: they are read, and what they name must be there."""

import ast
import importlib.util
import json
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from primum import __version__
from primum.cli import _parser

ROOT = Path(__file__).parents[2]
INSTALLERS = ROOT / "installers"
SHELL = [*INSTALLERS.rglob("*.sh"), INSTALLERS / "linux/postinst", INSTALLERS / "linux/prerm"]
SHELL += [INSTALLERS / "macos/scripts/postinstall"]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
MANIFEST = json.loads((ROOT / "extension/manifest.json").read_text("utf-8"))


def loaded(name: str):
    spec = importlib.util.spec_from_file_location(name, INSTALLERS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("script", SHELL, ids=lambda script: script.name)
def test_shell_scripts_are_plain_sh_and_may_be_run(script: Path) -> None:
    assert script.read_text("utf-8").startswith("#!/bin/sh\n")
    assert script.stat().st_mode & 0o111
    subprocess.run(["sh", "-n", script], check=True, timeout=20)


def test_every_command_of_an_installer_is_one_of_ours() -> None:
    """Whatever `primum ...` an installer runs, the command line must understand."""
    files = [*SHELL, INSTALLERS / "windows/primum.iss", *WORKFLOWS]
    found = []
    for file in files:
        text = file.read_text("utf-8")
        found += re.findall(r"primum\" ((?:install|uninstall)[ \w-]*)", text)
        found += re.findall(r'primum\.exe"; Parameters: "([^"]+)"', text)
        found += re.findall(r"dist/primum/primum ((?:install|uninstall|doctor)[ \w-]*)", text)
    assert len(found) >= 7
    for command in found:
        _parser().parse_args(command.split())


def test_the_windows_script_is_whole() -> None:
    text = (INSTALLERS / "windows/primum.iss").read_text("utf-8")
    sections = re.findall(r"^\[(\w+)\]$", text, re.M)
    assert sections == ["Setup", "Languages", "Files", "Run", "UninstallRun"]
    assert "PrivilegesRequired=lowest" in text
    assert len(re.findall(r"^#if", text, re.M)) == len(re.findall(r"^#endif", text, re.M))
    licence = re.search(r"LicenseFile=(.+)", text)
    assert licence
    assert (INSTALLERS / "windows" / licence[1].replace("\\", "/")).resolve().is_file()


def test_the_bundle_knows_its_files() -> None:
    text = (INSTALLERS / "primum.spec").read_text("utf-8")
    ast.parse(text)
    suffixes = {file.suffix for file in (ROOT / "host/primum").rglob("*.*")} - {".py", ".pyc", ".typed"}
    assert suffixes == {".toml"}, "a new kind of data must be named in primum.spec"
    assert 'rglob("*.toml")' in text
    for script in ("command", "companion"):
        ast.parse((INSTALLERS / "programs" / f"{script}.py").read_text("utf-8"))


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_workflows_run_what_is_there(file: Path) -> None:
    yaml = pytest.importorskip("yaml")
    table = yaml.safe_load(file.read_text("utf-8"))
    assert table["permissions"] == {"contents": "read"}
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for job in table["jobs"].values():
        if "uses" in job:
            assert (ROOT / job["uses"]).is_file()
        for step in job.get("steps", []):
            assert ("uses" in step) != ("run" in step)
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])
            for line in step.get("run", "").splitlines():
                if line.startswith("make "):
                    assert set(line.split()[1:]) <= targets
                for script in re.findall(r"(?:^|&& )(installers/\S+\.sh|\.ci/\w+)", line):
                    assert (ROOT / script).is_file()


def test_the_lock_holds_every_dependency_with_hashes_and_as_it_was_tested() -> None:
    locked = {name.lower().replace("_", "-"): (version, hashes) for name, version, hashes in loaded("sbom").locked()}
    assert all(hashes for _, hashes in locked.values())
    needed = {re.split(r"[<>=~ \[]", requirement)[0].lower() for requirement in PROJECT["dependencies"]}
    assert needed <= locked.keys(), "run: make lock"
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    tested = dict(line.lower().replace("_", "-").split("==") for line in lines if "==" in line)
    assert {name: locked[name][0] for name in locked.keys() & tested.keys()} == {
        name: tested[name] for name in locked.keys() & tested.keys()
    }, "run: make lock"


def test_the_bill_of_materials_names_packages_and_models() -> None:
    document = loaded("sbom").document()
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    by_type: dict[str, set[str]] = {}
    for component in document["components"]:
        by_type.setdefault(component["type"], set()).add(component["name"])
    assert {"onnxruntime", "msgspec", "pillow"} <= by_type["library"]
    assert by_type["machine-learning-model"] == {"heads", "writing", "identity", "remarks"}
    assert len({component["bom-ref"] for component in document["components"]}) == len(document["components"])


def test_the_notices_name_every_package_and_every_model_file() -> None:
    notices = (ROOT / "THIRD_PARTY_NOTICES.md").read_text("utf-8")
    for requirement in PROJECT["dependencies"]:
        assert re.split(r"[<>=~ \[]", requirement)[0] in notices
    for model in tomllib.loads((ROOT / "models/manifest.toml").read_text("utf-8"))["model"]:
        if "source" in model:
            assert all(f"`{file}`" in notices for file in model["files"])


def test_whoever_gets_primum_gets_the_licences_of_what_is_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {"LICENSE", "THIRD_PARTY_NOTICES.md"} <= set(PROJECT["license-files"])
    monkeypatch.syspath_prepend(INSTALLERS)
    licences = loaded("licences")
    packages = [name for name, _, _ in licences.sbom.locked() if licences.is_installed(name)]
    assert {re.split(r"[<>=~ \[]", needed)[0].lower() for needed in PROJECT["dependencies"]} <= set(packages)
    gathered = [(file, f"{folder}/{file.name}") for file, folder in licences.gathered()]
    places = [place for _, place in gathered]
    assert len(set(places)) == len(places), "one text would be written over another"
    assert all(file.stat().st_size > 100 for file, _ in gathered)
    for package in [*packages, "python"]:
        assert any(place.startswith(f"licenses/{package}/") for place in places), package
    assert "LESSER GENERAL PUBLIC" in _text_in(gathered, "python-stdnum")
    assert "Redistribution and use in source and binary forms" in _text_in(gathered, "protobuf")
    assert any(place.endswith("ThirdPartyNotices.txt") for place in places)
    assert "licences.gathered()" in (INSTALLERS / "primum.spec").read_text("utf-8")


def _text_in(gathered: list[tuple[Path, str]], package: str) -> str:
    return "\n".join(file.read_text("utf-8") for file, place in gathered if place.startswith(f"licenses/{package}/"))


def test_a_package_that_is_under_no_known_licence_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(INSTALLERS)
    licences = loaded("licences")
    monkeypatch.setattr(licences.importlib.metadata, "files", lambda _: [])
    monkeypatch.setattr(licences.sbom, "licence_of", lambda _: None)
    with pytest.raises(SystemExit, match="licence"):
        list(licences.gathered())


def test_what_reads_videos_is_pinned_where_it_is_installed() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert any(line.startswith("av==") for line in lines)


def test_the_privacy_page_names_every_permission_and_every_site() -> None:
    page = (ROOT / "PRIVACY.md").read_text("utf-8")
    for permission in MANIFEST["permissions"]:
        assert f"`{permission}`" in page
    told = {
        site for row in page.splitlines() if row.startswith("| `") for site in re.findall(r"`([^`]*\.com[^`]*)`", row)
    }
    for script in MANIFEST["content_scripts"]:
        assert told == {match.removeprefix("https://").removesuffix("/*") for match in script["matches"]}


def test_versions_agree() -> None:
    assert MANIFEST["version"] == __version__
    assert json.loads((ROOT / "extension/package.json").read_text("utf-8"))["version"] == __version__
    assert f"\n## {__version__}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.skipif(
    shutil.which("node") is None or not (ROOT / "extension/dist/manifest.json").is_file(),
    reason="needs the extension to be built",
)
def test_the_stores_get_archives_without_our_key_and_who_installs_by_hand_one_with_it(tmp_path: Path) -> None:
    for again in ("one", "two"):
        done = subprocess.run(
            ["node", "package.mjs", tmp_path / again],
            cwd=ROOT / "extension",
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
    archives = {file.name: file for file in (tmp_path / "one").iterdir()}
    wanted = ("chrome", "chrome-unpacked", "firefox", "firefox-source")
    assert archives.keys() == {f"primum-{name}-{__version__}.zip" for name in wanted}
    for name, file in archives.items():
        assert file.read_bytes() == (tmp_path / "two" / name).read_bytes()
        with zipfile.ZipFile(file) as archive:
            assert archive.testzip() is None
            names = set(archive.namelist())
            table = json.loads(archive.read("manifest.json"))
        if "source" in name:
            assert {"BUILD.md", "package-lock.json", "build.mjs", "src/content/main.ts"} <= names
            assert not any(part.startswith(("node_modules/", "dist/")) for part in names)
            continue
        assert table.get("key") == (MANIFEST["key"] if "unpacked" in name else None)
        assert {"background.js", "content.js", "_locales/fr/messages.json"} <= names
        if "firefox" in name:
            assert table["background"] == {"scripts": ["background.js"]}
            assert table["browser_specific_settings"]["gecko"]["data_collection_permissions"]["required"]
        else:
            assert table["background"] == {"service_worker": "background.js"}
            assert "browser_specific_settings" not in table
