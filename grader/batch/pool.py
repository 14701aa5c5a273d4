"""Several worker processes, each with one submission at a time; one that dies is replaced."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from grader.batch import patience as waiting
from grader.batch.marking import Order
from grader.batch.worker import Done, Job, receive, send
from grader.errors import MachineError, is_shortage

ATTEMPTS = 2
"""How often a submission is tried when the process that grades it dies, maybe by chance."""

GRACE = 5.0
"""Seconds for a process to end its student's process, before it is killed itself."""


_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class Pool:
    """Worker processes that grade for one order.

    Parameters
    ----------
    order
        What is graded for.
    jobs
        How many processes there are.
    patience
        Seconds of wall time after which a worker is taken for dead. The student's time is limited
        elsewhere: this is for what should not happen.

    Raises
    ------
    MachineError
        When there is no place for temporary files.
    """

    def __init__(self, order: Order, jobs: int, patience: float) -> None:
        self._order = order
        self._patience = patience
        self._selector = selectors.DefaultSelector()
        self._idle: list[_Worker] = []
        self._busy: list[_Worker] = []
        self._waiting: deque[tuple[Job, int]] = deque()
        self._failed: list[Done] = []
        self._short_since: float | None = None
        self._room = jobs
        # A worker that is stopped or killed may leave something behind, in folders however deep.
        try:
            self._scratch = waiting.patiently(lambda: tempfile.mkdtemp(prefix="grade-"))
        except OSError as error:
            raise MachineError.of(error, "a folder for temporary files") from error

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        workers = self._idle + self._busy
        for worker in workers:
            worker.stop(at_once=worker in self._busy)
        deadline = time.monotonic() + GRACE
        for worker in workers:
            worker.bury(deadline)
        self._selector.close()
        with contextlib.suppress(OSError):  # where nothing can be started, it stays
            subprocess.run(["rm", "-rf", "--", self._scratch], check=False)  # noqa: S603, S607

    @property
    def free(self) -> bool:
        """Whether a job would be begun at once."""
        return len(self._busy) + len(self._waiting) < self._room

    @property
    def busy(self) -> bool:
        """Whether there is anything to wait for."""
        return bool(self._busy or self._waiting or self._failed)

    def begin(self, job: Job) -> None:
        """Take a job, for a worker that has none; where none can be started now, `wait` does it."""
        self._waiting.append((job, 1))
        self._start()

    def wait(self, seconds: float) -> list[Done]:
        """Return what was done within `seconds`; less than one job may be."""
        self._start()
        done, self._failed = self._failed, []
        if done:
            return done
        for key, _ in self._selector.select(waiting.BREATH if self._waiting else seconds):
            done.extend(self._answer(cast(_Worker, key.data)))
        now = time.monotonic()
        for worker in [worker for worker in self._busy if worker.deadline < now]:
            worker.kill()  # the end of its stream comes next
        return done

    def _start(self) -> None:
        """Give waiting jobs to workers, as long as there is a process for them."""
        while self._waiting:
            job, attempt = self._waiting[0]
            try:
                worker = self._idle.pop() if self._idle else _Worker(self._order, self._scratch)
            except OSError as error:
                if self._hopes(error):
                    return
                problem = str(MachineError.of(error, "a process that grades"))
                self._failed.append(Done(job.number, None, problem, blame="machine"))
            else:
                self._short_since = None
                self._assign(worker, job, attempt)
            self._waiting.popleft()

    def _hopes(self, error: OSError) -> bool:
        """Whether a process may be started later, as it may as long as another one is at work."""
        if self._short_since is None:
            self._short_since = time.monotonic()
        patient = time.monotonic() < self._short_since + waiting.PATIENCE
        return is_shortage(error) and (patient or bool(self._busy))

    def _assign(self, worker: _Worker, job: Job, attempt: int) -> None:
        worker.job, worker.attempt = job, attempt
        worker.deadline = time.monotonic() + self._patience
        self._busy.append(worker)
        self._selector.register(worker.answers, selectors.EVENT_READ, worker)
        worker.tell(job)

    def _answer(self, worker: _Worker) -> list[Done]:
        self._selector.unregister(worker.answers)
        self._busy.remove(worker)
        answer = receive(worker.answers, Done)
        if answer is not None:
            self._idle.append(worker)
            return [answer]
        worker.kill()
        code = worker.bury(time.monotonic() + GRACE)
        if worker.attempt < ATTEMPTS:
            self._waiting.append((worker.job, worker.attempt + 1))
            return []
        problem = f"the process that graded it died {ATTEMPTS} times, at last by {_ending(code)}"
        return [Done(worker.job.number, None, problem)]


class _Worker:
    """A process that runs `grader.batch.worker`."""

    def __init__(self, order: Order, scratch: str) -> None:
        self.job = Job(-1, "")
        self.attempt = 0
        self.deadline = 0.0
        Path(scratch).mkdir(exist_ok=True)  # whoever tidies up temporary files may have removed it
        # Of the paths to import from, none may be a submission, which is where the worker goes.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "grader.batch.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _ONE_THREAD | {"TMPDIR": scratch},
            start_new_session=True,  # Ctrl-C is for the parent, which then ends its workers
        )
        self.requests = cast(BinaryIO, self._process.stdin)
        self.answers = cast(BinaryIO, self._process.stdout)
        self.tell(order)

    def tell(self, message: Order | Job) -> None:
        """Send a message; a process that cannot be told ends, and that is its answer."""
        try:
            send(self.requests, message)
        except OSError:
            self.kill()

    def stop(self, *, at_once: bool) -> None:
        """Let the process end, with what it is doing, or ask it to leave that."""
        with contextlib.suppress(OSError):
            self.requests.close()
        if at_once:
            self._process.terminate()

    def kill(self) -> None:
        """End the process now."""
        self._process.kill()

    def bury(self, deadline: float) -> int:
        """Wait for the end of the process until `deadline`, then kill it; return its exit code."""
        self.stop(at_once=False)
        try:
            self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.answers.close()
        return self._process.returncode


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
