"""Pure Python loops over lists; returns a list of lists of floats."""


def layer_backward(d_output, inputs, weights, z):
    n_in, n_out = len(inputs), len(z)
    d_z = []
    for j in range(n_out):
        d_z.append(float(d_output[j]) if z[j] > 0 else 0.0)
    d_weights = []
    d_inputs = []
    for i in range(n_in):
        d_weights.append([float(inputs[i]) * d_z[j] for j in range(n_out)])
        d_inputs.append(sum(float(weights[i][j]) * d_z[j] for j in range(n_out)))
    return [d_weights, d_z, d_inputs]
