"""A batch's output, written without grading anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from grader.batch.intake import Entry
from grader.batch.table import Row, graded, to_csv
from grader.checking.mismatch import Mismatch
from grader.grading.result import CheckResult, Outcome, Report, Status, TaskResult
from grader.report.json import to_json

MESSAGE = "`slope[0]` is 2.0, expected 1.0."


def check(id_: str, outcome: Outcome = "passed", message: str = "", **fields) -> CheckResult:
    most = fields.pop("max_score", 5.0)
    if diagnosis := fields.pop("diagnosis", ""):
        fields["mismatch"] = Mismatch(
            kind="numbers differ", array="slope", message="", diagnosis=diagnosis
        )
    return CheckResult(
        id=id_,
        title=f"the {id_} is right",
        outcome=outcome,
        score=most if outcome == "passed" else 0.0,
        max_score=most,
        message=message,
        **fields,
    )


def report(*checks: CheckResult, status: Status | None = None, message: str = "") -> Report:
    passed = all(one.outcome == "passed" for one in checks)
    score, most = sum(c.score for c in checks), sum(c.max_score for c in checks)
    task = TaskResult(
        id="cube",
        title="The slope of a cube",
        assignment="warmup",
        status=status or ("passed" if passed else "failed"),
        score=score,
        max_score=most,
        checks=checks,
        message=message,
    )
    return Report(
        score=score,
        max_score=most,
        seed=0,
        grader_version="0",
        isolation="confined",
        tasks=(task,),
    )


RIGHT = report(check("value"), check("slope"))
WRONG = report(check("value"), check("slope", "failed", MESSAGE))

Write = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """Return a function that writes reports by name as a batch does, and returns the folder."""

    def write(
        reports: dict[str, Report], *, unreadable: Sequence[str] = (), pending: Sequence[str] = ()
    ) -> Path:
        folder = tmp_path / "out"
        (folder / "reports").mkdir(parents=True)
        rows = []
        for name, one in reports.items():
            data = to_json(one)
            (folder / "reports" / f"{name}.json").write_bytes(data)
            entry = Entry(name=name, sources=())
            rows.append(graded(entry, str(data), one, (), name not in unreadable))
        rows += [Row(entry=Entry(name=name, sources=()), maximum=10.0) for name in pending]
        (folder / "grades.csv").write_bytes(to_csv(rows, ["cube"]))
        return folder

    return write
