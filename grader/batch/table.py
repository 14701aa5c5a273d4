"""The table of a class: one row a submission, from the first moment on."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

import msgspec

from grader.batch.intake import Entry
from grader.grading.result import Report, TaskResult
from grader.report.csv import other_files
from grader.untrusted.text import cell, one_line

RowStatus = Literal["pending", "graded", "to look at", "unreadable", "internal"]
"""Where a submission stands.

`pending`: its turn has not come. `graded`: whatever the score. `to look at`: there is code in it,
but none of the tasks. `unreadable`: it could not be opened, `reason` says why. `internal`: the
grader failed, and the points are not settled.
"""

LOOK: RowStatus = "to look at"

LONGEST = 300
"""Characters of a message that are shown in a cell."""

TOO_MANY = 0.2
"""The share of a class without any task that is said before anything else."""

SHOWN = 5
"""So many notes on a submission are shown in a cell."""

_LAST = ("total", "maximum", "status", "reason", "student", "student_id", "late", "identical_to")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One submission in the table; `scores` are by task, and empty before it was graded."""

    entry: Entry
    maximum: float
    status: RowStatus = "pending"
    scores: dict[str, float] = {}
    total: float = 0.0
    reason: str = ""
    content: str = ""


def graded(entry: Entry, content: str, report: Report, notes: Sequence[str], readable: bool) -> Row:
    """Return the row of a submission that has a report.

    Parameters
    ----------
    entry
        The submission.
    content
        What it shares with others of the very same contents.
    report
        The report.
    notes
        What else its reader should know.
    readable
        Whether it could be opened.
    """
    status = _status(report, readable=readable)
    notes = [*other_files(report), *entry.notes, *notes]
    if (more := len(notes) - SHOWN) > 0:
        notes = [*notes[:SHOWN], f"and {more} more notes"]
    reasons = [reason for task in report.tasks if (reason := _reason(task))]
    if status == LOOK:
        reasons = [f"nothing was graded, but there is code: {', '.join(report.unclaimed)}"]
    if status == "unreadable" or (
        status == "internal" and len({t.message for t in report.tasks}) == 1
    ):
        reasons = reasons and [report.tasks[0].message or reasons[0]]
    if report.internal_error:
        reasons.append(f"see {report.internal_error}")
    return Row(
        entry=entry,
        maximum=report.max_score,
        status=status,
        scores={task.id: task.score for task in report.tasks},
        total=report.score,
        reason=one_line("; ".join([*(reasons or ["every check passed"]), *notes])),
        content=content if readable else "",
    )


def warning(lost: int, submissions: int) -> str:
    """Return a sentence if so many submissions have none of the tasks that something is amiss."""
    if not lost or lost < TOO_MANY * submissions:
        return ""
    return (
        f"Look at this first: {lost} of {submissions} submissions have code, but none of the "
        "tasks. Is it the right course, and do students know how their files have to be called?"
    )


def _status(report: Report, *, readable: bool) -> RowStatus:
    if report.internal:
        return "internal"
    if not readable:
        return "unreadable"
    return LOOK if report.unclaimed else "graded"


def to_csv(rows: Iterable[Row], tasks: Sequence[str]) -> bytes:
    """Return the table as CSV in UTF-8; no cell is a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["submission", *tasks, *_LAST])
    firsts: dict[str, str] = {}
    for row in rows:
        name = row.entry.name
        first = firsts.setdefault(row.content, name) if row.content else name
        writer.writerow(
            [
                cell(name),
                *(number(row.scores[task]) if row.scores else "" for task in tasks),
                *(number(row.total), number(row.maximum), row.status, cell(row.reason)),
                *(cell(row.entry.student), cell(row.entry.student_id)),
                *("late" if row.entry.late else "", cell(first) if first != name else ""),
            ]
        )
    return file.getvalue().encode()


def number(value: float) -> str:
    """Return a number of points without a tail of rounding."""
    return f"{value:.10g}"


def counts(rows: Iterable[Row]) -> dict[RowStatus, int]:
    """Return how many rows there are of each status."""
    counted = Counter(row.status for row in rows)
    return {s: counted[s] for s in get_args(RowStatus)}


def _reason(task: TaskResult) -> str:
    """Return why a task has not all of its points, in few words."""
    if task.status == "passed":
        return ""
    if task.status == "unreadable":
        message = task.message if len(task.message) <= LONGEST else f"{task.message[:LONGEST]}…"
        return f"{task.id} unreadable: {message}"
    if task.status != "failed":
        return f"{task.id} {task.status}"
    outcomes = Counter(check.outcome for check in task.checks if check.max_score)
    told = [f"{count} {outcome}" for outcome, count in outcomes.items() if outcome != "passed"]
    faults = dict.fromkeys(c.message for c in task.checks if c.outcome == "internal" and c.message)
    why = f" ({'; '.join(faults)})" if faults else ""
    return f"{task.id}: {', '.join(told)}{why}"
