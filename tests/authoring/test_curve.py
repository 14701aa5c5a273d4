"""What becomes of the numbers that a check shows, whatever the student's code returned."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from grader.authoring.curve import MAX_POINTS, curve_of
from grader.course.course import load_task, open_course
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import CheckResult
from grader.grading.store import Store
from grader.report.json import to_json
from grader.sandbox.protocol.values import Foreign
from grader.submission.submission import open_submission


@pytest.mark.parametrize(
    "values",
    [
        [1.0, 2, True],
        (1.0, 2.0, 1.0),
        np.array([1, 2, 1]),
        [np.array([1.0]), np.array([2.0]), np.array([1.0])],
        np.array([[1.0], [2.0], [1.0]], dtype=np.float32),
    ],
)
def test_a_row_of_numbers_in_any_form_is_a_curve(values: object) -> None:
    curve = curve_of(values, "mean loss", "epoch")
    assert curve is not None
    assert (curve.count, curve.values) == (3, (1.0, 2.0, 1.0))


@pytest.mark.parametrize(
    "values",
    [
        None,
        3.0,
        "1, 2, 3",
        [],
        [1.0],
        [1.0, None],
        [1.0, [2.0]],
        [1.0, 2**70],
        [1.0, 1j],
        np.zeros((3, 2)),
        np.zeros((0, 5)),
        Foreign("Tensor", ""),
        [Foreign("Tensor", ""), 1.0],
    ],
)
def test_what_is_no_row_of_numbers_is_no_curve(values: object) -> None:
    assert curve_of(values, "mean loss", "epoch") is None


def test_numbers_beyond_all_bounds_are_gaps() -> None:
    curve = curve_of([1.0, math.inf, math.nan, np.longdouble("1e4000"), 2.0], "loss", "epoch")
    assert curve is not None
    assert curve.values == (1.0, None, None, None, 2.0)


def test_a_long_curve_is_thinned_and_keeps_its_ends() -> None:
    curve = curve_of(np.arange(100_000), "loss", "epoch")
    assert curve is not None
    assert curve.count == 100_000
    assert len(curve.values) == MAX_POINTS
    assert (curve.values[0], curve.values[-1]) == (0.0, 99_999.0)


CHECKS = '''
import numpy as np
from grader.authoring import Task
from grader.checking import check_values
task = Task("Training", functions=["train(epochs)"])

@task.check(points=1)
def right(student, *, show):
    """passes"""
    show(student.train(np.array(3)), "mean loss", "epoch")

@task.check(points=1)
def wrong(student, *, show):
    """fails"""
    losses = student.train(np.array(2))
    show(losses, "mean loss", "epoch")
    check_values(losses, np.zeros(2), "losses")

@task.check(points=1)
def silent(student):
    """shows nothing"""

@task.check(points=1, hidden=True)
def agrees(student, reference, *, show):
    """agrees with the solution"""
    show(reference.train(np.array(3)), "mean loss", "epoch")
'''


def graded(folder: Path, code: str) -> dict[str, CheckResult]:
    checks = folder / "assignments" / "a" / "checks"
    checks.mkdir(parents=True)
    (checks / "task1.py").write_text(CHECKS)
    for place in (folder / "solutions" / "a", folder / "work"):
        place.mkdir(parents=True)
        (place / "task1.py").write_text(code)
    course = open_course(folder)
    tasks = [(file, load_task(file)) for file in course.tasks]
    grading = Grading(course, chance=Chance(), store=Store(folder / "cache"))
    report = grading.grade(tasks, open_submission(folder / "work"))
    assert b'"curve"' in to_json(report)
    return {check.id: check for check in report.tasks[0].checks}


def test_a_curve_is_shown_whether_the_check_passes_or_fails(tmp_path: Path) -> None:
    checks = graded(
        tmp_path, "def train(epochs):\n    return [1.0 / (k + 1) for k in range(epochs)]"
    )
    assert checks["right"].outcome == "passed"
    assert checks["right"].curve == curve_of([1.0, 1 / 2, 1 / 3], "mean loss", "epoch")
    assert checks["wrong"].outcome == "failed"
    assert checks["wrong"].curve == curve_of([1.0, 1 / 2], "mean loss", "epoch")
    assert checks["silent"].curve is None


def test_a_hidden_check_shows_no_curve(tmp_path: Path) -> None:
    checks = graded(tmp_path, "def train(epochs):\n    return [1.0] * int(epochs)")
    assert checks["agrees"].outcome == "passed"
    assert checks["agrees"].curve is None


def test_a_student_who_returns_no_numbers_gets_no_curve_and_no_fault_of_ours(
    tmp_path: Path,
) -> None:
    checks = graded(tmp_path, "def train(epochs):\n    return print")
    assert checks["wrong"].outcome == "error"
    assert checks["wrong"].curve is None
