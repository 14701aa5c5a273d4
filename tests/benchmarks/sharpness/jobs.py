"""The jobs: the checks of one recipe of a task, which share their examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

from grader.authoring import Check, Task
from grader.course.course import Course, TaskFile, load_task, open_course
from tests.benchmarks.sharpness.standin import Correct


class Job(NamedTuple):
    """The checks of one recipe of a task, which share their examples."""

    course: Path
    task: str
    recipe: str
    seed: int
    cases: int = 0


def correct(assignment: str) -> Correct:
    """Return the correct implementations of an assignment: `CORRECT` of the module of its name."""
    try:
        module = import_module(f"{__package__}.{assignment}")
    except ModuleNotFoundError:
        return {}
    return cast("Correct", module.CORRECT)


def relations(assignment: str, task: str) -> frozenset[str]:
    """Return which checks of a task compare results of the student's own with one another."""
    module = import_module(f"{__package__}.{assignment}")
    return frozenset(cast("Mapping[str, set[str]]", module.RELATIONS).get(task, ()))


def jobs(course: Course, seed: int) -> Iterator[Job]:
    """Yield a job for every recipe of the tasks whose functions all have implementations."""
    for file in course.tasks:
        task = load_task(file)
        if set(task.functions) <= set(correct(file.assignment)):
            for recipe in dict.fromkeys(check.given for check in task.checks if check.given):
                yield Job(course.root, file.id, recipe.__name__, seed)


def left_out(course: Course) -> list[str]:
    """Return the ids of the tasks that there are no jobs for."""
    covered = {job.task for job in jobs(course, 0)}
    return [file.id for file in course.tasks if file.id not in covered]


def opened(job: Job) -> tuple[TaskFile, Task, list[Check]]:
    """Return the task of a job and its checks."""
    (file,) = open_course(job.course).select((job.task,))
    task = load_task(file)
    checks = [c for c in task.checks if c.given is not None and c.given.__name__ == job.recipe]
    return file, task, checks
