"""Two arrays side by side with their difference, as tables of coloured numbers.

The colours run from blue over a near white to orange: people who confuse red and green tell them
apart. Every cell has its number in it or, where there are many, shows it when it is pointed at.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from grader.untrusted.text import DASH

if TYPE_CHECKING:
    from grader.checking.mismatch import Mismatch, Window

Number = float | str
Rows = Sequence[Sequence[Number]]

LOW, MIDDLE, HIGH = (33, 102, 172), (247, 247, 247), (201, 94, 8)
MINUS = "\N{MINUS SIGN}"
ROOMY = 6
"""Up to so many columns, numbers are shown."""
ROUNDING = 1e-9
"""A difference that is so small beside the largest number is none."""
UNKNOWN = (200, 200, 200)
"""The colour of what is no finite number."""


class Cell(NamedTuple):
    """One element: its number, all of its digits, and how it looks."""

    text: str
    exact: str
    background: str
    ink: str
    worst: bool


class Grid(NamedTuple):
    """One array: what it is, and its rows with their labels."""

    title: str
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    scale: tuple[str, ...]
    """The numbers at the left end, the middle and the right end of the colours, if there are."""


class HeatMap(NamedTuple):
    """What is drawn of a mismatch."""

    columns: tuple[int, ...]
    grids: tuple[Grid, ...]
    shape: str
    cut: bool
    """Whether there is more of the array than is shown."""
    compact: bool
    """Whether there is no room for numbers, so that three arrays fit side by side."""


def heat_map(mismatch: Mismatch) -> HeatMap | None:
    """Return what to draw, or None where there are no two numbers to compare."""
    window = mismatch.window
    if window is None or not window.returned or not window.returned[0]:
        return None
    if window.expected and not _alike(window.returned, window.expected):
        return None
    worst = _worst(mismatch, window)
    scale = _scale([*window.returned, *window.expected])
    words = ("It is", "It would be") if mismatch.relation else ("Returned", "Expected")
    arrays: list[tuple[str, Rows, float]] = [(words[0], window.returned, scale)]
    if window.expected:
        off = _difference(window, worst, max(mismatch.accuracy or 0.0, ROUNDING * scale))
        arrays += [(words[1], window.expected, scale), ("Difference", off, _scale(off))]
    size = math.prod(window.shape)
    return HeatMap(
        columns=tuple(range(window.first[1], window.first[1] + len(window.returned[0]))),
        grids=tuple(_grid(*array, window, worst) for array in arrays),
        shape=str(window.shape),
        cut=size > sum(map(len, window.returned)),
        compact=len(window.returned[0]) > ROOMY,
    )


def _alike(first: Rows, second: Rows) -> bool:
    return list(map(len, first)) == list(map(len, second))


def _worst(mismatch: Mismatch, window: Window) -> tuple[int, int]:
    """Return the row and column of the element furthest off; (-1, -1) where there is none."""
    if mismatch.index is None or len(mismatch.index) != len(window.shape):
        return -1, -1
    row = 0
    for place, size in zip(mismatch.index[:-1], window.shape[:-1], strict=True):
        row = row * size + place
    return row - window.first[0], mismatch.index[-1] - window.first[1]


def _scale(rows: Iterable[Sequence[Number]]) -> float:
    """Return the largest magnitude, which has the strongest colour."""
    finite = [abs(x) for row in rows for x in row if _is_finite(x) and not isinstance(x, str)]
    return max(finite, default=0.0)


def _is_finite(value: Number) -> bool:
    return not isinstance(value, str) and math.isfinite(value)


def _difference(window: Window, worst: tuple[int, int], rounding: float) -> list[list[Number]]:
    """Return what was returned too much; the worst element is no matter of rounding."""

    def minus(x: Number, y: Number, place: tuple[int, int]) -> Number:
        if not (_is_finite(x) and _is_finite(y)):
            return DASH
        off = float(x) - float(y)
        return 0.0 if abs(off) <= rounding and place != worst else off

    return [
        [minus(x, y, (i, j)) for j, (x, y) in enumerate(zip(*rows, strict=True))]
        for i, rows in enumerate(zip(window.returned, window.expected, strict=True))
    ]


def _grid(title: str, rows: Rows, scale: float, window: Window, worst: tuple[int, int]) -> Grid:
    labelled = tuple(
        (
            _label(window.first[0] + i, window.shape),
            tuple(_cell(x, scale, (i, j) == worst) for j, x in enumerate(row)),
        )
        for i, row in enumerate(rows)
    )
    ends = (_short(-scale), "0", _short(scale)) if scale else ()
    return Grid(title, labelled, ends)


def _label(row: int, shape: tuple[int, ...]) -> str:
    """Return the index of a row as NumPy takes it, without the last axis; nothing in a vector."""
    index: list[str] = []
    for size in reversed(shape[:-1]):
        row, place = divmod(row, max(size, 1))
        index.insert(0, str(place))
    return ", ".join(index)


def _cell(value: Number, scale: float, worst: bool) -> Cell:
    if isinstance(value, str) or not math.isfinite(value):
        return Cell(str(value)[:8], str(value)[:40], _hex(UNKNOWN), "#000", worst)
    share = value / scale if scale else 0.0
    end = HIGH if share > 0 else LOW
    mixed = [round(m + (e - m) * abs(share)) for m, e in zip(MIDDLE, end, strict=True)]
    bright = 0.299 * mixed[0] + 0.587 * mixed[1] + 0.114 * mixed[2]
    ink = "#000" if bright > 140 else "#fff"
    return Cell(_short(value), repr(float(value)), _hex(mixed), ink, worst)


def _short(value: float) -> str:
    """Return three digits, with a minus that is as wide as a plus; -0.0 is 0."""
    return f"{value + 0.0:.3g}".replace("-", MINUS)


def _hex(colour: Iterable[int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)
