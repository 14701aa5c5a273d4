"""A part of the samples through every door; `python -m tests.doors` takes all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.course.course import Course
from tests.conftest import ROOT
from tests.doors.__main__ import compared
from tests.doors.doors import House
from tests.doors.forms import Sample, cells_of, samples

NOTEBOOKS = ("notebook, a cell a function", "notebook, one cell")
OTHERS = (
    "folder",
    "check() in a session",
    "zip in a batch",
    "Dask worker",
    "Gradescope",
)
TASKS = [f"task{number}" for number in range(1, 12)]


@pytest.fixture
def house(tmp_path: Path, cache: Path) -> Iterator[House]:
    """Return the doors."""
    with House(tmp_path / "work", cache) as doors:
        yield doors


def some(course: Course, task: str) -> list[Sample]:
    """Return a right and a wrong sample of a task."""
    return samples(course, (task,))[:2]


@pytest.mark.parametrize("task", TASKS)
def test_notebooks_get_what_a_file_gets(task: str, house: House, course: Course) -> None:
    assert compared(house, some(course, task), NOTEBOOKS) == []


def test_folders_sessions_batches_and_bundles_say_what_a_file_gets(
    house: House, course: Course
) -> None:
    assert compared(house, [*some(course, "task2"), *some(course, "task7")], OTHERS) == []


def test_each_function_has_a_cell_of_its_own() -> None:
    text = (ROOT / "solutions" / "backprop" / "task1.py").read_text()
    cells = cells_of(text)
    assert "".join(cells) == text
    assert [cell.partition("(")[0] for cell in cells[1:]] == ["def mse_loss", "def mse_gradient"]
