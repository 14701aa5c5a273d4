"""Reports on submissions that were not graded."""

from __future__ import annotations

from pathlib import Path

from grader.batch.plan import Plan
from grader.course import open_course
from grader.report.json import from_json
from grader.report.markdown import to_markdown


def test_submission_that_cannot_be_opened_says_so_once(tiny: Path) -> None:
    plan = Plan(open_course(tiny), (), 0)
    text = to_markdown(from_json(plan.unreadable("The zip is damaged.")), name="anna")
    assert text == "# anna\n\n## 0/3 points\n\nThe zip is damaged.\n"
    text = to_markdown(from_json(plan.failed("KeyError: 'secret'", "/faults/anna")))
    assert "That is not your fault" in text
    assert "secret" not in text
