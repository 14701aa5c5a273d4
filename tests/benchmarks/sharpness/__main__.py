"""What the course's checks see: no error of 3e-6 gets past them, no right result is turned down.

The checks run as `grade` runs them, but on a stand-in for the student (`standin`): errors are
planted in what it returns (`planting`), and it returns what is right in several ways (`alarms`).
The right ways are in a module that has the name of the assignment: one for each assignment.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from multiprocessing import Pool
from pathlib import Path

from rich.console import Console
from rich.progress import track

from grader.course.course import open_course
from tests.benchmarks.sharpness.alarms import seek_alarms, shares
from tests.benchmarks.sharpness.jobs import jobs, left_out
from tests.benchmarks.sharpness.planting import plant_errors
from tests.benchmarks.sharpness.tables import show_alarms, show_planted

ROOT = Path(__file__).resolve().parents[3]


def main() -> None:
    """Plant errors, seek false alarms, print two tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("task", nargs="*", help="the tasks; all of them if none is named")
    parser.add_argument("--cases", type=int, default=100_000, metavar="N", help="random cases")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="draws the cases")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), metavar="N")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
    progress = Console(stderr=True)
    course = open_course(ROOT)
    all_jobs = [
        job for job in jobs(course, options.seed) if not options.task or job.task in options.task
    ]
    portions = shares(all_jobs, options.cases)
    began = time.perf_counter()
    with Pool(options.processes) as pool:
        found = pool.imap_unordered(plant_errors, all_jobs)
        planted = list(
            track(found, "planting errors", len(all_jobs), console=progress, transient=True)
        )
        ran = pool.imap_unordered(seek_alarms, portions)
        alarms = list(track(ran, "random cases", len(portions), console=progress, transient=True))
    by_name = [one for some in planted for one in some]
    show_planted(sorted(by_name, key=lambda r: (r.task, r.array)), console)
    console.print()
    show_alarms(sorted(alarms, key=lambda r: (r.task, r.recipe)), console)
    if missing := left_out(course):
        console.print(f"\nnot covered: {', '.join(missing)}")
    console.print(f"\n{time.perf_counter() - began:.0f} s, seed {options.seed}")


if __name__ == "__main__":
    main()
