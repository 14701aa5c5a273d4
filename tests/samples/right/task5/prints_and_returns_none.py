"""Says what it does."""


def gradient_descent_update(parameters, gradients, learning_rate, verbose=True):
    if verbose:
        print(f"updating {len(parameters)} arrays")
    for p, g in zip(parameters, gradients, strict=True):
        p.__isub__(learning_rate * g)
    return None
