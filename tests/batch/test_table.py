"""The table of a class."""

from __future__ import annotations

import csv
import io

import pytest

from grader.batch.intake import Entry
from grader.batch.table import Row, to_csv


def rows(*given: Row) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(given, ["task1", "task2"]).decode())))


def row(name: str, **fields: object) -> Row:
    student = str(fields.pop("student", ""))
    entry = Entry(name=name, sources=(), student=student)
    return Row(entry=entry, maximum=30, **fields)  # type: ignore[arg-type]


def test_what_was_not_graded_has_no_points() -> None:
    (told,) = rows(row("anna"))
    assert (told["task1"], told["total"], told["maximum"]) == ("", "0", "30")
    assert told["status"] == "pending"


def test_scores_have_no_tail_of_rounding() -> None:
    (told,) = rows(row("anna", scores={"task1": 0.1 + 0.2, "task2": 2.5}, total=2.8))
    assert (told["task1"], told["task2"]) == ("0.3", "2.5")


@pytest.mark.parametrize("student", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(student: str) -> None:
    (told,) = rows(row("anna", student=student, reason=student))
    assert told["student"][0] not in "=+-@\t"
    assert told["reason"][0] not in "=+-@\t"


def test_identical_content_names_the_first_of_them() -> None:
    told = rows(row("anna", content="x"), row("ben", content="y"), row("cleo", content="x"))
    assert [r["identical_to"] for r in told] == ["", "", "anna"]
