"""Let a batch have many bad days, and say in which of them anything was lost.

    python -m tests.faults 500              so many rounds: half an hour on two cores
    python -m tests.faults --only 17        one round again; its folder is kept if it is bad
    python -m tests.faults 100 --first 500  other ones
    python -m tests.faults 20 --cluster     on a Dask cluster that loses its worker in each round

What goes wrong in a round is drawn from its number.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from tests.faults.cluster import Cluster
from tests.faults.plan import drawn
from tests.faults.rounds import House

JOBS = 2


def main() -> None:
    """Play rounds, as the options say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rounds", type=int, nargs="?", default=100)
    parser.add_argument("--first", type=int, default=0, help="begin with this number")
    parser.add_argument("--only", type=int, help="play this round")
    parser.add_argument("--cluster", action="store_true", help="grade on a Dask cluster")
    options = parser.parse_args()
    numbers = range(options.first, options.first + options.rounds)
    if options.only is not None:
        numbers = range(options.only, options.only + 1)
    console = Console(highlight=False, markup=False, soft_wrap=True)
    began, bad = time.monotonic(), 0
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    house = House(folder)
    with ExitStack() as stack:
        cluster = None
        if options.cluster:
            cluster = Cluster(folder / "dask")
            stack.callback(cluster.close)
        pool = stack.enter_context(ThreadPoolExecutor(1 if cluster else JOBS))
        played = pool.map(lambda number: (number, house.play(number, cluster)), numbers)
        for done, (number, wrong) in enumerate(played, 1):
            bad += bool(wrong)
            if wrong:
                console.print(f"round {number}, in {folder}/round{number}:")
                for line in [*map(str, drawn(number)), *wrong]:
                    console.print(f"  {line}")
            if done % 10 == 0 or done == len(numbers):
                seconds = time.monotonic() - began
                console.print(f"{done} of {len(numbers)} rounds, {bad} bad, {seconds:.0f} s")
    console.print(f"Something failed in {sum(map(bool, house.met.values()))} of them.")
    if not bad:
        shutil.rmtree(folder)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
