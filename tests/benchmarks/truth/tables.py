"""What the outcomes come to: a table by kind, and the worst offenders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.benchmarks.truth.measure import GROSS, OWN, Outcome, in_form
from tests.benchmarks.truth.registry import CASES, pose

Some: TypeAlias = Sequence[Outcome]


def show_kinds(outcomes: Some, console: Console) -> None:
    """Print a line for each kind, and one for all that can be resolved."""
    for form in dict.fromkeys(o.form for o in outcomes):
        some = [o for o in outcomes if o.form == form]
        table = _table(form, ["kind"], COLUMNS)
        kinds = dict.fromkeys(CASES[o.case].kind for o in some)
        for kind in kinds:
            table.add_row(kind, *_cells([o for o in some if CASES[o.case].kind == kind]))
        if len(kinds) > 1:
            table.add_row("all but unresolvable", *_cells(_resolvable(some)), style="bold")
        console.print(table)
        console.print()


def show_tools(outcomes: Some, console: Console) -> None:
    """Print what each library came to on the very same draws, but for the unresolvable ones."""
    table = _table("on the same draws", ["library, form"], COLUMNS)
    for form, tool in dict.fromkeys((o.form, o.tool) for o in outcomes):
        some = [o for o in _resolvable(outcomes) if (o.form, o.tool) == (form, tool)]
        if form == "terms":
            some = [o for o in some if o.elementwise]
        table.add_row(f"{tool}, {form}", *_cells(some))
    console.print(table)
    console.print()


def show_functions(outcomes: Some, console: Console) -> None:
    """Print the functions that anything was wrong with: one a line."""
    table = _table("by function", ["function", "kind", "form"], ["draws", *FAULTS])
    for case, form in dict.fromkeys((o.case, o.form) for o in outcomes):
        some = [o for o in outcomes if (o.case, o.form) == (case, form)]
        numbers = [sum(fault(o) for o in some) for fault in FAULTS.values()]
        if any(numbers):
            counts = (f"{n:,}" for n in (len(some), *numbers))
            table.add_row(CASES[case].name, CASES[case].kind, form, *counts)
    console.print(table)
    console.print()


FAULTS: dict[str, Callable[[Outcome], bool]] = {
    "confident": lambda o: o.confident,
    "gross": lambda o: o.confident and o.off > GROSS,
    "bounds": lambda o: o.bounds,
    "infinite": lambda o: o.infinite,
    "refused": lambda o: bool(o.refused),
    "not sharp": lambda o: o.smooth and not o.sharp,
}
COLUMNS = [
    *("draws", *FAULTS, "smooth", "off < 1e-7"),
    *("off: median", "99 %", "claimed: median", "99 %", "evaluations"),
]


def _table(title: str, names: list[str], numbers: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False, title=title, title_justify="left")
    for name in names:
        table.add_column(name)
    for number in numbers:
        table.add_column(number, justify="right")
    return table


def _resolvable(outcomes: Some) -> list[Outcome]:
    return [o for o in outcomes if CASES[o.case].kind != "unresolvable"]


def _cells(some: Some) -> list[str]:
    answered = [o for o in some if not o.refused]
    smooth = [o for o in some if o.smooth]
    sharp = sum(o.sharp for o in smooth)
    return [
        f"{len(some):,}",
        *(f"{sum(fault(o) for o in some):,}" for fault in FAULTS.values()),
        f"{len(smooth):,}",
        f"{100 * sharp / len(smooth):.3f} %" if smooth else "",
        *_quantiles([o.off for o in answered]),
        *_quantiles([o.claimed for o in answered]),
        f"{np.mean([o.evaluations for o in answered]):.1f}" if answered else "",
    ]


def _quantiles(values: list[float]) -> list[str]:
    if not values:
        return ["", ""]
    ordered = np.sort(values)
    return [f"{ordered[int(q * (len(ordered) - 1))]:.0e}" for q in (0.5, 0.99)]


def show_worst(outcomes: Some, count: int, console: Console) -> None:
    """Print the draws whose value is off by most of its error, and how to repeat them."""
    bad = [o for o in _resolvable(outcomes) or outcomes if o.confident or o.bounds]
    ranked = sorted(bad, key=lambda o: (o.confident, o.worst[4] / (o.worst[3] or 5e-324)))
    numbers = ["x", "value", "truth", "error", "off"]
    table = _table("the worst", ["function:draw", "form", "what"], numbers)
    for o in ranked[::-1][:count]:
        what = "confident" if o.confident else "bounds"
        numbers = (f"{n:.17g}" if k == 0 else f"{n:.6g}" for k, n in enumerate(o.worst))
        table.add_row(f"{CASES[o.case].name}:{o.draw}", o.form, what, *numbers)
    console.print(table)


def show_draw(case: int, draw: int, seed: int, forms: Sequence[str], console: Console) -> None:
    """Print all elements of one draw, in each form."""
    for form in forms:
        problem = in_form(pose(case, draw, seed), form, draw)
        answer = OWN[form](problem.function(form), problem)
        title = f"{CASES[case].name}, {form}, at {problem.x.tolist()}"
        sides = ["lower", "upper", "true lower", "true upper", "length"]
        table = _table(title, [], ["value", "error", *sides])
        columns = (*answer, problem.lower, problem.upper, problem.length)
        for row in zip(*(column.reshape(-1) for column in columns), strict=True):
            table.add_row(*(f"{number:.17g}" for number in row))
        console.print(table)
