"""False alarms of `check_backward` on right backward passes, and planted errors that it misses."""

from __future__ import annotations

import argparse
import os
import sys
import time
from functools import partial
from multiprocessing import Pool
from typing import NamedTuple

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.benchmarks.backward.trial import ERRORS, Verdict, judge
from tests.benchmarks.truth.layers import LAYERS

PORTION = 25


class Job(NamedTuple):
    """Some draws of one layer."""

    layer: int
    draws: range


def verdicts(job: Job, seed: int) -> list[Verdict]:
    """Judge the draws of a job."""
    return [verdict for draw in job.draws for verdict in judge(LAYERS[job.layer], draw, seed)]


def main() -> None:
    """Judge, and print a table and every verdict that is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("draws", type=int, nargs="?", default=1000, help="of each layer")
    parser.add_argument("--seed", type=int, default=0, metavar="N")
    parser.add_argument("--only", default="", metavar="NAME", help="part of a layer's name")
    parser.add_argument("--draw", type=int, metavar="N", help="this draw of each layer alone")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), metavar="N")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 180, highlight=False)
    named = [k for k, layer in enumerate(LAYERS) if options.only in layer.name]
    if not named:
        parser.error(f"no layer has {options.only!r} in its name")
    draws = range(options.draws) if options.draw is None else range(options.draw, options.draw + 1)
    began = time.perf_counter()
    todo = [Job(k, draws[i : i + PORTION]) for k in named for i in range(0, len(draws), PORTION)]
    with Pool(options.processes) as pool:
        ran = pool.imap(partial(verdicts, seed=options.seed), todo)
        progress = Console(stderr=True)
        tracked = track(ran, "draws", len(todo), console=progress, transient=True)
        found = [one for some in tracked for one in some]
    show(found, console)
    console.print(f"\nseed {options.seed}, {time.perf_counter() - began:.0f} s")


def show(found: list[Verdict], console: Console) -> None:
    """Print a line for each layer, then every wrong verdict."""
    table = Table(box=None, pad_edge=False)
    table.add_column("layer")
    for title in (
        "draws",
        "above 64",
        "false alarms",
        *(f"{e:g} turned down" for e in ERRORS[1:-1]),
    ):
        table.add_column(title, justify="right")
    table.add_column(f"{ERRORS[-1]:g} missed", justify="right")
    for layer in [*dict.fromkeys(v.layer for v in found), ""]:
        some = [v for v in found if layer in ("", v.layer)]
        right = [v for v in some if v.error == 0]
        wrong = (sum(v.failed != v.expected for v in some if v.error == e) for e in ERRORS)
        counts = len(right), sum(v.large for v in right), *wrong
        table.add_row(layer or "all", *(f"{n:,}" for n in counts))
    console.print(table)
    for v in found:
        if v.failed != v.expected:
            console.print(f"{v.layer}, draw {v.draw}, error {v.error:g}: {v.message or 'missed'}")


if __name__ == "__main__":
    main()
