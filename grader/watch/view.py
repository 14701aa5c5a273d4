"""What of a report is on the screen: one failure in full, the others as a line each.

A view is a report again, with less in it, so that it looks as any other one does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

import msgspec

from grader.grading.hints import cause_of, without_hints
from grader.grading.result import CheckResult, Report, TaskResult

FINE = frozenset({"passed", "skipped"})


class Failure(NamedTuple):
    """A check that did not pass; of a task that could not be run, or is not begun, no check."""

    task: str
    check: str


class Choice(msgspec.Struct, frozen=True):
    """What somebody chose to see.

    Attributes
    ----------
    failure
        The failure that is shown in full; None where there is none.
    hints
        How many steps of its hints are shown.
    cause
        What they are about, so that another cause begins with the first one.
    all
        Whether everything is shown.
    """

    failure: Failure | None = None
    hints: int = 0
    cause: str = ""
    all: bool = False


def failures(report: Report) -> list[Failure]:
    """Return what is to be mended, in the order of the course: what was begun comes first."""
    begun = [one for task in report.tasks for one in _of_task(task) if task.status == "failed"]
    closed = [Failure(task.id, "") for task in report.tasks if task.status == "unreadable"]
    rest = [
        Failure(task.id, "")
        for task in report.tasks
        if task.status not in ("failed", "unreadable", "passed")
    ]
    order = [task.id for task in report.tasks]
    return sorted(begun + closed, key=lambda one: order.index(one.task)) + rest


def _of_task(task: TaskResult) -> list[Failure]:
    return [Failure(task.id, check.id) for check in task.checks if check.outcome not in FINE]


def kept(choice: Choice, report: Report, graded: Collection[str]) -> Choice:
    """Return what to show of a new report.

    The same failure as before, if it is still one and its task was among those that were `graded`;
    else the first one of these, or of all.
    """
    found = failures(report)
    here = [one for one in found if one.task in graded and one.check]
    if choice.failure in here:
        same = choice.cause in {"", cause_of(*named(report, choice.failure))}
        return choice if same else Choice(choice.failure, all=choice.all)
    first = next(iter(here or found), None)
    return Choice(first, all=choice.all)


def following(choice: Choice, report: Report) -> Choice:
    """Return the choice of the failure after the one that is shown; after the last, the first."""
    found = failures(report)
    if not found:
        return choice
    place = found.index(choice.failure) + 1 if choice.failure in found else 0
    return Choice(found[place % len(found)], all=choice.all)


def hinted(choice: Choice, report: Report, most: int) -> Choice:
    """Return the choice with one more of the `most` hints on its failure; after the last, none."""
    if choice.failure is None or not most:
        return choice
    cause = cause_of(*named(report, choice.failure))
    return Choice(choice.failure, (choice.hints + 1) % (most + 1), cause, choice.all)


def named(report: Report, failure: Failure) -> tuple[CheckResult | None, TaskResult]:
    """Return the check and the task of a failure in a report."""
    task = next(task for task in report.tasks if task.id == failure.task)
    return next((check for check in task.checks if check.id == failure.check), None), task


def place(report: Report, choice: Choice) -> str:
    """Return which of how many failures is shown."""
    found = failures(report)
    if choice.failure not in found or choice.all or len(found) < 2:
        return ""
    return f", {found.index(choice.failure) + 1} of {len(found)} to mend"


def view(report: Report, choice: Choice, hints: Sequence[str] = ()) -> Report:
    """Return the part of a report that was chosen, with the hints as notes on its task.

    Parameters
    ----------
    report
        All there is.
    choice
        What is shown of it.
    hints
        All steps for its failure, of which those that were chosen are shown.
    """
    tasks = tuple(
        without_hints(task) if choice.all else _seen(task, choice) for task in report.tasks
    )
    shown = hints[: choice.hints] if choice.failure is not None else ()
    told = tuple(f"Hint {n} of {len(hints)}: {step}" for n, step in enumerate(shown, 1))
    tasks = tuple(
        msgspec.structs.replace(task, notes=(*task.notes, *told))
        if choice.failure is not None and task.id == choice.failure.task
        else task
        for task in tasks
    )
    # On what it says something, and whether it is confined, the first screen of `grade` tells.
    return msgspec.structs.replace(report, tasks=tasks, layers={}, self_check=False)


def _seen(task: TaskResult, choice: Choice) -> TaskResult:
    """Return a task as far as it is shown: without what passed, but for its points."""
    if task.status == "passed":
        checks = tuple(check for check in task.checks if check.outcome != "passed")
        return msgspec.structs.replace(task, checks=checks)
    if task.status != "failed":
        return task
    if choice.failure is None or choice.failure.task != task.id:
        return msgspec.structs.replace(task, checks=(), notes=(), output="", hidden_output="")
    wrong = [check for check in task.checks if check.outcome not in FINE]
    chosen = [check for check in wrong if check.id == choice.failure.check]
    shown = [msgspec.structs.replace(check, hint="") for check in chosen]
    others = [_line(check) for check in wrong if check not in chosen]
    return msgspec.structs.replace(task, checks=(*shown, *others))


def _line(check: CheckResult) -> CheckResult:
    """Return a check that has no more to say than how it ended."""
    return msgspec.structs.replace(
        check, message="", hint="", counterexample="", mismatch=None, curve=None
    )
