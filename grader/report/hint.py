"""One hint on the terminal: what failed in a sentence, one step, and how to get the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from grader.report.brief import to_tell
from grader.report.closing import again, close, first_to_fix, hint_of
from grader.report.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from grader.grading.hints import Hints
    from grader.grading.result import CheckResult, Report, TaskResult


def render_hint(report: Report, hints: Hints, console: Console) -> None:
    """Print the next hint on the first failure of a report; a task that passes is forgotten.

    Parameters
    ----------
    report
        How the tasks ended.
    hints
        What there is to say, and how far it was read.
    console
        Where it is printed.
    """
    hints.forget(report)
    task = first_to_fix(report.tasks)
    console.print(Text("\n").join(_lines(report, task, hints, Page(console))), soft_wrap=True)


def _lines(report: Report, task: TaskResult | None, hints: Hints, page: Page) -> Iterator[Text]:
    if task is None:
        yield from page.indent(0, Text("Nothing failed, so there is no hint to give."))
        yield from close(report, page, everything=False)
        return
    check = to_tell(task)
    yield from _failure(task, check, page)
    yield Text()
    steps, shown = hints.next(task, check)
    first = 0 if shown is None or shown > len(steps) else shown - 1
    for number, step in enumerate(steps[first:shown], first + 1):
        head = Text(f"Hint {number} of {len(steps)}: ", style="cyan")
        yield from page.hang(Text("  ") + head, page.text(step))
    yield Text()
    whole = f"{again(task)} shows the whole failure"
    if shown is None:
        ending = f"These are all hints: how far you read cannot be kept here. {whole}."
    elif shown > len(steps):
        ending = f"That was the last hint; {whole}, with a program to run."
    elif shown == len(steps):
        ending = f"This is the last hint; {whole}."
    else:
        ending = f"Next: try it, then {again(task)}. Another hint: {hint_of(task)}"
    yield from page.indent(0, page.line(ending, "bold"))


def _failure(task: TaskResult, check: CheckResult | None, page: Page) -> Iterator[Text]:
    """Yield which failure it is about, in a few lines."""
    head = Text(page.mark("failed" if check else "open"), style="red" if check else "dim")
    head.append(f" {page.line(task.id).plain}  ")
    yield from page.hang(head, page.line(check.title if check else task.title, "bold"))
    told = check.message if check else task.message
    if told:
        yield from page.indent(2, page.text(told))
    elif task.status == "not started":
        yield from page.indent(2, page.line("not started", "dim"))
