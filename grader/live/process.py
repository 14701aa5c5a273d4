"""The worker's operations in this very process, in the place of a process of its own.

The requests and answers are the same frames as elsewhere, so arrays travel by copy and errors read
the same. Nothing is kept apart here: the code is the student's, and so is the session.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from types import FrameType, SimpleNamespace
from typing import Any

from grader.live.surroundings import Surroundings
from grader.sandbox.client.errors import TimedOut
from grader.sandbox.client.transport.usage import Clock, Stopwatch
from grader.sandbox.protocol.frames import parse_frame
from grader.sandbox.protocol.layers import LAYERS
from grader.sandbox.protocol.texts import is_reserved
from grader.sandbox.protocol.values import Reader, Writer
from grader.sandbox.worker.exceptions import Own
from grader.sandbox.worker.worker import Worker

AGAIN = 0.5
"""Seconds until code is interrupted once more that went on after the first time."""


class _Alarm:
    """A time limit for what runs in the main thread, where the platform has such a thing.

    Parameters
    ----------
    clock
        Shows how time passes for this thread.
    """

    def __init__(self, clock: Clock) -> None:
        self.rang = False
        self._clock = clock
        self._left: Callable[[], float] | None = None

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Interrupt the block after `seconds`, as Ctrl-C does; `rang` tells that it was.

        Time that this thread waits for a processor is not counted.
        """
        self.rang = False
        watch = Stopwatch(self._clock)
        main = threading.current_thread() is threading.main_thread()
        if not main or not hasattr(signal, "setitimer"):
            yield
            return
        before = signal.signal(signal.SIGALRM, self._ring)
        left = signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), AGAIN)
        self._left = lambda: seconds - watch.elapsed()
        try:
            yield
        finally:
            self._left = None
            signal.setitimer(signal.ITIMER_REAL, *left)
            signal.signal(signal.SIGALRM, before)

    def _ring(self, _: int, __: FrameType | None) -> None:
        if self._left is None:
            return
        if not self.rang and (left := self._left()) > AGAIN / 100:
            signal.setitimer(signal.ITIMER_REAL, left, AGAIN)
            return
        self.rang = True
        raise KeyboardInterrupt


class _LiveWorker(Worker):
    """Serves what a session defines, as it is when it is asked for the first time."""

    def __init__(self, namespace: Mapping[str, Any], own: Own, alarm: _Alarm) -> None:
        super().__init__(own)
        self._namespace = namespace
        self._alarm = alarm

    def _open(self, header: dict[str, Any], _: Reader, __: Writer) -> dict[str, Any]:  # noqa: ARG002
        return {"layers": {name: {"held": False, "detail": "not here"} for name in LAYERS}}

    def _load(self, header: dict[str, Any], _: Reader, __: Writer) -> dict[str, Any]:
        names = {key: value for key, value in self._namespace.items() if type(key) is str}
        self._modules[header["module"]] = SimpleNamespace(**names)
        return {"names": [name for name in names if not is_reserved(name)]}

    def _failed(self, error: BaseException, header: dict[str, Any]) -> dict[str, Any]:
        if isinstance(error, KeyboardInterrupt) and not self._alarm.rang:
            raise error  # the student has seen enough
        return super()._failed(error, header)


class LiveProcess:
    """Runs the functions of a session; has the methods of a process that is kept apart.

    Parameters
    ----------
    namespace
        What the session defines.
    own
        Which files and cells are the student's.
    surroundings
        The settings of the session.
    """

    def __init__(self, namespace: Mapping[str, Any], own: Own, surroundings: Surroundings) -> None:
        self.scratch = ""
        self.max_output = 64 << 10
        self.max_scratch = 0
        self.request_batches: frozenset[str] = frozenset()
        self.clock = Clock()
        self._alarm = _Alarm(self.clock)
        self._worker = _LiveWorker(namespace, own, self._alarm)
        self._surroundings = surroundings
        self._output = StringIO()
        self._late: bytes | None = None

    def exchange(self, frame: bytes, seconds: float) -> bytes:
        """Do what a frame asks for and return the frame that answers it.

        Raises
        ------
        TimedOut
            When it took more than `seconds`.
        KeyboardInterrupt
            When the student interrupts it.
        """
        self._late = None
        try:
            with self._heard(), self._surroundings.running(), self._alarm.limit(seconds):
                answer = self._worker.answer(*parse_frame(frame))
        except KeyboardInterrupt:
            if not self._alarm.rang:
                raise
            raise TimedOut("no answer") from None
        if self._alarm.rang:
            self._late = answer
            raise TimedOut("no answer")
        return answer

    @contextmanager
    def _heard(self) -> Iterator[None]:
        """Keep what the code prints."""
        with redirect_stdout(self._output), redirect_stderr(self._output):
            yield

    def stream(
        self,
        frames: Sequence[bytes],
        seconds: float,
        is_last: Callable[[bytes], bool],  # noqa: ARG002 - there is one for each request here
        whole: float,
    ) -> Iterator[bytes]:
        """Answer one frame after the other."""
        watch = Stopwatch(self.clock)
        for frame in frames:
            yield self.exchange(frame, min(seconds, max(0.0, whole - watch.elapsed())))

    def interrupt(self, _: float) -> bytes | None:
        """Return the answer of what was interrupted: it may tell which line it was in."""
        return self._late

    def take_output(self) -> str:
        """Return what was printed since the last time, capped."""
        text = self._output.getvalue()
        self._output.seek(0)
        self._output.truncate()
        more = len(text) - self.max_output
        return f"{text[: self.max_output]}\n… and {more:,} more characters" if more > 0 else text

    def close(self) -> None:
        """Let only the clock stand still: the session goes on."""
        self.clock.close()
