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
from collections.abc import Callable
from functools import cache
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import ArrayLike

from grader.checking.noise import EPSILON, Array, Row
from grader.checking.search import Search
from grader.checking.stencil import START, Lines, Mask

Function: TypeAlias = Callable[[Array], object]
"""A function of a float64 array, with a real scalar as its value.

It may return an array of terms instead, of which the sum is meant. Differences are taken before
the sum, so a term that does not change adds no rounding error, however large it is.
"""

# What the error estimate should come down to, relative to the largest element of the gradient.
GOAL = 2.0**-28


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
        the function is tame, 170 at most.

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
        return slope(sample, values.middle, scale, relative=GOAL, blur=blur)


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
        element is done when its error is 4e-9 of the largest element's size; that takes 10
        evaluations where the function is tame, 60 at most; for the whole there are 10 more, and
        up to 98 where any element is not tame.

    Raises
    ------
    ValueError
        If `f` is not finite at `x`, gives two values there, changes its shape, or returns anything
        but real numbers.
    """
    point = _real(x)
    with np.errstate(all="ignore"):
        values = Values(f, point)
        lines = element_lines(values, point, step=step)
        found = Search(lines, relative=GOAL).run()
    if np.isnan(found.value).any():
        raise ValueError(NOWHERE)
    return NumericalGradient(*(column.reshape(point.shape) for column in found[:4]))


def element_lines(values: Values, point: Array, *, step: float | None = None) -> Lines:
    """Return a line for each element of `point`, in C order."""
    flat = point.reshape(-1)
    scale = np.maximum(1.0, np.abs(flat)) if step is None else np.full(flat.size, step / START)

    def moved(i: int, to: float) -> Array:
        other = point.copy()
        other.reshape(-1)[i] = to
        return values(other)

    def sample(i: int, t: float) -> tuple[float, Array]:
        origin = float(flat[i])
        # The step really taken: what is left of t when origin + t has been rounded.
        return origin + t - origin, moved(i, origin + t)

    def depends(i: int) -> Mask:
        # A NaN passes through arithmetic: what does not hear of it does not read the element.
        try:
            return np.asarray(moved(i, math.nan) != values.middle)
        except Exception:
            return np.ones(values.middle.shape, dtype=np.bool_)

    @cache
    def row(distance: float, nodes: tuple[float, ...]) -> Array:
        spacing = _odd_spacing(flat, distance * scale).reshape(point.shape)
        return np.array([values(point + node * spacing) for node in nodes])

    return Lines(sample, values.middle, scale, row, depends)


def _odd_spacing(flat: Array, distance: Array) -> Array:
    """Return a small step for each element, with a sign at random.

    It is an odd number of the element's last bits: the points are evenly spaced then, and
    roundings do not repeat from one to the next.
    """
    random = np.random.default_rng(0)
    bit = np.spacing(np.maximum(np.abs(flat), distance * 2.0**-30))
    count = 2 * np.rint(distance * random.uniform(0.5, 1, flat.size) / bit / 2) + 1
    return np.asarray(count * bit * random.choice((-1.0, 1.0), flat.size))


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
) -> Slope:
    """Differentiate along one line; see `Lines` and `Search` for the parameters."""

    def along(distance: float, nodes: tuple[float, ...]) -> Array:
        return np.array([sample(distance * scale * node)[1] for node in nodes])

    lines = Lines(
        lambda _, t: sample(t),
        middle,
        np.array([scale]),
        row or along,
        lambda _: depends() if depends else np.ones(middle.shape, dtype=np.bool_),
        blur,
    )
    found = Search(lines, relative=relative, absolute=absolute).run()
    value, error, lower, upper = (float(column[0]) for column in found[:4])
    if math.isnan(value):
        raise ValueError(NOWHERE)
    return Slope(value, error, lower, upper)


NOWHERE = "f is not finite anywhere around x"


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
        self.middle = self(point.copy())
        if not np.isfinite(self.middle).all():
            raise ValueError("f is not finite at x")
        again = self(point.copy())
        if not np.array_equal(self.middle, again):
            i = int(np.argmax(self.middle != again))
            one, two = float(self.middle[i]), float(again[i])
            message = f"f is not deterministic: it gave {one!r} at x, and then {two!r}"
            raise ValueError(message)

    def __call__(self, point: Array) -> Array:
        """Return the terms at `point`, which may be changed by the function."""
        value = self._f(np.asarray(point))
        try:
            # A copy: the function may use the memory of its result again.
            terms = np.array(value)
            if terms.dtype.kind not in "fiub":
                raise TypeError
        except (TypeError, ValueError):
            message = f"f has to return real numbers, but returned {type(value).__name__}"
            raise ValueError(message) from None
        if self._shape is None:
            self._shape = terms.shape
        elif terms.shape != self._shape:
            message = f"f changes its shape: it was {self._shape} at x, and {terms.shape} nearby"
            raise ValueError(message)
        return terms.reshape(-1).astype(np.float64, copy=False)


def _real(x: ArrayLike) -> Array:
    return np.array(x, dtype=np.float64, order="C")
