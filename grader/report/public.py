"""What of a report its student may see, in characters that only ever show themselves.

Every format that leaves the house begins here: hidden checks say passed or failed and no more,
what the code printed while they ran is left out, text is harmless and of bounded length, and
numbers are numbers. A format then has its own escaping left to do, and nothing else.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

import msgspec

from grader.grading.result import CheckResult, Report, TaskResult
from grader.report.blocks import blame
from grader.untrusted.text import harmless, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.grading.result import Outcome

T = TypeVar("T")

LONGEST = 4_000
"""So many characters of a message, a hint or a name are told; of other text as `ROOM` says."""

ROOM: Mapping[str, int] = {"output": 64_000, "counterexample": 16_000}

ONE_LINE = frozenset(
    {"id", "title", "assignment", "file", "instead_of", "array", "grader_version", "isolation"}
)
"""The fields that are names: whatever is in them, they stay on one line."""

TOLD: frozenset[Outcome] = frozenset({"passed", "skipped"})
"""How a hidden check may say that it ended.

All else is `failed`, as how it failed is a clue: even a fault of the grader's, which code that
chooses what it returns may bring about.
"""


def public(report: Report) -> Report:
    """Return `report` as the student may see it, fit for any format.

    Also gone are `internal_error`, a path on the grader's machine, and `seed`, which would tell
    what is asked for next.
    """
    tasks = tuple(_task(task) for task in report.tasks)
    shown = msgspec.structs.replace(report, tasks=tasks, internal_error="", seed=None)
    return _clean(_counted(shown))


def cut(text: str, longest: int) -> str:
    """Return at most `longest` characters of `text`, and how many there were more."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]}\n… and {len(text) - longest:,} more characters"


def _task(task: TaskResult) -> TaskResult:
    checks = tuple(_counted(_hidden(c) if c.hidden else c) for c in task.checks)
    notes = (told, *task.notes) if (told := blame(task)) else task.notes
    return _counted(msgspec.structs.replace(task, checks=checks, notes=notes, hidden_output=""))


def _hidden(check: CheckResult) -> CheckResult:
    """Return what may be told of a hidden check; fields that are not named here stay empty.

    Why a check could not run is no secret: it names another check, or the solutions.
    """
    return CheckResult(
        id=check.id,
        title=check.title,
        outcome=check.outcome if check.outcome in TOLD else "failed",
        score=check.score,
        max_score=check.max_score,
        hidden=True,
        message=check.message if check.outcome == "skipped" else "",
    )


def _counted(struct: T) -> T:
    """Return a struct with points and seconds that are numbers, and not below zero."""
    assert isinstance(struct, msgspec.Struct)  # noqa: S101 - said to the type checker
    fields = {"score", "max_score", "seconds"} & set(struct.__struct_fields__)
    values = {name: getattr(struct, name) for name in fields}
    sound = {k: max(v, 0) if math.isfinite(v) else 0 for k, v in values.items()}
    return msgspec.structs.replace(struct, **sound)


def _clean(value: T, field: str = "") -> T:
    """Return `value` with all text in it harmless, whatever structs it is made of."""
    if isinstance(value, str):
        text = harmless(cut(value, ROOM.get(field, LONGEST)))
        return one_line(text) if field in ONE_LINE else text  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_clean(item, field) for item in value)  # type: ignore[return-value]
    if isinstance(value, dict):
        return {_clean(k): _clean(v) for k, v in value.items()}  # type: ignore[return-value]
    if isinstance(value, msgspec.Struct):
        changed = {name: _clean(getattr(value, name), name) for name in value.__struct_fields__}
        return msgspec.structs.replace(value, **changed)
    return value
