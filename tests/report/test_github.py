"""What GitHub Actions makes of the log: its runner's rules are applied to it here.

After https://github.com/actions/runner, src/Runner.Common/ActionCommand.cs: a line ends at CR, LF
or both; it is a command if it begins with ``::`` after white space, or holds ``##[`` anywhere. From
``::stop-commands::TOKEN`` on, only ``::TOKEN::`` counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pytest

from grader.grading.result import Place
from grader.report.github import command, quoted, to_github
from grader.report.json import from_json
from grader.report.terminal import to_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.grading.result import Report

    Failing = Callable[..., Report]
    Golden = Callable[[str], Report]

ESCAPES = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")]


class Command(NamedTuple):
    """A command as the runner understands it."""

    name: str
    properties: dict[str, str]
    message: str


def unescape(text: str) -> str:
    for escape, char in ESCAPES:
        text = text.replace(escape, char)
    return text


def obeyed(log: str) -> list[Command]:
    """Return the commands that the runner would carry out."""
    commands, token = [], ""
    for line in re.split("\r\n|\r|\n", log):
        found = re.match(r"\s*::([\w-]+)(?: (.*?))?::(.*)", line) or re.search(
            r"##\[([\w-]+)(?: (.*?))?\](.*)", line
        )
        if found is None or (token and found[1] != token):
            continue
        if found[1] in {"stop-commands", token}:
            token = found[3] if found[1] == "stop-commands" else ""
            continue
        pairs = [pair.partition("=") for pair in (found[2] or "").split(",") if pair]
        properties = {key: unescape(value) for key, _, value in pairs}
        commands.append(Command(found[1], properties, unescape(found[3])))
    assert not token, "commands were never resumed"
    return commands


def test_the_runners_rules_are_those_of_the_attacks() -> None:
    for attack in ("::error::x", "a\r  ::error::x", "say ##[error]x", "\u2003::error::x"):
        assert [c.name for c in obeyed(attack)] == ["error"]


def test_a_mistake_is_an_annotation_at_the_students_line(failing: Failing) -> None:
    report = failing(
        title="divides: by n, 100%",
        message="`d` is 1, expected 2.",
        hint="Divide.",
        place=Place(file="task1.py", line=12),
        task={"file": "work/a,b/task1.py", "id": "task1"},
    )
    error, notice = obeyed(to_github(report))
    assert error == (
        "error",
        {"file": "work/a,b/task1.py", "line": "12", "title": "task1: divides: by n, 100%"},
        "`d` is 1, expected 2. Remember: Divide.",
    )
    assert notice.name == "notice"


def test_a_mistake_in_a_helper_file_is_shown_there(failing: Failing) -> None:
    place = Place(file="lib/helper.py", line=3)
    report = failing(place=place, task={"file": "work/task1.py"})
    properties = obeyed(to_github(report))[0].properties
    assert (properties["file"], properties["line"]) == ("work/lib/helper.py", "3")


def test_paths_are_those_of_the_workspace(
    failing: Failing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "week1").mkdir()
    monkeypatch.chdir(tmp_path / "week1")
    report = failing(place=Place(file="task1.py", line=3), task={"file": "work/task1.py"})
    log = to_github(report, {"GITHUB_WORKSPACE": str(tmp_path)})
    assert obeyed(log)[0].properties["file"] == "week1/work/task1.py"
    elsewhere = to_github(report, {"GITHUB_WORKSPACE": str(tmp_path / "other")})
    assert obeyed(elsewhere)[0].properties["file"] == "work/task1.py"


def test_a_cause_takes_one_of_the_ten(failing: Failing) -> None:
    (task,) = failing(message="Wrong.", hint="").tasks
    first = task.checks[0]
    same = [msgspec.structs.replace(first, id=f"c{i}", same_as=first.id) for i in range(20)]
    hidden = [msgspec.structs.replace(first, id=f"h{i}", hidden=True) for i in range(3)]
    task = msgspec.structs.replace(task, checks=(first, *same, *hidden))
    commands = obeyed(to_github(msgspec.structs.replace(failing(), tasks=(task,))))
    assert [c.message for c in commands if c.name == "error"] == [
        "Wrong. And 20 more, perhaps for the same reason.",
        "3 hidden checks did not pass.",
    ]


def test_a_file_that_does_not_load_is_one_annotation_at_its_line(golden: Golden) -> None:
    report = golden("unreadable")
    (broken,) = [task for task in report.tasks if task.status == "unreadable"]
    task = msgspec.structs.replace(broken, place=Place(file="task1.py", line=7))
    report = msgspec.structs.replace(report, tasks=(task,))
    error, _ = obeyed(to_github(report))
    assert error.properties["line"] == "7"
    assert error.message == task.message.expandtabs(4)


def test_real_reports_give_at_most_ten_errors_and_end_with_the_points(case: Path) -> None:
    report = from_json((case / "report.json").read_bytes())
    commands = obeyed(to_github(report))
    assert [c.name for c in commands].count("error") <= 10
    assert commands[-1].name == "notice"
    assert commands[-1].message.endswith(" points")


def test_more_mistakes_than_are_shown_are_counted(failing: Failing) -> None:
    report = failing()
    task = msgspec.structs.replace(report.tasks[0], checks=report.tasks[0].checks * 25)
    commands = obeyed(to_github(msgspec.structs.replace(report, tasks=(task,))))
    errors = [c for c in commands if c.name == "error"]
    assert len(errors) == 10
    assert errors[-1].message.startswith("16 more mistakes")


def test_a_students_text_gives_no_command(hostile: Report) -> None:
    log = to_github(hostile)
    commands = obeyed(log)
    assert {c.name for c in commands} == {"error", "warning", "notice"}
    assert len(commands) == 17
    assert all(set(c.properties) <= {"file", "line", "title"} for c in commands)
    assert all(len(c.properties["title"]) <= 255 for c in commands)
    assert all(char.isprintable() or char == "\n" for char in log)


def test_who_knows_the_token_of_another_text_gains_nothing() -> None:
    token = "\n".join(quoted("first")).split("::")[2].split("\n")[0]
    text = "\n".join(quoted(f"::{token}::\n::error::pwned"))
    assert obeyed(text) == []


def test_the_log_has_the_readable_report(golden: Golden) -> None:
    report = golden("numbers-differ")
    assert to_text(report) in to_github(report)


def test_a_fault_of_ours_is_no_error_of_theirs(golden: Golden) -> None:
    commands = obeyed(to_github(golden("internal")))
    assert "warning" in [c.name for c in commands]


def test_a_hidden_check_says_that_it_failed_and_no_more(golden: Golden) -> None:
    log = to_github(golden("hidden"))
    assert "SECRET" not in log
    assert "A hidden check did not pass." in [c.message for c in obeyed(log)]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("50%\r\nnext", "::error title=a%3A b%2C c%25::50%25%0D%0Anext"),
        ("::x::", "::error title=a%3A b%2C c%25::::x::"),
    ],
)
def test_escapes_are_those_of_the_toolkit(text: str, line: str) -> None:
    assert command("error", text, title="a: b, c%", file="") == line
