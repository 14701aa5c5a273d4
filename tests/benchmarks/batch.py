"""Grade a made-up class: how many submissions a second, and whether kills in between show."""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import click

from tests.batch.classroom import make_class, settled, written
from tests.conftest import ROOT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=1000)
    parser.add_argument("--jobs", type=int)
    parser.add_argument("--task", action="append", default=[])
    parser.add_argument("--kills", type=int, default=0, help="Then again, killed so many times.")
    parser.add_argument("--right", action="store_true", help="Only right submissions, all of them.")
    parser.add_argument("--fresh", type=int, default=0, help="Compare with so many runs of grade.")
    parser.add_argument("--busy", type=int, default=0, help="Beside so many busy processes.")
    parser.add_argument("--keep", type=Path, help="Leave submissions and results in this folder.")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        make = make_right_class if options.right else make_class
        make(folder / "class", options.count)
        arguments = [str(folder / "class"), "--course", str(ROOT)]
        arguments += [f"--jobs={options.jobs}"] if options.jobs else []
        arguments += [f"--task={task}" for task in options.task]
        arguments += [f"--secret={folder / 'secret.key'}"]  # what students are shown depends on it
        began = time.perf_counter()
        with busy(0 if options.kills else options.busy):  # an undisturbed run is compared with
            start(arguments, folder / "out").wait()
        took = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        click.echo(
            f"{options.count} in {took:.1f} s: {options.count / took:.1f}/s, {memory:.0f} MiB"
        )
        if options.fresh:
            alone = median(fresh(folder / "class", options.task, options.fresh))
            rate = options.count / took
            click.echo(f"grade takes {alone:.2f} s each: {alone * rate:.1f} times as long as here")
        if options.kills:
            with busy(options.busy):
                moments = sorted(random.sample(range(options.count), options.kills))
                disturb(arguments, folder, moments)


@contextmanager
def busy(count: int) -> Iterator[None]:
    """Keep the processors busy with so many processes, which end after an hour by themselves."""
    code = "import time\nend = time.time() + 3600\nwhile time.time() < end: pass"
    processes = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def make_right_class(folder: Path, count: int) -> None:
    """Make submissions that are right in every task, and that all differ."""
    files = sorted((ROOT / "solutions").glob("*/*.py"))
    for number in range(count):
        work = folder / f"student{number:05}"
        work.mkdir(parents=True)
        for file in files:
            (work / file.name).write_text(f"# {number}\n{file.read_text('utf-8')}", "utf-8")


def fresh(folder: Path, tasks: list[str], count: int) -> Iterator[float]:
    """Yield the seconds that each of some submissions takes in a process of its own."""
    code = "from grader.cli.start import grade; grade()"
    for work in sorted(folder.iterdir())[:count]:
        began = time.perf_counter()
        command = [sys.executable, "-c", code, *tasks, "--course", str(ROOT)]
        subprocess.run(
            [*command, "--submission", str(work)], stdout=subprocess.DEVNULL, check=False
        )
        yield time.perf_counter() - began


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
