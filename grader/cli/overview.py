"""`grader report`: what a class came to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.overview.figures import Overview


@click.command("report")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write it as a page with plots, too; takes the extra `overview`.",
)
def report_command(folder: Path, html: Path | None) -> None:
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
    overview = survey(read(folder))
    if html is not None:
        _write(overview, html)
    render(overview, make_console(sys.stdout))


def _write(overview: Overview, path: Path) -> None:
    from grader.overview.html import to_html
    from grader.report import write_atomically

    try:
        write_atomically(path, to_html(overview).encode())
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
