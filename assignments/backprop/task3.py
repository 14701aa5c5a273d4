"""Task 3: the backward pass through one layer.

The layer computes ``z = inputs @ weights + biases`` and then ``relu(z)``. You know how
the loss depends on what comes out; find out how it depends on all that went in. Check
your work with `grade task3`. The mathematics is in README.md, section "Task 3".
"""

import numpy as np


def relu(x):
    """Return max(0, x) for each element of `x` (given)."""
    return np.maximum(x, 0.0)


def layer_backward(d_output, inputs, weights, z):
    """Return the gradients of the loss at the weights, biases and inputs of a layer.

    The layer is ``output = relu(z)`` with ``z = inputs @ weights + biases``, for one
    sample.

    Parameters
    ----------
    d_output : ndarray of float64 or int64, shape (n_out,)
        The gradient of the loss with respect to the layer's output.
    inputs : ndarray of float64 or int64, shape (n_in,)
        What went into the layer.
    weights : ndarray of float64 or int64, shape (n_in, n_out)
        ``weights[i, j]`` leads from input i to output j.
    z : ndarray of float64 or int64, shape (n_out,)
        The pre-activation: what ReLU was applied to. Take its derivative at this `z`.
        The biases are in it, and you do not get them, so `z` need not equal
        ``inputs @ weights``. Where `z` is exactly 0, the derivative counts as 0, as in
        task 2.

    Returns
    -------
    d_weights : ndarray, shape (n_in, n_out)
        The gradient of the loss with respect to `weights`.
    d_biases : ndarray, shape (n_out,)
        The gradient of the loss with respect to the biases.
    d_inputs : ndarray, shape (n_in,)
        The gradient of the loss with respect to `inputs`.

    Notes
    -----
    Return the three in this order. They are float64 when the arguments are. The
    arguments stay as they are.
    """
    raise NotImplementedError  # your code here
