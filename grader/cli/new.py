"""`grader new`: a course, an assignment or a task to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from grader.cli.options import complete_assignments, course_of, course_option
from grader.submission.submission import shown


@click.group("new")
def new_command() -> None:
    """Begin a course, an assignment or a task, from a template that passes its checks.

    \b
    grader new course my-course        a course with one task, in my-course/
    grader new assignment attention    another assignment of it, with one task
    grader new task layer_norm         another task of an assignment

    Each task comes with a solution, checks, a section of the handout, samples, and its stub.
    Write over them what your task is about. No file that is there is overwritten.
    """  # noqa: D301 - the character that click reads, not a backslash


@new_command.command("course")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--assignment", default="warmup", show_default=True, help="What to call the first.")
@click.option("--task", default="cubes", show_default=True, help="What to call its task.")
def course_command(folder: Path, assignment: str, task: str) -> None:
    """Begin a course in DIR, with one assignment and one task."""
    from grader.course.starting import new_course

    _tell(new_course(folder, assignment, task), folder)


@new_command.command("assignment")
@click.argument("name")
@click.option("--task", metavar="TASK", help="What to call its first task. Default: NAME.")
@course_option
def assignment_command(name: str, task: str | None, folder: Path | None) -> None:
    """Begin an assignment NAME, with one task."""
    from grader.course.starting import new_assignment

    _tell(new_assignment(course_of(folder), name, task or name), folder)


@new_command.command("task")
@click.argument("name")
@click.option(
    "--assignment",
    metavar="NAME",
    shell_complete=complete_assignments,
    help="The assignment that it belongs to. Default: the only one.",
)
@course_option
def task_command(name: str, assignment: str | None, folder: Path | None) -> None:
    """Begin a task NAME of an assignment."""
    from grader.course.starting import new_task

    _tell(new_task(course_of(folder), assignment, name), folder)


def _tell(made: list[Path], folder: Path | None) -> None:
    for path in made:
        click.echo(f"written  {shown(path)}")
    there = f" --course {folder}" if folder is not None else ""
    click.echo(
        f"Next: change them as you like, `grader stubs{there}`, `grader check-course{there}`."
    )
