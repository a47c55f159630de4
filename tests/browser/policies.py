"""An institution's policy, put where each browser looks for it, and nowhere that outlives the test."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from primum.setup.browsers import CHROMIUM_ID, FIREFOX_ID

CHROMIUM_PLACE = Path("/etc/chromium")
"""The only folder in which Debian's Chromium looks for policies, in `policies/managed`."""


def for_firefox(home: Path, policy: Mapping[str, Any]) -> None:
    """Write a managed storage manifest, as an administrator does, into this home."""
    folder = home / ".mozilla" / "managed-storage"
    folder.mkdir(parents=True)
    manifest = {"name": FIREFOX_ID, "description": "Primum", "type": "storage", "data": policy}
    (folder / f"{FIREFOX_ID}.json").write_text(json.dumps(manifest))


def not_for_chromium() -> str:
    """Return a sentence on why no policy can be shown to Chromium here; empty when one can."""
    if os.geteuid() != 0:
        return f"Chromium reads policies from {CHROMIUM_PLACE} only, which is root's."
    if not CHROMIUM_PLACE.is_dir():
        return f"There is no {CHROMIUM_PLACE} to lay a policy over."
    private = ["unshare", "--mount", "mount", "--bind", CHROMIUM_PLACE, CHROMIUM_PLACE]
    if not shutil.which("unshare") or subprocess.run(private, capture_output=True).returncode != 0:
        return f"No private mount can be made here, to lay a policy over {CHROMIUM_PLACE}."
    return ""


def for_chromium(folder: Path, program: str, policy: Mapping[str, Any]) -> Path:
    """Return a program that is Chromium with this policy: its own mounts hold it, and the machine stays as it is."""
    place = folder / "etc"
    shutil.copytree(CHROMIUM_PLACE, place)
    managed = place / "policies" / "managed"
    managed.mkdir(parents=True, exist_ok=True)
    (managed / "primum.json").write_text(json.dumps({"3rdparty": {"extensions": {CHROMIUM_ID: policy}}}))
    start = folder / "chromium-with-policy"
    lay = f"mount --bind {place} {CHROMIUM_PLACE}"
    start.write_text(f'#!/bin/sh\nexec unshare --mount sh -c \'{lay} && exec {program} "$@"\' sh "$@"\n')
    start.chmod(start.stat().st_mode | stat.S_IXUSR)
    return start
