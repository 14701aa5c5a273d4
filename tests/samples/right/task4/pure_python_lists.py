"""Pure Python loops over lists of floats."""


def backward_pass(x, y_true, W1, b1, W2, b2, h1, output):
    x, h1, W2 = x.tolist(), h1.tolist(), W2.tolist()
    errors = [o - y for o, y in zip(output.tolist(), y_true.tolist())]
    n = len(errors)
    d_b2 = [2.0 * e / n for e in errors]
    d_b1 = []
    for activation, row in zip(h1, W2):
        if activation > 0:
            d_b1.append(sum(w * d for w, d in zip(row, d_b2)))
        else:
            d_b1.append(0.0)
    d_W1 = [[value * d for d in d_b1] for value in x]
    d_W2 = [[value * d for d in d_b2] for value in h1]
    return d_W1, d_b1, d_W2, d_b2
