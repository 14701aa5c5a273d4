"""The command `grade` as it is typed."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from grader.report.schema import schema
from tests.conftest import ROOT, SAMPLES
from tests.submission.writing import notebook_of

RIGHT = str(ROOT / "solutions")
WRONG = str(SAMPLES / "wrong" / "task1" / "divides_by_len.py")


@pytest.fixture
def typed(cache: Path, tmp_path: Path):
    """Return a function that runs `grade` in a folder, the course's own unless it is named."""

    def run(*arguments: str, cwd: Path = ROOT, name: str = "grade", **environment: str):
        code = f"from grader.cli.start import {name}; {name}()"
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=cwd,
            env=os.environ
            | {"XDG_CACHE_HOME": str(cache), "TMPDIR": str(tmp_path), "COLUMNS": "80"}
            | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_right_submission_exits_with_0(typed) -> None:
    run = typed("task1", "--submission", RIGHT)
    assert run.returncode == 0
    assert "20/20" in run.stdout
    assert run.stderr == ""


def test_lost_points_exit_with_1_and_say_why(typed) -> None:
    run = typed("task1", "--submission", WRONG)
    assert run.returncode == 1
    assert "17/20" in run.stdout
    assert "mse_gradient" in run.stdout
    assert "from task1 import mse_gradient" in run.stdout


def test_stubs_exit_with_1(typed) -> None:
    run = typed("task2", "--submission", str(ROOT / "assignments"))
    assert run.returncode == 1
    assert "not started" in run.stdout
    assert "0/20" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tsk1"], "task1"),
        (["task1", "--submission", "nowhere"], "nowhere"),
        (["--submission", "README.md"], "README.md"),
        (["--course", "tests"], "no course"),
        (["--format", "telegram"], "telegram"),
        (["--submission", str(ROOT / "tests" / "conftest.py")], "Which task is"),
        (
            ["task1", "--submission", RIGHT, "--output", "nowhere/report.json"],
            "nowhere/report.json",
        ),
    ],
)
def test_wrong_command_exits_with_2_and_one_sentence(typed, arguments, message) -> None:
    run = typed(*arguments)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a student's own repository, with the course in it and task 1 done."""
    shutil.copytree(ROOT / "assignments", tmp_path / "mine" / "assignments")
    shutil.copy(ROOT / "solutions/backprop/task1.py", tmp_path / "mine/assignments/backprop")
    return tmp_path / "mine"


SELF_CHECK = "This is a self-check"


@pytest.mark.parametrize(
    "submission",
    [
        [],
        ["--submission", "."],
        ["--submission", "assignments"],
        ["--submission", "assignments/backprop/task1.py"],
    ],
)
def test_work_beside_its_check_files_makes_it_a_self_check(
    typed, repository: Path, submission: list[str]
) -> None:
    run = typed("task1", *submission, cwd=repository)
    assert run.returncode == 0
    assert SELF_CHECK in run.stdout
    run = typed("task1", *submission, "--format", "json", cwd=repository)
    assert json.loads(run.stdout)["self_check"] is True


@pytest.mark.parametrize("level", ["required", "confined"])
def test_self_check_is_not_called_a_confined_grading(typed, repository: Path, level: str) -> None:
    run = typed("task1", "--submission", ".", "--isolation", level, cwd=repository)
    assert run.returncode == 2
    assert "The check files lie in the same folder as the work" in run.stderr
    assert "--course" in run.stderr
    assert run.stdout == ""


def test_instructors_course_makes_no_self_check_of_a_repository(typed, repository: Path) -> None:
    checks = repository / "assignments" / "backprop" / "checks" / "task1.py"
    checks.write_text("raise SystemExit('the student wrote this')")
    arguments = ("--submission", str(repository), "--course", str(ROOT), "--isolation", "required")
    run = typed("task1", *arguments)
    assert run.returncode == 0
    assert SELF_CHECK not in run.stdout


@pytest.mark.parametrize("level", [[], ["--isolation", "required"]])
@pytest.mark.parametrize("target", ["solutions", "solutions/backprop/task1.py"])
def test_link_to_the_solution_is_no_submission(
    typed, tmp_path: Path, target: str, level: list[str]
) -> None:
    link = tmp_path / f"link{Path(target).suffix}"
    link.symlink_to(ROOT / target)
    run = typed("task1", "--submission", str(link), *level)
    assert run.returncode == 2
    assert "is a link, and links are not followed" in run.stderr
    assert "Traceback" not in run.stderr
    assert run.stdout == ""


def test_outside_of_a_course_the_cure_is_named(typed, tmp_path: Path) -> None:
    run = typed("task1", cwd=tmp_path)
    assert run.returncode == 2
    assert "--course" in run.stderr
    assert (
        typed("task1", "--course", str(ROOT), "--submission", RIGHT, cwd=tmp_path).returncode == 0
    )


def test_broken_course_exits_with_3_and_names_the_line(typed, tmp_path: Path) -> None:
    folder = tmp_path / "assignments" / "a" / "checks"
    folder.mkdir(parents=True)
    (folder / "task1.py").write_text("import nothing_of_that_name\n")
    run = typed("task1", cwd=tmp_path)
    assert run.returncode == 3
    assert "checks/task1.py:1: " in run.stderr


