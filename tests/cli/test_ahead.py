"""What a second process draws while the first one grades."""

from __future__ import annotations

import errno
import subprocess
from pathlib import Path

import pytest

from grader.cli.ahead import drawing_ahead
from grader.course.course import load_task, open_course
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.store import Store
from tests.batch.conftest import write_course

CHECKS = '''
import numpy as np
from grader.authoring import Task
from grader.authoring.drawing import Draw, Floats

task = Task("Another", functions=["same(x)"])

def vectors(draw: Draw) -> Floats:
    return draw.array((2,))

@task.check(points=1, given=vectors)
def same(student, x):
    """same returns its argument"""
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_course(tmp_path / "course")
    for name in ("first", "second"):
        (root / "assignments" / "warmup" / "checks" / f"{name}.py").write_text(CHECKS)
    return root


def test_examples_of_all_tasks_but_the_first_are_drawn_by_another_process(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    course = open_course(root)
    tasks = [(file, load_task(file)) for file in course.select(("first", "second"))]
    grading = Grading(course, chance=Chance(), store=Store())
    with drawing_ahead(grading, root, tasks, Chance()) as process:
        assert process is not None
        assert process.wait(60) == 0
    assert not grading.drawn(*tasks[0])
    assert grading.drawn(*tasks[1])
    with drawing_ahead(grading, root, tasks, Chance()) as process:
        assert process is None  # nothing is left to draw


def test_examples_are_the_same_whoever_draws_them(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = open_course(root)
    file = course.select(("second",))[0]
    drawn = []
    for number, ahead in enumerate((False, True)):
        folder = tmp_path / f"cache{number}"
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
        grading = Grading(course, chance=Chance(), store=Store())
        tasks = [(one, load_task(one)) for one in course.select(("first", "second"))]
        if ahead:
            with drawing_ahead(grading, root, tasks, Chance()) as process:
                assert process is not None
                process.wait(60)
        else:
            grading.draw(file, load_task(file))
        drawn.append({path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert drawn[0]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("short_of", [errno.EAGAIN, errno.ENOMEM, errno.EMFILE])
def test_where_no_process_can_be_started_one_grades_without_it(
    short_of: int, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(short_of, "no process is left")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("grader.cli.ahead.subprocess.Popen", refused)
    course = open_course(root)
    tasks = [(file, load_task(file)) for file in course.select(("first", "second"))]
    grading = Grading(course, chance=Chance(), store=Store())
    with drawing_ahead(grading, root, tasks, Chance()) as process:
        assert process is None


def test_a_process_that_ends_at_once_does_not_end_the_grading(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ended(subprocess.Popen[bytes]):
        def __init__(self, *_: object, **__: object) -> None:
            super().__init__(["true"], stdin=subprocess.PIPE)
            self.wait()

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("grader.cli.ahead.subprocess.Popen", Ended)
    course = open_course(root)
    tasks = [(file, load_task(file)) for file in course.select(("first", "second"))]
    grading = Grading(course, chance=Chance(), store=Store())
    with drawing_ahead(grading, root, tasks, Chance()) as process:
        assert process is not None
    assert not grading.drawn(*tasks[1])
