"""A task as a list of cases, for the services that know nothing of tasks.

They add up points and count what failed. So a file that could not be loaded has to be a case of its
own: its checks did not run, and a service that sees nothing but those takes it for fine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.result import CheckResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.result import Status, TaskResult

TITLES: Mapping[Status, str] = {
    "missing": "there is a file",
    "unreadable": "the file can be loaded",
    "not started": "the task is begun",
}


def cases(task: TaskResult) -> tuple[CheckResult, ...]:
    """Return the checks of a task, the task itself first where they do not tell its standing."""
    if task.checks and task.status not in {"missing", "unreadable"}:
        return task.checks
    itself = CheckResult(
        id="task",
        title=TITLES.get(task.status, task.title),
        outcome="passed" if task.status == "passed" else "error",
        score=0 if task.checks else task.score,
        max_score=0 if task.checks else task.max_score,
        message=task.message,
    )
    return (itself, *task.checks)


def counting(task: TaskResult) -> tuple[CheckResult, ...]:
    """Return the cases without the hidden checks that could not run and count for nothing."""
    return tuple(case for case in cases(task) if case.max_score or case.outcome != "skipped")


def told(task: TaskResult) -> tuple[CheckResult, ...]:
    """Return the cases as `counting` does, and in front of them which other file was graded.

    For a service that has no other place for it.
    """
    if not task.instead_of:
        return counting(task)
    title = f"{task.id}: {task.file} is graded for {task.instead_of}"
    other = CheckResult(id="file", title=title, outcome="passed", score=0, max_score=0)
    return (other, *counting(task))
