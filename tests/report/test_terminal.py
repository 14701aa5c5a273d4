"""What the text of a report promises, whatever is in the report."""

from __future__ import annotations

import re
from io import BytesIO, StringIO, TextIOWrapper
from typing import TYPE_CHECKING

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.checking.mismatch import Mismatch
from grader.grading.result import NextTask
from grader.report.json import from_json
from grader.report.terminal import make_console, render, to_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.grading.result import Report

    Failing = Callable[..., Report]
    Golden = Callable[[str], Report]


HOSTILE = "[red]x[/] \x1b[2J\x1b]0;title\x07 \u202egnp.exe \ud800 \x9b31m \u2028end"


def coloured(report: Report) -> str:
    file = StringIO()
    console = Console(file=file, width=80, force_terminal=True, color_system="standard")
    render(report, console, everything=True)
    return file.getvalue()


def in_encoding(report: Report, encoding: str) -> str:
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding=encoding, errors="strict", newline="\n")
    render(report, make_console(stream), everything=True)
    stream.flush()
    return raw.getvalue().decode(encoding)


def snippets(report: Report) -> set[str]:
    codes = [check.counterexample for task in report.tasks for check in task.checks]
    return {line for code in codes for line in code.splitlines()}


@pytest.mark.parametrize("width", [40, 60, 200])
def test_only_a_snippet_is_wider_than_the_page(case: Path, width: int) -> None:
    report = from_json((case / "report.json").read_bytes())
    lines = to_text(report, width).splitlines()
    assert [line for line in lines if cell_len(line) > width and line not in snippets(report)] == []


def test_no_line_ends_in_spaces(case: Path) -> None:
    text = to_text(from_json((case / "report.json").read_bytes()), 60)
    assert re.findall(r"[ \t]+$", text, re.MULTILINE) == []


def test_a_pipe_gets_the_plain_text(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    report = from_json((case / "report.json").read_bytes())
    text = in_encoding(report, "utf-8")
    assert text == to_text(report)
    assert all(line.isprintable() for line in text.split("\n"))


def test_colour_adds_nothing_but_colour(case: Path) -> None:
    report = from_json((case / "report.json").read_bytes())
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured(report)) == to_text(report)


def test_what_is_off_is_red_on_a_terminal(golden: Golden) -> None:
    text = coloured(golden("numbers-differ"))
    assert "\x1b[1;31mx\x1b[0m" in text
    assert "\x1b[1;31m✗\x1b[0m" in text


