"""A disk that is full is emptied again, by submissions that end or by whoever looks after it."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 300.0
"""Seconds for which one tries again."""

BREATH = 2.0
"""Seconds between two attempts."""

_FULL = (errno.ENOSPC, errno.EDQUOT)

T = TypeVar("T")


def rest() -> None:
    """Wait a little."""
    time.sleep(BREATH)


def with_room(do: Callable[[], T], wait: Callable[[], None] = rest) -> T:
    """Return what `do` returns; while it finds the disk full, wait and try again.

    Parameters
    ----------
    do
        What writes to the disk, and leaves nothing behind where it fails.
    wait
        Waits a little, in its own way.

    Raises
    ------
    OSError
        What `do` raises, where that is something else or stays so for `PATIENCE` seconds.
    """
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return do()
        except OSError as error:
            if error.errno not in _FULL or time.monotonic() > until:
                raise
        wait()
