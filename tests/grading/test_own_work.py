"""Somebody's own work, graded again and again: faster, and never otherwise."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from grader.course.course import Course, load_task, open_course
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.replay.own_work import OwnWork, Verdict
from grader.grading.replay.responses import ResponseFingerprint
from grader.grading.result import Report
from grader.grading.store import Store
from grader.sandbox.client.transport.connection import Connection
from grader.submission.submission import open_submission
from tests.conftest import ROOT, SAMPLES, lost

RIGHT = ROOT / "solutions" / "backprop" / "task1.py"
WRONG = SAMPLES / "wrong" / "task1" / "factor_two_missing.py"
COUNTS = """
import numpy as np
calls = 0
def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)
def mse_gradient(predictions, targets):
    global calls
    calls += 1
    return 2 * (predictions - targets) / predictions.size * (1 if calls <= 150 else 1.5)
"""


class Home:
    """A student's folder, whose task 1 is graded whenever it was saved."""

    def __init__(self, folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        shutil.copytree(ROOT / "assignments", folder / "assignments")
        self.course: Course = open_course(folder)
        self.file = self.course.assignments / "backprop" / "task1.py"
        self._store = Store(cache)
        self.round_trips = 0
        ask = Connection.ask

        def counted(connection: Connection, *args: Any) -> Any:
            self.round_trips += 1
            return ask(connection, *args)

        monkeypatch.setattr(Connection, "ask", counted)

    def graded(self, source: str | None = None, *, own_work: bool = True) -> Report:
        if source is not None:
            self.file.write_text(source)
        self.round_trips = 0
        grading = Grading(self.course, chance=Chance(), store=self._store, own_work=own_work)
        (file,) = self.course.select(("task1",))
        submission = open_submission(self.course.assignments)
        return grading.grade([(file, load_task(file))], submission)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    return Home(tmp_path / "home", tmp_path / "cache", monkeypatch)


def test_what_passed_before_is_asked_in_one_go(home: Home) -> None:
    first = home.graded(RIGHT.read_text())
    alone = home.round_trips
    again = [(home.graded().all_passed, home.round_trips) for _ in range(2)]
    assert first.all_passed
    assert all(passed and trips < alone / 20 for passed, trips in again)


def test_mistake_that_comes_in_later_loses_what_it_would_have_lost_at_once(home: Home) -> None:
    alone = home.graded(WRONG.read_text(), own_work=False)
    for _ in range(3):
        home.graded(RIGHT.read_text())
    after = home.graded(WRONG.read_text())
    assert lost(after) == lost(alone) != set()
    assert [c.message for c in after.tasks[0].checks] == [c.message for c in alone.tasks[0].checks]
    assert home.graded(RIGHT.read_text()).all_passed


def test_code_that_counts_its_calls_ends_as_before(home: Home) -> None:
    alone = home.graded(COUNTS, own_work=False)
    reports = [home.graded(COUNTS) for _ in range(3)]
    assert [lost(report) for report in reports] == [lost(alone)] * 3


def test_what_was_asked_of_other_work_is_not_asked(tmp_path: Path) -> None:
    store, answers = Store(tmp_path), ResponseFingerprint(("equal",), ())
    one = OwnWork(store, "task", "here")
    one.learn("check", [b"request"])
    one.keep("check", answers, Verdict(None))
    one.save()
    assert OwnWork(store, "task", "here").passed("check", answers) == Verdict(None)
    other = OwnWork(store, "task", "there")
    assert other.requests("check") == ()
    assert other.passed("check", answers) is None


def test_other_requests_make_what_passed_before_worth_nothing(tmp_path: Path) -> None:
    work, answers = OwnWork(Store(tmp_path), "task", "here"), ResponseFingerprint(("equal",), ())
    work.learn("check", [b"request"])
    work.keep("check", answers, Verdict(None))
    work.learn("check", [b"another request"])
    assert work.passed("check", answers) is None
