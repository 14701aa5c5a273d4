"""Code that was handed in and is nobody's task: a person has to look at it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from grader.authoring.task import Task
from grader.course.course import TaskFile
from grader.grading.result import Report, TaskResult
from grader.submission.finding import Finder, Found
from grader.submission.mistaken import mistaken
from grader.submission.submission import is_notebook, shown

MAX_UNCLAIMED = 20
"""So many files are named that are no task's."""


def with_unclaimed(
    report: Report, finder: Finder, tasks: Sequence[tuple[TaskFile, Task]]
) -> Report:
    """Return a report that names the code that was handed in, where none of it was a task's."""
    known = {file.id: (file, task) for file, task in tasks}
    strange: list[Path] = []
    for result in report.tasks:
        if result.status == "unreadable" and (path := _no_python(finder, *known[result.id])):
            strange.append(path)
        elif result.status not in ("missing", "not started") and not _lacks_all(
            result, finder, *known[result.id]
        ):
            return report
    files = dict.fromkeys([*strange, *finder.unclaimed(tasks)])
    unclaimed = tuple(map(shown, [*files][:MAX_UNCLAIMED]))
    first, *others = report.tasks
    if unclaimed and not first.message:
        told = f"None of the tasks is in it, but there is other code: {', '.join(unclaimed)}."
        first = msgspec.structs.replace(first, notes=(told, *first.notes))
    return msgspec.structs.replace(report, unclaimed=unclaimed, tasks=(first, *others))


def _no_python(finder: Finder, file: TaskFile, task: Task) -> Path | None:
    """Return a task's file if it is no Python at all, nor a notebook: a mistake in saving it."""
    found = finder.find(file, task)
    if not isinstance(found, Found) or not found.path.is_file():
        return None
    strange = is_notebook(found.path) or mistaken(found.path)
    return found.path if strange else None


def _lacks_all(result: TaskResult, finder: Finder, file: TaskFile, task: Task) -> bool:
    """Whether nothing of a task is in its file, neither as its text tells nor as it runs.

    How a hidden check failed is left aside, for a student sees what comes of this.
    """
    seen = [check for check in result.checks if not check.hidden or check.outcome == "passed"]
    outcomes = {check.outcome for check in seen}
    return outcomes <= {"error", "skipped"} and finder.lacks_all(file, task)
