"""How long `grade` takes, beside `import numpy`: the wait that no grader for NumPy can avoid.

The cases run in turn, round after round, so that a busy machine slows all of them. Ratios are
medians of the rounds' own ratios. Nothing is asserted: a target that is missed is said to be.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "samples"
GRADE = Path(sys.executable).with_name("grade")
NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"

WRONG = {
    "task1": "factor_two_missing.py",
    "task2": "one_at_zero.py",
    "task3": "mask_forgotten.py",
    "task4": "W2_transposed.py",
    "task5": "sign_flipped.py",
    "task6": "from_mse_gradient.py",
}
WRONG_RELU = "relu_is_abs.py"
"""Task 2 with both functions wrong: this `relu`, and the gradient of the file above."""

FIRST_RUN = 1.5
"""How many times longer a first run may take than a later one."""

SLOW_ROUNDS = 3
"""Cases of many seconds run in so many rounds at most."""


class Case(NamedTuple):
    """A command to time, the exit code that it should have, and its targets."""

    label: str
    command: tuple[str, ...]
    exit_code: int = 0
    fresh: bool = False
    """Whether the cache folder is empty."""
    slow: bool = False
    ratio: tuple[float, float] | None = None
    """The largest multiple of `import numpy`, and what is aimed at."""
    seconds: float | None = None
    later: str = ""
    """The case that is the same with kept examples: this one may take 1.5 times as long."""


class Figures(NamedTuple):
    """The seconds of each round that a case ran in, and those of `import numpy` beside them."""

    seconds: list[float]
    processor: list[float]
    floor: list[float]
    exit_codes: set[int]


def cases(folder: Path) -> list[Case]:
    """Return what is timed; submissions are put together in `folder`."""
    grade = str(GRADE)
    solutions = "--submission", str(ROOT / "solutions")
    wrong = "--submission", str(all_wrong(folder / "wrong"))
    endless = "--submission", str(SAMPLES / "broken" / "infinite_loop.py")
    return [
        Case("import numpy", (sys.executable, "-c", "import numpy")),
        Case("grade task1, solution", (grade, "task1", *solutions), ratio=(8, 4), seconds=1),
        Case("grade, all eleven tasks right", (grade, *solutions), seconds=2.5),
        Case("grade task1, stub", (grade, "task1"), exit_code=1, seconds=1),
        Case(
            "grade task1, solution, first run",
            (grade, "task1", *solutions),
            fresh=True,
            later="grade task1, solution",
        ),
        Case(
            "grade, all eleven tasks right, first run",
            (grade, *solutions),
            fresh=True,
            later="grade, all eleven tasks right",
        ),
        Case("grade, tasks 1 to 4 wrong", (grade, *wrong), exit_code=1, seconds=3),
        Case("grade task1, an endless loop", (grade, "task1", *endless), exit_code=1, slow=True),
    ]


def all_wrong(folder: Path) -> Path:
    """Put a submission together in which all tasks are wrong."""
    place = folder / "backprop"
    place.mkdir(parents=True)
    for task, name in WRONG.items():
        shutil.copy(SAMPLES / "wrong" / task / name, place / f"{task}.py")
    relu = (SAMPLES / "wrong" / "task2" / WRONG_RELU).read_text("utf-8")
    gradient = (place / "task2.py").read_text("utf-8").partition("def relu_gradient")
    before = relu.partition("def relu_gradient")[0]
    (place / "task2.py").write_text(before + gradient[1] + gradient[2], "utf-8")
    return folder


def measure(all_cases: list[Case], rounds: int) -> list[Figures]:
    """Run the cases in turn and return their figures, in the order of the cases."""
    figures = [Figures([], [], [], set()) for _ in all_cases]
    with tempfile.TemporaryDirectory(prefix="grade-speed-") as kept:
        # Examples are drawn and sources compiled before the clock runs.
        for case in all_cases:
            if not (case.fresh or case.slow):
                run(case, Path(kept))
        for number in track(range(rounds), "timing", console=Console(stderr=True), transient=True):
            floor = 0.0
            for case, figure in zip(all_cases, figures, strict=True):
                if case.slow and number >= SLOW_ROUNDS:
                    continue
                taken, processor, exit_code = run(case, Path(kept))
                floor = floor or taken
                figure.seconds.append(taken)
                figure.processor.append(processor)
                figure.floor.append(floor)
                figure.exit_codes.add(exit_code)
    return figures


def run(case: Case, kept: Path) -> tuple[float, float, int]:
    """Run a case once; return the wall time, the processor time and the exit code."""
    with tempfile.TemporaryDirectory(prefix="grade-speed-") as empty:
        environment = {key: value for key, value in os.environ.items() if key != NO_BYTECODE}
        environment["XDG_CACHE_HOME"] = empty if case.fresh else str(kept)
        began, used = time.perf_counter(), processor_time()
        done = subprocess.run(
            case.command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        return time.perf_counter() - began, processor_time() - used, done.returncode


def processor_time() -> float:
    """Return the processor time of all children that have ended, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def verdict(case: Case, seconds: float, ratio: float) -> tuple[str, str]:
    """Return the targets of a case as text, and what became of them."""
    targets, outcomes = [], []
    if case.ratio is not None:
        most, aim = case.ratio
        targets.append(f"at most {most:g} x, aim {aim:g} x")
        outcomes.append("missed" if ratio > most else "met" if ratio <= aim else "aim missed")
    if case.seconds is not None:
        targets.append(f"under {case.seconds:g} s")
        outcomes.append("missed" if seconds >= case.seconds else "met")
    return "; ".join(targets), "; ".join(outcomes)


