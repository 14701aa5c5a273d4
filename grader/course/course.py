"""Step 1, discover: the course, its assignments and their tasks.

A course is a folder with ``assignments/<assignment>/checks/<task>.py``. A task's id is the name of
its check file, unique in the course.
"""

from __future__ import annotations

import difflib
import hashlib
import importlib
import os
import re
import sys
import time
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from grader.authoring.task import Task
from grader.course import examining, faults
from grader.errors import CourseError, UsageError
from grader.untrusted.filenames import matched, shown

RACY = 2.0
"""Seconds after which a file that is saved again has another time of change for sure."""


class TaskFile(msgspec.Struct, frozen=True):
    """Where a task is defined; `load_task` reads it."""

    id: str
    assignment: str
    path: Path


class Course(msgspec.Struct, frozen=True):
    """A course and all of its tasks, in order; `root` is the folder above ``assignments``."""

    root: Path
    tasks: tuple[TaskFile, ...]

    @property
    def assignments(self) -> Path:
        """The folder with what students get."""
        return self.root / "assignments"

    @property
    def solutions(self) -> Path:
        """The folder with the solutions, which need not be there."""
        return self.root / "solutions"

    def is_self_check(self, path: Path) -> bool:
        """Whether work at `path` lies in the same folder as check files that judge it.

        They lie in it, or it lies in ``assignments``: whoever wrote the work may have changed them.
        """
        work = Path(os.path.realpath(path))
        files = [Path(os.path.realpath(task.path)) for task in self.tasks]
        among = work.is_relative_to(os.path.realpath(self.assignments))
        return among or any(file.is_relative_to(work) for file in files)

    def has(self, path: Path) -> bool:
        """Whether work at `path` lies in the course's folder: then it is that person's own."""
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.root))

    def select(self, ids: tuple[str, ...]) -> tuple[TaskFile, ...]:
        """Return the tasks with these ids, in the course's order; all of them for no ids.

        Raises
        ------
        UsageError
            For an unknown id; the message names the nearest ones.
        """
        known = [task.id for task in self.tasks]
        for unknown in (id_ for id_ in ids if id_ not in known):
            near = difflib.get_close_matches(unknown, known, n=3, cutoff=0.5)
            instead = (
                "Did you mean " + " or ".join(near) if near else "There are " + ", ".join(known)
            )
            raise UsageError(
                f"There is no task {unknown!r} in {self.root}. "
                f"{instead}{'?' if near else '.'} `grade --list` shows all tasks."
            )
        return tuple(task for task in self.tasks if not ids or task.id in ids)


def find_course(start: Path) -> Course:
    """Return the course of the nearest folder from `start` upwards that has one.

    Raises
    ------
    UsageError
        When there is none.
    """
    for folder in (start, *start.parents):
        if tasks := _tasks_below(folder):
            return Course(folder, tasks)
    raise UsageError(
        f"No course in {start} or above it: no folder with assignments/*/checks/*.py. "
        "Go to the course's folder, or name it with --course."
    )


def open_course(root: Path) -> Course:
    """Return the course in the folder `root`; raises UsageError when there is none."""
    root = root.resolve()
    if not root.is_dir():
        raise UsageError(f"There is no folder {root}, which --course names.")
    if tasks := _tasks_below(root):
        return Course(root, tasks)
    raise UsageError(f"{root} is no course: it has no assignments/*/checks/*.py.")


def _tasks_below(root: Path) -> tuple[TaskFile, ...]:
    paths = sorted(matched(root, "assignments", "*", "checks", "*.py"), key=_natural)
    files = [p for p in paths if not p.name.startswith("_")]
    tasks = [TaskFile(path.stem, path.parent.parent.name, path) for path in files]
    ids = [task.id for task in tasks]
    if twice := next((task for task in tasks if ids.count(task.id) > 1), None):
        places = [shown(task.path) for task in tasks if task.id == twice.id]
        raise CourseError(
            f"Two tasks have the id {twice.id}: {' and '.join(places)}. Rename one of the files: "
            "an id is unique in a course."
        )
    return tuple(sorted(tasks, key=lambda task: _natural(Path(task.id))))


def _natural(path: Path) -> list[tuple[int, str]]:
    """Return a sort key by which task2 comes before task10."""
    return [
        (int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", str(path))
    ]


def load_task(file: TaskFile) -> Task:
    """Import a task's check file and return its ``task``.

    The folder of the file is a package of its own, so that check files can share helpers by
    ``from ._helpers import …``.

    Raises
    ------
    CourseError
        When the file cannot be imported or defines no task; names the file and the line.
    """
    if fault := examining.refuse_name(file.path):
        raise CourseError(fault)
    folder = file.path.parent
    package = f"grader_checks_{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    if package not in sys.modules:
        module = types.ModuleType(package)
        module.__path__ = [str(folder)]
        sys.modules[package] = module
    name = f"{package}.{file.path.stem}"
    known = name in sys.modules
    try:
        with _no_racy_bytecode(folder):
            module = importlib.import_module(name)
    except (Exception, SystemExit) as error:
        place = faults.at(*(faults.where(error, folder) or (file.path, 1)))
        raise CourseError(f"{place}: {faults.told(error, file.path)}") from error
    task = getattr(module, "task", None)
    if not isinstance(task, Task):
        raise CourseError(examining.without_task(file.path, vars(module)))
    if not known:  # it was looked at when it was imported
        _refuse_misfits(file, task, module)
    return task


@contextmanager
def _no_racy_bytecode(folder: Path) -> Iterator[None]:
    """Keep no bytecode of what was saved just now.

    Python tells by whole seconds and the size whether bytecode is that of a file: a file that is
    saved twice within a second would go on as it was the first time.
    """
    before = sys.dont_write_bytecode
    newest = max((file.stat().st_mtime for file in folder.glob("*.py")), default=0.0)
    sys.dont_write_bytecode = before or time.time() - newest < RACY
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def _refuse_misfits(file: TaskFile, task: Task, module: types.ModuleType) -> None:
    """Refuse a task whose parts do not fit each other, or its solution if that is there."""
    solutions = file.path.parents[3] / "solutions"
    solution = solutions / file.assignment / student_file(file, task)
    fault = next(examining.misfits(file.path, task, module, solution), "")
    if fault:
        sys.modules.pop(module.__name__, None)
        raise CourseError(fault)


def student_file(file: TaskFile, task: Task) -> str:
    """Return the name of the file that students write the task in."""
    return task.file or f"{file.id}.py"
