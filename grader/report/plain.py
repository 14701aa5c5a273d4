"""Why a check did not pass, as plain text: for services that show text and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.bill import points
from grader.untrusted.text import DASH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.grading.result import CheckResult, Report, TaskResult

FAULT = (
    "The grader itself failed here. That is not your fault: please report it to your instructor."
)

OWN = "The grader failed here"
"""How the message of a check begins that failed by nothing in the course's own files."""

SELF_CHECK = "This is a self-check: the work and the check files lie in the same folder."


def explain(check: CheckResult) -> str:
    """Return message, known mistake, map, hint and counterexample, the most useful thing first."""
    return "\n\n".join(_paragraphs(check))


def _paragraphs(check: CheckResult) -> Iterator[str]:
    if check.outcome == "internal":
        yield FAULT
    if check.message:
        yield check.message
    mismatch = check.mismatch
    if mismatch is not None:
        if mismatch.diagnosis and mismatch.diagnosis not in check.message:
            yield mismatch.diagnosis
        if sum(map(len, mismatch.elements)) > 1:
            yield "\n".join((*mismatch.elements, "(x is off)"))
    if check.hint:
        yield f"{hint_word(check)}: {check.hint}"
    if check.counterexample.strip():
        yield f"See it happen: run this beside your file.\n\n{check.counterexample.strip()}"


def hint_word(check: CheckResult) -> str:
    """Return what to call the hint of a check: of wrong numbers it says what is due, no more."""
    return "Remember" if check.outcome == "failed" else "Hint"


def headline(task: TaskResult) -> str:
    """Return one line with the task's name and points."""
    return f"{task.id} {DASH} {task.title}: {points(task.score, task.max_score)}"


def earned(check: CheckResult) -> str:
    """Return the points of a check: none where none were to be had, unknown where we failed."""
    if not check.max_score:
        return ""
    told = points(check.score, check.max_score)
    return told.replace("0/", "?/", 1) if check.outcome == "internal" else told


def left_out(report: Report) -> int:
    """Return how many hidden checks could not run here and count for nothing."""
    checks = [check for task in report.tasks for check in task.checks]
    return sum(check.outcome == "skipped" and not check.max_score for check in checks)


def remarks(report: Report) -> list[str]:
    """Return sentences on the report as a whole: what it cannot tell, and for whom it is."""
    return [*filter(None, [kept_back(report)]), *([SELF_CHECK] if report.self_check else [])]


def kept_back(report: Report) -> str:
    """Return a sentence on the hidden checks that did not run, or nothing where all ran."""
    count = left_out(report)
    checks = "One hidden check was" if count == 1 else f"{count} hidden checks were"
    return f"{checks} not run here." if count else ""
