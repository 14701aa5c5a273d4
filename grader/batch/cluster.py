"""Many machines behind the interface of `Pool`: a Dask scheduler hands out the submissions.

Dask knows who is there, who is lost and what has to be done again elsewhere. Here is only what
comes back, each submission once.
"""

from __future__ import annotations

import contextlib
import os
import queue
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec

from grader.batch.plan import Plan
from grader.batch.room import Answer, Parcel, Room, Sealed, Work, grade_one, pack, versions
from grader.batch.worker import Done, Job
from grader.course.course import Course
from grader.errors import GraderError, UsageError
from grader.grading.fault_file import write_fault
from grader.report.json import from_json, to_json

if TYPE_CHECKING:
    from distributed import Client, Future

REACH = 5.0
"""Seconds in which the scheduler has to answer at first."""

LONELY = 60.0
"""Seconds without any Dask worker after which a batch ends; one may be on its way."""

AHEAD = 2
"""Submissions that are handed out for each thread of the Dask workers, so that none waits."""

LOOK = 2.0
"""Seconds between two looks at which Dask workers there are."""


class Cluster:
    """The Dask workers of a scheduler, which grade for one plan.

    Parameters
    ----------
    address
        The scheduler's, such as ``tcp://host:8786``.
    course
        The course, which is sent to the workers.
    plan
        What is graded for.
    jobs
        How many submissions are handed out at a time; by default, as many as keep all busy.

    Raises
    ------
    UsageError
        When Dask is not installed, or no scheduler answers there, or it has no workers.
    """

    def __init__(self, address: str, course: Course, plan: Plan, jobs: int | None = None) -> None:
        self._address = address
        self._jobs = jobs
        self._client = _connect(address)
        self._threads = 0
        self._next_look = 0.0
        self._last_seen = time.monotonic()
        self._futures: dict[Any, tuple[Future[bytes], int]] = {}
        self._finished: queue.SimpleQueue[Future[bytes]] = queue.SimpleQueue()
        self._run = uuid.uuid4().hex
        try:
            self._look()
            if not self._threads:
                raise UsageError(
                    f"The Dask scheduler at {address} has no workers: start some with "
                    f"`dask worker {address}`."
                )
            self._room = self._submit(Room, _parcel(course, plan), name="course")
        except BaseException:
            self._close()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    @property
    def free(self) -> bool:
        """Whether a job would be handed out at once."""
        return len(self._futures) < (self._jobs or max(1, AHEAD * self._threads))

    @property
    def busy(self) -> bool:
        """Whether there is anything to wait for."""
        return bool(self._futures)

    def begin(self, job: Job) -> None:
        """Hand out a job."""
        work = msgspec.msgpack.encode(_work(job))
        with self._reaching():
            future = self._submit(grade_one, self._room, work, name=str(job.number))
        self._futures[future.key] = (future, job.number)
        future.add_done_callback(self._finished.put)

    def wait(self, seconds: float) -> list[Done]:
        """Return what was done within `seconds`; less than one job may be.

        Raises
        ------
        GraderError
            When the scheduler is lost, or has had no workers for a while.
        """
        self._look()
        try:
            return self._answer(self._finished.get(timeout=seconds))
        except queue.Empty:
            return []

    def _answer(self, future: Future[bytes]) -> list[Done]:
        from distributed.scheduler import KilledWorker

        _, number = self._futures[future.key]
        try:
            data = future.result(timeout=LOOK)
        except TimeoutError:  # its Dask worker is lost, and it is graded elsewhere
            future.add_done_callback(self._finished.put)
            return []
        except KilledWorker as error:
            problem = f"{error.allowed_failures + 1} Dask workers were lost while they graded it"
            done = Done(number, None, problem)
        except (CancelledError, OSError) as error:
            raise self._lost() from error
        except Exception as error:
            raise GraderError(
                f"The Dask workers at {self._address} cannot grade: {type(error).__name__}: "
                f"{error}. Is gradient-grader installed there, in this version?"
            ) from error
        else:
            done = _with_fault(msgspec.msgpack.decode(data, type=Answer))
        del self._futures[future.key]
        future.release()
        return [done]

    def _submit(self, function: Callable[..., Any], *arguments: Any, name: str) -> Future[Any]:
        key = f"grade-{self._run}-{name}"
        return self._client.submit(function, *arguments, key=key, pure=False)

    def _look(self) -> None:
        """Learn how many threads there are, now and then."""
        now = time.monotonic()
        if now < self._next_look:
            return
        with self._reaching():
            self._threads = sum(self._client.nthreads().values())
        self._next_look = now + LOOK
        if self._threads:
            self._last_seen = now
        elif now > self._last_seen + LONELY:
            raise GraderError(
                f"The Dask scheduler at {self._address} has had no workers for {LONELY:.0f} s."
            )

    @contextlib.contextmanager
    def _reaching(self) -> Iterator[None]:
        """Turn what Dask says of a lost scheduler into a sentence."""
        if self._client.status != "running":
            raise self._lost()
        try:
            yield
        except (CancelledError, OSError, RuntimeError) as error:
            raise self._lost() from error

    def _lost(self) -> GraderError:
        return GraderError(f"The Dask scheduler at {self._address} is lost.")

    def _close(self) -> None:
        """Take back what is not begun; what a Dask worker has begun ends there and counts not."""
        with contextlib.suppress(Exception):
            if self._futures and self._client.status == "running":
                self._client.cancel([future for future, _ in self._futures.values()], force=True)
        with contextlib.suppress(Exception):
            self._client.close(timeout=REACH)


def _connect(address: str) -> Client:
    try:
        import dask

        # What is lost is said in words of our own, and submissions may be large.
        logging = {"distributed": "critical", "distributed.client": "critical"}
        dask.config.set(
            {"logging": logging, "distributed.admin.large-graph-warning-threshold": "1 GiB"}
        )
        from distributed import Client
    except ImportError as error:
        raise UsageError(
            "--cluster needs Dask, which is not installed: "
            "pip install 'gradient-grader[cluster]', or pip install 'dask[distributed]'."
        ) from error
    try:
        return Client(address, timeout=REACH, set_as_default=False, name="grader")
    except (OSError, ValueError, RuntimeError, TypeError) as error:
        raise UsageError(
            f"No Dask scheduler answers at {address}. Is it running (`dask scheduler`), and the "
            "address right, such as tcp://host:8786?"
        ) from error


def _parcel(course: Course, plan: Plan) -> Sealed:
    files = pack(course.root, "assignments", "solutions")
    return Sealed(
        msgspec.msgpack.encode(
            Parcel(
                files=files,
                tasks=plan.order.tasks,
                key=plan.key,
                chance=plan.order.chance,
                patience=plan.patience,
                versions=versions(),
                isolation=plan.order.isolation,
                enough=plan.order.enough,
            )
        )
    )


def _work(job: Job) -> Work:
    path = Path(job.path)
    if path.is_dir():
        return Work(job.number, pack(path, "."), tasks=job.tasks)
    name = os.fsencode(path.name)
    return Work(job.number, {name: path.read_bytes()}, name, job.tasks)


def _with_fault(answer: Answer) -> Done:
    """Return what was done, with what was written down about a fault in a file on this machine."""
    done = answer.done
    path = write_fault(answer.fault.decode("utf-8", "replace")) if answer.fault else ""
    if done.report is None:
        return msgspec.structs.replace(done, fault=path)
    if not path:
        return done
    report = msgspec.structs.replace(from_json(done.report), internal_error=path)
    return msgspec.structs.replace(done, report=to_json(report))
