"""np.einsum for every product; returns a list."""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    e = 2.0 * (output - y_true) / output.shape[0]
    s = np.where(h1 > 0, 1.0, 0.0)
    d_b1 = np.einsum("hk,k,h->h", W2, e, s)
    return [np.einsum("i,h->ih", x, d_b1), d_b1, np.einsum("h,k->hk", h1, e), e]
