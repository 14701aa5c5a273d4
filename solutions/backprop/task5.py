"""Task 5: the gradient-descent update.

The gradient says which way is uphill. Go a small step the other way. Check your work with
`grade task5`. The mathematics is in README.md, section "Task 5".
"""

import numpy as np


def gradient_descent_update(parameters, gradients, learning_rate):
    """Move every parameter one step downhill, in place.

    Parameters
    ----------
    parameters : list of ndarray of float64
        The weights and biases, at least one. Each has one or more dimensions, and some may
        be views of other arrays. This is the one argument that you change: write the new
        values into these very arrays.
    gradients : list of ndarray of float64
        The gradient of the loss with respect to each parameter: as many arrays as there are
        parameters, in the same order and of the same shapes.
    learning_rate : float
        The size of the step, greater than 0.

    Returns
    -------
    None
        Whoever called you holds the arrays, and finds the new values in them.

    Notes
    -----
    The gradients stay as they are, and both lists keep the arrays that they hold.
    """
    # BEGIN SOLUTION
    for parameter, gradient in zip(parameters, gradients, strict=True):
        # `parameter = parameter - …` would make a new array under an old name, and leave
        # the caller's array alone.
        np.subtract(parameter, learning_rate * gradient, out=parameter)
    # END SOLUTION
