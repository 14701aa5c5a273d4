"""Gradient descent on a network of linear layers: what we know of it, and the student's steps."""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.drawing import Floats, Numbers
from grader.student.remote import Student, script

from ._network import Net, Parameters, make_network, outputs


class Step(Net, frozen=True):
    """A network, an input, a gradient at the output, and a learning rate."""

    rate: float


def gradients(net: Net) -> list[Parameters]:
    """Return the gradients of all layers."""
    inputs = [net.x, *outputs(net.layers, net.x)]
    d, found = net.d_loss, []
    for layer, x in zip(reversed(net.layers), reversed(inputs[:-1]), strict=True):
        found.append(Parameters(d @ x.T, d.sum(axis=1, keepdims=True)))
        d = layer.weights.T @ d
    return found[::-1]


def stepped(net: Step) -> list[Parameters]:
    """Return the parameters after one step."""
    return [
        Parameters(p.weights - net.rate * d.weights, p.biases - net.rate * d.biases)
        for p, d in zip(net.layers, gradients(net), strict=True)
    ]


def step(student: Student, net: Step) -> tuple[Any, ...]:
    """Return all parameters of the student's network after one step."""
    steps = script(student)
    network, layers = make_network(steps, net.layers)
    network.forward(net.x)
    network.backward(net.d_loss)
    network.update(net.rate)
    return steps.run(*(p for layer in layers for p in (layer.weights, layer.biases)))


def parameter_names(net: Net) -> list[str]:
    """Return what to call the arrays that `step` returns."""
    count = len(net.layers)
    return [f"layers[{i}].{name}" for i in range(count) for name in ("weights", "biases")]


def trained(
    layers: list[Parameters], inputs: Numbers, targets: Numbers, epochs: int, rate: float
) -> Floats:
    """Train a network of ours; return the mean loss of each epoch.

    Each loss is taken before the update for its sample.
    """
    losses = np.zeros((epochs, len(inputs)))
    with np.errstate(all="ignore"):  # some diverge, and are not used
        for epoch in range(epochs):
            for k, (x, y) in enumerate(zip(inputs, targets, strict=True)):
                error = outputs(layers, x)[-1] - y
                losses[epoch, k] = np.mean(error**2)
                layers = stepped(Step(layers, x, 2 * error / error.size, rate))
    return np.asarray(losses.mean(axis=1))
