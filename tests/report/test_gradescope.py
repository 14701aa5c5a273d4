"""The results.json of Gradescope."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from grader.report.gradescope import to_gradescope
from grader.report.json import from_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.grading.result import Report

    Failing = Callable[..., Report]
    Golden = Callable[[str], Report]
    Published = Callable[[str], Path]


@pytest.fixture
def told(published: Published) -> Callable[[Report], Any]:
    """Return a function that gives the valid results of a report."""
    schema = json.loads(published("gradescope.schema.json").read_bytes())

    def tell(report: Report) -> Any:
        results = json.loads(to_gradescope(report))
        jsonschema.Draft202012Validator(schema).validate(results)
        return results

    return tell


def test_real_reports_are_valid_and_add_up(case: Path, told: Callable[[Report], Any]) -> None:
    report = from_json((case / "report.json").read_bytes())
    results = told(report)
    assert results["score"] == report.score
    assert sum(test["score"] for test in results["tests"]) == report.score
    assert sum(test["max_score"] for test in results["tests"]) == report.max_score


def test_hostile_text_and_numbers_are_valid(hostile: Report, told: Callable[[Report], Any]) -> None:
    results = told(hostile)
    assert len(results["tests"]) == 56  # 4 times 12 that ran, 6 without hidden ones, 2 files
    assert len(to_gradescope(hostile)) < 4_000_000


def test_a_hidden_check_says_no_more_than_passed_or_failed_and_not_before_it_is_published(
    golden: Golden, told: Callable[[Report], Any]
) -> None:
    results = told(golden("hidden"))
    assert "SECRET" not in json.dumps(results)
    told_of = [(t["visibility"], t["status"], t["output"]) for t in results["tests"]]
    why = "“agrees with the reference solution” did not pass"
    assert told_of == [
        ("visible", "passed", ""),
        ("after_published", "failed", "A hidden check did not pass."),
        ("after_published", "failed", why),
    ]


def test_a_hidden_check_that_did_not_run_is_only_counted(
    failing: Failing, told: Callable[[Report], Any]
) -> None:
    results = told(failing(hidden=True, outcome="skipped", max_score=0.0))
    assert results["tests"] == []
    assert "One hidden check was not run here." in results["output"]


def test_a_file_that_does_not_load_is_a_test_that_says_why(
    golden: Golden, told: Callable[[Report], Any]
) -> None:
    report = golden("unreadable")
    (test,) = [t for t in told(report)["tests"] if "can be loaded" in t["name"]]
    assert test["status"] == "failed"
    assert test["output"] in {task.message for task in report.tasks}


def test_numbers_are_numbers(failing: Failing) -> None:
    text = to_gradescope(failing(score=2.5, max_score=4.0)).decode()
    assert '"score": 2.5,' in text
    assert '"max_score": 4,' in text


def test_students_text_is_never_html(failing: Failing, told: Callable[[Report], Any]) -> None:
    results = told(failing(task={"output": "<b>loud</b>"}))
    assert "<b>loud</b>" in results["output"]
    formats = {"output_format", "test_output_format", "test_name_format"}
    assert {results[name] for name in formats} == {"text"}
    assert not any(formats & set(test) for test in results["tests"])
    assert results["stdout_visibility"] == "hidden"


def test_a_failed_check_tells_all_that_helps(golden: Golden, told: Callable[[Report], Any]) -> None:
    report = golden("numbers-differ")
    check = report.tasks[0].checks[1]
    output = told(report)["tests"][1]["output"]
    for part in (check.message, f"Remember: {check.hint}", check.counterexample.strip()):
        assert part in output
