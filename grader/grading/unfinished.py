"""A task of which no check was run to its end, for reports on what was not graded, or not yet."""

from __future__ import annotations

from grader.authoring.task import Task
from grader.course.course import TaskFile
from grader.grading.result import CheckResult, Outcome, Status, TaskResult

MESSAGE = "Not finished: grading has not come to the end of this task."


def unfinished(file: TaskFile, task: Task, *, solved: bool) -> TaskResult:
    """Return the result of a task in a run that is under way; see `without_points`."""
    return without_points(file, task, "failed", "skipped", MESSAGE, solved=solved)


def without_points(
    file: TaskFile,
    task: Task,
    status: Status,
    outcome: Outcome,
    message: str,
    *,
    solved: bool,
    path: str = "",
) -> TaskResult:
    """Return a result in which no check has any of its points.

    Parameters
    ----------
    file, task
        The task.
    status, outcome, message
        How the task and each of its checks ended, and why.
    solved
        Whether its solution is at hand, so that its hidden checks count.
    path
        The student's file, if that is known.
    """
    checks = tuple(
        CheckResult(
            id=check.id,
            title=check.title,
            outcome=outcome,
            score=0,
            max_score=check.points if solved or not check.hidden else 0,
            hidden=check.hidden,
            message=message,
        )
        for check in task.checks
    )
    return TaskResult(
        id=file.id,
        title=task.title,
        assignment=file.assignment,
        status=status,
        score=0,
        max_score=sum(check.max_score for check in checks),
        checks=checks,
        file=path,
        message=message,
    )
