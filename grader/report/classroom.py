"""A report for GitHub Classroom's autograding reporter: base64 of JSON, on one line.

The reporter (https://github.com/classroom-resources/autograding-grading-reporter) reads one such
text for each step from the environment: ``status``, ``max_score``, and of each test its ``name``,
``status``, ``message``, ``score``, ``line_no`` and ``test_code``. After its src/console-results.js:

- The name of a test is followed by "line N" unless ``line_no`` is 0.
- Of a test with ``error``, the message is printed without its name; of one with ``fail``, the name
  without its message. ``test_code`` is printed below each, where there is one.

So the message of a failure stands in ``test_code``, and that of an error begins with the name. The
log is that of GitHub Actions, where a line that begins with ``::`` is a command: therefore each
text stays on one line, and ``test_code``, which begins one, begins with the points.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import msgspec

from grader.report.blocks import Fault, Hint, Message, blocks
from grader.report.cases import told
from grader.report.plain import HIDDEN
from grader.report.points import number, points
from grader.report.public import public
from grader.untrusted.text import one_line

if TYPE_CHECKING:
    from grader.grading.result import CheckResult, Report

BROKEN = frozenset({"error", "timeout", "crashed", "internal"})

MOST = 120_000
"""Bytes of the whole text: Linux lets no variable be longer than 131,072, name included."""

SHARES = (2_000, 500, 100, 20)
"""Bytes of each name and each text: the most that fits into the whole is taken."""


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
    name, message = _inert(check.title, share), _inert(_why(check), share)
    told = {
        "name": name,
        "status": _outcome(check),
        "score": number(check.score),
        "max_score": number(check.max_score),
        "message": message or None,
        "line_no": check.place.line if message and check.place else 0,
    }
    if told["status"] == "error":
        told["message"] = f"{name}: {message}" if message else name
    elif message:
        told["test_code"] = f"{points(check.score, check.max_score)} points. {message}"
    return told


def _outcome(check: CheckResult) -> str:
    if check.outcome == "passed":
        return "pass"
    return "error" if check.outcome in BROKEN else "fail"


def _why(check: CheckResult) -> str:
    """Return why a check did not pass, nothing where it did."""
    if check.outcome == "passed":
        return ""
    told = (b.text for b in blocks(check) if isinstance(b, Fault | Message | Hint))
    return " ".join(told) or (HIDDEN if check.hidden else "")


def _inert(text: str, longest: int) -> str:
    """Return `text` on one line without the older mark of a command, cut to so many bytes."""
    line = one_line(text).replace("##[", "## [")
    return line.encode()[:longest].decode(errors="ignore")
