"""Why a check did not pass, as plain text: for services that show text and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.blocks import Diagnosis, Elements, Fault, Hint, Message, Program, blocks
from grader.report.points import amount, points
from grader.untrusted.text import DASH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from grader.grading.result import CheckResult, Report, TaskResult

OWN = "The grader failed here"
"""How the message of a check begins that failed by nothing in the course's own files."""

HIDDEN = "A hidden check did not pass."

SELF_CHECK = "This is a self-check: the work and the check files lie in the same folder."


def explain(check: CheckResult, task: TaskResult | None = None) -> str:
    """Return what went wrong in a check and how to see it, a paragraph for each block."""
    return "\n\n".join(_paragraphs(check, task))


def _paragraphs(check: CheckResult, task: TaskResult | None) -> Iterator[str]:
    if check.hidden and check.outcome not in {"passed", "skipped"}:
        yield HIDDEN
    for block in blocks(check, task):
        match block:
            case Fault(text) | Message(text) | Diagnosis(text):
                yield text
            case Elements(rows) if rows:
                yield "\n".join((*rows, "(x is off)"))
            case Hint():
                yield str(block)
            case Program(code, invitation):
                yield f"{invitation}\n\n{code}"


def passing(count: int) -> str:
    """Say how many checks passed."""
    return "1 check passes" if count == 1 else f"{count} checks pass"


def not_run(checks: Collection[CheckResult]) -> str:
    """Say how many checks did not run, what they would have brought, and why."""
    reasons = {check.message for check in checks}
    words = "1 check was" if len(checks) == 1 else f"{len(checks)} checks were"
    why = f": {next(iter(reasons))}" if len(reasons) == 1 and next(iter(reasons)) else "."
    return f"{words} not run{worth(checks)}{why}"


def worth(checks: Collection[CheckResult]) -> str:
    """Say what checks that did not run would have brought, to stand after their number."""
    lost = sum(check.max_score for check in checks)
    return f", worth {amount(lost)} point{'' if lost == 1 else 's'}" if lost else ""


def same_reason(count: int) -> str:
    """Say how many more checks failed where another one tells why."""
    return f"{count} more, perhaps for the same reason"


def headline(task: TaskResult) -> str:
    """Return one line with the task's name and points."""
    return f"{task.id} {DASH} {task.title}: {points(task.score, task.max_score)}"


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
