"""What students get, and what they must not get."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.version import __version__
from tests.release.conftest import Typed, command, names, solution

WHEEL = f"gradient_grader-{__version__}-py3-none-any.whl"

STUDENTS = [
    "README.md",
    "assignments/warmup/README.md",
    "assignments/warmup/checks/double.py",
    "assignments/warmup/checks/triple.py",
    "assignments/warmup/double.py",
    "assignments/warmup/triple.py",
    "assignments/warmup/warmup.ipynb",
    "colab.zip",
    WHEEL,
]


def test_students_get_the_assignments_and_no_solution(typed: Typed, tmp_path: Path) -> None:
    run = typed(tmp_path / "students")
    assert (run.returncode, run.stderr) == (0, "")
    assert names(tmp_path / "students") == STUDENTS
    for name in STUDENTS[:-2]:
        text = (tmp_path / "students" / name).read_text()
        assert "2 * x\n" not in text
        assert "BEGIN SOLUTION" not in text
    with zipfile.ZipFile(tmp_path / "students/colab.zip") as archive:
        held = archive.namelist()
    assert WHEEL in held
    assert "assignments/warmup/checks/double.py" in held
    assert not [name for name in held if "solutions" in name]


def test_a_solution_in_the_place_of_a_stub_stops_it(
    typed: Typed, course_folder: Path, tmp_path: Path
) -> None:
    (course_folder / "assignments/warmup/double.py").write_text(solution("double"))
    run = typed(tmp_path / "students")
    assert run.returncode == 2
    assert "assignments/warmup/double.py:2 is not the stub" in run.stderr
    assert "grader stubs" in run.stderr
    assert not (tmp_path / "students").exists()


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def wrong_solution(root: Path) -> None:
    rewrite(root / "solutions/warmup/double.py", "2 * x", "3 * x")


def endless_solution(root: Path) -> None:
    rewrite(root / "solutions/warmup/double.py", "return 2 * x", "return (2 * x")


def no_solution(root: Path) -> None:
    (root / "solutions/warmup/double.py").unlink()
    subprocess.run(command("stubs", "--course", root), check=True, capture_output=True)


def broken_check(root: Path) -> None:
    path = root / "assignments/warmup/checks/double.py"
    rewrite(path, "x = np.array([1.0, 2.0])", "x = np.arry([1.0, 2.0])")


def check_that_asks_nothing(root: Path) -> None:
    path = root / "assignments/warmup/checks/triple.py"
    path.write_text(
        path.read_text()
        + '''
@task.check(points=1)
def is_there(student):
    """triple is there"""
'''
    )


def given_away_in_the_handout(root: Path) -> None:
    path = root / "assignments/warmup/README.md"
    text = path.read_text().partition("\n")[2]
    path.write_text(f"# Warm-up\n\nFor instance, `return  2*x` does it.\n{text}")


def given_away_in_a_check(root: Path) -> None:
    path = root / "assignments/warmup/checks/_helpers.py"
    path.write_text("def other(x):\n    # as the students do\n    return 2 * x\n")


def given_away_in_a_notebook(root: Path) -> None:
    cell = {"cell_type": "code", "source": ["import numpy\n", "\n", "return 2 * x\n"]}
    path = root / "assignments/warmup/solved.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": []}, cell]}))


def given_away_in_an_output(root: Path) -> None:
    cell = {"cell_type": "code", "source": ["1\n"], "outputs": [{"text": ["return 2 * x"]}]}
    (root / "assignments/warmup/solved.ipynb").write_text(json.dumps({"cells": [cell]}))


def given_away_in_a_zip(root: Path) -> None:
    with zipfile.ZipFile(root / "assignments/warmup/more.zip", "w") as archive:
        archive.writestr("old/double.py", solution("double"))


@pytest.mark.parametrize(
    ("spoil", "place", "cure"),
    [
        (
            wrong_solution,
            "solutions/warmup/double.py:1: the solution of double fails the check multiplies.",
            "`grade double --submission solutions` shows it",
        ),
        (endless_solution, "solutions/warmup/double.py:3: the solution of double", "never closed"),
        (
            no_solution,
            "solutions/warmup/double.py:1: the solution of double does not count",
            "There is no",
        ),
        (
            broken_check,
            "assignments/warmup/checks/double.py:8: the check multiplies",
            "AttributeError",
        ),
        (
            check_that_asks_nothing,
            "assignments/warmup/checks/triple.py:20: the check is_there of triple passes",
            "Let it ask for what they are to write",
        ),
        (given_away_in_the_handout, "warmup/README.md:3 has line 3 of", "Take it out"),
        (given_away_in_a_check, "warmup/checks/_helpers.py:3 has line 3 of", "Take it out"),
        (given_away_in_a_notebook, "warmup/solved.ipynb: cell 2, line 3 has line 3", "Take it"),
        (given_away_in_an_output, "warmup/solved.ipynb: cell 1, below its code has", "Take"),
        (given_away_in_a_zip, "warmup/more.zip/old/double.py:3 has line 3", "Take it out"),
    ],
)
def test_what_is_no_course_yet_is_refused_with_its_place_and_the_cure(
    typed: Typed,
    course_folder: Path,
    tmp_path: Path,
    spoil: Callable[[Path], None],
    place: str,
    cure: str,
) -> None:
    spoil(course_folder)
    run = typed(tmp_path / "students")
    assert (run.returncode, run.stdout) == (2, "")
    assert place in run.stderr
    assert cure in run.stderr
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "students").exists()


def test_what_a_solution_gives_beside_its_markers_is_no_secret(
    typed: Typed, course_folder: Path, tmp_path: Path
) -> None:
    given_away_in_the_handout(course_folder)
    path = course_folder / "solutions/warmup/double.py"
    rewrite(path, "def double(x):\n", 'def double(x):\n    """Write `return 2 * x` here."""\n')
    assert typed("--overwrite", tmp_path / "students").returncode == 2  # the stub is another now
    subprocess.run(command("stubs", "--course", course_folder), check=True, capture_output=True)
    assert typed(tmp_path / "students").returncode == 0


def test_a_notebook_that_is_out_of_step_stops_it(
    typed: Typed, course_folder: Path, tmp_path: Path
) -> None:
    rewrite(course_folder / "assignments/warmup/warmup.ipynb", "NotImplementedError", "ValueError")
    run = typed(tmp_path / "students")
    assert run.returncode == 2
    assert "warmup.ipynb:" in run.stderr
    assert "run `grader stubs` first" in run.stderr


def test_without_solutions_it_is_said_that_nothing_was_tried(
    typed: Typed, course_folder: Path, tmp_path: Path
) -> None:
    shutil.rmtree(course_folder / "solutions")
    run = typed(tmp_path / "students")
    assert run.returncode == 0
    assert "nothing was tried" in run.stderr


def test_a_link_stops_it(typed: Typed, course_folder: Path, tmp_path: Path) -> None:
    (course_folder / "assignments/warmup/helper.py").symlink_to("../../solutions/warmup/double.py")
    run = typed(tmp_path / "students")
    assert (run.returncode, "helper.py is a link" in run.stderr) == (2, True)


def test_a_file_that_differs_is_kept_until_told_otherwise(typed: Typed, tmp_path: Path) -> None:
    out = tmp_path / "students"
    typed(out)
    work = out / "assignments/warmup/double.py"
    work.write_text("my work")
    (out / "assignments/warmup/triple.py").unlink()
    run = typed(out)
    assert (run.returncode, "--overwrite" in run.stderr) == (2, True)
    assert work.read_text() == "my work"
    assert "triple.py" not in " ".join(names(out))[-40:]
    run = typed(out, "--overwrite")
    assert run.returncode == 0
    assert len(run.stdout.splitlines()) == 2  # what is the same is not written again
    assert "my work" not in work.read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Where to?"),
        (["."], "holds solutions"),
        ([".."], "part of a course"),
        (["assignments/more"], "part of a course"),
        (["--github", "student"], "Where to?"),
        (["../students", "--task", "double"], "--gradescope"),
        (["--gradescope", "../a.zip", "--task", "duble"], "double"),
        (["assignments/warmup/README.md/x"], "part of a course"),
    ],
)
def test_a_wrong_command_writes_nothing(
    typed: Typed, course_folder: Path, arguments: list[str], said: str
) -> None:
    before = names(course_folder.parent)
    run = typed(*arguments)
    assert (run.returncode, said in run.stderr) == (2, True)
    assert "Traceback" not in run.stderr
    assert names(course_folder.parent) == before


def test_a_bundle_takes_solutions(typed: Typed, course_folder: Path, tmp_path: Path) -> None:
    for path in (course_folder / "solutions/warmup").iterdir():
        path.unlink()
    run = typed("--gradescope", tmp_path / "a.zip")
    assert (run.returncode, "no solutions" in run.stderr) == (2, True)
    assert not (tmp_path / "a.zip").exists()


def test_a_wheel_of_another_version_makes_room(typed: Typed, tmp_path: Path) -> None:
    home = tmp_path / "students/.github/grader"
    home.mkdir(parents=True)
    (home / "gradient_grader-0.0.1-py3-none-any.whl").write_bytes(b"old")
    run = typed(tmp_path / "students", "--github", "student")
    assert run.returncode == 0
    (left,) = home.iterdir()
    assert "0.0.1" not in left.name
