"""The last lines of a report: what stands nearest to the prompt is what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from grader.report.plain import OWN, SELF_CHECK
from grader.report.points import amount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.grading.result import CheckResult, NextTask, Report, TaskResult
    from grader.report.page import Page


def close(report: Report, page: Page, *, everything: bool) -> Iterator[Text]:
    """Yield what the grader owes an explanation for, then the next step."""
    yield from _apology(report, page)
    yield from _open_doors(report, page)
    yield from _kept_back(report, page)
    yield from _self_check(report, page)
    if step := next_step(report, everything=everything):
        style = "bold green" if report.all_passed else "bold"
        yield from page.indent(0, page.line(step, style))


def next_step(report: Report, *, everything: bool) -> str:
    """Return what to do now, or nothing; `everything` is told, or one failure alone."""
    todo = first_to_fix(report.tasks)
    if report.all_passed:
        return _praise(report)
    if todo is None:
        return ""
    alone = len(report.tasks) == 1 or not everything
    return _advice(todo, alone=alone, everything=everything)


def first_to_fix(tasks: tuple[TaskResult, ...]) -> TaskResult | None:
    """Return the task to look at first: one that was begun, before those that were not.

    The earliest comes first, as later ones may build on it. A task that only the grader failed is
    none of the student's business.
    """
    begun = [task for task in tasks if task.status == "unreadable" or mistakes(task)]
    rest = [task for task in tasks if task.status in {"not started", "missing"}]
    return next(iter(begun + rest), None)


def mistakes(task: TaskResult) -> list[CheckResult]:
    """Return the checks that the student can do something about."""
    fine = {"passed", "skipped", "internal"}
    return [check for check in task.checks if task.status == "failed" and check.outcome not in fine]


def _apology(report: Report, page: Page) -> Iterator[Text]:
    """Yield that the grader failed, what that makes unclear, and whom to tell."""
    failed = [
        check for task in report.tasks for check in task.checks if check.outcome == "internal"
    ]
    if not failed:
        return
    unclear = amount(sum(check.max_score for check in failed))
    checks = "one check" if len(failed) == 1 else f"{len(failed)} checks"
    mine = report.solved and any(
        check.message and not check.message.startswith(OWN) for check in failed
    )
    sentences = [
        f"The grader itself failed in {checks} (marked {page.mark('unclear').strip()} above).",
        f"That is not your fault; whether you have earned the {unclear} points is unclear.",
        "Please report it to your instructor"
        + (", with this file:" if report.internal_error else "."),
    ]
    if mine:
        sentences = [
            sentences[0].replace("The grader itself", "The course's own code"),
            f"Nobody's work is at fault: mend it, as {unclear} points are unclear until then:",
        ]
    yield from page.indent(0, page.line(" ".join(sentences), "bold magenta"))
    if mine:
        for message in dict.fromkeys(check.message for check in failed):
            yield from page.indent(2, page.text(message))
    if report.internal_error:
        head = "The traceback is in " if mine else ""
        yield from page.indent(2, page.line(f"{head}{report.internal_error}"))


def _open_doors(report: Report, page: Page) -> Iterator[Text]:
    """Yield which layers did not keep the student's code apart, for whoever grades others."""
    missing = [name for name, held in report.layers.items() if not held]
    if missing:
        text = f"The code was not fully confined: {', '.join(missing)} did not hold. "
        yield from page.indent(0, page.line(f"{text}See `grader doctor`.", "dim"))


def _kept_back(report: Report, page: Page) -> Iterator[Text]:
    """Yield how many hidden checks are still to come, so that a pass promises no more."""
    if not report.all_passed or len(report.tasks) == 1:
        return  # where the checks are listed, they say so themselves
    count = sum(
        check.hidden and check.outcome == "skipped"
        for task in report.tasks
        for check in task.checks
    )
    if count:
        checks = "One hidden check was" if count == 1 else f"{count} hidden checks were"
        yield from page.indent(0, Text(f"{checks} not run here.", style="dim"))


def _self_check(report: Report, page: Page) -> Iterator[Text]:
    if report.self_check:
        yield from page.indent(0, Text(SELF_CHECK, style="dim"))


def again(task: TaskResult | NextTask) -> str:
    """Return what to type to have a task checked: it has no file where a session was checked."""
    return f"grade {task.id}" if task.file else f'check("{task.id}")'


def hint_of(task: TaskResult) -> str:
    """Return what to type for a hint on a task."""
    return f"{again(task)} --hint" if task.file else f'check("{task.id}", hint=True)'


def again_in_full(task: TaskResult) -> str:
    """Return what to type to have every failure of a task in full."""
    return f"grade {task.id} --all" if task.file else f'check("{task.id}", everything=True)'


def _praise(report: Report) -> str:
    if report.next is not None:
        opening = f", open {report.next.file}" if report.next.file else ""
        return f"Next: {again(report.next)}{opening}"
    if len(report.tasks) > 1:
        return f"Well done: all {len(report.tasks)} tasks pass, and nothing is left to do."
    return "Well done: this was the last task."


def _advice(task: TaskResult, *, alone: bool, everything: bool) -> str:
    """Return where to begin; of a task that stands alone and has one line, that line says it."""
    if task.causes:
        first = task.causes[0]
        if not first.file:
            return f'Look first at {first.task}: check("{first.task}")'
        return f"Look first at {first.task}: open {first.file}, then grade {first.task}"
    wrong = mistakes(task)
    opening = f"open {task.file}, " if task.file else ""
    if not alone:
        return f"Look first at {task.id}: {opening and opening + 'then '}{again(task)}"
    if not wrong:
        return ""
    what = f"“{wrong[0].title}”" if everything else "this"
    return f"Next: {opening}fix {what}, then {again(task)}"
