"""`grader batch` as it is typed, on a course with one tiny task."""

from __future__ import annotations

import contextlib
import csv
import errno
import json
import os
import pty
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import jsonschema
import pytest

from grader.batch.gradebook import Gradebook
from grader.batch.intake import Source, intake
from grader.batch.output import Output
from grader.batch.plan import Plan
from grader.batch.run import Batch
from grader.batch.staging import Staged
from grader.batch.table import Row
from grader.course.course import open_course
from grader.grading.chance import Chance
from grader.report.schema import schema
from tests.batch.classroom import hand_in, zip_of
from tests.batch.conftest import CHECKS, RENAMED, RIGHT, SECRETIVE, STUB, WRONG, Typed, command

ClassOf = Callable[..., Path]


def table(output: Path) -> dict[str, dict[str, str]]:
    with (output / "grades.csv").open(newline="") as file:
        return {row["submission"]: row for row in csv.DictReader(file)}


def gradings(output: Path) -> int:
    with contextlib.closing(sqlite3.connect(output / "gradebook.sqlite")) as book:
        return int(book.execute("SELECT count(*) FROM gradings").fetchone()[0])


def test_every_submission_has_a_row_a_report_and_feedback(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    folder = class_of(anna=RIGHT, ben=WRONG, cleo="import os\nos._exit(0)\n")
    (folder / "dora.zip").write_bytes(b"PK nonsense")
    (folder / "emil.py").write_text(RIGHT)
    run = typed("batch", folder, "--output", tmp_path / "out", "--jobs", "2")
    assert (run.returncode, "Traceback" in run.stderr) == (0, False)
    rows = table(tmp_path / "out")
    totals = {name: (row["double"], row["total"], row["maximum"]) for name, row in rows.items()}
    assert totals == {
        "anna": ("3", "3", "3"),
        "ben": ("0", "0", "3"),
        "cleo": ("0", "0", "3"),
        "dora": ("0", "0", "3"),
        "emil": ("3", "3", "3"),
    }
    assert [row["status"] for row in rows.values()] == [*["graded"] * 3, "unreadable", "graded"]
    assert all(row["reason"] for row in rows.values())
    assert "damaged" in rows["dora"]["reason"]
    for name in rows:
        report = json.loads((tmp_path / "out" / "reports" / f"{name}.json").read_text())
        jsonschema.validate(report, schema())
        assert (tmp_path / "out" / "feedback" / f"{name}.md").read_text().startswith(f"# {name}")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert (summary["complete"], summary["needs_a_look"]) == (True, ["dora"])
    assert "5/5" in run.stderr
    assert "dora" in run.stdout


def test_report_is_that_of_a_single_run_and_names_no_temporary_folder(
    typed: Typed, class_of: ClassOf, tiny: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = class_of(ben="import helper\ndef double(x):\n    return helper.ten(x)\n")
    (folder / "ben" / "helper.py").write_text("def ten(x):\n    print(x)\n    return 10 / 0\n")
    typed("batch", folder, "--output", tmp_path / "out")
    batch = (tmp_path / "out" / "reports" / "ben.json").read_text()
    assert without_times(batch) == without_times(
        single(tiny, environment, folder / "ben", tmp_path / "out")
    )
    assert "temporary" not in batch


STRANGE = {
    "fay": {"main.py": "def twice(x):\n    return 2 * x\n"},
    "gus": {"double.py": STUB, "Twice.py": "def twice(x):\n    return 2 * x\n"},
    "hal": {"double_a.py": RIGHT, "double_b.py": WRONG},
}


def test_work_under_other_names_gets_its_points_and_is_named(
    typed: Typed, tiny: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = hand_in(tmp_path / "class", RENAMED)
    run = typed("batch", folder, "--output", tmp_path / "out")
    rows = table(tmp_path / "out")
    assert {name: row["total"] for name, row in rows.items()} == dict.fromkeys(RENAMED, "3")
    assert "Look at this first" not in run.stdout
    for name, row in rows.items():
        text = (tmp_path / "out" / "reports" / f"{name}.json").read_text()
        assert without_times(text) == without_times(
            single(tiny, environment, folder / name, tmp_path / "out")
        )
        report = json.loads(text)
        jsonschema.validate(report, schema())
        (task,) = report["tasks"]
        assert task["instead_of"].endswith("double.py")
        assert f"{task['file']} is graded in its place." in task["notes"][0]
        assert task["file"] in row["reason"]
        assert "is graded in its place" in (tmp_path / "out/feedback" / f"{name}.md").read_text()


def test_code_without_any_task_is_to_be_looked_at_before_anything_else(
    typed: Typed, tmp_path: Path
) -> None:
    folder = hand_in(tmp_path / "class", RENAMED | STRANGE)
    out = tmp_path / "out"
    run = typed("batch", folder, "--output", out, "--format", "canvas")
    rows = table(out)
    assert {name for name, row in rows.items() if row["status"] == "to look at"} == {*STRANGE}
    assert "Twice.py" in rows["gus"]["reason"]
    assert run.stdout.startswith("Look at this first: 3 of 8 submissions have code, but none of")
    assert json.loads((out / "summary.json").read_text())["needs_a_look"] == sorted(STRANGE)
    assert not any(name in (out / "canvas.csv").read_text() for name in STRANGE)
    overview = typed("report", out).stdout
    assert overview.startswith("Look at this first: 3 of 8")
    assert "no task: nothing was graded, but there is code" in " ".join(overview.split())


def single(course: Path, environment: dict[str, str], submission: Path, output: Path) -> str:
    """Return the report of `grade`, typed in the folder of a submission, with a batch's secret."""
    code = "from grader.cli.start import grade; grade()"
    arguments = ["--submission", ".", "--course", str(course), "--format", "json"]
    arguments += ["--secret", str(output / "secret.key")]
    return subprocess.run(
        [*command()[:2], code, *arguments],
        cwd=submission,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def without_times(report: str) -> str:
    return "\n".join(line for line in report.splitlines() if '"seconds"' not in line)


def test_second_run_grades_nothing_again(typed: Typed, class_of: ClassOf, tmp_path: Path) -> None:
    out = tmp_path / "out"
    folder = class_of(anna=RIGHT, ben=WRONG)
    typed("batch", folder, "--output", out)
    first = (out / "grades.csv").read_bytes()
    shutil.rmtree(out / "reports")
    draft = out / "feedback" / ".0123456789abcdef.tmp"
    draft.write_text("what a kill left behind")
    class_of(cleo="def double(x):\n    return x + x\n")
    typed("batch", folder, "--output", out)
    assert gradings(out) == 3
    assert not draft.exists()
    assert (out / "grades.csv").read_bytes().startswith(first)
    assert sorted(path.name for path in (out / "reports").iterdir()) == [
        f"{name}.json" for name in ("anna", "ben", "cleo")
    ]


def test_identical_content_is_graded_once_and_noted(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    folder = class_of(anna=WRONG, ben=WRONG)
    (folder / "cleo.zip").write_bytes(zip_of({"hw/double.py": WRONG.encode()}))
    typed("batch", folder, "--output", out, "--jobs", "3")
    assert gradings(out) == 1
    assert [row["identical_to"] for row in table(out).values()] == ["", "anna", "anna"]
    reports = {(out / "reports" / f"{name}.json").read_bytes() for name in ("anna", "ben", "cleo")}
    assert len(reports) == 1


def test_regrade_shows_what_changed_and_why(
    typed: Typed, class_of: ClassOf, tiny: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    folder = class_of(anna=RIGHT, ben=WRONG)
    typed("batch", folder, "--output", out)
    unchanged = typed("batch", folder, "--output", out, "--regrade")
    assert gradings(out) == 4
    assert "→" not in unchanged.stdout
    checks = tiny / "assignments" / "warmup" / "checks" / "double.py"
    checks.write_text(CHECKS.replace("[2.0, 4.0]", "[3.0, 6.0]"))
    changed = typed("batch", folder, "--output", out)
    assert "ben: 0 → 2 (another course version; double/doubles: failed → passed)" in changed.stdout
    assert "anna: 3 → 1" in changed.stdout
    history = typed("history", "ben", "--output", out).stdout
    assert [line.split()[1] for line in history.splitlines() if line[0] == "2"] == [
        *("0/3", "0/3", "2/3"),
    ]
    assert "double/doubles: failed → passed" in history


def test_new_version_of_a_submission_is_graded_and_compared(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    folder = class_of(anna=WRONG)
    typed("batch", folder, "--output", tmp_path / "out")
    class_of(anna=RIGHT)
    run = typed("batch", folder, "--output", tmp_path / "out")
    assert "anna: 0 → 3 (another submission; " in run.stdout


def test_history_of_an_unknown_name_offers_near_ones(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    typed("batch", class_of(anna=RIGHT), "--output", tmp_path / "out")
    run = typed("history", "ana", "--output", tmp_path / "out")
    assert (run.returncode, "Did you mean anna?" in run.stderr) == (2, True)
    assert typed("history", "anna", "--output", tmp_path / "nowhere").returncode == 2


def test_feedback_tells_nothing_of_hidden_checks_but_that_they_failed(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    typed("batch", class_of(anna=SECRETIVE), "--output", tmp_path / "out")
    report = (tmp_path / "out" / "reports" / "anna.json").read_text()
    feedback = (tmp_path / "out" / "feedback" / "anna.md").read_text()
    assert "12345" in report
    assert "12345" not in feedback
    assert "| ❌ failed | agrees with the reference solution (hidden) | 0/1 |" in feedback
    assert "| ✅ passed | double returns twice its argument | 2/2 |" in feedback


def test_hostile_names_stay_inside_the_output_folder(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    names = ['a\nb,"c"', "evil..", "=1+1", "x" * 250, "Zoë", "zoë", "\udcff\udcfe"]
    folder = class_of(**dict.fromkeys(names, RIGHT))
    run = typed("batch", folder, "--output", tmp_path / "out")
    assert run.returncode == 0
    rows = table(tmp_path / "out")
    assert len(rows) == len(names)
    assert sorted(path.stem for path in (tmp_path / "out" / "reports").iterdir()) == sorted(rows)
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for r in rows.values() for cell in r.values()
    )
    assert {path.name for path in tmp_path.iterdir()} == {"class", "course", "out", "temporary"}


def test_second_batch_on_the_same_output_is_turned_away(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    folder = class_of(anna=RIGHT)
    with Output(tmp_path / "out").locked():
        run = typed("batch", folder, "--output", tmp_path / "out")
    assert run.returncode == 2
    assert f"process {os.getpid()}" in run.stderr
    assert not (tmp_path / "out" / "grades.csv").exists()
    assert typed("batch", folder, "--output", tmp_path / "out").returncode == 0


def test_output_that_cannot_be_written_is_the_commands_fault(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    run = typed("batch", class_of(anna=RIGHT), "--output", tmp_path / "file" / "out")
    assert run.returncode == 2
    assert "file/out cannot be written" in run.stderr


def test_full_disk_stops_with_a_sentence_and_loses_nothing(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    folder = class_of(**{f"student{n}": f"{RIGHT}# {n}\n" for n in range(2)})
    typed("batch", class_of(student0=f"{RIGHT}# 0\n"), "--output", out)
    done = {path.name: path.read_bytes() for path in (out / "reports").iterdir()}
    shutil.rmtree(out / "feedback")
    room = (out / "gradebook.sqlite").stat().st_size + 20_000

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    class_of(**{f"more{n}": f"{RIGHT}# more {n}\n" for n in range(6)})
    run = typed("batch", folder, "--output", out, prepare=full)
    assert run.returncode == 3
    assert "Traceback" not in run.stderr
    assert "disk full" in run.stderr
    assert "the same command goes on" in run.stderr
    assert {n: d for n, d in done.items() if (out / "reports" / n).read_bytes() != d} == {}
    for path in (out / "reports").iterdir():
        json.loads(path.read_text())
    assert len(table(out)) == 8
    assert typed("batch", folder, "--output", out).returncode == 0
    assert {row["status"] for row in table(out).values()} == {"graded"}
    assert gradings(out) == 8


class Quiet:
    """A watcher who does nothing."""

    def begin(self, total: int) -> None:
        pass

    def step(self, row: Row, *, new: bool) -> None:
        pass


def test_temporary_disk_that_is_full_for_a_while_ends_no_batch(
    tiny: Path, class_of: ClassOf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))] * 2

    def staged(sources: Sequence[Source], assignments: frozenset[str]) -> Staged:
        if full and sources[0].path.name == "ben":
            raise full.pop()
        return Staged(sources, assignments)

    monkeypatch.setattr("grader.batch.run.Staged", staged)
    output = Output(tmp_path / "out")
    with Gradebook(output.gradebook) as book:
        batch = Batch(Plan(open_course(tiny), (), Chance()), output, book, Quiet(), regrade=False)
        batch.run(intake(class_of(anna=RIGHT, ben=WRONG, cleo=f"{RIGHT}#")), jobs=1)
    assert full == []
    assert {row["status"] for row in table(tmp_path / "out").values()} == {"graded"}


class Deleter:
    """A watcher who deletes a submission as soon as the first one is done."""

    def __init__(self, victim: Path) -> None:
        self.victim = victim

    def begin(self, total: int) -> None:
        assert total == 3

    def step(self, row: Row, *, new: bool) -> None:  # noqa: ARG002
        shutil.rmtree(self.victim, ignore_errors=True)


def test_submission_that_vanishes_meanwhile_gets_a_row_with_the_reason(
    tiny: Path, class_of: ClassOf, tmp_path: Path
) -> None:
    folder = class_of(anna=RIGHT, ben=WRONG, cleo=f"{RIGHT}#")
    output = Output(tmp_path / "out")
    plan = Plan(open_course(tiny), (), Chance())
    with Gradebook(output.gradebook) as book:
        batch = Batch(plan, output, book, Deleter(folder / "cleo"), regrade=False)
        summary = batch.run(intake(folder), jobs=1)
    assert summary.needs_a_look == ("cleo",)
    row = table(tmp_path / "out")["cleo"]
    assert (row["total"], row["status"]) == ("0", "unreadable")
    assert "not there any more" in row["reason"]


def test_fault_of_the_grader_ends_in_3_and_is_tried_again(
    typed: Typed, class_of: ClassOf, tiny: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    checks = tiny / "assignments" / "warmup" / "checks" / "double.py"
    checks.write_text(CHECKS.replace("student.double(np", "student.double(nobody"))
    folder = class_of(anna=RIGHT)
    for time in (1, 2):
        assert typed("batch", folder, "--output", out).returncode == 3
        assert gradings(out) == time
    row = table(out)["anna"]
    assert (row["status"], row["total"]) == ("internal", "1")
    report = json.loads((out / "reports" / "anna.json").read_text())
    assert "NameError: name 'nobody'" in (out / report["internal_error"]).read_text()


def test_terminal_gets_a_bar_and_a_log_gets_lines(
    tiny: Path, environment: dict[str, str], class_of: ClassOf, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command("batch", class_of(anna=RIGHT), "--output", tmp_path / "out"),
        cwd=tiny,
        env=environment | {"TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = b""
        with contextlib.suppress(OSError):  # how the end of a terminal is told
            while part := os.read(ours, 4096):
                shown += part
        assert process.wait() == 0
    os.close(ours)
    assert b"1/1" in shown
    assert b"\x1b[" in shown
    assert b"0 to look at" in shown


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_batch_keeps_what_was_done_and_says_how_to_go_on(
    tiny: Path, environment: dict[str, str], class_of: ClassOf, tmp_path: Path, number: int
) -> None:
    out = tmp_path / "out"
    slow = "import time\ndef double(x):\n    time.sleep(4)\n    return 2 * x\n"
    folder = class_of(anna=RIGHT, ben=slow, cleo=slow + "#")
    with subprocess.Popen(
        command("batch", folder, "--output", out, "--jobs", "1"),
        cwd=tiny,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while not (out / "feedback" / "anna.md").exists():
            assert process.poll() is None
        process.send_signal(number)
        _, said = process.communicate()
    assert process.returncode == 128 + number
    assert "Traceback" not in said
    assert f"batch {folder} --output {out}" in said
    assert [row["status"] for row in table(out).values()] == ["graded", "pending", "pending"]
    assert [row["total"] for row in table(out).values()] == ["3", "0", "0"]
    assert list((tmp_path / "temporary").iterdir()) == []


def test_wrong_folder_leaves_nothing_behind(
    typed: Typed, class_of: ClassOf, tmp_path: Path
) -> None:
    run = typed("batch", tmp_path / "nowhere", "--output", tmp_path / "out")
    assert (run.returncode, "nowhere" in run.stderr) == (2, True)
    folder = class_of(anna=RIGHT)
    run = typed("batch", folder, "--output", folder)
    assert (run.returncode, "same folder" in run.stderr) == (2, True)
    assert not (tmp_path / "out").exists()
    assert [path.name for path in folder.iterdir()] == ["anna"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--task", "duble"], "double"),
        (["--course", "nowhere"], "nowhere"),
        (["--jobs", "0"], "--jobs"),
    ],
)
def test_wrong_command_exits_with_2(
    typed: Typed, class_of: ClassOf, tmp_path: Path, arguments: list[str], message: str
) -> None:
    run = typed("batch", class_of(anna=RIGHT), "--output", tmp_path / "out", *arguments)
    assert (run.returncode, message in run.stderr) == (2, True)
    assert "Traceback" not in run.stderr
