"""np.einsum throughout, the mask included."""

import numpy as np


def layer_backward(d_output, inputs, weights, z):
    mask = (z > 0).astype(float)
    return (
        np.einsum("i,j,j->ij", inputs, d_output, mask),
        np.einsum("j,j->j", d_output, mask),
        np.einsum("ij,j,j->i", weights, d_output, mask),
    )
