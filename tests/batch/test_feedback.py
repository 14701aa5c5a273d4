"""What a student may see: nothing of hidden checks, and text that stays text."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from grader.batch.feedback import to_feedback
from grader.batch.plan import Plan
from grader.course import open_course
from grader.report.json import from_json
from grader.result import CheckResult, Report, TaskResult

CHECK = CheckResult(id="a", title="double doubles", outcome="passed", score=1, max_score=1)


def test_submission_that_cannot_be_opened_says_so_once(tiny: Path) -> None:
    plan = Plan(open_course(tiny), (), 0)
    text = to_feedback(from_json(plan.unreadable("The zip is damaged.")), "anna")
    assert text == "# anna\n\n**0/3 points**\n\n```text\nThe zip is damaged.\n```\n"
    text = to_feedback(from_json(plan.failed("KeyError: 'secret'", "/faults/anna")), "anna")
    assert "no fault of yours" in text
    assert "secret" not in text


def feedback(*checks: CheckResult, name: str = "anna", **task: object) -> str:
    fields = {"status": "failed", "message": "", "output": "", "file": "double.py"} | task
    result = TaskResult(
        id="double",
        title="Twice as much",
        assignment="warmup",
        score=sum(check.score for check in checks),
        max_score=sum(check.max_score for check in checks),
        checks=checks,
        **fields,  # type: ignore[arg-type]
    )
    report = Report(
        score=result.score,
        max_score=result.max_score,
        seed=0,
        grader_version="1",
        isolation="confined",
        tasks=(result,),
    )
    return to_feedback(report, name)


def changed(**fields: object) -> CheckResult:
    return msgspec.structs.replace(CHECK, **fields)


@pytest.mark.parametrize("outcome", ["failed", "error", "timeout", "crashed", "skipped"])
def test_hidden_check_is_passed_or_failed_and_nothing_else(outcome: str) -> None:
    hidden = changed(
        outcome=outcome,
        score=0,
        hidden=True,
        title="SECRET title",
        message="SECRET message",
        hint="SECRET hint",
        counterexample="SECRET example",
    )
    text = feedback(CHECK, hidden, output="SECRET input")
    assert "SECRET" not in text
    assert outcome == "failed" or outcome not in text
    assert "✗ 0/1 hidden check: failed" in text
    assert "✓ 1/1 hidden check: passed" in feedback(changed(hidden=True))


def test_hidden_check_that_could_not_run_is_not_mentioned() -> None:
    left_out = changed(outcome="skipped", score=0, max_score=0, hidden=True)
    assert "hidden" not in feedback(CHECK, left_out)


def test_failure_comes_with_message_hint_and_example() -> None:
    failed = changed(
        outcome="failed", score=0, message="it is 2", hint="try 3", counterexample="print(1)"
    )
    text = feedback(failed)
    assert "- ✗ 0/1 double doubles" in text
    assert "  it is 2\n  Hint: try 3\n" in text
    assert "  ```python\n  print(1)\n  ```" in text


def test_students_text_cannot_leave_its_block() -> None:
    message = "boom\n```\n# Full marks\n<script>alert(1)</script>\n`````"
    text = feedback(changed(outcome="error", score=0, message=message))
    inside = text.split("``````text")[1].split("``````")[0]
    assert "Full marks" in inside
    assert "<script>" in inside
    assert "Full marks" not in text.replace(inside, "")


def test_students_text_in_a_line_is_no_markup() -> None:
    skipped = changed(outcome="skipped", score=0, message="<b>[x](y)</b> \x1b[2J")
    text = feedback(skipped, name="<img> *x*")
    assert "\\<b\\>\\[x\\](y)\\</b\\>" in text
    assert "\x1b" not in text
    assert text.startswith("# \\<img\\> \\*x\\*\n")


def test_fault_of_the_grader_is_not_put_on_the_student() -> None:
    text = feedback(changed(outcome="internal", score=0, message="KeyError in the judge"))
    assert "no fault of yours" in text
    assert "KeyError" not in text


def test_file_that_does_not_load_says_why_and_shows_what_was_printed() -> None:
    skipped = changed(outcome="skipped", score=0)
    text = feedback(
        skipped,
        msgspec.structs.replace(skipped, hidden=True),
        status="unreadable",
        message="line 3: bad",
        output="hello",
        notes=("Cell 2 raised",),
    )
    assert "line 3: bad" in text
    assert "Cell 2 raised" in text
    assert "hello" in text
