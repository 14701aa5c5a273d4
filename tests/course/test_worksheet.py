"""The notebooks that students get, and a real kernel that runs them."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from grader.course.course import Course, open_course
from grader.course.stubs import stubs
from grader.course.worksheet import worksheets
from tests.conftest import ROOT, GradeOne

ASSIGNMENTS = sorted(path.stem for path in (ROOT / "assignments").glob("*/*.ipynb"))


def cut(course: Course) -> dict[Path, str]:
    return stubs(course.solutions, course.assignments)


def solved(course: Course) -> dict[Path, str]:
    """Return the solutions in the place of the stubs."""
    return {path: _solution(course, path).read_text("utf-8") for path in cut(course)}


def _solution(course: Course, stub: Path) -> Path:
    return course.solutions / stub.relative_to(course.assignments)


def run(text: str, folder: Path, cache: Path) -> str:
    """Run a notebook in a kernel of its own; return what its checks show."""
    notebook = nbformat.reads(text, as_version=4)
    client = NotebookClient(notebook, resources={"metadata": {"path": str(folder)}})
    client.execute(env=os.environ | {"XDG_CACHE_HOME": str(cache)})
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert {output.output_type for output in outputs} == {"display_data"}
    assert all("text/html" in output.data for output in outputs)
    return "\n".join(output.data["text/plain"] for output in outputs)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_notebook_as_it_is_handed_out_is_not_started(
    course: Course, name: str, cache: Path
) -> None:
    path = course.assignments / name / f"{name}.ipynb"
    shown = run(path.read_text("utf-8"), path.parent, cache)
    tasks = [file for file in course.tasks if file.assignment == name]
    assert shown.count("not started") == len(tasks)


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_notebook_with_the_solutions_in_it_gets_everything(
    course: Course, name: str, cache: Path, tmp_path: Path, grade: GradeOne
) -> None:
    path = course.assignments / name / f"{name}.ipynb"
    notebook = nbformat.reads(worksheets(course, solved(course))[path], as_version=4)
    ids = [file.id for file in course.tasks if file.assignment == name]
    handed_in = tmp_path / path.name
    handed_in.write_text(nbformat.writes(notebook))
    report = grade(handed_in, *ids)
    assert report.score == report.max_score
    assert {task.notes for task in report.tasks} == {()}

    last = f"for task in {ids}:\n    assert check(task).passed, task"
    notebook.cells = [cell for cell in notebook.cells if not cell.id.endswith("-check")]
    notebook.cells.append(nbformat.v4.new_code_cell(last))
    shown = run(nbformat.writes(notebook), path.parent, cache)
    assert shown.count("hidden, skipped") >= 1


def test_notebooks_are_in_step_and_always_the_same(course: Course) -> None:
    made = worksheets(course, cut(course))
    assert {path: path.read_text("utf-8") for path in made} == made
    assert worksheets(open_course(ROOT), cut(course)) == made


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_notebook_is_valid_as_jupyter_and_colab_want_it(course: Course, name: str) -> None:
    path = course.assignments / name / f"{name}.ipynb"
    notebook = nbformat.reads(path.read_text("utf-8"), as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    setup = notebook.cells[0].source
    assert "Jupyter" in setup
    assert "Colab" in setup
    assert 'check("' in setup


SOLUTION = '''\
"""Both tasks."""

import math

import numpy as np
from first import helper

WIDTH = 3


class Shape:
    """A shape."""

    def area(self):
        """Return the area."""
        # BEGIN SOLUTION
        return WIDTH
        # END SOLUTION


# The length of the way around it.
def around(shape):
    """Return the circumference."""
    # BEGIN SOLUTION
    return math.tau
    # END SOLUTION
'''

FIRST = '''\
"""The first."""

import numpy as np


def helper(x):
    """Return what the student writes here."""
    # BEGIN SOLUTION
    return x
    # END SOLUTION
'''

SECOND = '''\
"""The second."""

import numpy as np


def helper(x):
    """Return x (given)."""
    return x


def second(x):
    """Return x."""
    # BEGIN SOLUTION
    return x
    # END SOLUTION
'''

CHECKS = """\
from grader.authoring import Task

task = Task("The title", functions=[{functions}], file={file})
"""


@pytest.fixture
def small(tmp_path: Path) -> Course:
    """Return a course with a file for each task in one assignment, and one for two in the other."""
    files = {
        "solutions/a/first.py": FIRST,
        "solutions/a/second.py": SECOND,
        "solutions/b/shapes.py": SOLUTION,
        "assignments/a/README.md": "# All of it\n\nText.\n\n## Rules\n\nNone.\n\n## First: a\n\n"
        "```\n## no heading\n```\n\n## Second: b\n\nMore.\n\n## Afterwards\n\nNothing.\n",
        "assignments/a/checks/first.py": CHECKS.format(functions="'helper(x)'", file=None),
        "assignments/a/checks/second.py": CHECKS.format(functions="'second(x)'", file=None),
        "assignments/b/checks/third.py": CHECKS.format(functions="'Shape()'", file="'shapes.py'"),
        "assignments/b/checks/fourth.py": CHECKS.format(
            functions="'around(shape)', 'Shape()'", file="'shapes.py'"
        ),
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return open_course(tmp_path)


def cells(course: Course, name: str) -> dict[str, str]:
    text = worksheets(course, cut(course))[course.assignments / name / f"{name}.ipynb"]
    return {cell.id: cell.source for cell in nbformat.reads(text, as_version=4).cells}


def test_each_task_has_its_section_its_stub_and_its_check(small: Course) -> None:
    made = cells(small, "a")
    assert list(made) == [
        *("setup", "install", "import", "handout-1"),
        *("first-handout", "first-code", "first-check"),
        *("second-handout", "second-code", "second-check"),
    ]
    assert made["setup"].startswith("# All of it\n")
    assert made["import"] == "import numpy as np\n\nfrom grader import check"
    assert made["handout-1"] == "## Rules\n\nNone."
    assert made["first-handout"] == "## First: a\n\n```\n## no heading\n```"
    assert made["first-check"] == 'check("first")'


def test_what_is_given_does_not_take_the_place_of_what_the_student_wrote(small: Course) -> None:
    code = cells(small, "a")["second-code"]
    assert code.startswith("# Defined above: helper.\n\n\ndef second(x):")
    assert "(given)" not in code


def test_file_of_several_tasks_is_shared_out_among_them(small: Course) -> None:
    made = cells(small, "b")
    assert list(made) == [
        *("setup", "install", "import"),
        *("fourth-handout", "fourth-code", "fourth-check"),
        *("third-handout", "third-check"),
    ]
    assert made["fourth-handout"] == "## fourth: The title"
    assert "Write it above, where `Shape` begins" in made["third-handout"]
    assert "WIDTH = 3" in made["fourth-code"]
    assert "# The length of the way around it.\ndef around(shape):" in made["fourth-code"]
