"""Writes a file whole or not at all: what lay there stays until every byte of the new one is on the disk."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path


def write(file: Path, content: bytes) -> None:
    """Put `content` in the place of `file`, whose folder is there. Raises OSError, and then has changed nothing."""
    target = Path(os.path.realpath(file))  # a link stays one: what it points to is replaced
    # short, so that it fits wherever the name itself does; opened as any file is, for the rights that the user's have
    part = target.with_name(f".primum-{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.is_file():
            shutil.copymode(target, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
