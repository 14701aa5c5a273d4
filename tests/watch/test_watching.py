"""`grade --watch` on a terminal, as somebody sees it who saves and presses keys."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.pseudo_terminal import GRADE, Terminal
from tests.watch.conftest import right, wrong

Open = Callable[..., Terminal]


@pytest.fixture
def grade(home: Path, cache: Path, tmp_path: Path) -> Iterator[Open]:
    """Return a function that types `grade` in the student's folder; all ends with the test."""
    opened: list[Terminal] = []
    temporary = tmp_path / "temporary"
    temporary.mkdir()

    def run(*arguments: str, **more: str) -> Terminal:
        environment = {"XDG_CACHE_HOME": str(cache), "TMPDIR": str(temporary)}
        opened.append(Terminal(*arguments, folder=home, **environment, **more))
        return opened[-1]

    yield run
    for terminal in opened:
        terminal.__exit__(None, None, None)


def rename_to(path: Path, text: str) -> None:
    """Save as many editors do."""
    other = path.with_name(f"{path.name}~new")
    other.write_text(text)
    other.replace(path)


def test_each_save_is_graded_until_q(grade: Open, home: Path, tmp_path: Path) -> None:
    work = home / "assignments/warmup/double.py"
    terminal = grade("double", "--watch")
    terminal.wait_for("not started", "q quit")
    rename_to(work, wrong("double"))
    shown = terminal.wait_for("is 14.0, expected 4.0")
    assert "Hint" not in shown
    work.write_text("def double(x:\n")
    terminal.wait_for("not valid Python", without="expected 4.0")
    work.unlink()
    terminal.wait_for("There is no", "double.py")
    rename_to(work, right("double"))
    shown = terminal.wait_for("5/5", "✓ double")
    assert len(shown.splitlines()) == 24
    terminal.press("q")
    assert terminal.end() == 0
    assert terminal.settings == terminal.before
    assert list((tmp_path / "temporary").iterdir()) == []


def test_keys_show_the_next_failure_its_hint_and_everything(grade: Open, home: Path) -> None:
    for name in ("double", "triple"):
        (home / f"assignments/warmup/{name}.py").write_text(wrong(name))
    terminal = grade("--watch")
    first = terminal.wait_for("`double[1]` is 14.0", "1 of 4 to mend")
    assert "Think of" not in first
    assert "`double[0, 1]`" not in first
    assert "triple[" not in first
    terminal.press("h")
    terminal.wait_for("Hint 1 of 2: Think of 2.", without="The place")
    terminal.press("h")
    terminal.wait_for("Hint 1 of 2: Think of 2.", "Hint 2 of 2: The place:", "double.py, line 2")
    terminal.press("h")
    terminal.wait_for("no more hints", without="Think of")
    terminal.press("hn")
    second = terminal.wait_for("`double[0, 1]` is 14.0", "2 of 4 to mend")
    assert "Think of" not in second
    terminal.press("nh")
    third = terminal.wait_for("Hint 1 of 2: Think of 3.", "3 of 4 to mend")
    assert "double[" not in third
    terminal.press("a")
    terminal.wait_for("`double[1]` is 14.0", "1-23 of")
    terminal.press("\x1b[6~")
    terminal.wait_for("23-45 of", without="`double[1]` is")
    terminal.press("\x1b[A")
    terminal.wait_for("22-44 of")
    terminal.press("a")
    terminal.wait_for("3 of 4 to mend", "Think of 3.")
    terminal.press("\x03")
    assert terminal.end() == 0
    assert "Traceback" not in terminal.everything


def test_a_course_without_hints_has_none_in_store(grade: Open, home: Path) -> None:
    (home / "assignments/warmup/double.py").write_text(wrong("double"))
    (home / "assignments/course.toml").write_text('hints = "off"\n')
    terminal = grade("double", "--watch")
    terminal.wait_for("`double[1]` is 14.0")
    terminal.press("h")
    terminal.wait_for("no hints in this course", without="Think of")
    terminal.press("q")
    assert terminal.end() == 0


def test_a_file_that_is_not_there_yet_is_waited_for(grade: Open, tmp_path: Path) -> None:
    terminal = grade("double", "--watch", "--submission", str(tmp_path / "later/my.py"))
    terminal.wait_for("There is no file or folder", "nothing to grade yet")
    (tmp_path / "later").mkdir()
    (tmp_path / "later/my.py").write_text(right("double"))
    terminal.wait_for("5/5")
    terminal.press("q")
    assert terminal.end() == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--watch", "--format", "json"], "leave out --format"),
        (["--watch", "--output", "report.json"], "leave out --output"),
        (["--watch", "--min-score", "3"], "leave out --min-score"),
        (["--watch"], "draws on a terminal, and this is none"),
    ],
)
def test_what_makes_no_sense_is_refused(
    home: Path, cache: Path, arguments: list[str], said: str
) -> None:
    run = subprocess.run(
        [sys.executable, "-c", GRADE, *arguments],
        cwd=home,
        env=os.environ | {"XDG_CACHE_HOME": str(cache)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_without_what_watches_files_the_cure_is_named(grade: Open) -> None:
    terminal = grade("--watch", before="import sys; sys.modules['watchfiles'] = None\n")
    assert terminal.end() == 2
    assert "--watch takes watchfiles: pip install watchfiles" in terminal.everything
