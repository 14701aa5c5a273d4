"""Examples that nobody can know: what a secret is good for, and that it changes nothing else."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from grader.authoring import Task
from grader.authoring.drawing import Draw, Floats
from grader.batch.marking import Marker, Order
from grader.checking import NumericalGradient, check_values
from grader.checking.mismatch import CheckFailed
from grader.course.course import load_task, open_course
from grader.grading.chance import Chance, read_secret
from grader.grading.flow import Grading
from grader.grading.fresh_examples import draw_fresh
from grader.grading.replay.trials import solved
from grader.grading.result import Report
from grader.grading.store import Store
from grader.sandbox.client.limits import Isolation, Limits
from grader.sandbox.client.remote import Student
from grader.sandbox.client.session import Session
from grader.submission.submission import open_submission
from tests.conftest import ROOT
from tests.grading.test_grading import without_times

CHECKS = '''
import msgspec
import numpy as np
from grader.authoring import Task
from grader.checking import NumericalGradient, check_values, compare_gradient
from grader.authoring.drawing import Draw, Floats

task = Task("A cube and its slope", functions=["cube(x)", "cube_gradient(x)"])


class Point(msgspec.Struct, frozen=True):
    x: Floats
    slopes: NumericalGradient


class Large(msgspec.Struct, frozen=True):
    x: Floats


def points(draw: Draw) -> Point:
    x = draw.array(draw.shape([1, 2]), mixed=False)
    return Point(x, draw.gradient(lambda x: x**3, x))


def large(draw: Draw) -> Large:
    return Large(draw.array((6, 5)))


@task.check(points=1, given=points)
def keeps_shape(student, point):
    """cube keeps the shape"""
    assert_shape = np.asarray(student.cube(point.x)).shape
    check_values(np.zeros(assert_shape), np.zeros(point.x.shape), "cube")


@task.check(points=2, given=points)
def values(student, point):
    """cube is the third power"""
    check_values(student.cube(point.x), point.x**3, "cube")


@task.check(points=4, given=points, hint="The exponent comes down as a factor.")
def gradient(student, point):
    """cube_gradient is the slope of x**3"""
    compare_gradient(student.cube_gradient(point.x), point.slopes, "cube_gradient")


@task.check(points=1, given=large, examples=10, hidden=True)
def agrees(student, reference, point):
    """agrees with the reference solution"""
    check_values(student.cube(point.x), reference.cube(point.x), "cube")
'''
RIGHT = "def cube(x):\n    return x**3\n\ndef cube_gradient(x):\n    return 3 * x**2\n"
OTHERWISE = "def cube(x):\n    return x * x * x\n\ndef cube_gradient(x):\n    return x * 3 * x\n"
WRONG = "def cube(x):\n    return x**3\n\ndef cube_gradient(x):\n    return 2 * x**2\n"
RARELY_WRONG = "def cube(x):\n    return x**3 if x.size != 7 else x\n\n" + WRONG.split("\n\n")[1]
RIGHT_AND_TELLS = """
def cube(x):
    print("ASKED cube", x.tobytes().hex(), *x.shape)
    return x**3

def cube_gradient(x):
    print("ASKED cube_gradient", x.tobytes().hex(), *x.shape)
    return 3 * x**2
"""
CONSTANT = "def cube(x):\n    return 0 * x\n\ndef cube_gradient(x):\n    return 0 * x\n"
TABLE = """
import numpy as np

TABLE = {table!r}

def look(name, x):
    print("ASKED", name, x.tobytes().hex(), *x.shape)
    known = TABLE.get((name, x.tobytes().hex(), x.shape))
    return 0 * x if known is None else np.frombuffer(bytes.fromhex(known)).reshape(x.shape)

def cube(x):
    return look("cube", x)

def cube_gradient(x):
    return look("cube_gradient", x)
"""
TRUTH = {"cube": lambda x: x**3, "cube_gradient": lambda x: 3 * x**2}
SECRET = Chance(None, bytes(range(32)))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Return a course whose only task is a cube and its slope."""
    for name, text in (
        ("assignments/warmup/checks/cube.py", CHECKS),
        ("assignments/warmup/cube.py", "def cube(x):\n    raise NotImplementedError\n"),
        ("solutions/warmup/cube.py", RIGHT),
    ):
        (tmp_path / "course" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "course" / name).write_text(text)
    return tmp_path / "course"


