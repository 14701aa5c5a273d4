"""The gradebook by itself."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import msgspec
import pytest

from grader.batch.gradebook import Gradebook, Key
from grader.batch.intake import Entry
from grader.batch.plan import Plan
from grader.course.course import open_course
from grader.errors import GraderError, UsageError
from grader.grading.chance import Chance
from grader.report.json import from_json, to_json
from grader.sandbox.protocol.layers import Level

KEY = Key("course", "grader", "seed 0")
ENTRY = Entry(name="anna", sources=(), student="Anna", student_id="7")


@pytest.fixture
def plan(tiny: Path) -> Plan:
    return Plan(open_course(tiny), (), Chance())


def test_grading_is_found_by_everything_that_it_depends_on(tmp_path: Path, plan: Plan) -> None:
    with Gradebook(tmp_path / "book") as book:
        run, _ = book.begin(KEY, regrade=False)
        added = book.add("content", KEY, run, plan.unreadable("why"))
        assert book.find("content", KEY) == added
        assert book.find("other", KEY) is None
        for change in ({"course": "2"}, {"grader": "2"}, {"examples": "seed 1"}):
            assert book.find("content", msgspec.structs.replace(KEY, **change)) is None
        assert book.find("content", KEY, run + 1) is None


def test_fault_of_the_grader_is_not_found(tmp_path: Path, plan: Plan) -> None:
    with Gradebook(tmp_path / "book") as book:
        book.add("content", KEY, book.begin(KEY, regrade=False)[0], plan.failed("why", ""))
        assert book.find("content", KEY) is None


@pytest.mark.parametrize(
    ("was", "least", "counts"),
    [
        ("process", "process", True),
        ("process", "partial", False),
        ("partial", "confined", False),
        ("partial", "process", True),
        ("confined", "confined", True),
        ("", "confined", True),  # nothing of it was run
        ("whatever", "process", False),
    ],
)
def test_grading_with_less_isolation_than_asked_does_not_count(
    tmp_path: Path, plan: Plan, was: str, least: Level, counts: bool
) -> None:
    report = msgspec.structs.replace(from_json(plan.unreadable("why")), isolation=was)
    with Gradebook(tmp_path / "book") as book:
        run, _ = book.begin(KEY, regrade=False)
        added = book.add("content", KEY, run, to_json(report))
        assert book.find("content", KEY, least=least) == (added if counts else None)


def test_grading_that_was_kept_apart_counts_though_a_later_one_was_not(
    tmp_path: Path, plan: Plan
) -> None:
    report = from_json(plan.unreadable("why"))
    with Gradebook(tmp_path / "book") as book:
        run, _ = book.begin(KEY, regrade=False)
        first, _ = (
            book.add("content", KEY, run, to_json(msgspec.structs.replace(report, isolation=was)))
            for was in ("confined", "process")
        )
        assert book.find("content", KEY, least="confined") == first


def test_run_that_was_cut_short_goes_on_and_a_finished_one_does_not(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "book") as book:
        first, _ = book.begin(KEY, regrade=True)
    with Gradebook(tmp_path / "book") as book:
        assert book.begin(KEY, regrade=True) == (first, True)
        book.end(first)
        second, goes_on = book.begin(KEY, regrade=True)
        assert (second > first, goes_on) == (True, False)
        assert book.begin(KEY, regrade=False)[1] is False


def test_every_check_of_a_submission_is_a_row(tmp_path: Path, plan: Plan) -> None:
    with Gradebook(tmp_path / "book") as book:
        run, _ = book.begin(KEY, regrade=False)
        book.hand(ENTRY, book.add("content", KEY, run, plan.unreadable("why")), run)
    with contextlib.closing(sqlite3.connect(tmp_path / "book")) as db:
        found = db.execute(
            'SELECT name, student, student_id, task, "check", outcome FROM submission_checks'
        ).fetchall()
    assert found == [
        ("anna", "Anna", "7", "double", name, "skipped") for name in ("doubles", "agrees")
    ]


def test_results_before_this_run_are_what_it_is_compared_with(tmp_path: Path, plan: Plan) -> None:
    with Gradebook(tmp_path / "book") as book:
        gradings = []
        for reason in ("one", "two"):
            run, _ = book.begin(KEY, regrade=True)
            gradings.append(book.add(reason, KEY, run, plan.unreadable(reason)))
            book.hand(ENTRY, gradings[-1], run)
            book.hand(ENTRY, gradings[-1], run)
            book.end(run)
        assert book.before("anna", run) == gradings[0]
        assert book.history("anna") == gradings
        assert book.names() == ["anna"]


def test_half_a_grading_is_none(
    tmp_path: Path, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_: object) -> object:
        raise KeyboardInterrupt

    with Gradebook(tmp_path / "book") as book:
        run, _ = book.begin(KEY, regrade=False)
        monkeypatch.setattr("grader.batch.gradebook._rows", torn)
        with pytest.raises(KeyboardInterrupt):
            book.add("content", KEY, run, plan.unreadable("why"))
        assert book.find("content", KEY) is None


def test_file_that_is_no_gradebook_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "book").write_text("my notes, of some length " * 50)
    before = (tmp_path / "book").read_text()
    with pytest.raises(UsageError, match="no gradebook"):
        Gradebook(tmp_path / "book")
    assert (tmp_path / "book").read_text() == before


def test_book_of_another_version_is_left_alone(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "book")) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(UsageError, match="another version"):
        Gradebook(tmp_path / "book")


def test_book_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="nowhere/book"):
        Gradebook(tmp_path / "nowhere" / "book")
