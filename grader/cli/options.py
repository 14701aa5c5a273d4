"""Options that more than one command has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import click

from grader.course import find_course, open_course
from grader.errors import UsageError

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
