from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.stubs import cut, stubs
from grader.errors import CourseError
from tests.conftest import ROOT

SOLUTION = '''\
"""Docstring."""


def f(x):
    """Return twice x."""
    # BEGIN SOLUTION
    y = x
    return y + x
    # END SOLUTION


def given(x):
    return x
'''

STUB = '''\
"""Docstring."""


def f(x):
    """Return twice x."""
    raise NotImplementedError  # your code here


def given(x):
    return x
'''


def test_stub_is_the_solution_without_the_marked_parts() -> None:
    assert cut(SOLUTION, "task1.py") == STUB


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def f():\n    # BEGIN SOLUTION\n    return 1\n", "never followed"),
        ("def f():\n    return 1\n    # END SOLUTION\n", "py:3: "),
        ("    # BEGIN SOLUTION\n# END SOLUTION\n", "py:2: "),
        ("# BEGIN SOLUTION\n# BEGIN SOLUTION\n# END SOLUTION\n", "py:2: "),
        ("def f():\n    return 1\n", "the stub would be the solution"),
    ],
)
def test_markers_that_do_not_match_are_refused(source: str, message: str) -> None:
    with pytest.raises(CourseError, match=message):
        cut(source, "task1.py")


def test_stubs_of_the_course_are_in_step_with_its_solutions() -> None:
    expected = stubs(ROOT / "solutions", ROOT / "assignments")
    assert {path: path.read_text("utf-8") for path in expected} == expected


def test_no_solutions_are_said(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="no solutions"):
        stubs(tmp_path, tmp_path)
