"""Numerical derivatives with an error estimate, by central differences.

A central difference has two errors: truncation, which grows with the step size, and rounding of
the function's values, which grows as the step size shrinks. Here several steps are taken, and their
disagreement and the noise of the values bound the error: `estimate` says how, `search` which steps.

No method that asks for values alone can be right for every function: what is narrower than a
million-millionth of the point, or hidden below the rounding of the values, nobody sees. Short of
that, the error bounds what the value is off by, whether or not the function is smooth.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from grader.checking.estimate import Estimate
from grader.checking.functions import Function, Stacked, StackedValues, Values, element_lines
from grader.checking.noise import EPSILON, Array, Row
from grader.checking.search import Search
from grader.checking.stencil import START, Lines, Mask, Members

# What the error estimate should come down to, relative to the largest element of the gradient.
GOAL = 2.0**-25

STACK = 2**15
"""How many values of terms of many functions are looked at together."""


class Slope(msgspec.Struct, frozen=True):
    """The derivative of a function along a line.

    Attributes
    ----------
    value
        The derivative; at a kink the middle between the one-sided slopes.
    error
        The estimated absolute error of `value`, `lower` and `upper`; infinite where there is no
        saying.
    lower, upper
        The one-sided slopes, the smaller first; both are `value` where there is no kink.
    """

    value: float
    error: float
    lower: float
    upper: float


class NumericalGradient(msgspec.Struct, frozen=True):
    """A gradient by finite differences: four float64 arrays of the parameter's shape.

    Attributes
    ----------
    value
        The partial derivatives; at a kink the middle between the one-sided slopes.
    error
        The estimated absolute error of each; infinite where there is no saying.
    lower, upper
        The one-sided slopes, the smaller first; both are `value` where there is no kink.
    """

    value: Array
    error: Array
    lower: Array
    upper: Array

    @property
    def relative_error(self) -> float:
        """The largest error relative to the largest element; 0 where nothing is in doubt.

        Above 5e-7, the gradient is too uncertain to find every error of 3e-6.
        """
        worst = float(self.error.max(initial=0.0))
        largest = float(np.abs(self.value).max(initial=0.0))
        return worst / largest if largest else (math.inf if worst else 0.0)


def directional_derivative(
    f: Function, x: ArrayLike, direction: ArrayLike, *, step: float | None = None
) -> Slope:
    """Differentiate `f` at `x` along `direction`.

    Parameters
    ----------
    f
        A function of a float64 array of the shape of `x`, with a real scalar as its value or an
        array of terms to sum. It gets an array of its own in each call.
    x
        The point, real, of any shape and layout.
    direction
        Of the shape of `x`; its length counts.
    step
        The step size that the search starts with, in units of `direction`. Unless given it is
        6.8e-5 times the larger of 1 and the largest element of `x`, over that of `direction`.

    Returns
    -------
    Slope
        With an error estimate, which is infinite where there is no saying; 20 evaluations where
        the function is tame, 22 if an element is next to 0, about 170 where it is neither.

    Raises
    ------
    ValueError
        If `f` is not finite at `x`, gives two values there, changes its shape or returns anything
        but real numbers; or if `direction` is zero or of another shape than `x`.
    """
    point, along = _real(x), _real(direction)
    if point.shape != along.shape or not along.any():
        message = f"the direction has shape {along.shape}, x {point.shape}; it must not be zero"
        raise ValueError(message)
    length = float(np.abs(along).max())
    scale = max(1.0, float(np.abs(point).max())) / length if step is None else step / START

    def sample(t: float) -> tuple[float, Array]:
        return t, values(point + t * along)

    with np.errstate(all="ignore"):
        values = Values(f, point)
        blur = EPSILON * float(np.abs(point).max()) / length
        # Where an element changes its sign is where functions have their kinks.
        crossings = np.abs(point / along)
        nearest = float(crossings[crossings > 4 * blur].min(initial=math.inf)) / 2
        return slope(sample, values.middle, scale, relative=GOAL, blur=blur, nearest=nearest)


def numerical_gradient(
    f: Function, x: ArrayLike, *, step: float | None = None
) -> NumericalGradient:
    """Differentiate `f` at `x` with respect to each element.

    Parameters
    ----------
    f
        A function of a float64 array of the shape of `x`, with a real scalar as its value or an
        array of terms to sum. It gets a C-ordered array of its own in each call.
    x
        The point, real, of any shape, dtype and layout. It is not modified.
    step
        The step size that each search starts with. Unless given it is 6.8e-5 times the larger of
        1 and the element itself.

    Returns
    -------
    NumericalGradient
        With an error estimate for each element, which is infinite where there is no saying. An
        element is done when its error is 3e-8 of the largest element's size; that takes 10
        evaluations where the function is tame, 60 at most; for the whole there are 10 more, and
        where any element is not tame up to 98, and 42 at each distance at which noise begins.

    Raises
    ------
    ValueError
        If `f` is not finite at `x`, gives two values there, changes its shape, or returns anything
        but real numbers.
    """
    point = _real(x)
    with np.errstate(all="ignore"):
        values = Values(f, point)
        found = Search(element_lines([values], step=step), relative=GOAL).run()
    return _gradient(found, slice(None), point.shape)


def numerical_gradients(problems: Sequence[tuple[Stacked, ArrayLike]]) -> list[NumericalGradient]:
    """Differentiate many small functions as `numerical_gradient` does, in a tenth of the time.

    Parameters
    ----------
    problems
        Functions and points. A function gets arrays of points that are stacked along a new first
        axis, and returns the terms of each along its own first axis; each point has to come out
        as if it were alone.

    Raises
    ------
    ValueError
        As `numerical_gradient`.
    """
    with np.errstate(all="ignore"):
        functions = [StackedValues(f, _real(x)) for f, x in problems]
        found: dict[int, NumericalGradient] = {}
        for some in _stacks(functions):
            lines = element_lines([functions[k] for k in some])
            estimate = Search(lines, relative=GOAL).run()
            ends = np.cumsum([functions[k].point.size for k in some]).tolist()
            for k, first, last in zip(some, [0, *ends], ends, strict=False):
                found[k] = _gradient(estimate, slice(first, last), functions[k].point.shape)
    return [found[k] for k in range(len(functions))]


def _stacks(functions: Sequence[StackedValues]) -> Iterator[list[int]]:
    """Yield the numbers of functions to look at together: with equally many terms."""
    alike = defaultdict(list)
    for k, one in enumerate(functions):
        alike[one.middle.size].append(k)
    for terms, numbers in alike.items():
        seen = np.cumsum([functions[k].point.size * terms for k in numbers]) // STACK
        for part in np.unique(seen).tolist():
            yield [k for k, place in zip(numbers, seen.tolist(), strict=True) if place == part]


def _gradient(found: Estimate, lines: slice, shape: tuple[int, ...]) -> NumericalGradient:
    if np.isnan(found.value[lines]).any():
        raise ValueError(NOWHERE)
    return NumericalGradient(*(column[lines].reshape(shape) for column in found[:4]))


def slope(
    sample: Callable[[float], tuple[float, Array]],
    middle: Array,
    scale: float,
    *,
    relative: float,
    absolute: float = 0.0,
    depends: Callable[[], Mask] | None = None,
    row: Row | None = None,
    blur: float = 0.0,
    nearest: float = math.inf,
) -> Slope:
    """Differentiate along one line; see `Lines` and `Search` for the parameters.

    `sample` takes a step and returns that really taken, and the terms.
    """

    def along(distance: float, nodes: tuple[float, ...]) -> Array:
        return np.array([sample(distance * scale * node)[1] for node in nodes])

    def measured(_: Members, steps: Array) -> tuple[Array, Array]:
        taken, terms = zip(*map(sample, steps.tolist()), strict=True)
        return np.array(taken), np.array(terms)

    lines = Lines(
        measured,
        middle[np.newaxis],
        np.zeros(1, dtype=np.intp),
        np.array([scale]),
        row or along,
        lambda _: depends() if depends else np.ones((1, middle.size), dtype=np.bool_),
        np.array([blur]),
    )
    found = Search(lines, relative=relative, absolute=absolute, nearest=nearest / scale).run()
    value, error, lower, upper = (float(column[0]) for column in found[:4])
    if math.isnan(value):
        raise ValueError(NOWHERE)
    return Slope(value, error, lower, upper)


NOWHERE = "f is not finite anywhere around x"


def _real(x: ArrayLike) -> Array:
    return np.array(x, dtype=np.float64, order="C")
