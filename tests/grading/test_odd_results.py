"""Results of odd shapes are mistakes of the student's, and never the grader's own fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.conftest import ROOT, GradeOne, in_part

ODD = {
    "first": "lambda a: np.ravel(a)[0]",
    "flat": "np.ravel",
    "nan": "lambda a: np.full(np.shape(a), np.nan)",
    "one axis more": "lambda a: np.asarray(a)[None]",
    "outer": "lambda a: np.outer(a, a)",
    "empty": "lambda a: np.asarray(a)[:0] if np.ndim(a) else np.zeros(0)",
    "twice": "lambda a: np.concatenate([np.atleast_1d(a)] * 2)",
    "turned": "np.transpose",
    "text": "lambda a: 'gradient'",
    "list": "lambda a: np.asarray(a).tolist()",
}
"""What becomes of a result."""

RESULTS = {
    ("backprop", 1): ["mse_loss", "mse_gradient"],
    ("backprop", 2): ["relu", "relu_gradient"],
    ("backprop", 3): [f"layer_backward {place}" for place in range(3)],
    ("backprop", 4): [f"backward_pass {place}" for place in range(4)],
    ("backprop", 5): ["gradient_descent_update", "gradient_descent_update 0"],
    ("backprop", 6): ["softmax", "cross_entropy", *(f"training_step {p}" for p in range(5))],
    ("network", 7): ["Layer.forward", "Layer.__init__ weights", "Layer.__init__ biases"],
    ("network", 8): ["Layer.backward", "Layer.backward d_weights", "Layer.backward d_biases"],
    ("network", 9): ["NeuralNetwork.forward", "NeuralNetwork.backward"],
    ("network", 10): ["Layer.update weights", "Layer.update biases"],
    ("network", 11): ["mse_loss", "mse_loss_derivative", "train"],
}
"""A function and a place in what it returns, or an attribute that it sets."""

WRAPPER = """

def changed(function):
    def wrapper(*arguments):
        returned = function(*arguments)
        {change}
        return returned
    return wrapper

{path} = changed({path})
"""


def cases() -> list[ParameterSet]:
    """Return each task, result and change; all but a few of them are large."""
    return [
        pytest.param(
            *(assignment, number, result, odd),
            marks=[] if in_part(name, 6) else [pytest.mark.large],
            id=name,
        )
        for (assignment, number), results in RESULTS.items()
        for result in results
        for odd in ODD
        for name in [f"task{number}-{result}-{odd}"]
    ]


@pytest.mark.parametrize(("assignment", "number", "result", "odd"), cases())
def test_odd_result_is_a_mistake_of_the_students(
    tmp_path: Path, grade: GradeOne, assignment: str, number: int, result: str, odd: str
) -> None:
    path, _, part = result.partition(" ")
    if part.isdecimal():
        change = f"returned = [*returned]; returned[{part}] = ({ODD[odd]})(returned[{part}])"
    elif part:
        change = f"arguments[0].{part} = ({ODD[odd]})(arguments[0].{part})"
    else:
        change = f"returned = ({ODD[odd]})(returned)"
    name = "network.py" if assignment == "network" else f"task{number}.py"
    source = (ROOT / "solutions" / assignment / name).read_text()
    (tmp_path / name).write_text(source + WRAPPER.format(path=path, change=change))
    report = grade(tmp_path, f"task{number}")
    assert not report.internal
    assert [check.id for check in report.tasks[0].checks if check.outcome == "internal"] == []
    assert report.tasks[0].status in ("passed", "failed")
