"""Wrong gradients of a layer that students are known to return."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.authoring import Mistake

from ._mistakes_task2 import sigmoid

Wrong = Callable[..., Any]


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
