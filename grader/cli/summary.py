"""The step summary of GitHub Actions: Markdown in the file that the runner names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.grading.result import Report

VARIABLE = "GITHUB_STEP_SUMMARY"


def write_step_summary(report: Report, environment: Mapping[str, str]) -> None:
    """Add the report to the step summary, where there is one; a failure is told, no more.

    It is added, and not put there by renaming: the file is the runner's, which watches it, and
    what came before in the same step stays. Both together are kept below GitHub's limit, as it
    drops a larger file whole.
    """
    if not (name := environment.get(VARIABLE)):
        return
    from grader.report.markdown import LIMIT, to_markdown

    path = Path(name)
    try:
        taken = path.stat().st_size if path.exists() else 0
        with path.open("ab") as file:
            file.write(to_markdown(report, LIMIT - taken).encode())
    except OSError as error:
        click.echo(f"The step summary {path} cannot be written: {error.strerror}.", err=True)
