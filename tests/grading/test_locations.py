"""Where in the student's file something is."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.grading.locations import definition
from grader.grading.result import Place
from grader.sandbox.client.limits import Limits
from tests.conftest import SAMPLES, GradeOne, check_of

WRONG = SAMPLES / "wrong"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n\ndef f(x):\n    pass\n", 3),
        ("async  def f (x): pass", 1),
        ("class f:\n    pass", 1),
        ("f = lambda x: x", 1),
        ("def f(x): pass\n\ndef f(y): pass\n", 3),
        ("\ufeffx = 1\r\ndef f(x): pass\r\n", 2),
        ("def ff(x): pass\n    def f(x): pass\nprint(f)\nfx = 1", None),
    ],
)
def test_a_definition_is_found_in_the_text(tmp_path: Path, text: str, line: int | None) -> None:
    path = tmp_path / "task1.py"
    path.write_text(text, encoding="utf-8", newline="")
    assert definition(path, "f") == (line and Place(file="task1.py", line=line))


def test_what_cannot_be_read_has_no_place(tmp_path: Path) -> None:
    assert definition(tmp_path / "missing.py", "f") is None
    (tmp_path / "raw.py").write_bytes(b"\xff\x00\ndef f(): pass")
    assert definition(tmp_path / "raw.py", "f") == Place(file="raw.py", line=2)


def test_a_method_is_found_in_its_class(tmp_path: Path) -> None:
    path = tmp_path / "network.py"
    path.write_text(
        "class Layer:\n    def __init__(self):\n        pass\n\n    def forward(self, x):\n"
        "        return x\n\nclass Net:\n    def forward(self, x):\n        return x\n"
    )
    assert definition(path, "Layer.forward") == Place(file="network.py", line=5)
    assert definition(path, "Net.forward") == Place(file="network.py", line=9)
    assert definition(path, "Layer.backward") == Place(file="network.py", line=1)


@pytest.mark.parametrize(
    ("sample", "check", "begins"),
    [
        ("task8/weights_transposed", "weights", "    def backward("),
        ("task11/losses_summed", "curve", "def train("),
    ],
)
def test_wrong_numbers_are_placed_at_what_is_judged(
    grade: GradeOne, sample: str, check: str, begins: str
) -> None:
    path = WRONG / f"{sample}.py"
    place = check_of(grade(path, path.parent.name), path.parent.name, check).place
    assert place is not None
    assert path.read_text("utf-8").splitlines()[place.line - 1].startswith(begins)


def test_which_of_several_classes_is_wrong_is_not_guessed(grade: GradeOne) -> None:
    report = grade(WRONG / "task9/backward_averages.py", "task9")
    check = check_of(report, "task9", "chain")
    assert check.outcome == "failed"
    assert check.place is None


def test_wrong_numbers_are_placed_at_the_function(grade: GradeOne) -> None:
    path = SAMPLES / "wrong" / "task1" / "divides_by_len.py"
    check = check_of(grade(path, "task1"), "task1", "gradient_of_matrices")
    lines = path.read_text().splitlines()
    assert check.place is not None
    assert lines[check.place.line - 1].startswith("def mse_gradient(")


def test_an_exception_is_placed_where_it_was_raised(grade: GradeOne, tmp_path: Path) -> None:
    path = tmp_path / "task1.py"
    path.write_text("def mse_loss(p, t):\n    return helper(p)\n\ndef helper(p):\n    1 / 0\n")
    check = grade(path, "task1").tasks[0].checks[0]
    assert check.place == Place(file="task1.py", line=5)


def test_a_file_that_does_not_load_says_at_which_line(grade: GradeOne, tmp_path: Path) -> None:
    path = tmp_path / "task1.py"
    path.write_text("import numpy as np\n\ndef mse_loss(p, t:\n    pass\n")
    task = grade(path, "task1").tasks[0]
    assert task.status == "unreadable"
    assert task.place == Place(file="task1.py", line=3)


def test_a_hang_is_placed_where_it_was_stopped(grade: GradeOne, tmp_path: Path) -> None:
    path = tmp_path / "task1.py"
    path.write_text("def mse_loss(p, t):\n    while True:\n        pass\n")
    check = grade(path, "task1", limits=Limits(call=0.5)).tasks[0].checks[0]
    assert check.outcome == "timeout"
    assert check.place is not None
    assert check.place.line in {2, 3}
