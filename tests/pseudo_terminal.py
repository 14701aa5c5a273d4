"""A program on a terminal, as somebody sees it who types: the standard library's, 80 by 24."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Any

ROWS = 24

PATIENCE = 120.0
"""Seconds after which nothing more is waited for; on a machine that is busy, all takes long."""

GRADE = "from grader.cli.start import grade; grade()"
_CONTROL = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>])|\r")
_HOME = "\x1b[H"


class Terminal:
    """Runs `grade` on a terminal of its own.

    Parameters
    ----------
    arguments
        What is typed after `grade`.
    folder
        Where it is typed.
    before
        Python to run before it.
    """

    def __init__(self, *arguments: str, folder: Path, before: str = "", **environment: str) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, 80, 0, 0))
        self.before: Any = termios.tcgetattr(theirs)
        self._theirs = theirs
        self._text = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", before + GRADE, *arguments],
            cwd=folder,
            env={**os.environ, "TERM": "xterm-256color", **environment},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            preexec_fn=lambda: _take(theirs),
        )

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)
        os.close(self._theirs)

    def press(self, keys: str) -> None:
        """Press keys, one after the other."""
        os.write(self._ours, keys.encode())

    def wait_for(self, *texts: str, without: str = "") -> str:
        """Wait until the screen shows all of these texts; return what it shows."""
        due = time.monotonic() + PATIENCE
        while True:
            shown = self.screen
            whole = _HOME not in self._text or shown.count("\n") >= ROWS - 1
            seen = all(text in shown for text in texts) and not (without and without in shown)
            if whole and seen:
                return shown
            assert time.monotonic() < due, f"not seen: {texts}, but:\n{shown}"
            self._read(due - time.monotonic())

    @property
    def screen(self) -> str:
        """What was written since the cursor went to the top, or everything."""
        return _CONTROL.sub("", self._text.rpartition(_HOME)[2])

    def end(self) -> int:
        """Wait until the program has ended; return its exit code."""
        due = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < due, self.screen
            self._read(0.05)
        self._read(0.0)
        return self.process.returncode

    @property
    def everything(self) -> str:
        """All that was ever written."""
        return _CONTROL.sub("", self._text)

    @property
    def settings(self) -> Any:
        """How the terminal treats what is typed."""
        return termios.tcgetattr(self._theirs)

    def _read(self, seconds: float) -> None:
        ready, _, _ = select.select([self._ours], [], [], max(seconds, 0.0))
        if ready:
            self._text += os.read(self._ours, 1 << 16).decode("utf-8", "replace")


def _take(terminal: int) -> None:
    """Make a terminal the one that Ctrl-C is typed at."""
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
