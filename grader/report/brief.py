"""A report that tells one thing at a time: what passed in a line, then the first failure in full.

The rest is a line each: who mends one mistake grades again, and finds some of the others gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from grader.report.bill import Bill
from grader.report.closing import again_in_full, first_to_fix, mistakes
from grader.report.failure import LONGEST, explain_last
from grader.report.page import NARROWEST
from grader.report.plain import not_run, passing, same_reason, worth
from grader.report.points import earned
from grader.report.tasks import check_line, headline, printed, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grader.grading.result import CheckResult, Report, TaskResult
    from grader.report.page import Page

PRINTED = 5
"""So many lines of what the code printed are shown."""

LISTED = 3
"""So many failures beside the first have a line of their own."""

AMONG_OTHERS = 10
"""So long is a program below several tasks: six of them with it take two screens of 24 lines."""


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
            if alone:
                yield from _counted(task, bill.page)
            else:
                yield from _in_few_lines(task, bill.page, told_below=task is first)
        yield from printed(task, bill.page, bill.head, whole=alone, most=PRINTED)
    if not alone:
        yield Text()
        yield from bill.total(report)
    if first is not None and (check := to_tell(first)):
        yield Text()
        yield from check_line(check, bill.page, len(earned(check)))
        most = LONGEST if alone else AMONG_OTHERS
        yield from explain_last(check, first, bill.page, 4, most)


def to_tell(task: TaskResult) -> CheckResult | None:
    """Return the check to tell in full: the first of those whose mistake is known, if there are.

    One that is hidden says least, and one that only repeats what another says, little more.
    """
    wrong = mistakes(task)

    def says_less(check: CheckResult) -> tuple[bool, bool, bool]:
        # Where the code raised, the message has the line and what was wrong with it.
        known = check.mismatch is None or bool(check.mismatch.diagnosis)
        return check.hidden, bool(check.same_as), not known

    return min(wrong, key=says_less, default=None)


def _counted(task: TaskResult, page: Page) -> Iterator[Text]:
    """Yield how many checks of the only task passed, and the failures beside the one in full."""
    passed = sum(check.outcome == "passed" for check in task.checks)
    if passed:
        mark = Text("  ").append(page.mark("passed"), style="green")
        yield mark.append(f" {passing(passed)}", "dim")
    main = to_tell(task)
    rest = [check for check in mistakes(task) if check is not main]
    yield from _listed(task, rest, main, page)
    yield from _unclear(task, page)
    if skipped := [c for c in task.checks if c.outcome == "skipped"]:
        yield from _skipped(skipped, page)


def _in_few_lines(task: TaskResult, page: Page, *, told_below: bool) -> Iterator[Text]:
    """Yield how the checks of one of several tasks ended, and the first failure in two lines."""
    wrong = len(mistakes(task))
    skipped = [check for check in task.checks if check.outcome == "skipped"]
    passed = sum(check.outcome == "passed" for check in task.checks)
    head = Text("  ").append(page.mark("passed" if passed else "open"), style="dim").append(" ")
    words = [f"{passed} of {len(task.checks)} checks pass" if passed else "no check passes"]
    words += [f"{wrong} fail" if wrong > 1 else "1 fails"] if wrong else []
    lost = worth(skipped)
    words += [f"{len(skipped)} {'were' if len(skipped) > 1 else 'was'} not run{lost}"] * bool(
        skipped
    )
    yield from page.hang(head, page.line(", ".join(words), "dim"))
    main = to_tell(task)
    if main is not None and not told_below:
        yield from _first_line(check_line(main, page, len(earned(main))), page)
        if not main.hidden and main.message.strip():
            diagnosis = main.mismatch.diagnosis if main.mismatch else ""
            yield from _first_line(page.indent(4, page.text(diagnosis or main.message)), page)
    yield from _unclear(task, page)


def _first_line(lines: Iterable[Text], page: Page) -> Iterator[Text]:
    """Yield the first of some lines, with a sign where there are more."""
    first, *more = [*lines, Text()]
    if len(more) > 1:
        sign = "…" if page.shows("…") else "..."
        room = page.width - len(sign) - 1
        if first.cell_len > room:
            first.truncate(max(first.plain.rfind(" ", 0, room), NARROWEST))
        first.append(f" {sign}", "dim")
    yield first


def _unclear(task: TaskResult, page: Page) -> Iterator[Text]:
    for check in task.checks:
        if check.outcome == "internal":
            yield from check_line(check, page, len(earned(check)))


def _listed(
    task: TaskResult, rest: Sequence[CheckResult], main: CheckResult | None, page: Page
) -> Iterator[Text]:
    """Yield a line for each of some failures, and one for all that share the cause of `main`."""
    same = [check for check in rest if main is not None and check.same_as == main.id]
    others = [check for check in rest if check not in same]
    widest = max((len(earned(check)) for check in others[:LISTED]), default=0)
    for check in others[:LISTED]:
        yield from _first_line(check_line(check, page, widest), page)
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
