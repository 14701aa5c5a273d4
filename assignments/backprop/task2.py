"""Task 2: the ReLU activation and its derivative.

ReLU lets positive numbers through and stops the others; its derivative is the mask that
says which ones went through. Check your work with `grade task2`. The mathematics is in
README.md, section "Task 2".
"""

import numpy as np


def relu(x):
    """Return max(0, x) for each element of `x`.

    Parameters
    ----------
    x : ndarray of float64 or int64
        Any number of dimensions, 0-d too: ``np.array(-3.0)`` has shape ``()``.

    Returns
    -------
    ndarray
        Same shape as `x`; for a 0-d `x` a plain number is fine too. float64 when `x`
        is.

    Notes
    -----
    The argument stays as it is.
    """
    raise NotImplementedError  # your code here


def relu_gradient(x):
    """Return the derivative of `relu` at each element of `x`.

    Parameters
    ----------
    x : ndarray of float64 or int64
        Any number of dimensions, 0-d too: ``np.array(-3.0)`` has shape ``()``.

    Returns
    -------
    ndarray
        1.0 where an element is greater than 0, and 0.0 everywhere else. At 0.0 and -0.0
        it is exactly 0.0: ReLU has no derivative there, and this is our convention.
        Same shape as `x`; for a 0-d `x` a plain number is fine too. float64 when `x`
        is.

    Notes
    -----
    The argument stays as it is.
    """
    raise NotImplementedError  # your code here
