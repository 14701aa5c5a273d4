"""Imports a helper file that was handed in next to it."""

from errors import difference, elements


def mse_loss(predictions, targets):
    return (difference(predictions, targets) ** 2).sum() / elements(predictions)


def mse_gradient(predictions, targets):
    return 2 * difference(predictions, targets) / elements(predictions)
