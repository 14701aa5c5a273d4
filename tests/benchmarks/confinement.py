"""What the confinement adds to a grading run: with all layers and with none, side by side.

Each round does both, in turns the one or the other first, so that a busy machine slows both. Shown
are medians of the rounds, and the median of the rounds' own differences.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.progress import track
from rich.table import Table

from grader.course.course import load_task, open_course
from grader.grading.flow import Grading
from grader.grading.store import Store
from grader.sandbox.client.limits import Isolation, Limits
from grader.sandbox.client.session import Session
from grader.sandbox.protocol.layers import LAYERS
from grader.submission.submission import open_submission

ROOT = Path(__file__).resolve().parents[2]
TARGET = 15.0
ALL, NONE = Isolation(), Isolation(without=LAYERS)


def start(isolation: Isolation) -> None:
    """Start a process, let it confine itself and import a file."""
    session = Session(Limits(), isolation=isolation)
    session.add_file("task1", ROOT / "solutions" / "backprop" / "task1.py")
    session.modules.load("task1")
    session.close()


def grading_run() -> Callable[[Isolation], None]:
    """Return a function that grades task 1 of the solutions from beginning to end."""
    course = open_course(ROOT)
    tasks = [(file, load_task(file)) for file in course.select(("task1",))]
    submission = open_submission(ROOT / "solutions")

    def run(isolation: Isolation) -> None:
        grading = Grading(course, seed=0, store=Store(), isolation=isolation)
        assert grading.grade(tasks, submission).score == 20

    return run


def milliseconds(work: Callable[[Isolation], None], isolation: Isolation) -> float:
    """Return how long `work` takes."""
    began = time.perf_counter()
    work(isolation)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Time both, and print one table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=50, metavar="N", help="rounds (default: 50)")
    rounds = parser.parse_args().repeat
    table = Table("", box=None)
    for title in ("all layers, ms", "none, ms", "difference, ms", "target"):
        table.add_column(title, justify="right")
    for label, work in (("start and import", start), ("grade task1", grading_run())):
        work(ALL)  # examples are drawn and sources compiled before the clock runs
        pairs = []
        for number in track(range(rounds), label, console=Console(stderr=True), transient=True):
            order = (ALL, NONE) if number % 2 else (NONE, ALL)
            times = {isolation: milliseconds(work, isolation) for isolation in order}
            pairs.append((times[ALL], times[NONE]))
        confined, open_ = (median(column) for column in zip(*pairs, strict=True))
        added = median(one - two for one, two in pairs)
        result = f"at most {TARGET:g}: {'met' if added <= TARGET else 'MISSED'}"
        table.add_row(label, f"{confined:.1f}", f"{open_:.1f}", f"{added:.1f}", result)
    Console(highlight=False, width=100).print(table)


if __name__ == "__main__":
    main()
