"""Prints 100 MB to standard output and as much to standard error.

Class: exhausting.
Stopped by: output cap, time limit.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os

import numpy as np

# BEGIN ATTACK
flooded = False
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    # BEGIN ATTACK
    global flooded
    if not flooded:
        flooded = True
        line = b"\x00\xff20 of 20\n" * 10_000
        for _ in range(1_000):
            os.write(1, line)
            os.write(2, line)
    # END ATTACK
    return np.zeros_like(predictions)
