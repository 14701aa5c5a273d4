"""A task as a list of cases, for the services that know nothing of tasks.

They add up points and count what failed. So a file that could not be loaded has to be a case of its
own: its checks did not run, and a service that sees nothing but those takes it for fine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.grading.result import CheckResult
from grader.report.plain import SELF_CHECK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.grading.result import Report, Status, TaskResult

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


def told(report: Report) -> Iterator[tuple[str, CheckResult]]:
    """Yield the cases of all tasks as `counting` does, with the ids of the tasks.

    In front of them stands that it is a self-check, and which other file was graded: for a service
    that has no other place for it.
    """
    for place, task in enumerate(report.tasks):
        if report.self_check and not place:
            yield task.id, _remark("self_check", SELF_CHECK)
        if task.instead_of:
            title = f"{task.id}: {task.file} is graded for {task.instead_of}"
            yield task.id, _remark("file", title)
        for check in counting(task):
            yield task.id, check


def _remark(id_: str, title: str) -> CheckResult:
    return CheckResult(id=id_, title=title, outcome="passed", score=0, max_score=0)
