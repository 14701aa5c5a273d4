"""Other libraries on the same problems, with the settings that they come with.

They see the sum, as a function of all elements; where the function is one of each element alone,
those that have a way for that see its terms. An answer that a library itself calls unsuccessful
counts as an infinite error.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.benchmarks.truth.case import Array, Problem
from tests.benchmarks.truth.measure import Answer, Tool

Function = Callable[[Any], Any]
EPS, ATOL, RTOL = 1e-6, 1e-5, 1e-3
"""What torch's gradcheck comes with."""


def _answer(value: Any, error: Any, x: Array) -> Answer:
    found = np.asarray(value, dtype=np.float64).reshape(x.shape)
    unknown = ~np.isfinite(found)
    doubt = np.where(unknown, np.inf, np.abs(np.asarray(error).reshape(x.shape)))
    return Answer(found, doubt, found, found)


def numdifftools(f: Function, problem: Problem) -> Answer:
    """Ask ``numdifftools.Gradient``, or ``Derivative`` for terms."""
    import numdifftools

    x = problem.x
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if np.ndim(f(x)):
            found = numdifftools.Derivative(f, full_output=True)(x)
        else:
            flat = numdifftools.Gradient(lambda p: f(p.reshape(x.shape)), full_output=True)
            found = flat(x.reshape(-1))
    return _answer(found.estimate, found.error_estimate, x)


def scipy(f: Function, problem: Problem) -> Answer:
    """Ask ``scipy.differentiate.jacobian``, or ``derivative`` for terms."""
    from scipy.differentiate import derivative, jacobian

    x = problem.x
    if np.ndim(f(x)):
        found = derivative(f, x)
    else:

        def many(points: Array) -> Array:
            columns = points.reshape(x.size, -1).T
            values = [f(column.reshape(x.shape)) for column in columns]
            return np.array(values).reshape(1, *points.shape[1:])

        found = jacobian(many, x.reshape(-1))
    return _answer(found.df, np.where(found.success, found.error, np.inf), x)


def gradcheck(f: Function, problem: Problem) -> Answer:
    """Take central differences as torch's gradcheck does; the error is what it tolerates."""
    x = problem.x
    value = np.empty(x.size)
    for i in range(x.size):
        step = np.zeros(x.size)
        step[i] = EPS
        step = step.reshape(x.shape)
        value[i] = np.sum(f(x + step) - f(x - step)) / (2 * EPS)
    return _answer(value, ATOL + RTOL * np.abs(value), x)


RIVALS: dict[str, Tool] = {
    "numdifftools": numdifftools,
    "scipy.differentiate": scipy,
    "gradcheck": gradcheck,
}
