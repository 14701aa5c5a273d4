"""Grade a made-up class: how many submissions a second, and whether kills in between show."""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click

from tests.batch.classroom import make_class, settled, written
from tests.conftest import ROOT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--task", action="append", default=[])
    parser.add_argument("--kills", type=int, default=0, help="Then again, killed so many times.")
    parser.add_argument("--keep", type=Path, help="Leave submissions and results in this folder.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        make_class(folder / "class", options.count)
        arguments = [str(folder / "class"), "--course", str(ROOT)]
        arguments += [f"--jobs={options.jobs}"] if options.jobs else []
        arguments += [f"--task={task}" for task in options.task]
        began = time.perf_counter()
        start(arguments, folder / "out").wait()
        took = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        click.echo(
            f"{options.count} in {took:.1f} s: {options.count / took:.1f}/s, {memory:.0f} MiB"
        )
        if options.kills:
            disturb(arguments, folder, sorted(random.sample(range(options.count), options.kills)))


def start(arguments: list[str], output: Path) -> subprocess.Popen[bytes]:
    code = "from grader.cli.start import grader; grader()"
    command = [sys.executable, "-c", code, "batch", *arguments, "--output", str(output)]
    return subprocess.Popen(command)


def disturb(arguments: list[str], folder: Path, moments: list[int]) -> None:
    output = folder / "disturbed"
    for moment in moments:
        process = start(arguments, output)
        while process.poll() is None and settled(output) < moment:
            time.sleep(0.01)
        process.kill()
        process.wait()
        click.echo(f"killed after {settled(output)}")
    start(arguments, output).wait()
    quiet, disturbed = written(folder / "out"), written(output)
    differ = [name for name in quiet | disturbed if quiet.get(name) != disturbed.get(name)]
    click.echo(f"{len(quiet)} files, of which differ: {', '.join(differ) or 'none'}")


if __name__ == "__main__":
    main()
