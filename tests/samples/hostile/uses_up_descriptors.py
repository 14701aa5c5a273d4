"""Opens descriptors until there are none left, and keeps them.

Class: exhausting.
Stopped by: rlimits, process boundary.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os

import numpy as np

# BEGIN ATTACK
kept = []
try:
    for _ in range(5_000):
        kept.append(os.dup(1))
except OSError:
    pass
if len(kept) == 5_000:
    print("HOSTILE_MARKER opened 5000 descriptors")
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
