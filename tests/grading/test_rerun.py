"""Programs in reports: what they print in a fresh Python is what the report says."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.grading.failures import KEEPS
from grader.grading.result import CheckResult, Report
from tests.conftest import SAMPLES, GradeOne
from tests.samples.programs import beside, disagreement

ROOT = Path(__file__).resolve().parents[2]

SHOWN = [
    "task1/gradient_cached_by_object",
    "task1/loss_modifies_predictions",
    "task2/gradient_asarray_is_no_copy",
    "task5/momentum",
    "task5/slice_of_the_list",
]
"""Samples that keep something from call to call, or change what belongs to the caller."""


def failures(report: Report) -> list[CheckResult]:
    return [
        check
        for check in report.tasks[0].checks
        if check.outcome not in ("passed", "skipped") and not check.same_as and not check.hidden
    ]


@pytest.mark.parametrize("name", SHOWN)
def test_programs_show_in_a_fresh_python_what_the_report_says(name: str, grade: GradeOne) -> None:
    task = name.partition("/")[0]
    folder = beside(SAMPLES / "wrong" / f"{name}.py", f"{task}.py")
    shown = [check for check in failures(grade(folder, task)) if check.counterexample]
    assert shown
    assert [disagreement(check, folder, ROOT) for check in shown] == [""] * len(shown)


def test_a_failure_that_needs_earlier_calls_shows_them(tmp_path: Path, grade: GradeOne) -> None:
    (tmp_path / "task2.py").write_text(
        "import numpy as np\n\nseen = {}\n\n\n"
        "def relu(x):\n"
        "    x = np.asarray(x)\n"
        "    more = x**2 if seen else 0.0\n"
        "    seen[0] = 1\n"
        "    return np.maximum(x, 0) + more\n\n\n"
        "def relu_gradient(x):\n    return np.where(np.asarray(x) > 0, 1.0, 0.0)\n"
    )
    told = [check for check in failures(grade(tmp_path, "task2")) if check.mismatch]
    kept = [check for check in told if check.mismatch and check.mismatch.diagnosis == KEEPS]
    assert all(disagreement(check, tmp_path, ROOT) == "" for check in told if check.counterexample)
    assert all(check.counterexample.count("print(") > 1 for check in kept)
    assert told


def test_what_is_drawn_at_random_has_no_program(tmp_path: Path, grade: GradeOne) -> None:
    (tmp_path / "task1.py").write_text(
        "import numpy as np\n\n\n"
        "def mse_loss(predictions, targets):\n    return float(np.random.rand())\n\n\n"
        "def mse_gradient(predictions, targets):\n"
        "    return np.random.rand(*np.shape(predictions))\n"
    )
    for check in failures(grade(tmp_path, "task1")):
        if check.mismatch is not None and check.mismatch.kind == "numbers differ":
            assert check.counterexample == ""
