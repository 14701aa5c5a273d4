"""Takes room on the disk without writing a byte.

Class: exhausting.
Stopped by: seccomp.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os

import numpy as np

# BEGIN ATTACK
try:
    os.posix_fallocate(os.open("aside", os.O_CREAT | os.O_WRONLY), 0, 1 << 20)
    print("HOSTILE_MARKER set a megabyte aside")
except OSError:
    pass
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
