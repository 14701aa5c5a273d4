from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.course import Course, find_course, load_task, open_course
from grader.errors import CourseError, UsageError
from tests.conftest import ROOT

TASK = 'from grader.authoring import Task\ntask = Task("Title", functions=["f(x)"])\n'


def make_course(root: Path, **checks: str) -> Path:
    folder = root / "assignments" / "first" / "checks"
    folder.mkdir(parents=True)
    for name, source in checks.items():
        (folder / f"{name}.py").write_text(source)
    return root


def test_course_is_found_from_a_folder_deep_inside() -> None:
    assert find_course(ROOT / "assignments" / "backprop" / "checks").root == ROOT


def test_no_course_above_is_said_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--course"):
        find_course(tmp_path)


def test_folder_without_a_course_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no course"):
        open_course(tmp_path)
    with pytest.raises(UsageError, match="There is no folder"):
        open_course(tmp_path / "missing")


def test_tasks_stand_in_counting_order(tmp_path: Path) -> None:
    root = make_course(tmp_path, task10=TASK, task2=TASK, task1=TASK, _shared="")
    assert [task.id for task in open_course(root).tasks] == ["task1", "task2", "task10"]


def test_tasks_are_selected_in_the_order_of_the_course(course: Course) -> None:
    assert [task.id for task in course.select(("task3", "task1"))] == ["task1", "task3"]
    assert len(course.select(())) == len(course.tasks)


@pytest.mark.parametrize(
    ("asked", "named"), [("tsk1", "task1"), ("Task3", "task3"), ("homework", "task1, task2")]
)
def test_unknown_task_names_its_nearest(course: Course, asked: str, named: str) -> None:
    with pytest.raises(UsageError, match=named):
        course.select((asked,))


def test_one_id_in_two_assignments_is_refused(tmp_path: Path) -> None:
    make_course(tmp_path, task1=TASK)
    second = tmp_path / "assignments" / "second" / "checks"
    second.mkdir(parents=True)
    (second / "task1.py").write_text(TASK)
    with pytest.raises(CourseError, match="Two tasks have the id task1"):
        open_course(tmp_path)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import numpy\nnumpy.nothing\n", "task1.py:2: AttributeError"),
        ("task = (", "SyntaxError"),
        ("x = 1\n", "defines no `task"),
        (
            'from grader.authoring import Task\ntask = Task("T", functions=["f"])',
            "should look like",
        ),
    ],
)
def test_broken_check_file_is_named_with_its_line(
    tmp_path: Path, source: str, message: str
) -> None:
    course = open_course(make_course(tmp_path, task1=source))
    with pytest.raises(CourseError, match=message) as caught:
        load_task(course.tasks[0])
    assert "task1.py" in str(caught.value)


def test_check_files_share_helpers(tmp_path: Path) -> None:
    root = make_course(
        tmp_path,
        _title='TITLE = "shared"',
        task1=TASK + "from ._title import TITLE\ntask.title = TITLE\n",
    )
    assert load_task(open_course(root).tasks[0]).title == "shared"


def test_points_of_the_course_add_up(course: Course) -> None:
    points = {task.id: load_task(task).points for task in course.tasks}
    assert points["task1"] == points["task2"] == 20
    assert points["task3"] == points["task4"] == 30
    assert (points["task5"], points["task6"]) == (20, 40)
