"""Keeps one set of arrays for each shape: a later call overwrites the results of an earlier one.

Loses: side_effects.
Keeps: 27 of 30.
"""

import numpy as np


_buffers = {}


def layer_backward(d_output, inputs, weights, z):
    if weights.shape not in _buffers:
        n_in, n_out = weights.shape
        _buffers[weights.shape] = np.empty((n_in, n_out)), np.empty(n_out), np.empty(n_in)
    d_weights, d_biases, d_inputs = _buffers[weights.shape]
    d_biases[...] = d_output * (z > 0)
    d_weights[...] = np.outer(inputs, d_biases)
    d_inputs[...] = weights @ d_biases
    return d_weights, d_biases, d_inputs
