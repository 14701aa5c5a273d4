"""``pytest --grade SUBMISSION``: each check is a test, with the verdicts of `grade`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import ROOT, SAMPLES, GradeOne

SLIP = SAMPLES / "wrong/task1/divides_by_len.py"
CHECKS = "assignments/backprop/checks"


def run(cache: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", "-q", *arguments],
        cwd=ROOT,
        env=os.environ | {"XDG_CACHE_HOME": str(cache)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_verdicts_and_texts_are_those_of_the_report(
    cache: Path, tmp_path: Path, grade: GradeOne
) -> None:
    there = tmp_path / "junit.xml"
    run(cache, "--grade", str(SLIP), f"{CHECKS}/task1.py", f"--junit-xml={there}")
    (task,) = grade(SLIP, "task1").tasks
    cases = {case.get("name"): case for case in ElementTree.parse(there).iter("testcase")}  # noqa: S314 - ours
    assert list(cases) == [check.id for check in task.checks]
    for check in task.checks:
        failed = cases[check.id].find("failure")
        assert (failed is None) == (check.outcome == "passed")
        if failed is not None and not check.hidden:
            assert (failed.text or "").startswith(check.message)


def test_a_check_that_is_named_runs_alone(cache: Path) -> None:
    ended = run(
        cache, "--grade", str(ROOT / "solutions"), CHECKS, "-k", "task1 and gradient_of_matrices"
    )
    assert ended.returncode == 0
    assert "1 passed" in ended.stdout


def test_the_first_failure_ends_it_and_the_debugger_stops_in_the_check(cache: Path) -> None:
    ended = run(cache, "--grade", str(SLIP), f"{CHECKS}/task1.py", "-x", "--pdb")
    assert "checks/task1.py(" in ended.stdout
    assert "1 failed" in ended.stdout


@pytest.mark.parametrize(
    ("submission", "told"), [("nowhere", "There is no file or folder"), ("README.md", "is neither")]
)
def test_a_submission_that_is_none_is_refused(cache: Path, submission: str, told: str) -> None:
    ended = run(cache, "--grade", submission, CHECKS)
    assert ended.returncode == 4
    assert told in ended.stderr


def test_without_the_option_nothing_is_collected_and_nothing_heavy_loaded(cache: Path) -> None:
    ended = run(cache, "--collect-only", CHECKS)
    assert "no tests collected" in ended.stdout
    code = (
        "import pytest, sys; before = {*sys.modules}; import grader.cli.pytest_plugin;"
        "print(*[m for m in {*sys.modules} - before if not m.startswith('grader')])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == []
