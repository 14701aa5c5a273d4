"""Grading as a whole: what a submission gets, and that it gets it every time."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from grader.course.course import Course, load_task, open_course
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import Report
from grader.grading.store import Store
from grader.report.json import to_json
from grader.sandbox.client.limits import Isolation, Limits
from grader.submission.submission import open_submission
from tests.conftest import COUNTING, ROOT, SAMPLES, GradeOne, check_of, lost

WRONG = SAMPLES / "wrong"


def without_times(report: Report) -> bytes:
    tasks = tuple(
        msgspec.structs.replace(
            task, checks=tuple(msgspec.structs.replace(c, seconds=0.0) for c in task.checks)
        )
        for task in report.tasks
    )
    return to_json(msgspec.structs.replace(report, tasks=tasks))


@pytest.fixture
def public_course(tmp_path: Path) -> Course:
    """Return a copy of the course as students have it, without the solutions."""
    shutil.copytree(ROOT / "assignments", tmp_path / "course" / "assignments")
    return open_course(tmp_path / "course")


def test_solutions_get_everything(grade: GradeOne, course: Course) -> None:
    report = grade(ROOT / "solutions")
    assert report.score == report.max_score
    assert report.max_score == sum(load_task(file).points for file in course.tasks)
    assert report.all_passed
    assert report.next is None


TAKES = "from answer import mse_loss, mse_gradient\n"
PACKAGE = "from answers.task1 import mse_loss, mse_gradient\n"
LINKS = {
    "the file itself": ({}, {"task1.py": "solutions/backprop/task1.py"}),
    "its folder": ({}, {"backprop": "solutions/backprop"}),
    "the folder of all": ({}, {"assignments": "solutions"}),
    "a module beside it": ({"task1.py": TAKES}, {"answer.py": "solutions/backprop/task1.py"}),
    "a package beside it": ({"task1.py": PACKAGE}, {"answers": "solutions/backprop"}),
    "a package above it": ({"backprop/task1.py": PACKAGE}, {"answers": "solutions/backprop"}),
}


@pytest.mark.parametrize("without", [(), ("files",)], ids=["confined", "without Landlock"])
@pytest.mark.parametrize("links", LINKS)
def test_no_link_that_leads_out_of_a_submission_is_followed(
    course: Course, cache: Path, tmp_path: Path, links: str, without: tuple[str, ...]
) -> None:
    files, targets = LINKS[links]
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    for name, target in targets.items():
        (tmp_path / name).symlink_to(ROOT / target)
    store = Store(cache / "gradient-grader")
    grading = Grading(course, chance=Chance(), store=store, isolation=Isolation(without=without))
    (file,) = course.select(("task1",))
    report = grading.grade([(file, load_task(file))], open_submission(tmp_path))
    assert report.score == 0
    assert not report.internal


def test_link_that_stays_in_the_submission_is_followed(grade: GradeOne, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    shutil.copy(ROOT / "solutions" / "backprop" / "task1.py", tmp_path / "src" / "mine.py")
    (tmp_path / "task1.py").symlink_to("src/mine.py")
    report = grade(tmp_path, "task1")
    assert report.tasks[0].status == "passed"


def test_stubs_get_nothing_and_are_not_started(grade: GradeOne) -> None:
    report = grade(ROOT / "assignments")
    assert report.score == 0
    assert {task.status for task in report.tasks} == {"not started"}
    assert report.tasks[0].file.endswith("backprop/task1.py")


def test_after_a_pass_the_next_task_is_named(grade: GradeOne) -> None:
    report = grade(ROOT / "solutions", "task1")
    assert report.next is not None
    assert report.next.id == "task2"
    assert report.next.file.endswith("backprop/task2.py")


def test_same_submission_gets_the_same_report_to_the_byte(course: Course, tmp_path: Path) -> None:
    tasks = [(file, load_task(file)) for file in course.select(("task1",))]
    submission = open_submission(WRONG / "task1" / "factor_two_missing.py")
    store = Store(tmp_path)
    cold, warm = (
        Grading(course, chance=Chance(3), store=store).grade(tasks, submission) for _ in range(2)
    )
    elsewhere = Grading(course, chance=Chance(3), store=Store(tmp_path / "other")).grade(
        tasks, submission
    )
    assert without_times(cold) == without_times(warm) == without_times(elsewhere)


def test_verdict_does_not_depend_on_the_other_tasks_that_are_graded(grade: GradeOne) -> None:
    together = grade(ROOT / "solutions")
    alone = grade(ROOT / "solutions", "task3")
    assert [c.id for c in together.tasks[2].checks] == [c.id for c in alone.tasks[0].checks]
    assert together.tasks[2].score == alone.tasks[0].score


@pytest.mark.parametrize("seed", [1, 7, 2**31])
def test_any_seed_gives_the_right_submission_everything(grade: GradeOne, seed: int) -> None:
    assert grade(ROOT / "solutions", "task3", chance=Chance(seed)).score == 30


def test_size_taken_from_len_loses_exactly_the_part_beyond_one_dimension(grade: GradeOne) -> None:
    report = grade(WRONG / "task1" / "divides_by_len.py", "task1")
    assert lost(report) == {"gradient_of_matrices", "agrees"}


def test_transposed_weights_lose_points_with_a_message_that_names_the_shapes(
    grade: GradeOne,
) -> None:
    report = grade(WRONG / "task4" / "W2_transposed.py", "task4")
    message = check_of(report, "task4", "all_sizes").message
    assert "W2_transposed.py, line" in message
    assert "ValueError" in message
    assert "W2 (" in message
    assert report.score < report.max_score


ONE_RIGHT = """
import numpy as np

