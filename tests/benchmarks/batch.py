"""How many submissions of a made-up class are graded a second: python -m tests.benchmarks.batch."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.batch.classroom import make_class
from tests.conftest import ROOT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--task", action="append", default=[])
    parser.add_argument("--keep", type=Path, help="Leave submissions and results in this folder.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        make_class(folder / "class", options.count)
        code = "from grader.cli.start import grader; grader()"
        command = [sys.executable, "-c", code, "batch", str(folder / "class")]
        command += ["--output", str(folder / "out"), "--course", str(ROOT)]
        command += [f"--jobs={options.jobs}"] if options.jobs else []
        command += [f"--task={task}" for task in options.task]
        began = time.perf_counter()
        subprocess.run(command, check=False)
        took = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{options.count} in {took:.1f} s: {options.count / took:.1f}/s, {memory:.0f} MiB")  # noqa: T201


if __name__ == "__main__":
    main()
