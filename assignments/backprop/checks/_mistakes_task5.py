"""Wrong steps that students are known to take, by what a parameter changes by."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.authoring import Floats, Mistake

from ._steps import Step

Change = Callable[[Floats, Floats, float, Step, int], object]
"""The change of a parameter by itself, its gradient, the rate, the whole step and its place."""


def _mistake(sentence: str, change: Change) -> Mistake:
    def wrong(example: Step, place: int) -> object:
        parameter, gradient = example.parameters[place], example.gradients[place]
        return change(parameter, gradient, example.learning_rate, example, place)

    return Mistake("parameters[]", sentence, wrong)


def _fixed(rate: float) -> Mistake:
    return _mistake(
        f"Whatever learning_rate is, {rate:g} is used in its place: use the argument.",
        lambda p, g, lr, step, place: -rate * g,
    )


def _decayed(decay: float) -> list[Mistake]:
    sentence = (
        f"There is a weight decay of {decay:g} in it: the step is learning_rate * gradient alone."
    )
    return [
        _mistake(sentence, lambda p, g, lr, step, place: -lr * (g + decay * p)),
        _mistake(sentence, lambda p, g, lr, step, place: -lr * g - decay * p),
    ]


MISTAKES = [
    _mistake(
        "The step goes up the hill: subtract learning_rate * gradient, do not add it.",
        lambda p, g, lr, step, place: lr * g,
    ),
    _mistake(
        "The whole gradient is subtracted: multiply it by learning_rate first.",
        lambda p, g, lr, step, place: -g,
    ),
    _mistake(
        "The gradient is multiplied by learning_rate twice: once is due.",
        lambda p, g, lr, step, place: -(lr**2) * g,
    ),
    _mistake(
        "The gradient is divided by learning_rate: multiply it.",
        lambda p, g, lr, step, place: -g / lr,
    ),
    _mistake(
        "The step is twice as large as it should be: is it taken twice, or is a factor 2 in it?",
        lambda p, g, lr, step, place: -2 * lr * g,
    ),
    _mistake(
        "The gradient is divided by its number of elements: nothing is averaged here.",
        lambda p, g, lr, step, place: -lr * g / g.size,
    ),
    _mistake(
        "The gradient is divided by its length, len(gradient): nothing is averaged here.",
        lambda p, g, lr, step, place: -lr * g / len(g),
    ),
    _mistake(
        "The step is divided by the number of parameters: each takes its whole step.",
        lambda p, g, lr, step, place: -lr * g / len(step.parameters),
    ),
    _mistake(
        "The gradient is clipped to -1 ... 1 before the step: take it as it is.",
        lambda p, g, lr, step, place: -lr * np.clip(g, -1, 1),
    ),
    _mistake(
        "The step is clipped to -1 ... 1: take learning_rate * gradient as it is.",
        lambda p, g, lr, step, place: -np.clip(lr * g, -1, 1),
    ),
    _mistake(
        "Only the sign of the gradient is used: its size belongs into the step.",
        lambda p, g, lr, step, place: -lr * np.sign(g),
    ),
    _mistake(
        "The gradient is divided by its norm: take it as it is.",
        lambda p, g, lr, step, place: -lr * g / np.sqrt((g * g).sum()),
    ),
    _mistake(
        "The gradients are taken from the last to the first: each parameter has the gradient at "
        "its own place.",
        lambda p, g, lr, step, place: -lr * step.gradients[-1 - place] if place else None,
    ),
    _mistake(
        "The first gradient is used for this parameter: it has one of its own.",
        lambda p, g, lr, step, place: -lr * step.gradients[0],
    ),
    _mistake(
        "The last gradient is used for this parameter: each parameter has the gradient at its own "
        "place. Is one of the lists the other way round?",
        lambda p, g, lr, step, place: -lr * step.gradients[-1],
    ),
    _mistake(
        "The old value is lost: it is replaced by the step. Is there a `=-` in the place of `-=`?",
        lambda p, g, lr, step, place: -lr * g - p,
    ),
    _mistake(
        "The old value is lost: it is replaced by the gradient times learning_rate.",
        lambda p, g, lr, step, place: lr * g - p,
    ),
    *map(_fixed, (0.01, 0.1, 0.001, 0.05)),
    *(mistake for decay in (0.1, 0.01, 0.001, 0.0001) for mistake in _decayed(decay)),
]
