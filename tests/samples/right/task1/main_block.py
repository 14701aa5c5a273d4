"""Type hints, a main block with an example, and helpers with a leading underscore."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def _error(predictions: Array, targets: Array) -> Array:
    return predictions - targets


def mse_loss(predictions: Array, targets: Array) -> float:
    return float(np.mean(_error(predictions, targets) ** 2))


def mse_gradient(predictions: Array, targets: Array) -> Array:
    return 2.0 * _error(predictions, targets) / predictions.size


if __name__ == "__main__":
    print(mse_loss(np.array([2.5, 3.0, 1.5]), np.array([3.0, 3.0, 2.0])))
