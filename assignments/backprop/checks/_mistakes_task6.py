"""Wrong losses and training steps that students are known to return."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.authoring import Floats, Mistake

from ._mistakes_task2 import sigmoid
from ._mistakes_task4 import MEAN, NAMES, Wrong, two_layers, ways_back
from ._softmax import softmax

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


_DIVIDED = (
    "The gradient at the logits is divided by the number of classes: it is softmax(z) - y_true."
)
_DIVIDED_SOMEWHERE = (
    "It is divided by the number of classes, at the logits or on the way back from them: neither "
    "softmax(z) - y_true nor the sum of the chain rule is."
)


def softmax_entropy(x: Floats, y: Floats, h: Floats, o: Floats) -> Any:
    """Return the gradient of the cross-entropy at the logits."""
    return softmax(o) - y


def _training() -> list[Mistake]:
    """Return those of a training step, by what its parameters change by."""
    wrong: list[tuple[str, Wrong]] = [
        (_DIVIDED, lambda x, y, h, o: (softmax(o) - y) / y.size),
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
        _as_change(_once_divided(mistake))
        for mistake in (
            *(
                one
                for sentence, at in wrong
                for one in two_layers(NAMES, sentence, softmax_entropy, at)
            ),
            *ways_back(NAMES, softmax_entropy),
        )
    ]


def _once_divided(mistake: Mistake) -> Mistake:
    """Return a mistake with a sentence that is true of all that give the same numbers.

    Whether the logits' gradient is divided, or the way back from it, is the same in a hidden layer.
    """
    same = mistake.array in NAMES[:2] and mistake.sentence in (_DIVIDED, MEAN)
    return mistake._replace(sentence=_DIVIDED_SOMEWHERE) if same else mistake


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
