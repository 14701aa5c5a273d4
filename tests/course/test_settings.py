"""What an instructor sets for a course reaches the student's process, or is refused clearly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.course.course import Course, load_task, open_course
from grader.course.settings import read_limits
from grader.errors import CourseError, IsolationError
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.store import Store
from grader.sandbox.client.limits import Isolation, Limits
from grader.sandbox.protocol.layers import LAYERS
from grader.submission.submission import open_submission
from tests.conftest import ROOT


@pytest.fixture
def own_course(tmp_path: Path) -> Course:
    """Return a copy of the course, to be set up differently."""
    shutil.copytree(ROOT / "assignments", tmp_path / "course" / "assignments")
    return open_course(tmp_path / "course")


def settings(course: Course, text: str) -> dict[str, Limits]:
    (course.assignments / "course.toml").write_text(text)
    return read_limits(course)


def test_without_a_file_the_defaults_hold(own_course: Course) -> None:
    (own_course.assignments / "course.toml").unlink(missing_ok=True)
    limits = read_limits(own_course)
    assert list(limits) == [task.id for task in own_course.tasks]
    assert set(limits.values()) == {Limits()}


def test_a_task_takes_what_it_says_itself_and_the_rest_from_the_course(own_course: Course) -> None:
    limits = settings(
        own_course,
        "[limits]\ncall = 2.5\nmemory = 512\n[tasks.task3.limits]\ncall = 9\noutput = 8\n",
    )
    assert limits["task1"] == Limits(call=2.5, memory=512)
    assert limits["task3"] == Limits(call=9, memory=512, output=8)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[limits]\ncalls = 1\n", "unknown field `calls`"),
        ("[limits]\ncall = 0\n", "`float` > 0.0"),
        ("[limits]\nmemory = 'much'\n", "Expected `int`, got `str` - at `$.memory`"),
        ("[limits]\ncpu = 1.5\n", "$.cpu"),
        ("[tasks.task0.limits]\ncall = 1\n", "there is no task 'task0'. There are task1, task2"),
        ("[task1]\ncall = 1\n", "unknown field `task1`"),
        ("[tasks.task1.limits]\nsubmission = 9\n", "holds for all tasks together"),
        ("hints = 'never'\n", "Invalid enum value 'never' - at `$.hints`"),
        ("call 5", "course.toml"),
        ("\x00", "course.toml"),
    ],
)
def test_a_mistake_is_told_with_the_file_and_what_there_is(
    own_course: Course, text: str, message: str
) -> None:
    with pytest.raises(CourseError) as error:
        settings(own_course, text)
    assert "course.toml" in str(error.value)
    assert message in str(error.value)


SLOW = "import time\ndef relu(x):\n    time.sleep(30)\nrelu_gradient = relu\n"


def test_the_limit_of_a_task_is_the_one_that_its_calls_get(
    own_course: Course, tmp_path: Path
) -> None:
    settings(own_course, "[limits]\ncall = 20\n[tasks.task2.limits]\ncall = 0.25\n")
    (tmp_path / "task2.py").write_text(SLOW)
    tasks = [(file, load_task(file)) for file in own_course.select(("task2",))]
    grading = Grading(own_course, chance=Chance(), store=Store(tmp_path / "cache"))
    report = grading.grade(tasks, open_submission(tmp_path / "task2.py"))
    first = report.tasks[0].checks[0]
    assert first.outcome == "timeout"
    assert "0.25 seconds" in first.message


def test_a_report_says_which_layers_held(course: Course, cache: Path) -> None:
    tasks = [(file, load_task(file)) for file in course.select(("task1",))]
    for without, level in (((), "confined"), (("privacy",), "partial")):
        grading = Grading(
            course, chance=Chance(), store=Store(cache), isolation=Isolation(without=without)
        )
        report = grading.grade(tasks, open_submission(ROOT / "solutions"))
        assert report.isolation == level
        assert report.layers == {name: name not in without for name in LAYERS}
        assert report.score == 20


def test_nothing_is_graded_where_too_little_holds(course: Course, cache: Path) -> None:
    tasks = [(file, load_task(file)) for file in course.select(("task1",))]
    isolation = Isolation(least="confined", without=("files", "calls"))
    grading = Grading(course, chance=Chance(), store=Store(cache), isolation=isolation)
    with pytest.raises(IsolationError) as error:
        grading.grade(tasks, open_submission(ROOT / "solutions"))
    assert "do not hold: files, calls." in str(error.value)
    assert "grader doctor" in str(error.value)
