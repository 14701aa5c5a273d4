"""Functions that are differentiated, each around a point, and the lines through these points."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Protocol, TypeAlias

import numpy as np

from grader.checking.noise import EPSILON, Array
from grader.checking.stencil import START, Lines, Mask, Members

Function: TypeAlias = Callable[[Array], object]
"""A function of a float64 array, with a real scalar as its value.

It may return an array of terms instead, of which the sum is meant. Differences are taken before
the sum, so a term that does not change adds no rounding error, however large it is.
"""

Stacked: TypeAlias = Callable[[Array], object]
"""A function of many points at once, stacked along a first axis, that returns the terms of each.

What comes of a point must not depend on the others beside it.
"""


class AroundAPoint(Protocol):
    """A function around a point."""

    point: Array
    """The point, C-ordered, of any shape."""
    middle: Array
    """The terms there, of shape (terms,)."""

    def at(self, points: Array) -> Array:
        """Return the terms at points stacked along a first axis, of shape (points, terms)."""


class Values:
    """The terms of a function as flat float64 arrays, all of one size.

    Parameters
    ----------
    f
        The function.
    point
        Where it has to be finite, and to give the same terms twice.
    """

    def __init__(self, f: Function, point: Array) -> None:
        self._f = f
        self._shape: tuple[int, ...] | None = None
        self.point = point
        self.middle = _known_twice(self(point.copy()), self(point.copy()))

    def __call__(self, point: Array) -> Array:
        """Return the terms at `point`, which may be changed by the function."""
        terms = _terms(self._f(point))
        if self._shape is None:
            self._shape = terms.shape
        elif terms.shape != self._shape:
            message = f"f changes its shape: it was {self._shape} at x, and {terms.shape} nearby"
            raise ValueError(message)
        return terms.reshape(-1)

    def at(self, points: Array) -> Array:
        """Return the terms at points stacked along a first axis, of shape (points, terms)."""
        return np.array([self(np.asarray(point)) for point in points])


class StackedValues:
    """The same of a function that takes many points at once."""

    def __init__(self, f: Stacked, point: Array) -> None:
        self._f = f
        self.point = point
        self.middle = _known_twice(*self.at(np.array([point, point])))

    def at(self, points: Array) -> Array:
        """Return the terms at points stacked along a first axis, of shape (points, terms)."""
        count = len(points)
        terms = _terms(self._f(points))
        if terms.shape[:1] != (count,):
            message = f"f has to return the terms of each of {count} points, not {terms.shape}"
            raise ValueError(message)
        return terms.reshape(count, -1)


def _terms(value: object) -> Array:
    """Return what a function returned as float64; a copy, as it may use the memory again."""
    try:
        terms = np.array(value)
        if terms.dtype.kind not in "fiub":
            raise TypeError
    except (TypeError, ValueError):
        message = f"f has to return real numbers, but returned {type(value).__name__}"
        raise ValueError(message) from None
    return terms.astype(np.float64, copy=False)


def _known_twice(first: Array, second: Array) -> Array:
    """Return the terms that a function gave at the same point, both times."""
    if not np.isfinite(first).all():
        raise ValueError("f is not finite at x")
    if not np.array_equal(first, second):
        i = int(np.argmax(first != second))
        one, two = float(first[i]), float(second[i])
        message = f"f is not deterministic: it gave {one!r} at x, and then {two!r}"
        raise ValueError(message)
    return first


def element_lines(functions: Sequence[AroundAPoint], *, step: float | None = None) -> Lines:
    """Return a line for each element of the point of each function, in C order.

    Parameters
    ----------
    functions
        Functions with equally many terms.
    step
        What the search starts with, see `grader.checking.numerical_gradient`.
    """
    sizes = [one.point.size for one in functions]
    flat = np.concatenate([one.point.reshape(-1) for one in functions])
    function = np.repeat(np.arange(len(functions)), sizes)
    element = np.concatenate([np.arange(size) for size in sizes])
    scale = np.maximum(1.0, np.abs(flat)) if step is None else np.full(flat.size, step / START)
    middle = np.array([one.middle for one in functions])

    def moved(members: Members, to: Array) -> Iterator[tuple[AroundAPoint, Members, Array]]:
        """Yield each function, the places of its lines, and points with an element moved."""
        owner = function[members]
        for number in np.unique(owner).tolist():
            rows, point = np.flatnonzero(owner == number), functions[number].point
            points = np.repeat(point[np.newaxis], rows.size, axis=0)
            points.reshape(rows.size, -1)[np.arange(rows.size), element[members[rows]]] = to[rows]
            yield functions[number], rows, points

    def sample(members: Members, steps: Array) -> tuple[Array, Array]:
        ends = flat[members] + steps
        terms = np.empty((members.size, middle.shape[1]))
        for one, rows, points in moved(members, ends):
            terms[rows] = one.at(points)
        # The steps really taken: what is left of them when the sum has been rounded.
        return ends - flat[members], terms

    def depends(members: Members) -> Mask:
        # A NaN passes through arithmetic: what does not hear of it does not read the element.
        found = np.ones((members.size, middle.shape[1]), dtype=np.bool_)
        for one, rows, points in moved(members, np.full(members.size, math.nan)):
            try:
                found[rows] = one.at(points) != one.middle
            except Exception:  # noqa: S112 - whatever it says to a NaN, it may depend on it
                continue
        return found

    @cache
    def row(distance: float, nodes: tuple[float, ...]) -> Array:
        spacings = np.split(_odd_spacings(flat, distance * scale, sizes), np.cumsum(sizes)[:-1])
        tables = [
            one.at(one.point + np.multiply.outer(nodes, spacing.reshape(one.point.shape)))
            for one, spacing in zip(functions, spacings, strict=True)
        ]
        return np.concatenate(tables, axis=1)

    return Lines(sample, middle, function, scale, row, depends, EPSILON * np.abs(flat))


def _odd_spacings(flat: Array, distance: Array, sizes: Sequence[int]) -> Array:
    """Return a small step for each element, with a sign at random.

    It is an odd number of the element's last bits: the points are evenly spaced then, and
    roundings do not repeat from one to the next.
    """
    lengths, signs = zip(*map(_random, sizes), strict=True)
    bit = np.spacing(np.maximum(np.abs(flat), distance * 2.0**-30))
    count = 2 * np.rint(distance * np.concatenate(lengths) / bit / 2) + 1
    return np.asarray(count * bit * np.concatenate(signs))


@cache
def _random(size: int) -> tuple[Array, Array]:
    """Return random lengths and signs; the same for every function of so many elements."""
    random = np.random.default_rng(0)
    return random.uniform(0.5, 1, size), random.choice((-1.0, 1.0), size)
