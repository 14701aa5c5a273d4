"""Whether a course can be handed out: its solutions pass, and what students begin with does not."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from grader.authoring.task import Check, Task
from grader.course.course import Course, TaskFile, load_task, student_file
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import CheckResult, TaskResult
from grader.grading.store import Store
from grader.grading.task_run import Progress, ignore
from grader.submission.submission import Submission, shown

Loaded = Sequence[tuple[TaskFile, Task]]


def solved(course: Course, chance: Chance, progress: Progress = ignore) -> Iterator[str]:
    """Yield a sentence, with the place and the cure, for whatever a solution loses.

    Parameters
    ----------
    course
        The course, with its solutions.
    chance
        What examples are drawn from.
    progress
        Called after each check.

    Raises
    ------
    CourseError
        When a check file cannot be loaded.
    grader.errors.MachineError
        When this machine cannot run the solutions.
    """
    tasks = [(file, load_task(file)) for file in course.tasks]
    grading = Grading(course, chance=chance, store=Store())
    report = grading.grade(tasks, Submission(course.solutions), progress=progress)
    for pair, one in zip(tasks, report.tasks, strict=True):
        yield from _unsolved(course, *pair, one)


def begun(course: Course, tasks: Loaded, progress: Progress = ignore) -> Iterator[str]:
    """Yield a sentence for each check that passes with what students begin with."""
    grading = Grading(course, chance=Chance(), store=Store())
    report = grading.grade(tasks, Submission(course.assignments), progress=progress)
    for pair, one in zip(tasks, report.tasks, strict=True):
        yield from _solved_already(*pair, one)


def _unsolved(course: Course, file: TaskFile, task: Task, result: TaskResult) -> Iterator[str]:
    """Yield where a solution loses points."""
    where = shown(course.solutions / file.assignment / student_file(file, task))
    command = f"`grade {file.id} --submission {shown(course.solutions)}` shows it"
    if result.status in ("missing", "unreadable"):
        line = result.place.line if result.place else 1
        yield f"{where}:{line}: the solution of {file.id} does not count. {result.message}"
        return
    for check, ended in zip(task.checks, result.checks, strict=True):
        if ended.outcome == "internal":
            yield f"{_place(check)}: the check {check.id} itself fails. {ended.message} {command}."
        elif ended.outcome not in ("passed", "skipped"):
            place = _line(result, ended) or f"{where}:1"
            yield (
                f"{place}: the solution of {file.id} fails the check {check.id}. "
                f"{ended.message} Mend the one or the other: {command}."
            )


def _solved_already(file: TaskFile, task: Task, result: TaskResult) -> Iterator[str]:
    """Yield which checks pass although nothing is written yet."""
    for check, ended in zip(task.checks, result.checks, strict=True):
        if ended.outcome == "passed":
            yield (
                f"{_place(check)}: the check {check.id} of {file.id} passes with {result.file} as "
                "students get it. Let it ask for what they are to write, and nothing that is "
                f"given: `grade {file.id}` shows it."
            )


def _line(task: TaskResult, check: CheckResult) -> str:
    """Return the line of a submission where a check failed."""
    if check.place is None:
        return ""
    return f"{PurePath(task.file).parent / check.place.file}:{check.place.line}"


def _place(check: Check) -> str:
    """Return where a check is written."""
    code = inspect.unwrap(check.function).__code__
    return f"{shown(Path(code.co_filename))}:{code.co_firstlineno}"
