"""Wrong results of ReLU and its slope that students are known to return."""

from __future__ import annotations

import numpy as np

from grader.authoring import Floats, Mistake


def sigmoid(x: Floats) -> Floats:
    """Return the logistic function."""
    return np.asarray(1 / (1 + np.exp(-x)))


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
