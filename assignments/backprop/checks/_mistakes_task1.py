"""Wrong losses and gradients that students are known to return, and what the report says then."""

from __future__ import annotations

import numpy as np

from grader.authoring import Mistake

MSE = [
    Mistake(
        "mse_loss",
        "This is the square of the mean error: square each error first, then take the mean.",
        lambda predictions, targets: np.mean(predictions - targets) ** 2,
    ),
    Mistake(
        "mse_loss",
        "This is the mean absolute error: the errors are to be squared.",
        lambda predictions, targets: np.mean(np.abs(predictions - targets)),
    ),
    Mistake(
        "mse_loss",
        "This is the variance of the errors, which leaves out the square of their mean.",
        lambda predictions, targets: np.var(predictions - targets),
    ),
    Mistake(
        "mse_loss",
        "The sum of the squares is divided by the number of rows: divide by the number of all "
        "elements.",
        lambda predictions, targets: np.sum((predictions - targets) ** 2) / len(targets),
    ),
    Mistake(
        "mse_loss",
        "This is the sum of the squares: for their mean, divide by the number of elements.",
        lambda predictions, targets: np.sum((predictions - targets) ** 2),
    ),
    Mistake(
        "mse_loss",
        "This is the root of the sum of the squares, and not their mean.",
        lambda predictions, targets: np.sqrt(np.sum((predictions - targets) ** 2)),
    ),
    Mistake(
        "mse_loss",
        "This is the mean of predictions**2 - targets**2: take the difference before the square.",
        lambda predictions, targets: np.mean(predictions**2 - targets**2),
    ),
    Mistake(
        "mse_loss",
        "The sum of the squares is divided by the number of elements that are not 0: divide by "
        "the number of all elements.",
        lambda predictions, targets: (
            np.sum((predictions - targets) ** 2) / np.count_nonzero(predictions - targets)
        ),
    ),
    Mistake(
        "mse_gradient",
        "This is the gradient of the sum of the squares: for that of the mean, divide by the "
        "number of elements.",
        lambda predictions, targets: 2 * (predictions - targets),
    ),
    Mistake(
        "mse_gradient",
        "This is predictions - targets as it is: the factor 2 and the division by the number of "
        "elements are missing.",
        lambda predictions, targets: predictions - targets,
    ),
    Mistake(
        "mse_gradient",
        "It is divided by the number of rows: divide by the number of all elements.",
        lambda predictions, targets: 2 * (predictions - targets) / len(targets),
    ),
    Mistake(
        "mse_gradient",
        "It is divided by the length of the last axis: divide by the number of all elements.",
        lambda predictions, targets: 2 * (predictions - targets) / targets.shape[-1],
    ),
    Mistake(
        "mse_gradient",
        "It is divided by the number of axes: divide by the number of elements.",
        lambda predictions, targets: 2 * (predictions - targets) / targets.ndim,
    ),
    Mistake(
        "mse_gradient",
        "It is divided by the sum of the lengths of the axes: divide by their product, which is "
        "the number of elements.",
        lambda predictions, targets: 2 * (predictions - targets) / sum(targets.shape),
    ),
    Mistake(
        "mse_gradient",
        "This is the term of the loss, (p - t)**2 / n, which is not differentiated yet.",
        lambda predictions, targets: (predictions - targets) ** 2 / targets.size,
    ),
    Mistake(
        "mse_gradient",
        "The error is still squared: the derivative of (p - t)**2 is 2 * (p - t).",
        lambda predictions, targets: 2 * (predictions - targets) ** 2 / targets.size,
    ),
    Mistake(
        "mse_gradient",
        "This is the gradient of the mean absolute error.",
        lambda predictions, targets: np.sign(predictions - targets) / targets.size,
    ),
    Mistake(
        "mse_gradient",
        "The targets are missing in it: the gradient is that of (p - t)**2.",
        lambda predictions, targets: 2 * predictions / targets.size,
    ),
    Mistake(
        "mse_gradient",
        "Without brackets, only the targets are divided: 2 * (predictions - targets) / n.",
        lambda predictions, targets: 2 * predictions - targets / targets.size,
    ),
    Mistake(
        "mse_gradient",
        "Without brackets, only the targets are divided: 2 * (predictions - targets) / n.",
        lambda predictions, targets: 2 * predictions - 2 * targets / targets.size,
    ),
]
