"""Takes exactly four parameters apart, as there are in a network of two layers.

Loses: one_array, all_arrays.
Keeps: 15 of 20.
"""


def gradient_descent_update(parameters, gradients, learning_rate):
    W1, b1, W2, b2 = parameters
    d_W1, d_b1, d_W2, d_b2 = gradients
    W1 -= learning_rate * d_W1
    b1 -= learning_rate * d_b1
    W2 -= learning_rate * d_W2
    b2 -= learning_rate * d_b2
