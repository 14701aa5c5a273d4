"""Grade every right and every wrong sample through every door, and list where outcomes differ.

    python -m tests.doors                          all of it: an hour and more
    python -m tests.doors --task task1 --every 5   a fifth of the samples of one task
    python -m tests.doors --door file --door Gradescope
    python -m tests.doors --minutes 20             as far as it comes, the tasks in turn

The first door, a file alone, says what the others have to say.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from grader.course import open_course
from tests.conftest import ROOT
from tests.doors.doors import House
from tests.doors.forms import Sample, samples
from tests.doors.outcomes import Outcomes, differences

CHUNK = 11
"""Samples that go through all doors before the next ones do."""

UNHIDDEN = {"check() in a session"}


def compared(house: House, some: Sequence[Sample], doors: Sequence[str]) -> list[str]:
    """Return a line for each check of each sample on which a door differs from the first."""
    expected: dict[str, Outcomes] = {s.name: o for s, o in house.doors["file"](some)}
    return [
        f"{door}, {sample.name}: {line}"
        for door in doors
        if door != "file"
        for sample, found in house.doors[door](some)
        for line in differences(expected[sample.name], found, hidden=door not in UNHIDDEN)
    ]


def main() -> None:
    """Compare the doors, as far as the options say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--task", action="append", help="samples of this task only")
    parser.add_argument("--door", action="append", help="this door only, beside the file")
    parser.add_argument("--every", type=int, default=1, help="of so many samples one")
    parser.add_argument("--first", type=int, default=0, help="leave out so many at the beginning")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="then begin no more")
    options = parser.parse_args()
    console = Console(highlight=False, markup=False, soft_wrap=True)
    some = samples(open_course(ROOT), options.task or ())[options.first :: options.every]
    began, found, done = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory(prefix="doors-") as name:
        house = House(Path(name, "work"), Path(name, "cache"))
        doors = options.door or list(house.doors)
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
