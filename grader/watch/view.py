"""What of a report is on the screen: one failure in full, the others as a line each.

A view is a report again, with less in it, so that it looks as any other one does.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import msgspec

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
    hint
        Whether its hint is shown.
    all
        Whether everything is.
    """

    failure: Failure | None = None
    hint: bool = False
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
        return choice
    first = next(iter(here or found), None)
    return Choice(first, all=choice.all)


def following(choice: Choice, report: Report) -> Choice:
    """Return the choice of the failure after the one that is shown; after the last, the first."""
    found = failures(report)
    if not found:
        return choice
    place = found.index(choice.failure) + 1 if choice.failure in found else 0
    return Choice(found[place % len(found)], all=choice.all)


def place(report: Report, choice: Choice) -> str:
    """Return which of how many failures is shown, and whether its hint is missing."""
    found = failures(report)
    if choice.failure not in found or choice.all:
        return ""
    told = f", {found.index(choice.failure) + 1} of {len(found)} to mend" if len(found) > 1 else ""
    hints = {Failure(task.id, c.id): c.hint for task in report.tasks for c in task.checks}
    return told + (", no hint" if choice.hint and not hints.get(choice.failure) else "")


def view(report: Report, choice: Choice) -> Report:
    """Return the part of a report that was chosen."""
    if choice.all:
        tasks = tuple(_with_hints(task, choice) for task in report.tasks)
    else:
        tasks = tuple(_seen(task, choice) for task in report.tasks)
    # On what it says something, and whether it is confined, the first screen of `grade` tells.
    return msgspec.structs.replace(report, tasks=tasks, layers={}, self_check=False)


def _with_hints(task: TaskResult, choice: Choice) -> TaskResult:
    checks = tuple(check if choice.hint else _without_hint(check) for check in task.checks)
    return msgspec.structs.replace(task, checks=checks)


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
    shown = [check if choice.hint else _without_hint(check) for check in chosen]
    others = [_line(check) for check in wrong if check not in chosen]
    return msgspec.structs.replace(task, checks=(*shown, *others))


def _without_hint(check: CheckResult) -> CheckResult:
    return msgspec.structs.replace(check, hint="")


def _line(check: CheckResult) -> CheckResult:
    """Return a check that has no more to say than how it ended."""
    return msgspec.structs.replace(
        check, message="", hint="", counterexample="", mismatch=None, curve=None
    )
