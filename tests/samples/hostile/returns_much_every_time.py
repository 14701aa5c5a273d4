"""Returns a megabyte from each call, hoping that somebody keeps all of them.

Class: exhausting.
Stopped by: checks.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import numpy as np

# BEGIN ATTACK
left = 200
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    # BEGIN ATTACK
    global left
    if left > 0:
        left -= 1
        return np.zeros(131_072)
    # END ATTACK
    return np.zeros_like(predictions)
