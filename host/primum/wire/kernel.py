"""Asks the Linux kernel to refuse this process what the companion never does, native libraries included.

A seccomp filter (https://docs.kernel.org/userspace-api/seccomp_filter.html): system calls that make a socket, start a
program, or open a file for writing fail with EPERM from here on, in every thread. It needs no rights and cannot be
undone. On another system, or an unknown processor, nothing is done.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import struct
import sys
from dataclasses import dataclass

_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ERRNO with EPERM
_NUMBER, _ARCHITECTURE = 0, 4
_X32 = 0x40000000
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2


@dataclass(frozen=True, slots=True)
class _Calls:
    """The numbers of system calls on one processor; `opens` maps a call to the place of its flags."""

    architecture: int
    refused: tuple[int, ...]
    opens: dict[int, int]


_CALLS = {
    # socket, execve, execveat, creat, mkdir, mkdirat, rename, renameat, renameat2, unlink, unlinkat, openat2,
    # io_uring_setup (which could do all of it unseen), ptrace
    "x86_64": _Calls(0xC000003E, (41, 59, 322, 85, 83, 258, 82, 264, 316, 87, 263, 437, 425, 101), {2: 1, 257: 2}),
    "aarch64": _Calls(0xC00000B7, (198, 221, 281, 34, 38, 276, 35, 437, 425, 117), {56: 2}),
}


def refuse_ways_out() -> bool:
    """Set the filter; return whether the kernel took it. Call it before any other thread is started."""
    calls = _CALLS.get(platform.machine())
    if sys.platform != "linux" or sys.byteorder != "little" or calls is None:
        return False
    code = _program(calls)
    lines = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: the number of instructions, and where they are
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code) // 8, ctypes.addressof(lines)))
    with contextlib.suppress(OSError, AttributeError):
        prctl = ctypes.CDLL(None).prctl
        zero = ctypes.c_ulong(0)
        if prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero) == 0:
            return bool(prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_FILTER), program, zero, zero) == 0)
    return False


def _program(calls: _Calls) -> bytes:
    """Return the filter in the machine language of the kernel's packet filter; jumps count the lines they skip."""
    lines = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, calls.architecture),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _REFUSE),
    ]
    for number in calls.refused:
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    for number, place in calls.opens.items():
        lines += [
            (_EQUAL, 0, 4, number),
            (_LOAD, 0, 0, 16 + 8 * place),
            (_ANY_BIT, 0, 1, _WRITES),
            (_RETURN, 0, 0, _REFUSE),
            (_RETURN, 0, 0, _ALLOW),
        ]
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
