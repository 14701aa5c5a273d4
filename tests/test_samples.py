"""Sample submissions: a file or folder in `samples` is a test.

Every one in `wrong` loses exactly the checks that the line ``Loses:`` of its docstring names, every
one in `right` gets all points, and every one in `broken` ends in a report.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.conftest import SAMPLES, GradeOne, lost


def samples(kind: str) -> list[Path]:
    return sorted(p for p in SAMPLES.glob(f"{kind}/task*/*") if p.name != "__pycache__")


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def loses(path: Path) -> set[str]:
    """Read the line of the docstring that names the checks that a sample must fail."""
    file = path / f"{path.parent.name}.py" if path.is_dir() else path
    text = ast.get_docstring(ast.parse(file.read_bytes())) or ""
    match = re.search(r"^Loses: (.*?)\.$", text, re.DOTALL | re.MULTILINE)
    assert match, f"{file} needs a line 'Loses: first_check, second_check.' in its docstring"
    return set(re.split(r",\s*", match.group(1)))


@pytest.mark.parametrize("path", samples("wrong"), ids=named)
def test_wrong_submission_loses_what_it_says(path: Path, grade: GradeOne) -> None:
    report = grade(path, path.parent.name)
    assert report.score < report.max_score
    assert lost(report) == loses(path)


@pytest.mark.parametrize("path", samples("right"), ids=named)
def test_right_submission_gets_all_points(path: Path, grade: GradeOne) -> None:
    report = grade(path, path.parent.name)
    messages = [check.message for check in report.tasks[0].checks if check.outcome != "passed"]
    assert messages == []
    assert report.score == report.max_score
    assert report.all_passed


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("broken/*.py")), ids=lambda p: p.stem)
def test_broken_submission_ends_in_a_report_that_says_why(path: Path, grade: GradeOne) -> None:
    report = grade(path, "task1")
    (task,) = report.tasks
    assert not report.internal
    assert task.message or all(check.message for check in task.checks if check.outcome != "passed")
    assert "Traceback" not in str(report)
