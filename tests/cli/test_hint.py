"""`grade --hint`: one step at a time, as somebody sees it who types it again and again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pseudo_terminal import GRADE
from tests.watch.conftest import right, write_home, wrong

Typed = Callable[..., subprocess.CompletedProcess[str]]

STEPS = """hint=("Which number is double 3?", "Two times x.")"""
TWICE = """\
def double(x):
    factor = 2 if x.ndim > 1 else 7
    result = x * factor
    result = result + 0
    return result
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = write_home(tmp_path / "home")
    checks = home / "assignments/warmup/checks/double.py"
    checks.write_text(checks.read_text().replace('hint="Think of 2."', STEPS))
    return home


@pytest.fixture
def typed(home: Path, cache: Path) -> Typed:
    def run(*arguments: str, cache: Path = cache) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", GRADE, *arguments],
            cwd=home,
            env=os.environ | {"XDG_CACHE_HOME": str(cache), "COLUMNS": "80"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def work(home: Path, text: str) -> None:
    (home / "assignments/warmup/double.py").write_text(text)


def test_each_call_shows_one_step_more_and_then_where_the_whole_failure_is(
    typed: Typed, home: Path
) -> None:
    work(home, TWICE)
    runs = [typed("double", "--hint") for _ in range(4)]
    question, formula, place, over = [" ".join(run.stdout.split()) for run in runs]
    assert {run.returncode for run in runs} == {1}
    assert "Hint 1 of 3: Which number is double 3?" in question
    assert "Two times x" not in question
    assert "Another hint: grade double --hint" in question
    assert "Hint 2 of 3: Two times x." in formula
    assert "Which number" not in formula
    assert "Hint 3 of 3: The place: assignments/warmup/double.py, line 5" in place
    assert "That was the last hint; grade double shows the whole failure" in over
    assert "Hint 1 of 3" in over
    assert sorted(path.name for path in home.rglob("*hint*")) == []


def test_a_new_cause_begins_anew_and_a_pass_forgets(typed: Typed, home: Path) -> None:
    work(home, TWICE)
    typed("double", "--hint")
    assert "Hint 2 of 3" in typed("double", "--hint").stdout
    work(home, f"# moved\n\n{TWICE}")
    assert "Hint 3 of 3" in typed("double", "--hint").stdout
    work(home, "def double(x):\n    return y\n")
    other = typed("double", "--hint").stdout
    assert "Hint 1 of" in other
    assert "Where does each name in that line come from" in " ".join(other.split())
    work(home, right("double"))
    assert "Nothing failed" in typed("double", "--hint").stdout
    work(home, TWICE)
    assert "Hint 1 of 3" in typed("double", "--hint").stdout
    work(home, right("double"))
    typed("double")
    work(home, TWICE)
    assert "Hint 1 of 3" in typed("double", "--hint").stdout


def test_the_place_of_an_exception_is_the_line_that_raised(typed: Typed, home: Path) -> None:
    work(home, "def double(x):\n    y = 2 * x\n    return y @ missing\n")
    told = [typed("double", "--hint").stdout for _ in range(4)]
    last = next(text for text in told if "The place" in text)
    assert "assignments/warmup/double.py, line 3" in " ".join(last.split())
    assert not any("Two times x" in text for text in told)


def test_without_a_task_it_is_the_first_one_that_fails(typed: Typed, home: Path) -> None:
    work(home, right("double"))
    (home / "assignments/warmup/triple.py").write_text(wrong("triple"))
    assert "Hint 1 of 2: Think of 3." in " ".join(typed("--hint").stdout.split())


def test_what_is_not_begun_gets_told_where_to_begin(typed: Typed, home: Path) -> None:
    (home / "assignments/warmup/README.md").write_text("## Double\n")
    told = " ".join(" ".join(typed("double", "--hint").stdout.split()) for _ in range(3))
    assert "Read the section on double in assignments/warmup/README.md" in told
    assert "Begin with `double(x)`" in told
    assert "assignments/warmup/double.py" in told
    (home / "assignments/warmup/double.py").unlink()
    assert "Hint 1 of 3: What does the handout ask for" in typed("double", "--hint").stdout


def test_the_report_names_the_command_and_keeps_the_hint(typed: Typed, home: Path) -> None:
    work(home, TWICE)
    report = typed("double").stdout
    assert "Stuck? grade double --hint shows a hint." in report
    assert "Two times x" not in report


def test_a_course_can_turn_hints_off_everywhere(typed: Typed, home: Path) -> None:
    work(home, TWICE)
    (home / "assignments/course.toml").write_text('hints = "off"\n')
    refused = typed("double", "--hint")
    assert refused.returncode == 2
    assert "This course gives no hints" in refused.stderr
    reports = [
        typed("double", *options).stdout
        for options in ((), ("--all",), ("--format", "markdown"), ("--format", "csv"))
    ]
    assert not any(word in text for word in ("Two times", "--hint", "Remember") for text in reports)
    told = json.loads(typed("double", "--format", "json").stdout)
    assert {check["hint"] for task in told["tasks"] for check in task["checks"]} == {""}
    (home / "assignments/course.toml").write_text('hints = "maybe"\n')
    wrong = typed("double")
    assert wrong.returncode == 3
    assert "course.toml" in wrong.stderr
    assert "Traceback" not in wrong.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "json"), "leave out --format"),
        (("--output", "report.txt"), "leave out --output"),
        (("--all",), "leave out --all"),
        (("--debug",), "leave out --debug"),
        (("--watch",), "the key h shows hints"),
    ],
)
def test_what_makes_no_sense_beside_it_is_refused(
    typed: Typed, options: tuple[str, ...], said: str
) -> None:
    run = typed("double", "--hint", *options)
    assert run.returncode == 2
    assert said in run.stderr


def test_where_nothing_can_be_kept_all_steps_are_told(
    typed: Typed, home: Path, tmp_path: Path
) -> None:
    work(home, TWICE)
    (tmp_path / "no-folder").write_text("a file")
    told = typed("double", "--hint", cache=tmp_path / "no-folder").stdout
    assert all(f"Hint {number} of 3" in told for number in (1, 2, 3))
    assert "cannot be kept" in told
