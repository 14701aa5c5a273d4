"""Five tasks in one file: what a submission of it gets, whole and in part."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.course.course import Course, load_task
from grader.grading.chance import Chance
from tests.conftest import ROOT, SAMPLES, GradeOne, check_of, lost

SOLUTION = ROOT / "solutions" / "network" / "network.py"
STUB = ROOT / "assignments" / "network" / "network.py"
TASKS = ("task7", "task8", "task9", "task10", "task11")


def test_a_folder_with_the_one_file_gets_all_five_tasks(grade: GradeOne, tmp_path: Path) -> None:
    shutil.copy(SOLUTION, tmp_path)
    report = grade(tmp_path, *TASKS)
    assert report.score == 100
    assert {task.status for task in report.tasks} == {"passed"}


def test_the_file_may_have_another_name_where_only_its_tasks_are_graded(
    grade: GradeOne, tmp_path: Path
) -> None:
    shutil.copy(SOLUTION, tmp_path / "mine.py")
    assert grade(tmp_path / "mine.py", "task7", "task8").score == 40


def test_a_file_that_does_not_load_costs_all_five_and_says_why(
    grade: GradeOne, tmp_path: Path
) -> None:
    (tmp_path / "network.py").write_text("import numpy as np\n\nclass Layer\n")
    report = grade(tmp_path, *TASKS)
    assert report.score == 0
    assert {task.status for task in report.tasks} == {"unreadable"}
    assert all("network.py, line 3" in task.message for task in report.tasks)


def test_a_layer_alone_gets_its_two_tasks_and_the_rest_is_not_started(
    grade: GradeOne, tmp_path: Path
) -> None:
    solution, stub = (path.read_text("utf-8") for path in (SOLUTION, STUB))
    mark = "    def update(self"
    text = solution.partition(mark)[0] + mark + stub.partition(mark)[2]
    (tmp_path / "network.py").write_text(text)
    report = grade(tmp_path, *TASKS)
    assert [task.score for task in report.tasks] == [20, 20, 0, 0, 0]
    assert [task.status for task in report.tasks[2:]] == ["not started"] * 3


def with_slip(tmp_path: Path, *edits: tuple[str, str]) -> Path:
    """Write the solution with some of its text replaced."""
    text = SOLUTION.read_text("utf-8")
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = tmp_path / "network.py"
    path.write_text(text)
    return path


SLIPS = {
    "a list of layers for all networks": (
        ("        self.layers = []\n", "        pass\n"),
        ("    def __init__(self):\n", "    layers = []\n\n    def __init__(self):\n"),
    ),
    "layers at the front": (("self.layers.append(layer)", "self.layers.insert(0, layer)"),),
    "copies of layers": (
        ("self.layers.append(layer)", "self.layers.append(copy.deepcopy(layer))"),
        ("import numpy as np", "import copy\n\nimport numpy as np"),
    ),
    "a transpose that is missing": (
        ("return self.weights.T @ d_output", "return self.weights @ d_output"),
    ),
    "biases left out": (("self.weights @ input_data + self.biases", "self.weights @ input_data"),),
    "averages": (("d_output @ self.input.T", "d_output @ self.input.T / d_output.shape[1]"),),
    "uphill": (("self.weights - learning_rate", "self.weights + learning_rate"),),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_one_slip_costs_its_own_task_and_little_of_the_later_ones(
    grade: GradeOne, tmp_path: Path, slip: str
) -> None:
    report = grade(with_slip(tmp_path, *SLIPS[slip]), *TASKS)
    scores = [task.score for task in report.tasks]
    first = next(i for i, score in enumerate(scores) if score < 20)
    assert scores[first] >= 10
    assert min(scores[first + 1 :], default=20) >= 12
    assert sum(scores) >= 70


def test_a_file_full_of_zeros_gets_next_to_nothing(grade: GradeOne) -> None:
    report = grade(SAMPLES / "wrong" / "task7" / "network_of_zeros.py", *TASKS)
    assert report.score <= 10


def test_a_failure_is_a_program_to_paste(grade: GradeOne) -> None:
    report = grade(SAMPLES / "wrong" / "task8" / "averaged.py", "task8")
    assert check_of(report, "task8", "any_array").counterexample == (
        "import numpy as np\n"
        "from network import Layer\n"
        "\n"
        "layer = Layer(2, 3)\n"
        "layer.weights = np.array([[1.0, -2.0], [0.0, 3.0], [2.0, 1.0]])\n"
        "layer.biases = np.array([[1.0], [0.0], [-1.0]])\n"
        "input_data = np.array([[2.0, 0.0], [1.0, -1.0]])\n"
        "layer.forward(input_data)\n"
        "d_output = np.array([[1.0, 0.0], [2.0, -1.0], [0.0, 3.0]])\n"
        "print(layer.backward(d_output))\n"
        "# returned: [[1., 6.],\n"
        "#            [4., 0.]]\n"
        "print(layer.d_weights)\n"
        "# it is: [[ 1. ,  0.5],\n"
        "#         [ 2. ,  1.5],\n"
        "#         [ 0. , -1.5]]\n"
        "print(layer.d_biases)\n"
        "# it is: [[0.5],\n"
        "#         [0.5],\n"
        "#         [1.5]]"
    )


def test_the_losses_of_a_training_are_drawn(grade: GradeOne) -> None:
    report = grade(SOLUTION, "task11")
    learning, stalling = (
        check_of(report, "task11", name).curve for name in ("learns", "xor_stalls")
    )
    assert learning is not None
    assert learning.values[-1] < 1e-6
    assert stalling is not None
    assert 0.3 < stalling.values[-1] < 0.32


def test_an_error_names_the_method_the_line_and_the_shapes(grade: GradeOne) -> None:
    report = grade(SAMPLES / "wrong" / "task8" / "input_not_transposed.py", "task8")
    message = check_of(report, "task8", "any_array").message
    assert message.startswith("tests/samples/wrong") or "input_not_transposed.py, line" in message
    assert "`Layer.backward` raised ValueError" in message
    assert "d_output (" in message


@pytest.mark.parametrize("seed", [1, 7, 2**31])
def test_any_seed_gives_a_right_submission_everything(grade: GradeOne, seed: int) -> None:
    assert lost(grade(SOLUTION, *TASKS, chance=Chance(seed))) == set()


def test_weights_that_are_standard_normal_are_not_suspected(course: Course) -> None:
    (file,) = course.select(("task7",))
    checks = sys.modules[load_task(file).checks[0].function.__module__]
    random = np.random.default_rng(0)
    drawn = [random.standard_normal((one.n_out, one.n_in)) for one in checks.LARGE * 30]
    assert {checks.unlike_normal(weights) for weights in drawn} == {""}
    assert all(checks.unlike_normal(1.1 * weights) for weights in drawn)
    assert all(checks.unlike_normal(weights + 0.2) for weights in drawn)
    uniform = [random.uniform(-(3**0.5), 3**0.5, weights.shape) for weights in drawn]
    assert all(map(checks.unlike_normal, uniform))
    small = [random.standard_normal((4, 500)) for _ in range(100)]
    assert {checks.unlike_normal(weights) for weights in small} == {""}


def test_what_a_pass_raises_is_told_where_the_other_pass_is_judged(grade: GradeOne) -> None:
    report = grade(SAMPLES / "wrong" / "task9" / "backward_one_too_far.py", "task9")
    assert "raised IndexError" in check_of(report, "task9", "chain").message
