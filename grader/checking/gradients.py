"""Check a gradient against finite differences of the function it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import numpy as np

from grader.checking.diagnosis import explain, told
from grader.checking.differences import NumericalGradient, numerical_gradient
from grader.checking.explanations import Comparison
from grader.checking.functions import Function
from grader.checking.mismatch import CheckFailed
from grader.checking.projection import Finding, find_wrong_element
from grader.checking.values import (
    as_array,
    as_float64,
    check_finite,
    check_shape,
    fail_numbers,
    numbers_mismatch,
    relative_tolerance,
)
from grader.checking.wording import number

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SMALL = 64
"""Up to this many elements, a parameter is differentiated element by element."""


def compare_gradient(returned: object, numerical: NumericalGradient, name: str) -> None:
    """Require that a gradient agrees with a numerical one.

    Parameters
    ----------
    returned
        What the student's function returned.
    numerical
        What `numerical_gradient` found.
    name
        What the student calls the gradient.

    Raises
    ------
    CheckFailed
        Kind ``not an array``, ``shape``, ``not finite`` or ``numbers differ``. An element is off
        by more than its error estimate plus 2e-6 of the largest element (more if `returned` is
        of lower precision); at a kink, from the range between the one-sided slopes.
    """
    array = as_array(returned, name)
    if array.shape != numerical.value.shape:
        check_shape(returned, numerical.value.shape, name)
    given = as_float64(array)
    with np.errstate(all="ignore"):
        scale = np.maximum.reduce(np.abs(numerical.value), axis=None, initial=0.0)
        allowed = relative_tolerance(array.dtype) * float(scale)
        outside = np.maximum(numerical.lower - given, given - numerical.upper)
        # A NaN compares false, so all that is not finite leaves this short way too.
        if np.maximum.reduce(outside - numerical.error, axis=None, initial=-np.inf) <= allowed:
            return
    _fail(given, numerical, allowed, name)


def _fail(
    given: NDArray[np.float64], numerical: NumericalGradient, allowed: float, name: str
) -> NoReturn:
    check_finite(given, name)
    lower, upper = numerical.lower, numerical.upper
    outside = np.maximum(lower - given, given - upper) - numerical.error
    worst = np.unravel_index(int(np.argmax(outside)), outside.shape)
    wanted = _wanted(float(lower[worst]), float(upper[worst]))
    # Where any value between two slopes is right, the nearest of them is what was expected.
    expected = np.where(lower < upper, np.clip(given, lower, upper), numerical.value)
    fail_numbers(
        given, expected, allowed + numerical.error, name, accuracy=numerical.error, wanted=wanted
    )


def check_gradient(
    returned: object, of: Function, at: ArrayLike, *, name: str = "gradient", seed: int = 0
) -> None:
    """Require that `returned` is the gradient of `of` at `at`.

    Up to 64 elements are differentiated one by one. A larger parameter is checked along a few
    random directions of +1 and -1, which costs a handful of evaluations whatever its size and
    lets no single error fade: one of 3e-6 of the largest element is found while the rounding of
    the function's value, over the step size that kinks and curvature allow, stays below 1e-6 of
    it. Nothing fails by a direction alone: the wrong element is sought by halving and confirmed by
    its own central difference.

    Parameters
    ----------
    returned
        What the student's function returned.
    of
        A function of a float64 array of the shape of `at`, with a real scalar as its value or an
        array of terms to sum.
    at
        The point, real, of any shape, dtype and layout. It is not modified.
    name
        What the student calls the gradient.
    seed
        For the random directions.

    Raises
    ------
    CheckFailed
        Kind ``not an array``, ``shape``, ``not finite`` or ``numbers differ``.
    ValueError
        If `of` is not finite at `at`.
    """
    point = np.array(at, dtype=np.float64, order="C")
    check_shape(returned, point.shape, name)
    array = as_array(returned, name)
    given = as_float64(array)
    check_finite(given, name)
    if point.size <= SMALL:
        compare_gradient(array, numerical_gradient(of, point), name)
        return
    finding = find_wrong_element(given, of, point, relative_tolerance(array.dtype), seed)
    if finding is False:
        compare_gradient(array, numerical_gradient(of, point), name)
    elif isinstance(finding, Finding):
        _fail_sample(given, finding, name)


def _fail_sample(given: NDArray[np.float64], finding: Finding, name: str) -> NoReturn:
    """Report the wrong element; what is known of the others is a sample."""
    wrong, slope = finding.elements[0], finding.slopes[0]
    some = given.reshape(-1)[list(finding.elements)]
    value = float(some[0])
    due = np.array([other.value for other in finding.slopes])
    comparison = Comparison(some, due, given.shape)
    raise CheckFailed(
        numbers_mismatch(
            name,
            tuple(int(i) for i in np.unravel_index(wrong, given.shape)),
            value,
            min(max(value, slope.lower), slope.upper) if slope.lower < slope.upper else slope.value,
            wanted=_wanted(slope.lower, slope.upper),
            accuracy=slope.error,
            diagnosis=told(explain([comparison]), comparison),
        ),
        comparison,
    )


def _wanted(lower: float, upper: float) -> str:
    """Say what a kink allows; nothing where there is no kink."""
    if lower == upper:
        return ""
    return f"expected a value from {number(lower)} to {number(upper)}"
