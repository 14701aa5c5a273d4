"""What students get, and what they must not get."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.release.conftest import Typed, names, solution

STUDENTS = [
    "assignments/warmup/README.md",
    "assignments/warmup/checks/double.py",
    "assignments/warmup/checks/triple.py",
    "assignments/warmup/double.py",
    "assignments/warmup/triple.py",
    "assignments/warmup/warmup.ipynb",
]


def test_students_get_the_assignments_and_no_solution(typed: Typed, tmp_path: Path) -> None:
    run = typed(tmp_path / "students")
    assert (run.returncode, run.stderr) == (0, "")
    assert names(tmp_path / "students") == STUDENTS
    for name in STUDENTS:
        text = (tmp_path / "students" / name).read_text()
        assert "2 * x\n" not in text
        assert "BEGIN SOLUTION" not in text


def test_a_solution_in_the_place_of_a_stub_stops_it(
    typed: Typed, course_folder: Path, tmp_path: Path
) -> None:
    (course_folder / "assignments/warmup/double.py").write_text(solution("double"))
    run = typed(tmp_path / "students")
    assert run.returncode == 2
    assert "double.py" in run.stderr
    assert "grader stubs" in run.stderr
    assert not (tmp_path / "students").exists()


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
