"""A task that has not been graded to its end, as a report on a run that is under way shows it."""

from __future__ import annotations

from grader.authoring import Task
from grader.course import TaskFile
from grader.result import CheckResult, TaskResult

MESSAGE = "Not finished: grading has not come to the end of this task."


def unfinished(file: TaskFile, task: Task, *, solved: bool) -> TaskResult:
    """Return a result without points.

    Parameters
    ----------
    file, task
        The task.
    solved
        Whether its solution is at hand, so that its hidden checks count.
    """
    checks = tuple(
        CheckResult(
            id=check.id,
            title=check.title,
            outcome="skipped",
            score=0,
            max_score=check.points if solved or not check.hidden else 0,
            hidden=check.hidden,
            message=MESSAGE,
        )
        for check in task.checks
    )
    return TaskResult(
        id=file.id,
        title=task.title,
        assignment=file.assignment,
        status="failed",
        score=0,
        max_score=sum(check.max_score for check in checks),
        checks=checks,
        message=MESSAGE,
    )
