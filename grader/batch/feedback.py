"""What a student may see of a report, in Markdown.

Of a hidden check that is whether it passed. What the student's code printed is left out where
hidden checks ran: it may have printed what they called it with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.report.bill import blame
from grader.report.page import DASH, harmless
from grader.result import CheckResult, Report, TaskResult

PRINTED = 2000
"""Characters of what the student's code printed."""

_OURS = "The grader failed here, which is no fault of yours. Your instructor can see why."
_MARKS = {"internal": "!", "passed": "✓", "skipped": DASH}
_WORDS = {"error": "error", "timeout": "timed out", "crashed": "crashed", "skipped": "skipped"}
_MARKDOWN = re.compile(r"([\\`*\[\]<>|~&]|(?<!\w)_|_(?!\w))")


def to_feedback(report: Report, name: str) -> str:
    """Return the feedback on the submission called `name`."""
    lines = [f"# {_plain(name)}", "", f"**{_points(report.score, report.max_score)} points**", ""]
    if reason := _unopened(report):
        return "\n".join([*lines, *_block(reason)])
    for task in report.tasks:
        lines.extend(_task(task))
    return "\n".join(lines)


def _unopened(report: Report) -> str:
    """Return why there is nothing to say task by task, or nothing."""
    if report.isolation or any(task.status != "unreadable" for task in report.tasks):
        return ""  # some of it was run
    if report.internal:
        return _OURS
    messages = {task.message for task in report.tasks}
    return messages.pop() if len(messages) == 1 else ""


def _task(task: TaskResult) -> Iterator[str]:
    points = _points(task.score, task.max_score)
    yield f"## {_plain(task.id)} {_plain(task.title)}: {points}"
    yield ""
    if task.status in ("missing", "unreadable"):
        yield from _block(task.message or f"{task.file} is {task.status}.")
    else:
        shown = [check for check in task.checks if not (check.hidden and not check.max_score)]
        for check in shown:
            yield from _check(check)
        yield ""
    notes = (blame(task), *task.notes)
    yield from (line for note in notes if note for line in (_plain(note), ""))
    secret = task.status != "unreadable" and any(check.hidden for check in task.checks)
    if task.output.strip() and not secret:
        yield "Your code printed:"
        yield ""
        yield from _block(task.output[:PRINTED])


def _check(check: CheckResult) -> Iterator[str]:
    if check.hidden:
        mark, said = ("✓", "passed") if check.outcome == "passed" else ("✗", "failed")
        if check.outcome == "internal":
            mark, said = "!", _OURS
        yield f"- {mark} {_points(check.score, check.max_score)} hidden check: {said}"
        return
    mark = _MARKS.get(check.outcome, "✗")
    said = f" ({_WORDS[check.outcome]})" if check.outcome in _WORDS else ""
    yield f"- {mark} {_points(check.score, check.max_score)} {_plain(check.title)}{said}"
    if check.outcome == "internal":
        yield f"  {_OURS}"
    elif check.outcome == "skipped":
        yield f"  {_plain(check.message)}"
    elif check.outcome != "passed":
        yield from _why(check)


def _why(check: CheckResult) -> Iterator[str]:
    said = [check.message]
    if check.mismatch is not None and check.mismatch.diagnosis not in check.message:
        said.append(check.mismatch.diagnosis)
    if check.hint:
        said.append(f"Hint: {check.hint}")
    yield ""
    yield from _block("\n".join(said), indent="  ")
    if check.counterexample:
        yield "  See it happen: run this beside your file."
        yield ""
        yield from _block(check.counterexample, indent="  ", language="python")


def _block(text: str, *, indent: str = "", language: str = "text") -> Iterator[str]:
    """Yield a block in which a text stays a text, whatever it holds."""
    lines = harmless(text.strip("\n")).split("\n")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{indent}{fence}{language}"
    yield from (f"{indent}{line}".rstrip() for line in lines)
    yield f"{indent}{fence}"
    yield ""


def _plain(text: str) -> str:
    """Return a text on one line in which nothing is markup."""
    return _MARKDOWN.sub(r"\\\1", harmless(" ".join(text.split())))


def _points(score: float, most: float) -> str:
    return f"{score:.10g}/{most:.10g}"
