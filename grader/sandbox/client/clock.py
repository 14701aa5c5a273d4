"""How long a process could have run: time that passed, less what it waited for a processor.

A limit on time counts what the code does with it: computing, and waiting of its own making, such as
sleep, input and locks. That other programs keep the machine busy is no fault of the code's. Linux
tells for each thread how long it was ready to run and did not; elsewhere all time counts.
"""

from __future__ import annotations

import os
import time
import weakref
from contextlib import suppress
from typing import Literal, NamedTuple

GLANCE = 0.02
"""Seconds after which one looks again whether a process still waits for a processor."""

_NANO = 1e-9

Whole = Literal["task", "submission"]
"""What has a time limit of its own beside that of each call."""


class Reading(NamedTuple):
    """What the clock shows, in seconds since some moment.

    Attributes
    ----------
    passed
        Time.
    ran, queued
        What the first thread of the process ran, and what it waited for a processor until it ran
        last.
    kept
        What this thread, which waits for the process, was kept from looking, in the same way.
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
        return max(now.passed - began.passed - kept, now.used - began.used, 0.0)

    def left(self, seconds: float) -> float:
        """Return how long to wait until `seconds` may be over: nothing once they are.

        How long a process has been waiting for a processor is known when it gets one, and not
        before: the time of one that is ready, and has not run since the last look, is not over.
        """
        if (left := seconds - self.age) > 0:
            return left
        left = seconds - self.elapsed()
        if left > 0 or not self._clock.is_ready():
            return left
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
