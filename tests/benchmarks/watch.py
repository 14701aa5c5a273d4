"""How long it takes from a save to the report of `grade --watch`, on a terminal of its own.

Right work and the wrong samples of the task take turns, so that each mistake is a new one.
`import numpy` runs in between: it says how busy the machine is. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console

from tests.pseudo_terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
TARGETS = {"median": 300, "95th percentile": 600}
"""Milliseconds."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", nargs="?", default="task1")
    parser.add_argument("--saves", type=int, default=50)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="grade-watch-") as folder:
        home = Path(folder)
        shutil.copytree(ROOT / "assignments", home / "assignments")
        seconds, floor = measured(home, arguments.task, arguments.saves)
    console = Console(highlight=False)
    numbers = [1000 * one for one in seconds]
    found = {"median": median(numbers), "95th percentile": quantiles(numbers, n=20)[-1]}
    for name, milliseconds in found.items():
        met = "met" if milliseconds <= TARGETS[name] else "missed"
        console.print(f"{name:16} {milliseconds:5.0f} ms  (target {TARGETS[name]} ms: {met})")
    for name, some in {"median, right": numbers[1::2], "median, wrong": numbers[::2]}.items():
        console.print(f"{name:16} {median(some):5.0f} ms")
    console.print(f"{'shortest':16} {min(numbers):5.0f} ms")
    console.print(
        f"{'import numpy':16} {1000 * median(floor):5.0f} ms  (load {os.getloadavg()[0]:.1f})"
    )


def measured(home: Path, task: str, saves: int) -> tuple[list[float], list[float]]:
    """Return how long each save took until its report was shown, and `import numpy` beside it."""
    work = home / f"assignments/backprop/{task}.py"
    right = (ROOT / f"solutions/backprop/{task}.py").read_text("utf-8")
    samples = sorted((ROOT / f"tests/samples/wrong/{task}").glob("*.py"))
    wrong = [sample.read_text("utf-8") for sample in samples]
    seconds, floor = [], []
    with Terminal(task, "--watch", folder=home, XDG_CACHE_HOME=str(home / "cache")) as terminal:
        terminal.wait_for("not started")
        for number in range(-2, saves):  # the first two are no part of it
            mark = "✗✓"[number % 2]
            text = right if number % 2 else wrong[number // 2 % len(wrong)]
            new = work.with_suffix(".new")
            new.write_text(f"{text}\n# save {number}\n")
            began = time.perf_counter()
            new.replace(work)
            terminal.wait_for(f"{mark} {task}", "q quit")
            if number >= 0:
                seconds.append(time.perf_counter() - began)
            if number % 10 == 0:
                began = time.perf_counter()
                subprocess.run([sys.executable, "-c", "import numpy"], check=True)
                floor.append(time.perf_counter() - began)
        terminal.press("q")
        terminal.end()
    return seconds, floor


if __name__ == "__main__":
    main()
