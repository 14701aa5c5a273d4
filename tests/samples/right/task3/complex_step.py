"""A numerical gradient by the complex step through the linear part; the mask is taken at z."""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = np.where(z > 0, d_output, 0) * 1.0
    step = 2.0**-50

    def surrogate(x, w, b):
        return ((x @ w + b) * d_z).sum()

    arguments = [inputs.astype(complex), weights.astype(complex), np.zeros(len(z), complex)]
    gradients = []
    for array in arguments:
        gradient = np.empty(array.shape)
        for index in np.ndindex(array.shape):
            array[index] += 1j * step
            gradient[index] = surrogate(*arguments).imag / step
            array[index] -= 1j * step
        gradients.append(gradient)
    d_inputs, d_weights, d_biases = gradients
    return d_weights, d_biases, d_inputs
