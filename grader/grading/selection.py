"""Some checks of a task alone: those that were asked for, and what they need."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Collection, Iterator, Sequence

import msgspec

from grader.authoring.task import Check, Task
from grader.course.course import Course, TaskFile, student_file
from grader.errors import UsageError
from grader.grading.result import NextTask, Report, TaskResult

Tasks = Sequence[tuple[TaskFile, Task]]


def only(course: Course, tasks: Tasks, names: Collection[str]) -> list[tuple[TaskFile, Task]]:
    """Return the tasks that have checks of these names, with no other checks than they need.

    Parameters
    ----------
    course, tasks
        The course, and tasks of it, loaded; they stay as they are.
    names
        Names of the checks' functions.

    Raises
    ------
    UsageError
        For a name that no check has, where the message names the nearest ones, and for a hidden
        check where the solutions are not at hand.
    """
    known = list(dict.fromkeys(check.id for _, task in tasks for check in task.checks))
    for unknown in (name for name in names if name not in known):
        near = difflib.get_close_matches(unknown, known, n=3, cutoff=0.5)
        instead = f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join(known)}."
        ids = ", ".join(file.id for file, _ in tasks)
        raise UsageError(f"There is no check {unknown!r} in {ids}. {instead}")
    chosen = []
    for file, task in tasks:
        asked = [check for check in task.checks if check.id in names]
        solved = (course.solutions / file.assignment / student_file(file, task)).is_file()
        if not solved and (hidden := next((check for check in asked if check.hidden), None)):
            raise UsageError(
                f"The check {hidden.id} of {file.id} is hidden: it needs the solutions, which are "
                "not here, and runs where your course grades."
            )
        due = {one.id for check in asked for one in _needed(check)}
        if due:
            part = copy.copy(task)
            part.checks = [check for check in task.checks if check.id in due]
            chosen.append((file, part))
    return chosen


def _needed(check: Check) -> Iterator[Check]:
    """Yield a check and all that have to run before it."""
    yield check
    for other in (*check.needs, *check.needs_any):
        yield from _needed(other)


def asked_for(report: Report, names: Collection[str]) -> Report:
    """Return what a report on such tasks says of the checks that were asked for.

    Where one of them could not run, the check that kept it from running is there as well.
    """
    tasks = tuple(_asked_for(task, names) for task in report.tasks)
    passed = all(task.status == "passed" for task in tasks)
    first = tasks[0]
    return msgspec.structs.replace(
        report,
        tasks=tasks,
        score=sum(task.score for task in tasks),
        max_score=sum(task.max_score for task in tasks),
        next=NextTask(id=first.id, title=first.title, file=first.file) if passed else None,
    )


def _asked_for(task: TaskResult, names: Collection[str]) -> TaskResult:
    skipped = any(check.id in names and check.outcome == "skipped" for check in task.checks)
    kept = tuple(
        check
        for check in task.checks
        if check.id in names or (skipped and check.outcome not in ("passed", "skipped"))
    )
    passed = task.status == "failed" and all(check.outcome == "passed" for check in kept)
    return msgspec.structs.replace(
        task,
        checks=kept,
        status="passed" if passed else task.status,
        score=sum(check.score for check in kept),
        max_score=sum(check.max_score for check in kept),
    )
