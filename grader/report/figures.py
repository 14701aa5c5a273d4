"""The blocks of a failure as elements of HTML: sentences, heat maps, curves, programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report.blocks import (
    Block,
    Diagnosis,
    Elements,
    Fault,
    Hint,
    Message,
    Plot,
    Program,
    Value,
    Values,
)
from grader.report.heatmap import Grid, HeatMap, heat_map
from grader.report.plot import shape_of
from grader.report.tags import prose, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    from grader.authoring.curve import Curve

WIDE, HIGH = 480, 120
"""The size of a curve, in pixels."""


def figures(blocks: Sequence[Block]) -> Iterator[Element]:
    """Yield the elements of the blocks of one check; numbers that a heat map shows stand there."""
    drawn = any(isinstance(b, Elements) and heat_map(b.mismatch) for b in blocks)
    for block in blocks:
        if not (drawn and isinstance(block, Values)):
            yield from _figure(block)


def _figure(block: Block) -> Iterator[Element]:
    match block:
        case Message(text, place):
            yield paragraphs("message", text + (f" ({place})" if place else ""))
        case Fault(text) | Diagnosis(text):
            yield tag("p.diagnosis", prose(text))
        case Elements(rows, mismatch):
            if drawn := heat_map(mismatch):
                yield from _heat_map(drawn, mismatch.array)
            elif rows:
                yield tag("pre.picture", "\n".join(rows))
                yield tag("p.note", "x is off")
        case Values(returned, expected):
            yield tag("table.values", map(_value, (returned, expected)))
        case Plot(curve):
            yield from _curve(curve)
        case Hint("Remember" as word, text):  # what is due comes when it is asked for
            yield tag("details.hint", tag("summary", word), prose(text))
        case Hint(word, text):
            yield tag("p.hint", tag("strong", f"{word}:"), " ", prose(text))
        case Program(code, invitation):
            yield tag("p.note", invitation)
            yield tag("pre.code", tag("code", code))


def paragraphs(kind: str, text: str) -> Element:
    """Return a message; what has several lines, as an error in the syntax, keeps them."""
    lines = text.strip()
    return tag(f"pre.{kind}", lines) if "\n" in lines else tag(f"p.{kind}", prose(lines))


def _value(value: Value) -> Element:
    note = tag("td", value.note)
    return tag("tr", tag("th", value.word, scope="row"), tag("td", tag("code", value.text)), note)


def _heat_map(drawn: HeatMap, array: str) -> Iterator[Element]:
    yield tag("div.grids", (_grid(drawn, grid) for grid in drawn.grids))
    cut = ": the part around the element that is furthest off" if drawn.cut else ""
    point = " Point at a cell to see its number." if drawn.compact else ""
    yield tag(
        "p.note",
        tag("code", array),
        f" of shape {drawn.shape}{cut}. The frame marks the element that is furthest off. "
        f"Each colour scale runs from blue, below zero, to orange, above.{point}",
    )


def _grid(drawn: HeatMap, grid: Grid) -> Element:
    head = tag("tr", tag("td"), (tag("th", str(c), scope="col") for c in drawn.columns))
    rows = [
        tag(
            "tr",
            tag("th", label, scope="row"),
            (
                tag(
                    "td.worst" if cell.worst else "td",
                    tag("span.unseen", cell.text) if drawn.compact else cell.text,
                    style=f"background:{cell.background};color:{cell.ink}",
                    title=cell.exact,
                )
                for cell in cells
            ),
        )
        for label, cells in grid.rows
    ]
    table = tag(
        "table.compact" if drawn.compact else "table", tag("thead", head), tag("tbody", rows)
    )
    ends = [(tag("span", end), " ") for end in grid.scale]
    scale = tag("div.scale", tag("div.colours"), ends) if ends else None
    return tag("figure.grid", tag("figcaption", grid.title), tag("div.scroll", table), scale)


def _curve(curve: Curve) -> Iterator[Element]:
    """Yield a curve as a line that breaks off where a number is not finite."""
    if (shape := shape_of(curve)) is None:
        return
    step = WIDE / (len(shape.heights) - 1)
    lines: list[list[str]] = [[]]
    for i, height in enumerate(shape.heights):
        if height is None:
            lines.append([])
        else:
            lines[-1].append(f"{i * step:.1f},{HIGH * (1 - height):.1f}")
    lines = [line if len(line) > 1 else line * 2 for line in lines]  # a single one is a dot
    drawn = (tag("polyline", points=" ".join(line)) for line in lines if line)
    box = f"-4 -4 {WIDE + 8} {HIGH + 8}"
    label = f"from {shape.low:.3g} to {shape.high:.3g}"
    svg = tag("svg", drawn, viewBox=box, role="img", aria_label=label)
    yield tag("figure.curve", tag("figcaption", f"{shape.heading} {label}"), svg)
