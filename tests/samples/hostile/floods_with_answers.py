"""Writes answers without end to the pipe, from a thread, until nobody reads any more.

Class: faking.
Stopped by: protocol, time limit.
Without: mse_gradient returns zeros.
Scores without: 0.
"""

import os
import struct
import threading
import time

import numpy as np

# BEGIN ATTACK


def flood():
    end = time.monotonic() + 15
    frame = struct.pack("<III", 3, 2, 0) + b"{}"
    while time.monotonic() < end:
        for descriptor in range(3, 12):
            try:
                os.write(descriptor, frame * 100)
            except OSError:
                continue


# END ATTACK


def mse_loss(predictions, targets):
    # BEGIN ATTACK
    threading.Thread(target=flood, daemon=True).start()
    # END ATTACK
    return 0.0


def mse_gradient(predictions, targets):
    return np.zeros_like(predictions)