@pytest.mark.parametrize(("points", "code"), [("17", 0), ("16.5", 0), ("17.5", 1)])
def test_minimum_score_decides_the_exit_code(typed, points: str, code: int) -> None:
    run = typed("task1", "--submission", WRONG, "--min-score", points)
    assert run.returncode == code


def test_json_on_standard_output_is_all_there_is(typed) -> None:
    run = typed("task1", "--submission", WRONG, "--format", "json")
    report = json.loads(run.stdout)
    jsonschema.validate(report, schema())
    assert (report["score"], report["max_score"]) == (17, 20)
    assert run.returncode == 1


def test_report_in_a_file_is_shown_as_well(typed, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    run = typed("task1", "--submission", RIGHT, "--format", "json", "--output", str(file))
    assert json.loads(file.read_text())["score"] == 20
    assert "20/20" in run.stdout


def test_same_command_gives_the_same_bytes(typed) -> None:
    runs = [typed("task1", "--submission", WRONG, "--seed", "5") for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout


def test_list_shows_every_task_and_runs_nothing(typed) -> None:
    run = typed("--list")
    assert run.returncode == 0
    for task in ("task1", "task2", "task3", "task4", "task5", "task6"):
        assert task in run.stdout


def test_file_of_another_name_is_taken_for_the_task_that_is_named(typed, tmp_path: Path) -> None:
    file = tmp_path / "my_work.py"
    shutil.copy(ROOT / "solutions" / "backprop" / "task2.py", file)
    assert typed("task2", "--submission", str(file)).returncode == 0


def test_file_of_a_task_grades_that_task_alone(typed) -> None:
    run = typed("--submission", str(ROOT / "solutions" / "backprop" / "task2.py"))
    assert run.returncode == 0
    assert "20/20" in run.stdout
    assert "task1" not in run.stdout


def test_notebook_with_the_name_of_an_assignment_is_all_of_it(typed, tmp_path: Path) -> None:
    file = tmp_path / "backprop.ipynb"
    file.write_text(notebook_of((ROOT / "solutions" / "backprop" / "task2.py").read_text()))
    run = typed("--submission", str(file))
    assert run.returncode == 1
    assert "task2  ReLU and its gradient" in run.stdout
    assert "defines `layer_backward`" in run.stdout
    assert re.search(r"Total +20/", run.stdout)
    assert typed("task2", "--submission", str(file)).returncode == 0


def test_notebook_without_what_reads_it_exits_with_2_and_the_cure(tmp_path: Path) -> None:
    (tmp_path / "work.ipynb").write_text(notebook_of("x = 1"))
    blocked = "import importlib.util as u; f = u.find_spec\n"
    blocked += "u.find_spec = lambda n, *a: None if n == 'nbformat' else f(n, *a)\n"
    code = blocked + "from grader.cli.start import grade; grade()"
    run = subprocess.run(
        [sys.executable, "-c", code, "task1", "--submission", str(tmp_path / "work.ipynb")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert "pip install nbformat ipython" in run.stderr
    assert "Traceback" not in run.stderr


def test_pipe_gets_no_control_codes(typed) -> None:
    run = typed("task1", "--submission", WRONG)
    assert "\x1b" not in run.stdout


def test_ascii_terminal_is_respected(typed) -> None:
    run = typed("task1", "--submission", WRONG, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert run.returncode == 1
    assert run.stdout.isascii()
    assert run.stderr == ""


def test_reader_that_leaves_early_gets_no_traceback(cache: Path) -> None:
    code = "from grader.cli.start import grade; grade()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "task1", "--submission", RIGHT, "--format", "json"],
        cwd=ROOT,
        env=os.environ | {"XDG_CACHE_HOME": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_nothing_is_left_behind(typed, tmp_path: Path) -> None:
    typed("task1", "--submission", RIGHT)
    typed("--submission", str(SAMPLES / "broken" / "os_exits.py"), "task1")
    assert list(tmp_path.iterdir()) == []


def test_stubs_of_the_project_are_in_step(typed) -> None:
    run = typed("stubs", "--check", name="grader")
    assert run.returncode == 0
    assert "in step" in run.stdout


def test_stale_stub_is_found_and_mended(typed, tmp_path: Path) -> None:
    for name in ("assignments", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / "course" / name)
    stub = tmp_path / "course" / "assignments" / "backprop" / "task1.py"
    stub.write_text("# changed\n")
    checked = typed("stubs", "--check", name="grader", cwd=tmp_path / "course")
    assert checked.returncode == 1
    assert "out of step   assignments/backprop/task1.py" in checked.stdout
    assert typed("stubs", name="grader", cwd=tmp_path / "course").returncode == 0
    assert "NotImplementedError" in stub.read_text()


def test_grading_that_is_ended_leaves_nothing_of_the_submission_behind(
    cache: Path, tmp_path: Path
) -> None:
    """As a run is that CI cancels."""
    work, temporary = tmp_path / "task1.py", tmp_path / "temporary"
    temporary.mkdir()
    work.write_text(
        "print('begun', flush=True)\nopen('left', 'w').write('left')\nwhile True: pass\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", "from grader.cli.start import grade; grade()", "--submission", work],
        cwd=ROOT,
        env=os.environ | {"XDG_CACHE_HOME": str(cache), "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not list(temporary.rglob("left")):
            assert process.poll() is None
        process.terminate()
        _, said = process.communicate()
    assert process.returncode == 128 + signal.SIGTERM
    assert said == ""
    assert list(temporary.iterdir()) == []
