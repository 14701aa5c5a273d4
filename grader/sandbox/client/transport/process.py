"""The judge's end of the pipe: starts a worker process, talks to it under a deadline, kills it.

Nothing here trusts the process: writing and reading end at the deadline, what it prints is drained
and capped, and a frame is measured before it is read.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from grader.sandbox.client.errors import Died, Spent, StudentError, TimedOut, Unavailable
from grader.sandbox.client.transport.launcher import Child, ForkServer, Starter, fresh
from grader.sandbox.client.transport.usage import LOOK_INTERVAL, Clock, Guard, Stopwatch
from grader.sandbox.protocol.frames import CUT_OFF, PREFIX, ProtocolError, parse_prefix

SHORT = 0.1
"""Seconds for which answers that follow one another are taken for one, as time is measured."""

_CHUNK = 1 << 16  # as much as a pipe holds
_EXITS = "Do not call `os._exit()`: return the result instead."
_KILLED = "Did it need more memory than there is, or close files that it had not opened?"
_CRASHES = "Python itself crashed, which a recursion without an end can do as well."
_FAULTS = {"SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE"}


class Process(Protocol):
    """What runs the student's code; `WorkerProcess` says more."""

    scratch: str
    max_output: int
    max_scratch: int
    request_batches: frozenset[str]
    clock: Clock

    def exchange(self, frame: bytes, seconds: float) -> bytes:
        """Send a frame and return the whole frame that answers it."""

    def stream(
        self,
        frames: Sequence[bytes],
        seconds: float,
        is_last: Callable[[bytes], bool],
        whole: float,
    ) -> Iterator[bytes]:
        """Send frames without waiting in between; yield one answer after the other."""

    def interrupt(self, seconds: float) -> bytes | None:
        """Interrupt what took too long; return the answer if there is one at once."""

    def take_output(self) -> str:
        """Return what was printed since the last time."""

    def close(self) -> None:
        """End it."""


