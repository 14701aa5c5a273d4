"""Imports relu_gradient from the second task and a helper file that was handed in."""

from products import column_times_row
from task2 import relu_gradient


def layer_backward(d_output, inputs, weights, z):
    d_z = d_output * relu_gradient(z)
    return column_times_row(inputs, d_z), d_z, weights @ d_z
