"""Writes 300 MB into its scratch folder, in files that are small each, and holds them.

Class: exhausting.
Stopped by: leftovers.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import time

import numpy as np

# BEGIN ATTACK
for number in range(60):
    with open(f"part{number}", "xb") as file:
        file.write(bytes(5_000_000))
time.sleep(1.0)
print("HOSTILE_MARKER wrote 300 MB")
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