def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return {returned}
"""


@pytest.mark.parametrize(
    "returned",
    [
        "np.outer(inputs, d_z), 2 * d_z, -(weights @ d_z)",
        "2 * np.outer(inputs, d_z), d_z, -(weights @ d_z)",
        "2 * np.outer(inputs, d_z), 3 * d_z, weights @ d_z",
    ],
)
def test_one_right_gradient_of_three_keeps_a_fifth_to_a_half(
    tmp_path: Path, grade: GradeOne, returned: str
) -> None:
    file = tmp_path / "task3.py"
    file.write_text(ONE_RIGHT.format(returned=returned))
    report = grade(file, "task3")
    assert 0.2 <= report.score / report.max_score <= 0.5


def test_right_values_in_the_wrong_dtype_lose_little(grade: GradeOne) -> None:
    for path in sorted(WRONG.glob("task*/*float32*.py")):
        report = grade(path, path.parent.name)
        assert lost(report) == {"float64"}
        assert report.score >= 0.9 * report.max_score


def test_endless_loop_costs_only_its_task(tmp_path: Path, grade: GradeOne) -> None:
    shutil.copytree(ROOT / "solutions" / "backprop", tmp_path / "work")
    shutil.copy(SAMPLES / "broken" / "infinite_loop.py", tmp_path / "work" / "task1.py")
    report = grade(tmp_path / "work", limits=Limits(call=0.5))
    others = [task.score for task in report.tasks[1:] if task.assignment == "backprop"]
    assert others == [20, 30, 30, 20, 40]
    assert check_of(report, "task1", "loss_of_vectors").outcome == "passed"
    failed = check_of(report, "task1", "gradient_of_vectors")
    assert failed.outcome == "timeout"
    assert "0.5 seconds" in failed.message


def test_time_limit_of_a_task_holds_for_all_its_calls(tmp_path: Path, grade: GradeOne) -> None:
    right = (ROOT / "solutions" / "backprop" / "task2.py").read_text()
    slow = "import time\nfast = relu\ndef relu(x):\n    time.sleep(0.05)\n    return fast(x)\n"
    (tmp_path / "task2.py").write_text(right + slow)
    report = grade(tmp_path, "task2", limits=Limits(task=1.0))
    outcomes = {check.outcome for check in report.tasks[0].checks}
    assert "timeout" in outcomes


def test_calls_that_are_made_ahead_take_the_time_of_the_task(
    tmp_path: Path, grade: GradeOne
) -> None:
    """Each answer of a list comes in time, and all of them together do not."""
    slow = "import time\nimport numpy as np\ndef mse_loss(p, t):\n    time.sleep(0.2)\n"
    slow += "    return np.mean((p - t) ** 2)\n"
    (tmp_path / "task1.py").write_text(slow)
    report = grade(tmp_path, "task1", limits=Limits(task=1.0))
    first = check_of(report, "task1", "loss_of_vectors")
    assert first.outcome == "timeout"
    assert "the time limit of the whole task was reached" in first.message.lower()
    assert report.score == 0


def test_time_limit_of_a_submission_holds_for_all_its_tasks(
    tmp_path: Path, grade: GradeOne
) -> None:
    shutil.copytree(ROOT / "solutions" / "backprop", tmp_path / "backprop")
    slow = "import time\ndef mse_loss(p, t):\n    time.sleep(10)\nmse_gradient = mse_loss\n"
    (tmp_path / "backprop" / "task1.py").write_text(slow)
    limits = Limits(call=1.0, task=60.0, submission=1.0)
    report = grade(tmp_path, "task1", "task2", "task7", limits=limits)
    assert report.score == 0
    assert report.tasks[1].status == "unreadable"
    assert report.tasks[1].message == (
        "The time limit of the whole submission was reached before this call."
    )


def test_hidden_checks_are_left_out_where_the_solutions_are_not(
    public_course: Course, tmp_path: Path
) -> None:
    tasks = [(file, load_task(file)) for file in public_course.select(("task1",))]
    grading = Grading(public_course, chance=Chance(), store=Store(tmp_path / "cache"))
    report = grading.grade(tasks, open_submission(ROOT / "solutions"))
    assert (report.score, report.max_score) == (19, 19)
    assert report.all_passed
    hidden = check_of(report, "task1", "agrees")
    assert (hidden.outcome, hidden.max_score) == ("skipped", 0)


def test_failed_hidden_check_shows_no_example(grade: GradeOne) -> None:
    check = check_of(grade(WRONG / "task1" / "factor_two_missing.py", "task1"), "task1", "agrees")
    assert check.outcome == "failed"
    assert check.mismatch is None
    assert check.counterexample == ""


def test_example_of_a_failure_can_be_pasted_beside_the_file(
    tmp_path: Path, grade: GradeOne
) -> None:
    shutil.copy(WRONG / "task3" / "weights_transposed.py", tmp_path / "task3.py")
    report = grade(tmp_path, "task3")
    source = check_of(report, "task3", "all_sizes").counterexample
    (tmp_path / "example.py").write_text(source)
    run = subprocess.run(
        [sys.executable, "example.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "ValueError" in run.stderr


def test_shrunk_example_is_small(grade: GradeOne) -> None:
    report = grade(WRONG / "task1" / "clips_elements.py", "task1")
    source = check_of(report, "task1", "gradient_of_matrices").counterexample
    arrays = "predictions = np.array([[0.0, 0.0, 0.0]])\ntargets = np.array([[0.0, 0.0, 2.0]])"
    assert arrays in source


def test_known_mistake_is_named(grade: GradeOne) -> None:
    report = grade(WRONG / "task1" / "factor_two_missing.py", "task1")
    mismatch = check_of(report, "task1", "gradient_of_vectors").mismatch
    assert mismatch is not None
    assert "half of what is due" in mismatch.diagnosis


FAULTY = '''
from grader.authoring import Task
task = Task("Faulty", functions=["relu(x)"])

@task.check(points=1)
def fine(student):
    """this one is fine"""

@task.check(points=1)
def broken(student):
    """this one has a mistake of its author's"""
    raise KeyError("oops")
