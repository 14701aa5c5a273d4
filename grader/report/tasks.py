"""One task of a report: its line, its checks, and what the student's code printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from grader.report.bill import Bill
from grader.report.blocks import blame
from grader.report.closing import again
from grader.report.failure import explain
from grader.report.plot import draw
from grader.report.points import earned, points
from grader.untrusted.text import DASH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.grading.result import CheckResult, Outcome, TaskResult
    from grader.report.page import Page

PRINTED = 12
"""So many lines of what the student's code printed are shown."""

WORDS: Mapping[Outcome, str] = {
    "error": "error",
    "timeout": "timed out",
    "crashed": "crashed",
    "skipped": "skipped",
    "internal": "the grader's own fault",
}
"""How a check ended, where its mark and points do not say it."""


def tell_task(
    task: TaskResult, bill: Bill, notes: tuple[str, ...], *, alone: bool
) -> Iterator[Text]:
    """Yield all lines of one task; one that passed is a single line, unless it is `alone`.

    `notes` are those on its file that no task before it had.
    """
    yield from headline(task, bill)
    yield from standing(task, bill, notes)
    if task.status == "failed" or (alone and task.status == "passed"):
        yield from _checks(task, bill.page)
    yield from printed(task, bill.page, bill.head, whole=alone or task.status != "passed")


def standing(task: TaskResult, bill: Bill, notes: Sequence[str]) -> Iterator[Text]:
    """Yield what there is to know about the file of a task, and why it could not be graded."""
    page, margin = bill.page, bill.head
    for note in notes:
        yield from page.indent(margin, page.text(note, "yellow"))
    if told := blame(task):
        yield from page.indent(margin, page.text(told, "bold"))
    if task.status == "not started":
        opening = f": open {task.file}" if task.file else ""
        yield from page.indent(margin, page.line(f"not started{opening}", "dim"))
    elif task.status in {"missing", "unreadable"}:
        yield from page.indent(margin, page.text(task.message or f"{task.status}: {task.file}"))


def mark_of(task: TaskResult) -> str:
    """Return which sign a task bears: ``passed``, ``failed``, ``open`` or ``unclear``."""
    if task.status != "failed":
        return {"passed": "passed", "not started": "open"}.get(task.status, "failed")
    wrong = {check.outcome for check in task.checks} - {"passed", "skipped"}
    return "unclear" if wrong == {"internal"} else "failed"


def headline(task: TaskResult, bill: Bill) -> Iterator[Text]:
    """Yield the row of a task: its name, title and points."""
    kind = mark_of(task)
    quiet = {"passed": "green", "open": "dim"}
    style = quiet.get(kind, "bold red" if kind == "failed" else "bold magenta")
    page = bill.page
    name = page.line(task.id, "bold" if kind != "open" else "dim")
    total = Text(points(task.score, task.max_score), style=style)
    mark = Text(page.mark(kind), style=style)
    return bill.row(mark, name, page.line(task.title, "dim" if kind == "open" else ""), total)


def _checks(task: TaskResult, page: Page) -> Iterator[Text]:
    widest = max((len(earned(check)) for check in task.checks), default=0)
    for check in task.checks:
        yield from _check(check, task, page, widest)


def _check(check: CheckResult, task: TaskResult, page: Page, widest: int) -> Iterator[Text]:
    """Yield the line of one check and, if it did not pass, why."""
    yield from check_line(check, page, widest)
    margin = 4 if page.narrow else cell_len(page.mark("passed")) + widest + 5
    if check.outcome not in {"passed", "skipped"}:
        yield from explain(check, task, page, margin)
    elif check.curve is not None:
        yield from draw(check.curve, page, margin)


def check_line(check: CheckResult, page: Page, widest: int) -> Iterator[Text]:
    """Yield the line of one check; its points are as wide as the `widest` of all."""
    kind, style = _look(check)
    head = Text("  ").append(page.mark(kind), style=style)
    head.append(f" {earned(check):>{widest}}  ", style="dim" if kind != "failed" else style)
    title = page.line(check.title, "" if kind == "passed" else "dim" if kind == "open" else "bold")
    title.append_text(_ending(check, page, style))
    yield from page.hang(head, title)


def _look(check: CheckResult) -> tuple[str, str]:
    """Return the sign of a check and its style."""
    looks = {"passed": ("passed", "green"), "skipped": ("open", "dim")}
    unclear = ("unclear", "bold magenta")
    return unclear if check.outcome == "internal" else looks.get(check.outcome, ("failed", "red"))


def _ending(check: CheckResult, page: Page, style: str) -> Text:
    """Return what follows the title: the outcome in words, and why a check was skipped."""
    words = ["hidden"] if check.hidden and check.outcome != "passed" else []
    words += [WORDS[check.outcome]] if check.outcome in WORDS else []
    said = ", ".join(words)
    if check.outcome == "skipped" and check.message:
        said += f": {check.message}"
    return Text(" ").append_text(page.line(f"{DASH} {said}", style)) if said else Text()


def printed(
    task: TaskResult, page: Page, margin: int, *, whole: bool, most: int = PRINTED
) -> Iterator[Text]:
    """Yield the beginning of what the student's code printed, or just that it did."""
    texts = {"Your code printed:": task.output, "In hidden checks it printed:": task.hidden_output}
    printed = {head: lines for head, text in texts.items() if (lines := text.rstrip().splitlines())}
    if printed and not whole:
        count = sum(map(len, printed.values()))
        told = f"printed {_lines(count)}, shown by {again(task)}"
        yield from page.indent(margin, page.line(told, "dim"))
        return
    for head, lines in printed.items():
        yield Text()
        yield Text(f"  {head}", style="dim")
        for line in lines[:most]:
            yield page.cut(4, line)
        if (more := len(lines) - most) > 0:
            yield from page.indent(4, page.line(f"… and {_lines(more)} more", "dim"))


def _lines(count: int) -> str:
    return f"{count} line" if count == 1 else f"{count} lines"
