"""What a process has of that which no limit of the system bounds for it alone: threads, and disk.

The judge looks now and then while it waits for the process; between two looks there may be more.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from grader.errors import is_shortage
from grader.sandbox.client.errors import Died
from grader.sandbox.protocol.layers import LIMITS

GLANCE = 0.1
"""Seconds between two looks."""

MOST_ENTRIES = 2_000
"""So many files and folders may be in the scratch folder."""

_BLOCK = 512  # bytes, whatever the file system's own blocks are
_THREADS = 17  # which field of /proc/PID/stat, counted from the state


class Guard:
    """Looks at what a process holds.

    Parameters
    ----------
    pid
        The process, a child that is not reaped yet.
    scratch
        The folder that it may write to.
    """

    def __init__(self, pid: int, scratch: str) -> None:
        self._status = Path(f"/proc/{pid}/stat")
        self._scratch = scratch
        self._next = 0.0

    def look(self, most_bytes: int) -> None:
        """Look at it, unless that was done just now.

        Parameters
        ----------
        most_bytes
            What all files in `scratch` may take up together.

        Raises
        ------
        Died
            When it has more than it may have, and is to be ended for that; the text goes on after
            "While ...,".
        """
        if (now := time.monotonic()) < self._next:
            return
        if _threads(self._status) > LIMITS["threads"]:
            raise Died(
                f"it ran more than {LIMITS['threads']} threads at once, and was ended",
                "Start fewer threads, and wait for their end.",
            )
        if _overfull(self._scratch, most_bytes):
            raise Died(
                f"its files took up more than {most_bytes >> 20:,} MiB, or were more than "
                f"{MOST_ENTRIES:,}, and it was ended",
                "Write less, and remove files that are not needed any more.",
            )
        self._next = now + GLANCE


def _threads(status: Path) -> int:
    """Return how many threads a process has, nothing where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        return int(status.read_bytes().rpartition(b")")[2].split()[_THREADS])
    return 0


def _overfull(folder: str, most: int) -> bool:
    """Whether too much is in a folder, or something that cannot be looked at."""
    sizes = _sizes(folder)
    total = 0
    try:
        for _, size in zip(range(MOST_ENTRIES), sizes, strict=False):
            total += size
            if total > most:
                return True
    except OSError as error:  # a path longer than any, or a folder that is closed to its owner
        return not is_shortage(error)  # of the judge's, which cannot look now
    return next(sizes, None) is not None


def _sizes(folder: str) -> Iterator[int]:
    """Yield for all that is in a folder, as far as it stays there, how many bytes it takes up."""
    folders = [folder]
    while folders:
        with suppress(FileNotFoundError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    yield entry.stat(follow_symlinks=False).st_blocks * _BLOCK
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
