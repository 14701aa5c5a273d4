"""What came of a submission, check by check, and whether two doors agree on it."""

from __future__ import annotations

from collections.abc import Mapping

from grader.grading.result import Report

Outcomes = Mapping[str, str]
"""The outcome of each check that ran, by the check's name; "" where a door tells only that it was
not passed."""


def of_report(report: Report) -> Outcomes:
    """Return the outcomes in a report; a hidden check that did not run has none."""
    (task,) = report.tasks
    checks = [check for check in task.checks if not (check.hidden and not check.max_score)]
    return {check.title: check.outcome for check in checks}


def of_gradescope(results: Mapping[str, object], task: str) -> Outcomes:
    """Return what Gradescope is told of a task; a check that was skipped is told as not passed."""
    tests = results["tests"]
    assert isinstance(tests, list)
    return {
        test["name"].removeprefix(f"{task}: "): "passed" if test["status"] == "passed" else ""
        for test in tests
        if test["name"].startswith(f"{task}: ")
    }


def differences(expected: Outcomes, found: Outcomes, *, hidden: bool) -> list[str]:
    """Return a line for each check whose outcomes differ.

    Parameters
    ----------
    expected, found
        What two doors say.
    hidden
        Whether hidden checks run behind both; where not, only what both say is compared.
    """
    names = [*expected, *(name for name in found if name not in expected)]
    return [
        f"{name}: {expected.get(name, 'not run')}, but {found.get(name, 'not run') or 'not passed'}"
        for name in names
        if (hidden or name in found) and not _agree(expected.get(name), found.get(name))
    ]


def _agree(expected: str | None, found: str | None) -> bool:
    return found == ("passed" if expected == "passed" else "") if found == "" else expected == found
