"""Sample submissions: a file or folder in `samples` is a test.

Every one in `wrong` loses exactly the checks that the line ``Loses:`` of its docstring names and
keeps the points that its line ``Keeps:`` says, which have to be fair, and is told nothing but what
somebody has found to be true of it; every one in `right` gets all
points, and every one in `broken` ends in a report.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.conftest import SAMPLES, GradeOne, in_part, lost
from tests.samples.told import diagnoses, read_diagnoses


def samples(kind: str) -> list[Path]:
    return sorted(p for p in SAMPLES.glob(f"{kind}/task*/*") if p.name != "__pycache__")


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def in_parts(paths: list[Path], one_in: int) -> list[ParameterSet]:
    """Mark as large all but one in so many."""
    marks = {path: [] if in_part(named(path), one_in) else [pytest.mark.large] for path in paths}
    return [pytest.param(path, marks=marks[path]) for path in paths]


SHARES = {
    "It costs a trifle.": (0.9, 1.0),
    "It computes nothing.": (0.0, 0.1),
    "It makes several slips.": (0.0, 1.0),
}
"""What share of the points a wrong sample may keep, by the line that says what kind it is."""

ONE_SLIP = (0.5, 0.9)


def docstring(path: Path) -> str:
    file = path / f"{path.parent.name}.py" if path.is_dir() else path
    return ast.get_docstring(ast.parse(file.read_bytes())) or ""


def loses(path: Path) -> set[str]:
    """Read the line of the docstring that names the checks that a sample must fail."""
    match = re.search(r"^Loses: (.*?)\.$", docstring(path), re.DOTALL | re.MULTILINE)
    assert match, f"{path} needs a line 'Loses: first_check, second_check.' in its docstring"
    return set(re.split(r",\s*", match.group(1)))


def keeps(path: Path) -> str:
    """Read the line of the docstring that says what a sample keeps, "16 of 20"."""
    match = re.search(r"^Keeps: ([\d.]+ of [\d.]+)\.$", docstring(path), re.MULTILINE)
    assert match, f"{path} needs a line 'Keeps: 16 of 20.' in its docstring"
    return match.group(1)


def fair_shares(path: Path) -> tuple[float, float]:
    """Return between which shares of the points the ones that a sample keeps are fair."""
    lines = docstring(path).splitlines()
    return next((share for line, share in SHARES.items() if line in lines), ONE_SLIP)


@pytest.mark.parametrize("path", in_parts(samples("wrong"), 3), ids=named)
def test_wrong_submission_loses_what_it_says(path: Path, grade: GradeOne) -> None:
    report = grade(path, path.parent.name)
    assert report.score < report.max_score
    assert lost(report) == loses(path)
    assert f"{report.score:g} of {report.max_score:g}" == keeps(path)
    least, most = fair_shares(path)
    assert least <= report.score / report.max_score <= most
    assert set(diagnoses(report)) <= set(
        read_diagnoses().get(f"{path.parent.name}/{path.stem}", ())
    )


@pytest.mark.parametrize("path", in_parts(samples("right"), 2), ids=named)
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
