"""What the steps of a hint say: they fit how the check failed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from grader.authoring import Task
from grader.checking.mismatch import Kind, Mismatch
from grader.course.course import load_task, open_course
from grader.grading.hints import cause_of, steps
from grader.grading.result import CheckResult, Dependency, Place, TaskResult
from tests.conftest import ROOT

CODE = """\
def slope(x):
    d = x
    if x > 1:
        d = 3 * d
    return (d,
            x)
"""


@pytest.fixture
def course() -> Task:
    task = Task("A slope", functions=["slope(x)"])

    @task.check(points=1, hint=("How steep is it?", "Three times\n   x."))
    def gradient(student: object) -> None:
        """slope is the slope"""

    return task


def failing(tmp_path: Path, kind: Kind = "numbers differ", **fields: str) -> TaskResult:
    (tmp_path / "slope.py").write_text(CODE)
    mismatch = Mismatch(kind=kind, message="It is 1.", **({"array": "d"} | fields))
    check = CheckResult(
        id="gradient",
        title="slope",
        outcome="failed",
        score=0,
        max_score=1,
        mismatch=mismatch,
        place=Place(file="slope.py", line=1),
    )
    return TaskResult(
        id="slope",
        title="A slope",
        assignment="a",
        status="failed",
        score=0,
        max_score=1,
        checks=(check,),
        file=str(tmp_path / "slope.py"),
    )


def told(task: TaskResult, course: Task) -> list[str]:
    return steps(task, task.checks[0], course, "")


def test_of_numbers_that_nothing_explains_the_author_says_what_is_due(
    tmp_path: Path, course: Task
) -> None:
    question, formula, place = told(failing(tmp_path), course)
    assert (question, formula) == ("How steep is it?", "Three times x.")
    assert f"{tmp_path / 'slope.py'}, line 4. Work out by hand how `d` gets" in place


def test_without_a_line_that_sets_the_array_the_place_is_the_return(
    tmp_path: Path, course: Task
) -> None:
    assert "line 5. Work out" in told(failing(tmp_path, array="slope"), course)[-1]


def test_a_proved_cause_takes_the_place_of_the_question(tmp_path: Path, course: Task) -> None:
    first, *rest = told(failing(tmp_path, diagnosis="It is half."), course)
    assert "It is half." in first
    assert "How steep" not in " ".join([first, *rest])


@pytest.mark.parametrize("kind", ["shape", "dtype", "not an array"])
def test_what_is_no_matter_of_numbers_has_no_hint_on_numbers(
    tmp_path: Path, course: Task, kind: Kind
) -> None:
    assert "Three times" not in " ".join(told(failing(tmp_path, kind), course))


def test_where_another_task_may_be_the_cause_that_comes_first(tmp_path: Path, course: Task) -> None:
    cause = Dependency(task="task1", file="task1.py", functions=(), score=1, max_score=2)
    task = msgspec.structs.replace(failing(tmp_path), causes=(cause,))
    assert "`grade task1 --hint`" in told(task, course)[0]


def test_a_hidden_check_gives_nothing_away(tmp_path: Path, course: Task) -> None:
    task = failing(tmp_path)
    hidden = msgspec.structs.replace(task.checks[0], hidden=True)
    assert not {"d", "Three", "4"} & set(" ".join(steps(task, hidden, course, "")).split())


def test_a_cause_stays_the_same_where_only_lines_and_numbers_change(tmp_path: Path) -> None:
    task = failing(tmp_path)
    error = msgspec.structs.replace(
        task.checks[0], mismatch=None, outcome="error", message="a.py, line 3: 4 is no 5"
    )
    moved = msgspec.structs.replace(error, message="a.py, line 12: 6 is no 7")
    assert cause_of(error, task) == cause_of(moved, task)
    assert cause_of(error, task) != cause_of(task.checks[0], task)


def test_every_visible_check_of_the_course_that_compares_numbers_asks_before_it_tells() -> None:
    course = open_course(ROOT)
    checks = [check for file in course.tasks for check in load_task(file).checks]
    asking = [check for check in checks if check.hints]
    assert len(asking) > 100
    assert not [c.id for c in asking if len(c.hints) < 2 or not c.hints[0].endswith("?")]
