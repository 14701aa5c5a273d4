"""A report in the student's own session: HTML in a notebook, text at a prompt and in a script."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any, TextIO

from grader.report.page import WIDTH, Page, make_console, plain_console
from grader.report.terminal import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from grader.grading.result import Report


def has_cells(shell: Any) -> bool:
    """Whether `shell` belongs to a notebook, and not to a terminal."""
    return hasattr(shell, "kernel")


def mime_bundle(report: Report, left_out: Sequence[str], *, everything: bool) -> dict[str, str]:
    """Return `report` as a notebook shows it: HTML, and text for where there is none.

    Parameters
    ----------
    report
        What is told.
    left_out
        Sentences on tasks that were left out.
    everything
        Whether the text tells every failure in full; the HTML always has all of them.
    """
    from grader.report.html import to_fragment

    file = StringIO()
    console = plain_console(file, WIDTH)
    render_live(report, left_out, console, cells=True, everything=everything)
    return {"text/html": to_fragment(report, left_out), "text/plain": file.getvalue()}


def print_live(
    report: Report, left_out: Sequence[str], stream: TextIO, *, everything: bool
) -> None:
    """Print `report` where there are no cells."""
    render_live(report, left_out, make_console(stream), cells=False, everything=everything)


def render_live(
    report: Report, left_out: Sequence[str], console: Console, *, cells: bool, everything: bool
) -> None:
    """Print `report`, and below it which tasks were left out."""
    page = Page(console, cells=cells)
    told = [*lines(report, page, everything=everything)]
    for sentence in left_out:
        told += page.indent(0, page.line(sentence, "dim"))
    for line in told:
        console.print(line, soft_wrap=True)
