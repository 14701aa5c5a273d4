"""An audit on a terminal: what to look at first, then what each check is good for."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from grader.audit.result import Audit, Ended, TaskAudit
from grader.report.page import Page

SHOWN = 10
"""So many wrong versions of a task are shown whole; how many more there are is said."""


def render(audit: Audit, console: Console) -> None:
    """Print an audit on `console`."""
    console.print(Text("\n").join(_lines(audit, Page(console))), soft_wrap=True)


def _lines(audit: Audit, page: Page) -> Iterator[Text]:
    for number, task in enumerate(audit.tasks):
        if number:
            yield Text()
        yield from page.hang(Text(), page.line(f"{task.id}: {task.title}", "bold"))
        yield from _told(task.summary, page)
        yield from _versions(task, page)
        yield from _beside(task, page)
        yield from _checks(task, page)
        yield from _domain(task, page)
    yield Text()
    for sentence in audit.stale:
        yield from page.hang(Text(), page.line(sentence, "bold red"))
    yield from page.hang(Text(), page.line(audit.summary, "bold"))


def _told(text: str, page: Page, style: str = "") -> Iterator[Text]:
    yield from page.hang(Text("  "), page.line(text, style))


def _versions(task: TaskAudit, page: Page) -> Iterator[Text]:
    """Yield the wrong versions that no check caught, those first that an input shows."""
    for one in task.ended("fault"):
        yield from _told(f"could not be graded: {one.id}. {one.reason}", page, "red")
    survived = task.ended("survived")
    for one in survived[:SHOWN]:
        yield Text()
        yield from _told(f"full marks, but wrong: {one.id}", page, "bold red")
        yield from _code(one.diff, page)
        yield from _told(f"It differs here, at try {one.tries}:", page)
        yield from _code(one.program, page)
    if len(survived) > SHOWN:
        names = ", ".join(one.id for one in survived[SHOWN:])
        yield from _told(f"and {len(survived) - SHOWN} more: {names}", page, "red")
    yield from _equivalent(task.ended("equivalent"), page)


def _equivalent(same: list[Ended], page: Page) -> Iterator[Text]:
    if same:
        tries = min(one.tries for one in same)
        names = ", ".join(one.id for one in same)
        yield Text()
        yield from _told(
            f"probably as right as the solution, as {tries} inputs show no difference: {names}",
            page,
        )


def _beside(task: TaskAudit, page: Page) -> Iterator[Text]:
    """Yield what is wrong of samples and of the table of mistakes."""
    for sample in task.samples:
        yield from _told(f"{sample.path}: {sample.problem}", page, "red")
    for mistake in task.unproved:
        yield from _told(f"{mistake.array}, {mistake.sentence!r}: {mistake.problem}", page, "red")
    left = [one for one in task.mistakes if not one.tried]
    for mistake in left:
        yield from _told(f"{mistake.array}, {mistake.sentence!r}: {mistake.problem}", page, "dim")


def _code(text: str, page: Page) -> Iterator[Text]:
    for line in text.splitlines():
        yield page.text(f"    {line}", "green" if line.startswith("+") else "")


def _checks(task: TaskAudit, page: Page) -> Iterator[Text]:
    """Yield a line for each check: what it is the first to catch, what it alone does, its cost."""
    widest = max((len(check.id) for check in task.checks), default=0)
    yield Text()
    yield Text(f"  {'check':{widest}}   first   alone       ms", "dim")
    for check in task.checks:
        line = f"{check.id:{widest}}  {check.first:6}  {check.alone:6}  {1000 * check.seconds:7.1f}"
        unneeded = "" if check.alone else "   catches nothing that no other does"
        yield page.text(f"  {line}{unneeded}")


def _domain(task: TaskAudit, page: Page) -> Iterator[Text]:
    if task.unreached:
        yield Text()
        yield from _told("no example had:", page, "dim")
        for name, missing in task.unreached.items():
            yield from page.hang(Text(f"    {name}: "), page.line(", ".join(missing)))