def test_no_color_is_respected(golden: Golden, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    codes = re.findall(r"\x1b\[([\d;]*)m", coloured(golden("numbers-differ")))
    colours = {int(code) for group in codes for code in group.split(";") if code}
    assert colours <= {0, 1, 2}


def test_an_ascii_terminal_gets_words_for_marks(case: Path) -> None:
    report = from_json((case / "report.json").read_bytes())
    text = in_encoding(report, "ascii")
    marks = {line.split()[0] for line in text.splitlines() if re.match(r"\S{1,2} +task\d", line)}
    assert marks <= {"ok", "x", "-", "!"}
    assert text.isascii()


def test_a_terminal_that_has_our_marks_keeps_them(golden: Golden) -> None:
    assert in_encoding(golden("one-task-passed"), "utf-16-le").startswith("✓ task1")
    assert in_encoding(golden("one-task-passed"), "cp1252").startswith("ok task1")


@pytest.mark.parametrize("field", ["title", "message", "hint", "counterexample"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_hostile_text_in_a_check_is_only_text(failing: Failing, field: str, encoding: str) -> None:
    text = in_encoding(failing(**{field: HOSTILE}), encoding)
    assert all(line.isprintable() for line in text.split("\n"))
    assert "[red]x[/] \\x1b[2J" in text
    shown = " ".join(text.split())
    assert r"\u202egnp.exe \ud800 \x9b31m" in shown


@pytest.mark.parametrize("field", ["title", "output"])
def test_hostile_text_in_a_task_is_only_text(failing: Failing, field: str) -> None:
    text = to_text(failing(task={field: HOSTILE}), 100)
    assert all(line.isprintable() for line in text.split("\n"))
    assert r"[red]x[/] \x1b[2J\x1b]0;title\x07 \u202egnp.exe \ud800 \x9b31m" in text


def test_hostile_text_in_a_mismatch_is_only_text(failing: Failing) -> None:
    mismatch = Mismatch(
        kind="dtype",
        array=HOSTILE,
        message="",
        index=(0,),
        returned=HOSTILE,
        expected="float64",
        elements=(HOSTILE, "."),
        diagnosis=HOSTILE,
    )
    text = to_text(failing(mismatch=mismatch), 200)
    assert all(line.isprintable() for line in text.split("\n"))
    assert text.count(r"\x1b") == 8  # two in each of four places


def test_a_carriage_return_does_not_write_over_the_line(failing: Failing) -> None:
    text = to_text(failing(task={"output": "1 %\r2 %\r\n3 %\tof\n"}))
    assert "Your code printed:\n    1 %\n    2 %\n    3 % of\n" in text


def test_a_snippet_can_be_pasted_as_it_stands(failing: Failing) -> None:
    code = "def f(x):\n    return [x]\n\nresult = f('" + "long " * 40 + "')"
    assert f"\n\n{code}\n\n" in to_text(failing(counterexample=code), 40)


def test_a_hidden_check_says_its_message_only(failing: Failing) -> None:
    text = to_text(failing(hidden=True, message="It differs.", hint="A SECRET.", title="agrees"))
    shown = text[: text.index("Total")].splitlines()[1:]
    assert [line.strip() for line in shown if line.strip()] == [
        "✗ 0/8  agrees \N{EN DASH} hidden",
        "It differs.",
    ]


@pytest.mark.parametrize(
    ("returned", "expected", "accuracy", "shown"),
    [
        (2.0, 1.0, 0.0, ("2.0", "1.0")),
        (2.0, 1.0, 1e-16, ("2.0", "1.0")),
        (2.0, 1.0, 2e-3, ("2.0", "1.0  ± 2e-03")),
        (1.0000000001, 1.0, None, ("1.0000000001", "1.0")),
        (1 / 3, -2.5, None, ("0.33333333", "-2.5")),
        ("nan", 0.0, None, ("nan", "0.0")),
    ],
)
def test_values_have_the_digits_that_tell_them_apart(
    failing: Failing,
    returned: float | str,
    expected: float,
    accuracy: float | None,
    shown: tuple[str, str],
) -> None:
    mismatch = Mismatch(
        kind="numbers differ",
        array="a",
        message="",
        index=(),
        returned=returned,
        expected=expected,
        accuracy=accuracy,
    )
    text = to_text(failing(mismatch=mismatch))
    assert re.findall(r"returned  (\S+) +at a$", text, re.MULTILINE) == [shown[0]]
    assert re.findall(r"expected  (\S.*)$", text, re.MULTILINE)[0] == shown[1]


def test_a_diagnosis_in_the_message_is_not_said_twice(failing: Failing) -> None:
    mismatch = Mismatch(kind="shape", array="a", message="", diagnosis="It is the transpose.")
    text = to_text(failing(mismatch=mismatch, message="It is wrong. It is the transpose."))
    assert text.count("It is the transpose.") == 1


@pytest.mark.parametrize(
    ("score", "shown"), [(20.0, "20/20"), (87.5, "87.5/20"), (20 / 3, "6.67/20"), (0.0, "0/20")]
)
def test_points_are_short(golden: Golden, score: float, shown: str) -> None:
    report = msgspec.structs.replace(golden("one-task-passed"), score=score, max_score=20.0)
    assert f" {shown}\n" in to_text(report).partition("Total")[2]


def test_the_first_task_to_look_at_is_one_that_was_begun(golden: Golden) -> None:
    report = golden("half-way")
    task3, task4 = report.tasks[2:4]
    both = msgspec.structs.replace(report, tasks=(task4, task3))
    assert "Look first at task3" in to_text(both)
    untouched = msgspec.structs.replace(report, tasks=report.tasks[3:5])
    assert "Look first at task4" in to_text(untouched)


def test_after_a_pass_comes_the_next_task(golden: Golden) -> None:
    report = golden("all-tasks-passed")
    assert "nothing is left to do" in to_text(report)
    following = NextTask(id="task7", title="Layers", file="assignments/network/network.py")
    report = msgspec.structs.replace(report, next=following)
    assert to_text(report).endswith("Next: grade task7, open assignments/network/network.py\n")


def test_a_fault_of_ours_sends_nobody_to_their_code(golden: Golden) -> None:
    text = to_text(golden("internal"))
    assert "Next:" not in text
    assert "not your fault" in text
    assert "whether you have earned the 8 points is unclear" in " ".join(text.split())
