"""What the manifest says of the models is checked before any of them is opened."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import MappingProxyType

import pytest

from primum import models
from primum.models import Model, ModelUnusableError

FILE = "kind/file.bin"
CONTENT = b"weights" * 100_000


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with one model of one file."""
    (tmp_path / "kind").mkdir()
    (tmp_path / FILE).write_bytes(CONTENT)
    model = Model("kind", "1", "", "", MappingProxyType({FILE: hashlib.sha256(CONTENT).hexdigest()}))
    monkeypatch.setattr(models, "folder", lambda: tmp_path)
    monkeypatch.setattr(models, "manifest", lambda: MappingProxyType({"kind": model}))
    return tmp_path


def test_an_intact_file_is_read_or_opened_where_it_is(home: Path) -> None:
    assert models.read("kind", FILE) == CONTENT
    assert models.verified("kind", FILE) == home / FILE
    assert models.is_usable("kind")


@pytest.mark.parametrize(("harm", "said"), [("changed", "damaged"), ("missing", "missing")])
def test_a_harmed_file_is_said_and_never_given(home: Path, harm: str, said: str) -> None:
    if harm == "missing":
        (home / FILE).unlink()
    else:
        (home / FILE).write_bytes(CONTENT[:-1] + b"!")
    for way in (models.read, models.verified, models.open_session):
        with pytest.raises(ModelUnusableError, match=said):
            way("kind", FILE)
    assert not models.is_usable("kind")


def test_an_intact_file_that_is_no_model_is_said() -> None:
    with pytest.raises(ModelUnusableError, match="cannot be opened"):
        models.open_session("kind", FILE)
