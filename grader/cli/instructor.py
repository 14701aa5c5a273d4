"""`grader`: what instructors and authors type."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.cli.audit import audit_command
from grader.cli.batch import batch_command, history_command
from grader.cli.check_course import check_course_command
from grader.cli.new import new_command
from grader.cli.overview import report_command
from grader.cli.release import release_command
from grader.course.course import find_course, open_course
from grader.course.stubs import stubs
from grader.course.worksheet import worksheets
from grader.sandbox.doctor import examine
from grader.submission.submission import shown
from grader.version import __version__


@click.group("grader", context_settings={"max_content_width": 90})
@click.version_option(__version__, prog_name="grader")
def command() -> None:
    """Grade a class, and look after a course and the machine.

    One submission is graded with `grade`.
    """


command.add_command(audit_command)
command.add_command(batch_command)
command.add_command(history_command)
command.add_command(report_command)
command.add_command(release_command)
command.add_command(new_command)
command.add_command(check_course_command)


@command.command("doctor")
def doctor_command() -> None:
    """Show what this machine confines a student's code to, layer by layer, each tried for real."""
    findings = examine()
    for finding in findings:
        click.echo(f"{'held' if finding.held else 'NOT HELD':9} {finding.layer}: {finding.detail}")
        if finding.cure:
            click.echo(f"{'':9} cure: {finding.cure}")
    sys.exit(0 if all(finding.held for finding in findings) else 1)


@command.command("stubs")
@click.option(
    "--course",
    "folder",
    type=click.Path(path_type=Path),
    help="The course's folder. Default: the nearest one above the current folder.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a stub is out of step.")
def stubs_command(folder: Path | None, check: bool) -> None:
    """Cut the stubs in assignments/ out of solutions/, and make a notebook of each assignment's.

    What stands between `# BEGIN SOLUTION` and `# END SOLUTION` becomes the student's part.
    """
    course = open_course(folder) if folder else find_course(Path.cwd())
    stale = 0
    cut = stubs(course.solutions, course.assignments)
    for path, text in {**cut, **worksheets(course, cut)}.items():
        if path.is_file() and path.read_text("utf-8") == text:
            click.echo(f"in step       {shown(path)}")
        elif check:
            stale += 1
            click.echo(f"out of step   {shown(path)}: run `grader stubs`")
        else:
            path.write_text(text, "utf-8")
            click.echo(f"written       {shown(path)}")
    sys.exit(1 if stale else 0)
