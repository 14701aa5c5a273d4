"""Wrong passes through a network that students are known to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.authoring import Floats, Mistake, Numbers

from ._descent import Step, stepped
from ._network import Net, Parameters, outputs

Forward = Callable[[Sequence[Parameters], Numbers], object]
"""Of layers and an input."""

Back = Callable[[Parameters, Floats, Floats], Floats]
"""What a layer hands on, of the layer, its input and the gradient that it was given."""


def _relu_between(layers: Sequence[Parameters], x: Numbers, *, last: bool) -> object:
    for place, layer in enumerate(layers):
        x = layer.weights @ x + layer.biases
        if last or place + 1 < len(layers):
            x = np.maximum(x, 0)
    return x


_FORWARD: list[tuple[str, Forward]] = [
    (
        "The layers come in reversed order: pass x through the one that was added first, first.",
        lambda layers, x: outputs(layers[::-1], x)[-1],
    ),
    (
        "The last layer gets x itself: each layer gets what the one before it returned, from the "
        "first to the last.",
        lambda layers, x: outputs(layers[-1:], x)[-1] if len(layers) > 1 else None,
    ),
    (
        "This is the output of the first layer alone: is the `return` inside of the loop?",
        lambda layers, x: outputs(layers[:1], x)[-1] if len(layers) > 2 else None,
    ),
    *(
        (
            "The last layer is left out: is the `return` inside of the loop, or does the loop end "
            "too early?",
            lambda layers, x, alone=alone: outputs(layers[:-1], x)[-1] if layers[1:] else alone(x),
        )
        for alone in (lambda x: x, lambda x: None)
    ),
    (
        "The first layer is left out.",
        lambda layers, x: outputs(layers[1:], x)[-1] if len(layers) > 2 else None,
    ),
    (
        "There is a ReLU between the layers: this network is linear.",
        lambda layers, x: _relu_between(layers, x, last=False),
    ),
    (
        "There is a ReLU after each layer: this network is linear.",
        lambda layers, x: _relu_between(layers, x, last=True),
    ),
    ("This is x as it came: no layer was used.", lambda layers, x: x),
]


def _forward(sentence: str, wrong: Forward) -> Mistake:
    return Mistake("output", sentence, lambda example: wrong(example.layers, example.x))


def _inputs(net: Net) -> list[Numbers]:
    return [net.x, *outputs(net.layers, net.x)][:-1]


def _gradients(net: Net, order: Sequence[int], back: Back, start: Floats) -> dict[int, Floats]:
    """Return what each layer gets at its output, in the order in which layers are called."""
    found, d, inputs = {}, start, _inputs(net)
    for place in order:
        found[place] = d
        d = back(net.layers[place], np.asarray(inputs[place]), d)
    return found


def _right(layer: Parameters, x: Floats, d: Floats) -> Floats:
    return np.asarray(layer.weights.T @ d)


def _at_outputs(sentence: str, at: Callable[[Net], dict[int, Floats]]) -> Iterator[Mistake]:
    """Yield mistakes in both gradients of a layer, by what each layer gets at its output."""

    def d_weights(example: Net, place: int) -> object:
        place %= len(example.layers)
        return at(example)[place] @ np.asarray(_inputs(example)[place]).T

    def d_biases(example: Net, place: int) -> object:
        return at(example)[place % len(example.layers)].sum(axis=1, keepdims=True)

    yield Mistake("layers[].d_weights", sentence, d_weights)
    yield Mistake("layers[].d_biases", sentence, d_biases)


def _backwards(net: Net) -> range:
    return range(len(net.layers) - 1, -1, -1)


def _after_first(found: dict[int, Floats]) -> dict[int, Floats]:
    """Return what all layers get but the first, of which two mistakes say the same."""
    return {place: d for place, d in found.items() if place}


_BACKWARD: list[tuple[str, Callable[[Net], dict[int, Floats]]]] = [
    (
        "The first layer gets d_loss itself: d_loss belongs to the last layer. Go from the last "
        "to the first, and hand each what backward of the one after it returned.",
        lambda net: {0: net.d_loss},
    ),
    (
        "backward begins with the first layer: d_loss belongs to the last one, and the way goes "
        "from it to the first.",
        lambda net: _after_first(_gradients(net, range(len(net.layers)), _right, net.d_loss)),
    ),
    (
        "Each layer gets d_loss itself: hand on what backward of the layer after it returned.",
        lambda net: _after_first(dict.fromkeys(range(len(net.layers)), net.d_loss)),
    ),
    (
        "backward hands on d_weights of the layer: what its backward returned is due.",
        lambda net: _gradients(net, _backwards(net), lambda layer, x, d: d @ x.T, net.d_loss),
    ),
    (
        "The gradient is divided by the number of samples: d_loss is taken as it is.",
        lambda net: _gradients(net, _backwards(net), _right, net.d_loss / net.x.shape[1]),
    ),
    (
        "There is a ReLU on the way back: this network is linear.",
        lambda net: _gradients(
            net, _backwards(net), lambda layer, x, d: (layer.weights.T @ d) * (x > 0), net.d_loss
        ),
    ),
]


def _second_pass(example: Any, place: int) -> object:
    net = example.now
    place %= len(net.layers)
    again = _gradients(net, range(len(net.layers)), _right, net.d_loss)
    return again[place] @ np.asarray(_inputs(net)[place]).T


def _of_a_copy(name: str) -> Mistake:
    return Mistake(
        f"layers[].{name}",
        "It is what it was when the layer was added: `layers` holds a copy. Append the layer "
        "itself.",
        lambda example, place: getattr(example.layers[place], name),
    )


PASSES = [
    *(_forward(*one) for one in _FORWARD),
    *(mistake for one in _BACKWARD for mistake in _at_outputs(*one)),
    Mistake(
        "layers[].d_weights",
        "In a second pass, backward begins with the first layer: it turns the list round for "
        "good. Use reversed(self.layers).",
        _second_pass,
    ),
    _of_a_copy("weights"),
    _of_a_copy("biases"),
]


def _updated(sentence: str, after: Callable[[Step], Sequence[Parameters]]) -> Iterator[Mistake]:
    def weights(example: Step, place: int) -> object:
        return after(example)[place].weights

    def biases(example: Step, place: int) -> object:
        return after(example)[place].biases

    yield Mistake("layers[].weights", sentence, weights)
    yield Mistake("layers[].biases", sentence, biases)


_UPDATES: list[tuple[str, Callable[[Step], Sequence[Parameters]]]] = [
    (
        "It is as it was before the update: nothing was subtracted from it.",
        lambda step: step.layers,
    ),
    (
        "The whole gradient is subtracted, as if learning_rate were 1: multiply it by "
        "learning_rate.",
        lambda step: stepped(step, 1.0),
    ),
    (
        "The learning rate is divided by the number of layers: each layer takes its whole step.",
        lambda step: stepped(step, step.rate / len(step.layers)),
    ),
    (
        "The step is twice as large as it should be: is it taken twice?",
        lambda step: stepped(step, 2 * step.rate),
    ),
    (
        "The gradient is multiplied by learning_rate twice: once is due.",
        lambda step: stepped(step, step.rate**2),
    ),
    (
        "The step goes up the hill: subtract learning_rate times the gradient.",
        lambda step: stepped(step, -step.rate),
    ),
    *(
        (
            f"Whatever learning_rate is, {rate:g} is used in its place: use the argument.",
            lambda step, rate=rate: stepped(step, rate),
        )
        for rate in (0.01, 0.1, 0.001)
    ),
]

UPDATES = [mistake for one in _UPDATES for mistake in _updated(*one)]
