"""Says what Primum is made of, as a CycloneDX 1.6 document on standard output.

Packages and their hashes come from `requirements.lock`, their licences from what is installed; models from
`models/manifest.toml`. The extension is bundled from its own sources alone: it has no package inside.
Format: https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "installers" / "requirements.lock"

_CLASSIFIERS = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}


def document() -> dict[str, Any]:
    """Return the document."""
    version = re.search(r'__version__ = "(.+)"', (ROOT / "host/primum/__init__.py").read_text("utf-8"))
    assert version
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "primum",
                "name": "primum",
                "version": version[1],
                "licenses": [{"expression": "Apache-2.0"}],
            }
        },
        "components": [*packages(), *models()],
    }


def packages() -> Iterator[dict[str, Any]]:
    """Yield every package of the lock."""
    for name, version, hashes in locked():
        reference = f"pkg:pypi/{name}@{version}"
        component: dict[str, Any] = {
            "type": "library",
            "bom-ref": reference,
            "name": name,
            "version": version,
            "purl": reference,
            "hashes": [{"alg": "SHA-256", "content": digest} for digest in hashes],
        }
        licence = licence_of(name)
        if licence:
            component["licenses"] = [{"expression": licence}]
        yield component


def locked() -> Iterator[tuple[str, str, list[str]]]:
    """Yield name, version and SHA-256 digests of every package in the lock."""
    for entry in re.split(r"\n(?=\S)", LOCK.read_text("utf-8").strip()):
        named = re.match(r"([\w.-]+)==(\S+)", entry)
        if named is None:
            raise SystemExit(f"{LOCK.name} holds something that is no package: {entry.splitlines()[0]}")
        yield named[1], named[2], re.findall(r"--hash=sha256:([0-9a-f]{64})", entry)


def licence_of(package: str) -> str | None:
    """Return the SPDX expression of an installed package's licence, or None when it is not installed or says none."""
    try:
        metadata = importlib.metadata.metadata(package)
    except importlib.metadata.PackageNotFoundError:
        return None
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    for classifier in metadata.get_all("Classifier") or []:
        if classifier.startswith("License :: ") and (name := classifier.split(" :: ")[-1]) in _CLASSIFIERS:
            return _CLASSIFIERS[name]
    stated = metadata["License"].strip() if "License" in metadata else ""
    return stated if re.fullmatch(r"[A-Za-z0-9.+-]{3,20}", stated) else None


def models() -> Iterator[dict[str, Any]]:
    """Yield every model, with its files."""
    for model in tomllib.loads((ROOT / "models/manifest.toml").read_text("utf-8"))["model"]:
        yield {
            "type": "machine-learning-model",
            "bom-ref": f"model:{model['name']}",
            "name": model["name"],
            "version": model["version"],
            "description": model["origin"],
            "licenses": [{"license": {"name": model["licence"]}}],
            "components": [
                {"type": "file", "name": file, "hashes": [{"alg": "SHA-256", "content": digest}]}
                for file, digest in model["files"].items()
            ],
        }


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=2)
    sys.stdout.write("\n")
