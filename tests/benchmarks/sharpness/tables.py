"""Two tables: what became of planted errors, and of random cases."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.table import Table

from tests.benchmarks.sharpness.alarms import Alarms
from tests.benchmarks.sharpness.planting import Planted


def show_planted(results: list[Planted], console: Console) -> None:
    """Print what became of planted errors, an array a line, and who missed what."""
    table = Table(box=None, pad_edge=False, title=None)
    for title in ("task", "array"):
        table.add_column(title)
    for title in ("errors of 3e-6", "caught", "missed", "1e-6 passed", "by relations", "caught"):
        table.add_column(title, justify="right")
    for task, array in sorted({(r.task, r.array) for r in results}):
        some = [r for r in results if (r.task, r.array) == (task, array)]
        planted, caught = sum(r.planted for r in some), sum(r.caught for r in some)
        passed, related = sum(r.passed for r in some), sum(r.related for r in some)
        told = sum(r.told for r in some)
        numbers = planted, caught, planted - caught, passed, related, told
        table.add_row(task, array, *(f"{n:,}" for n in numbers))
    console.print(table)
    for title, attribute in (
        ("missed an error of 3e-6 that no other check caught", "missed_by"),
        ("complained about an error of 1e-6", "alarmed"),
    ):
        for r in results:
            for check, times in getattr(r, attribute).items():
                console.print(f"{r.task} {check}: {title}, in {r.array}, {times:,} times")


def show_alarms(results: list[Alarms], console: Console) -> None:
    """Print what became of random cases, a recipe a line."""
    table = Table(box=None, pad_edge=False)
    for title in ("task", "recipe"):
        table.add_column(title)
    for title in ("cases", "check runs", "false alarms", "unsharp", "alarms there", "given up"):
        table.add_column(title, justify="right")
    total = Counter[str]()
    for task, recipe in dict.fromkeys((r.task, r.recipe) for r in results):
        some = [r for r in results if (r.task, r.recipe) == (task, recipe)]
        row = Counter[str]()
        for r in some:
            row.update(
                {
                    "cases": r.cases,
                    "check runs": r.comparisons,
                    "false alarms": r.alarms,
                    "unsharp": r.unsharp,
                    "alarms there": r.unsharp_alarms,
                    "given up": r.given_up,
                }
            )
        total += row
        table.add_row(task, recipe, *(f"{row[str(c.header)]:,}" for c in table.columns[2:]))
    table.add_row("all", "", *(f"{total[str(c.header)]:,}" for c in table.columns[2:]))
    console.print(table)
    for (task, recipe), first in {(r.task, r.recipe): r.first for r in results if r.first}.items():
        console.print(f"\n{task} {recipe}: a false alarm, of the check {first}")
