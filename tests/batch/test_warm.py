"""Grading many submissions by one warm process gives what grading each alone gives."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.batch.marking import Marker, Order
from grader.sandbox.client.limits import Isolation, Limits
from grader.sandbox.client.transport.launcher import Child, ForkServer
from tests.conftest import COUNTING, ROOT, SAMPLES, GradeOne
from tests.grading.test_grading import without_times

SUBMISSIONS = [
    "right/task1/einsum.py",
    "right/task1/central_difference_scaled.py",
    "wrong/task1/factor_two_missing.py",
    "wrong/task1/divides_by_len.py",
    "wrong/task1/factor_two_missing.py",
    "broken/infinite_loop.py",
    "hostile/right_at_first.py",
    "hostile/os_exits_with_success.py",
    "right/task1/einsum.py",
]


@pytest.fixture(scope="module")
def marker(cache: Path) -> Iterator[Marker]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        marker = Marker(Order(str(ROOT), ("task1",), COUNTING, Isolation.full()))
        yield marker
        marker.close()


def test_reports_are_those_of_single_runs_whatever_came_before(
    marker: Marker, grade: GradeOne, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, name in enumerate(SUBMISSIONS):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "task1.py").write_bytes((SAMPLES / name).read_bytes())
        monkeypatch.chdir(folder)
        warm = without_times(marker.grade(folder))
        assert warm == without_times(grade(folder, "task1", chance=COUNTING, limits=Limits()))


WRONG_VALUES = (SAMPLES / "wrong" / "task1" / "factor_two_missing.py").read_text()
RAISES = (
    (ROOT / "solutions" / "backprop" / "task1.py").read_text()
    + """
right = mse_gradient
def mse_gradient(predictions, targets):
    if predictions.size > 1 and predictions[..., -1].sum() > 0:
        raise ValueError("too large")
    return right(predictions, targets)
"""
)


@pytest.mark.parametrize("source", [WRONG_VALUES, RAISES], ids=["values", "raises"])
def test_failure_that_was_made_small_before_is_not_searched_again(
    source: str, marker: Marker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        (tmp_path / "task1.py").write_text("# one line more\n" * number + source)
        report = marker.grade(tmp_path)
        monkeypatch.setattr(
            "grader.grading.runner.smallest", None
        )  # the second one may not need it
        assert not report.internal


COUNTS = (
    (ROOT / "solutions" / "backprop" / "task1.py").read_text()
    + """
right, calls = mse_gradient, 0
def mse_gradient(predictions, targets):
    global calls
    calls += 1
    return right(predictions, targets) + calls * (predictions.size > 1)
"""
)


def test_code_that_counts_its_calls_is_called_as_often_as_by_itself(
    marker: Marker, grade: GradeOne, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    marker.grade(SAMPLES / "right" / "task1" / "einsum.py")  # from now on, requests are known
    for number in range(2):
        (tmp_path / "task1.py").write_text(f"{COUNTS}# submission {number}\n")
        warm = without_times(marker.grade(tmp_path))
        assert warm == without_times(grade(tmp_path, "task1", chance=COUNTING, limits=Limits()))


def test_warm_process_that_was_killed_is_replaced(marker: Marker) -> None:
    os.kill(marker._parent._process.pid, signal.SIGKILL)
    marker._parent._process.wait()
    report = marker.grade(SAMPLES / "right" / "task1" / "einsum.py")
    assert report.score == 20


def test_submission_is_graded_again_where_the_warm_process_is_killed_meanwhile(
    marker: Marker, monkeypatch: pytest.MonkeyPatch
) -> None:
    fork, killed = ForkServer.fork, []

    def fork_and_die(parent: ForkServer, *descriptors: int) -> Child:
        child = fork(parent, *descriptors)
        if not killed:
            killed.append(parent)
            parent._process.kill()
            parent._process.wait()
        return child

    monkeypatch.setattr(ForkServer, "fork", fork_and_die)
    report = marker.grade(SAMPLES / "right" / "task1" / "einsum.py")
    assert (report.score, report.internal, len(killed)) == (20, False, 1)
