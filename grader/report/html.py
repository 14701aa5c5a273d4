"""A report as one page of HTML that needs nothing else: no script, no font, no other file.

The page itself is ``templates/report.html.jinja``. Jinja2 escapes all that is put into it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.report.blocks import Block, blocks, spans
from grader.report.heatmap import heat_map
from grader.report.plain import remarks
from grader.report.points import earned, points
from grader.report.public import public
from grader.untrusted.text import DASH, one_line

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup, escape
except ModuleNotFoundError as error:
    raise UsageError(
        "The HTML page needs Jinja2, which is not installed: pip install jinja2"
    ) from error

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.grading.result import CheckResult, Outcome, Report, Status, TaskResult

STATUS: Mapping[Status, str] = {
    "passed": "passed",
    "failed": "not passed yet",
    "not started": "not started",
    "missing": "no file",
    "unreadable": "cannot be loaded",
}
OUTCOME: Mapping[Outcome, tuple[str, str, str]] = {
    "passed": ("good", "✓", "passed"),
    "failed": ("bad", "✗", "failed"),
    "error": ("bad", "✗", "error"),
    "timeout": ("bad", "✗", "timed out"),
    "crashed": ("bad", "✗", "crashed"),
    "skipped": ("open", DASH, "not run"),
    "internal": ("unclear", "!", "the grader's own fault"),
}
"""How each outcome looks: its class, its sign, and its word."""


def to_html(report: Report) -> str:
    """Return `report` as a page."""
    report = public(report)
    share = report.score / report.max_score if report.max_score else 0.0
    return (
        _environment()
        .get_template("report.html.jinja")
        .render(
            report=report,
            total=points(report.score, report.max_score),
            percent=f"{100 * min(share, 1):.0f}",
            remarks=remarks(report),
        )
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "prose": prose,
        "points": _points,
        "earned": earned,
    }
    environment.globals |= {
        "heat_map": heat_map,
        "blocks": _told,
        "STATUS": STATUS,
        "OUTCOME": OUTCOME,
    }
    return environment


def prose(text: str) -> Markup:
    """Return text in which what stands in backticks is code."""
    told = (
        Markup("<code>{}</code>").format(part) if code else escape(part)
        for part, code in spans(one_line(text))
    )
    return Markup("").join(told)


def _told(check: CheckResult) -> dict[str, Block]:
    """Return the blocks of a check by their names."""
    return {type(block).__name__: block for block in blocks(check)}


def _points(task: TaskResult) -> str:
    return points(task.score, task.max_score) if task.max_score else ""
