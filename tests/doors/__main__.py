"""Grade every right and every wrong sample through every door, and list where outcomes differ.

    python -m tests.doors                          all of it
    python -m tests.doors --task task1 --every 5   a fifth of the samples of one task
    python -m tests.doors --door folder --door Gradescope
    python -m tests.doors --minutes 10             as far as it comes, the tasks in turn
    python -m tests.doors --jobs 1                 not one process for each processor

The first door, `grade` with a file alone, says what the others have to say.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from unittest.mock import patch

from rich.console import Console

from grader.course.course import open_course
from tests.conftest import ROOT
from tests.doors.doors import PRACTICE, House
from tests.doors.forms import Sample, samples
from tests.doors.outcomes import differences

CHUNK = 88
"""Samples that go through all doors before the next ones do."""

UNHIDDEN = {"check() in a session"}


def compared(house: House, some: Sequence[Sample], doors: Collection[str]) -> list[str]:
    """Return a line for each check of each sample on which a door differs from the first.

    That failing examples are made small is not looked at; behind some doors it is done, and may
    change nothing.
    """
    with patch("grader.grading.task_run.MAX_SHRINKS", 0):
        found = house.through({"file", PRACTICE, *doors}, some)
    counting, practice = found.pop("file"), found.pop(PRACTICE)
    return [
        f"{door}, {sample.name}: {line}"
        for door, outcomes in found.items()
        for sample in some
        for line in differences(
            (practice if door in UNHIDDEN else counting)[sample.name],
            outcomes[sample.name],
            hidden=door not in UNHIDDEN,
        )
    ]


def shared(jobs: int, first: int, every: int) -> bool:
    """Let so many processes share the samples; return whether any of them found a difference."""
    command = [sys.executable, "-m", "tests.doors", *sys.argv[1:], "--jobs", "1"]
    shares = [
        subprocess.Popen([*command, f"--every={every * jobs}", f"--first={first + every * job}"])
        for job in range(jobs)
    ]
    codes = [share.wait() for share in shares]
    return any(codes)


def main() -> None:
    """Compare the doors, as far as the options say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--task", action="append", help="samples of this task only")
    parser.add_argument("--door", action="append", help="this door only, beside the file")
    parser.add_argument("--every", type=int, default=1, help="of so many samples one")
    parser.add_argument("--first", type=int, default=0, help="leave out so many at the beginning")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="then begin no more")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="at the same time")
    options = parser.parse_args()
    if options.jobs > 1:
        sys.exit(shared(options.jobs, options.first, options.every))
    console = Console(highlight=False, markup=False, soft_wrap=True)
    some = samples(open_course(ROOT), options.task or ())[options.first :: options.every]
    began, found, done = time.monotonic(), 0, 0
    with (
        tempfile.TemporaryDirectory(prefix="doors-") as name,
        House(Path(name, "work"), Path(name, "cache")) as house,
    ):
        doors = options.door or house.doors
        while done < len(some) and time.monotonic() - began < 60 * options.minutes:
            chunk = some[done : done + CHUNK]
            for line in compared(house, chunk, doors):
                found += 1
                console.print(line)
            done += len(chunk)
            seconds = time.monotonic() - began
            console.print(f"{done} of {len(some)} samples, {found} differences, {seconds:.0f} s")
    console.print(f"{done} samples through {len(doors)} doors: {found} differences.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
