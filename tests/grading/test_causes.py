"""A task that fails for the fault of another one says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.authoring import Task
from grader.grading.causes import used
from grader.report import encode
from grader.report.markdown import to_markdown
from grader.report.terminal import to_text
from tests.conftest import ROOT, SAMPLES, GradeOne
from tests.submission.writing import notebook_of

WRONG_RELU = (SAMPLES / "wrong" / "task2" / "leaky_relu.py").read_text()
RIGHT_RELU = (ROOT / "solutions" / "backprop" / "task2.py").read_text()
IMPORTS = {
    "from": "from task2 import relu_gradient\n",
    "import": "import task2\ndef relu_gradient(x): return task2.relu_gradient(x)\n",
    "helper": "from helper import slope as relu_gradient\n",
}
LAYER = """
import numpy as np
{imports}
def mask(z):
    return relu_gradient(z)

def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * mask(z)
    return np.outer(inputs, d_z), d_z, weights @ d_z
"""


@pytest.fixture(params=list(IMPORTS))
def work(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "task3.py").write_text(LAYER.format(imports=IMPORTS[request.param]))
    (tmp_path / "helper.py").write_text("from task2 import relu_gradient\nslope = relu_gradient\n")
    return tmp_path


@pytest.mark.parametrize("ids", [("task3",), ("task2", "task3")])
def test_imported_function_of_a_wrong_task_is_the_cause(
    work: Path, grade: GradeOne, ids: tuple[str, ...]
) -> None:
    (work / "task2.py").write_text(WRONG_RELU)
    task = grade(work, *ids).tasks[-1]
    assert task.status == "failed"
    (cause,) = task.causes
    assert (cause.task, cause.functions) == ("task2", ("relu_gradient",))
    assert cause.file == str(work / "task2.py")
    assert cause.score < cause.max_score == 20


def test_report_names_the_cause_and_sends_the_student_there(work: Path, grade: GradeOne) -> None:
    (work / "task2.py").write_text(WRONG_RELU)
    text = " ".join(to_text(grade(work, "task3"), 200).split())
    assert "It uses `relu_gradient` of task2 (" in text
    assert "/20 points): mend task2 first." in text
    assert f"Look first at task2: open {work}/task2.py, then grade task2" in text


@pytest.mark.parametrize("name", ["markdown", "junit", "gradescope", "html"])
def test_other_formats_name_the_cause(tmp_path: Path, grade: GradeOne, name: str) -> None:
    (tmp_path / "task2.py").write_text(WRONG_RELU)
    (tmp_path / "task3.py").write_text(LAYER.format(imports=IMPORTS["from"]))
    text = encode(grade(tmp_path, "task3"), name).decode()
    assert "mend task2 first" in text


def test_feedback_names_the_cause(tmp_path: Path, grade: GradeOne) -> None:
    (tmp_path / "task2.py").write_text(WRONG_RELU)
    (tmp_path / "task3.py").write_text(LAYER.format(imports=IMPORTS["from"]))
    assert "mend task2 first" in to_markdown(grade(tmp_path, "task3"))


def test_imported_function_of_a_right_task_is_no_cause(work: Path, grade: GradeOne) -> None:
    (work / "task2.py").write_text(RIGHT_RELU)
    source = (work / "task3.py").read_text()
    (work / "task3.py").write_text(source.replace("weights @ d_z", "-(weights @ d_z)"))
    task = grade(work, "task3").tasks[0]
    assert task.status == "failed"
    assert task.causes == ()


def test_task_that_does_not_use_the_wrong_one_has_causes_of_its_own(
    tmp_path: Path, grade: GradeOne
) -> None:
    (tmp_path / "task2.py").write_text(WRONG_RELU)
    shutil.copy(SAMPLES / "wrong" / "task3" / "mask_forgotten.py", tmp_path / "task3.py")
    assert grade(tmp_path, "task2", "task3").tasks[1].causes == ()


def test_functions_of_one_notebook_are_told_apart_by_their_tasks(
    tmp_path: Path, grade: GradeOne
) -> None:
    path = tmp_path / "work.ipynb"
    path.write_text(notebook_of(WRONG_RELU, LAYER.format(imports="")))
    (cause,) = grade(path, "task3").tasks[0].causes
    assert (cause.task, cause.functions) == ("task2", ("relu_gradient",))


def test_hostile_names_and_modules_are_no_cause_and_no_fault(
    tmp_path: Path, grade: GradeOne
) -> None:
    (tmp_path / "task2.py").write_text(WRONG_RELU)
    (tmp_path / "task3.py").write_text(
        LAYER.format(imports="from task2 import relu_gradient")
        + "mask.__module__ = ['task2'] * 10**6\n"
        + "relu_gradient.__name__ = 'x' * 10**6\n"
        + "mask.__globals__[7] = mask\n"
        + "globals()[type('Odd', (str,), {'__eq__': lambda *_: 1 / 0, '__hash__': str.__hash__})"
        + "('odd')] = mask\n"
    )
    report = grade(tmp_path, "task3")
    assert not report.internal
    assert report.tasks[0].causes == ()


def test_task_that_builds_on_another_one_says_so_without_being_looked_into() -> None:
    first = Task("First", functions=["Layer(n)"])
    second = Task("Second", functions=["Network()"], builds_on=["first"])
    others = {"first": (first, "network")}
    assert used(second, "network", {}, others) == {"first": ()}


def test_function_that_a_task_redefines_is_its_own() -> None:
    first = Task("First", functions=["relu(x)", "slope(x)"])
    second = Task("Second", functions=["layer(x)", "relu(x)"])
    references = {"layer": [("relu", "notebook"), ("slope", "notebook")]}
    assert used(second, "notebook", references, {"first": (first, "notebook")}) == {
        "first": ("slope",)
    }
