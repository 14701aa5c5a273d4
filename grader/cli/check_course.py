"""`grader check-course`: whether a course can be handed out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_of, course_option
from grader.untrusted.text import harmless

if TYPE_CHECKING:
    from grader.course.course import Course
    from grader.release.gate import Line


@click.command("check-course")
@course_option
def check_course_command(folder: Path | None) -> None:
    """Look whether a course can be handed out: a line for each thing, with the cure.

    Check files load, settings are typed, recipes draw, the handout names each task and function,
    stubs are in step and worth nothing, solutions get all points at three seeds and with a secret,
    samples are what their folders say, no line of a solution gets out, and no audit is older than
    the checks. Exits with 1 where something is not as it should be.
    """
    from grader.cli.progress import Bar
    from grader.errors import CourseError
    from grader.release.gate import look, steps

    course = course_of(folder)
    try:
        due = steps(course)
    except CourseError:
        due = 0  # which the first line tells
    held = True
    with Bar(due) as bar:
        lines = list(look(course, bar.step))
    lines.append(_audited(course))
    for line in lines:
        held &= not line.faults
        _tell(line)
    sys.exit(0 if held else 1)


def _audited(course: Course) -> Line:
    """Return whether the last audit is of these checks; a course need not be audited."""
    from grader.audit.record import overdue, recorded
    from grader.release.gate import Line

    if not recorded(course):
        return Line("audit", (), "there was none: `grader audit` makes one", skipped=True)
    return Line("audit", tuple(overdue(course, course.tasks)))


def _tell(line: Line) -> None:
    sign = "FAILED" if line.faults else "skipped" if line.skipped else "ok"
    encoding = sys.stdout.encoding or "utf-8"
    detail = "" if line.faults else f": {line.detail}" if line.detail else ""
    click.echo(harmless(f"{sign:8} {line.name}{detail}", encoding))
    for fault in line.faults:
        click.echo(harmless(f"{'':8} {fault}", encoding))
