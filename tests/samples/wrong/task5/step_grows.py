"""Makes the step larger each time that it sees the same numbers again.

Loses: goes_on.
Keeps: 18 of 20.
"""

calls = {}


def gradient_descent_update(parameters, gradients, learning_rate):
    arrays = [*parameters, *gradients]
    key = learning_rate, *((a.shape, a.strides, a.tobytes()) for a in arrays)
    calls[key] = calls.get(key, 0) + 1
    for p, g in zip(parameters, gradients):
        p -= learning_rate * g * (1 + 1e-4 * (calls[key] - 1))
