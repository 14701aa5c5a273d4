"""Returns what was passed.

It computes nothing.

Loses: loss_of_vectors, loss_of_matrices, loss_properties, gradient_of_vectors,
gradient_of_matrices, gradient_properties, agrees.
Keeps: 0 of 20.
"""


def mse_loss(predictions, targets):
    return float(targets.flat[0])


def mse_gradient(predictions, targets):
    return predictions
