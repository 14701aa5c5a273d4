"""What the reports on all wrong samples teach: how many name a cause, and where it stands.

A report names the cause where the failure that it tells in full has a diagnosis, or is an exception
or a shape that the student can look up; it points at the mistake where it names the array and the
element alone. Whether a diagnosis is true, somebody has read: `tests/samples/told.py`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rich.console import Console
from rich.progress import track
from rich.table import Table

from grader.course.course import load_task, open_course
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import Report
from grader.grading.store import Store
from grader.report.brief import to_tell
from grader.report.terminal import to_text
from grader.sandbox.client.limits import Limits
from grader.submission.submission import open_submission
from tests.samples.told import diagnoses, read_diagnoses, write_diagnoses

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "samples"

SCREEN = 24
"""Lines of a terminal."""

NUMBERS = ("numbers differ", "not finite")
"""Failures that say where, and not why."""


class Lesson(NamedTuple):
    """What one report comes to.

    Attributes
    ----------
    named
        Whether the failure that is told in full says more than which numbers differ.
    unread
        Sentences that nobody has read beside the sample.
    lines
        How many lines the report has, without ``--all``.
    last
        In which line from the end the message of that failure begins.
    """

    named: bool
    unread: int
    lines: int
    last: int


def main(arguments: Sequence[str]) -> None:
    """Print a table of all tasks."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.teaching", description=__doc__
    )
    parser.add_argument("tasks", nargs="*", help="Only these tasks: task1.")
    parser.add_argument("--write", action="store_true", help="Write down what reports say now.")
    options = parser.parse_args(arguments)
    course = open_course(ROOT)
    grading = Grading(course, chance=Chance(), store=Store(), limits=Limits(call=2.0, load=3.0))
    said = read_diagnoses()
    table = Table(
        "task", "reports", "name it", "point at it", "unread", "message in last 24", "lines"
    )
    everything: list[Lesson] = []
    for task in options.tasks or sorted(
        {p.name for p in (SAMPLES / "wrong").iterdir()}, key=_order
    ):
        selected = [(file, load_task(file)) for file in course.select((task,))]
        lessons = []
        paths = sorted(p for p in (SAMPLES / "wrong" / task).iterdir() if p.name != "__pycache__")
        for path in track(paths, task, console=Console(stderr=True), transient=True):
            report = grading.grade(selected, open_submission(path))
            name = f"{task}/{path.stem}"
            told = diagnoses(report)
            lessons.append(_lesson(report, len(set(told) - set(said.get(name, ())))))
            said[name] = told
        table.add_row(task, *_row(lessons))
        everything += lessons
    table.add_row("all", *_row(everything), style="bold")
    Console().print(table)
    if options.write:
        write_diagnoses(said)


def _order(task: str) -> int:
    return int(task.removeprefix("task"))


def _lesson(report: Report, unread: int) -> Lesson:
    (task,) = report.tasks
    lines = to_text(report, everything=False).rstrip().splitlines()
    check = to_tell(task)
    mismatch = check.mismatch if check else None
    named = mismatch is None or bool(mismatch.diagnosis) or mismatch.kind not in NUMBERS
    message = (check.message if check else task.message)[:30]
    places = [number for number, line in enumerate(reversed(lines), 1) if message in line]
    return Lesson(named, unread, len(lines), places[0] if places else 0)


def _row(lessons: Sequence[Lesson]) -> Iterator[str]:
    count = len(lessons)
    named = sum(lesson.named for lesson in lessons)
    yield str(count)
    yield f"{named} ({named / count:.0%})"
    yield str(count - named)
    yield str(sum(lesson.unread for lesson in lessons))
    yield f"{sum(0 < lesson.last <= SCREEN for lesson in lessons) / count:.0%}"
    yield f"{median(lesson.lines for lesson in lessons):g}"


if __name__ == "__main__":
    main(sys.argv[1:])
