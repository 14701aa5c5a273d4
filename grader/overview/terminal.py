"""The overview on a terminal: bars and columns that fit its width and its characters."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from grader.overview.figures import BINS, CheckRate, Overview
from grader.report.page import NARROWEST, Page
from grader.report.points import points

if TYPE_CHECKING:
    from rich.console import Console

MISTAKES = 10
LOOKS = 20
"""So many are listed; how many more there are is said."""

WIDEST_BAR = 40
_SEP = "  "


def render(overview: Overview, console: Console) -> None:
    """Print the overview on `console`."""
    console.print(Text("\n").join(_lines(overview, Page(console))), soft_wrap=True)


def _lines(overview: Overview, page: Page) -> Iterator[Text]:
    yield from _head(overview, page)
    if overview.scores:
        yield from _scores(overview, page)
    if overview.checks:
        yield from _checks(overview, page)
    if overview.mistakes:
        yield from _mistakes(overview, page)
    if overview.looks:
        yield from _looks(overview, page)


def _head(overview: Overview, page: Page) -> Iterator[Text]:
    if overview.warning:
        yield from page.hang(Text(), page.line(overview.warning, "bold yellow"))
        yield Text()
    graded = len(overview.scores)
    plural = "" if overview.submissions == 1 else "s"
    told = f"{overview.submissions} submission{plural}, {graded} graded"
    if graded:
        mean = points(overview.mean, overview.maximum)
        told += f"; mean {mean}, median {points(overview.median, overview.maximum)}"
    yield from page.hang(Text(), page.line(told, "bold"))


def _title(text: str, page: Page) -> Iterator[Text]:
    yield Text()
    yield from page.hang(Text(), page.line(text, "bold"))


def _scores(overview: Overview, page: Page) -> Iterator[Text]:
    """Yield a bar for each tenth of the points."""
    yield from _title("Scores", page)
    edges = [overview.maximum * n / BINS for n in range(BINS + 1)]
    labels = [_range(low, high, page) for low, high in itertools.pairwise(edges)]
    most = max(overview.histogram)
    widest, digits = max(len(label) for label in labels), len(str(most))
    room = page.width - 2 - widest - digits - 2 * len(_SEP)
    for label, count in zip(labels, overview.histogram, strict=True):
        bar = _bar(count / most, min(max(room, NARROWEST), WIDEST_BAR), page)
        yield Text(f"  {label:>{widest}}{_SEP}{count:>{digits}}{_SEP}{bar}".rstrip())


def _range(low: float, high: float, page: Page) -> str:
    dash = page.line("\N{EN DASH}").plain
    return f"{low:.4g}{dash}{high:.4g}"


def _bar(share: float, width: int, page: Page) -> str:
    """Return a bar; what is above zero is seen, however little it is."""
    sign = "█" if page.shows("█") else "#"
    return sign * math.ceil(share * width - 1e-9)


def _checks(overview: Overview, page: Page) -> Iterator[Text]:
    """Yield each check with how many passed it, task by task."""
    yield from _title("Checks passed", page)
    widest = max(len(_told(check)) for check in overview.checks)
    for task, title in overview.titles.items():
        yield from page.hang(Text("  "), page.line(f"{task}: {title}"))
        for check in overview.checks:
            if check.task == task:
                yield from page.hang(*_check(check, widest, page))


def _check(check: CheckRate, widest: int, page: Page) -> tuple[Text, Text]:
    head = Text("  " if page.narrow else "    ")
    head.append(f"{_told(check):>{widest}}", _style(check)).append(_SEP)
    hidden = " (hidden)" if check.hidden else ""
    return head, page.line(f"{check.title}{hidden}")


def _style(check: CheckRate) -> str:
    if not check.tried:
        return "dim"
    return "green" if check.rate >= 0.8 else "yellow" if check.rate >= 0.5 else "red"


def _told(check: CheckRate) -> str:
    if not check.tried:
        return "not run"
    return f"{100 * check.rate:.0f} % {check.passed}/{check.tried}"


def _mistakes(overview: Overview, page: Page) -> Iterator[Text]:
    yield from _title("Commonest messages", page)
    shown = overview.mistakes[:MISTAKES]
    digits = len(str(shown[0].count))
    for mistake in shown:
        head = Text(f"  {mistake.count:>{digits}}{_SEP}")
        told = f"{mistake.task}: {_short(mistake.text)} (first: {mistake.first})"
        yield from page.hang(head, page.line(told))
    yield from _more(len(overview.mistakes) - MISTAKES, page)


def _looks(overview: Overview, page: Page) -> Iterator[Text]:
    yield from _title("For a person to look at", page)
    for look in overview.looks[:LOOKS]:
        yield from page.indent(2, page.line(look.name, "bold"))
        yield from page.indent(4, page.line(f"{', '.join(look.needs)}: {_short(look.why)}"))
    yield from _more(len(overview.looks) - LOOKS, page)


def _more(count: int, page: Page) -> Iterator[Text]:
    if count > 0:
        yield from page.indent(2, page.line(f"and {count} more"))


def _short(text: str, longest: int = 300) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"
