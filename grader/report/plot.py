"""A curve drawn with characters: braille dots, or asterisks where the terminal has no more."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.authoring.curve import Curve
    from grader.report.page import Page

ROWS = 8
WIDEST = 60
"""A curve is no wider, however wide the page is."""

LEAST = 8
"""Where fewer columns are left for it, it is not drawn."""

STEEP = 100
"""Positive values that differ by more than this factor are drawn on a logarithmic scale."""

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pen:
    """What to draw with: how many dots a character has, and the lines of the axes."""

    across: int
    down: int
    tick: str
    upright: str
    corner: str
    level: str

    def character(self, dots: set[Point]) -> str:
        """Return the character with these dots, counted from its upper left."""
        if self.across == 1:
            return "*" if dots else " "
        return chr(0x2800 + sum(_BRAILLE[dot] for dot in dots)) if dots else " "


_BRAILLE = {
    **{(0, y): 1 << y for y in range(3)},
    **{(1, y): 8 << y for y in range(3)},
    (0, 3): 64,
    (1, 3): 128,
}
FINE = Pen(2, 4, "┤", "│", "└", "─")
COARSE = Pen(1, 1, "+", "|", "+", "-")


class Shape(NamedTuple):
    """What is drawn of a curve: a line that says so, its ends, and heights between them, 0 and 1.

    A height is None where the number is not finite.
    """

    heading: str
    low: float
    high: float
    heights: tuple[float | None, ...]


def shape_of(curve: Curve) -> Shape | None:
    """Return what to draw of `curve`; None where there are no two points."""
    finite = [value for value in curve.values if value is not None]
    if len(finite) < 2:
        return None
    low, high = min(finite), max(finite)
    steep = low > 0 and high / STEEP > low
    heights = tuple(_height(value, low, high, steep=steep) for value in curve.values)
    return Shape(_heading(curve, steep=steep), low, high, heights)


def draw(curve: Curve, page: Page, margin: int) -> Iterator[Text]:
    """Yield the lines of a picture of `curve`; none where there are no two points or no room."""
    shape = shape_of(curve)
    if shape is None:
        return
    heading, low, high, heights = shape
    labels = {0: f"{high:.3g}", ROWS - 1: f"{low:.3g}"} if low < high else {ROWS - 1: f"{low:.3g}"}
    widest = max(map(len, labels.values()))
    columns = min(page.width - margin - widest - 2, WIDEST)
    if columns < LEAST:
        return
    pen = FINE if page.shows(chr(0x28FF) + FINE.tick) else COARSE
    yield from page.indent(margin, page.line(heading))
    for number, row in enumerate(_rows(heights, pen, columns)):
        edge = pen.tick if number in labels else pen.upright
        label = " " * margin + f"{labels.get(number, ''):>{widest}} {edge}"
        line = Text.assemble((label, "dim"), (row, "cyan"))
        line.rstrip()
        yield line
    blank = " " * (margin + widest + 1)
    yield Text(f"{blank}{pen.corner}{pen.level * columns}", style="dim")
    yield Text(f"{blank} 1{curve.count:>{columns - 1}}", style="dim")


def _heading(curve: Curve, *, steep: bool) -> str:
    """Say what is drawn, and how."""
    missing = sum(value is None for value in curve.values)
    scale = ", on a logarithmic scale" if steep else ""
    gaps = " (a gap: not a finite number)" if missing else ""
    return f"Your {curve.title}, {curve.axis} 1 to {curve.count}{scale}{gaps}:"


def _height(value: float | None, low: float, high: float, *, steep: bool) -> float | None:
    """Return how high a value stands between the lowest, 0, and the highest, 1."""
    if value is None or low == high:
        return value if value is None else 0.0
    if steep:
        low, value, high = math.log(low), math.log(value), math.log(high)
    # Divided first: the difference of two huge numbers, or half of a tiny one, leaves the range.
    largest = max(abs(low), abs(high))
    return (value / largest - low / largest) / (high / largest - low / largest)


def _rows(heights: Sequence[float | None], pen: Pen, columns: int) -> Iterator[str]:
    """Yield the characters of the picture, from the top."""
    right, bottom = columns * pen.across - 1, ROWS * pen.down - 1
    cells: dict[Point, set[Point]] = {}
    for x, y in _dots(heights, right, bottom):
        cell = cells.setdefault((x // pen.across, y // pen.down), set())
        cell.add((x % pen.across, y % pen.down))
    for row in range(ROWS):
        yield "".join(pen.character(cells.get((column, row), set())) for column in range(columns))


def _dots(heights: Sequence[float | None], right: int, bottom: int) -> Iterator[Point]:
    """Yield the dots of a line through all points, which breaks off at gaps."""
    before: Point | None = None
    for i, height in enumerate(heights):
        if height is None:
            before = None
            continue
        here = round(i / (len(heights) - 1) * right), round((1 - height) * bottom)
        yield from _line(before or here, here)
        before = here


def _line(start: Point, end: Point) -> Iterator[Point]:
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
    for k in range(steps + 1):
        yield tuple(round(a + (b - a) * k / steps) for a, b in zip(start, end, strict=True))  # type: ignore[misc]
