"""Makes calls of the system fail, in a process that knows nothing of it.

Only what lies in the folder of the round fails, and pipes: Python has to find its own modules. What
a batch waits for is over soon here, so that a round is short.
"""

from __future__ import annotations

import builtins
import datetime
import errno
import fcntl
import functools
import io
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile  # noqa: F401 - before its functions are replaced, as it looks which ones they are
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.plan import Fault

HURRY = 0.5
"""Seconds that a batch is patient."""


class BadDay:
    """The faults of one process.

    Parameters
    ----------
    folder
        The round's: everything in it can fail, but for its subfolder ``fired``.
    faults
        What goes wrong on this side.
    """

    def __init__(self, folder: Path, faults: list[tuple[int, Fault]]) -> None:
        self._folder = os.fspath(folder)
        self._fired = folder / "fired"
        self._faults = faults
        self._met = dict.fromkeys((number for number, _ in faults), 0)
        self._aside = False

    def inside(self, path: Any) -> bool:
        """Whether a path lies in the folder of the round."""
        if isinstance(path, int) or self._aside:
            return False
        whole = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - no link is followed
        return whole.startswith(f"{self._folder}{os.sep}")

    def meets(self, call: str) -> Exception | None:
        """Return how a call fails, if it does; whatever else is to happen, happens."""
        if self._aside:
            return None
        error = None
        for number, fault in self._faults:
            if fault.call != call:
                continue
            self._met[number] += 1
            if self._met[number] > fault.after:
                self._aside = True
                try:
                    error = self._happens(number, fault) or error
                finally:
                    self._aside = False
        return error

    def wrapped(self, call: str, function: Callable[..., Any], *, always: bool) -> Any:
        """Return a function that fails where it should."""

        @functools.wraps(function)
        def replaced(*arguments: Any, **named: Any) -> Any:
            if not always and not (arguments and self.inside(arguments[0])):
                return function(*arguments, **named)
            error = self.meets(call)
            if error is None:
                return function(*arguments, **named)
            if getattr(error, "late", False):
                function(*arguments, **named)
            raise error

        return replaced

    def _happens(self, number: int, fault: Fault) -> Exception | None:
        if not self._is_due(number, fault):
            return None
        if fault.what.startswith("E"):
            code = getattr(errno, fault.what)
            error: Any = OSError(code, os.strerror(code))
        elif fault.what.startswith("SQLITE"):
            error = sqlite3.OperationalError(_SAID[fault.what])
            error.sqlite_errorcode = getattr(sqlite3, fault.what)
            error.sqlite_errorname = fault.what
        else:
            _EVENTS[fault.what](Path(self._folder))
            return None
        error.late = fault.late
        return error

    def _is_due(self, number: int, fault: Fault) -> bool:
        """Whether it has not failed often enough; takes note of it for all processes."""
        for time_ in range(min(fault.times, 50)):
            try:
                with (self._fired / f"{number}-{time_}").open("x") as file:
                    file.write("".join(traceback.format_stack()[:-3]))
            except FileExistsError:
                continue
            return True
        return fault.times > 50


_SAID = {
    "SQLITE_BUSY": "database is locked",
    "SQLITE_FULL": "database or disk is full",
    "SQLITE_IOERR": "disk I/O error",
}


def _kill(_: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _stop(_: Path) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def _widow(_: Path) -> None:
    """Kill the process that workers are forked from."""
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text().split():
            if b"fork_server_script.py" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(int(pid), signal.SIGKILL)


def _vanish(folder: Path) -> None:
    (folder / "gone").mkdir(exist_ok=True)
    for name in ("anna", "emil.py"):
        if (folder / "class" / name).exists():
            (folder / "class" / name).rename(folder / "gone" / name)
            return


def _sweep(folder: Path) -> None:
    for path in (folder / "temporary").iterdir():
        shutil.rmtree(path, ignore_errors=True)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder / "out" / "reports", ignore_errors=True)


class _Yesterday(datetime.datetime):
    """A clock that was set back."""

    behind = datetime.timedelta(0)

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
        return _datetime.now(tz) - cls.behind


_datetime = datetime.datetime
_time = time.time


def _set_back(_: Path) -> None:
    _Yesterday.behind += datetime.timedelta(days=1)


_EVENTS = {
    "kill": _kill,
    "stop": _stop,
    "widow": _widow,
    "vanish": _vanish,
    "sweep": _sweep,
    "empty": _empty,
    "clock": _set_back,
}


def begin(plan: str) -> None:
    """Begin a bad day in this process.

    Parameters
    ----------
    plan
        A file with the faults of the round, in the folder of the round.
    """
    import grader.batch.patience as waiting

    waiting.PATIENCE, waiting.BREATH = HURRY, HURRY / 10
    side = "judge" if "grader.batch.worker" in sys.orig_argv else "batch"
    with open(plan, encoding="utf-8") as file:  # noqa: PTH123 - nothing is replaced yet
        faults = [Fault(*fields) for fields in json.load(file)]
    mine = [(number, fault) for number, fault in enumerate(faults) if fault.side == side]
    if mine:
        _replace(BadDay(Path(plan).parent, mine))


def _replace(day: BadDay) -> None:
    for call, module, names in (
        ("open", os, ["open"]),
        ("replace", os, ["replace", "rename"]),
        ("mkdir", os, ["mkdir"]),
        ("list", os, ["listdir", "scandir"]),
        ("stat", os, ["stat", "lstat"]),
        ("unlink", os, ["unlink", "rmdir"]),
    ):
        for name in names:
            setattr(module, name, day.wrapped(call, getattr(module, name), always=False))
    for call, module, names in (
        ("read", os, ["read"]),
        ("write", os, ["write"]),
        ("lock", fcntl, ["flock"]),
        ("pipe", os, ["pipe"]),
        ("pipe", socket, ["socketpair"]),
        ("send", socket, ["send_fds"]),
        ("fork", subprocess, ["_fork_exec"]),
    ):
        for name in names:
            setattr(module, name, day.wrapped(call, getattr(module, name), always=True))
    _replace_files(day)
    _replace_books(day)
    datetime.datetime = _Yesterday  # type: ignore[misc]
    time.time = lambda: _time() - _Yesterday.behind.total_seconds()


def _replace_files(day: BadDay) -> None:
    real = io.open

    def fail(call: str) -> None:
        if error := day.meets(call):
            raise error

    class Raw(io.FileIO):
        """A file that fails where it should."""

        def readinto(self, buffer: Any) -> int:
            fail("read")
            return super().readinto(buffer)

        def readall(self) -> bytes:
            fail("read")
            return super().readall()

        def write(self, data: Any) -> int:
            fail("write")
            return super().write(data)

    def opened(
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        if not isinstance(file, int):
            if not day.inside(file):
                return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
            fail("open")
        if "b" not in mode or "+" in mode or buffering == 0:
            return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
        kind = io.BufferedReader if "r" in mode else io.BufferedWriter
        return kind(Raw(file, mode.replace("b", ""), closefd, opener))

    io.open = builtins.open = opened  # type: ignore[assignment]


def _replace_books(day: BadDay) -> None:
    real = sqlite3.connect

    class Book(sqlite3.Connection):
        """A gradebook that fails where it should."""

        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            return day.wrapped("book", super().execute, always=True)(*arguments)

        def executemany(self, *arguments: Any) -> sqlite3.Cursor:
            return day.wrapped("book", super().executemany, always=True)(*arguments)

    sqlite3.connect = functools.partial(real, factory=Book)
