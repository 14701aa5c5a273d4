"""Pure Python: recursion over nested lists; a 0-d input gives a plain float."""


def apply(function, values):
    if isinstance(values, list):
        return [apply(function, value) for value in values]
    return function(values)


def relu(x):
    return apply(lambda v: float(v) if v > 0 else 0.0, x.tolist())


def relu_gradient(x):
    return apply(lambda v: 1.0 if v > 0 else 0.0, x.tolist())
