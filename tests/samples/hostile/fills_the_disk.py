"""Writes 200 MB into its scratch folder, in one file.

Class: exhausting.
Stopped by: rlimits, leftovers.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import numpy as np

# BEGIN ATTACK
try:
    with open("large", "xb") as file:
        for _ in range(200):
            file.write(bytes(1_000_000))
    print("HOSTILE_MARKER wrote 200 MB into one file")
except OSError:
    pass
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
