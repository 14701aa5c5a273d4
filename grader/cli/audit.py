"""`grader audit`: what would get full marks and should not."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import complete_tasks
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.audit.result import Audit

_EPILOG = """\
\b
Exit codes:
  0    no wrong version gets full marks that an input tells from the solution,
       and all marks, samples and mistakes are as they should be
  1    something is to be looked at
  2    the command was wrong, or what it needs is not installed
  3    a file of the course cannot be used, or this machine cannot grade
"""


@click.command("audit", epilog=_EPILOG)
@click.argument("tasks", metavar="[TASK]...", nargs=-1, shell_complete=complete_tasks)
@click.option(
    "--course",
    "course_folder",
    type=click.Path(path_type=Path),
    help="The course's folder. Default: the nearest one above the current folder.",
)
@click.option(
    "--samples",
    "samples_folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder with right/TASK/ and wrong/TASK/ in it, beside those of the course.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=None,
    help="How many processes grade at a time. Default: one for each core.",
)
@click.option(
    "--cluster",
    "address",
    metavar="ADDRESS",
    help="Grade on the workers of the Dask scheduler at ADDRESS, such as tcp://host:8786.",
)
@click.option(
    "--only",
    metavar="PATTERN",
    multiple=True,
    help="Grade these wrong versions alone, such as 'Layer.forward/*'; may be given several times.",
)
@click.option(
    "--tries",
    type=click.IntRange(1),
    default=10_000,
    show_default=True,
    help="How many inputs are tried on a wrong version that no check caught.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Draws the examples and the inputs.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    show_default=True,
    help="What is printed.",
)
@click.option(
    "--html",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it as a page, too.",
)
def audit_command(
    tasks: tuple[str, ...],
    course_folder: Path | None,
    samples_folder: Path | None,
    jobs: int | None,
    address: str | None,
    only: tuple[str, ...],
    tries: int,
    seed: int,
    format_: str,
    html: Path | None,
) -> None:
    """Find wrong solutions that would get full marks.

    The solutions of each TASK, or of all, are made wrong in hundreds of ways and graded as a class
    is, hidden checks included. Each that no check catches is told, with an input on which it
    differs from the solution. What cannot be told from the solution is marked in
    assignments/*/checks/audit.toml.
    """
    from grader.audit.plan import Setting
    from grader.audit.record import write_record
    from grader.audit.run import audit
    from grader.cli.stages import Stages
    from grader.course.course import find_course, open_course

    course = open_course(course_folder) if course_folder else find_course(Path.cwd())
    setting = Setting(
        jobs=jobs or os.cpu_count() or 1,
        tries=tries,
        seed=seed,
        samples=samples_folder,
        address=address,
        only=only,
    )
    with Stages() as stages:
        found = audit(course, tasks, setting, stages.show)
    if not only:
        write_record(course, found)
    if html is not None:
        _write(found, html)
    if format_ == "json":
        _print_json(found)
    else:
        _render(found)
    sys.exit(0 if found.holds else 1)


def _render(found: Audit) -> None:
    from grader.audit.terminal import render
    from grader.report.page import make_console

    render(found, make_console(sys.stdout))


def _print_json(found: Audit) -> None:
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())


def _write(found: Audit, path: Path) -> None:
    from grader.audit.html import to_html
    from grader.report import write_atomically

    try:
        write_atomically(path, to_html(found).encode())
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
