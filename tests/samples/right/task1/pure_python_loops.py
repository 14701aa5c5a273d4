"""Pure Python: recursion over nested lists, without NumPy; returns lists of floats."""


def mse_loss(predictions, targets):
    def squares(p, t):
        if isinstance(p, list):
            for a, b in zip(p, t):
                yield from squares(a, b)
        else:
            yield (float(p) - float(t)) ** 2

    values = list(squares(predictions.tolist(), targets.tolist()))
    return sum(values) / len(values)


def mse_gradient(predictions, targets):
    n = 1
    for length in predictions.shape:
        n *= length

    def walk(p, t):
        if isinstance(p, list):
            return [walk(a, b) for a, b in zip(p, t)]
        return 2.0 * (p - t) / n

    return walk(predictions.tolist(), targets.tolist())
