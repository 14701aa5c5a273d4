"""Wrong results that students are known to return, each with what the report says then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.authoring import Floats, Mistake

from ._softmax import softmax

Wrong = Callable[..., Any]


def sigmoid(x: Floats) -> Floats:
    """Return the logistic function."""
    return np.asarray(1 / (1 + np.exp(-x)))


MSE = [
    Mistake(
        "mse_loss",
        "This is the square of the mean error: square each error first, then take the mean.",
        lambda predictions, targets: np.mean(predictions - targets) ** 2,
    ),
    Mistake(
        "mse_loss",
        "This is the mean absolute error: the errors are to be squared.",
        lambda predictions, targets: np.mean(np.abs(predictions - targets)),
    ),
    Mistake(
        "mse_loss",
        "This is the variance of the errors, which leaves out the square of their mean.",
        lambda predictions, targets: np.var(predictions - targets),
    ),
    Mistake(
        "mse_loss",
        "The sum of the squares is divided by the number of rows: divide by the number of all "
        "elements.",
        lambda predictions, targets: np.sum((predictions - targets) ** 2) / len(targets),
    ),
    Mistake(
        "mse_loss",
        "This is the sum of the squares: for their mean, divide by the number of elements.",
        lambda predictions, targets: np.sum((predictions - targets) ** 2),
    ),
    Mistake(
        "mse_loss",
        "This is the root of the sum of the squares, and not their mean.",
        lambda predictions, targets: np.sqrt(np.sum((predictions - targets) ** 2)),
    ),
    Mistake(
        "mse_loss",
        "This is the mean of predictions**2 - targets**2: take the difference before the square.",
        lambda predictions, targets: np.mean(predictions**2 - targets**2),
    ),
    Mistake(
        "mse_loss",
        "The sum of the squares is divided by the number of elements that are not 0: divide by "
        "the number of all elements.",
        lambda predictions, targets: (
            np.sum((predictions - targets) ** 2) / np.count_nonzero(predictions - targets)
        ),
    ),
    Mistake(
        "mse_gradient",
        "This is the gradient of the sum of the squares: for that of the mean, divide by the "
        "number of elements.",
        lambda predictions, targets: 2 * (predictions - targets),
    ),
    Mistake(
        "mse_gradient",
        "This is predictions - targets as it is: the factor 2 and the division by the number of "
        "elements are missing.",
        lambda predictions, targets: predictions - targets,
    ),
    Mistake(
        "mse_gradient",
        "It is divided by the number of rows: divide by the number of all elements.",
        lambda predictions, targets: 2 * (predictions - targets) / len(targets),
    ),
    Mistake(
        "mse_gradient",
        "It is divided by the length of the last axis: divide by the number of all elements.",
        lambda predictions, targets: 2 * (predictions - targets) / targets.shape[-1],
    ),
    Mistake(
        "mse_gradient",
        "It is divided by the number of axes: divide by the number of elements.",
        lambda predictions, targets: 2 * (predictions - targets) / targets.ndim,
    ),
    Mistake(
        "mse_gradient",
        "It is divided by the sum of the lengths of the axes: divide by their product, which is "
        "the number of elements.",
        lambda predictions, targets: 2 * (predictions - targets) / sum(targets.shape),
    ),
    Mistake(
        "mse_gradient",
        "This is the term of the loss, (p - t)**2 / n, which is not differentiated yet.",
        lambda predictions, targets: (predictions - targets) ** 2 / targets.size,
    ),
    Mistake(
        "mse_gradient",
        "The error is still squared: the derivative of (p - t)**2 is 2 * (p - t).",
        lambda predictions, targets: 2 * (predictions - targets) ** 2 / targets.size,
    ),
    Mistake(
        "mse_gradient",
        "This is the gradient of the mean absolute error.",
        lambda predictions, targets: np.sign(predictions - targets) / targets.size,
    ),
    Mistake(
        "mse_gradient",
        "The targets are missing in it: the gradient is that of (p - t)**2.",
        lambda predictions, targets: 2 * predictions / targets.size,
    ),
    Mistake(
        "mse_gradient",
        "Without brackets, only the targets are divided: 2 * (predictions - targets) / n.",
        lambda predictions, targets: 2 * predictions - targets / targets.size,
    ),
    Mistake(
        "mse_gradient",
        "Without brackets, only the targets are divided: 2 * (predictions - targets) / n.",
        lambda predictions, targets: 2 * predictions - 2 * targets / targets.size,
    ),
]
"""Of task 1."""


def _leaky(slope: float) -> list[Mistake]:
    """Return what a leaky ReLU gives."""
    return [
        Mistake(
            "relu",
            f"This is a leaky ReLU, with {slope:g} * x where x is negative: 0 is due there.",
            lambda x: np.where(x > 0, x, slope * x),
        ),
        Mistake(
            "relu_gradient",
            f"This is the slope of a leaky ReLU, {slope:g} where x is negative: 0 is due there.",
            lambda x: np.where(x > 0, 1.0, slope),
        ),
        Mistake(
            "relu_gradient",
            f"This is the slope of a leaky ReLU, {slope:g} where x is negative: 0 is due there.",
            lambda x: np.where(x >= 0, 1.0, slope),
        ),
    ]


RELU = [
    *(mistake for slope in (0.01, 0.1, 0.2, 0.001, 0.05) for mistake in _leaky(slope)),
    Mistake("relu", "This is the sigmoid of x.", lambda x: sigmoid(x)),
    Mistake("relu", "This is tanh(x).", lambda x: np.tanh(x)),
    Mistake("relu", "This is softplus, log(1 + exp(x)).", lambda x: np.logaddexp(0, x)),
    Mistake("relu", "It is cut off at 6, as ReLU6 is.", lambda x: np.clip(x, 0, 6)),
    Mistake("relu", "It is cut off at 1: ReLU has no upper end.", lambda x: np.clip(x, 0, 1)),
    Mistake(
        "relu",
        "This is the negative side, min(0, x): ReLU keeps the positive one, max(0, x).",
        lambda x: np.minimum(x, 0),
    ),
    Mistake(
        "relu",
        "This is the absolute value: ReLU is 0 where x is negative.",
        lambda x: np.abs(x),
    ),
    Mistake("relu", "This is x as it is: ReLU is 0 where x is negative.", lambda x: x),
    Mistake("relu", "This is the mask x > 0, and not x where it holds.", lambda x: x > 0),
    Mistake(
        "relu_gradient",
        "This is the sigmoid of x, and not the slope of ReLU.",
        lambda x: sigmoid(x),
    ),
    Mistake(
        "relu_gradient",
        "This is the derivative of the sigmoid, and not that of ReLU.",
        lambda x: sigmoid(x) * (1 - sigmoid(x)),
    ),
    Mistake(
        "relu_gradient",
        "This is the derivative of tanh, and not that of ReLU.",
        lambda x: 1 - np.tanh(x) ** 2,
    ),
    Mistake(
        "relu_gradient",
        "This is relu(x) itself, and not its slope: that is 1 where x is positive.",
        lambda x: np.maximum(x, 0),
    ),
    Mistake(
        "relu_gradient",
        "This is the sign of x: where x is negative, 0 is due and not -1.",
        lambda x: np.sign(x),
    ),
    Mistake(
        "relu_gradient",
        "This is the larger one of x and 1: compare x with 0.",
        lambda x: np.maximum(x, 1),
    ),
    Mistake(
        "relu_gradient",
        "It is 1 where x is negative, the other way round: 1 is due where x is positive.",
        lambda x: x < 0,
    ),
    Mistake(
        "relu_gradient",
        "It is 1 where x is not positive, the other way round: 1 is due where it is.",
        lambda x: x <= 0,
    ),
    Mistake(
        "relu_gradient",
        "It is 1 at 0: in this course the slope there is 0. Compare with >, not with >=.",
        lambda x: x >= 0,
    ),
    Mistake(
        "relu_gradient",
        "It is 0.5 at 0: in this course the slope there is 0.",
        lambda x: np.heaviside(x, 0.5),
    ),
    Mistake(
        "relu_gradient",
        "It is 1 wherever x is not 0: where x is negative, 0 is due.",
        lambda x: x != 0,
    ),
    Mistake(
        "relu_gradient",
        "It is 1 from 1 on, and 0 below: the slope is 1 wherever x is positive.",
        lambda x: x >= 1,
    ),
    Mistake(
        "relu_gradient",
        "It is x, clipped to 0 ... 1: the slope is 1 wherever x is positive.",
        lambda x: np.clip(x, 0, 1),
    ),
    Mistake("relu_gradient", "It is 1 everywhere.", lambda x: np.ones_like(x)),
]
"""Of task 2."""


def _layer(sentence: str, at_z: Wrong) -> list[Mistake]:
    """Return what comes of a wrong gradient at the pre-activation."""
    return [
        Mistake(
            "d_biases",
            sentence,
            lambda d_output, inputs, weights, z: at_z(d_output, inputs, weights, z),
        ),
        Mistake(
            "d_weights",
            sentence,
            lambda d_output, inputs, weights, z: np.outer(
                inputs, at_z(d_output, inputs, weights, z)
            ),
        ),
        Mistake(
            "d_inputs",
            sentence,
            lambda d_output, inputs, weights, z: weights @ at_z(d_output, inputs, weights, z),
        ),
    ]


LAYER = [
    *_layer(
        "Where z is negative, nothing flows back: here it does, as without a mask.",
        lambda d, x, w, z: d,
    ),
    *_layer(
        "d_output is multiplied by z: the slope of ReLU belongs there, 1 or 0.",
        lambda d, x, w, z: d * z,
    ),
    *_layer(
        "d_output is multiplied by relu(z): the slope of ReLU belongs there, 1 or 0.",
        lambda d, x, w, z: d * np.maximum(z, 0),
    ),
    *_layer(
        "The slope alone is taken: it has to be multiplied by d_output, by the chain rule.",
        lambda d, x, w, z: z > 0,
    ),
    *_layer(
        "The mask is the other way round: d_output passes where z is positive.",
        lambda d, x, w, z: d * (z < 0),
    ),
    *_layer(
        "The mask is the other way round: d_output passes where z is positive.",
        lambda d, x, w, z: d * (z <= 0),
    ),
    *_layer(
        "The mask lets d_output pass where z is exactly 0: in this course the slope is 0 there.",
        lambda d, x, w, z: d * (z >= 0),
    ),
    *_layer(
        "Half of d_output passes where z is exactly 0: in this course the slope is 0 there.",
        lambda d, x, w, z: d * np.heaviside(z, 0.5),
    ),
    *_layer(
        "The mask is taken at d_output: it is due at z.",
        lambda d, x, w, z: np.maximum(d, 0),
    ),
    *_layer(
        "The mask is taken at d_output as well: it is due at z alone.",
        lambda d, x, w, z: np.maximum(d, 0) * (z > 0),
    ),
    *_layer(
        "The mask is taken at inputs @ weights, which lacks the biases: it is due at z.",
        lambda d, x, w, z: d * (x @ w > 0),
    ),
    *_layer(
        "The mask is taken at inputs @ weights as well, which lacks the biases: it is due at z.",
        lambda d, x, w, z: d * (x @ w > 0) * (z > 0),
    ),
    *_layer(
        "The mask is taken at the inputs: it is due at z.",
        lambda d, x, w, z: d * (x > 0),
    ),
    *_layer(
        "A hundredth of d_output passes where z is negative, as in a leaky ReLU: 0 is due.",
        lambda d, x, w, z: d * np.where(z > 0, 1, 0.01),
    ),
    *_layer(
        "The derivative of the sigmoid is used: the layer has a ReLU.",
        lambda d, x, w, z: d * sigmoid(z) * (1 - sigmoid(z)),
    ),
    *_layer(
        "The derivative of tanh is used: the layer has a ReLU.",
        lambda d, x, w, z: d * (1 - np.tanh(z) ** 2),
    ),
    Mistake(
        "d_inputs",
        "The weights are transposed: it is weights @ d_z, without .T.",
        lambda d_output, weights, z: weights.T @ (d_output * (z > 0)),
    ),
    Mistake(
        "d_inputs",
        "The products of weights and d_z are added up over the inputs: add them up over the "
        "outputs, as weights @ d_z does.",
        lambda d_output, weights, z: (weights * (d_output * (z > 0))).sum(axis=0),
    ),
    Mistake(
        "d_inputs",
        "The inputs stand where the weights belong: it is weights @ d_z.",
        lambda d_output, inputs, z: inputs * (d_output * (z > 0)).sum(),
    ),
    Mistake(
        "d_inputs",
        "It is masked by the inputs: that is for the layer below to do.",
        lambda d_output, inputs, weights, z: (weights @ (d_output * (z > 0))) * (inputs > 0),
    ),
    Mistake(
        "d_inputs",
        "This is the mean over the outputs: the chain rule asks for the sum.",
        lambda d_output, weights, z: np.mean(weights * (d_output * (z > 0)), axis=1),
    ),
    Mistake(
        "d_weights",
        "The outer product is the other way round: np.outer(inputs, d_z).",
        lambda d_output, inputs, z: np.outer(d_output * (z > 0), inputs),
    ),
    Mistake(
        "d_weights",
        "The weights stand where the inputs belong: np.outer(inputs, d_z).",
        lambda d_output, weights, z: weights * (d_output * (z > 0)),
    ),
    Mistake(
        "d_weights",
        "It is divided by the number of inputs: nothing is averaged here.",
        lambda d_output, inputs, z: np.outer(inputs, d_output * (z > 0)) / inputs.size,
    ),
]
"""Of task 3."""


def _two_layers(
    names: tuple[str, str, str, str],
    sentence: str,
    at_output: Wrong,
    back: Wrong | None = None,
) -> list[Mistake]:
    """Return what comes of a wrong gradient at the output, or of a wrong way back from it."""
    d_W1, d_b1, d_W2, d_b2 = names

    def hidden(x: Floats, y: Floats, W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Any:
        h1 = np.maximum(x @ W1 + b1, 0)
        d_2 = at_output(x, y, h1, h1 @ W2 + b2)
        if back is not None:
            return back(W2, d_2, x, x @ W1 + b1, x @ W1)
        return (W2 @ d_2) * (h1 > 0)

    def output(x: Floats, y: Floats, W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Any:
        h1 = np.maximum(x @ W1 + b1, 0)
        return at_output(x, y, h1, h1 @ W2 + b2)

    found = [
        Mistake(
            d_b1,
            sentence,
            lambda x, y_true, W1, b1, W2, b2: hidden(x, y_true, W1, b1, W2, b2),
        ),
        Mistake(
            d_W1,
            sentence,
            lambda x, y_true, W1, b1, W2, b2: np.outer(x, hidden(x, y_true, W1, b1, W2, b2)),
        ),
    ]
    if back is not None:
        return found
    return [
        *found,
        Mistake(
            d_b2,
            sentence,
            lambda x, y_true, W1, b1, W2, b2: output(x, y_true, W1, b1, W2, b2),
        ),
        Mistake(
            d_W2,
            sentence,
            lambda x, y_true, W1, b1, W2, b2: np.outer(
                np.maximum(x @ W1 + b1, 0), output(x, y_true, W1, b1, W2, b2)
            ),
        ),
    ]


def _ways_back(names: tuple[str, str, str, str], at_output: Wrong) -> list[Mistake]:
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
            "This is a mean over the outputs on the way back: the chain rule asks for the sum.",
            lambda W2, d, x, z, p: (W2 @ d) * (z > 0) / d.size,
        ),
    ]
    return [
        *(one for sentence, back in ways for one in _two_layers(names, sentence, at_output, back)),
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


_NAMES = ("d_W1", "d_b1", "d_W2", "d_b2")

TWO_LAYERS = [
    *_two_layers(
        _NAMES,
        "The gradient at the output lacks the division by the number of outputs: "
        "2 * (output - y_true) / output.size.",
        lambda x, y, h, o: 2 * (o - y),
    ),
    *_two_layers(
        _NAMES,
        "The gradient at the output lacks its factor 2: 2 * (output - y_true) / output.size.",
        lambda x, y, h, o: (o - y) / o.size,
    ),
    *_two_layers(
        _NAMES,
        "Your gradient at the output is output - y_true, as for a softmax with cross-entropy: "
        "that of the mean squared error is 2 * (output - y_true) / output.size.",
        lambda x, y, h, o: o - y,
    ),
    *_two_layers(
        _NAMES,
        "The gradient at the output has the wrong sign: the error is output - y_true.",
        lambda x, y, h, o: 2 * (y - o) / o.size,
    ),
    *_two_layers(
        _NAMES,
        "The gradient at the output is divided by the number of hidden units: divide by the "
        "number of outputs.",
        lambda x, y, h, o: 2 * (o - y) / h.size,
    ),
    *_two_layers(
        _NAMES,
        "The gradient at the output is divided by the number of inputs: divide by the "
        "number of outputs.",
        lambda x, y, h, o: 2 * (o - y) / x.size,
    ),
    *_two_layers(
        _NAMES,
        "The output gets a mask, as if there were a ReLU: it is linear.",
        lambda x, y, h, o: 2 * (o - y) / o.size * (o > 0),
    ),
    *_ways_back(_NAMES, lambda x, y, h, o: 2 * (o - y) / o.size),
]
"""Of task 4."""

CROSS_ENTROPY = [
    Mistake(
        "softmax",
        "These are the exponentials as they are: divide them by their sum.",
        lambda z: np.exp(z),
    ),
    Mistake(
        "softmax",
        "These are the exponentials of z minus its largest element: divide them by their sum.",
        lambda z: np.exp(z - z.max()),
    ),
    Mistake(
        "softmax",
        "This is z divided by its sum: take the exponentials first.",
        lambda z: z / z.sum(),
    ),
    Mistake("softmax", "This is the sigmoid of each element.", lambda z: sigmoid(z)),
    Mistake("softmax", "This is the logarithm of the softmax.", lambda z: np.log(softmax(z))),
    Mistake("softmax", "This is the softmax of -z.", lambda z: softmax(-z)),
    Mistake(
        "cross_entropy",
        "The sum has the wrong sign: logarithms of probabilities are negative, the loss is not.",
        lambda probabilities, y_true: np.sum(y_true * np.log(probabilities)),
    ),
    Mistake(
        "cross_entropy",
        "This is a mean over the classes: the cross-entropy is the sum.",
        lambda probabilities, y_true: -np.mean(y_true * np.log(probabilities)),
    ),
    Mistake(
        "cross_entropy",
        "This is the binary cross-entropy, with the terms of 1 - y: they do not belong here.",
        lambda probabilities, y_true: (
            -np.sum(y_true * np.log(probabilities) + (1 - y_true) * np.log(1 - probabilities))
        ),
    ),
    Mistake(
        "cross_entropy",
        "The targets are missing: the logarithms are weighted by y_true.",
        lambda probabilities, y_true: -np.sum(np.log(probabilities) + 0 * y_true),
    ),
    Mistake(
        "cross_entropy",
        "The logarithm has the base 2: the natural one is due, np.log.",
        lambda probabilities, y_true: -np.sum(y_true * np.log2(probabilities)),
    ),
    Mistake(
        "cross_entropy",
        "The logarithm has the base 10: the natural one is due, np.log.",
        lambda probabilities, y_true: -np.sum(y_true * np.log10(probabilities)),
    ),
    Mistake(
        "cross_entropy",
        "Only the class with the largest target is counted: targets need not be one-hot.",
        lambda probabilities, y_true: -np.log(probabilities[np.argmax(y_true)]),
    ),
    Mistake(
        "cross_entropy",
        "Only the class with the largest target is counted: targets need not be one-hot.",
        lambda probabilities, y_true: -y_true.max() * np.log(probabilities[np.argmax(y_true)]),
    ),
]
"""Of the softmax and its loss."""


def _training() -> list[Mistake]:
    """Return those of a training step, by what its parameters change by."""
    wrong: list[tuple[str, Wrong]] = [
        (
            "The gradient at the logits is divided by the number of classes: it is softmax(z) - "
            "y_true.",
            lambda x, y, h, o: (softmax(o) - y) / y.size,
        ),
        (
            "The gradient at the logits is that of the squared error: for the cross-entropy it is "
            "softmax(z) - y_true.",
            lambda x, y, h, o: 2 * (softmax(o) - y) / y.size,
        ),
        (
            "The gradient at the logits is multiplied by the derivative p * (1 - p) once more: it "
            "is softmax(z) - y_true.",
            lambda x, y, h, o: (softmax(o) - y) * softmax(o) * (1 - softmax(o)),
        ),
        (
            "The gradient at the logits lacks y_true: it is softmax(z) - y_true.",
            lambda x, y, h, o: softmax(o),
        ),
        (
            "The softmax is missing: the gradient at the logits is softmax(z) - y_true.",
            lambda x, y, h, o: o - y,
        ),
    ]
    return [
        _as_change(mistake)
        for mistake in (
            *(one for sentence, at in wrong for one in _two_layers(_NAMES, sentence, at)),
            *_ways_back(_NAMES, lambda x, y, h, o: softmax(o) - y),
        )
    ]


def _as_change(mistake: Mistake) -> Mistake:
    """Return what a wrong gradient changes a parameter by."""

    def change(
        x: Floats,
        y_true: Floats,
        W1: Floats,
        b1: Floats,
        W2: Floats,
        b2: Floats,
        learning_rate: Floats,
    ) -> Any:
        gradient: Any = mistake.wrong(x, y_true, W1, b1, W2, b2)
        return -learning_rate * gradient

    return Mistake(mistake.array.replace("d_", "new "), mistake.sentence, change)


TRAINING = _training()
"""Of a training step in task 6."""
