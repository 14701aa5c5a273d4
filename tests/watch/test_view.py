"""What of a report is shown: one failure in full."""

from __future__ import annotations

import msgspec
import pytest

from grader.checking.mismatch import Mismatch
from grader.grading.hints import without_hints
from grader.grading.result import CheckResult, Report, TaskResult
from grader.watch.view import Choice, Failure, failures, following, hinted, kept, place, view


def check(id_: str, outcome: str = "failed") -> CheckResult:
    passed = outcome == "passed"
    return CheckResult(
        id=id_,
        title=id_,
        outcome=outcome,  # type: ignore[arg-type]
        score=float(passed),
        max_score=1.0,
        message="" if passed else f"{id_} is wrong",
        hint="" if passed else f"hint of {id_}",
        counterexample="" if passed else "program",
        mismatch=None if passed else Mismatch(kind="numbers differ", array=id_, message="m"),
    )


def task(id_: str, *checks: CheckResult, status: str = "failed") -> TaskResult:
    return TaskResult(
        id=id_,
        title=id_,
        assignment="a",
        status=status,  # type: ignore[arg-type]
        score=1.0,
        max_score=9.0,
        checks=checks,
        output="printed",
    )


@pytest.fixture
def report() -> Report:
    return Report(
        score=1.0,
        max_score=9.0,
        seed=0,
        grader_version="",
        isolation="confined",
        tasks=(
            task("new", status="not started"),
            task("first", check("a", "passed"), check("b"), check("c"), check("d", "skipped")),
            task("broken", status="unreadable"),
            task("last", check("b")),
        ),
    )


ORDER = [
    *(Failure("first", "b"), Failure("first", "c"), Failure("broken", "")),
    *(Failure("last", "b"), Failure("new", "")),
]


def test_what_was_begun_comes_before_what_was_not(report: Report) -> None:
    assert failures(report) == ORDER


def test_next_goes_around(report: Report) -> None:
    choice = kept(Choice(), report, {"first"})
    seen = [choice.failure]
    for _ in ORDER:
        choice = following(choice, report)
        seen.append(choice.failure)
    assert seen == [*ORDER, ORDER[0]]
    assert place(report, Choice(ORDER[3])) == ", 4 of 5 to mend"


def test_one_failure_is_told_in_full_and_its_hint_on_demand(report: Report) -> None:
    _, first, _, last = view(report, Choice(Failure("first", "c"))).tasks
    assert [one.id for one in first.checks] == ["c", "b"]
    told, other = first.checks
    assert (told.message, told.counterexample, told.hint) == ("c is wrong", "program", "")
    assert (other.message, other.counterexample, other.mismatch) == ("", "", None)
    assert (last.checks, last.output) == ((), "")
    shown = view(report, Choice(Failure("first", "c"), hints=1), ["Think.", "There."]).tasks
    assert [one.notes for one in shown] == [(), ("Hint 1 of 2: Think.",), (), ()]


def test_each_press_shows_one_more_hint_and_after_the_last_none(report: Report) -> None:
    choice, seen = Choice(Failure("first", "c")), []
    for _ in range(4):
        choice = hinted(choice, report, 2)
        seen.append(choice.hints)
    assert seen == [1, 2, 0, 1]
    assert hinted(choice, report, 0) == choice


def test_another_cause_begins_with_the_first_hint(report: Report) -> None:
    chosen = hinted(Choice(Failure("first", "c")), report, 2)
    assert kept(chosen, report, {"first"}) == chosen
    other = msgspec.structs.replace(check("c"), mismatch=None, outcome="error")
    changed = msgspec.structs.replace(report, tasks=(task("first", other),))
    assert kept(chosen, changed, {"first"}) == Choice(Failure("first", "c"))


def test_everything_is_everything(report: Report) -> None:
    shown = view(report, Choice(ORDER[0], all=True)).tasks
    assert shown == tuple(map(without_hints, report.tasks))


def test_a_failure_stays_while_it_is_one(report: Report) -> None:
    chosen = Choice(Failure("first", "c"), hints=1)
    assert kept(chosen, report, {"first"}) == chosen
    assert kept(chosen, report, {"last"}) == Choice(Failure("last", "b"))
    mended = Report(
        **{f: getattr(report, f) for f in report.__struct_fields__}
        | {"tasks": (task("first", check("b", "passed"), check("c", "passed"), status="passed"),)}
    )
    assert kept(chosen, mended, {"first"}) == Choice()
    assert failures(mended) == []
