"""What is audited: tasks, wrong versions of their solutions, and what authors wrote of these."""

from __future__ import annotations

import hashlib
import os
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from grader.audit.library import library_operators
from grader.audit.marks import Mark, all_operators, marks_file, read_marks
from grader.audit.mutants import Kind, Mutant, mutants
from grader.audit.parts import parts
from grader.audit.searching import solution_path
from grader.audit.survey import Survey
from grader.authoring.task import Task
from grader.course.course import Course, TaskFile, load_task
from grader.course.stubs import BEGIN, END
from grader.errors import CourseError
from grader.grading.chance import Chance

ENOUGH = 2
"""A wrong version is left once so many checks have failed: by then none of them caught it alone."""


def chance_of(seed: int) -> Chance:
    """Return what the examples of an audit are drawn from: as for a class, by a secret.

    It is known, so that the same audit comes to the same result.
    """
    return Chance(None, hashlib.sha256(f"audit {seed}".encode()).digest())


class Version(msgspec.Struct, frozen=True):
    """A wrong version, and the tasks that it is graded for: its own, then others of its file."""

    task: str
    mutant: Mutant
    tasks: tuple[str, ...]


class Setting(msgspec.Struct, frozen=True):
    """How an audit is done.

    Attributes
    ----------
    jobs
        How many processes there are.
    tries
        How many inputs are tried on a wrong version that no check caught.
    seed
        Draws the examples and the inputs.
    samples
        A folder with samples, beside those of the course.
    address
        Where a Dask scheduler is that has the wrong versions graded; None for this machine.
    only
        Patterns for the ids of the wrong versions that are graded; all of them when it is empty.
    """

    jobs: int = max(1, os.cpu_count() or 1)
    tries: int = 10_000
    seed: int = 0
    samples: Path | None = None
    address: str | None = None
    only: tuple[str, ...] = ()


class AuditPlan:
    """What is to be audited.

    Parameters
    ----------
    course
        The course.
    ids
        The tasks; all of them when it is empty.

    Attributes
    ----------
    tasks
        The tasks, loaded.
    files
        For each task, the tasks of its file: what is wrong may be found by any of them.
    marks
        For each assignment, what its author wrote down.

    Raises
    ------
    UsageError
        When there is no such task, or what the audit needs is not installed.
    CourseError
        When a file of the course cannot be used.
    """

    def __init__(self, course: Course, ids: tuple[str, ...]) -> None:
        self.course = course
        self.tasks = [(file, load_task(file)) for file in course.select(ids)]
        self._library = library_operators()
        everything = [(file, load_task(file)) for file in course.tasks]
        paths = {file.id: solution_path(course, file, task) for file, task in everything}
        self.files = {
            file.id: tuple(id_ for id_, path in paths.items() if path == paths[file.id])
            for file, _ in self.tasks
        }
        names = dict.fromkeys(file.assignment for file, _ in self.tasks)
        self.marks = {name: read_marks(marks_file(course, name)) for name in names}

    @property
    def surveyed(self) -> tuple[str, ...]:
        """The ids of the tasks that have to be looked at: those of all files."""
        return tuple(dict.fromkeys(id_ for ids in self.files.values() for id_ in ids))

    def versions(self, surveys: dict[str, Survey], only: tuple[str, ...] = ()) -> list[Version]:
        """Return the wrong versions of all tasks, or those whose ids are of one of the patterns.

        A function belongs to the first task of its file that calls it.
        """
        made = []
        for file, task in self.tasks:
            together = self.files[file.id]
            earlier = together[: together.index(file.id)]
            before = {name for id_ in earlier for name in surveys[id_].functions}
            own = [n for n in task.functions if n in surveys[file.id].functions and n not in before]
            order = (file.id, *(id_ for id_ in together if id_ != file.id))
            takes = {name for id_ in together for name in surveys[id_].takes}
            returns = {name for id_ in together for name in surveys[id_].returns}
            kinds = {name: Kind(name in takes, name in returns) for name in own}
            made += [Version(file.id, one, order) for one in self._mutants(file, task, kinds)]
        return [one for one in made if not only or any(fnmatchcase(one.mutant.id, p) for p in only)]

    def _mutants(self, file: TaskFile, task: Task, functions: dict[str, Kind]) -> list[Mutant]:
        path = solution_path(self.course, file, task)
        source = path.read_text("utf-8")
        if not any(part.function in task.functions for part in parts(source, str(path))):
            raise CourseError(
                f"{path}: nothing stands between `{BEGIN}` and `{END}` in a function that "
                f"{file.id} asks for, so that nothing can be made wrong. Put the markers around "
                "what students write."
            )
        operators = all_operators(
            self.marks[file.assignment], marks_file(self.course, file.assignment)
        )
        return mutants(source, path.name, functions, operators, self._library)

    def mark_of(self, task: str, id_: str) -> Mark | None:
        """Return the mark of a wrong version, if it has one."""
        (file,) = self.course.select((task,))
        return next((m for m in self.marks[file.assignment].equivalent if m.covers(id_)), None)


def written(name: str, text: str, solution: Path, folder: Path) -> Path:
    """Write a file in the place of the solution, with what lies beside that; return the folder."""
    folder.mkdir(parents=True)
    for path in sorted(solution.parent.rglob("*")):
        relative = path.relative_to(solution.parent)
        if path.is_file() and not any(p.startswith((".", "__")) for p in relative.parts):
            (folder / relative).parent.mkdir(parents=True, exist_ok=True)
            (folder / relative).write_bytes(path.read_bytes())
    (folder / name).write_text(text, "utf-8")
    return folder
