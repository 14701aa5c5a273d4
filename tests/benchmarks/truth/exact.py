"""True slopes, from somewhere else: arithmetic of 120 digits, and complex steps.

In 120 digits a difference over a step of 1e-40 is the derivative to some 27 digits and more, for
its rounding is below 1e-80: what makes differences in float64 so hard is gone. It needs no second
formula that could be wrong; `tests/checking/test_truth.py` compares it with closed forms.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np

from tests.benchmarks.truth.arithmetic import DIGITS, PRECISE

STEP = 1e-40
TINY = 1e-150


def slopes(f: Callable[[Any, Any], Any], x: float) -> tuple[float, float, float]:
    """Return the one-sided slopes of `f` at `x`, the smaller first, and its value."""
    with mpmath.workdps(DIGITS):
        point = mpmath.mpf(x)
        step = mpmath.mpf(STEP) * (abs(point) or 1)
        behind, middle, ahead = (
            mpmath.mpf(f(PRECISE, p)) for p in (point - step, point, point + step)
        )
        left, right = (middle - behind) / step, (ahead - middle) / step
        if abs(left - right) <= mpmath.mpf(1e-20) * max(abs(left), abs(right)):
            left = right = (left + right) / 2
        # A slope that is 0 on both sides, for all that 120 digits tell, is no kink.
        return float(min(left, right)), float(max(left, right)), float(middle)


def complex_slopes(
    total: Callable[[Any], Any], x: np.ndarray[Any, np.dtype[np.float64]]
) -> np.ndarray[Any, np.dtype[np.longdouble]]:
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
