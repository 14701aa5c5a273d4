"""Chain rule with whole Jacobian matrices, one for each step of the forward pass."""

import numpy as np


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    loss_by_output = 2 * (output - y_true)[None, :] / output.size
    output_by_h1 = W2.T
    h1_by_z1 = np.diag((h1 > 0).astype(float))
    loss_by_z1 = loss_by_output @ output_by_h1 @ h1_by_z1
    z1_by_W1 = np.einsum("i,jk->kij", x, np.eye(len(h1)))
    output_by_W2 = np.einsum("i,jk->kij", h1, np.eye(len(output)))
    return (
        np.tensordot(loss_by_z1[0], z1_by_W1, 1),
        loss_by_z1[0],
        np.tensordot(loss_by_output[0], output_by_W2, 1),
        loss_by_output[0],
    )
