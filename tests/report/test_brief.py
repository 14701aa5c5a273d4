"""A report that tells one failure at a time."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import msgspec
import pytest

from grader.checking.mismatch import Mismatch
from grader.grading.result import CheckResult, Report
from grader.report.brief import to_tell
from grader.report.live import render_live
from grader.report.page import plain_console
from grader.report.terminal import to_text

Failing = Callable[..., Report]


def brief(report: Report, width: int = 80) -> str:
    return to_text(report, width, everything=False)


def wrong(diagnosis: str = "") -> Mismatch:
    return Mismatch(kind="numbers differ", array="d", message="`d` is 1.", diagnosis=diagnosis)


def with_checks(report: Report, *checks: CheckResult) -> Report:
    task = msgspec.structs.replace(report.tasks[0], checks=checks)
    return msgspec.structs.replace(report, tasks=(task,))


def several(report: Report, **fields: object) -> Report:
    """Return a report with one check many times, of which the first has other fields."""
    (check,) = report.tasks[0].checks
    others = [msgspec.structs.replace(check, id=f"c{i}", title=f"check {i}") for i in range(9)]
    first = msgspec.structs.replace(check, **fields)
    return with_checks(report, first, *others)


def test_the_message_the_cause_and_the_next_step_end_it(failing: Failing) -> None:
    report = failing(mismatch=wrong("It is half."), counterexample="print(1)\n" * 9, hint="")
    lines = brief(report).splitlines()
    message = next(n for n, line in enumerate(lines) if "print(1)" in line)
    assert [line.strip() for line in lines[-4:]][1:3] == ["It is half.", ""]
    assert lines[-1].startswith("Next: ")
    assert message < len(lines) - 5


def test_a_long_program_is_left_to_everything(failing: Failing) -> None:
    report = failing(counterexample="print(1)\n" * 99)
    assert "print(1)" not in brief(report)
    assert "--all shows a program of 99 lines" in brief(report)
    assert "print(1)" in to_text(report)


def test_in_a_session_what_to_type_is_python(failing: Failing) -> None:
    report = failing(task={"file": ""}, counterexample="print(1)\n" * 99)
    text = " ".join(brief(several(report)).split())
    assert 'check("task1", everything=True) shows a program of 99 lines' in text
    assert '6 more: check("task1", everything=True)' in text
    assert "--all" not in text


def test_a_program_runs_where_the_functions_are(failing: Failing) -> None:
    report = failing(task={"file": ""}, counterexample="print(1)")
    file = StringIO()
    render_live(report, [], plain_console(file, 80), cells=False, everything=False)
    assert "See it happen: run this below your functions." in file.getvalue()
    assert "See it happen: run this in a new cell." in brief(report)


def test_many_failures_take_few_lines(failing: Failing) -> None:
    text = brief(several(failing()))
    assert "check 2" in text
    assert "check 3" not in text
    assert "6 more: grade" in text
    assert len(text.splitlines()) <= 32


def test_six_wrong_tasks_take_two_screens(failing: Failing) -> None:
    long = "`d` is 1.0, expected 2.0, and so on, as far as a sentence goes. " * 5
    program = "\n".join(f"print({number})" for number in range(10))
    mismatch = Mismatch(kind="numbers differ", array="d", message=long, elements=("x." * 4,) * 4)
    report = failing(
        title="a title that takes two lines " * 4, mismatch=mismatch, counterexample=program
    )
    (task,) = several(report).tasks
    (check, *_) = task.checks
    skipped = msgspec.structs.replace(check, id="s", outcome="skipped", message=long)
    task = msgspec.structs.replace(task, checks=(*task.checks, skipped, skipped))
    tasks = tuple(msgspec.structs.replace(task, id=f"task{n}") for n in range(1, 7))
    text = brief(msgspec.structs.replace(report, tasks=tasks))
    assert len(text.splitlines()) <= 48
    assert max(map(len, text.splitlines())) <= 80
    assert "10 fail, 2 were not run" in text


def test_what_fails_for_one_reason_is_counted(failing: Failing) -> None:
    report = failing()
    (check,) = report.tasks[0].checks
    same = [msgspec.structs.replace(check, id=f"s{i}", same_as=check.id) for i in range(4)]
    text = brief(with_checks(report, check, *same))
    assert "4 more, perhaps for the same reason" in text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"hidden": True}, "second"),
        ({"same_as": "second"}, "second"),
        ({"mismatch": wrong()}, "second"),
        ({"mismatch": None, "outcome": "error", "message": "line 3 raised"}, "first"),
        ({"mismatch": wrong("It is half.")}, "first"),
    ],
)
def test_the_failure_that_says_most_is_told(
    failing: Failing, fields: dict[str, object], told: str
) -> None:
    report = failing(id="first", mismatch=wrong("Twice."))
    (check,) = report.tasks[0].checks
    second = msgspec.structs.replace(check, id="second")
    first = msgspec.structs.replace(check, **fields)
    shown = to_tell(with_checks(report, first, second).tasks[0])
    assert shown is not None
    assert shown.id == told


def test_a_hidden_check_gives_nothing_away(failing: Failing) -> None:
    secret = {"hint": "A SECRET.", "counterexample": "secret = 1", "mismatch": wrong("SECRET.")}
    text = brief(failing(hidden=True, message="It differs.", **secret))
    assert "secret" not in text.lower()
    assert "It differs." in text


def test_of_several_tasks_the_first_to_fix_is_told_last(golden: Callable[[str], Report]) -> None:
    text = brief(golden("half-way"))
    total, next_step = text.index("Total"), text.index("Next: ")
    assert total < text.index("See it happen") < next_step


def test_hostile_text_is_harmless(hostile: Report) -> None:
    text = brief(hostile)
    assert "\x1b" not in text
    assert "\u202e" not in text
