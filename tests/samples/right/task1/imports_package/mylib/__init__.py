"""The package: loss and gradient come from its two modules."""

from .gradient import mse_gradient
from .loss import mse_loss

__all__ = ["mse_gradient", "mse_loss"]
