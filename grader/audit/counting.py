"""What each check is good for: what it catches first, what it alone catches, what it costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from grader.audit.result import CheckAudit, Ended
from grader.authoring.task import Task
from grader.grading.result import Report


def tallied(
    id_: str, task: Task, reports: Sequence[Report], ended: Sequence[Ended]
) -> tuple[CheckAudit, ...]:
    """Return what each check of a task is good for.

    Parameters
    ----------
    id_, task
        The task.
    reports
        All reports of the audit.
    ended
        What became of all wrong versions.
    """
    caught = [one.checks for one in ended if one.verdict == "caught" and one.checks]
    first = Counter(checks[0] for checks in caught)
    alone = Counter(checks[0] for checks in caught if len(checks) == 1)
    took: dict[str, list[float]] = {}
    for report in reports:
        for result in report.tasks:
            for check in result.checks if result.id == id_ else ():
                if check.outcome in ("passed", "failed"):
                    took.setdefault(check.id, []).append(check.seconds or 0.0)
    return tuple(
        CheckAudit(
            id=check.id,
            first=first[f"{id_}.{check.id}"],
            alone=alone[f"{id_}.{check.id}"],
            seconds=round(sum(own) / len(own), 4) if (own := took.get(check.id, [])) else 0.0,
        )
        for check in task.checks
    )
