"""`grade --debug`: the first failure once more, in the student's own hands."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from grader.errors import UsageError
from grader.submission.submission import is_notebook, shown

if TYPE_CHECKING:
    from grader.cli.options import IsolationLevel
    from grader.course.course import Course
    from grader.grading.result import CheckResult, Report, TaskResult
    from grader.submission.submission import Submission


def require_home(course: Course, submission: Submission, isolation: IsolationLevel) -> None:
    """Refuse to run what may be somebody else's work in a process of the user's own.

    Raises
    ------
    UsageError
        Unless the work lies in the course's own folder, as a student's does, nobody asked for it
        to be kept apart, and there is a terminal to debug at.
    """
    from grader.watch.keyboard import terminals

    if isolation != "process":
        raise UsageError(
            "--debug runs the code in your own hands, not confined: leave out --isolation."
        )
    if not course.is_self_check(submission.path):
        raise UsageError(
            f"--debug runs the code not confined, with all of your rights, so it is for your own "
            f"work in {shown(course.assignments)} alone, and never for that of others: "
            f"{shown(submission.path)} lies elsewhere."
        )
    if is_notebook(submission.path):
        raise UsageError(
            "--debug is for Python files: in a notebook, run the program of the report in a cell, "
            "with %%debug above it."
        )
    if not terminals(sys.stdin.fileno(), sys.stdout.fileno()):
        raise UsageError("--debug asks at a terminal, and this is none: leave it out.")


def debug(report: Report) -> None:
    """Run the call of the first failure that has one under Python's debugger."""
    from grader.live.debugger import Job

    found = [(task, check) for task in report.tasks for check in task.checks if _runs(task, check)]
    if not found:
        click.echo("There is no failing call to stop in.")
        return
    task, check = found[0]
    file = Path(task.file).absolute()
    place = check.place
    job = Job(
        file=str(file),
        module=_module(check.counterexample, file.stem),
        program=f"{check.counterexample}\n",
        place=str(file.parent / place.file) if place else str(file),
        line=place.line if place else 0,
    )
    click.echo(
        f"\nNow your own code runs, not confined and with all of your rights: the call in which "
        f"“{check.title}” failed. It stops where your function begins. n goes to the next line, "
        "p NAME shows a value, c goes on, q ends it."
    )
    command = [
        sys.executable,
        "-P",
        "-m",
        "grader.live.debugger",
        msgspec.json.encode(job).decode(),
    ]
    subprocess.run(command, check=False)  # noqa: S603 - our own module, no shell


def _runs(task: TaskResult, check: CheckResult) -> bool:
    """Whether a check failed in a call that can be repeated."""
    return bool(check.counterexample) and not task.file.endswith(".ipynb")


def _module(program: str, default: str) -> str:
    """Return the name of the student's module in a program."""
    imports = [node for node in ast.parse(program).body if isinstance(node, ast.ImportFrom)]
    return next((node.module for node in imports if node.module), default)
