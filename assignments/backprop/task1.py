"""Task 1: mean squared error and its gradient.

The loss says in one number how far the predictions are from the targets; its gradient
says which way to move each prediction. Check your work with `grade task1`. The
mathematics is in README.md, section "Task 1".
"""

import numpy as np


def mse_loss(predictions, targets):
    """Return the mean of the squared errors over all elements.

    Parameters
    ----------
    predictions : ndarray of float64 or int64
        What the network said. Any shape of one or more dimensions.
    targets : ndarray of float64 or int64
        What it should have said, in the same shape as `predictions`.

    Returns
    -------
    float
        One real number, whatever the number of dimensions: the squares are averaged
        over every element, not along one axis. float64 when the arguments are.

    Notes
    -----
    The arguments stay as they are.
    """
    raise NotImplementedError  # your code here


def mse_gradient(predictions, targets):
    """Return the gradient of `mse_loss` with respect to `predictions`.

    Parameters
    ----------
    predictions : ndarray of float64 or int64
        What the network said. Any shape of one or more dimensions.
    targets : ndarray of float64 or int64
        What it should have said, in the same shape as `predictions`.

    Returns
    -------
    ndarray
        Element k is the derivative of the loss with respect to element k of
        `predictions`. Same shape as `predictions`; float64 when the arguments are.

    Notes
    -----
    The arguments stay as they are.
    """
    raise NotImplementedError  # your code here
