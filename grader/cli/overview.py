"""`grader report`: what a class came to."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from grader.errors import UsageError


@click.command("report")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def report_command(folder: Path) -> None:
    """Show what a class came to: DIR is what `grader batch` had as --output.

    The distribution of the scores, how many passed each check, the commonest messages, and which
    submissions a person should look at. It is for instructors: hidden checks are in it.
    """
    from grader.overview.figures import survey
    from grader.overview.reading import read
    from grader.overview.terminal import render
    from grader.report.page import make_console

    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}: name what `grader batch` had as --output.")
    render(survey(read(folder)), make_console(sys.stdout))
