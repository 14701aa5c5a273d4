"""Keys as they are pressed, without waiting for a line to end."""

from __future__ import annotations

import os
import re
import select
import termios
import tty
from types import TracebackType

NAMES = {
    b"\x1b[A": "up",
    b"\x1b[B": "down",
    b"\x1bOA": "up",
    b"\x1bOB": "down",
    b"k": "up",
    b"j": "down",
    b"\x1b[5~": "page up",
    b"\x1b[6~": "page down",
    b" ": "page down",
}

_KEY = re.compile(rb"\x1b[\[O][0-9;]*[A-Za-z~]|.", re.DOTALL)


class Keyboard:
    """A terminal from which keys come one by one, and a way to be woken beside it.

    Parameters
    ----------
    descriptor
        The terminal, which is as before when this is left.
    """

    def __init__(self, descriptor: int) -> None:
        self._terminal = descriptor
        self._pressed: list[str] = []

    def __enter__(self) -> Keyboard:
        self._before = termios.tcgetattr(self._terminal)
        self._woken, self._wakes = os.pipe()
        os.set_blocking(self._wakes, False)
        tty.setcbreak(self._terminal, termios.TCSADRAIN)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)
        os.close(self._woken)
        os.close(self._wakes)

    def wake(self) -> None:
        """Have `read` return, from any thread or a signal's handler."""
        try:
            os.write(self._wakes, b"!")
        except BlockingIOError:  # it is to wake already
            return

    def read(self) -> str:
        """Wait for a key and return its name; nothing where it was woken, ``q`` at the end."""
        if self._pressed:
            return self._pressed.pop(0)
        ready, _, _ = select.select([self._terminal, self._woken], [], [])
        if self._woken in ready:
            os.read(self._woken, 4096)
        if self._terminal in ready:
            keys = _KEY.findall(os.read(self._terminal, 1024))
            names = [NAMES.get(key) or key.decode("ascii", "replace") for key in keys]
            self._pressed = names or ["q"]
        return self._pressed.pop(0) if self._pressed else ""


def terminals(*descriptors: int) -> bool:
    """Whether all of these are terminals that can show a screen."""
    return os.environ.get("TERM") != "dumb" and all(map(os.isatty, descriptors))
