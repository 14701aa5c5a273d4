"""Takes *args and unpacks them."""

import numpy as np


def mse_loss(*args):
    p, t = args
    return np.mean((p - t) ** 2)


def mse_gradient(*args, **options):
    p, t = args
    return 2 * (p - t) / p.size
