"""Makes thousands of files in its scratch folder, some of which cannot be opened.

Class: exhausting.
Stopped by: leftovers.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os

import numpy as np

# BEGIN ATTACK
os.mkdir("many")
for number in range(5_000):
    os.close(os.open(f"many/{number}", os.O_CREAT | os.O_WRONLY, 0))
os.mkfifo("pipe")
os.chmod("many", 0)
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
