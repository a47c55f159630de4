"""Gathers the licence texts that a bundle has to carry: those of Python and of every package of the lock.

Most wheels hold their texts beside their metadata, onnxruntime in its own folder. flatbuffers and tokenizers hold none:
both are under the Apache licence, whose text is ours as well.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import sbom

APACHE = sbom.ROOT / "LICENSE"
_TEXT = re.compile(r"(?i)(?:licen[cs]e|copying|notice|thirdpartynotices)[^/]*")


def gathered() -> Iterator[tuple[Path, str]]:
    """Yield each text with the folder of the bundle that it belongs in, for Python and whatever is installed here.

    Raises SystemExit when a package has none, for then it must not be handed out.
    """
    yield _of_python(), "licenses/python"
    for package, _, _ in sbom.locked():
        if is_installed(package):
            texts = texts_of(package)
            if not texts:
                raise SystemExit(f"{package} brings no licence text: have {Path(__file__).name} find one.")
            for file, inside in texts:
                yield file, str(Path("licenses") / package / inside)


def texts_of(package: str) -> list[tuple[Path, Path]]:
    """Return the licence texts of an installed package, each with its folder below the package's own."""
    found: dict[Path, Path] = {}
    for file in importlib.metadata.files(package) or []:
        if _TEXT.fullmatch(file.name) and file.suffix not in (".py", ".pyc"):
            beside = re.fullmatch(r"[^/]+\.dist-info/(?:licenses/)?(?P<inside>.*)", file.as_posix())
            # numpy names some of its texts twice, in both places
            found.setdefault(Path(beside["inside"] if beside else file), Path(str(file.locate())))
    if not found and sbom.licence_of(package) == "Apache-2.0":
        return [(APACHE, Path())]
    return [(text, inside.parent) for inside, text in found.items()]


def is_installed(package: str) -> bool:
    """Whether a package is here; some of the lock are for another system."""
    try:
        importlib.metadata.distribution(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _of_python() -> Path:
    # where Linux and macOS keep it, and where Windows does
    for folder in (sysconfig.get_path("stdlib"), sys.base_prefix):
        for name in ("LICENSE.txt", "LICENSE"):
            if (file := Path(folder) / name).is_file():
                return file
    raise SystemExit("This Python has no LICENSE.txt beside it: build with one that has.")
