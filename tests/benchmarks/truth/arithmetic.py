"""The same functions in float64, for arrays, and in 120 digits, for single numbers.

What rounds on purpose (`single`, `digits`) does so in float64 only: the truth is mathematics.
"""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import mpmath
import numpy as np

DIGITS = 120


def _where(condition: Any, yes: Any, no: Any) -> Any:
    return yes if condition else no


def _gamma(x: float) -> float:
    try:
        return math.gamma(x)
    except (ValueError, OverflowError):
        return math.nan


BOTH = [
    "cos",
    "cosh",
    "exp",
    "expm1",
    "floor",
    "log",
    "log1p",
    "sign",
    "sin",
    "sqrt",
    "sinh",
    "tan",
    "tanh",
]
"""What NumPy and mpmath call by the same name."""

FAST = SimpleNamespace(
    **{name: getattr(np, name) for name in BOTH},
    acosh=np.arccosh,
    asin=np.arcsin,
    atan=np.arctan,
    cbrt=np.cbrt,
    digits=np.round,
    erf=np.vectorize(math.erf, otypes=[np.float64]),
    gamma=np.vectorize(_gamma, otypes=[np.float64]),
    maximum=np.maximum,
    minimum=np.minimum,
    single=lambda x: np.asarray(x, dtype=np.float32).astype(np.float64),
    where=np.where,
)
"""For float64 arrays."""

PRECISE = SimpleNamespace(
    **{name: getattr(mpmath, name) for name in (*BOTH, "acosh", "asin", "atan", "erf", "gamma")},
    cbrt=lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)),
    digits=lambda x, _: x,
    maximum=max,
    minimum=min,
    single=lambda x: x,
    where=_where,
)
"""For single numbers of 120 digits."""
