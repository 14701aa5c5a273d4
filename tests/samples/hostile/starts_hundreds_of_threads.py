"""Starts 300 threads with small stacks, and holds them.

Class: exhausting.
Stopped by: rlimits, leftovers.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import threading
import time

import numpy as np

# BEGIN ATTACK
threading.stack_size(1 << 15)
stop = threading.Event()
try:
    for _ in range(300):
        threading.Thread(target=stop.wait, args=(20,), daemon=True).start()
    time.sleep(1.0)
    print("HOSTILE_MARKER has 300 threads")
except RuntimeError:
    pass
stop.set()
# END ATTACK


def mse_loss(predictions, targets):
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
