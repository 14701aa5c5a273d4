"""A report for GitHub Classroom's autograding reporter: base64 of JSON, on one line.

The reporter (https://github.com/classroom-resources/autograding-grading-reporter) reads one such
text for each step from the environment: ``status``, ``max_score``, and of each test its ``name``,
``status``, ``message`` and ``score``. It prints names and messages into the log of GitHub Actions,
where a line that begins with ``::`` is a command: therefore they stay on one line here.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import msgspec

from grader.report.blocks import Hint, Message, blocks
from grader.report.cases import told
from grader.report.points import number
from grader.report.public import public
from grader.untrusted.text import one_line

if TYPE_CHECKING:
    from grader.grading.result import CheckResult, Report

MOST = 120_000
"""Bytes of the whole text: Linux lets no variable be longer than 131,072, name included."""

SHARES = (2_000, 500, 100, 20)
"""Bytes of each name and each message: the most that fits into the whole is taken."""


def to_classroom(report: Report) -> bytes:
    """Return `report` as the reporter takes it, with a line end."""
    report = public(report)
    texts = (_encoded(report, share) for share in SHARES)
    fitting = (text for text in texts if len(text) < MOST)
    return next(fitting, _encoded(report, SHARES[-1])) + b"\n"


def _encoded(report: Report, share: int) -> bytes:
    results = {
        "version": 1,
        "status": _status(report),
        "max_score": number(report.max_score),
        "tests": [_test(check, share) for _, check in told(report)],
    }
    return base64.b64encode(msgspec.json.encode(results))


def _status(report: Report) -> str:
    if report.internal:
        return "error"
    return "pass" if report.all_passed else "fail"


def _test(check: CheckResult, share: int) -> dict[str, Any]:
    broken = {"error", "timeout", "crashed", "internal"}
    status = "error" if check.outcome in broken else "fail"
    message = " ".join(b.text for b in blocks(check) if isinstance(b, Message | Hint))
    return {
        "name": _inert(check.title, share),
        "status": "pass" if check.outcome == "passed" else status,
        "score": number(check.score),
        "max_score": number(check.max_score),
        "message": _inert(message, share) if check.outcome != "passed" else None,
    }


def _inert(text: str, longest: int) -> str:
    """Return `text` on one line without the older mark of a command, cut to so many bytes."""
    line = one_line(text).replace("##[", "## [")
    return line.encode()[:longest].decode(errors="ignore")
