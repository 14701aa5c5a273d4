"""Examples for checks: what an author draws from.

A recipe is a function of a `Draw`. The numbers it draws are short decimals, so that a failing
example can be read: a mantissa of at most three digits, times a power of ten that an array's
elements share, or not.

Examples come from a generator of NumPy, each draw independent of all others: what a recipe chooses
once in ten times is there among a hundred examples, whatever the seed: `grader.grading.examples`.
Hypothesis finds small examples of a failure, and draws for recipes that use strategies of its own;
its draws are copied from one another, so that some choices never occur. It is imported then, not
before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt

from grader.checking import NumericalGradient, Stacked, numerical_gradients

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[Any]

EXPONENTS = (0, -1, 1, -4, 3, 5, -2)
"""Powers of ten for whole arrays: with mantissas of 0.01 to 9.99 they reach 1e-6 and 1e6."""

MANTISSAS = tuple(
    sorted(
        (k for k in range(-999, 1000) if k),
        key=lambda k: (k % 100 != 0, k % 50 != 0, k % 10 != 0, abs(k), k < 0),
    )
)
"""Hundredths in order of simplicity, which is the order in which Hypothesis shrinks."""

WHOLE = tuple(k // 100 for k in MANTISSAS if k % 100 == 0)
"""Whole numbers in the same order."""

MANTISSAS_OR_ZERO, WHOLE_OR_ZERO = (0, *MANTISSAS), (0, *WHOLE)


ACCURACY = 1e-7
"""How exact a gradient has to be: far more so than an error of 3e-6 that is to be found."""


class Draw:
    """What a recipe draws its example from."""

    def __init__(self, draw: Callable[[SearchStrategy[Any]], Any]) -> None:
        self._draw = draw
        self._draws = 0

    def __call__(self, strategy: SearchStrategy[T]) -> T:
        """Draw from any Hypothesis strategy."""
        value: T = self._draw(strategy)
        self._draws += 1
        return value

    def is_made(self) -> bool:
        """Whether what was drawn is an example made by draws, and not one that was chosen."""
        return self._draws > 1

    def integer(self, low: int, high: int) -> int:
        """Draw an integer from `low` to `high`, both included; smaller ones are simpler."""
        from hypothesis import strategies as st

        return self(st.integers(low, high))

    def choice(self, options: Sequence[T]) -> T:
        """Draw one of `options`; earlier ones are simpler."""
        from hypothesis import strategies as st

        return self(st.sampled_from(options))

    def shape(self, dimensions: Sequence[int], most: int = 4) -> tuple[int, ...]:
        """Draw a shape with one of the numbers of `dimensions`, each axis from 1 to `most`."""
        return tuple(self.integer(1, most) for _ in range(self.choice(dimensions)))

    def array(self, shape: tuple[int, ...], *, zeros: bool = False, mixed: bool = True) -> Floats:
        """Draw a float64 array in C order with magnitudes from 1e-6 to 1e6.

        Parameters
        ----------
        shape
            Its shape.
        zeros
            Whether elements may be zero; they are never near zero by their array's scale.
        mixed
            Whether elements of very different scale may meet in one array.
        """
        scales = [*EXPONENTS, None] if mixed else list(EXPONENTS)
        exponent = self.choice(scales)
        mantissas = self._elements(MANTISSAS_OR_ZERO if zeros else MANTISSAS, shape)
        if exponent is None:
            exponents = self._elements(EXPONENTS, shape)
        else:
            exponents = (exponent,) * len(mantissas)
        values = [_decimal(m, e) for m, e in zip(mantissas, exponents, strict=True)]
        return np.array(values, dtype=np.float64).reshape(shape)

    def small(self, shape: tuple[int, ...], *, zeros: bool = False) -> Floats:
        """Draw a float64 array of whole numbers from -9 to 9, on which sums are exact."""
        values = self._elements(WHOLE_OR_ZERO if zeros else WHOLE, shape)
        return np.array(values, dtype=np.float64).reshape(shape)

    def integers(self, shape: tuple[int, ...], most: int = 9) -> npt.NDArray[np.int64]:
        """Draw an int64 array with elements from -`most` to `most`."""
        values = self._numbers(-most, most, math.prod(shape))
        return np.array(values, dtype=np.int64).reshape(shape)

    def layouts(self, *arrays: Numbers) -> list[Numbers]:
        """Draw a memory layout, for all arrays or each, and return equal arrays that have it."""
        common = self.choice([*LAYOUTS, None])
        names = [common or self.choice(tuple(LAYOUTS)) for _ in arrays]
        return [LAYOUTS[name](array) for name, array in zip(names, arrays, strict=True)]

    def assume(self, condition: object) -> None:
        """Give up this example unless `condition` holds."""
        from hypothesis import assume

        assume(bool(condition))

    def gradient(self, f: Stacked, x: Numbers, *, scale: float | None = None) -> NumericalGradient:
        """Differentiate `f` at `x`; give up this example where that is not exact to 1e-7.

        The numbers may be filled in after the recipe has returned: it must not look at them, nor
        change what `f` depends on.

        Parameters
        ----------
        f
            A function of points that are stacked along a first axis, of shape (points, *x.shape).
            It returns the terms of each, of which the sum is meant, along its own first axis; each
            point has to come out as if it were alone.
        x
            The point.
        scale
            What the errors are compared with, if not with the largest element of the gradient.
        """
        (found,) = numerical_gradients([(f, x)])
        self.assume(is_exact(found, scale))
        return found

    def _elements(self, options: Sequence[T], shape: tuple[int, ...]) -> tuple[T, ...]:
        # Not sampled_from: it looks through all the options each time it is made.
        places = self._numbers(0, len(options) - 1, math.prod(shape))
        return tuple(options[place] for place in places)

    def _numbers(self, low: int, high: int, count: int) -> list[int]:
        """Draw some integers from `low` to `high`, both included."""
        from hypothesis import strategies as st

        return list(self(st.tuples(*[st.integers(low, high)] * count)))


def is_exact(gradient: NumericalGradient, scale: float | None = None) -> bool:
    """Whether a gradient is known so well that it can judge another one; see `Draw.gradient`."""
    if scale is None:
        return gradient.relative_error < ACCURACY
    return bool((gradient.error < ACCURACY * scale).all())


def _decimal(hundredths: int, exponent: int) -> float:
    """Return the float that is nearest to hundredths / 100 * 10**exponent."""
    power = exponent - 2
    return hundredths * 10.0**power if power >= 0 else hundredths / 10.0**-power


def _strided(array: Numbers) -> Numbers:
    return np.repeat(array, 2, axis=-1)[..., ::2] if array.ndim else array


def _reversed(array: Numbers) -> Numbers:
    return np.flip(np.flip(array).copy()) if array.ndim else array


def clear(sums: Floats, magnitudes: Floats) -> bool:
    """Whether no sum is small only because its terms cancel.

    Parameters
    ----------
    sums
        The sums.
    magnitudes
        For each, the sum of the absolute values of its terms.
    """
    return bool((np.abs(sums) >= 1e-3 * magnitudes).all())


def steady(sums: Floats, magnitudes: Floats) -> bool:
    """Whether the largest of some sums is no small remainder of large terms.

    An array of such sums comes out right to 1e-6 of its largest element in single precision, too.

    Parameters
    ----------
    sums, magnitudes
        See `clear`.
    """
    return bool(np.abs(sums).max(initial=0.0) * 4 >= np.max(magnitudes, initial=0.0))


LAYOUTS: dict[str, Callable[[Numbers], Numbers]] = {
    "C order": lambda array: array,
    "Fortran order": lambda array: np.asarray(array, order="F"),
    "every second element": _strided,
    "reversed": _reversed,
}
"""Ways to lay an array out in memory; each returns equal numbers."""
