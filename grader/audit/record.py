"""What was audited last: a small file beside the checks, to be kept with the course."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from grader.audit.marks import marks_file
from grader.audit.result import Audit
from grader.batch.plan import course_version
from grader.course.course import Course, TaskFile
from grader.errors import CourseError
from grader.grading.store import fingerprint
from grader.report.files import write_atomically

FILE = ".audit.json"
"""Hidden, so that it goes out with no release and no example depends on it."""


class Record(msgspec.Struct, frozen=True):
    """What came of the last audit of a task.

    Attributes
    ----------
    version
        A hash of the check files, the solutions, the limits and the marks of that day.
    mutants, caught
        How many wrong versions there were, and how many of them a check caught.
    holds
        Whether nothing was left to look at.
    """

    version: str
    mutants: int
    caught: int
    holds: bool


def record_file(course: Course, assignment: str) -> Path:
    """Return where the record of an assignment is."""
    return course.assignments / assignment / "checks" / FILE


def version_of(course: Course, file: TaskFile) -> str:
    """Return a hash of all that an audit of a task depends on, but for the grader."""
    marks = marks_file(course, file.assignment)
    parts = [marks] if marks.is_file() else []
    return fingerprint(course_version(course, (file,)), *parts)[:16]


def read_record(path: Path) -> dict[str, Record]:
    """Return what is recorded for each task; nothing where there is no such file.

    Raises
    ------
    CourseError
        When the file is no record.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Record])
    except FileNotFoundError:
        return {}
    except msgspec.DecodeError as error:
        raise CourseError(
            f"{path} is no record of an audit: {error}. Remove it, and run `grader audit`."
        ) from error


def write_record(course: Course, audit: Audit) -> None:
    """Write down what came of an audit, beside the checks; other tasks keep what they have."""
    for name in dict.fromkeys(file.assignment for file in course.tasks):
        own = [file for file in course.tasks if file.assignment == name]
        path = record_file(course, name)
        record = dict(read_record(path))
        for file in own:
            for task in audit.tasks:
                if task.id == file.id:
                    version, caught = version_of(course, file), task.count("caught")
                    record[file.id] = Record(version, len(task.mutants), caught, task.holds)
        if record:
            data = msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1)
            write_atomically(path, data + b"\n")


def recorded(course: Course) -> bool:
    """Whether any task of a course was audited."""
    return any(record_file(course, file.assignment).is_file() for file in course.tasks)


def overdue(course: Course, tasks: tuple[TaskFile, ...]) -> Iterator[str]:
    """Yield a sentence for each task whose last audit is older than its checks, or left something.

    Raises
    ------
    CourseError
        When a record cannot be read.
    """
    for file in tasks:
        record = read_record(record_file(course, file.assignment)).get(file.id)
        if record is None:
            yield f"{file.id} was never audited: run `grader audit {file.id}`."
        elif record.version != version_of(course, file):
            yield (
                f"{file.id} has changed since it was audited: its checks, its solution or its "
                f"marks. Run `grader audit {file.id}`."
            )
        elif not record.holds:
            yield (
                f"the last audit of {file.id} left something to look at: run `grader audit "
                f"{file.id}`, then mend the checks or mark what is equivalent."
            )
