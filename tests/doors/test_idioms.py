"""What people write in notebooks and files: it is worth the same in both."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.course.course import load_task, open_course
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import TaskResult
from grader.grading.store import Store
from grader.sandbox.client.limits import Limits
from grader.submission.submission import open_submission
from tests.batch.conftest import tiny  # noqa: F401 - a fixture
from tests.conftest import SAMPLES
from tests.submission.writing import notebook_of

Graded = Callable[[Path], TaskResult]


def idioms(kind: str) -> list[Path]:
    return sorted((SAMPLES / "notebooks" / kind).glob("*.py"))


def cells(path: Path) -> list[str]:
    return [cell.strip("\n") for cell in re.split(r"^# %%\n", path.read_text(), flags=re.M)[1:]]


@pytest.fixture
def graded(tiny: Path, tmp_path: Path) -> Graded:  # noqa: F811
    """Return a function that grades a submission to the tiny course."""
    course = open_course(tiny)
    limits = msgspec.structs.replace(Limits(), load=3.0)
    grading = Grading(course, chance=Chance(), store=Store(tmp_path / "cache"), limits=limits)
    tasks = [(file, load_task(file)) for file in course.tasks]
    return lambda path: grading.grade(tasks, open_submission(path)).tasks[0]


@pytest.mark.parametrize("idiom", idioms("idioms"), ids=lambda path: path.stem)
def test_idiom_gets_all_points_in_a_file_and_in_a_notebook(
    idiom: Path, graded: Graded, tmp_path: Path
) -> None:
    (tmp_path / "double.py").write_bytes(idiom.read_bytes())
    (tmp_path / "work.ipynb").write_text(notebook_of(*cells(idiom)))
    for name in ("double.py", "work.ipynb"):
        task = graded(tmp_path / name)
        assert task.status == "passed", (name, task.message, task.notes, task.checks)


@pytest.mark.parametrize("idiom", idioms("magics"), ids=lambda path: path.stem)
def test_idiom_of_notebooks_gets_all_points(idiom: Path, graded: Graded, tmp_path: Path) -> None:
    (tmp_path / "work.ipynb").write_text(notebook_of(*cells(idiom)))
    task = graded(tmp_path / "work.ipynb")
    assert task.status == "passed", (task.message, task.notes, task.checks)
