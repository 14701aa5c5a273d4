"""Multiplies with zeros everywhere, so masked entries come out as -0.0 as often as 0.0."""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    mask = np.sign(np.maximum(z, 0))
    return (
        np.outer(inputs, d_output) * -mask * -1.0,
        d_output * -mask * -1.0,
        (weights * mask) @ d_output * 1.0,
    )
