"""Imports a package that was handed in, with a relative import inside."""

from mylib import mse_gradient, mse_loss

__all__ = ["mse_gradient", "mse_loss"]
