"""Nothing written yet: both functions are a pass and return None."""

import numpy as np


def mse_loss(predictions, targets):
    pass


def mse_gradient(predictions, targets):
    pass