class WorkerProcess:
    """One worker process, started at once; `close` ends it and removes its scratch folder.

    The constructor returns before the process is ready, so that the caller can go on importing.

    Parameters
    ----------
    start
        Starts the process.

    Raises
    ------
    OSError
        When this machine cannot start it now; nothing is left behind.

    Attributes
    ----------
    scratch
        The folder that the process may write to.
    request_batches
        The keys of the lists of requests that it can be asked for, each once.
    max_output
        Bytes of what it prints that are kept; the rest is read and dropped.
    max_scratch
        Bytes that all files in `scratch` may take up together.
    clock
        Shows how time passes for it.
    """

    def __init__(self, start: Starter = fresh) -> None:
        with contextlib.ExitStack() as theirs, contextlib.ExitStack() as ours:
            self.scratch = tempfile.mkdtemp(prefix="grade-")
            ours.callback(_remove, self.scratch)
            worker_reads, self._requests = _pipe(theirs, ours)
            self._replies, worker_writes = _pipe(ours, theirs)
            self._printed, worker_prints = _pipe(ours, theirs)
            self._child = start(worker_reads, worker_writes, worker_prints)
            ours.pop_all()  # kept, now that nothing failed
        for descriptor in (self._requests, self._replies, self._printed):
            os.set_blocking(descriptor, False)
        self._poll = select.poll()
        self._poll.register(self._replies, select.POLLIN)
        self._poll.register(self._printed, select.POLLIN)
        self._answer = bytearray()
        self._output = bytearray()
        self._dropped = 0
        self.max_output = 64 << 10
        self.max_scratch = 256 << 20
        self.request_batches: frozenset[str] = frozenset()
        self._status = 0
        self.closed = False
        self.clock = Clock(self._child.pid)
        self._guard = Guard(self._child.pid, self.scratch)
        descriptors = (self._requests, self._replies, self._printed)
        # Whoever drops a process without a word leaves none of it behind either.
        self._end = weakref.finalize(self, _end, self._child, self.clock, descriptors, self.scratch)
        self._end.atexit = False  # the process ends with its judge by itself

    def exchange(self, frame: bytes, seconds: float) -> bytes:
        """Send a frame and return the whole frame that answers it.

        Raises
        ------
        TimedOut
            When no whole answer is there after `seconds` in which it could have run.
        Spent
            When the process used up its processor time.
        Died
            When it ended in another way, or was ended for what it had of threads and files; the
            text goes on after "While ...,".
        Unavailable
            When this machine keeps the two apart.
        ProtocolError
            When it sent what cannot be a frame. After any error the process is of no more use, and
            `close` is due.
        """
        (answer,) = self.stream([frame], seconds, lambda _: True)
        return answer

    def stream(
        self,
        frames: Sequence[bytes],
        seconds: float,
        is_last: Callable[[bytes], bool],
        whole: float = float("inf"),
    ) -> Iterator[bytes]:
        """Send frames without waiting in between; yield one answer after the other.

        Parameters
        ----------
        frames
            The requests.
        seconds
            What each answer may take from the one before.
        is_last
            Whether no more answers than this one are due.
        whole
            What all answers may take together.

        Raises
        ------
        TimedOut, Spent, Died, ProtocolError, Unavailable
            As from `exchange`.
        """
        try:
            yield from self._stream(frames, seconds, is_last, whole)
        except OSError as error:  # nobody knows now what it was sent, or has answered
            self.close()
            raise Unavailable.of(error, "the pipes to a submission") from error

    def _stream(
        self,
        frames: Sequence[bytes],
        seconds: float,
        is_last: Callable[[bytes], bool],
        whole: float,
    ) -> Iterator[bytes]:
        # Both pipes are served at once: who waits for room to write an answer reads no request.
        unsent = self._send(memoryview(b"".join(frames)))
        last = False
        watch = each = Stopwatch(self.clock)
        while not last:
            # Each has its time from the one before; fast ones share a stopwatch, as it costs some.
            if (age := each.age) > SHORT:
                each, age = Stopwatch(self.clock), 0.0
            while (answer := self._take()) is None:
                self._wait(min(each.left(seconds + age), watch.left(whole)))
                if unsent:
                    unsent = self._send(unsent)
            last = is_last(answer)
            if last and self._answer:
                raise ProtocolError("more than the answer")
            yield answer
        self._drain()

    def interrupt(self, seconds: float) -> bytes | None:
        """Interrupt what took too long, as Ctrl-C does; return the answer if there is one at once.

        It may tell which line the student's code was in.
        """
        if self.closed:
            return None
        watch = Stopwatch(self.clock)
        try:
            os.kill(self._child.pid, signal.SIGINT)
            while (answer := self._take()) is None:
                self._wait(watch.left(seconds))
        except (StudentError, ProtocolError):
            return None
        return answer

    def _take(self) -> bytes | None:
        """Return the next answer if the whole of it was read."""
        if len(self._answer) < PREFIX.size:
            return None
        _, header, body = parse_prefix(bytes(self._answer[: PREFIX.size]))
        size = PREFIX.size + header + body
        if len(self._answer) < size:
            return None
        answer = bytes(self._answer[:size])
        del self._answer[:size]
        return answer

    def _send(self, data: memoryview) -> memoryview:
        try:
            data = data[os.write(self._requests, data) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            raise self._ending() from None
        if data:
            self._poll.register(self._requests, select.POLLOUT)
        return data

    def _wait(self, left: float) -> None:
        """Wait for anything to read or write, no longer than is left, and read what is there."""
        if left <= 0:
            raise TimedOut("no answer")
        self._guard.look(self.max_scratch)
        for descriptor, _ in self._poll.poll(min(left, LOOK_INTERVAL) * 1000):
            if descriptor == self._replies:
                part = _read(self._replies)
                if part == b"":
                    raise self._ending()
                self._answer += part or b""
            elif descriptor == self._printed:
                self._drain()
            else:
                self._poll.unregister(self._requests)

    def _drain(self) -> None:
        """Read what was printed by now; keep the beginning of it."""
        part = _read(self._printed)
        if part:
            room = self.max_output - len(self._output)
            self._output += part[:room]
            self._dropped += max(0, len(part) - room)
        elif part == b"":  # the student closed it; polling it again would spin
            with contextlib.suppress(KeyError):
                self._poll.unregister(self._printed)

    def take_output(self) -> str:
        """Return what was printed since the last time, decoded, with a note where it was capped."""
        if not self.closed:
            self._drain()
        text = self._output.decode("utf-8", "replace")
        if self._dropped:
            text += f"\n… and {self._dropped:,} more bytes"
        self._output.clear()
        self._dropped = 0
        return text

    def _ending(self) -> StudentError:
        self.close()
        code = self._status
        if code == -signal.SIGXCPU:
            return Spent("no processor time is left")
        if code in (-signal.SIGKILL, CUT_OFF):  # `close` sent the signal, or somebody else did
            return Died("the process was killed, or cut its connection to the grader", _KILLED)
        if code >= 0:
            return Died(f"the process ended itself with exit status {code}", _EXITS)
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return Died(f"the process was ended by {name}", _CRASHES if name in _FAULTS else "")

    def close(self) -> None:
        """Kill the process and all of its group, and remove its scratch folder."""
        if self.closed:
            return
        with contextlib.suppress(OSError):
            self._drain()
        self.closed = True
        self._status = self._end() or 0


def _end(child: Child, clock: Clock, descriptors: tuple[int, ...], scratch: str) -> int:
    """Kill a process and all of its group, and return how it ended."""
    clock.close()
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        child.kill()
    status = child.wait()
    for descriptor in descriptors:
        os.close(descriptor)
    _remove(scratch)
    return status


def _pipe(reading: contextlib.ExitStack, writing: contextlib.ExitStack) -> tuple[int, int]:
    """Return the two ends of a pipe, each of which is closed with its stack."""
    reads, writes = os.pipe()
    reading.callback(os.close, reads)
    writing.callback(os.close, writes)
    return reads, writes


def forked(parent: ForkServer) -> WorkerProcess:
    """Return a worker that a fork server forked."""
    process = WorkerProcess(parent.fork)
    process.request_batches = frozenset(key for key, _ in parent.request_batches.values())
    return process


def _remove(folder: str) -> None:
    """Remove a folder whatever is in it.

    Folders that are closed to their owner, and thousands in one another, are for other programs.
    """
    with contextlib.suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if os.path.lexists(folder):
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            with contextlib.suppress(OSError):  # no process can be started
                subprocess.run([*command, "--", folder], check=False, stderr=subprocess.DEVNULL)  # noqa: S603


def _read(descriptor: int) -> bytes | None:
    """Return what is there to read, nothing at the end of the pipe, None where none is there."""
    try:
        return os.read(descriptor, _CHUNK)
    except BlockingIOError:
        return None
