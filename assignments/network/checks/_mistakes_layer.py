"""Wrong outputs, gradients and steps of a layer that students are known to have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from grader.authoring import Floats, Mistake

from ._descent import Step
from ._layer import Case

Output = Callable[[Floats, Floats, Floats], object]
"""Of weights, biases and input."""

Gradient = Callable[[Floats, Floats, Floats, Floats], object]
"""Of weights, biases, input and the gradient at the output."""

Change = Callable[[Floats, Floats, float, Step], object]
"""Of a parameter, its gradient, the learning rate and the whole step."""


def _output(sentence: str, wrong: Output) -> Mistake:
    def of(example: Case) -> object:
        return wrong(example.layer.weights, example.layer.biases, np.asarray(example.x))

    return Mistake("output", sentence, of)


OUTPUTS = [
    _output("The biases are missing: weights @ input_data + biases.", lambda w, b, x: w @ x),
    _output("The biases are subtracted: add them.", lambda w, b, x: w @ x - b),
    _output(
        "The biases are added once for each sample of the batch: add them once.",
        lambda w, b, x: w @ x + x.shape[1] * b,
    ),
    _output("The biases are added twice: add them once.", lambda w, b, x: w @ x + 2 * b),
    _output("These are the biases alone: weights @ input_data is missing.", lambda w, b, x: b + 0),
    _output(
        "There is a ReLU in it: the layers of this assignment are linear.",
        lambda w, b, x: np.maximum(w @ x + b, 0),
    ),
    _output(
        "There is a sigmoid in it: the layers of this assignment are linear.",
        lambda w, b, x: 1 / (1 + np.exp(-(w @ x + b))),
    ),
    _output(
        "There is a tanh in it: the layers of this assignment are linear.",
        lambda w, b, x: np.tanh(w @ x + b),
    ),
    _output(
        "The weights are transposed: weights has one row for each output, so it is weights @ "
        "input_data.",
        lambda w, b, x: w.T @ x + b,
    ),
    _output(
        "The biases are multiplied by the weights, too: weights @ input_data + biases.",
        lambda w, b, x: w @ (x + b),
    ),
]


def _gradient(name: str, sentence: str, wrong: Gradient) -> Iterator[Mistake]:
    """Yield a mistake for the case of an example, and for the square one that may be beside it."""

    def of(case: Any) -> object:
        layer = case.layer
        return wrong(layer.weights, layer.biases, np.asarray(case.x), np.asarray(case.d_output))

    yield Mistake(name, sentence, lambda example: of(example))
    yield Mistake(name, sentence, lambda example: of(example.square))


_WRONG: list[tuple[str, str, Gradient]] = [
    (
        "d_weights",
        "It is divided by the number of samples: d_output @ input_data.T is the sum over the "
        "batch, and no mean.",
        lambda w, b, x, d: d @ x.T / x.shape[1],
    ),
    (
        "d_weights",
        "The product is the other way round: it is d_output @ input_data.T, with one row for each "
        "output.",
        lambda w, b, x, d: x @ d.T,
    ),
    (
        "d_weights",
        "The output stands where the input belongs: keep input_data in forward.",
        lambda w, b, x, d: d @ (w @ x + b).T,
    ),
    (
        "d_weights",
        "The elements are multiplied one by one: a matrix product is due, d_output @ input_data.T.",
        lambda w, b, x, d: d * x.T,
    ),
    (
        "d_weights",
        "input_data is not transposed: d_output @ input_data.T adds up over the samples.",
        lambda w, b, x, d: d @ x,
    ),
    (
        "d_weights",
        "The weights stand where the input belongs: d_output @ input_data.T.",
        lambda w, b, x, d: d @ w.T,
    ),
    (
        "d_weights",
        "There is a ReLU in it: the layers of this assignment are linear.",
        lambda w, b, x, d: (d * (w @ x + b > 0)) @ x.T,
    ),
    (
        "d_weights",
        "The last sample of the batch is missing in it.",
        lambda w, b, x, d: d[:, :-1] @ x[:, :-1].T,
    ),
    (
        "d_biases",
        "It is divided by the number of samples: d_biases is the sum over the batch, and no mean.",
        lambda w, b, x, d: d.mean(axis=1, keepdims=True),
    ),
    (
        "d_biases",
        "It is the sum over everything: each output has a bias of its own, so add up over the "
        "samples alone, axis=1.",
        lambda w, b, x, d: np.full((len(d), 1), d.sum()),
    ),
    (
        "d_biases",
        "It is the sum over the outputs: add up over the samples, axis=1.",
        lambda w, b, x, d: d.sum(axis=0).reshape(-1, 1),
    ),
    (
        "d_biases",
        "There is a ReLU in it: the layers of this assignment are linear.",
        lambda w, b, x, d: (d * (w @ x + b > 0)).sum(axis=1, keepdims=True),
    ),
    (
        "d_biases",
        "d_output is multiplied by the biases: a bias is added, so its gradient is that of the "
        "output.",
        lambda w, b, x, d: (d * b).sum(axis=1, keepdims=True),
    ),
    (
        "d_biases",
        "The last sample of the batch is missing in it.",
        lambda w, b, x, d: d[:, :-1].sum(axis=1, keepdims=True),
    ),
    (
        "d_input",
        "The weights are not transposed: the way back is weights.T @ d_output.",
        lambda w, b, x, d: w @ d,
    ),
    (
        "d_input",
        "d_weights stands where the weights belong: weights.T @ d_output.",
        lambda w, b, x, d: (d @ x.T).T @ d,
    ),
    (
        "d_input",
        "It is divided by the number of samples: each sample has its own gradient at the input.",
        lambda w, b, x, d: w.T @ d / x.shape[1],
    ),
    (
        "d_input",
        "There is a ReLU in it: the layers of this assignment are linear.",
        lambda w, b, x, d: w.T @ (d * (w @ x + b > 0)),
    ),
    (
        "d_input",
        "It is masked by the input, as if there were a ReLU: the layers here are linear.",
        lambda w, b, x, d: (w.T @ d) * (x > 0),
    ),
    (
        "d_input",
        "It is multiplied by the input, which belongs into d_weights alone.",
        lambda w, b, x, d: (w.T @ d) * x,
    ),
    ("d_input", "This is d_output as it is: weights.T @ d_output is due.", lambda w, b, x, d: d),
]


def _after_step(rate: float) -> Iterator[Mistake]:
    return _gradient(
        "d_input",
        f"backward has changed the weights by a step of {rate:g} before it uses them here: steps "
        "belong to update.",
        lambda w, b, x, d: (w - rate * (d @ x.T)).T @ d,
    )


GRADIENTS = [
    *(mistake for one in _WRONG for mistake in _gradient(*one)),
    *(mistake for rate in (0.01, 0.1, 0.001, 1.0) for mistake in _after_step(rate)),
    Mistake(
        "d_weights",
        "The gradients of earlier calls are added to it: set it anew in each backward.",
        lambda example: (
            example.first.d_output @ example.first.x.T
            + 3 * example.first.d_output @ example.other.x.T
        ),
    ),
    Mistake(
        "d_weights",
        "It is made with the input of another forward: keep the input in `self`, one for each "
        "layer, and set it anew in each forward.",
        lambda example: 2 * example.first.d_output @ example.first.x.T,
    ),
]
"""Those of gradients; the last two are about two layers and three passes, of task 8."""


def _change(name: str, sentence: str, wrong: Change) -> Mistake:
    def of(example: Step) -> object:
        d, x, rate = example.d_loss, np.asarray(example.x), example.rate
        layer = example.layers[0]
        if name == "weights":
            return wrong(layer.weights, d @ x.T, rate, example)
        return wrong(layer.biases, d.sum(axis=1, keepdims=True), rate, example)

    return Mistake(name, sentence, of)


def _steps(name: str) -> Iterator[Mistake]:
    wrong: list[tuple[str, Change]] = [
        (
            f"The step goes up the hill: subtract learning_rate * self.d_{name}.",
            lambda p, g, rate, step: rate * g,
        ),
        (
            "The whole gradient is subtracted: multiply it by learning_rate first.",
            lambda p, g, rate, step: -g,
        ),
        (
            "The gradient is multiplied by learning_rate twice: once is due.",
            lambda p, g, rate, step: -(rate**2) * g,
        ),
        (
            "The gradient is divided by learning_rate: multiply it.",
            lambda p, g, rate, step: -g / rate,
        ),
        (
            "The step is divided by the number of samples: the gradients are sums, and are taken "
            "as they are.",
            lambda p, g, rate, step: -rate * g / step.x.shape[1],
        ),
        (
            "The step is twice as large as it should be: is it taken twice, or is a factor 2 in "
            "it?",
            lambda p, g, rate, step: -2 * rate * g,
        ),
        (
            "The step is half of what it should be: it is learning_rate times the gradient.",
            lambda p, g, rate, step: -rate * g / 2,
        ),
        (
            "The old value is lost: it is replaced by the step. Is there a `=-` in the place of "
            "`-=`?",
            lambda p, g, rate, step: -rate * g - p,
        ),
        (
            "Only the sign of the gradient is used: its size belongs into the step.",
            lambda p, g, rate, step: -rate * np.sign(g),
        ),
        (
            "The gradient is clipped to -1 ... 1 before the step: take it as it is.",
            lambda p, g, rate, step: -rate * np.clip(g, -1, 1),
        ),
    ]
    for sentence, change in wrong:
        yield _change(name, sentence, change)
    for rate in (0.01, 0.1, 0.001, 0.05):
        yield _fixed(name, rate)


def _fixed(name: str, fixed: float) -> Mistake:
    return _change(
        name,
        f"Whatever learning_rate is, {fixed:g} is used in its place: use the argument.",
        lambda p, g, rate, step: -fixed * g,
    )


STEPS = [
    *_steps("weights"),
    *_steps("biases"),
    _change(
        "biases",
        "The biases move by the sums of d_weights over its rows: they have a gradient of their "
        "own, self.d_biases.",
        lambda p, g, rate, step: -rate * (step.d_loss @ step.x.T).sum(axis=1, keepdims=True),
    ),
]
