"""Photos from the command line: files and folders, what is written, and what is never written over.

The commands run in this process: starting Python and opening the models anew would cost more than all else.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from primum import cli_photos
from primum.cli import main
from primum.photo import footage
from primum.photo.check import PhotoChecker
from tests.unit.film import film
from tests.unit.photo_files import astronaut, decoded, encoded, landscape, with_place

CHECKER = PhotoChecker()


@pytest.fixture(autouse=True)
def _opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_photos, "PhotoChecker", lambda **_: CHECKER)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A portrait, a field in a folder below, a file that only looks like a photo, and a letter."""
    photos = tmp_path / "photos"
    (photos / "b").mkdir(parents=True)
    (photos / "a.jpg").write_bytes(encoded(astronaut().resize((256, 256)), "JPEG", exif=with_place()))
    (photos / "b" / "field.png").write_bytes(encoded(landscape().resize((150, 100))))
    (photos / "b" / "zz.jpg").write_bytes(b"no photo")
    (photos / "letter.txt").write_text("Bonjour")
    return photos


def test_a_folder_is_gone_through_and_each_broken_file_is_one_sentence(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.png"
    assert main(["check-photo", str(folder), "--jsonl", "--sheet", str(sheet)]) == 2
    out, err = capsys.readouterr()
    assert [Path(json.loads(line)["file"]).name for line in out.splitlines()] == ["a.jpg", "field.png"]
    (sentence,) = err.splitlines()  # and no bar: this is no terminal
    assert sentence.startswith(f"primum: {folder / 'b' / 'zz.jpg'}: ")
    drawn = decoded(sheet.read_bytes())
    rules = [found["rule"] for found in json.loads(out.splitlines()[0])["findings"]]
    assert {"head", "location"} < set(rules)
    red = (drawn == (200, 30, 30)).all(axis=-1)
    assert red.sum() > 100  # the box of the head


def test_a_folder_is_masked_into_numbered_files(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = folder / "masked"  # inside: what is written must not be read again
    assert main(["mask", str(folder), "-o", str(out), "--jsonl"]) == 2
    assert sorted(file.name for file in out.iterdir()) == ["0001-photo.jpg", "0002-photo.png"]
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(row["boxes"]) for row in rows] == [1, 0]
    assert not Image.open(io.BytesIO((out / "0001-photo.jpg").read_bytes())).getexif()
    before = (out / "0001-photo.jpg").read_bytes()
    assert main(["mask", str(folder), "-o", str(out)]) == 2
    assert capsys.readouterr().err.count("is there already") == 2
    assert (out / "0001-photo.jpg").read_bytes() == before
    assert main(["mask", str(folder / "a.jpg"), "-o", str(out), "--force"]) == 0


def test_masking_into_a_folder_writes_over_none_of_the_photos_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "photos"
    out.mkdir()
    one, other = out / "b.jpg", out / "0001-photo.jpg"
    for photo in (one, other):
        photo.write_bytes(encoded(landscape(), "JPEG", exif=with_place()))
    before = other.read_bytes()
    assert main(["mask", str(one), str(other), "-o", str(out), "--force"]) == 2
    said, err = capsys.readouterr()
    assert len(err.splitlines()) == 1
    assert str(other) in err
    assert other.read_bytes() == before
    assert (out / "0002-photo.jpg").exists()
    assert "0002-photo.jpg" in said


def test_a_photo_with_nothing_to_cover_loses_its_metadata_only(tmp_path: Path) -> None:
    source, out = tmp_path / "field.jpg", tmp_path / "out.jpg"
    source.write_bytes(encoded(landscape(), "JPEG", exif=with_place()))
    assert main(["mask", str(source), "-o", str(out)]) == 0
    assert (decoded(out.read_bytes()) == decoded(source.read_bytes())).all()
    assert not Image.open(out).getexif()


def test_what_cannot_be_written_is_said_first(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken = tmp_path / "taken.png"
    taken.write_bytes(b"mine")
    for arguments in (
        ["check-photo", str(folder), "--sheet", str(taken)],
        ["check-photo", str(folder), "--sheet", str(tmp_path / "sheet.doc")],
        ["mask", str(folder / "a.jpg"), "-o", str(taken)],
        ["mask", str(folder / "a.jpg"), "-o", str(tmp_path / "out.doc")],
    ):
        assert main(arguments) == 2
        out, err = capsys.readouterr()
        assert (out, len(err.splitlines())) == ("", 1)
    assert taken.read_bytes() == b"mine"
    (tmp_path / "empty").mkdir()
    assert main(["check-photo", str(tmp_path / "empty")]) == 2
    assert "no photo" in capsys.readouterr().err


def test_a_sheet_never_takes_the_place_of_a_photo_or_passes_for_a_masked_one(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, out, link = folder / "a.jpg", tmp_path / "m.jpg", tmp_path / "link.jpg"
    before = photo.read_bytes()
    link.symlink_to(photo)
    (tmp_path / "masked").mkdir()
    for arguments in (
        ["mask", photo, "-o", out, "--sheet", out],
        ["mask", photo, "-o", out, "--sheet", tmp_path / "photos" / ".." / "m.jpg"],
        ["mask", photo, "-o", out, "--sheet", photo],
        ["mask", folder, "-o", tmp_path / "masked", "--sheet", tmp_path / "masked" / "0001-photo.jpg"],
        ["mask", folder, "-o", tmp_path / "new", "--sheet", tmp_path / "new" / "sheet.jpg"],
        ["check-photo", photo, "--sheet", photo],
        ["check-photo", folder, "--sheet", link],
    ):
        assert main([*map(str, arguments), "--force"]) == 2
        said, err = capsys.readouterr()
        assert said == ""
        assert len(err.splitlines()) == 1
        assert "sheet" in err
        assert "name" in err
    assert photo.read_bytes() == before
    assert not out.exists()
    assert not list((tmp_path / "masked").iterdir())
    assert not (tmp_path / "new").exists()
    assert main(["mask", str(photo), "-o", str(out), "--sheet", str(tmp_path / "sheet.jpg")]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as ulimit -f does")
def test_what_cannot_be_written_whole_leaves_what_was_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import resource

    photo = tmp_path / "a.jpg"
    photo.write_bytes(encoded(astronaut().resize((256, 256)), "JPEG", exif=with_place()))
    before = photo.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        statuses = [main(["mask", str(photo), "-o", str(out), "--force"]) for out in (photo, tmp_path / "new.jpg")]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert statuses == [2, 2]
    assert capsys.readouterr().err.count("cannot be written") == 2
    assert photo.read_bytes() == before
    assert list(tmp_path.iterdir()) == [photo]


@pytest.mark.skipif(sys.platform == "win32", reason="rights and links are another matter there")
def test_what_is_written_has_the_rights_of_what_was_there_and_a_link_stays_one(tmp_path: Path) -> None:
    photo, link = tmp_path / "a.jpg", tmp_path / "link.jpg"
    photo.write_bytes(encoded(landscape(), "JPEG", exif=with_place()))
    photo.chmod(0o640)
    link.symlink_to(photo)
    assert main(["mask", str(link), "-o", str(link), "--force"]) == 0
    assert link.is_symlink()
    assert not Image.open(photo).getexif()
    assert photo.stat().st_mode & 0o777 == 0o640


def test_a_name_that_the_system_refuses_does_not_hide_the_others(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, long = folder / "a.jpg", folder / f"{'x' * 300}.jpg"
    below = photo / "b.jpg"  # a file is no folder
    assert main(["check-photo", str(long), str(below), str(photo), "--jsonl"]) == 2
    said, err = capsys.readouterr()
    assert [json.loads(line)["file"] for line in said.splitlines()] == [str(photo)]
    assert len(err.splitlines()) == 2
    for arguments in (
        ["mask", photo, "-o", long],
        ["mask", photo, "-o", below],
        ["mask", long, "-o", tmp_path / "out.jpg"],
        ["check-photo", photo, "--sheet", long],
        ["check-photo", photo, "--sheet", below],
    ):
        assert main(list(map(str, arguments))) == 2
        err = capsys.readouterr().err
        assert len(err.splitlines()) == 1
        assert err.startswith("primum: ")


def test_what_the_system_refuses_while_a_photo_is_looked_at_is_one_sentence(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(CHECKER, "check", refused)
    files = [str(folder / "a.jpg"), str(folder / "b" / "field.png")]
    for arguments in (["check-photo", *files], ["mask", *files, "-o", str(tmp_path / "out")]):
        assert main(arguments) == 2
        assert capsys.readouterr().err.count("Permission denied") == 2
    # a folder that may not be entered: to ask whether a file is there is refused
    monkeypatch.setattr(Path, "is_dir", refused)
    monkeypatch.setattr(Path, "is_file", refused)
    assert main(["check-photo", *files]) == 2
    assert capsys.readouterr().err.count("Permission denied") == 2


def test_a_video_is_checked_and_masked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("av", reason="videos are an optional extra")
    source = tmp_path / "film.mov"
    source.write_bytes(film(lambda _: np.full((64, 64, 3), 90, np.uint8), 0.3, "mov", tags={"title": "Mme Ploum"}))
    assert main(["check-photo", str(source), "--jsonl"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["seconds"], row["metadata"]["description"]) == (0.2, "Mme Ploum")
    assert row["findings"][0]["seconds"] == [0.0, 0.2]
    assert main(["check-photo", str(source)]) == 0
    assert "0.0 to 0.2 s" in capsys.readouterr().out
    assert main(["mask", str(source), "-o", str(tmp_path / "out.webm")]) == 2
    assert "out.mp4" in capsys.readouterr().err
    assert main(["mask", str(source), "-o", str(tmp_path / "out.mp4"), "--mute"]) == 0
    assert b"Ploum" not in (tmp_path / "out.mp4").read_bytes()


def test_a_video_without_pyav_is_said_not_to_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(footage, "_av", lambda: None)
    monkeypatch.setattr("primum.show.language", lambda: "fr")
    source = tmp_path / "film.mp4"
    source.write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isomiso2")
    assert main(["check-photo", str(source)]) == 2
    assert "Vidéo non vérifiée." in capsys.readouterr().err