def beside_later(label: str, first: Figures, later: Figures) -> str:
    """Return a line about how many times longer a first run takes, round by round."""
    wall, processor = (
        median(one / two for one, two in zip(*pair, strict=True))
        for pair in ((first.seconds, later.seconds), (first.processor, later.processor))
    )
    outcome = "met" if wall <= FIRST_RUN else "missed"
    return (
        f"{label}: {wall:.1f} times a later one, {processor:.1f} times its processor time "
        f"(at most {FIRST_RUN:g} times: {outcome})"
    )


def show(all_cases: list[Case], figures: list[Figures], console: Console) -> None:
    """Print the table, and which commands did not end as they should."""
    table = Table("case", box=None, pad_edge=False)
    for title in ("rounds", "median s", "fastest s", "x numpy", "CPU s"):
        table.add_column(title, justify="right")
    table.add_column("target")
    table.add_column("result")
    for case, (seconds, processor, floor, _) in zip(all_cases, figures, strict=True):
        ratio = median(one / two for one, two in zip(seconds, floor, strict=True))
        middle = median(seconds)
        times = (f"{value:.3f}" for value in (middle, min(seconds)))
        numbers = str(len(seconds)), *times, f"{ratio:.1f}", f"{median(processor):.2f}"
        table.add_row(case.label, *numbers, *verdict(case, middle, ratio))
    console.print(table)
    by_label = {case.label: figure for case, figure in zip(all_cases, figures, strict=True)}
    for case in all_cases:
        if case.later:
            console.print(beside_later(case.label, by_label[case.label], by_label[case.later]))
    for case, figure in zip(all_cases, figures, strict=True):
        if figure.exit_codes != {case.exit_code}:
            codes = ", ".join(map(str, sorted(figure.exit_codes)))
            console.print(f"{case.label}: exit code {codes} where {case.exit_code} is due.")


def main() -> None:
    """Time all cases and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="rounds (default: 5)")
    rounds: int = max(1, parser.parse_args().repeat)
    console = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
    if not GRADE.is_file():
        parser.error(f"there is no {GRADE}: install the grader for the Python that runs this")
    was = "was set: the children run without it" if os.environ.get(NO_BYTECODE) else "was not set"
    versions = f"Python {platform.python_version()}, NumPy {np.__version__}"
    console.print(f"{versions}, {os.cpu_count()} cores. {NO_BYTECODE} {was}.\n")
    with tempfile.TemporaryDirectory(prefix="grade-speed-") as folder:
        all_cases = cases(Path(folder))
        show(all_cases, measure(all_cases, rounds), console)


if __name__ == "__main__":
    main()
