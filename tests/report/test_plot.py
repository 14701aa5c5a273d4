"""How a curve is drawn: with whatever characters there are, in whatever room there is."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.authoring.curve import Curve
from grader.report.page import Page
from grader.report.plot import COARSE, FINE, ROWS, draw


class Stream(StringIO):
    """A stream that says which characters it has."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding


def drawn(*values: float | None, width: int = 80, encoding: str = "utf-8") -> list[str]:
    page = Page(Console(file=Stream(encoding), width=width))
    curve = Curve(title="mean loss", axis="epoch", count=len(values), values=values)
    return [line.plain for line in draw(curve, page, 4)]


def picture(lines: list[str], edge: str = FINE.upright + FINE.tick) -> list[str]:
    """Return what stands right of the axis."""
    return [line[i + 1 :] for line in lines for i, c in enumerate(line) if c in edge]


def test_a_falling_line_goes_from_the_upper_left_to_the_lower_right() -> None:
    edge = COARSE.upright + COARSE.tick
    rows = picture(drawn(3.0, 2.0, 1.0, encoding="ascii")[1:-2], edge)
    assert len(rows) == ROWS
    assert [min(i for i, c in enumerate(row) if c == "*") for row in rows] == sorted(
        min(i for i, c in enumerate(row) if c == "*") for row in rows
    )
    assert rows[0].startswith("*")
    assert len(rows[-1]) == max(map(len, rows))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_without_braille_gets_asterisks(encoding: str) -> None:
    text = "\n".join(drawn(1.0, 5.0, 2.0, encoding=encoding))
    assert text.isascii()
    assert "*" in text


@pytest.mark.parametrize("width", [24, 40, 60, 300])
def test_it_is_no_wider_than_the_page(width: int) -> None:
    lines = drawn(*[1.5e-7 * 3.0**k for k in range(30)], width=width)
    assert lines
    assert max(map(cell_len, lines)) <= width


def test_where_there_is_no_room_nothing_is_drawn() -> None:
    assert drawn(1.0, 2.0, width=12) == []


@pytest.mark.parametrize(
    "values",
    [
        (1.0, 1.0, 1.0),
        (0.0, 0.0),
        (-1.7e308, 1.7e308),
        (5e-324, 1.7e308),
        (-5e-324, 5e-324),
        (None, 1.0, None, 2.0, None),
        tuple(float(k % 7) for k in range(400)),
    ],
)
def test_any_finite_numbers_have_a_picture(values: tuple[float | None, ...]) -> None:
    lines = drawn(*values)
    assert any("\u2800" < c <= "\u28ff" for line in lines for c in line)
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("values", [(None, None), (None, 1.0), ()])
def test_fewer_than_two_numbers_have_none(values: tuple[float | None, ...]) -> None:
    assert drawn(*values) == []


def test_the_scale_is_logarithmic_where_values_span_it() -> None:
    assert "logarithmic" in drawn(1.0, 1e-6)[0]
    assert "logarithmic" not in drawn(1.0, 0.5)[0]
    assert "logarithmic" not in drawn(1.0, 0.0)[0]


def test_the_ends_of_both_axes_are_labelled() -> None:
    lines = drawn(*[0.25 + 1 / k for k in range(1, 201)])
    assert lines[1].split()[0] == "1.25"
    assert lines[ROWS].split()[0] == "0.255"
    assert lines[-1].split() == ["1", "200"]