def graded(course: Path, chance: Chance, path: Path) -> Report:
    """Return the report that a fresh process would give, seen from the submission's folder."""
    opened = open_course(course)
    tasks = [(file, load_task(file)) for file in opened.tasks]
    grading = Grading(opened, chance=chance, store=Store(course.parent / "cache"))
    with contextlib.chdir(path if path.is_dir() else path.parent):
        return grading.grade(tasks, open_submission(path))


def handed_in(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "cube.py").write_text(text)
    return folder


def asked(report: Report) -> set[tuple[str, str, tuple[int, ...]]]:
    """Return all inputs that the code printed, wherever the report has them."""
    lines = re.findall(r"ASKED (\w+) ([0-9a-f]*)((?: \d+)*)", str(report))
    return {(name, data, tuple(map(int, shape.split()))) for name, data, shape in lines}


def answer(name: str, data: str, shape: tuple[int, ...]) -> str:
    x = np.frombuffer(bytes.fromhex(data)).reshape(shape)
    with np.errstate(all="ignore"):
        return str(TRUTH[name](x).tobytes().hex())


def resubmitted(course: Path, chance: Chance, folder: Path, times: int) -> Report:
    """Return the last report on a table that grows by all that any report before has shown."""
    table: dict[tuple[str, str, tuple[int, ...]], str] = {}
    report = None
    for _ in range(times):
        report = graded(course, chance, handed_in(folder, TABLE.format(table=table)))
        table |= {key: answer(*key) for key in asked(report)}
    assert report is not None
    assert len(table) > 200
    return report


def test_table_of_all_that_was_ever_shown_is_worth_no_more_than_a_constant(
    course: Path, tmp_path: Path
) -> None:
    constant = graded(course, SECRET, handed_in(tmp_path / "constant", CONSTANT))
    assert constant.score == 1
    assert resubmitted(course, SECRET, tmp_path / "table", 20).score == constant.score


def test_table_of_what_practice_asks_is_worth_nothing_where_points_count(
    course: Path, tmp_path: Path
) -> None:
    told = asked(graded(course, Chance(), handed_in(tmp_path / "right", RIGHT_AND_TELLS)))
    table = handed_in(tmp_path / "table", TABLE.format(table={key: answer(*key) for key in told}))
    assert graded(course, Chance(), table).score >= 7
    assert graded(course, SECRET, table).score == 1


@pytest.mark.parametrize("text", [RIGHT, OTHERWISE, WRONG, RARELY_WRONG, TABLE.format(table={})])
def test_warm_batch_gives_the_report_of_a_single_run(
    course: Path, tmp_path: Path, text: str
) -> None:
    work = handed_in(tmp_path / "work", text)
    single = graded(course, SECRET, work)
    marker = Marker(Order(str(course), ("cube",), SECRET, Isolation()))
    with contextlib.closing(marker):
        marker.grade(handed_in(tmp_path / "other", text + "# by somebody else\n"))
        assert without_times(marker.grade(work)) == without_times(single)


def test_right_code_in_another_style_gets_everything(course: Path, tmp_path: Path) -> None:
    for name, text in (("a", RIGHT), ("b", OTHERWISE)):
        report = graded(course, SECRET, handed_in(tmp_path / name, text))
        assert (report.score, report.seed) == (8, None)


def test_examples_come_from_the_secret_and_the_contents_alone(course: Path, tmp_path: Path) -> None:
    text = TABLE.format(table={})
    work = handed_in(tmp_path / "work", text)
    seen = asked(graded(course, SECRET, work))
    assert asked(graded(course, SECRET, work / "cube.py")) == seen
    assert asked(graded(course, SECRET, handed_in(tmp_path / "wrapped" / "in", text))) == seen
    other = asked(graded(course, Chance(None, bytes(32)), work))
    assert not {data for _, data, shape in other & seen if shape and max(shape) > 3}


def test_every_check_has_an_example_that_another_submission_has_not(
    course: Path, tmp_path: Path
) -> None:
    first, second = (
        asked(graded(course, SECRET, handed_in(tmp_path / name, RIGHT_AND_TELLS + f"# {name}\n")))
        for name in ("a", "b")
    )
    assert {name for name, _, _ in first - second} == {"cube", "cube_gradient"}


