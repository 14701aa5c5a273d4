"""Requests and answers under time limits, with a fresh worker process after a hang or a crash."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from grader.sandbox.client.codec import Purpose, problem_of, step_of
from grader.sandbox.client.errors import (
    Died,
    NotConfined,
    Spent,
    StudentError,
    TimedOut,
    Unavailable,
)
from grader.sandbox.client.limits import Isolation, Limits
from grader.sandbox.client.messages import disturbed, ended, not_begun, spent, too_slow
from grader.sandbox.client.transport.process import Process, WorkerProcess
from grader.sandbox.client.transport.usage import Allowance, Budget, Stopwatch
from grader.sandbox.protocol.frames import (
    PREFIX,
    ProtocolError,
    batches,
    numbered,
    parse_frame,
    parse_prefix,
    plain_frame,
)
from grader.sandbox.protocol.layers import LAYERS, LEVELS, level

MAX_HANGS = 2
"""What has hung so often in a task is not tried any more."""

PATIENCE = 1.0
"""Seconds for each of many calls made ahead: a slow function is better called by itself."""

GRACE = 1.0
"""Seconds for an interrupted process to say where it was."""

Told = TypeVar("Told")

Reply = tuple[bytes, dict[str, Any]]
"""A whole frame, and its header."""


class Connection:
    """Asks a worker process, and starts a fresh one when the last was of no more use.

    Parameters
    ----------
    limits
        What the student's code may use up, until `begin` says otherwise.
    spare
        A process that was started earlier, for the first worker.
    isolation
        How far each process has to confine itself.
    start
        Starts a process.
    total
        What the whole submission may take, this connection and others; without end if not given.

    Attributes
    ----------
    request_count
        How many requests were made so far; the last one has its number, modulo 2**32.
    budget
        The time that is left for the task and the submission.
    layers
        For each layer whether it held in all processes so far; empty before the first.
    readable
        The files and folders that a process may read once it has confined itself.
    defined
        The modules that the present process has loaded, and the names that each defines.
    generation
        Stands for one process: another object as soon as that is lost, with all that it keeps.
    """

    def __init__(
        self,
        limits: Limits,
        spare: Process | None,
        isolation: Isolation,
        start: Callable[[], Process] = WorkerProcess,
        total: Allowance | None = None,
    ) -> None:
        self.limits = limits
        self.layers: dict[str, bool] = {}
        self._isolation = isolation
        self.readable: set[str] = set()
        self.generation = object()
        self.defined: dict[str, frozenset[str]] = {}
        self._spare = spare
        self._start = start
        self._process: Process | None = None
        self.request_count = 0
        self.budget = Budget(total or Allowance())
        self._replaces = False
        self._hangs: defaultdict[str, list[TimedOut]] = defaultdict(list)
        self._output: list[str] = []

    def begin(self, limits: Limits, left: float) -> None:
        """Begin a task: everything from now on keeps to `limits`, and takes what is `left` of it.

        What a process may use up it has set for itself, once: others take another process.
        """
        if limits.of_process() != self.limits.of_process():
            self._drop()
        self.limits = limits
        self.budget.begin(left)
        self._hangs.clear()

    def in_time(self) -> bool:
        """Whether a failure is the code's own: it did not run into the limit of the whole."""
        return self.budget.left > 0

    def take_output(self) -> str:
        """Return what the student's code printed since the last time."""
        if self._process is not None:
            self._output.append(self._process.take_output())
        text = "".join(self._output)
        self._output.clear()
        return text

    def close(self) -> None:
        """End the process; a later request would start a fresh one."""
        self._drop()
        if self._spare is not None:
            self._spare.close()
        self._spare = None

    def ask(self, frame: bytes, seconds: float, purpose: Purpose) -> Reply:
        """Send a request and return its answer.

        Raises
        ------
        StudentError
            What the student's code did instead.
        """
        process, left = self._process_in_time()
        if self._hangs and (hung := self._hung(purpose)):
            raise hung
        with self._judged(process, purpose, seconds, left):
            reply = self._exchange(process, frame, min(seconds, left))
        if problem := problem_of(reply[1], purpose):
            raise problem
        return reply

    def load(self, frame: bytes, seconds: float, purpose: Purpose) -> tuple[dict[str, Any], bool]:
        """Send a request that loads code; return its answer, and whether the code was stopped.

        What takes too long is interrupted, and what it had defined by then counts.

        Raises
        ------
        StudentError
            When it cannot be loaded, or could not be interrupted.
        """
        process, left = self._process_in_time()
        stopped = False
        with self._judged(process, purpose, seconds, left):
            try:
                _, header = self._exchange(process, frame, min(seconds, left))
            except TimedOut as late:
                # An answer with another number is none to this request: it was forged, or is late.
                number, header = (0, {}) if isinstance(late, Spent) else _said(process)
                if number != self.request_count or "raised" in header:
                    raise
                stopped = True
        if problem := problem_of(header, purpose):
            raise problem
        return header, stopped

    def _process_in_time(self) -> tuple[Process, float]:
        """Return the process, and the seconds that are left of the whole if there are any."""
        if not self.in_time():
            raise not_begun(self.budget.whole)
        process = self.ensure()
        return process, self.budget.left

    def _hung(self, purpose: Purpose) -> TimedOut | None:
        """Return how a part of what is asked for hung, if that was often enough."""
        hangs = (self._hangs.get(what, []) for what in sorted(purpose.parts))
        return next((found[-1] for found in hangs if len(found) >= MAX_HANGS), None)

    def ask_ahead(
        self,
        frames: tuple[bytes, ...],
        key: str,
        read: Callable[[bytes, tuple[bytes, ...]], Iterator[Told]],
    ) -> Iterator[Told]:
        """Make requests all at once; yield what comes of them while the answers arrive.

        Parameters
        ----------
        frames
            Requests of the kinds ``call`` and ``run``.
        key
            What a process calls these requests that was told them.
        read
            Called with the frame of an answer and the requests that it is for; gives what to
            yield, and raises ProtocolError where the frame makes no sense.

        Yields
        ------
        What `read` gives, up to an answer that is late or makes no sense. After a hang in the same
        task, nothing is asked ahead.
        """
        if self._hangs or not frames or not self.in_time():
            return
        doing = Purpose("working through the examples")
        seconds = min(PATIENCE, self.limits.call)
        process = self.ensure()
        # Each takes a number of its own, sent or not, so that answers tell how far they go.
        first, self.request_count = self.request_count + 1, self.request_count + len(frames)
        if key in process.request_batches:
            process.request_batches -= {key}  # its arguments are used up: code may change them
            sent = [plain_frame({"op": "play", "key": key, "first": first})]
        else:
            sent = list(batches(frames, first))
        left, done = self.budget.left, 0

        def answered(answer: bytes) -> int:
            """Return how many requests are answered with this one: it has the last one's number."""
            return (parse_prefix(answer[: PREFIX.size])[0] - first) % 2**32 + 1

        with suppress(StudentError), self._judged(process, doing, seconds, left):
            for answer in process.stream(sent, seconds, lambda a: answered(a) >= len(frames), left):
                # Numbers grow, up to the last request: no answer counts twice, or for another.
                done, before = answered(answer), done
                if not before < done <= len(frames):
                    raise ProtocolError("an answer that was not asked for")
                yield from read(answer, frames[before:done])

    @contextmanager
    def _judged(
        self, process: Process, purpose: Purpose, seconds: float, left: float
    ) -> Iterator[None]:
        """Turn what goes wrong with a process into an error for the student; it is dropped.

        Only the time in here counts against the whole: the judge's own is not the student's.
        """
        watch, whole = Stopwatch(process.clock), self.budget.whole
        try:
            yield
        except Spent:
            raise self._late(purpose.what, spent(purpose.what, self.limits.cpu)) from None
        except TimedOut:
            _, place = _said(process)
            what = purpose.at(place.get("step")).what
            late = too_slow(what, seconds, place.get("raised"), whole if left < seconds else None)
            late.step = step_of(place, purpose)
            raise self._late(what, late) from None
        except Died as death:
            self._lose()
            raise ended(purpose.what, death) from None
        except ProtocolError as error:
            raise self.disturbed(purpose.what) from error
        finally:
            self.budget.spend(watch.elapsed())

    def _late(self, what: str, late: TimedOut) -> TimedOut:
        """Remember what took too long; its process is of no more use."""
        self._hangs[what].append(late)
        self._lose()
        return late

    def disturbed(self, what: str) -> Died:
        """Return the error for an answer that makes no sense; its process is of no more use."""
        self._lose()
        return disturbed(what)

    def _exchange(self, process: Process, frame: bytes, seconds: float) -> Reply:
        self.request_count = (self.request_count + 1) % 2**32
        raw = process.exchange(numbered(frame, self.request_count), seconds)
        number, header, _ = parse_frame(raw)
        if number != self.request_count:
            raise ProtocolError("an answer that was not asked for")
        return raw, header

    def ensure(self) -> Process:
        """Return the process, a fresh one if there is none.

        Raises
        ------
        Unavailable
            When it does not start.
        """
        if self._process is not None:
            return self._process
        try:
            process = self._process = self._spare or self._start()
        except OSError as error:
            raise Unavailable.of(error, "a process for the submission") from error
        self._spare = None
        process.max_output = self.limits.output << 10
        process.max_scratch = self.limits.scratch_bytes
        watch = Stopwatch(process.clock)
        try:
            held = self._confined(process)
        except (StudentError, ProtocolError) as error:
            last = process.take_output().strip().rpartition("\n")[2]
            self._drop()
            raise Unavailable(f"No process could be started: {error}. {last}") from error
        self.layers = {name: self.layers.get(name, True) and held[name] for name in LAYERS}
        if LEVELS.index(level(held)) < LEVELS.index(self._isolation.least):
            self._drop()
            raise NotConfined(", ".join(name for name in LAYERS if not held[name]))
        if self._replaces:  # one that the code ended or hung in: it takes the time of the code
            self.budget.spend(watch.elapsed())
        return process

    def _confined(self, process: Process) -> dict[str, bool]:
        """Let a new process confine itself; return for each layer whether it holds."""
        plan = {
            "scratch": process.scratch,
            "readable": sorted(self.readable),
            "limits": self.limits.of_process(),
            "without": self._isolation.without,
        }
        request = plain_frame({"op": "open", "plan": plan})
        _, header = self._exchange(process, request, self.limits.start)
        if "layers" not in header:
            raise ProtocolError(f"it did not confine itself: {header}")
        return {name: bool(outcome["held"]) for name, outcome in header["layers"].items()}

    def _lose(self) -> None:
        """Drop a process that the student's code made useless."""
        self._replaces = True
        self._drop()

    def _drop(self) -> None:
        if self._process is None:
            return
        self._process.close()
        self._output.append(self._process.take_output())
        self._process = None
        self.defined.clear()
        self.generation = object()


def _said(process: Process) -> tuple[int, dict[str, Any]]:
    """Return number and header of what a process answers on being interrupted, if it does."""
    raw = process.interrupt(GRACE)
    try:
        return parse_frame(raw)[:2] if raw else (0, {})
    except ProtocolError:
        return 0, {}
