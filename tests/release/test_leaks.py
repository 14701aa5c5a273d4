"""Which lines of a solution are found in what would be written, and which are nobody's secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.course.course import Course, open_course
from grader.release.files import packed
from grader.release.leaks import leaks

SOLUTION = '''\
"""A task."""


def loss(w, x, y):
    """Return it, by `total = w @ x`."""
    # BEGIN SOLUTION
    total = w @ x
    rest = total - y  # what is left
    if rest is None:
        return x
    scaled = np.mean(rest ** 2) + 0.5 * np.sum(w * w)
    return scaled
    # END SOLUTION
'''


@pytest.fixture
def small(tmp_path: Path) -> Course:
    for name, text in (("solutions/a/loss.py", SOLUTION), ("assignments/a/checks/loss.py", "")):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return open_course(tmp_path)


def found(course: Course, name: str, data: bytes) -> list[tuple[str, int]]:
    return [(leak.place, leak.line) for leak in leaks(course, {name: data})]


@pytest.mark.parametrize(
    "text",
    [
        "    rest = total - y\n",
        "rest=total-y",
        "Begin with `rest = total - y`, and so on.",
        "x = 1; rest  =  total -\ty  # as they do",
    ],
)
def test_a_line_is_found_whatever_stands_around_it(small: Course, text: str) -> None:
    assert found(small, "notes.md", f"\n{text}".encode()) == [("notes.md:2", 8)]


@pytest.mark.parametrize(
    "text",
    [
        "return x",  # which says little
        "return scaled",
        "if rest is None:",  # which anybody writes
        "total = w @ x",  # which the docstring gives
        "rest = total - yes",
        "arrest = total - y",
        "# what is left",
    ],
)
def test_what_says_little_or_is_given_is_no_secret(small: Course, text: str) -> None:
    assert found(small, "notes.md", text.encode()) == []


def test_the_grader_itself_is_searched_for_what_it_has_not_by_chance(small: Course) -> None:
    short, long = "rest = total - y", "scaled = np.mean(rest ** 2) + 0.5 * np.sum(w * w)"
    wheel = packed({"grader/new.py": f"{short}\n{long}\n".encode()})
    assert found(small, "grader.whl", wheel) == [("grader.whl/grader/new.py:2", 11)]
    nested = packed({"a.whl": wheel, "notes.txt": short.encode()})
    assert found(small, "all.zip", nested) == [
        ("all.zip/a.whl/grader/new.py:2", 11),
        ("all.zip/notes.txt:1", 8),
    ]


def test_a_notebook_that_is_on_one_line_is_read_by_its_cells(small: Course) -> None:
    cells = [{"cell_type": "code", "source": "import numpy\nrest = total - y"}]
    data = json.dumps({"cells": cells}).encode()
    assert found(small, "a.ipynb", data) == [("a.ipynb: cell 1, line 2", 8)]
    assert found(small, "a.ipynb", b"rest = total - y") == [("a.ipynb:1", 8)]  # which is none