def test_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first, made = read_secret(tmp_path / "secret.key")
    again, made_again = read_secret(tmp_path / "secret.key")
    assert (first, made, made_again) == (again, True, False)
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert first.secret.hex() not in repr(first) + first.name


ZEROS = SimpleNamespace(
    mse_loss=lambda *_: 0.0,
    mse_gradient=lambda predictions, _: np.zeros(predictions.shape),
    relu=lambda x: np.zeros(x.shape),
    relu_gradient=lambda x: np.zeros(x.shape),
    layer_backward=lambda d_output, inputs, weights, _: tuple(
        np.zeros(array.shape) for array in (weights, d_output, inputs)
    ),
    backward_pass=lambda _, __, *arrays: tuple(np.zeros(array.shape) for array in arrays[:4]),
)


@pytest.mark.parametrize(
    ("id_", "names"),
    [
        ("task1", {"loss_of_vectors", "loss_of_matrices", "gradient_of_vectors"}),
        ("task1", {"gradient_of_matrices"}),
        ("task2", {"values", "gradient"}),
        ("task3", {"weights", "inputs", "mask", "all_sizes"}),
        ("task4", {"all_sizes"}),
    ],
)
def test_nobody_gets_an_example_that_zeros_pass_by_changing_a_comment(
    id_: str, names: set[str]
) -> None:
    opened = open_course(ROOT)
    (file,) = opened.select([id_])
    task = load_task(file)
    checks = [(check, check.given) for check in task.checks if check.id in names and check.given]
    assert {check.id for check, _ in checks} == names
    with contextlib.closing(Session(Limits())) as session:
        session.add_file(id_, ROOT / "solutions" / "backprop" / f"{id_}.py")
        solution = Student(session, id_, task.functions)
        for content in range(100):
            fresh = {
                recipe: draw_fresh(recipe, int(SECRET.derived(recipe.__name__, str(content)), 16))
                for _, recipe in checks
            }
            pairs = [(check, one) for check, recipe in checks if (one := fresh[recipe])]
            assert all(passed for passed, _ in solved(solution, pairs).values())
            for check, one in pairs:
                assert one.measure()
                with pytest.raises(CheckFailed):
                    check.apply(ZEROS, None, one.example)


def test_example_that_the_solution_fails_gives_its_place_to_another() -> None:
    def numbers(draw: Draw) -> int:
        return draw.integer(0, 1)

    task = Task("Numbers", functions=["mse_loss(predictions, targets)"])

    @task.check(points=1, given=numbers)
    def holds_for_one(_: Student, number: int) -> None:
        """it holds for one, and its author did not see that for 0 it does not"""
        check_values(number, 1, "number")

    (check,) = task.checks
    with contextlib.closing(Session(Limits())) as session:
        session.add_file("task1", ROOT / "solutions" / "backprop" / "task1.py")
        solution = Student(session, "task1", task.functions)
        for seed in range(20):
            one = draw_fresh(numbers, seed)
            assert one
            assert solved(solution, [(check, one)])["holds_for_one"][0]
            assert one.example == 1


def test_example_whose_gradient_cannot_be_measured_gives_its_place_to_another() -> None:
    def kinks_or_squares(draw: Draw) -> tuple[Floats, NumericalGradient]:
        x = np.array([float(draw.integer(1, 9))])
        # What jumps at x itself has no slope.
        jumps = draw.choice([False, True])
        x = x + 1000.0 * jumps
        f = (lambda v: np.where(v > x, 1.0, 0.0) * v) if jumps else (lambda v: v**2)
        return x, draw.gradient(f, x)

    drawn = [draw_fresh(kinks_or_squares, seed) for seed in range(20)]
    taken = [one for one in drawn if one]
    before = [one.example[0] for one in taken]
    assert all(one.measure() for one in taken)
    assert any(x > 1000 for x in before)
    assert all(one.example[0] < 1000 for one in taken)


def test_recipe_that_gives_no_example_gives_no_fresh_one() -> None:
    def nothing(draw: Draw) -> int:
        draw.assume(False)
        return 0

    assert draw_fresh(nothing, 0) is None
