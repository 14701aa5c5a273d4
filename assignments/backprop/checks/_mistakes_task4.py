"""Wrong gradients of two layers that students are known to return."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.authoring import Floats, Mistake

Wrong = Callable[..., Any]


MEAN = "This is a mean over the outputs on the way back: the chain rule asks for the sum."


def hidden(
    at_output: Wrong,
    back: Wrong | None,
    x: Floats,
    y: Floats,
    W1: Floats,
    b1: Floats,
    W2: Floats,
    b2: Floats,
) -> Any:
    """Return the gradient at the hidden biases."""
    h1 = np.maximum(x @ W1 + b1, 0)
    d_2 = at_output(x, y, h1, h1 @ W2 + b2)
    if back is not None:
        return back(W2, d_2, x, x @ W1 + b1, x @ W1)
    return (W2 @ d_2) * (h1 > 0)


def output(
    at_output: Wrong,
    back: Wrong | None,
    x: Floats,
    y: Floats,
    W1: Floats,
    b1: Floats,
    W2: Floats,
    b2: Floats,
) -> Any:
    """Return the gradient at the output biases."""
    h1 = np.maximum(x @ W1 + b1, 0)
    return at_output(x, y, h1, h1 @ W2 + b2)


def two_layers(
    names: tuple[str, str, str, str],
    sentence: str,
    right: Wrong,
    at_output: Wrong,
    back: Wrong | None = None,
) -> list[Mistake]:
    """Return what comes of a wrong gradient at the output, or of a wrong way back from it.

    Where the right one gives the same numbers, they say nothing of what was done.
    """
    d_W1, d_b1, d_W2, d_b2 = names

    def wrong(part: Wrong, *arguments: Floats) -> Any:
        found, due = part(at_output, back, *arguments), part(right, None, *arguments)
        if np.shape(found) == due.shape and np.abs(found - due).max() <= 1e-6 * np.abs(due).max():
            raise ValueError("this is right")
        return found

    found = [
        Mistake(
            d_b1,
            sentence,
            lambda x, y_true, W1, b1, W2, b2: wrong(hidden, x, y_true, W1, b1, W2, b2),
        ),
        Mistake(
            d_W1,
            sentence,
            lambda x, y_true, W1, b1, W2, b2: np.outer(x, wrong(hidden, x, y_true, W1, b1, W2, b2)),
        ),
    ]
    if back is not None:
        return found
    return [
        *found,
        Mistake(
            d_b2,
            sentence,
            lambda x, y_true, W1, b1, W2, b2: wrong(output, x, y_true, W1, b1, W2, b2),
        ),
        Mistake(
            d_W2,
            sentence,
            lambda x, y_true, W1, b1, W2, b2: np.outer(
                np.maximum(x @ W1 + b1, 0), wrong(output, x, y_true, W1, b1, W2, b2)
            ),
        ),
    ]


def ways_back(names: tuple[str, str, str, str], at_output: Wrong) -> list[Mistake]:
    """Return what comes of a right gradient at the output, and then of a wrong step."""
    d_W1, _, d_W2, _ = names
    ways: list[tuple[str, Wrong]] = [
        (
            "W2 is transposed on the way back: it is W2 @ the gradient at the output, without .T.",
            lambda W2, d, x, z, p: (W2.T @ d) * (z > 0),
        ),
        (
            "A hidden unit that is off, h1 = 0, passes nothing back: here it does, as "
            "without a mask.",
            lambda W2, d, x, z, p: W2 @ d,
        ),
        (
            "The mask is taken at x @ W1, which lacks b1: it is due where h1 > 0.",
            lambda W2, d, x, z, p: (W2 @ d) * (p > 0),
        ),
        (
            "The mask lets the gradient pass where the pre-activation is exactly 0: there it is 0.",
            lambda W2, d, x, z, p: (W2 @ d) * (z >= 0),
        ),
        (
            "The gradient at h1 is multiplied by h1: the slope of ReLU belongs there.",
            lambda W2, d, x, z, p: (W2 @ d) * np.maximum(z, 0),
        ),
        (
            "The derivative of the sigmoid, h1 * (1 - h1), is used: the hidden layer has a ReLU.",
            lambda W2, d, x, z, p: (W2 @ d) * np.maximum(z, 0) * (1 - np.maximum(z, 0)),
        ),
        (
            "The mask is taken at the gradient that comes back: it is due where h1 > 0.",
            lambda W2, d, x, z, p: np.maximum(W2 @ d, 0),
        ),
        (
            "W2 is missing on the way back: the gradients at the outputs are weighted by it.",
            lambda W2, d, x, z, p: d.sum() * (z > 0),
        ),
        (
            MEAN,
            lambda W2, d, x, z, p: (W2 @ d) * (z > 0) / d.size,
        ),
    ]
    return [
        *(
            one
            for sentence, back in ways
            for one in two_layers(names, sentence, at_output, at_output, back)
        ),
        Mistake(
            d_W2,
            "The inputs x stand where the hidden layer h1 belongs.",
            lambda x, y_true, W1, b1, W2, b2: np.outer(
                x, at_output(x, y_true, h := np.maximum(x @ W1 + b1, 0), h @ W2 + b2)
            ),
        ),
        Mistake(
            d_W2,
            "The pre-activation stands where the hidden layer h1 belongs.",
            lambda x, y_true, W1, b1, W2, b2: np.outer(
                z := x @ W1 + b1, at_output(x, y_true, h := np.maximum(z, 0), h @ W2 + b2)
            ),
        ),
        Mistake(
            d_W1,
            "The hidden layer h1 stands where the inputs x belong.",
            lambda x, y_true, W1, b1, W2, b2: np.outer(
                h := np.maximum(x @ W1 + b1, 0),
                (W2 @ at_output(x, y_true, h, h @ W2 + b2)) * (h > 0),
            ),
        ),
    ]


NAMES = ("d_W1", "d_b1", "d_W2", "d_b2")


def mean_squared(x: Floats, y: Floats, h: Floats, o: Floats) -> Any:
    """Return the gradient of the mean squared error at the output."""
    return 2 * (o - y) / o.size


TWO_LAYERS = [
    *two_layers(
        NAMES,
        "The gradient at the output lacks the division by the number of outputs: "
        "2 * (output - y_true) / output.size.",
        mean_squared,
        lambda x, y, h, o: 2 * (o - y),
    ),
    *two_layers(
        NAMES,
        "The gradient at the output lacks its factor 2: 2 * (output - y_true) / output.size.",
        mean_squared,
        lambda x, y, h, o: (o - y) / o.size,
    ),
    *two_layers(
        NAMES,
        "Your gradient at the output is output - y_true, as for a softmax with cross-entropy: "
        "that of the mean squared error is 2 * (output - y_true) / output.size.",
        mean_squared,
        lambda x, y, h, o: o - y,
    ),
    *two_layers(
        NAMES,
        "The gradient at the output has the wrong sign: the error is output - y_true.",
        mean_squared,
        lambda x, y, h, o: 2 * (y - o) / o.size,
    ),
    *two_layers(
        NAMES,
        "The gradient at the output is divided by the number of hidden units: divide by the "
        "number of outputs.",
        mean_squared,
        lambda x, y, h, o: 2 * (o - y) / h.size,
    ),
    *two_layers(
        NAMES,
        "The gradient at the output is divided by the number of inputs: divide by the "
        "number of outputs.",
        mean_squared,
        lambda x, y, h, o: 2 * (o - y) / x.size,
    ),
    *two_layers(
        NAMES,
        "The output gets a mask, as if there were a ReLU: it is linear.",
        mean_squared,
        lambda x, y, h, o: 2 * (o - y) / o.size * (o > 0),
    ),
    *ways_back(NAMES, mean_squared),
]
