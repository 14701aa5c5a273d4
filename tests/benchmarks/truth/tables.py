"""What the outcomes come to: a table by kind, and the worst offenders."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.console import Console
from rich.table import Table

from tests.benchmarks.truth.measure import OWN, Outcome, in_form
from tests.benchmarks.truth.registry import CASES, pose

SHARP = 1e-7


def show_kinds(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print a line for each kind, and one for all that can be resolved."""
    for tool, form in dict.fromkeys((o.tool, o.form) for o in outcomes):
        some = [o for o in outcomes if (o.tool, o.form) == (tool, form)]
        table = Table(box=None, pad_edge=False, title=f"{tool}, {form}", title_justify="left")
        table.add_column("kind")
        for title in (
            *("draws", "confident", "bounds", "infinite", "refused", "smooth", "off < 1e-7"),
            *("off: median", "99 %", "claimed: median", "99 %", "evaluations"),
        ):
            table.add_column(title, justify="right")
        kinds = dict.fromkeys(CASES[o.case].kind for o in some)
        for kind in kinds:
            table.add_row(kind, *_row([o for o in some if CASES[o.case].kind == kind]))
        resolvable = [o for o in some if CASES[o.case].kind != "unresolvable"]
        if len(kinds) > 1:
            table.add_row("all but unresolvable", *_row(resolvable), style="bold")
        console.print(table)
        console.print()


def _row(some: Sequence[Outcome]) -> list[str]:
    answered = [o for o in some if not o.refused]
    smooth = [o for o in some if o.smooth]
    sharp = [o for o in smooth if _sharp(o)]
    return [
        f"{len(some):,}",
        *(
            f"{sum(getattr(o, name) for o in some):,}"
            for name in ("confident", "bounds", "infinite")
        ),
        f"{len(some) - len(answered):,}",
        f"{len(smooth):,}",
        f"{100 * len(sharp) / len(smooth):.3f} %" if smooth else "",
        *_quantiles([o.off for o in answered]),
        *_quantiles([o.claimed for o in answered]),
        f"{np.mean([o.evaluations for o in answered]):.1f}" if answered else "",
    ]


def _quantiles(values: list[float]) -> list[str]:
    if not values:
        return ["", ""]
    ordered = np.sort(values)
    return [f"{ordered[int(q * (len(ordered) - 1))]:.0e}" for q in (0.5, 0.99)]


def show_tools(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print what each library came to on the very same draws, and that without the hopeless."""
    table = Table(box=None, pad_edge=False, title="on the same draws", title_justify="left")
    table.add_column("library, form")
    for title in (
        *("draws", "confident", "no answer", "not sharp", "smooth", "off < 1e-7"),
        *("off: median", "99 %", "claimed: median", "99 %", "evaluations"),
    ):
        table.add_column(title, justify="right")
    resolvable = [o for o in outcomes if CASES[o.case].kind != "unresolvable"]
    for form in dict.fromkeys(o.form for o in outcomes):
        for tool in dict.fromkeys(o.tool for o in outcomes):
            some = [o for o in resolvable if (o.tool, o.form) == (tool, form)]
            if form == "terms":
                some = [o for o in some if o.elementwise]
            row = _row(some)
            silent = sum(bool(o.refused) or o.infinite for o in some)
            blunt = sum(o.smooth and not _sharp(o) for o in some)
            table.add_row(f"{tool}, {form}", *row[:2], f"{silent:,}", f"{blunt:,}", *row[5:])
    console.print(table)
    console.print()


def _sharp(outcome: Outcome) -> bool:
    return not outcome.refused and not outcome.infinite and outcome.off < SHARP


def show_worst(outcomes: Sequence[Outcome], count: int, console: Console) -> None:
    """Print the draws whose value is off by most of its error, and how to repeat them."""
    bad = [o for o in outcomes if o.confident or o.bounds]
    ranked = sorted(bad, key=lambda o: (o.confident, o.worst[4] / (o.worst[3] or 5e-324)))
    table = Table(box=None, pad_edge=False, title="the worst", title_justify="left")
    for title in ("function:draw", "form", "what"):
        table.add_column(title)
    for title in ("x", "value", "truth", "error", "off"):
        table.add_column(title, justify="right")
    for o in ranked[::-1][:count]:
        what = "confident" if o.confident else "bounds"
        numbers = (f"{n:.17g}" if k == 0 else f"{n:.6g}" for k, n in enumerate(o.worst))
        table.add_row(f"{CASES[o.case].name}:{o.draw}", o.form, what, *numbers)
    console.print(table)


def show_functions(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print the functions that anything was wrong with: one a line."""
    table = Table(box=None, pad_edge=False, title="by function", title_justify="left")
    for title in ("function", "kind", "form"):
        table.add_column(title)
    for title in ("draws", "confident", "bounds", "infinite", "refused", "not sharp"):
        table.add_column(title, justify="right")
    for case, form in dict.fromkeys((o.case, o.form) for o in outcomes):
        some = [o for o in outcomes if (o.case, o.form) == (case, form)]
        blunt = [o for o in some if o.smooth and not _sharp(o)]
        numbers = (
            *(sum(getattr(o, name) for o in some) for name in ("confident", "bounds", "infinite")),
            sum(bool(o.refused) for o in some),
            len(blunt),
        )
        if any(numbers):
            counts = (f"{n:,}" for n in (len(some), *numbers))
            table.add_row(CASES[case].name, CASES[case].kind, form, *counts)
    console.print(table)
    console.print()


def show_draw(case: int, draw: int, seed: int, forms: Sequence[str], console: Console) -> None:
    """Print all elements of one draw, in each form."""
    for form in forms:
        problem = in_form(pose(case, draw, seed), form, draw)
        answer = OWN[form](problem.function(form), problem)
        title = f"{CASES[case].name}, {form}, at {problem.x.tolist()}"
        table = Table(box=None, pad_edge=False, title=title, title_justify="left")
        for name in ("value", "error", "lower", "upper", "true lower", "true upper", "length"):
            table.add_column(name, justify="right")
        columns = (*answer, problem.lower, problem.upper, problem.length)
        for row in zip(*(column.reshape(-1) for column in columns), strict=True):
            table.add_row(*(f"{number:.17g}" for number in row))
        console.print(table)
