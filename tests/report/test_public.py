"""What a student may see of a report."""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from grader.checking.mismatch import Mismatch
from grader.grading.result import CheckResult, Place
from grader.report import FORMATS, encode
from grader.report.public import public

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.grading.result import Report

    Failing = Callable[..., Report]
    Golden = Callable[[str], Report]


def leaves(value: Any) -> Iterator[Any]:
    """Yield every text and number in a report."""
    if isinstance(value, msgspec.Struct):
        value = msgspec.structs.astuple(value)
    if isinstance(value, dict):
        value = (*value, *value.values())
    if isinstance(value, tuple):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def test_of_a_hidden_check_only_name_points_and_outcome_are_left(failing: Failing) -> None:
    mismatch = Mismatch(kind="numbers differ", array="SECRET", message="SECRET")
    secrets = dict.fromkeys(["message", "hint", "counterexample"], "SECRET")
    place = Place(file="SECRET", line=2)
    report = failing(hidden=True, mismatch=mismatch, seconds=3.0, place=place, **secrets)
    check = report.tasks[0].checks[0]
    assert public(report).tasks[0].checks[0] == CheckResult(
        id=check.id,
        title=check.title,
        outcome="failed",
        score=check.score,
        max_score=check.max_score,
        hidden=True,
    )


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("passed", "passed"),
        ("error", "failed"),
        ("timeout", "failed"),
        ("crashed", "failed"),
        ("skipped", "skipped"),
        ("internal", "failed"),
    ],
)
def test_how_a_hidden_check_failed_is_not_told(failing: Failing, outcome: str, told: str) -> None:
    assert public(failing(hidden=True, outcome=outcome)).tasks[0].checks[0].outcome == told


def test_what_was_printed_is_left_out_only_where_hidden_checks_ran(failing: Failing) -> None:
    report = failing(task={"output": "printed", "hidden_output": "SECRET"}, hidden=True)
    (task,) = public(report).tasks
    assert (task.output, task.hidden_output) == ("printed", "")


def test_why_a_hidden_check_did_not_run_is_told(failing: Failing) -> None:
    report = failing(hidden=True, outcome="skipped", message="It needs the solutions.")
    assert public(report).tasks[0].checks[0].message == "It needs the solutions."


def test_what_is_not_hidden_stays(golden: Golden) -> None:
    report = golden("numbers-differ")
    assert public(report) == msgspec.structs.replace(report, seed=None)


def test_all_text_shows_itself_and_all_points_are_numbers(hostile: Report) -> None:
    told = list(leaves(public(hostile)))
    texts = [leaf for leaf in told if isinstance(leaf, str)]
    assert all(char.isprintable() or char == "\n" for text in texts for char in text)
    assert max(map(len, texts)) < 5 * 64_000
    tasks = public(hostile).tasks
    checks = [check for task in tasks for check in task.checks]
    points = [n for part in (*tasks, *checks) for n in (part.score, part.max_score)]
    assert all(math.isfinite(n) and n >= 0 for n in [*points, *(c.seconds for c in checks)])


def test_names_stay_on_one_line(hostile: Report) -> None:
    for task in public(hostile).tasks:
        assert "\n" not in "".join((task.id, task.title, task.file, task.assignment))


def test_long_text_is_cut_and_says_so(failing: Failing) -> None:
    report = public(failing(task={"output": "o" * 100_000}, message="m" * 5_000))
    assert report.tasks[0].output.endswith("\n… and 36,000 more characters")
    assert report.tasks[0].checks[0].message.endswith("\n… and 1,000 more characters")


def test_paths_of_the_graders_machine_are_gone(golden: Golden) -> None:
    report = msgspec.structs.replace(golden("internal"), internal_error="/home/judge/fault.txt")
    assert public(report).internal_error == ""


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"json", "classroom50"}))
def test_no_format_for_students_shows_what_draws_the_examples(golden: Golden, name: str) -> None:
    report = msgspec.structs.replace(golden("numbers-differ"), seed=83_190_547)
    told = encode(report, name)
    decoded = base64.b64decode(told) if name == "classroom" else told
    assert b"83190547" not in decoded
