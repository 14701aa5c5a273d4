"""What goes wrong with one submission, or with the machine, is told as that, and ends no batch."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.batch import patience
from grader.batch.gradebook import Gradebook
from grader.batch.intake import intake
from grader.batch.marking import Order
from grader.batch.output import Output
from grader.batch.plan import Plan
from grader.batch.pool import Pool
from grader.batch.run import Batch, Summary
from grader.batch.worker import Job
from grader.course.course import open_course
from grader.errors import MachineError
from grader.grading.chance import Chance
from grader.grading.result import Report
from grader.sandbox.client.limits import Isolation
from grader.untrusted.filenames import walked
from tests.batch.conftest import RIGHT, WRONG, Typed
from tests.batch.test_batch import Quiet, table

ClassOf = Callable[..., Path]


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    """Let a batch be patient for a moment only, and draw examples where other tests do."""
    monkeypatch.setattr(patience, "PATIENCE", 0.2)
    monkeypatch.setattr(patience, "BREATH", 0.01)
    monkeypatch.setenv("XDG_CACHE_HOME", environment["XDG_CACHE_HOME"])


def graded(course: Path, folder: Path, out: Path) -> Summary:
    """Grade a class in this very process."""
    output = Output(out)
    with Gradebook(output.gradebook) as book:
        batch = Batch(Plan(open_course(course), (), Chance()), output, book, Quiet(), regrade=False)
        return batch.run(intake(folder), jobs=1)


def failing(times: int, code: int, function: Any) -> Any:
    """Return a function that fails so often, and then does what it is for."""
    left = [OSError(code, os.strerror(code))] * times

    def do(*arguments: Any, **named: Any) -> Any:
        if left:
            raise left.pop()
        return function(*arguments, **named)

    return do


def test_report_that_cannot_be_written_costs_one_row_until_it_can(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    folder = class_of(anna=RIGHT, ben=RIGHT + "#", cleo=WRONG)
    (out / "reports" / "ben.json").mkdir(parents=True)
    run = typed("batch", folder, "--output", out, "--format", "canvas")
    assert (run.returncode, "Traceback" in run.stderr) == (3, False)
    assert {n: row["status"] for n, row in table(out).items()} == {
        "anna": "graded",
        "ben": "internal",
        "cleo": "graded",
    }
    reason = table(out)["ben"]["reason"]
    assert reason.startswith("The grader failed here: IsADirectoryError")
    assert "see faults/ben.txt" in reason
    assert "Traceback" in (out / "faults" / "ben.txt").read_text()
    assert "ben" not in (out / "canvas.csv").read_text()
    (out / "reports" / "ben.json").rmdir()
    run = typed("batch", folder, "--output", out)
    assert run.returncode == 0
    assert "ben: 0 → 3 (it had not been graded; double/doubles: internal → passed" in run.stdout
    assert table(out)["ben"]["total"] == "3"


def test_fault_in_telling_of_one_submission_is_its_row(
    tiny: Path, class_of: ClassOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.report.markdown import to_markdown

    def broken(report: Report, name: str) -> str:
        if name == "ben" and not report.internal:
            raise RecursionError("too deep")
        return to_markdown(report, name=name)

    monkeypatch.setattr("grader.batch.output.to_markdown", broken)
    summary = graded(tiny, class_of(anna=RIGHT, ben=WRONG), tmp_path / "out")
    assert summary.statuses == {**summary.statuses, "graded": 1, "internal": 1}
    assert "RecursionError: too deep" in table(tmp_path / "out")["ben"]["reason"]
    assert "That is not your fault" in (tmp_path / "out/feedback/ben.md").read_text()


def test_processes_that_cannot_be_started_for_a_while_are_waited_for(
    tiny: Path, class_of: ClassOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    popen = failing(3, errno.EAGAIN, subprocess.Popen)
    monkeypatch.setattr("grader.batch.pool.subprocess.Popen", popen)
    summary = graded(tiny, class_of(anna=RIGHT, ben=WRONG), tmp_path / "out")
    assert summary.statuses["graded"] == 2


def test_machine_without_processes_is_told_as_that_and_the_same_command_goes_on(
    tiny: Path, class_of: ClassOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    folder = class_of(anna=RIGHT, ben=WRONG, cleo=f"{RIGHT}#")
    with monkeypatch.context() as patch:
        patch.setattr(
            "grader.batch.pool.subprocess.Popen", failing(10**6, errno.EAGAIN, subprocess.Popen)
        )
        with pytest.raises(MachineError, match="no more processes can be started"):
            graded(tiny, folder, out)
    rows = table(out)
    assert len(rows) == 3
    assert "This machine cannot go on" in rows["anna"]["reason"]
    assert "The grader failed" not in rows["anna"]["reason"]
    assert graded(tiny, folder, out).statuses["graded"] == 3


def test_other_processes_go_on_where_one_more_cannot_be_started(
    tiny: Path, class_of: ClassOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = class_of(anna=RIGHT, ben=WRONG)
    order = Order(str(tiny), ("double",), Chance(), Isolation())
    with Pool(order, 2, 60.0) as pool:
        pool.begin(Job(1, str(folder / "anna")))
        monkeypatch.setattr(
            "grader.batch.pool.subprocess.Popen", failing(10**6, errno.ENOMEM, subprocess.Popen)
        )
        pool.begin(Job(2, str(folder / "ben")))
        done = []
        while pool.busy:
            done += pool.wait(1.0)
    assert sorted((one.number, one.report is not None) for one in done) == [(1, True), (2, True)]


def test_grade_without_processes_says_so(
    tiny: Path, class_of: ClassOf, environment: dict[str, str], tmp_path: Path
) -> None:
    code = """
import errno, subprocess
def none(*_, **__): raise OSError(errno.EAGAIN, "Resource temporarily unavailable")
subprocess.Popen = none
from grader.cli.start import grade
grade()
"""
    run = subprocess.run(
        [sys.executable, "-c", code, "--submission", str(class_of(anna=RIGHT) / "anna")],
        cwd=tiny,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 3
    assert run.stderr == (
        "Error: This machine cannot go on with a process for the submission: "
        "no more processes can be started.\n"
    )
    assert list((tmp_path / "temporary").iterdir()) == []


def test_folder_of_the_course_that_cannot_be_looked_into_is_not_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.py").touch()
    assert walked(tmp_path) == [tmp_path / "in" / "a.py"]
    assert walked(tmp_path / "nowhere") == []
    scandir = os.scandir

    def closed(path: str) -> Any:
        if str(path).endswith("in"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(PermissionError):
        walked(tmp_path)
