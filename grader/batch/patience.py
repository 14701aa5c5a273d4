"""What a machine is short of for a while comes back: room on a disk, memory, processes, files."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from grader.errors import MachineError, is_shortage

PATIENCE = 300.0
"""Seconds for which one tries again."""

BREATH = 2.0
"""Seconds between two attempts."""

T = TypeVar("T")


def rest() -> None:
    """Wait a little."""
    time.sleep(BREATH)


def patiently(do: Callable[[], T], wait: Callable[[], None] = rest) -> T:
    """Return what `do` returns; while the machine is short of what it takes, wait and try again.

    Parameters
    ----------
    do
        What may fail so, and leaves nothing behind where it does.
    wait
        Waits a little, in its own way.

    Raises
    ------
    MachineError
        When the shortage lasts for `PATIENCE` seconds.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return do()
        except MachineError as error:
            if not is_shortage(error) or time.monotonic() > until:
                raise
        except OSError as error:
            if not is_shortage(error):
                raise
            if time.monotonic() > until:
                raise MachineError.of(error) from error
        wait()
