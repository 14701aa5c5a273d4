"""`grader new` writes what passes its own gate, and overwrites nothing; `grader check-course`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.course.test_faults import typed
from tests.documents.documents import blocks


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for part in ("assignments", "solutions")
        for path in (root / part).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """Return a course as `grader new` writes it."""
    assert typed(tmp_path, "grader", "new", "course", ".").returncode == 0
    return tmp_path


def test_what_is_new_passes_its_own_gate(begun: Path) -> None:
    for arguments in (("assignment", "attention"), ("task", "norm", "--assignment", "attention")):
        run = typed(begun, "grader", "new", *arguments)
        assert (run.returncode, run.stderr) == (0, "")
    run = typed(begun, "grader", "check-course")
    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    assert "ok       samples: 6 samples" in run.stdout
    assert "## Norm: " in (begun / "assignments/attention/README.md").read_text()
    assert "def norm(x)" in (begun / "assignments/attention/attention.ipynb").read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["course", "."], "is there already"),
        (["assignment", "warmup"], "is there already"),
        (["assignment", "other", "--task", "cubes"], "has the id cubes already"),
        (["task", "cubes"], "has the id cubes already"),
        (["task", "norm", "--assignment", "warm"], "There is no assignment 'warm'"),
        (["task", "layer-norm"], "can be no name of a task"),
        (["task", "../norm"], "can be no name of a task"),
        (["task", "lambda"], "Python has it already"),
        (["task", "random"], "Python has it already"),
        (["assignment", "a/b", "--task", "c"], "can be no name of an assignment"),
        (["task", "norm"], "solutions/warmup/norm.py is there already, and is not overwritten"),
    ],
)
def test_nothing_is_overwritten(begun: Path, arguments: list[str], told: str) -> None:
    if "norm.py" in told:
        (begun / "solutions/warmup/norm.py").write_text("mine\n")
    before = files(begun)
    run = typed(begun, "grader", "new", *arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert told in run.stderr
    assert files(begun) == before


def no_section(root: Path) -> None:
    (root / "assignments/warmup/README.md").write_text("# Warm-up\n\n`cubes`\n")


def unnamed(root: Path) -> None:
    (root / "assignments/warmup/README.md").write_text("## Cubes: it\n")


def no_handout(root: Path) -> None:
    (root / "assignments/warmup/README.md").unlink()


def stale(root: Path) -> None:
    (root / "assignments/warmup/cubes.py").write_text("x = 1\n")


def wrong(root: Path) -> None:
    path = root / "assignments/warmup/samples/right/cubes/another_style.py"
    path.write_text("def cubes(x):\n    return 0, 0\n")


def right(root: Path) -> None:
    path = root / "assignments/warmup/samples/wrong/cubes/one_slip.py"
    path.write_text((root / "solutions/warmup/cubes.py").read_text())


def settings(root: Path) -> None:
    (root / "assignments/course.toml").write_text("[limits]\ncalls = 1\n")


def broken(root: Path) -> None:
    path = root / "assignments/warmup/checks/cubes.py"
    path.write_text(path.read_text().replace("points=2", "points=0"))


def bare(root: Path) -> None:
    path = root / "assignments/warmup/checks/cubes.py"
    path.write_text(path.read_text().partition("@task.check")[0])


@pytest.mark.parametrize(
    ("spoil", "line", "told"),
    [
        (no_section, "handout", "README.md:1: no section for cubes. Write one with the heading"),
        (unnamed, "handout", "README.md:1: `cubes` of cubes is asked for and not named"),
        (no_handout, "handout", "README.md: there is no handout for cubes. Write it, with a"),
        (stale, "stubs", "cubes.py:1 is not the stub of its solution"),
        (wrong, "samples", "another_style.py: a right sample gets 0 of 6 points"),
        (right, "samples", "one_slip.py: a wrong sample gets all points, so no check catches"),
        (settings, "settings", "course.toml:2: limits of cubes: Object contains unknown field"),
        (broken, "check files", "checks/cubes.py:39: the check value has points=0"),
        (bare, "check files", "the task cubes has no checks: write one."),
    ],
)
def test_what_does_not_hold_is_told_with_its_place(
    begun: Path, spoil: Callable[[Path], None], line: str, told: str
) -> None:
    spoil(begun)
    run = typed(begun, "grader", "check-course")
    assert (run.returncode, run.stderr) == (1, "")
    assert f"FAILED   {line}\n" in run.stdout, run.stdout
    assert told in run.stdout


def test_samples_are_not_handed_out(begun: Path, tmp_path: Path) -> None:
    students = tmp_path.parent / f"{tmp_path.name}-released"
    run = typed(begun, "grader", "release", str(students))
    assert run.returncode == 0, run.stderr
    assert (students / "assignments/warmup/checks/cubes.py").is_file()
    assert not list(students.rglob("samples"))


def test_the_tutorial_takes_less_than_sixty_lines() -> None:
    text = (ROOT / "docs/tutorial.md").read_text("utf-8")
    code = re.compile(r"(solutions|assignments/\w+/checks)/.*\.py")
    own = [b.body for b in blocks(text) if code.fullmatch(b.title)]
    assert len(own) == 2
    assert sum(bool(line.strip()) for body in own for line in body.splitlines()) < 60
    gates = [b.body for b in blocks(text) if b.language == "console"]
    assert len(gates) == 2
    for gate in gates:
        assert "FAILED" not in gate
        assert "ok       samples: 2 samples" in gate
    assert gates[-1].endswith("ok       audit\n")
