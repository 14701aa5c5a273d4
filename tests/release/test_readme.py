"""The command lines of the README, typed in what `grader release` made for students."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.release.conftest import CHECKS, command
from tests.submission.writing import notebook_of

ELSEWHERE = {
    "grade --submission solutions",
    "time grade --submission solutions",
    "grade task1 --submission tests/samples/wrong/task1/divides_by_len.py",
}
"""Lines for whoever has the solutions and the samples."""

FILES = {"backprop/task1.py": "task1", "network/network.py": "task7"}
RIGHT = "def {name}(x):\n    return 2 * x\n"
STUB = "def {name}(x):\n    # BEGIN SOLUTION\n    return 2 * x\n    # END SOLUTION\n"


def lines() -> Iterator[str]:
    """Yield the command lines of `grade` in the README, without what is said of them."""
    text = (ROOT / "README.md").read_text("utf-8")
    fenced = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
    typed = [
        line.partition("  #")[0].removeprefix("$ ")
        for kind, block in fenced.findall(text)
        for line in (block.splitlines() if kind in ("sh", "console") else ())
    ]
    quoted = [
        " ".join(code.split()) for code in re.findall(r"(?<!`)`([^`]+)`(?!`)", fenced.sub("", text))
    ]
    for line in dict.fromkeys(one.strip() for one in [*typed, *quoted]):
        if re.search(r"(^|\$\(|time )grade( [a-z0-9-]|$)", line) and not re.search("…|TASK", line):
            yield line


LINES = [line for line in lines() if line not in ELSEWHERE]


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what `grader release` made of a course of two tasks in the README's files."""
    root = tmp_path_factory.mktemp("readme")
    for file, task in FILES.items():
        assignment, name = file.split("/")
        checks = root / "course/assignments" / assignment / "checks"
        solution = root / "course/solutions" / file
        for folder in (checks, solution.parent):
            folder.mkdir(parents=True)
        text = CHECKS.format(title=task, name=task, factor=2).replace("points=2", "points=30")
        named = f'Task("{task}", file="{name}",'
        (checks / f"{task}.py").write_text(text.replace(f'Task("{task}",', named))
        solution.write_text(STUB.format(name=task))
    for arguments in (["stubs"], ["release", root / "students", "--github", "student"]):
        run = [*command(*arguments), "--course", str(root / "course")]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    return root / "students"


def solve(students: Path) -> None:
    for file, task in FILES.items():
        (students / "assignments" / file).write_text(RIGHT.format(name=task))


def solve_in_notebooks(students: Path) -> None:
    """Leave the stubs as they are."""
    for file, task in FILES.items():
        folder = (students / "assignments" / file).parent
        (folder / f"{folder.name}.ipynb").write_text(notebook_of(RIGHT.format(name=task)))


@pytest.fixture
def students(released: Path, tmp_path: Path) -> Path:
    """Return a student's repository, in which nothing is done yet."""
    shutil.copytree(released, tmp_path / "students")
    return tmp_path / "students"


def typed(line: str, students: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """Run a line in a shell, as a student or a service does."""
    programs = students.parent / "programs"
    programs.mkdir(exist_ok=True)
    grade = programs / "grade"
    code = "from grader.cli.start import grade; grade()"
    grade.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{code}' \"$@\"\n")
    grade.chmod(0o755)
    return subprocess.run(
        ["/bin/bash", "-e", "-o", "pipefail", "-c", line],
        cwd=students,
        env=os.environ
        | {"PATH": f"{programs}:{os.environ['PATH']}", "XDG_CACHE_HOME": str(cache)}
        | {"GITHUB_OUTPUT": str(students.parent / "output"), "GITHUB_STEP_SUMMARY": ""},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def succeeded(run: subprocess.CompletedProcess[str]) -> bool:
    """Whether all points were had, or this machine does not confine as far as it has to."""
    return run.returncode == 0 or (run.returncode == 3 and "grader doctor" in run.stderr)


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_readme_gives_all_points_for_the_work(
    students: Path, cache: Path, line: str
) -> None:
    solve(students)
    for folder in ("work", "path/to/course"):
        shutil.copytree(students / "assignments", students / folder / "assignments")
    shutil.copy(students / "assignments/backprop/task1.py", students / "anything.py")
    shutil.copy(students / "assignments/network/network.py", students / "network.py")
    solve_in_notebooks(students)
    shutil.copy(students / "assignments/backprop/backprop.ipynb", students / "anything.ipynb")
    run = typed(line, students, cache)
    assert succeeded(run), run.stdout + run.stderr


@pytest.mark.parametrize("line", ["grade", "grade --submission ."])
def test_a_finished_notebook_counts_beside_untouched_stubs(
    students: Path, cache: Path, line: str
) -> None:
    solve_in_notebooks(students)
    run = typed(line, students, cache)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "backprop.ipynb is graded in its place" in " ".join(run.stdout.split())


def test_the_lines_were_read() -> None:
    assert len(LINES) > 12
    assert "grade --submission . --format github" in LINES


def test_the_solved_course_gets_all_points_by_the_line_for_ci(cache: Path, tmp_path: Path) -> None:
    students = tmp_path / "students"
    release = [*command("release", students), "--course", str(ROOT)]
    subprocess.run(release, check=True, stdout=subprocess.DEVNULL)
    for solution in sorted((ROOT / "solutions").glob("*/*.py")):
        shutil.copy(solution, students / "assignments" / solution.parent.name)
    run = typed("grade --submission . --format github", students, cache)
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.search(r"::notice title=Graded::(\d+)/\1 points", run.stdout)
