"""Returns its arguments in the right shapes.

It computes nothing.

Loses: weights, inputs, weights_follow, inputs_follow, mask, agrees.
Keeps: 1 of 30.
"""


def layer_backward(d_output, inputs, weights, z):
    return weights, d_output, inputs
