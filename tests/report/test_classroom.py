"""The text for GitHub Classroom's reporter, and the result of Classroom 50."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import pytest

from grader.errors import UsageError
from grader.grading.result import Place
from grader.report.classroom import to_classroom
from grader.report.classroom50 import to_classroom50
from grader.report.json import from_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.grading.result import Report

    Failing = Callable[..., Report]
    Golden = Callable[[str], Report]
    Told = Callable[..., Any]

ENVIRONMENT = {
    "CLASSROOM": "ml-2026",
    "ASSIGNMENT": "backprop",
    "USERNAME": "ada",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "COMMIT_URL": "https://example.org/commit",
    "RELEASE_URL": "https://example.org/release",
    "REVIEW_URL": "https://example.org/review",
}

LONGEST_VARIABLE = 131_072
"""MAX_ARG_STRLEN of Linux, in bytes, with the name and the 0 at the end."""


@pytest.fixture
def classroom(published: Callable[[str], Path]) -> Told:
    """Return a function that gives what the reporter reads, valid."""
    schema = json.loads(published("classroom.schema.json").read_bytes())

    def tell(report: Report) -> Any:
        results = json.loads(base64.b64decode(to_classroom(report)))
        jsonschema.Draft202012Validator(schema).validate(results)
        return results

    return tell


@pytest.fixture
def classroom50(published: Callable[[str], Path]) -> Told:
    """Return a function that gives the result, valid also where a schema cannot say so."""
    schema = json.loads(published("classroom50.schema.json").read_bytes())

    def tell(report: Report, **environment: str) -> Any:
        result = json.loads(to_classroom50(report, ENVIRONMENT | environment))
        jsonschema.Draft202012Validator(schema).validate(result)
        for part in (result, *result["tests"]):
            assert type(part["score"]) is int
            assert part["score"] <= part["max-score"]
        return result

    return tell


def printed(results: Any) -> list[str]:
    """Return the lines that the reporter prints of tests, by the rules of console-results.js."""
    lines: list[str] = []
    for test in results["tests"]:
        at = f" - line {test.get('line_no')}" if test.get("line_no") != 0 else ""
        if test["status"] == "pass":
            lines.append(f"✅ {test['name']}{at}")
        elif test["status"] == "error":
            lines.append(f"Error: {test['message'] or 'Failed to run test ' + test['name']}")
        else:
            lines.append(f"❌ {test['name']}{at}")
        if test.get("test_code"):
            lines += ["Test code:", *test["test_code"].splitlines()]
    return lines


def test_the_reporter_says_why_and_where(failing: Failing, classroom: Told) -> None:
    report = failing(
        title="halves", message="Got 1.", hint="", score=0, place=Place(file="task1.py", line=7)
    )
    most = report.tasks[0].checks[0].max_score
    assert printed(classroom(report)) == [
        "❌ halves - line 7",
        "Test code:",
        f"0/{most:g} points. Got 1.",
    ]


def test_the_reporter_names_what_raised(failing: Failing, classroom: Told) -> None:
    report = failing(outcome="error", title="halves", message="It raised.", hint="")
    assert printed(classroom(report)) == ["Error: halves: It raised."]


def test_no_row_of_the_reporter_ends_in_undefined(case: Path, classroom: Told) -> None:
    lines = printed(classroom(from_json((case / "report.json").read_bytes())))
    assert not [line for line in lines if line.endswith("line None")]


def test_a_hidden_failure_has_a_reason(golden: Golden, classroom: Told) -> None:
    assert any(
        "A hidden check did not pass." in line for line in printed(classroom(golden("hidden")))
    )


def test_no_line_of_the_reporter_is_a_command(hostile: Report, classroom: Told) -> None:
    for line in printed(classroom(hostile)):
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


def test_the_reporter_gets_all_points(case: Path, classroom: Told) -> None:
    report = from_json((case / "report.json").read_bytes())
    results = classroom(report)
    assert sum(test["score"] for test in results["tests"]) == report.score
    assert results["max_score"] == report.max_score


@pytest.mark.parametrize(
    ("name", "status"), [("all-tasks-passed", "pass"), ("hidden", "fail"), ("internal", "error")]
)
def test_the_reporter_is_told_how_it_went(
    golden: Golden, classroom: Told, name: str, status: str
) -> None:
    assert classroom(golden(name))["status"] == status


def test_what_the_reporter_prints_is_no_command(hostile: Report, classroom: Told) -> None:
    for test in classroom(hostile)["tests"]:
        told = test["name"] + (test["message"] or "")
        assert "\n" not in told
        assert "##[" not in told
        assert not test["name"].startswith("::")


def test_it_fits_into_a_variable(hostile: Report, failing: Failing, classroom: Told) -> None:
    assert len(to_classroom(hostile)) < LONGEST_VARIABLE
    report = failing(message="\N{SNOWMAN}" * 4_000, hint="\\" * 4_000, title="t" * 4_000)
    task = msgspec.structs.replace(report.tasks[0], checks=report.tasks[0].checks * 300)
    report = msgspec.structs.replace(report, tasks=(task,))
    assert len(classroom(report)["tests"]) == 300
    assert len(to_classroom(report)) < LONGEST_VARIABLE


def test_it_is_one_line(golden: Golden) -> None:
    assert to_classroom(golden("numbers-differ")).count(b"\n") == 1


def test_hidden_checks_keep_their_secrets(
    golden: Golden, classroom: Told, classroom50: Told
) -> None:
    for tell in (classroom, classroom50):
        assert "SECRET" not in json.dumps(tell(golden("hidden")))


def test_real_reports_are_results_of_classroom_50(case: Path, classroom50: Told) -> None:
    report = from_json((case / "report.json").read_bytes())
    result = classroom50(report)
    assert result["score"] * report.max_score == report.score * result["max-score"]
    assert result["max-score"] >= report.max_score


def test_hostile_text_and_numbers_are_a_result(hostile: Report, classroom50: Told) -> None:
    assert classroom50(hostile)["score"] == 0


def test_whose_it_is_comes_from_the_runner(golden: Golden, classroom50: Told) -> None:
    result = classroom50(golden("numbers-differ"), ASSIGNMENT_TYPE="group")
    assert (result["owner"], result["classroom"], result["assignment"]) == (
        "ada",
        "ml-2026",
        "backprop",
    )
    assert result["assignment_type"] == "group"
    assert result["datetime"] == "2026-06-01T14:32:05Z"


@pytest.mark.parametrize(
    ("score", "most", "told"),
    [(2.5, 4.0, (5, 8)), (1 / 3, 1.0, (1, 3)), (0.25, 0.75, (1, 3)), (3.0, 4.0, (3, 4))],
)
def test_points_become_integers_of_the_same_share(
    failing: Failing, classroom50: Told, score: float, most: float, told: tuple[int, int]
) -> None:
    result = classroom50(failing(score=score, max_score=most))
    share = result["score"] * told[1] == told[0] * result["max-score"]
    assert share, (result["score"], result["max-score"])


def test_without_the_runner_the_variables_are_named(golden: Golden) -> None:
    environment = ENVIRONMENT | {"CLASSROOM": "", "REVIEW_URL": ""}
    with pytest.raises(UsageError, match="CLASSROOM, REVIEW_URL"):
        to_classroom50(golden("hidden"), environment)


@pytest.mark.parametrize("tag", ["v1", "submit/2026-06-01T99-32-05Z-a", "submit/today"])
def test_a_tag_without_a_time_is_refused(golden: Golden, tag: str) -> None:
    with pytest.raises(UsageError, match="submit/2026"):
        to_classroom50(golden("hidden"), ENVIRONMENT | {"SUBMISSION_TAG": tag})
