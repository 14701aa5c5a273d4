"""Any lookup of a name that is missing raises a RuntimeError instead of an AttributeError."""

import numpy as np


def __getattr__(name):
    raise RuntimeError(f"do not ask for {name}")


def mse_loss(predictions, targets):
    return np.mean((predictions - targets) ** 2)
