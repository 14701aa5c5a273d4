"""Code that was handed in and is nobody's task: a person has to look at it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from grader.authoring import Task
from grader.course import TaskFile
from grader.finding import Finder
from grader.result import Report, TaskResult
from grader.submission import shown

MAX_UNCLAIMED = 20
"""So many files are named that are no task's."""


def with_unclaimed(
    report: Report, finder: Finder, tasks: Sequence[tuple[TaskFile, Task]]
) -> Report:
    """Return a report that names the code that was handed in, where none of it was a task's."""
    known = {file.id: (file, task) for file, task in tasks}
    if not report.tasks or not all(
        result.status in ("missing", "not started") or _lacks_all(result, finder, *known[result.id])
        for result in report.tasks
    ):
        return report
    unclaimed = tuple(map(shown, finder.unclaimed(tasks)[:MAX_UNCLAIMED]))
    first, *others = report.tasks
    if unclaimed and not first.message:
        told = f"None of the tasks is in it, but there is other code: {', '.join(unclaimed)}."
        first = msgspec.structs.replace(first, notes=(told, *first.notes))
    return msgspec.structs.replace(report, unclaimed=unclaimed, tasks=(first, *others))


def _lacks_all(result: TaskResult, finder: Finder, file: TaskFile, task: Task) -> bool:
    """Whether nothing of a task is in its file, neither as its text tells nor as it runs.

    How a hidden check failed is left aside, for a student sees what comes of this.
    """
    seen = [check for check in result.checks if not check.hidden or check.outcome == "passed"]
    outcomes = {check.outcome for check in seen}
    return outcomes <= {"error", "skipped"} and finder.lacks_all(file, task)
