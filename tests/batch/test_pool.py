"""Worker processes that die, hang or are stopped."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pytest

from grader.batch.archives import Unreadable
from grader.batch.marking import Order
from grader.batch.pool import Pool
from grader.batch.worker import Done, Job, mark, send
from grader.errors import IsolationError, MachineError, UsageError
from grader.grading.chance import Chance
from grader.grading.result import Report
from grader.sandbox.client.limits import Isolation
from tests.batch.conftest import CHECKS, RIGHT


@pytest.fixture
def jobs(tmp_path: Path, environment: dict[str, str], monkeypatch) -> list[Job]:
    """Return a job that is well, and one at which the judge itself does what `CHECKS` says."""
    monkeypatch.setenv("XDG_CACHE_HOME", environment["XDG_CACHE_HOME"])
    monkeypatch.setattr(tempfile, "tempdir", environment["TMPDIR"])
    for name, text in (("good", RIGHT), ("bad", f"{RIGHT}def bad(x):\n    return x\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "double.py").write_text(text)
    return [Job(1, str(tmp_path / "good")), Job(2, str(tmp_path / "bad"))]


def course_that(tiny: Path, does: str) -> Order:
    """Return an order for a course whose check does something where a function `bad` is there."""
    text = CHECKS.replace(
        '''twice its argument"""''',
        f'''twice its argument"""
    import os, pathlib, time
    if "bad" in pathlib.Path("double.py").read_text():
        {does}''',
    )
    (tiny / "assignments" / "warmup" / "checks" / "double.py").write_text(text)
    return Order(str(tiny), ("double",), Chance(), Isolation())


def outcome(pool: Pool, job: Job) -> Done:
    pool.begin(job)
    while True:
        for done in pool.wait(1.0):
            return done


@pytest.mark.parametrize(
    ("does", "patience", "ending"),
    [
        ("os._exit(7)", 60.0, "exit status 7"),
        ("os.kill(os.getpid(), 9)", 60.0, "SIGKILL"),
        ("time.sleep(600)", 2.0, "SIGKILL"),
    ],
)
def test_worker_that_dies_or_hangs_costs_one_submission(
    tiny: Path, jobs: list[Job], does: str, patience: float, ending: str
) -> None:
    good, bad = jobs
    with Pool(course_that(tiny, does), 1, patience) as pool:
        failed = outcome(pool, bad)
        assert (failed.number, failed.report) == (2, None)
        assert "died 2 times" in failed.problem
        assert ending in failed.problem
        assert b'"score": 3' in (outcome(pool, good).report or b"")
        assert pool.free


class Failing:
    """Grades nothing."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def grade(self, path: Path, ids: Sequence[str] = ()) -> Report:  # noqa: ARG002
        raise self.error


@pytest.mark.parametrize(
    ("error", "blame"),
    [
        (Unreadable("no notebook"), "submission"),
        (IsolationError("no Landlock"), "batch"),
        (MachineError("no process"), "machine"),
        (UsageError("install IPython"), "machine"),
        (KeyError("oops"), "grader"),
    ],
)
def test_what_the_machine_lacks_is_not_put_on_a_submission(
    tmp_path: Path, monkeypatch, error: Exception, blame: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    done = mark(Failing(error), Job(1, str(tmp_path)))
    assert (done.blame, done.report) == (blame, None)
    assert str(error) in done.problem


def test_what_a_check_prints_is_no_answer(tiny: Path, jobs: list[Job]) -> None:
    order = course_that(tiny, "print('x' * 100, flush=True); os.write(1, b'yyyy')")
    with Pool(order, 1, 60.0) as pool:
        assert b'"score": 3' in (outcome(pool, jobs[1]).report or b"")


def test_nothing_is_left_of_a_pool(tiny: Path, jobs: list[Job], tmp_path: Path) -> None:
    with Pool(course_that(tiny, "time.sleep(600)"), 2, 60.0) as pool:
        pool.begin(jobs[1])
        outcome(pool, jobs[0])
    assert list((tmp_path / "temporary").iterdir()) == []


def test_worker_that_cannot_be_told_its_job_is_replaced(
    tiny: Path, jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [OSError(errno.EDQUOT, "Disk quota exceeded")]

    def once(stream: BinaryIO, message: Order | Job) -> None:
        if isinstance(message, Job) and failures:
            raise failures.pop()
        send(stream, message)

    monkeypatch.setattr("grader.batch.pool.send", once)
    with Pool(course_that(tiny, "pass"), 1, 60.0) as pool:
        assert b'"score": 3' in (outcome(pool, jobs[0]).report or b"")
    assert failures == []
