"""Examples that another process draws while this one grades.

This process goes through the tasks from the first one on, the other one from the last one back.
Before either draws, it looks into the store, where both keep what they draw. So they meet in the
middle, and neither waits for the other.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import msgspec

from grader.authoring.task import Task
from grader.course.course import TaskFile, load_task, open_course
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.store import Store


class Job(msgspec.Struct):
    """Which examples to draw."""

    course: str
    tasks: list[str]
    chance: Chance


@contextmanager
def drawing_ahead(
    grading: Grading, root: Path, tasks: Sequence[tuple[TaskFile, Task]], chance: Chance
) -> Iterator[subprocess.Popen[bytes] | None]:
    """Draw the examples of several tasks by a second process, which this gives, if it is needed.

    It is ended with this, whether or not it is done.
    """
    if len(tasks) < 2 or grading.drawn(*tasks[-1]):
        yield None
        return
    job = msgspec.msgpack.encode(Job(str(root), [file.id for file, _ in tasks[1:]], chance))
    with ExitStack() as ending:
        process = None
        with suppress(OSError):  # where the machine has no process left, one draws alone
            process = ending.enter_context(_started(job))
        yield process


@contextmanager
def _started(job: bytes) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - this very module
        [sys.executable, "-P", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        with suppress(BrokenPipeError), process.stdin:  # it may have ended already
            process.stdin.write(job)
        yield process
    finally:
        process.kill()
        process.wait()


def main() -> None:
    """Draw what the standard input says, the last task first."""
    job = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Job)
    course = open_course(Path(job.course))
    grading = Grading(course, chance=job.chance, store=Store())
    for file in reversed(course.select(tuple(job.tasks))):
        grading.draw(file, load_task(file))


if __name__ == "__main__":
    main()
