"""Further files of a batch: a format for each submission, or a table for a learning platform."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from grader.batch.intake import Entry
from grader.errors import GraderError
from grader.grading.result import Report, TaskResult
from grader.report import encode
from grader.report.json import from_json

if TYPE_CHECKING:
    from grader.report.gradebooks import Person

EACH: Mapping[str, str] = MappingProxyType(
    {
        "terminal": "txt",
        "markdown": "md",
        "html": "html",
        "junit": "xml",
        "gradescope": "json",
        "github": "txt",
        "classroom": "txt",
    }
)
"""The formats that have a file for each submission, and how its name ends.

`json` is in ``reports/`` and `csv` in ``grades.csv`` anyway; `classroom50` wants to be told of each
submission what no export says.
"""

TABLES = ("canvas", "moodle")
"""The formats that have one file for all."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What the tables are told of the platform that reads them."""

    column: str
    """What Canvas calls the assignment."""
    out_of: float | None = None
    """The maximum grade in Moodle, None for the points of the course."""
    words: Mapping[str, str] = msgspec.field(default_factory=dict)
    """What Moodle's columns are called, where not in English."""


def told(report: Report, name: str, formats: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the files on the submission called `name`: where they belong, and what is in them."""
    for format_ in formats:
        if format_ in EACH:
            yield f"{format_}/{name}.{EACH[format_]}", encode(report, format_)


def tables(
    folder: Path, entries: Sequence[Entry], formats: Sequence[str], wishes: Wishes
) -> Iterator[tuple[str, bytes]]:
    """Yield the tables of a batch: where they belong, and what is in them.

    A submission that the grader failed for, or that a person has to look at, has no row: its
    points are not settled.

    Parameters
    ----------
    folder
        The output folder, with a report on each of `entries`.
    entries
        The submissions.
    formats
        Those that were asked for.
    wishes
        What is told of the platforms.

    Raises
    ------
    GraderError
        When a report cannot be read.
    """
    from grader.report.gradebooks import canvas, moodle

    if "canvas" in formats:
        yield "canvas.csv", canvas(_graded(folder, entries), wishes.column).encode()
    if "moodle" in formats:
        table = moodle(_graded(folder, entries), wishes.out_of, wishes.words)
        yield "moodle.csv", table.encode()


def _graded(folder: Path, entries: Sequence[Entry]) -> Iterator[tuple[Person, Report]]:
    from grader.report.gradebooks import Person

    for entry in entries:
        path = folder / "reports" / f"{entry.name}.json"
        try:
            report = from_json(path.read_bytes())
        except (OSError, msgspec.DecodeError) as error:
            raise GraderError(f"{path} cannot be read: {error}.") from error
        if not report.internal and not report.unclaimed:
            yield Person(name=entry.student or entry.name, id=entry.student_id), _light(report)


def _light(report: Report) -> Report:
    """Return a report with what the tables tell: many thousands are held at once."""
    return msgspec.structs.replace(report, tasks=tuple(map(_light_task, report.tasks)), layers={})


def _light_task(task: TaskResult) -> TaskResult:
    checks = tuple(
        msgspec.structs.replace(check, hint="", counterexample="", mismatch=None, curve=None)
        for check in task.checks
        if check.outcome != "passed"
    )
    return msgspec.structs.replace(task, checks=checks, output="", hidden_output="")
