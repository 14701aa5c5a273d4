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
import posixpath
from typing import TYPE_CHECKING

from grader.report.blocks import FAULT, Hint, Message, blocks
from grader.report.points import points
from grader.report.public import public
from grader.report.terminal import to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.grading.result import CheckResult, Place, Report, TaskResult

SHOWN = 10
"""Annotations of one kind that GitHub shows for a step."""

LONGEST_TITLE = 255
"""Characters of a title that GitHub takes."""


def to_github(report: Report) -> str:
    """Return `report` as lines for standard output of a step in GitHub Actions."""
    report = public(report)
    errors = [error for task in report.tasks for error in _errors(task)]
    if len(errors) > SHOWN:
        rest = f"{len(errors) - SHOWN + 1} more mistakes are in the log and in the summary."
        errors[SHOWN - 1 :] = [command("error", rest, title="And more")]
    earned = f"{points(report.score, report.max_score)} points"
    last = command("notice", earned, title="Graded")
    notices = [notice for task in report.tasks for notice in _other_file(task)][: SHOWN - 1]
    lines = [*quoted(to_text(report)), *errors, *_faults(report), *notices, last]
    return "\n".join(lines) + "\n"


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
    """Yield what the student can mend in a task."""
    if task.status == "not started":
        yield command("error", "Not started.", file=task.file, title=_title(task, task.title))
    elif task.status in {"missing", "unreadable"}:
        message = task.message or f"{task.status}: {task.file}"
        where = _where(task.place, task) if task.status == "unreadable" else {}
        yield command("error", message, **where, title=_title(task, task.title))
    else:
        for check in task.checks:
            if check.outcome not in {"passed", "skipped", "internal"}:
                yield _error(check, task)


def _other_file(task: TaskResult) -> Iterator[str]:
    """Yield which file was graded, where it is not the one that was asked for."""
    if task.instead_of:
        told = f"{task.file} is graded for {task.instead_of}."
        yield command("notice", told, file=task.file, title=_title(task, "another file"))


def _error(check: CheckResult, task: TaskResult) -> str:
    hidden = "A hidden check did not pass." if check.hidden else ""
    told = (
        str(b) if isinstance(b, Hint) else b.text
        for b in blocks(check)
        if isinstance(b, Hint | Message)
    )
    title = _title(task, check.title)
    return command("error", hidden or " ".join(told), **_where(check.place, task), title=title)


def _title(task: TaskResult, text: str) -> str:
    return f"{task.id}: {text}"[:LONGEST_TITLE]


def _where(place: Place | None, task: TaskResult) -> dict[str, str]:
    if place is None:
        return {"file": task.file}
    file = posixpath.join(posixpath.dirname(task.file), place.file)
    return {"file": file, "line": str(place.line)}


def _faults(report: Report) -> Iterator[str]:
    if report.internal:
        yield command("warning", FAULT, title="The grader failed")
