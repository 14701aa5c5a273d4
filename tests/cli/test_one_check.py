"""`grade --check NAME` and `grade --debug`: one check, and the call that failed in it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from grader.cli.grade import command
from tests.conftest import ROOT, SAMPLES
from tests.pseudo_terminal import GRADE, Terminal
from tests.watch.conftest import right, write_home, wrong

Typed = Callable[..., subprocess.CompletedProcess[str]]

HALF = """\
def double(x):
    factor = 2 if x.ndim == 1 else 7
    return factor * x
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_home(tmp_path / "home")


@pytest.fixture
def typed(home: Path, cache: Path) -> Typed:
    def run(*arguments: str, cwd: Path = home) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", GRADE, *arguments],
            cwd=cwd,
            env=os.environ | {"XDG_CACHE_HOME": str(cache), "COLUMNS": "80"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def work(home: Path, text: str) -> None:
    (home / "assignments/warmup/double.py").write_text(text)


def test_one_check_is_run_and_told_alone(typed: Typed, home: Path) -> None:
    work(home, HALF)
    run = typed("double", "--check", "multiplies")
    assert run.returncode == 0
    assert "✓ double  double it  2/2" in run.stdout
    assert "matrices" not in run.stdout
    assert "Next: grade double" in run.stdout
    run = typed("double", "--check", "of_matrices")
    assert run.returncode == 1
    assert "✗ double  double it  0/2" in run.stdout
    assert "`double[0, 1]` is 14.0, expected 4.0." in run.stdout
    assert "vectors" not in run.stdout


def test_what_a_check_needs_is_told_where_it_fails(typed: Typed, home: Path) -> None:
    work(home, wrong("double"))
    run = typed("double", "--check", "again")
    assert run.returncode == 1
    assert "needs this to pass first" in run.stdout
    assert "`double[1]` is 14.0, expected 4.0." in run.stdout
    assert "matrices" not in run.stdout
    work(home, right("double"))
    run = typed("double", "--check", "again")
    assert run.returncode == 0
    assert "✓ double  double it  1/1" in run.stdout
    assert "vectors" not in run.stdout


def test_without_a_task_every_task_with_such_a_check_is_graded(typed: Typed, home: Path) -> None:
    work(home, right("double"))
    run = typed("--check", "multiplies", "--check", "again")
    assert "✓ double" in run.stdout
    assert "3/3" in run.stdout
    assert "triple it" in run.stdout


def test_an_unknown_check_is_answered_with_those_that_are_near(typed: Typed) -> None:
    run = typed("double", "--check", "of_matrix")
    assert run.returncode == 2
    assert "There is no check 'of_matrix' in double. Did you mean of_matrices?" in run.stderr
    run = typed("--check", "zzz")
    assert "There are multiplies, of_matrices, again." in run.stderr


def test_a_hidden_check_needs_the_solutions(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "assignments").symlink_to(ROOT / "assignments")
    run = typed("task1", "--check", "agrees", cwd=tmp_path)
    assert run.returncode == 2
    assert "The check agrees of task1 is hidden" in run.stderr
    run = typed("task1", "--check", "agrees", "--submission", "solutions", cwd=ROOT)
    assert run.returncode == 0


def test_a_task_keeps_all_of_its_checks(typed: Typed) -> None:
    sample = str(SAMPLES / "wrong/task1/divides_by_len.py")
    arguments = ("task1", "--submission", sample)
    run = typed(*arguments, "--check", "gradient_of_matrices", cwd=ROOT)
    assert "0/2" in run.stdout
    assert "17/20" in typed(*arguments, cwd=ROOT).stdout


def test_names_of_checks_are_completed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    def completed(*typed: str) -> list[str]:
        *before, begun = typed
        shell = ShellComplete(command, {}, "grade", "_COMPLETE")
        return [item.value for item in shell.get_completions(before, begun)]

    assert completed("task1", "--check", "gradient_of_m") == ["gradient_of_matrices"]
    assert "mask" in completed("--check", "")
    assert "mask" not in completed("task1", "--check", "")
    assert completed("taks1", "--check", "gradient") == []
    monkeypatch.chdir(home)
    assert completed("--check", "") == ["multiplies", "of_matrices", "again"]
    monkeypatch.chdir(home.parent)
    assert completed("--check", "") == []


def at_a_terminal(home: Path, cache: Path, *arguments: str) -> Terminal:
    return Terminal(*arguments, folder=home, XDG_CACHE_HOME=str(cache))


def test_the_debugger_stops_in_the_call_that_failed(home: Path, cache: Path) -> None:
    work(home, HALF)
    with at_a_terminal(home, cache, "double", "--debug") as terminal:
        shown = terminal.wait_for("(Pdb)")
        assert "not confined and with all of your rights" in " ".join(shown.split())
        assert "double.py(2)double()" in shown
        terminal.press("p x\n")
        terminal.wait_for("array([[1., 2.]])")
        terminal.press("n\np 'now', factor\n")
        terminal.wait_for("('now', 7)")
        terminal.press("c\n")
        assert terminal.end() == 1
        assert "[[ 7. 14.]]" in terminal.everything
        assert "Traceback" not in terminal.everything


def test_the_debugger_stays_where_an_exception_was_raised(home: Path, cache: Path) -> None:
    work(home, 'def double(x):\n    """Twice."""\n    y = x.flat_\n    return y\n')
    with at_a_terminal(home, cache, "--check", "multiplies", "--debug") as terminal:
        terminal.wait_for("double.py(3)double()", "(Pdb)")
        terminal.press("c\n")
        terminal.wait_for("AttributeError: ")
        terminal.press("p 'where', x\n")
        terminal.wait_for("('where', array([1., 2.]))")
        terminal.press("q\n")
        assert terminal.end() == 1
        assert "Traceback" not in terminal.everything


def test_where_nothing_failed_there_is_nothing_to_debug(home: Path, cache: Path) -> None:
    work(home, right("double"))
    with at_a_terminal(home, cache, "double", "--debug") as terminal:
        assert terminal.end() == 0
        assert "There is no failing call to stop in." in terminal.everything


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--submission", "elsewhere"], "never for that of others: elsewhere lies elsewhere"),
        (["--isolation", "required"], "leave out --isolation"),
        (["--isolation", "partial"], "leave out --isolation"),
        (["--secret", "secret.key"], "leave out --secret"),
        (["--format", "json"], "leave out --format"),
        (["--watch"], "leave out one of them"),
        ([], "this is none: leave it out"),
    ],
)
def test_only_ones_own_work_is_debugged(
    typed: Typed, home: Path, arguments: list[str], said: str
) -> None:
    (home / "elsewhere").mkdir()
    ran = home / "ran"
    for place in ("elsewhere", "assignments/warmup"):
        (home / place / "double.py").write_text(f"open({str(ran)!r}, 'w')\n" + HALF)
    run = typed("double", "--debug", *arguments)
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert not ran.exists()
