"""Reports to try the formats on: the golden ones, and one that a test can bend."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from grader.checking.mismatch import Mismatch, Window
from grader.grading.result import CheckResult, Place, Report, TaskResult
from grader.report.json import from_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.grading.result import Outcome, Status

GOLDEN = Path(__file__).with_name("golden")


@pytest.fixture(params=sorted(folder.name for folder in GOLDEN.iterdir()))
def case(request: pytest.FixtureRequest) -> Path:
    """Return the folder of each golden report in turn."""
    return GOLDEN / str(request.param)


@pytest.fixture
def golden() -> Callable[[str], Report]:
    """Return a function that reads the golden report of that name."""

    def read(name: str) -> Report:
        return from_json((GOLDEN / name / "report.json").read_bytes())

    return read


@pytest.fixture
def failing(golden: Callable[[str], Report]) -> Callable[..., Report]:
    """Return a function that makes a report of one task with one failed check.

    Its arguments are fields of the check, but for `task`, a dictionary of fields of the task.
    """
    report = golden("numbers-differ")

    def make(task: dict[str, object] | None = None, **fields: object) -> Report:
        check = msgspec.structs.replace(report.tasks[0].checks[1], **fields)
        changed = msgspec.structs.replace(report.tasks[0], checks=(check,), **(task or {}))
        return msgspec.structs.replace(report, tasks=(changed,))

    return make


HOSTILE = (
    "</script><script>alert(1)</script>\"'&<b onload=1> ]]> --> | \n"
    "::error::pwned\r\n  ::add-mask::e\r##[error]pwned %0A::set-output name=a::b\n"
    "```\n~~~\n# head\n* [a](javascript:alert(1)) ![i](http://e.vil/i.png) <http://e.vil>\n"
    "1. www.e.vil @all\n"
    "\x00\x07\x1b[31m\x1b]0;title\x07\x9b1m \ud800\udcff \u202e\u2028\ufffe\uffff "
    "=cmd|' /C calc'!A0 {{ 7 * 191 }} {% raw %} ${HOME} `a` ``b"
)
"""Text as a student could make it, with something in it for every format."""


@pytest.fixture(scope="session")
def hostile() -> Report:
    """Return a report in which every text attacks, and every number is none."""
    nothing = float("nan")
    window = Window(
        shape=(2, 2),
        returned=(("nan", HOSTILE), (float("inf"), -1e308)),
        expected=((1e308, 0.0), (-0.0, 1e308)),
    )
    mismatch = Mismatch(
        kind="numbers differ",
        array=HOSTILE,
        message=HOSTILE,
        index=(1, 1),
        returned=nothing,
        expected=HOSTILE,
        accuracy=float("inf"),
        elements=(HOSTILE, "x."),
        diagnosis=HOSTILE[::-1],
        window=window,
    )
    endings: list[Outcome] = [
        "passed",
        "failed",
        "error",
        "timeout",
        "crashed",
        "skipped",
        "internal",
    ]
    checks = tuple(
        CheckResult(
            id=f"{HOSTILE}{ending}{hidden}",
            title=HOSTILE,
            outcome=ending,
            score=nothing,
            max_score=float("inf"),
            hidden=hidden,
            message=HOSTILE,
            hint=HOSTILE,
            counterexample=HOSTILE,
            seconds=float("-inf"),
            mismatch=mismatch,
            place=Place(file=HOSTILE, line=3),
        )
        for ending in endings
        for hidden in (False, True)
    )
    standings: list[Status] = ["passed", "failed", "not started", "missing", "unreadable"]
    tasks = tuple(
        TaskResult(
            id=HOSTILE + status,
            title=HOSTILE,
            assignment=HOSTILE,
            status=status,
            score=float("inf"),
            max_score=nothing,
            checks=checks[::2] if status == "failed" else checks,  # the ones that are not hidden
            file=HOSTILE,
            instead_of=HOSTILE,
            message=HOSTILE,
            notes=(HOSTILE, HOSTILE),
            output=HOSTILE * (5_000_000 // len(HOSTILE)),
        )
        for status in standings
    )
    return Report(
        score=nothing,
        max_score=float("-inf"),
        seed=0,
        grader_version=HOSTILE,
        unclaimed=(HOSTILE,),
        isolation=HOSTILE,
        layers={HOSTILE: False},
        tasks=tasks,
        internal_error=HOSTILE,
    )


@pytest.fixture
def published() -> Callable[[str], Path]:
    """Return a function from a name to the file with what is published of that format."""
    return Path(__file__).with_name("published").joinpath
