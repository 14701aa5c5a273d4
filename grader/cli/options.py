"""Options that more than one command has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import click

from grader.course.course import Course, find_course, load_task, open_course
from grader.errors import GraderError, UsageError
from grader.grading.chance import Chance, read_secret
from grader.submission.submission import shown

IsolationLevel = Literal["process", "partial", "confined", "required"]


def isolation_option(default: IsolationLevel) -> Callable[[Any], Any]:
    """Return the option that says how far submissions have to be kept apart."""
    return click.option(
        "--isolation",
        type=click.Choice(["process", "partial", "confined", "required"]),
        default=default,
        show_default=True,
        help="Grade nothing where a submission is kept apart less than so; required is confined.",
    )


def complete_tasks(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids of the course's tasks that begin so, for a shell that completes them."""
    folder = context.params.get("course_folder")
    try:
        course = open_course(folder) if folder else find_course(Path.cwd())
    except UsageError:
        return []  # a shell has no place for a message
    return [task.id for task in course.tasks if task.id.startswith(incomplete)]


def complete_assignments(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the names of the course's assignments that begin so."""
    try:
        course = course_of(context.params.get("folder"))
    except GraderError:
        return []
    names = dict.fromkeys(task.assignment for task in course.tasks)
    return [name for name in names if name.startswith(incomplete)]


def course_of(folder: Path | None) -> Course:
    """Return the course in a folder, or the nearest one above the current folder."""
    return open_course(folder) if folder else find_course(Path.cwd())


course_option = click.option(
    "--course",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The course's folder. Default: the nearest one above the current folder.",
)


def complete_formats(_: click.Context, __: click.Parameter, typed: str) -> list[str]:
    """Return the formats whose names begin so."""
    from grader.report import FORMATS

    return [name for name in FORMATS if name.startswith(typed)]


def complete_checks(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the names of checks that begin so, of the tasks that were typed before, or of all."""
    folder = context.params.get("course_folder")
    try:
        course = open_course(folder) if folder else find_course(Path.cwd())
        # What stands before an option without a value yet is not taken apart.
        ids = context.params.get("tasks") or tuple(context.args)
        tasks = [load_task(file) for file in course.select(ids)]
    except GraderError:
        return []
    names = dict.fromkeys(check.id for task in tasks for check in task.checks)
    return [name for name in names if name.startswith(incomplete)]


def seed_option() -> Callable[[Any], Any]:
    """Return the option for other examples of practice."""
    return click.option(
        "--seed",
        type=click.IntRange(0),
        help="Draws the examples, where there is no secret. Default: 0.",
    )


def secret_option(default: str) -> Callable[[Any], Any]:
    """Return the option for examples that nobody can know, with what holds without it."""
    return click.option(
        "--secret",
        "secret",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Draw the examples from the secret in FILE and what was handed in, so that nobody can "
        f"know them. FILE is made if it is not there; only you should see it. {default}",
    )


def refuse_both(seed: int | None, why: str) -> None:
    """Refuse a seed where a secret draws the examples; raises UsageError, which says `why`."""
    if seed is not None:
        raise UsageError(
            f"--seed is for practice, but {why}: anybody who knows a seed knows the examples. "
            "Leave out --seed."
        )


def open_secret(file: Path, *visible: Path) -> Chance:
    """Return the secret in a file, which is made if it is not there.

    Parameters
    ----------
    file
        The file.
    visible
        Folders that students see or have written, in which no secret can be.

    Raises
    ------
    UsageError
        When it is in such a folder, or cannot be read or made.
    """
    real = file.resolve()
    if place := next((path for path in visible if real.is_relative_to(path.resolve())), None):
        raise UsageError(
            f"{shown(file)} is no place for a secret: it lies in {shown(place)}, which students "
            "see. Name a file elsewhere."
        )
    chance, made = read_secret(file)
    if made:
        click.echo(
            f"A new secret was made: {shown(file)}. Keep it, and show it to nobody.", err=True
        )
    return chance
