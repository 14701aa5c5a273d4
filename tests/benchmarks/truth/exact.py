"""True slopes, from somewhere else: arithmetic of 120 digits, and complex steps.

In 120 digits a difference over a step of 1e-40 is the derivative to some 27 digits and more, for
its rounding is below 1e-80: what makes differences in float64 so hard is gone. It needs no second
formula that could be wrong; `tests/checking/test_truth.py` compares it with closed forms.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import mpmath
import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.truth.arithmetic import DIGITS, PRECISE

Array: TypeAlias = NDArray[np.float64]

STEP = 1e-40
TINY = 1e-150


def slopes(f: Callable[[Any, Any], Any], x: float) -> tuple[float, float]:
    """Return the one-sided slopes of `f` at `x`, the smaller first."""
    with mpmath.workdps(DIGITS):
        point = mpmath.mpf(x)
        step = mpmath.mpf(STEP) * (abs(point) or 1)
        behind, middle, ahead = (
            mpmath.mpf(f(PRECISE, p)) for p in (point - step, point, point + step)
        )
        left, right = (middle - behind) / step, (ahead - middle) / step
        if abs(left - right) <= mpmath.mpf(1e-20) * max(abs(left), abs(right)):
            left = right = (left + right) / 2
        return float(min(left, right)), float(max(left, right))


def unseen(x: Array) -> Array:
    """Return the slopes that 120 digits cannot tell from 0, where the function is about 1."""
    return 10.0 ** (5 - DIGITS) / (STEP * np.where(x == 0, 1.0, np.abs(x)))


def value(f: Callable[[Any, Any], Any], x: float) -> float:
    """Return the value of `f` at `x`, rounded once."""
    with mpmath.workdps(DIGITS):
        return float(f(PRECISE, mpmath.mpf(x)))


def complex_slopes(total: Callable[[Any], Any], x: Array) -> NDArray[np.longdouble]:
    """Differentiate `total` by complex steps in extended precision; it has to take them.

    There is no difference of like numbers in it, so it is as accurate as the function itself:
    some 19 digits where a long double has 80 bits.
    """
    point = x.astype(np.clongdouble)
    found = np.empty(x.size, np.longdouble)
    for i in range(x.size):
        moved = point.copy()
        moved.reshape(-1)[i] += 1j * np.longdouble(TINY)
        found[i] = total(moved).imag / np.longdouble(TINY)
    return found.reshape(x.shape)