'''


def test_fault_of_our_own_is_internal_and_written_down(
    public_course: Course, tmp_path: Path
) -> None:
    (public_course.assignments / "backprop" / "checks" / "task2.py").write_text(FAULTY)
    tasks = [(file, load_task(file)) for file in public_course.select(("task2",))]
    grading = Grading(public_course, chance=Chance(), store=Store(tmp_path / "cache"))
    report = grading.grade(tasks, open_submission(ROOT / "solutions"))
    assert report.internal
    assert check_of(report, "task2", "broken").outcome == "internal"
    assert check_of(report, "task2", "fine").outcome == "passed"
    fault = Path(report.internal_error)
    assert "KeyError: 'oops'" in fault.read_text()
    fault.unlink()


def test_code_that_keeps_a_state_ends_alike_whatever_is_drawn_for_it(
    grade: GradeOne, tmp_path: Path
) -> None:
    text = (SAMPLES / "wrong" / "task2" / "gradient_of_a_stack_of_inputs.py").read_text()
    ends = set()
    for name in "abcd":
        work = tmp_path / name / "task2.py"
        work.parent.mkdir()
        work.write_text(f"{text}# {name}\n")
        (task,) = grade(work, "task2", chance=COUNTING).tasks
        ends.add(tuple(check.outcome for check in task.checks))
    assert len(ends) == 1
