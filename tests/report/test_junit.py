"""JUnit XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import etree

from grader.grading.result import Place
from grader.report.json import from_json
from grader.report.junit import to_junit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.grading.result import Report

    Failing = Callable[..., Report]
    Golden = Callable[[str], Report]
    Element = etree._Element  # noqa: SLF001 - lxml has no public name for it
    Told = Callable[[Report], Element]


@pytest.fixture
def told(published: Callable[[str], Path]) -> Told:
    """Return a function that gives the valid document of a report."""
    schema = etree.XMLSchema(etree.parse(published("junit.xsd")))

    def tell(report: Report) -> Element:
        document = etree.fromstring(to_junit(report))
        schema.assertValid(document)
        return document

    return tell


def test_real_reports_are_valid(case: Path, told: Told) -> None:
    report = from_json((case / "report.json").read_bytes())
    document = told(report)
    assert document.get("tests") == str(len(document.findall(".//testcase")))
    begun = [task for task in report.tasks if task.status != "passed"]
    green = [suite for suite in document if suite.get("failures") == suite.get("errors") == "0"]
    assert len(green) == len(report.tasks) - len(begun)
    assert [suite.get("name") for suite in document] == [task.id for task in report.tasks]


def test_hostile_text_and_numbers_are_valid(hostile: Report, told: Told) -> None:
    document = told(hostile)
    assert document.get("time") == "0.000"
    assert len(document.findall(".//testcase")) == 65
    printed = [suite.findtext("system-out") or "" for suite in document]
    assert all(r"\x1b[31m" in text for text in printed)


@pytest.mark.parametrize(
    ("outcome", "element"),
    [
        ("failed", "failure"),
        ("error", "error"),
        ("timeout", "error"),
        ("crashed", "error"),
        ("internal", "error"),
        ("skipped", "skipped"),
    ],
)
def test_wrong_numbers_are_a_failure_and_broken_code_an_error(
    failing: Failing, told: Told, outcome: str, element: str
) -> None:
    document = told(failing(outcome=outcome, message="Why <not>?"))
    (ending,) = document.find(".//testcase")
    assert (ending.tag, ending.get("type"), ending.get("message")) == (
        element,
        outcome,
        "Why <not>?",
    )
    counts = {name: document[0].get(name) for name in ("failures", "errors", "skipped")}
    counted = {"failure": "failures", "error": "errors", "skipped": "skipped"}[element]
    assert counts == dict.fromkeys(counts, "0") | {counted: "1"}


def test_a_check_that_passed_has_no_child(golden: Golden, told: Told) -> None:
    document = told(golden("one-task-passed"))
    children = [[child.tag for child in case] for case in document.findall(".//testcase")]
    assert children == [[], [], [], [], ["skipped"]]


def test_readers_that_show_no_properties_show_points_and_the_line(
    failing: Failing, told: Told
) -> None:
    report = failing(
        title="halves",
        score=0,
        max_score=2,
        place=Place(file="helper.py", line=7),
        task={"file": "work/task1.py"},
    )
    case = told(report).find(".//testcase")
    assert case.get("name") == "halves (2 points)"
    assert case.findtext("failure").startswith("work/helper.py:7: 0/2 points\n\n")


def test_a_hidden_failure_has_a_text(golden: Golden, told: Told) -> None:
    document = told(golden("hidden"))
    failures = document.findall(".//failure")
    assert failures
    assert all(f.get("message") == "A hidden check did not pass." for f in failures)
    assert all("A hidden check did not pass." in f.text for f in failures)


def test_points_are_properties(golden: Golden, told: Told) -> None:
    report = golden("numbers-differ")
    document = told(report)
    found = {p.get("name"): p.get("value") for p in document.findall("testsuite/properties/*")}
    task = report.tasks[0]
    assert float(found["score"]) == task.score
    assert float(found["max_score"]) == task.max_score
    for check in task.checks:
        assert float(found[f"{check.id}.score"]) == check.score
        assert float(found[f"{check.id}.max_score"]) == check.max_score


def test_hidden_checks_keep_their_secrets(golden: Golden) -> None:
    assert b"SECRET" not in to_junit(golden("hidden"))


def test_lines_stay_lines(failing: Failing, told: Told) -> None:
    document = told(failing(counterexample="a = 1\nprint(a)\n", task={"output": "one\ntwo"}))
    assert "a = 1\nprint(a)" in document.findtext(".//failure")
    assert document.findtext(".//system-out") == "one\ntwo"
