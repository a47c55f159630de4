"""Shuts the companion in: from here on this process opens no socket, starts no program and changes no file.

Python tells an audit hook of each such act before it happens (PEP 578), and the hook refuses it, on every system. It
binds Python code only; what a native library does, Linux refuses (`kernel.py`). And no crash leaves an image of our
memory, which could hold a draft.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any

from primum.wire.kernel import refuse_ways_out

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC

_REFUSED = frozenset(
    {
        *("os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system"),
        *("os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate"),
        *("tempfile.mkdtemp", "tempfile.mkstemp"),
    }
)
_REFUSED_KINDS = ("socket.", "subprocess.", "shutil.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")

_PR_SET_DUMPABLE = 4


def seal() -> None:
    """Refuse sockets, programs and changes of files for the rest of this process's life; it cannot be undone."""
    # a module that is imported later must not try to keep its bytecode
    sys.dont_write_bytecode = True
    _no_memory_image()
    refuse_ways_out()
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise PermissionError at what a companion never does; the message names the act, never its subject."""
    if event == "open":
        path, _, flags = arguments
        # an open descriptor (a number) is one of the browser's pipes
        if not isinstance(path, int) and isinstance(flags, int) and flags & _WRITES:
            raise PermissionError("The companion writes no file.")
    elif event in _REFUSED or event.startswith(_REFUSED_KINDS):
        raise PermissionError(f"The companion may not do this: {event}.")


def _no_memory_image() -> None:
    """Leave no core file, and let no other program of the same user look into our memory (Linux: prctl(2))."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
