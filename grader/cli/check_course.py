"""`grader check-course`: whether a course can be handed out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import course_of, course_option
from grader.untrusted.text import harmless

if TYPE_CHECKING:
    from grader.release.gate import Line


@click.command("check-course")
@course_option
def check_course_command(folder: Path | None) -> None:
    """Look whether a course can be handed out: a line for each thing, with the cure.

    Check files load, settings are typed, recipes draw, the handout names each task and function,
    stubs are in step and worth nothing, solutions get all points at three seeds and with a secret,
    samples are what their folders say, and no line of a solution gets out. Exits with 1 where
    something is not as it should be.
    """
    from grader.cli.progress import Bar
    from grader.errors import CourseError
    from grader.release.gate import Line, look, steps

    course = course_of(folder)
    try:
        due = steps(course)
    except CourseError:
        due = 0  # which the first line tells
    held = True
    with Bar(due) as bar:
        lines = list(look(course, bar.step))
    lines.append(Line("audit", (), "not looked at: `grader audit` makes one", skipped=True))
    for line in lines:
        held &= not line.faults
        _tell(line)
    sys.exit(0 if held else 1)


def _tell(line: Line) -> None:
    sign = "FAILED" if line.faults else "skipped" if line.skipped else "ok"
    encoding = sys.stdout.encoding or "utf-8"
    detail = "" if line.faults else f": {line.detail}" if line.detail else ""
    click.echo(harmless(f"{sign:8} {line.name}{detail}", encoding))
    for fault in line.faults:
        click.echo(harmless(f"{'':8} {fault}", encoding))
