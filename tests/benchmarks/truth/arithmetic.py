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


FAST = SimpleNamespace(
    abs=np.abs,
    acosh=np.arccosh,
    asin=np.arcsin,
    atan=np.arctan,
    cbrt=np.cbrt,
    cos=np.cos,
    cosh=np.cosh,
    digits=lambda x, n: np.round(x, n),
    erf=np.vectorize(math.erf, otypes=[np.float64]),
    exp=np.exp,
    expm1=np.expm1,
    floor=np.floor,
    gamma=np.vectorize(_gamma, otypes=[np.float64]),
    log=np.log,
    log1p=np.log1p,
    maximum=np.maximum,
    minimum=np.minimum,
    pi=math.pi,
    sign=np.sign,
    sin=np.sin,
    single=lambda x: np.asarray(x, dtype=np.float32).astype(np.float64),
    sinh=np.sinh,
    sqrt=np.sqrt,
    tan=np.tan,
    tanh=np.tanh,
    where=np.where,
)
"""For float64 arrays."""

PRECISE = SimpleNamespace(
    abs=abs,
    acosh=mpmath.acosh,
    asin=mpmath.asin,
    atan=mpmath.atan,
    cbrt=lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)),
    cos=mpmath.cos,
    cosh=mpmath.cosh,
    digits=lambda x, _: x,
    erf=mpmath.erf,
    exp=mpmath.exp,
    expm1=mpmath.expm1,
    floor=mpmath.floor,
    gamma=mpmath.gamma,
    log=mpmath.log,
    log1p=mpmath.log1p,
    maximum=max,
    minimum=min,
    pi=math.pi,
    sign=mpmath.sign,
    sin=mpmath.sin,
    single=lambda x: x,
    sinh=mpmath.sinh,
    sqrt=mpmath.sqrt,
    tan=mpmath.tan,
    tanh=mpmath.tanh,
    where=_where,
)
"""For single numbers of 120 digits."""
