"""Broadcasting with new axes, and sums over the last one."""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * (z > 0)
    return inputs[:, None] * d_z[None, :], d_z, (weights * d_z).sum(axis=1)
