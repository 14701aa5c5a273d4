"""Name the mistake behind wrong numbers, where they match a known one exactly.

Each test below asks whether the returned array follows from the expected one in one particular
way, to 1e-6 of the scale. They are tried from the simplest explanation to the most special, and
none is offered that an array with fewer than the needed elements would match by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[np.float64]
_CLOSE = 1e-6


def diagnose(returned: Array, expected: Array, *, shape: tuple[int, ...] | None = None) -> str:
    """Name the mistake that the numbers match.

    Parameters
    ----------
    returned, expected
        Two arrays of one shape, finite, and known to differ.
    shape
        The shape of the whole array where these are a sample of it: a factor is related to it.

    Returns
    -------
    str
        A sentence for the student, or ``""`` where no known mistake gives these numbers.
    """
    with np.errstate(all="ignore"):
        for explain in (_scaled, _moved, _masked, _shifted, _scaled_by_axis, _mixed_up):
            known: Callable[[Array, Array, tuple[int, ...]], str] = explain
            if sentence := known(returned, expected, expected.shape if shape is None else shape):
                return sentence
    return ""


def _equal(first: Array, second: Array) -> bool:
    """Whether two arrays are equal to 1e-6 of their scale."""
    if first.shape != second.shape:
        return False
    return bool(np.abs(first - second).max(initial=0.0) <= _CLOSE * np.abs(second).max(initial=0.0))


def _scaled(returned: Array, expected: Array, shape: tuple[int, ...]) -> str:
    """Test for one constant factor."""
    largest = np.abs(expected).max(initial=0.0)
    if not largest:
        return ""
    if not returned.any():
        return "Every element is 0." if np.count_nonzero(expected) > 1 else ""
    # Divided by the largest first: the squares of tiny or huge numbers leave the float range.
    unit = expected / largest
    factor = float(np.vdot(unit, returned / largest) / np.vdot(unit, unit))
    if not factor or not _equal(returned, factor * expected):
        return ""
    if abs(factor + 1) <= _CLOSE:
        return "Every element has the wrong sign."
    telling = int(np.count_nonzero(np.abs(unit) > _CLOSE)) > 1
    sentence = _factor(abs(factor), shape, telling)
    if factor < 0 and sentence:
        return sentence + " The sign is wrong, too."
    return sentence


def _factor(factor: float, shape: tuple[int, ...], telling: bool) -> str:
    """Say what a positive factor other than 1 could be; one element alone tells but a little."""
    small = factor < 1
    times, word = (1 / factor, "small") if small else (factor, "large")
    if abs(times - 1) <= _CLOSE:
        return ""
    if abs(times - 2) <= 2 * _CLOSE:
        end = "a factor 2 is missing" if small else "a factor 2 is too much"
        return f"Every element is exactly twice too {word}: {end}."
    for size, what in _sizes(shape):
        if abs(times - size) <= _CLOSE * size:
            end = (
                f"was it divided by {size} once too often"
                if small
                else f"was the division by {size} forgotten"
            )
            text = f"Every element is {size} times too {word}: {end}?"
            return f"{text} {size} is the number of {what}."
    for size, what in _sizes(shape) if telling else []:
        for ratio in (size / 2, size * 2):
            if ratio > 1 and abs(times - ratio) <= _CLOSE * ratio:
                return (
                    f"Every element is {ratio:g} times too {word}: is it a matter of {size}, the "
                    f"number of {what}, and a factor 2?"
                )
    return f"Every element is {times:.6g} times too {word}: a constant factor is wrong." * telling


def _sizes(shape: tuple[int, ...]) -> list[tuple[int, str]]:
    """List the sizes that a sum may have been divided by, the whole first."""
    sizes = [(int(np.prod(shape)), "elements")]
    if len(shape) == 2:
        sizes += [(shape[0], "rows"), (shape[1], "columns")]
    elif len(shape) > 2:
        sizes += [(size, f"entries along axis {axis}") for axis, size in enumerate(shape)]
    return [(size, what) for size, what in sizes if size > 2]


def _moved(returned: Array, expected: Array, shape: tuple[int, ...]) -> str:
    """Test for the right numbers in another order, one that has a name."""
    if shape != expected.shape or expected.ndim == 0:
        return ""
    if expected.ndim == 2 and _equal(returned, expected.T):
        return "The array is transposed."
    for axis in range(expected.ndim):
        if _equal(returned, np.flip(expected, axis)):
            along = (
                "The elements stand" if expected.ndim == 1 else _AXES.get(axis, "An axis stands")
            )
            return f"{along} in reversed order."
    if expected.ndim == 2:
        shape = expected.shape
        orders = expected.ravel().reshape(shape, order="F"), expected.T.reshape(shape)
        if any(_equal(returned, order) for order in orders):
            return "A reshape put the right numbers in the wrong places: was a transpose meant?"
    return ""


_AXES = {0: "The rows stand", 1: "The columns stand"}


def _masked(returned: Array, expected: Array, shape: tuple[int, ...]) -> str:
    """Test for elements that are zero, or should be, while the rest is right."""
    if expected.size < 2:
        return ""
    tiny = _CLOSE * np.abs(expected).max()
    wrong = np.abs(returned - expected) > tiny
    if not wrong.any() or wrong.all():
        return ""
    if not returned[wrong].any() and _sizable(expected[wrong], expected):
        if shape == expected.shape and _only_diagonal(wrong):
            return "Only the diagonal is right, the rest is 0."
        return "The wrong elements are 0 where they should not be."
    if (np.abs(expected[wrong]) <= tiny).all() and _sizable(returned[wrong], expected):
        return "The wrong elements are nonzero where 0 is due: is a mask missing?"
    if _equal(np.abs(returned), np.abs(expected)):
        return "The wrong elements have the wrong sign, their size is right."
    return ""


def _sizable(wrong: Array, expected: Array) -> bool:
    """Whether wrong elements are of such a size that they are no matter of accuracy."""
    return bool(np.abs(wrong).max() > 1e-3 * np.abs(expected).max())


def _only_diagonal(wrong: NDArray[np.bool_]) -> bool:
    if wrong.ndim != 2 or wrong.shape[0] != wrong.shape[1]:
        return False
    return bool((wrong | np.eye(len(wrong), dtype=bool)).all())


def _shifted(returned: Array, expected: Array, shape: tuple[int, ...]) -> str:  # noqa: ARG001 - one signature for all
    """Test for the same number added to each element."""
    if expected.size < 3:
        return ""
    offset = returned - expected
    if not _equal(np.full_like(offset, offset.flat[0]), offset):
        return ""
    sign = "large" if offset.flat[0] > 0 else "small"
    return f"Every element is too {sign} by {abs(offset.flat[0]):.6g}."


def _scaled_by_axis(returned: Array, expected: Array, shape: tuple[int, ...]) -> str:
    """Test for a factor for each row, or each column."""
    if expected.ndim != 2 or shape != expected.shape:
        return ""
    for axis, what in ((1, "row"), (0, "column")):
        squares = (expected * expected).sum(axis=axis, keepdims=True)
        factors = (returned * expected).sum(axis=axis, keepdims=True) / np.where(
            squares, squares, 1
        )
        # Each of at least two lines has to show its factor on two elements of its own.
        lines = np.count_nonzero(np.count_nonzero(expected, axis=axis) > 1)
        if lines > 1 and np.count_nonzero(factors) > 1 and _equal(returned, factors * expected):
            return f"Each {what} is off by a factor of its own: does a factor for each {what} miss?"
    return ""


def _mixed_up(returned: Array, expected: Array, shape: tuple[int, ...]) -> str:
    """Test for the right numbers in other places, in no particular order."""
    if shape != expected.shape or np.unique(expected).size < 3:
        return ""
    if _equal(np.sort(returned, axis=None), np.sort(expected, axis=None)):
        return "The numbers are right, but they stand in the wrong places."
    return ""
