"""Code in which none of the tasks is found: a person has to look at it, however it came."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT, GradeOne
from tests.submission.writing import notebook_of

ONE = (ROOT / "solutions/backprop/task1.py").read_text()
STUB = (ROOT / "assignments/backprop/task1.py").read_text()
OTHER = "def foo():\n    return 1\n"
METHODS = "class Solution:\n    def mse_loss(self, p, t):\n        return ((p - t) ** 2).mean()\n"


@pytest.mark.parametrize(
    "text",
    [OTHER, METHODS, "def MSE_loss(p, t):\n    return ((p - t) ** 2).mean()\n"],
    ids=["other", "methods", "another case"],
)
@pytest.mark.parametrize("name", ["task1.py", "hello.py", "hello.ipynb", "task1.ipynb"])
def test_code_without_any_task_is_named_through_every_door(
    tmp_path: Path, grade: GradeOne, text: str, name: str
) -> None:
    path = tmp_path / name
    path.write_text(notebook_of(text) if name.endswith(".ipynb") else text)
    for submission in (path, tmp_path):
        for tasks in (("task1",), ("task1", "task2")):
            report = grade(submission, *tasks)
            assert report.score == 0
            assert [Path(one).name for one in report.unclaimed] == [name]


def test_file_of_another_task_is_named_alone_as_in_a_folder(
    tmp_path: Path, grade: GradeOne
) -> None:
    path = tmp_path / "task1.py"
    path.write_text(ONE)
    for submission in (path, tmp_path):
        assert grade(submission, "task2").unclaimed


@pytest.mark.parametrize(
    "text",
    [
        "",
        STUB,
        ONE.replace("return", "return 0 *"),
        "import math\nglobals()['mse_loss'] = math.dist\n",
    ],
    ids=["nothing", "stub", "wrong", "defined as it runs"],
)
def test_work_without_points_is_no_other_code(tmp_path: Path, grade: GradeOne, text: str) -> None:
    (tmp_path / "task1.py").write_text(text)
    for submission in (tmp_path / "task1.py", tmp_path):
        assert grade(submission, "task1").unclaimed == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("task1.py", b"{\\rtf1\\ansi " + ONE.encode()),
        ("task1.py", ONE.encode("utf-16")),
        ("task1.py", f"```python\n{ONE}```\n".encode()),
        ("task1.ipynb", ONE.encode()),
    ],
    ids=["rich text", "UTF-16", "Markdown", "Python called a notebook"],
)
def test_work_that_was_saved_as_something_else_is_for_a_person(
    tmp_path: Path, grade: GradeOne, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    report = grade(tmp_path, "task1")
    assert report.tasks[0].status == "unreadable"
    assert [Path(one).name for one in report.unclaimed] == [name]


def test_python_with_a_mistake_is_graded(tmp_path: Path, grade: GradeOne) -> None:
    (tmp_path / "task1.py").write_text(ONE + "\ndef broken(:\n")
    report = grade(tmp_path, "task1")
    assert (report.tasks[0].status, report.unclaimed) == ("unreadable", ())
