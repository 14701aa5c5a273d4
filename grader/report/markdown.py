"""A report in GitHub's Markdown, for a step summary, an issue or a feedback file.

Foreign text stands either in a fence that is longer than any in it, or has every character escaped
that could mean anything: no link, image, mention or tag of a student's comes to life.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.report.blocks import (
    FAULT,
    Block,
    Diagnosis,
    Elements,
    Fault,
    Hint,
    Message,
    Program,
    blocks,
    spans,
)
from grader.report.plain import remarks
from grader.report.points import earned, points
from grader.report.public import cut, public
from grader.untrusted.text import DASH, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.grading.result import CheckResult, Outcome, Report, TaskResult

LIMIT = 1 << 20
"""Bytes of a step summary that GitHub takes."""

PRINTED = 4_000
"""Characters of what a student's code printed."""

SIGNS: Mapping[Outcome, str] = {"passed": "✅", "skipped": "⏭️", "internal": "❗"}
WORDS: Mapping[Outcome, str] = {
    "passed": "passed",
    "failed": "failed",
    "error": "error",
    "timeout": "timed out",
    "crashed": "crashed",
    "skipped": "not run",
    "internal": "unclear",
}

_CUT_SHORT = "\nThe rest is left out: this place takes no more.\n"
_ACTIVE = re.compile(
    r"([!#$&*<>@\[\\\]^`{|}~]|:(?=\S)"  # wherever it stands; a colon in an address or an emoji
    r"|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"  # within a word it means nothing
    r"|(?<!\S)[-+=](?=[-+=\s]|$)|(?<=\d)[.)](?=\s)"  # a list or a line, where a line begins
    r"|\.(?=[A-Za-z]))"  # an address
)


def to_markdown(report: Report, limit: int = LIMIT, name: str = "") -> str:
    """Return `report` in Markdown, in whole sections, of at most `limit` bytes in UTF-8.

    On `name` it begins with whose submission it is on.
    """
    report = public(report)
    told, room = "", limit - len(_CUT_SHORT.encode())
    for section in _sections(report, name):
        size = len(section.encode())
        if size > room:
            return told + _CUT_SHORT if room >= 0 else ""
        told, room = told + section, room - size
    return told


def _sections(report: Report, name: str) -> Iterator[str]:
    """Yield the overview, then each task's checks and what its code printed, each on its own."""
    if name:
        yield f"# {_line(name)}\n\n"
    yield f"## {points(report.score, report.max_score)} points\n\n"
    if not report.tasks:
        yield "No task was graded.\n"
        return
    if reason := _unopened(report):
        yield reason
        return
    yield "| Task | | Points |\n|---|---|---|\n"
    for task in report.tasks:
        about = f"{_line(task.id)} | {_line(task.title)}"
        yield f"| {about} | {points(task.score, task.max_score)} |\n"
    for remark in remarks(report):
        yield f"\n{remark}\n"
    for task in report.tasks:
        yield from _task(task)


def _unopened(report: Report) -> str:
    """Return why there is nothing to say task by task, or nothing."""
    if report.isolation or any(task.status != "unreadable" for task in report.tasks):
        return ""  # some of it was run
    if report.internal:
        return f"{FAULT}\n"
    messages = {task.message for task in report.tasks}
    return _said(messages.pop()) if len(messages) == 1 else ""


def _task(task: TaskResult) -> Iterator[str]:
    yield f"\n### {_line(task.id)} {DASH} {_line(task.title)}\n\n"
    if task.status == "not started":
        yield f"Not started: open {_line(task.file)}.\n"
    elif task.message:
        yield _said(task.message)
    else:
        yield "| | Check | Points |\n|---|---|---|\n"
        yield from map(_row, task.checks)
        for check in task.checks:
            if check.outcome not in {"passed", "skipped"} and not check.hidden:
                yield _why(check, task)
    for note in task.notes:
        yield f"\n{_line(note)}\n"
    if task.output.strip():
        fence = _fence(cut(task.output.rstrip(), PRINTED), "text")
        yield f"\n<details><summary>What your code printed</summary>\n\n{fence}\n</details>\n"


def _row(check: CheckResult) -> str:
    sign = f"{SIGNS.get(check.outcome, '❌')} {WORDS[check.outcome]}"
    title = _line(check.title) + (" (hidden)" if check.hidden else "")
    return f"| {sign} | {title} | {earned(check)} |\n"


def _why(check: CheckResult, task: TaskResult) -> str:
    """Return what went wrong in one check, and how to see it."""
    return "\n".join(
        (f"\n#### {_line(check.title)}\n", *filter(None, map(_block, blocks(check, task))))
    )


def _block(block: Block) -> str:
    match block:
        case Fault(text):
            return f"{text}\n"
        case Message(text):
            return _said(text)
        case Diagnosis(text):
            return f"**{_line(text)}**\n"
        case Elements(rows) if rows:
            return _fence("\n".join((*rows, "(x is off)")), "text")
        case Hint(word, text):
            return f"{word}: {_line(text)}\n"
        case Program(code, invitation):
            return f"{invitation}\n\n{_fence(code, 'python')}"
    return ""


def _said(text: str) -> str:
    """Return a message; what has several lines, as an error in the syntax, keeps them."""
    return _fence(text, "text") if "\n" in text.strip() else f"{_line(text)}\n"


def _line(text: str) -> str:
    """Return text that means nothing in Markdown, on one line; what stands in backticks is code."""
    return "".join(_code(part) if code else _escaped(part) for part, code in spans(one_line(text)))


def _code(text: str) -> str:
    """Return an element of HTML: a code span would take no escapes, and split a table's cell."""
    return f"<code>{_escaped(text)}</code>" if text.strip() else _escaped(f"`{text}`")


def _escaped(text: str) -> str:
    return _ACTIVE.sub(r"\\\1", text)


def _fence(text: str, language: str) -> str:
    """Return a block of code; its fence is longer than any run of backticks in it."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}\n"
