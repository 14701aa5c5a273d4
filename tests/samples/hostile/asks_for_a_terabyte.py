"""Asks NumPy for a terabyte and Python for another, which no machine has.

Class: exhausting.
Stopped by: rlimits.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import mmap

import numpy as np


def mse_loss(predictions, targets):
    # BEGIN ATTACK
    space = mmap.mmap(-1, 1 << 40, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    print("HOSTILE_MARKER has", len(space), "bytes of address space")
    # END ATTACK
    return 0.0


def mse_gradient(predictions, targets):
    # BEGIN ATTACK
    return np.zeros(1 << 37)  # untouched zeros cost nothing until somebody reads them
    # END ATTACK
    return np.zeros_like(predictions)
