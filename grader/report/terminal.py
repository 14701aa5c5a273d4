"""A report as a student reads it: quiet where it is right, loud where it is wrong."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.text import Text

from grader.report.bill import Bill
from grader.report.brief import tell_briefly
from grader.report.closing import close
from grader.report.page import WIDTH, Page, make_console, plain_console
from grader.report.tasks import tell_task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from grader.grading.result import Report

__all__ = ["make_console", "render", "to_text"]


def render(report: Report, console: Console, *, everything: bool = False) -> None:
    """Print `report` on `console`: its tasks, the total, and what to do next.

    Unless it is `everything`, of failures the first one is told in full, and the rest a line each.
    """
    told = Text("\n").join(lines(report, Page(console), everything=everything))
    console.print(told, soft_wrap=True)


def to_text(report: Report, width: int = WIDTH, *, everything: bool = True) -> str:
    """Return what `render` prints, for a file: without colour, `width` columns wide."""
    file = StringIO()
    render(report, plain_console(file, width), everything=everything)
    return file.getvalue()


def lines(report: Report, page: Page, *, everything: bool) -> Iterator[Text]:
    """Yield the lines of `report`."""
    if not report.tasks:
        yield Text("No task was graded.")
        return
    bill = Bill.of(report, page)
    if everything or report.all_passed:
        yield from _tasks(report, bill)
        yield Text()
        yield from bill.total(report)
    else:
        yield from tell_briefly(report, bill)
    closing = list(close(report, page, everything=everything))
    yield from [Text(), *closing] if closing else []


def _tasks(report: Report, bill: Bill) -> Iterator[Text]:
    """Yield the tasks, those that say more than a line or two set off by empty lines."""
    roomy = False
    told: set[str] = set()
    for number, task in enumerate(report.tasks):
        notes = tuple(note for note in task.notes if note not in told)
        told.update(notes)
        rows = list(tell_task(task, bill, notes, alone=len(report.tasks) == 1))
        if number and (roomy or len(rows) > 2):
            yield Text()
        roomy = len(rows) > 2
        yield from rows
