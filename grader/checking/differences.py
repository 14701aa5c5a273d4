"""Numerical derivatives with an error estimate, by central differences.

A central difference has two errors: truncation, which grows with the step size, and rounding of
the function's values, which grows as the step size shrinks. Each `Rung` of a ladder of step sizes
takes two steps, h and h/2; Richardson extrapolation of the two cancels the leading truncation
term, and what they disagree by estimates the error. A search walks the ladder both ways and keeps
the estimate with the smallest error, after C. J. F. Ridders, "Accurate computation of F'(x) and
F'(x)F''(x)", Advances in Engineering Software 4 (1982). How rounding limits the step size is
J. N. Lyness and C. B. Moler, "Numerical differentiation of analytic functions", SIAM Journal on
Numerical Analysis 4 (1967).

A kink shows in the difference between the one-sided slopes. Where the function is smooth that
difference vanishes in proportion to h, so its extrapolation to h = 0, the `jump`, is next to
nothing. A jump counts as an error, which makes the search shrink the step; one that is still
there at the smallest step is a kink at the point itself, and then every value between the
one-sided slopes is a subgradient.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.checking.ladder import Search, Value

Array: TypeAlias = NDArray[np.float64]
Function: TypeAlias = Callable[[Array], object]
"""A function of a float64 array, with a real scalar as its value.

It may return an array of terms instead, of which the sum is meant. Differences are taken before
the sum, so a term that does not change adds no rounding error, however large it is.
"""

# What the error estimate should come down to, relative to the largest element of the gradient.
GOAL = 2.0**-28
# About eps**(1/3) times ten. It is no round binary number, nor are its products: values of f at
# such steps have all their digits, so that missing ones show how coarsely f is rounded.
START = math.sqrt(5) * 2.0**-15


class Slope(msgspec.Struct, frozen=True):
    """The derivative of a function along a line.

    Attributes
    ----------
    value
        The derivative; at a kink the middle between the one-sided slopes.
    error
        The estimated absolute error of `value`, `lower` and `upper`.
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
        The estimated absolute error of each.
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
        With an error estimate; 5 evaluations where the function is tame, 65 at most.

    Raises
    ------
    ValueError
        If `f` is not finite at `x`, or `direction` is zero or of another shape.
    """
    point, along = _real(x), _real(direction)
    if point.shape != along.shape or not along.any():
        message = f"the direction has shape {along.shape}, x {point.shape}; it must not be zero"
        raise ValueError(message)
    length = float(np.abs(along).max())
    start = START * max(1.0, float(np.abs(point).max())) / length

    def sample(t: float) -> tuple[float, Value]:
        return t, evaluate(f, point + t * along)

    with np.errstate(all="ignore"):
        search = Search(sample, centre(f, point), step or start)
        return finish(search, relative=GOAL)


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
        With an error estimate for each element. An element is done when its error is 4e-9 of the
        largest element's size; that takes 4 evaluations where the function is tame, 64 at most.

    Raises
    ------
    ValueError
        If `f` is not finite at `x`.
    """
    point = _real(x)
    with np.errstate(all="ignore"):
        middle = centre(f, point)
        searches = [element_search(f, point, i, middle, step=step) for i in range(point.size)]
        active = searches
        while active:
            # A lower bound, for a first estimate may be nothing but noise.
            goal = GOAL * max(search.magnitude for search in searches)
            active = [search for search in active if search.error > goal and search.advance()]
        slopes = [_slope(search) for search in searches]
    columns = np.array(slopes, dtype=np.float64).reshape(*point.shape, 4)
    return NumericalGradient(*(columns[..., k].copy() for k in range(4)))


def element_search(
    f: Function, x: Array, i: int, middle: Value, *, step: float | None = None
) -> Search:
    """Begin the search for the partial derivative at the flat index `i`; `middle` is f(x)."""
    origin = float(x.reshape(-1)[i])

    def sample(t: float) -> tuple[float, Value]:
        moved = origin + t
        point = x.copy()
        point.reshape(-1)[i] = moved
        # The step really taken: what is left of t when origin + t has been rounded.
        return moved - origin, evaluate(f, point)

    return Search(sample, middle, step or START * max(1.0, abs(origin)))


def finish(search: Search, *, absolute: float = 0.0, relative: float = 0.0) -> Slope:
    """Walk the ladder until the error is small enough, or there is nothing left to try."""
    while search.error > max(absolute, relative * search.magnitude) and search.advance():
        pass
    return Slope(*_slope(search))


def _slope(search: Search) -> tuple[float, float, float, float]:
    value, error, jump = search.result()
    if not math.isfinite(value):
        raise ValueError("f is not finite anywhere around x")
    return value, error, value - jump / 2, value + jump / 2


def centre(f: Function, x: Array) -> Value:
    """Evaluate `f` at `x` itself, where it has to be finite."""
    value = evaluate(f, x.copy())
    if type(value) is float and not math.isfinite(value):
        raise ValueError("f is not finite at x")
    return value


def evaluate(f: Function, x: Array) -> Value:
    """Return a float, or a flat array of terms; a NaN where anything is not finite."""
    value = f(x)
    if isinstance(value, float):
        return float(value)
    terms = np.array(value, dtype=np.float64).reshape(-1)
    if terms.size == 1:
        return float(terms[0])
    return terms if np.isfinite(terms).all() else math.nan


def _real(x: ArrayLike) -> Array:
    return np.array(x, dtype=np.float64, order="C")
