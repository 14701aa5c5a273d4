"""A throwaway process that confines itself as the worker does, and then tries what is denied.

Started as a script by `grader.sandbox.doctor`, with one JSON object as its argument: ``numpy``
(NumPy's folder), ``plan`` (of `grader.sandbox.worker.confinement.Plan`), ``port`` (where somebody
listens) and ``file`` (that is not the submission's). Prints a line of JSON for the layers and then
one for each attempt; where the last line is missing, the process was replaced or died.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
import types
from collections.abc import Callable
from typing import Any


def attempts(file: str, port: int) -> dict[tuple[str, str], Callable[[], Any]]:
    """Return what is tried: by the layer that has to deny it and in words.

    The last one replaces the process where it is possible.
    """
    import fcntl
    import mmap
    import socket

    import numpy as np

    def tcp() -> None:
        socket.create_connection(("127.0.0.1", port)).close()

    def abstract() -> None:
        socket.socket(socket.AF_UNIX).bind(f"\0grade-{os.getpid()}")

    def share() -> None:
        mmap.mmap(-1, 8 << 30).close()

    def lock() -> None:
        with open(np.__file__, "rb") as common:  # noqa: PTH123 - nothing more than has to be loaded
            fcntl.flock(common, fcntl.LOCK_SH)

    def set_aside() -> None:
        os.posix_fallocate(_made("aside"), 0, 1 << 20)

    def run() -> None:
        os.execv(sys.executable, [sys.executable, "-V"])  # noqa: S606 - it is to be denied

    return {
        ("limits", "take 8 GB of memory"): lambda: np.empty(10**9),
        ("limits", "take 8 GB of shared memory"): share,
        ("limits", "write a file of 200 MB"): lambda: os.truncate(_made("large"), 200 << 20),
        ("limits", "open 1,000 files"): _open_many,
        ("files", "read /etc/passwd"): lambda: _open("/etc/passwd"),
        ("files", "read a file next door"): lambda: _open(file),
        ("files", "change a file next door"): lambda: _open(file, os.O_WRONLY),
        ("files", "make a file next door"): lambda: _made(f"{file}.new"),
        ("files", "list the root folder"): lambda: _open("/", os.O_DIRECTORY),
        ("files", "read its environment in /proc"): lambda: _open("/proc/self/environ"),
        ("calls", "open a TCP connection"): tcp,
        ("calls", "open a UDP socket"): lambda: socket.socket(type=socket.SOCK_DGRAM).close(),
        ("calls", "open an abstract Unix socket"): abstract,
        ("calls", "signal the process that started it"): lambda: os.kill(os.getppid(), 0),
        ("calls", "change the mode of a file"): lambda: os.chmod(file, 0o600),  # noqa: PTH101
        ("calls", "lock a file that others have"): lock,
        ("calls", "set room on the disk aside"): set_aside,
        ("calls", "see the time of another process"): lambda: time.clock_gettime(
            ~os.getppid() << 3 | 2
        ),
        ("calls", "start a process"): _fork,
        ("files", "remove a file next door"): lambda: os.unlink(file),  # noqa: PTH108
        ("calls", "run a program"): run,
    }


def _open(path: str, flags: int = os.O_RDONLY) -> None:
    os.close(os.open(path, flags))


def _made(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT)


def _open_many() -> None:
    opened: list[int] = []
    try:
        while len(opened) < 1000:
            opened.append(os.open(os.devnull, os.O_RDONLY))
    finally:
        for descriptor in opened:  # the attempts that follow need some
            os.close(descriptor)


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _outcome(attempt: Callable[[], Any]) -> str:
    """Return the error's name, or nothing where there was none."""
    try:
        attempt()
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, type(error).__name__)
    except Exception as error:
        return type(error).__name__
    return ""


def _main() -> None:
    world = json.loads(sys.argv[1])
    package = types.ModuleType("grader")
    package.__path__ = [__file__.rpartition("/sandbox/")[0]]
    sys.modules["grader"] = package
    sys.path.append(world["numpy"])

    import numpy as np  # noqa: F401 - the rights are given up with NumPy in memory

    from grader.sandbox.worker.confinement import Plan, confine

    tries = attempts(world["file"], world["port"])
    _say(confine(Plan(**world["plan"])).plain())
    for (layer, what), attempt in tries.items():
        _say({"layer": layer, "what": what, "error": _outcome(attempt)})


def _say(line: dict[str, Any]) -> None:
    os.write(1, json.dumps(line).encode() + b"\n")


if __name__ == "__main__":
    _main()
