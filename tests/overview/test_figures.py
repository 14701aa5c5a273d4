"""What is counted, from the files that a batch writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.grading.failures import REPEATED
from grader.overview.figures import Mistake, survey
from grader.overview.reading import read
from tests.overview.conftest import MESSAGE, RIGHT, WRONG, Write, check, report


def test_scores_are_those_of_what_was_graded(written: Write) -> None:
    broken = report(check("value", "internal"), check("slope", "internal"))
    refused = report(check("value", "skipped"), check("slope", "skipped"), status="unreadable")
    folder = written(
        {"anna": RIGHT, "ben": WRONG, "cleo": broken, "dora": refused},
        unreadable=["dora"],
        pending=["emil"],
    )
    overview = survey(read(folder))
    assert (overview.submissions, overview.scores, overview.maximum) == (5, (10.0, 5.0), 10.0)
    assert (overview.mean, overview.median) == (7.5, 7.5)
    assert overview.histogram == [0, 0, 0, 0, 0, 1, 0, 0, 0, 1]


def test_a_check_has_the_rate_of_those_who_could_have_passed_it(written: Write) -> None:
    at_home = report(check("value", "skipped", max_score=0.0, hidden=True), check("slope"))
    skipped = report(check("value", "error", "E"), check("slope", "skipped", "needs value"))
    overview = survey(read(written({"a": RIGHT, "b": WRONG, "c": at_home, "d": skipped})))
    assert [(c.id, c.passed, c.tried) for c in overview.checks] == [
        ("value", 2, 3),
        ("slope", 2, 4),
    ]


def test_messages_are_counted_once_a_submission_the_commonest_first(written: Write) -> None:
    raised = "ZeroDivisionError: division by zero"
    both = report(
        check("value", "error", raised),
        check("slope", "error", raised),
        check("more", "error", f"{REPEATED}the value is right"),
    )
    overview = survey(read(written({"a": RIGHT, "b": both, "c": WRONG, "d": both})))
    assert overview.mistakes == (
        Mistake("cube", raised, 2, "b"),
        Mistake("cube", MESSAGE, 1, "c"),
    )


def test_a_known_mistake_counts_as_one_whatever_the_numbers_were(written: Write) -> None:
    doubled = "Every element is exactly twice too large."
    works = {
        name: report(check("slope", "failed", f"`slope[0]` is {name}.", diagnosis=doubled))
        for name in "12"
    }
    assert survey(read(written(works))).mistakes == (Mistake("cube", doubled, 2, "1"),)


def test_a_task_that_does_not_load_is_counted_by_its_reason(written: Write) -> None:
    broken = report(
        check("slope", "skipped", "x"), status="unreadable", message="task.py, line 1: no Python"
    )
    overview = survey(read(written({"a": broken})))
    assert [m.text for m in overview.mistakes] == ["task.py, line 1: no Python"]


def test_everything_that_needs_a_person_is_listed_with_its_reason(written: Write) -> None:
    overview = survey(
        read(
            written(
                {
                    "anna": RIGHT,
                    "ben": RIGHT,
                    "cleo": report(check("value", "timeout"), check("slope", "crashed")),
                    "dora": report(check("value", "internal")),
                    "emil": report(check("value", "skipped"), status="unreadable", message="torn"),
                    "fay": WRONG,
                },
                unreadable=["emil"],
                pending=["gus"],
            )
        )
    )
    assert {look.name: (look.needs, look.why) for look in overview.looks} == {
        "ben": (("identical",), "the very same files as anna"),
        "cleo": (("crashed", "timeout"), "crashed in cube; timed out in cube"),
        "dora": (("internal",), "cube: 1 internal"),
        "emil": (("unreadable",), "torn"),
        "gus": (("pending",), "its turn has not come"),
    }


def test_a_name_that_looks_like_a_formula_is_found_again(written: Write) -> None:
    assert survey(read(written({"@eve": RIGHT, "+1": RIGHT}))).looks[0].name == "+1"


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("grades.csv", None, "grader batch"),
        ("grades.csv", "name,points\nx,1\n", "submission"),
        ("grades.csv", "submission,total,maximum,status,reason,identical_to\nanna\n", "batch"),
        ("grades.csv", "\xff", "grades.csv"),
        ("reports/anna.json", "{", "anna.json"),
        ("reports/anna.json", None, "anna.json"),
    ],
)
def test_what_is_no_batch_is_said_in_a_sentence(
    written: Write, file: str, text: str | None, said: str
) -> None:
    folder = written({"anna": RIGHT})
    path: Path = folder / file
    path.unlink()
    if text is not None:
        path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=said):
        survey(read(folder))
