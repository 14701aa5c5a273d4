"""Audits of whole tasks: what gets full marks and should not is found, and shown by an input."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from grader.audit.html import to_html
from grader.audit.plan import Setting
from grader.audit.record import overdue, write_record
from grader.audit.result import Audit, Ended
from grader.audit.run import audit
from grader.course.course import open_course
from grader.release.files import assignments
from tests.batch.conftest import Typed, write_course
from tests.conftest import ROOT

FULL = '''
import numpy as np
from grader.authoring import Draw, Mistake, Task, check_values
from grader.authoring import Floats, Student

task = Task(
    "Twice as much",
    functions=["double(x)"],
    mistakes=[
        Mistake("double", "This is the square.", lambda x: x**2),
        Mistake("double", "This is x itself.", lambda x: x),
    ],
)

def vectors(draw: Draw) -> Floats:
    return draw.small((draw.integer(1, 5),), zeros=True)

@task.check(points=2, given=vectors)
def doubles(student: Student, x: Floats) -> None:
    """double returns twice its argument"""
    check_values(student.double(x), 2 * x, "double")
'''

SOLUTION = """
import numpy as np


def double(x):
    # BEGIN SOLUTION
    return 2 * x
    # END SOLUTION
"""


def quiet(what: str, done: int, total: int) -> None:
    assert 0 <= done <= total, what


def audited(root: Path, *ids: str, **setting: object) -> Audit:
    return audit(open_course(root), ids, Setting(tries=3000, **setting), quiet)  # type: ignore[arg-type]


def survivors(found: Audit) -> dict[str, Ended]:
    return {one.id: one for task in found.tasks for one in task.ended("survived")}


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course with a task whose only check says nothing of side effects or large arrays."""
    root = write_course(tmp_path_factory.mktemp("audited"))
    (root / "assignments/warmup/checks/double.py").write_text(FULL)
    (root / "solutions/warmup/double.py").write_text(SOLUTION)
    return root


@pytest.fixture(scope="session")
def found(small: Path) -> Audit:
    return audited(small)


def test_weak_checks_are_found_out_by_inputs(found: Audit) -> None:
    left = survivors(found)
    for name in (
        "double/more-than-30-elements",
        "double/one-buffer-for-all",
        "double/doubles-its-first-argument",
        "double/float32-result",
        "double/more-than-two-dimensions",
    ):
        assert (name in left) == (name != "double/more-than-two-dimensions")
    assert "from double import double" in left["double/float32-result"].program
    assert "but the wrong version:" in left["double/float32-result"].program
    assert not found.holds


def test_a_result_that_is_an_argument_is_shown_by_writing_into_it(found: Audit) -> None:
    alias = survivors(found)["double/an-argument-where-it-is-equal"]
    assert ".put([0], [" in alias.program


def test_what_is_caught_says_by_which_check(found: Audit) -> None:
    (task,) = found.tasks
    caught = task.ended("caught")
    assert len(caught) > 25
    assert {one.checks for one in caught} == {("double.doubles",)}
    (check,) = task.checks
    assert check.alone == check.first == len(caught)
    assert check.seconds > 0


def test_parts_of_the_domain_that_no_example_reached_are_told(found: Audit) -> None:
    (task,) = found.tasks
    assert {"more than 30 elements", "above 1e3", "read-only"} <= set(task.unreached["double: x"])
    assert "a zero" not in task.unreached["double: x"]


def test_mistakes_are_proved(found: Audit) -> None:
    (task,) = found.tasks
    assert [(one.tried, one.caught, one.told) for one in task.mistakes] == [(True, True, True)] * 2


def test_the_page_shows_each_of_them(found: Audit) -> None:
    page = to_html(found)
    assert all(one.id in page for one in survivors(found).values())
    assert "<script" not in page


def test_marks_are_kept_apart_and_stale_ones_told(small: Path, tmp_path: Path) -> None:
    root = shutil.copytree(small, tmp_path / "whole")
    marks = root / "assignments/warmup/checks/audit.toml"
    marks.write_text(
        '[[equivalent]]\nmutant = "double/float32-*"\nreason = "It is near enough."\n'
        '[[equivalent]]\nmutant = "double/gone/123456"\nreason = "It was the same."\n'
    )
    course = open_course(root)
    whole = audited(root)
    assert {one.reason for one in whole.tasks[0].ended("marked")} == {"It is near enough."}
    (stale,) = whole.stale
    assert "there is no double/gone/123456 any more" in stale
    assert [*overdue(course, course.tasks)] == [
        "double was never audited: run `grader audit double`."
    ]
    write_record(course, whole)
    (left,) = overdue(course, course.tasks)
    assert "left something to look at" in left
    marks.write_text("")
    (changed,) = overdue(course, course.tasks)
    assert "double has changed since it was audited" in changed


