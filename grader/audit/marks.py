"""What an author has written down about wrong versions: which of them are none, and why."""

from __future__ import annotations

import fnmatch
from pathlib import Path

import msgspec

from grader.audit.operators import Operators, Source, Wrapper, own_operators, refuse_unusable
from grader.course.course import Course
from grader.errors import CourseError
from grader.grading.store import AUDIT


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Wrong versions that are as right as the solution.

    Attributes
    ----------
    mutant
        The id of one, or a pattern for several, in which ``*`` stands for anything:
        ``*/float32-inside``.
    reason
        Why nobody can tell it from the solution within what the handout promises.
    """

    mutant: str
    reason: str

    def covers(self, id_: str) -> bool:
        """Whether a wrong version is meant."""
        return fnmatch.fnmatchcase(id_, self.mutant)


class Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``audit.toml`` of an assignment, which need not be there."""

    equivalent: tuple[Mark, ...] = ()
    source: tuple[Source, ...] = ()
    wrapper: tuple[Wrapper, ...] = ()


def marks_file(course: Course, assignment: str) -> Path:
    """Return where the marks of an assignment are."""
    return course.assignments / assignment / "checks" / AUDIT


def read_marks(path: Path) -> Marks:
    """Read the marks of an assignment.

    Raises
    ------
    CourseError
        When the file is no TOML of that form, or a mark has no reason.
    """
    if not path.is_file():
        return Marks()
    try:
        marks = msgspec.toml.decode(path.read_bytes(), type=Marks)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: {error}. See `grader audit` in docs/audit.md.") from error
    for mark in marks.equivalent:
        if not mark.reason.strip():
            raise CourseError(f"{path}: {mark.mutant} is marked without a reason: write one.")
    return marks


def all_operators(marks: Marks, path: Path) -> Operators:
    """Return our operators and those of a course; raises CourseError where one is unusable."""
    together = own_operators() + Operators(marks.source, marks.wrapper)
    refuse_unusable(together, path)
    return together
