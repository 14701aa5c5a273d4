"""Two lambdas."""

import numpy as np


mse_loss = lambda p, t: ((p - t) ** 2).mean()
mse_gradient = lambda p, t: (p - t) * 2 / p.size