def test_samples_have_to_end_as_they_say(small: Path, tmp_path: Path, typed: Typed) -> None:
    root = shutil.copytree(small, tmp_path / "whole")
    folder = root / "assignments/warmup/samples"
    texts = {
        "right/double/fine.py": "def double(x):\n    return x + x\n",
        "right/double/bad.py": "def double(x):\n    return 3 * x\n",
        "wrong/double/fine.py": '"""Triples.\n\nLoses: doubles.\nKeeps: 0 of 2.\n\nIt computes '
        'nothing.\n"""\n\n\ndef double(x):\n    return 3 * x\n',
        "wrong/double/silent.py": "def double(x):\n    return 3 * x\n",
        "wrong/double/full.py": "def double(x):\n    return 2 * x\n",
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    course = open_course(root)
    assert typed("stubs", "--course", str(root)).returncode == 0
    assert not any("samples" in path for path in assignments(course))
    (task,) = audited(root).tasks
    told = sorted(f"{Path(one.path).parent.parent.name}/{one.problem}" for one in task.samples)
    assert [line.partition(":")[0].partition(". ")[0] for line in told] == [
        "right/a right sample gets 0 of 2",
        "wrong/a wrong sample gets all points",
        "wrong/it keeps 0 of 2, which is not fair",
        "wrong/its docstring should have the line `Keeps",
        "wrong/its docstring should have the line `Loses",
    ]


def test_the_command_says_what_to_look_at(small: Path, tmp_path: Path, typed: Typed) -> None:
    root = shutil.copytree(small, tmp_path / "whole")
    few = ("--only", "double/first-call", "--only", "double/float32-result", "--tries", "50")
    run = typed("audit", "--course", str(root), *few)
    assert run.returncode == 1, run.stderr
    assert "2 wrong versions: 1 caught, 1 with full marks" in run.stdout
    assert "full marks, but wrong: double/float32-result" in run.stdout
    good = typed("audit", "--course", str(root), *few[:2], "--format", "json")
    assert good.returncode == 0
    assert json.loads(good.stdout)["tasks"][0]["mutants"][0]["verdict"] == "caught"
    unknown = typed("audit", "--course", str(root), "doubel")
    assert unknown.returncode == 2
    assert "Did you mean double?" in unknown.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def double(x):\n    return 2 * x\n", "Put the markers around what students write"),
        (SOLUTION.replace("2 * x", "3 * x"), "The solution of double does not get all points"),
    ],
)
def test_a_solution_that_cannot_be_audited_is_refused(
    small: Path, tmp_path: Path, typed: Typed, text: str, told: str
) -> None:
    root = shutil.copytree(small, tmp_path / "whole")
    (root / "solutions/warmup/double.py").write_text(text)
    run = typed("audit", "--course", str(root), "--only", "double/first-call")
    assert run.returncode == 3
    assert told in " ".join(run.stderr.split())


TAKEN_OUT = {
    "task1": {
        "gradient_side_effects": ["one-buffer-for-all", "doubles-its-first-argument"],
        "loss_side_effects": ["doubles-its-first-argument"],
        "agrees": ["more-than-200-elements"],
        "float64": ["float32-result"],
    },
    "task2": {"at_zero": ["ReplaceComparisonOperator_Gt_GtE"], "agrees": []},
}
"""Checks of our own course, and what gets full marks without all of a task's."""


@pytest.mark.parametrize("task", TAKEN_OUT)
def test_what_a_check_closes_is_found_when_it_is_taken_out(task: str, tmp_path: Path) -> None:
    for name in ("assignments", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / name)
    file = tmp_path / "assignments/backprop/checks" / f"{task}.py"
    names = ", ".join(f"{name!r}" for name in TAKEN_OUT[task])
    file.write_text(
        f"{file.read_text()}\n\ntask.checks = [c for c in task.checks if c.id not in {{{names}}}]\n"
    )
    operators = sorted({one for some in TAKEN_OUT[task].values() for one in some})
    only = tuple(f"*/{one}*" for one in operators)
    left = survivors(audited(tmp_path, task, only=only))
    assert set(operators) == {one.operator for one in left.values()}
    assert all("but the wrong version:" in one.program for one in left.values())
