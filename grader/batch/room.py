"""What a Dask worker does for a batch: it opens the course once and grades one submission a thread.

Nothing is read from a disk that both sides would have to share: the course and the submissions
come as bytes, and reports go back as bytes. What runs a student's code is a `Pool` of one process
for each thread, so that this process, with its threads and its pickles, never sees that code.
"""

from __future__ import annotations

import contextlib
import os
import platform
import tempfile
import threading
import traceback
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
import numpy as np

from grader.batch.gradebook import Key
from grader.batch.marking import Order
from grader.batch.patience import patiently
from grader.batch.plan import course_version, grader_version
from grader.batch.pool import Pool
from grader.batch.worker import Done, Job
from grader.course.course import open_course
from grader.errors import MachineError
from grader.grading.chance import Chance
from grader.report.json import from_json
from grader.sandbox.client.limits import Isolation
from grader.untrusted.filenames import walked

BREATH = 5.0
"""Seconds between two looks whether a grading process hangs."""

Files = dict[bytes, bytes]
"""The names of files, with `/`, and their contents."""


class Parcel(msgspec.Struct, frozen=True):
    """A course and what is graded for; `versions` is what the sender has, in words."""

    files: Files
    tasks: tuple[str, ...]
    key: Key
    chance: Chance
    patience: float
    versions: str
    isolation: Isolation
    enough: int = 0


class Sealed(bytes):
    """A `Parcel` as MessagePack, with the secret: Dask logs the arguments of what fails."""

    def __repr__(self) -> str:
        """Tell nothing of what is in it."""
        return f"a course of {len(self)} bytes"


class Work(msgspec.Struct, frozen=True):
    """A submission; `single` is the name of the file when it is one file instead of a folder.

    It is graded for `tasks`, or for all of the parcel.
    """

    number: int
    files: Files
    single: bytes = b""
    tasks: tuple[str, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """What came of a submission; `fault` is what the grader wrote down of its own fault."""

    done: Done
    fault: bytes = b""


class Room:
    """A course on a Dask worker.

    It is a result that Dask keeps: a worker that needs it fetches it and has a room of its own.
    When Dask lets go of it, at the end of the batch or because who began it is gone, its processes
    and its folder go as well.

    Parameters
    ----------
    parcel
        A `Parcel` as MessagePack.
    """

    def __init__(self, parcel: bytes) -> None:
        self._data = parcel
        self._lock = threading.Lock()
        self._order: Order | None = None
        self._patience = 0.0
        self._idle: list[Pool] = []
        self._stack = ExitStack()
        weakref.finalize(self, self._stack.close)

    def __reduce__(self) -> tuple[type[Room], tuple[bytes]]:
        return Room, (self._data,)

    def grade(self, work: bytes, folder: str, place: str) -> bytes:
        """Return an `Answer` to a `Work`, both as MessagePack.

        Parameters
        ----------
        work
            The submission.
        folder
            Where folders can be made that nobody else looks into.
        place
            How messages call this Dask worker.
        """
        wanted = msgspec.msgpack.decode(work, type=Work)
        try:
            with self._lock:
                problem = patiently(lambda: self._open(folder))
            if problem:
                done = Done(wanted.number, None, problem, blame="batch")
            else:
                done = self._grade(wanted, folder)
        except MachineError as error:
            done = Done(wanted.number, None, str(error), blame="machine")
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
            answer = Answer(Done(wanted.number, None, problem), traceback.format_exc().encode())
            return msgspec.msgpack.encode(answer)
        if done.blame in ("machine", "batch"):
            done = msgspec.structs.replace(done, problem=f"Dask worker {place}: {done.problem}")
        return msgspec.msgpack.encode(Answer(done, _take_fault(done)))

    def _open(self, folder: str) -> str:
        """Unpack the course, unless that is done; return what is different here, if anything."""
        if self._order is not None:
            return ""
        parcel = msgspec.msgpack.decode(self._data, type=Parcel)
        if parcel.key.grader != grader_version():
            return (
                f"it has {versions()}, but this machine has {parcel.versions}. Both have to have "
                "the same, else the points would depend on where a submission is graded."
            )
        root = self._stack.enter_context(unpacked(parcel.files, folder))
        course = open_course(root)
        if (found := course_version(course, course.select(parcel.tasks))) != parcel.key.course:
            return f"it got the course version {found} instead of {parcel.key.course}."
        self._order = Order(str(root), parcel.tasks, parcel.chance, parcel.isolation, parcel.enough)
        self._patience = parcel.patience
        return ""

    def _grade(self, work: Work, folder: str) -> Done:
        with ExitStack() as stack:
            root = patiently(lambda: stack.enter_context(unpacked(work.files, folder)))
            pool = stack.enter_context(self._pool())
            path = root / os.fsdecode(work.single) if work.single else root
            pool.begin(Job(work.number, str(path), work.tasks))
            while True:
                for done in pool.wait(BREATH):
                    return done

    @contextmanager
    def _pool(self) -> Iterator[Pool]:
        """Lend a process that nobody else uses; after an exception it is not lent again."""
        assert self._order is not None  # noqa: S101 - `_open` came first
        with self._lock:
            pool = self._idle.pop() if self._idle else None
            if pool is None:
                pool = self._stack.enter_context(Pool(self._order, 1, self._patience))
        yield pool
        with self._lock:
            self._idle.append(pool)


def grade_one(room: Room, work: bytes) -> bytes:
    """Grade a submission on the Dask worker that this runs on."""
    from distributed import get_worker

    worker = get_worker()
    return room.grade(work, worker.local_directory, worker.address)


def versions() -> str:
    """Return in words what a grading depends on, on this machine."""
    python, numpy = platform.python_version(), np.__version__
    return f"gradient-grader {grader_version()} with Python {python} and NumPy {numpy}"


@contextmanager
def unpacked(files: Files, parent: str) -> Iterator[Path]:
    """Make a folder with what `pack` returned; give its real path, and remove it at the end."""
    with tempfile.TemporaryDirectory(
        prefix="grade-", dir=parent, ignore_cleanup_errors=True
    ) as folder:
        root = Path(os.path.realpath(folder))
        for name, data in files.items():
            path = root / os.fsdecode(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield root


def pack(root: Path, *folders: str) -> Files:
    """Return all files below some folders in `root`, but for hidden ones and compiled code."""
    return {
        os.fsencode(path.relative_to(root)): path.read_bytes()
        for folder in folders
        for path in walked(root / folder)
        if not any(
            part.startswith(".") or part == "__pycache__" for part in path.relative_to(root).parts
        )
    }


def _take_fault(done: Done) -> bytes:
    """Return what was written down on this machine about a fault, and remove it here."""
    path = done.fault or (from_json(done.report).internal_error if done.report else "")
    if not path:
        return b""
    with contextlib.suppress(OSError):
        data = Path(path).read_bytes()
        Path(path).unlink()
        return data
    return b""
