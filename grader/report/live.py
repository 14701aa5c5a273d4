"""A report in the student's own session, which may be a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from rich.console import Console

from grader.report.page import WIDTH, Page, make_console
from grader.report.terminal import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.grading.result import Report


def console_for(shell: Any, stream: TextIO) -> Console:
    """Return a console for `stream`, or for the output of a cell where `shell` is a notebook's."""
    if not hasattr(shell, "kernel"):
        return make_console(stream)
    return Console(width=WIDTH, highlight=False, markup=False, emoji=False, force_jupyter=True)


def render_live(report: Report, left_out: Sequence[str], console: Console) -> None:
    """Print `report`, and below it which tasks were left out."""
    render(report, console)
    page = Page(console)
    for sentence in left_out:
        for line in page.indent(0, page.line(sentence, "dim")):
            console.print(line, soft_wrap=True)
