"""What a process takes: time in which it could have run, threads, room on the disk.

A limit on time counts what the code does with it: computing, and waiting of its own making, such as
sleep, input and locks. That other programs keep the machine busy is no fault of the code's. Linux
tells for each thread how long it was ready to run and did not; elsewhere all time counts.

No limit of the system bounds threads and disk for one process alone. The judge looks at them now
and then while it waits for the process; between two looks there may be more.
"""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from grader.errors import is_shortage
from grader.sandbox.client.errors import Died, Whole
from grader.sandbox.protocol.layers import LIMITS

GLANCE = 0.02
"""Seconds after which one looks again whether a process still waits for a processor."""

LOOK_INTERVAL = 0.1
"""Seconds between two looks at threads and files."""

MOST_ENTRIES = 2_000
"""So many files and folders may be in the scratch folder."""

_NANO = 1e-9
_BLOCK = 512  # bytes, whatever the file system's own blocks are
_THREADS = 17  # which field of /proc/PID/stat, counted from the state


class Reading(NamedTuple):
    """What the clock shows, in seconds since some moment.

    Attributes
    ----------
    passed
        Time.
    ran, queued
        How long the first thread of the process ran, and how long it was ready but had no
        processor. A wait that still goes on is not counted yet.
    kept
        How long the judge's own thread was ready but had no processor. It may then have seen an
        answer late that was there in time.
    used
        Processor time of all threads of the process together.
    """

    passed: float
    ran: float
    queued: float
    kept: float
    used: float


class Clock:
    """Shows how time passes for a process; after `close` it stands still.

    Parameters
    ----------
    pid
        The process, a child that is reaped after `close` only; none for code in this very thread.

    Attributes
    ----------
    last
        What it showed last.
    """

    def __init__(self, pid: int | None = None) -> None:
        self._pid = pid
        self._process = None if pid is None else _open(f"/proc/{pid}/schedstat")
        self._state = None if pid is None else _open(f"/proc/{pid}/stat")
        self._own = _open("/proc/thread-self/schedstat")
        self._closed = False
        # Descriptors are few: a clock that is dropped gives its own back.
        self._release = weakref.finalize(self, _close, (self._process, self._state, self._own))
        self.last = Reading(time.monotonic(), 0.0, 0.0, 0.0, 0.0)

    def read(self) -> Reading:
        """Return what it shows now."""
        if not self._closed:
            ran, queued = _scheduled(self._process)
            _, kept = _scheduled(self._own)
            self.last = Reading(time.monotonic(), ran, queued, kept, self._used())
        return self.last

    def _used(self) -> float:
        if self._process is None or self._pid is None:
            return 0.0
        with suppress(OSError):
            return time.clock_gettime(~self._pid << 3 | 2)  # as clock_getcpuclockid(3) has it
        return self.last.used

    def is_ready(self) -> bool:
        """Whether the process is ready to run, or runs."""
        if self._state is None or self._closed:
            return False
        with suppress(OSError):
            return os.pread(self._state, 512, 0).rpartition(b")")[2].startswith(b" R")
        return False

    def close(self) -> None:
        """Let it stand still."""
        if self._closed:
            return
        self.read()
        self._closed = True
        self._release()


class Stopwatch:
    """Measures from now on what a process could have run.

    Parameters
    ----------
    clock
        The clock of the process.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.read()
        self._looked: tuple[float, ...] | None = None

    @property
    def age(self) -> float:
        """Seconds of any kind since it began."""
        return time.monotonic() - self._began.passed

    def elapsed(self) -> float:
        """Return the seconds since then in which the process could have run.

        Threads that run at the same time add up.
        """
        began, now = self._began, self._clock.read()
        kept = now.queued - began.queued + now.kept - began.kept
        # Waiting of its own making (sleep, locks) shows in the first number only, threads that run
        # side by side only in the second one. Whoever mixes them pays for the larger.
        return max(now.passed - began.passed - kept, now.used - began.used, 0.0)

    def left(self, seconds: float) -> float:
        """Return how long to wait until `seconds` may be over: nothing once they are."""
        # Cheap first: nothing else is looked at before so many seconds of any kind have passed.
        if (left := seconds - self.age) > 0:
            return left
        left = seconds - self.elapsed()
        if left > 0 or not self._clock.is_ready():
            return left
        # Linux counts the wait for a processor only when the process gets one. So a process that
        # is ready, but has not run since the last look, may have waited all along: look again.
        before, self._looked = self._looked, (self._clock.last.ran, self._clock.last.queued)
        return GLANCE if before in (None, self._looked) else left


class Allowance:
    """Seconds that something may take as a whole, however many processes it takes."""

    def __init__(self, seconds: float = float("inf")) -> None:
        self.left = seconds


class Budget:
    """What is left of a task's time, and of that of the whole submission.

    Parameters
    ----------
    total
        What the submission may take, in this budget and others.

    Attributes
    ----------
    used
        How many seconds were spent from this budget.
    """

    def __init__(self, total: Allowance) -> None:
        self.used = 0.0
        self._task = Allowance()
        self._total = total

    def begin(self, seconds: float) -> None:
        """Begin a task that may take so many seconds."""
        self._task = Allowance(seconds)

    @property
    def left(self) -> float:
        """How many seconds are left of both."""
        return min(self._task.left, self._total.left)

    @property
    def whole(self) -> Whole:
        """Which of them ends first."""
        return "task" if self._task.left < self._total.left else "submission"

    def spend(self, seconds: float) -> None:
        """Note that so many are gone."""
        self.used += seconds
        self._task.left -= seconds
        self._total.left -= seconds


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
        self._next = now + LOOK_INTERVAL


def _close(descriptors: tuple[int | None, ...]) -> None:
    for descriptor in descriptors:
        if descriptor is not None:
            os.close(descriptor)


def _open(path: str) -> int | None:
    with suppress(OSError):
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    return None


def _scheduled(file: int | None) -> tuple[float, float]:
    """Return the seconds that a thread ran and that it waited for a processor, if anybody knows."""
    if file is not None:
        with suppress(OSError, ValueError):
            ran, queued, _ = os.pread(file, 100, 0).split()
            return int(ran) * _NANO, int(queued) * _NANO
    return 0.0, 0.0


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
