"""What another grading changed: which score, which checks, and what may be the cause."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from grader.batch.gradebook import Grading
from grader.batch.table import number
from grader.grading.result import Report

SHOWN = 4
"""So many checks are named on a line."""


class Change(msgspec.Struct, frozen=True):
    """A submission whose score is another one now."""

    name: str
    old: float
    new: float
    causes: tuple[str, ...]
    """What differs: the submission, the course, the grader or the examples."""
    checks: tuple[str, ...]
    """The checks that ended in another way, each as ``task/check: old → new``."""

    def __str__(self) -> str:
        more = len(self.checks) - SHOWN
        checks = ", ".join(self.checks[:SHOWN]) + (f" and {more} more" if more > 0 else "")
        why = " and ".join(self.causes)
        return f"{self.name}: {number(self.old)} → {number(self.new)} ({why}; {checks})"


def compare(name: str, before: Grading, after: Grading) -> Change | None:
    """Return what changed for a submission, or None where its score is what it was."""
    old, new = before.report, after.report
    checks = tuple(_checks(old, new))
    if (old.score, old.max_score) == (new.score, new.max_score) and not checks:
        return None
    causes = tuple(_causes(before, after))
    return Change(name, old.score, new.score, causes, checks or ("other tasks",))


def _causes(before: Grading, after: Grading) -> Iterator[str]:
    differs = {
        "another submission": before.content != after.content and not before.report.internal,
        "another course version": before.key.course != after.key.course,
        "another grader version": before.key.grader != after.key.grader,
        "other examples": before.key.examples != after.key.examples,
        "it had not been graded": before.report.internal,
    }
    causes = [cause for cause, holds in differs.items() if holds]
    yield from causes or ["nothing else differs, so the code or a time limit is left to chance"]


def _checks(old: Report, new: Report) -> Iterator[str]:
    before, after = _outcomes(old), _outcomes(new)
    for check in dict.fromkeys([*before, *after]):
        was, is_ = before.get(check, "not there"), after.get(check, "not there")
        if was != is_:
            yield f"{check}: {was} → {is_}"


def _outcomes(report: Report) -> dict[str, str]:
    return {f"{task.id}/{c.id}": c.outcome for task in report.tasks for c in task.checks}
