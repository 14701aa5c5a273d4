"""Whether the programs in the reports on all wrong samples show what the reports say.

Each is run in a fresh Python beside the student's file, as a student would. What it prints is
compared with what it says of itself; of what is drawn at random, only shapes are.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from grader.course.course import load_task, open_course, student_file
from grader.grading.chance import Chance
from grader.grading.flow import Grading
from grader.grading.result import CheckResult
from grader.grading.store import Store
from grader.sandbox.client.limits import Limits
from grader.submission.submission import open_submission
from tests.samples.programs import beside, disagreement

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "samples" / "wrong"


def main(arguments: Sequence[str]) -> None:
    """Print a table of all tasks, and each program that shows something else."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.programs", description=__doc__
    )
    parser.add_argument("tasks", nargs="*", help="Only these tasks: task1.")
    parser.add_argument("--samples", type=Path, default=SAMPLES, help="A folder of other samples.")
    options = parser.parse_args(arguments)
    course = open_course(ROOT)
    grading = Grading(course, chance=Chance(), store=Store(), limits=Limits(call=2.0, load=3.0))
    table = Table("task", "failures", "without a program", "programs", "that show something else")
    for task in options.tasks or [file.id for file in course.select(())]:
        selected = [(file, load_task(file)) for file in course.select((task,))]
        failures = none = wrong = 0
        for path in sorted(p for p in (options.samples / task).iterdir() if p.suffix != ".pyc"):
            if path.name == "__pycache__":
                continue
            folder = beside(path, student_file(*selected[0]))
            report = grading.grade(selected, open_submission(folder))
            for check in _shown(report.tasks[0].checks):
                failures += 1
                none += not check.counterexample
                if check.counterexample and (why := disagreement(check, folder, ROOT)):
                    wrong += 1
                    Console(stderr=True).print(
                        f"{task}/{path.stem} {check.id}: {why}", markup=False
                    )
            shutil.rmtree(folder)
        table.add_row(task, *map(str, (failures, none, failures - none, wrong)))
    Console().print(table)


def _shown(checks: Sequence[CheckResult]) -> Iterator[CheckResult]:
    """Yield the failures that a report tells in full."""
    for check in checks:
        if check.outcome not in ("passed", "skipped") and not check.same_as and not check.hidden:
            yield check


if __name__ == "__main__":
    main(sys.argv[1:])
