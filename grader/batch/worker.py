"""The process that grades one submission after the other, and the frames that it is told by.

A frame is a length of four bytes and MessagePack: an `Order` first, then a `Job` each, which a
`Done` answers. The process ends when its standard input does.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Literal, Protocol, TypeVar

import msgspec

from grader.batch.archives import Unreadable
from grader.batch.marking import Marker, Order
from grader.batch.patience import patiently
from grader.errors import GraderError, IsolationError
from grader.grading.fault_file import write_fault
from grader.grading.result import Report
from grader.report.json import to_json
from grader.untrusted.text import encodable

T = TypeVar("T")


class Grades(Protocol):
    """Who grades; `grader.batch.marking` has it."""

    def grade(self, path: Path, ids: Sequence[str] = ()) -> Report:
        """Return the report on the submission at `path`, for some of the tasks or all."""


class Job(msgspec.Struct, frozen=True):
    """A submission to grade, for some `tasks` or all; `number` comes back with the answer."""

    number: int
    path: str
    tasks: tuple[str, ...] = ()


class Done(msgspec.Struct, frozen=True):
    """What came of a job: a report as JSON, or what went wrong and where it is written down.

    `blame` says whose fault it is: the submission's, which cannot be opened; the grader's own; the
    machine's, which lacks what this submission takes; or that of the whole batch, of which the
    machine can grade nothing.
    """

    number: int
    report: bytes | None
    problem: str = ""
    fault: str = ""
    blame: Literal["submission", "grader", "machine", "batch"] = "grader"


def send(stream: BinaryIO, message: msgspec.Struct) -> None:
    """Write a frame."""
    data = msgspec.msgpack.encode(message)
    stream.write(len(data).to_bytes(4, "little") + data)
    stream.flush()


def receive(stream: BinaryIO, kind: type[T]) -> T | None:
    """Return the message of the next frame, or None at the end of the stream."""
    size = stream.read(4)
    if len(size) < 4:
        return None
    expected = int.from_bytes(size, "little")
    data = stream.read(expected)
    return msgspec.msgpack.decode(data, type=kind) if len(data) == expected else None


def main() -> None:
    """Grade until there is nothing more to grade."""
    signal.signal(signal.SIGTERM, _leave)
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a check file prints is no frame
    order = receive(sys.stdin.buffer, Order)
    if order is None:
        return
    marker: Marker | None = None
    with contextlib.suppress(OSError), contextlib.ExitStack() as stack:  # or nobody listens
        while (job := receive(sys.stdin.buffer, Job)) is not None:
            try:
                if marker is None:
                    marker = patiently(lambda: Marker(order))
                    stack.enter_context(contextlib.closing(marker))
            except Exception as error:
                send(replies, failed(job, error))
            else:
                send(replies, mark(marker, job))


def mark(marker: Grades, job: Job) -> Done:
    """Grade a submission; whatever goes wrong, there is an answer that says whose fault it is."""
    path = Path(job.path)
    # Where the copy lies is chance: a warning that Python printed should not tell.
    folder = f"{path if path.is_dir() else path.parent}/"
    try:
        report = patiently(lambda: marker.grade(path, job.tasks))
        return Done(job.number, to_json(report).replace(os.fsencode(folder), b""))
    except Unreadable as error:
        reason = encodable(str(error)).replace(folder, "")
        return Done(job.number, None, reason, blame="submission")
    except Exception as error:
        return failed(job, error)


def failed(job: Job, error: Exception) -> Done:
    """Return that a submission could not be graded, through no fault of its own."""
    problem = encodable(str(error))
    if isinstance(error, IsolationError):
        return Done(job.number, None, problem, blame="batch")
    if isinstance(error, GraderError):
        return Done(job.number, None, problem, blame="machine")
    fault = write_fault("".join(traceback.format_exception(error)))
    return Done(job.number, None, f"{type(error).__name__}: {problem}", fault)


def _leave(*_: object) -> None:
    """End as at the end of the program, so that the student's process ends as well."""
    raise SystemExit(1)


if __name__ == "__main__":
    main()
