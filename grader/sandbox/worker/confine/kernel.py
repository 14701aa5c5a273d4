"""Calls to the Linux kernel that Python has no function for."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_GET_DUMPABLE = 3
PR_SET_DUMPABLE = 4
PR_GET_SECCOMP = 21
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
PR_GET_NO_NEW_PRIVS = 39

Argument = int | bytes | ctypes.Array[ctypes.c_char] | None


class NotHeld(Exception):
    """A layer does not hold here; the text says why."""


class Kernel:
    """The C library's doors to the kernel, opened once.

    ctypes costs nothing here: NumPy has loaded it already.
    """

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)

    def syscall(self, number: int, *arguments: Argument) -> int:
        """Make a system call by its number; bytes are passed as a pointer to them."""
        return self.function("syscall", number, *arguments)

    def prctl(self, option: int, *arguments: Argument) -> int:
        """Read or set something of this process; the kernel wants unused arguments to be 0."""
        padded = (*arguments, 0, 0, 0, 0)[:4]
        return self.function("prctl", option, *padded)

    def function(self, name: str, *arguments: Argument) -> int:
        """Call a function of the C library; raises OSError where it returns -1."""
        function = getattr(self._libc, name)
        function.restype = ctypes.c_long if name == "syscall" else ctypes.c_int
        result: int = function(*map(_argument, arguments))
        if result == -1:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))
        return result


def _argument(value: Argument) -> object:
    # a bare int would travel as 32 bits, and the rest of its register as whatever was in there
    return ctypes.c_long(value) if isinstance(value, int) else value


def count_threads() -> int | None:
    """Return how many threads the process has, None where nobody knows."""
    try:
        return len(list(Path("/proc/self/task").iterdir()))
    except OSError:
        return None
