"""A report for the log of GitHub Actions: the readable text, then an annotation for each mistake.

Described in GitHub's documentation under "Workflow commands for GitHub Actions"; the escapes are
those of https://github.com/actions/toolkit, ``packages/core/src/command.ts``. A step summary is
Markdown: `grader.report.markdown`.

The runner takes a line that begins with ``::`` for a command. What a student had a hand in stands
between ``::stop-commands::`` and a token that ends it. The token is the SHA-256 of all that stands
between: whoever wants it in there would have to find a text that contains its own hash.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from grader.report.blocks import FAULT, Hint, Message, blocks, by_cause
from grader.report.plain import HIDDEN, same_reason
from grader.report.points import points
from grader.report.public import public
from grader.report.terminal import to_text
from grader.report.workspace import beside, in_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.grading.result import CheckResult, Place, Report, TaskResult

SHOWN = 10
"""Annotations of one kind that GitHub shows for a step."""

LONGEST_TITLE = 255
"""Characters of a title that GitHub takes."""


def to_github(report: Report, environment: Mapping[str, str] | None = None) -> str:
    """Return `report` as lines for standard output of a step in GitHub Actions.

    Parameters
    ----------
    report
        What is told.
    environment
        The variables of the runner: annotations name files as seen from its workspace.
    """
    report = public(report)
    tasks = [_placed(task, environment or {}) for task in report.tasks]
    errors = [error for task in tasks for error in _errors(task)]
    if len(errors) > SHOWN:
        rest = f"{len(errors) - SHOWN + 1} more mistakes are in the log and in the summary."
        errors[SHOWN - 1 :] = [command("error", rest, title="And more")]
    earned = f"{points(report.score, report.max_score)} points"
    last = command("notice", earned, title="Graded")
    notices = [notice for task in tasks for notice in _other_file(task)][: SHOWN - 1]
    lines = [*quoted(to_text(report)), *errors, *_faults(report), *notices, last]
    return "\n".join(lines) + "\n"


def _placed(task: TaskResult, environment: Mapping[str, str]) -> TaskResult:
    return msgspec.structs.replace(task, file=in_workspace(task.file, environment))


def command(name: str, message: str, **properties: str) -> str:
    """Return a workflow command; properties that are empty are left out."""
    pairs = [f"{key}={_property(value)}" for key, value in properties.items() if value]
    return f"::{name}{' ' if pairs else ''}{','.join(pairs)}::{_data(message)}"


def quoted(text: str) -> Iterator[str]:
    """Yield the lines of `text`, in which the runner sees no command."""
    token = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
    yield f"::stop-commands::{token}"
    yield text.rstrip("\n")
    yield f"::{token}::"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _errors(task: TaskResult) -> Iterator[str]:
    """Yield what the student can mend in a task: an annotation for each cause."""
    if task.status == "not started":
        yield command("error", "Not started.", file=task.file, title=_title(task, task.title))
    elif task.status in {"missing", "unreadable"}:
        message = task.message or f"{task.status}: {task.file}"
        where = _where(task.place, task) if task.status == "unreadable" else {}
        yield command("error", message, **where, title=_title(task, task.title))
    else:
        bad = [c for c in task.checks if c.outcome not in {"passed", "skipped", "internal"}]
        for check, others in by_cause(c for c in bad if not c.hidden):
            yield _error(check, len(others), task)
        if hidden := [check for check in bad if check.hidden]:
            yield _hidden(hidden, task)


def _other_file(task: TaskResult) -> Iterator[str]:
    """Yield which file was graded, where it is not the one that was asked for."""
    if task.instead_of:
        told = f"{task.file} is graded for {task.instead_of}."
        yield command("notice", told, file=task.file, title=_title(task, "another file"))


def _error(check: CheckResult, others: int, task: TaskResult) -> str:
    told = [
        str(b) if isinstance(b, Hint) else b.text
        for b in blocks(check)
        if isinstance(b, Hint | Message)
    ]
    if others:
        told.append(f"And {same_reason(others)}.")
    title = _title(task, check.title)
    return command("error", " ".join(told), **_where(check.place, task), title=title)


def _hidden(checks: list[CheckResult], task: TaskResult) -> str:
    """Return one annotation for all hidden checks: each would say the same, at the same line."""
    message = HIDDEN if len(checks) == 1 else f"{len(checks)} hidden checks did not pass."
    title = _title(task, "; ".join(check.title for check in checks))
    return command("error", message, **_where(None, task), title=title)


def _title(task: TaskResult, text: str) -> str:
    return f"{task.id}: {text}"[:LONGEST_TITLE]


def _where(place: Place | None, task: TaskResult) -> dict[str, str]:
    if place is None:
        return {"file": task.file}
    return {"file": beside(task.file, place), "line": str(place.line)}


def _faults(report: Report) -> Iterator[str]:
    if report.internal:
        yield command("warning", FAULT, title="The grader failed")
