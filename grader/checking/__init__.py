"""The numerical checker, usable on any function.

A gradient is right when it agrees with finite differences of the function it belongs to:

>>> import numpy as np
>>> from grader.checking import CheckFailed, check_gradient
>>> x = np.array([1.0, 2.0, 3.0])
>>> def energy(x):
...     return (x * x).sum()
>>> check_gradient(2 * x, of=energy, at=x, name="d_x")
>>> try:
...     check_gradient(x, of=energy, at=x, name="d_x")
... except CheckFailed as failure:
...     print(failure, failure.mismatch.diagnosis)
`d_x[2]` is 3.0, expected 6.0. Every element is half of what is due: a factor 2 is missing.
"""

from grader.checking.backward import check_backward
from grader.checking.diagnosis import diagnose
from grader.checking.differences import (
    NumericalGradient,
    Slope,
    directional_derivative,
    numerical_gradient,
    numerical_gradients,
)
from grader.checking.explanations import Mistake
from grader.checking.functions import Stacked
from grader.checking.gradients import check_gradient, compare_gradient
from grader.checking.mismatch import CheckFailed, Kind, Mismatch
from grader.checking.purity import check_same, check_unmodified, check_updated
from grader.checking.values import as_array, check_float64, check_shape, check_values

__all__ = [
    "CheckFailed",
    "Kind",
    "Mismatch",
    "Mistake",
    "NumericalGradient",
    "Slope",
    "Stacked",
    "as_array",
    "check_backward",
    "check_float64",
    "check_gradient",
    "check_same",
    "check_shape",
    "check_unmodified",
    "check_updated",
    "check_values",
    "compare_gradient",
    "diagnose",
    "directional_derivative",
    "numerical_gradient",
    "numerical_gradients",
]
