"""How often a numerical gradient is off by more than it says, and how sharp it is."""

from __future__ import annotations

import argparse
import math
import os
import sys
import time
from functools import partial
from multiprocessing import Pool
from typing import NamedTuple

from rich.console import Console
from rich.progress import track

from tests.benchmarks.truth.case import FORMS
from tests.benchmarks.truth.measure import OURS, Outcome, answer, measure
from tests.benchmarks.truth.registry import CASES, named, pose
from tests.benchmarks.truth.rivals import RIVALS
from tests.benchmarks.truth.tables import (
    show_draw,
    show_functions,
    show_kinds,
    show_tools,
    show_worst,
)

PORTION = 25


class Job(NamedTuple):
    """Some draws of one case."""

    case: int
    draws: range


def outcomes(job: Job, seed: int, forms: tuple[str, ...], rivals: int) -> list[Outcome]:
    """Pose the problems of a job and measure what is said of them; rivals see the first draws."""
    found = []
    for draw in job.draws:
        problem = pose(job.case, draw, seed)
        found += [answer(problem, form, job.case, draw) for form in forms]
        if draw < rivals:
            found += [
                measure(tool, name, problem, form, job.case, draw)
                for name, tool in RIVALS.items()
                for form in forms
                if form == "scalar" or (form == "terms" and problem.elementwise)
            ]
    return found


def jobs(cases: list[int], draws: int) -> list[Job]:
    """Deal draws out evenly: each case gets as many, and some one more."""
    shares = [len(range(k, draws, len(cases))) for k in range(len(cases))]
    return [
        Job(case, range(begin, min(begin + PORTION, share)))
        for case, share in zip(cases, shares, strict=True)
        for begin in range(0, share, PORTION)
    ]


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("draws", type=int, nargs="?", default=10_000, help="in each form")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--form", choices=FORMS, help="one of them; all unless given")
    parser.add_argument(
        "--only", default="", metavar="NAME", help="part of a function's or kind's name"
    )
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="print the worst N draws")
    parser.add_argument("--draw", metavar="NAME:DRAW", help="this draw alone, as --worst names it")
    parser.add_argument(
        "--rivals",
        type=int,
        default=0,
        metavar="N",
        help="ask other libraries too, N draws",
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count(), metavar="N")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 180, highlight=False)
    chosen = [k for k, case in enumerate(CASES) if options.only in f"{case.name} {case.kind}"]
    if not chosen:
        parser.error(f"no function or kind has {options.only!r} in its name")
    forms = (options.form,) if options.form else FORMS
    if options.draw:
        name, _, draw = options.draw.rpartition(":")
        show_draw(named(name), int(draw), options.seed, forms, console)
        return
    began = time.perf_counter()
    asked = math.ceil(options.rivals / len(chosen))
    work = partial(outcomes, seed=options.seed, forms=forms, rivals=asked)
    todo = jobs(chosen, options.draws)
    with Pool(options.processes) as pool:
        ran = pool.imap(work, todo)
        progress = Console(stderr=True)
        tracked = track(ran, "draws", len(todo), console=progress, transient=True)
        found = [one for some in tracked for one in some]
    own = [outcome for outcome in found if outcome.tool == OURS]
    show_kinds(own, console)
    show_functions(own, console)
    if options.rivals:
        show_tools([outcome for outcome in found if outcome.draw < asked], console)
    if options.worst:
        show_worst(own, options.worst, console)
    seconds = time.perf_counter() - began
    console.print(f"{len(chosen)} functions, seed {options.seed}, {seconds:.0f} s")


if __name__ == "__main__":
    main()
