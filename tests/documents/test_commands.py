"""The command lines of the documents, typed where a reader would type them.

Those of `grade` are typed in what `grader release` made for students, those of `grader` and those
that take the solutions in a course with a class.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from grader.cli.grade import command as grade_command
from grader.cli.instructor import command as grader_command
from tests.conftest import ROOT
from tests.documents.documents import DOCUMENTS, quoted, typed_lines
from tests.documents.scenes import SLIP, Scene
from tests.release.conftest import CHECKS, command
from tests.submission.writing import notebook_of

WITH_SOLUTIONS = ("grade --submission solutions", "time grade --submission solutions")
IN_EXAMPLES = {
    f"grade task1 {option}--submission tests/samples/{SLIP}" for option in ("", "--hint ")
}
"""Lines whose output the documents show: see ``test_examples``."""

NOT_HERE = {
    "grader batch week1 --output grades --cluster tcp://host:8786": "takes a cluster",
    "grader batch --format": "names an option",
    "grader release --gradescope": "names an option",
    **dict.fromkeys(
        (
            "grader audit",
            "grader audit task1",
            "grader audit task1 --html audit.html",
            "grader audit task1 --only 'mse_loss/*'",
        ),
        "finds out that a tiny course is weak: tests/audit types it",
    ),
    "grader history NAME --output grades": "names no submission, as the line that is added does",
    "grade --watch": "stays open: tests/watch types it",
    "grade task1 --watch": "stays open: tests/watch types it",
    "grade task1 --debug": "takes a terminal: tests/cli/test_one_check types it",
    "grade task1 --check gradient_of_matrices": "names a check of our course",
}
FOLLOWS = {"author.md", "tutorial.md"}
"""The documents whose lines follow one another: ``test_examples`` types them."""

FILES = {"backprop/task1.py": "task1", "network/network.py": "task7"}
RIGHT = "def {name}(x):\n    return 2 * x\n"
STUB = "def {name}(x):\n    # BEGIN SOLUTION\n    return 2 * x\n    # END SOLUTION\n"


def lines(program: str) -> Iterator[str]:
    """Yield the command lines of a program in the documents, without what is said of them."""
    for document in DOCUMENTS:
        text = document.read_text("utf-8")
        typed = [] if document.name in FOLLOWS else typed_lines(text, "sh", "console")
        for line in (*typed, *quoted(text)):
            begins = rf"(^|\$\(|time ){program}( [a-z0-9-]|$)"
            if re.search(begins, line) and not re.search("…|TASK", line):
                yield line


LINES = [
    line
    for line in dict.fromkeys(lines("grade"))
    if line not in IN_EXAMPLES and line not in WITH_SOLUTIONS and line not in NOT_HERE
]
NAMES = {f"grader {name}" for name in grader_command.commands} | {"grader", "grader doctor"}
COURSE_LINES = [
    *WITH_SOLUTIONS,
    "grader history ben --output grades",
    *(
        line
        for line in dict.fromkeys(lines("grader"))
        if line not in NOT_HERE and line not in NAMES - {"grader doctor", "grader stubs"}
    ),
]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course of two tasks in the documents' files, a class, and what students get."""
    root = tmp_path_factory.mktemp("documents")
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
        checks.with_name("README.md").write_text(f"# {task}\n\n## {task}: it\n\n`{task}`\n")
    for arguments in (["stubs"], ["release", root / "students", "--github", "student"]):
        run = [*command(*arguments), "--course", str(root / "course")]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    handed_in = root / "course/week1/ben"
    shutil.copytree(root / "course/solutions/backprop", handed_in)
    return root


def solve(students: Path) -> None:
    for file, task in FILES.items():
        (students / "assignments" / file).write_text(RIGHT.format(name=task))


def solve_in_notebooks(students: Path) -> None:
    """Leave the stubs as they are."""
    for file, task in FILES.items():
        folder = (students / "assignments" / file).parent
        (folder / f"{folder.name}.ipynb").write_text(notebook_of(RIGHT.format(name=task)))


@pytest.fixture
def students(made: Path, tmp_path: Path) -> Path:
    """Return a student's repository, in which nothing is done yet."""
    shutil.copytree(made / "students", tmp_path / "students")
    return tmp_path / "students"


def typed(line: str, folder: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """Run a line in a shell, as a reader or a service does."""
    output = str(folder.parent / "output")
    return Scene(folder, cache).run(line, GITHUB_OUTPUT=output, GITHUB_STEP_SUMMARY="")


def succeeded(run: subprocess.CompletedProcess[str]) -> bool:
    """Whether all points were had, or this machine does not confine as far as it has to."""
    return run.returncode == 0 or (run.returncode == 3 and "grader doctor" in run.stdout)


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_documents_gives_all_points_for_the_work(
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
    assert succeeded(run), run.stdout


@pytest.mark.parametrize("line", COURSE_LINES)
def test_a_line_of_the_documents_works_in_a_course_with_a_class(
    made: Path, tmp_path: Path, cache: Path, line: str
) -> None:
    course = tmp_path / "course"
    shutil.copytree(made / "course", course)
    if re.match("grader (report|history)", line):
        batch = typed("grader batch week1 --output grades --isolation process", course, cache)
        assert batch.returncode == 0, batch.stdout
    run = typed(line, course, cache)
    assert succeeded(run) or line == "grader doctor", run.stdout


@pytest.mark.parametrize("line", ["grade", "grade --submission ."])
def test_a_finished_notebook_counts_beside_untouched_stubs(
    students: Path, cache: Path, line: str
) -> None:
    solve_in_notebooks(students)
    run = typed(line, students, cache)
    assert run.returncode == 0, run.stdout
    assert "backprop.ipynb is graded in its place" in " ".join(run.stdout.split())


def test_the_lines_were_read() -> None:
    assert len(LINES) > 12
    assert "grade --submission . --format github" in LINES
    assert len(COURSE_LINES) > 9
    assert "grader release --gradescope autograder.zip" in COURSE_LINES
    assert set(NOT_HERE) <= {*lines("grader"), *lines("grade")}


def options(program: click.Command) -> set[str]:
    inner = program.commands.values() if isinstance(program, click.Group) else ()
    own = {name for parameter in program.params for name in parameter.opts}
    return own.union({"--help"}, *map(options, inner))


def test_options_that_the_documents_name_are_there() -> None:
    known = {"grade": options(grade_command)}
    known |= {f"grader {name}": options(one) for name, one in grader_command.commands.items()}
    anywhere = {"--pdb"}.union(*known.values())  # which is of pytest
    for document in DOCUMENTS:
        text = document.read_text("utf-8")
        for code in (*typed_lines(text, "sh", "console"), *quoted(text)):
            program = re.match(r"(grader [a-z]+|grade)\b", code)
            named = set(re.findall(r"(?<!\S)--[a-z][a-z-]+", code))
            if program and named:
                assert named <= known[program[0]], (document.name, code)
            elif code.startswith("--"):
                assert named <= anywhere, (document.name, code)


def test_the_solved_course_gets_all_points_by_the_line_for_ci(cache: Path, tmp_path: Path) -> None:
    students = tmp_path / "students"
    release = [*command("release", students), "--course", str(ROOT)]
    subprocess.run(release, check=True, stdout=subprocess.DEVNULL)
    for solution in sorted((ROOT / "solutions").glob("*/*.py")):
        shutil.copy(solution, students / "assignments" / solution.parent.name)
    run = typed("grade --submission . --format github", students, cache)
    assert run.returncode == 0, run.stdout
    assert re.search(r"::notice title=Graded::(\d+)/\1 points", run.stdout)
