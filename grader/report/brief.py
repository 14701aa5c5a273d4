"""A report that tells one thing at a time: what passed in a line, then the first failure in full.

The rest is a line each: who mends one mistake grades again, and finds some of the others gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from grader.report.bill import Bill
from grader.report.closing import again, again_in_full, first_to_fix, mistakes
from grader.report.failure import explain_last
from grader.report.plain import not_run, passing, same_reason
from grader.report.points import earned
from grader.report.tasks import check_line, headline, printed, standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.grading.result import CheckResult, Report, TaskResult
    from grader.report.page import Page

PRINTED = 5
"""So many lines of what the code printed are shown."""

LISTED = 3
"""So many failures beside the first have a line of their own."""


def tell_briefly(report: Report, bill: Bill) -> Iterator[Text]:
    """Yield the tasks, a few lines each, and the first failure of the first task to fix."""
    first = first_to_fix(report.tasks)
    alone = len(report.tasks) == 1
    told: set[str] = set()
    for task in report.tasks:
        yield from headline(task, bill)
        notes = [note for note in task.notes if note not in told]
        told.update(notes)
        yield from standing(task, bill, notes)
        if task.status == "failed":
            yield from _counted(task, bill, in_full=task is first, alone=alone)
        yield from printed(task, bill.page, bill.head, whole=alone, most=PRINTED)
    if not alone:
        yield Text()
        yield from bill.total(report)
    if first is not None and (check := to_tell(first)):
        yield Text()
        yield from check_line(check, bill.page, len(earned(check)))
        yield from explain_last(check, first, bill.page, 4)


def to_tell(task: TaskResult) -> CheckResult | None:
    """Return the check to tell in full: the first of those whose mistake is known, if there are.

    One that is hidden says least, and one that only repeats what another says, little more.
    """
    wrong = mistakes(task)

    def says_less(check: CheckResult) -> tuple[bool, bool, bool]:
        known = check.mismatch is not None and bool(check.mismatch.diagnosis)
        return check.hidden, bool(check.same_as), not known

    return min(wrong, key=says_less, default=None)


def _counted(task: TaskResult, bill: Bill, *, in_full: bool, alone: bool) -> Iterator[Text]:
    """Yield how many checks passed, and the failures beside the one that is told in full."""
    page = bill.page
    passed = sum(check.outcome == "passed" for check in task.checks)
    if passed:
        mark = Text("  ").append(page.mark("passed"), style="green")
        yield mark.append(f" {passing(passed)}", "dim")
    main = to_tell(task)
    rest = [check for check in mistakes(task) if check is not main]
    if in_full and alone:
        yield from _listed(task, rest, main, page)
    elif main is not None and not in_full:
        yield from check_line(main, page, len(earned(main)))
        if not main.hidden:
            diagnosis = main.mismatch.diagnosis if main.mismatch else ""
            text = f"{main.message} {diagnosis}".strip()
            yield from page.indent(4, page.text(text))
        if rest:
            more = f"{len(rest)} more: {again(task)}"
            yield from page.indent(4, page.line(more, "dim"))
    for check in task.checks:
        if check.outcome == "internal":
            yield from check_line(check, page, len(earned(check)))
    if skipped := [c for c in task.checks if c.outcome == "skipped"]:
        yield from _skipped(skipped, page)


def _listed(
    task: TaskResult, rest: Sequence[CheckResult], main: CheckResult | None, page: Page
) -> Iterator[Text]:
    """Yield a line for each of some failures, and one for all that share the cause of `main`."""
    same = [check for check in rest if main is not None and check.same_as == main.id]
    others = [check for check in rest if check not in same]
    widest = max((len(earned(check)) for check in others[:LISTED]), default=0)
    for check in others[:LISTED]:
        first, *more = check_line(check, page, widest)
        yield first.append("…" if page.shows("…") else "...", "dim") if more else first
    for count, words in (
        (len(others) - LISTED, f"{len(others) - LISTED} more: {again_in_full(task)}"),
        (len(same), same_reason(len(same))),
    ):
        if count > 0:
            mark = Text("  ").append(page.mark("failed"), style="red")
            yield from page.hang(mark.append(" "), page.line(words, "dim"))


def _skipped(skipped: Sequence[CheckResult], page: Page) -> Iterator[Text]:
    """Yield how many checks did not run, and what they would have brought."""
    head = Text("  ").append(page.mark("open"), style="dim").append(" ")
    yield from page.hang(head, page.line(not_run(skipped), "dim"))
