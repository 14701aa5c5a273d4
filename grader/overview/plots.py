"""The plots of the overview, as SVG to be put into a page: the same bytes for the same figures."""

from __future__ import annotations

import io
from collections import Counter
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from grader.grading.result import Outcome
from grader.overview.figures import BINS, Overview
from grader.untrusted.text import one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS: dict[Outcome, str] = {
    "passed": "#1a7f4b",
    "failed": "#c95e08",
    "error": "#b3261e",
    "timeout": "#8a3ffc",
    "crashed": "#1c2330",
    "skipped": "#b8bfca",
}
_INK, _LINE, _BAR = "#1c2330", "#dfe3ea", "#2166ac"
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text: small, and in the page's own font
    "font.family": "sans-serif",
    "font.size": 11,
    "text.parse_math": False,
    "axes.edgecolor": _LINE,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}


def scores(overview: Overview) -> str:
    """Return how many submissions have how many points: a bar for each tenth of the maximum."""
    with mpl.rc_context(_STYLE | {"svg.hashsalt": "scores"}):
        figure, axes = _figure(3.2)
        width = (overview.maximum or 1) / BINS
        lefts = [width * n for n in range(BINS)]
        axes.bar(lefts, overview.histogram, width=0.94 * width, align="edge", color=_BAR)
        axes.axvline(overview.median, color=_INK, linestyle="--", linewidth=1)
        axes.set_xlim(0, width * BINS)
        axes.set_xlabel("points (the line is the median)")
        axes.set_ylabel("submissions")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(axis="y", color=_LINE)
        return _svg(figure)


def outcomes(overview: Overview) -> str:
    """Return how the checks of each task ended, as shares of all that were tried."""
    counts: dict[str, Counter[Outcome]] = {}
    for check in overview.checks:
        counts.setdefault(check.task, Counter()).update(check.outcomes)
    tasks = list(counts)
    with mpl.rc_context(_STYLE | {"svg.hashsalt": "outcomes"}):
        figure, axes = _figure(1.3 + 0.38 * len(tasks))
        lefts = [0.0] * len(tasks)
        for outcome, colour in COLOURS.items():
            shares = [100 * counts[t][outcome] / max(counts[t].total(), 1) for t in tasks]
            if any(shares):
                rows = range(len(tasks))
                axes.barh(rows, shares, 0.7, left=lefts, color=colour, label=outcome)
                lefts = [left + share for left, share in zip(lefts, shares, strict=True)]
        axes.set_yticks(range(len(tasks)), [_short(task) for task in tasks])
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.set_xlabel("% of the checks")
        axes.legend(ncols=3, frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0))
        return _svg(figure)


def _figure(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(6, height), layout="constrained")
    axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_axisbelow(True)
    return figure, axes


def _svg(figure: Figure) -> str:
    """Return a figure as the element `svg`, without the head of a file and without a date."""
    file = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    figure.savefig(file, format="svg", metadata=nothing, transparent=True)
    text = file.getvalue()
    return text[text.index("<svg") :]


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= 20 else f"{line[:19]}…"
