"""How a check makes layers and networks of the student's, and what it asks of them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from grader.authoring import CheckFailed, NotFound, Raised, Script, Student, StudentError

from ._network import Net, Parameters

Made = TypeVar("Made")

Make = Callable[[Script, Sequence[Parameters]], tuple[Any, list[Any]]]
"""Adds the steps that make a network; returns it and its layers."""


def make_layer(steps: Script, parameters: Parameters) -> Any:
    """Add the steps that make a layer of the student's with these parameters."""
    n_out, n_in = parameters.weights.shape
    layer = steps.student.Layer(n_in, n_out)
    set_parameters(layer, parameters)
    return layer


def set_parameters(layer: Any, parameters: Parameters) -> None:
    """Add the steps that give a layer other parameters."""
    layer.weights = parameters.weights
    layer.biases = parameters.biases


def as_added(steps: Script, layers: Sequence[Parameters]) -> tuple[Any, list[Any]]:
    """Make a network; its layers are those that were added."""
    network = steps.student.NeuralNetwork()
    made = [make_layer(steps, parameters) for parameters in layers]
    for layer in made:
        network.add_layer(layer)
    return network, made


def as_listed(steps: Script, layers: Sequence[Parameters]) -> tuple[Any, list[Any]]:
    """Make a network whose list is emptied first; its layers are those in the list."""
    network = steps.student.NeuralNetwork()
    network.layers.clear()
    for parameters in layers:
        network.add_layer(make_layer(steps, parameters))
    return network, [network.layers[place] for place in range(len(layers))]


def as_given(steps: Script, layers: Sequence[Parameters]) -> tuple[Any, list[Any]]:
    """Make a network that is given its list as a whole."""
    network = steps.student.NeuralNetwork()
    made = [make_layer(steps, parameters) for parameters in layers]
    network.layers = list(made)
    return network, made


def forgiving(check: Callable[..., None]) -> Callable[..., None]:
    """Let a check with a parameter `make` pass with a network that is made in one of several ways.

    A list that all networks share, that is filled from the front, that holds copies, or that
    `add_layer` does not fill is a mistake which costs the checks of task 9 that are about the list,
    and no others.
    """

    @functools.wraps(check)
    def either(student: Student, *example: Any, **keywords: Any) -> None:
        try:
            check(student, *example, make=as_added, **keywords)
        except (CheckFailed, Raised, NotFound):
            for make in (as_listed, as_given):
                with suppress(CheckFailed, StudentError):
                    return check(student, *example, make=make, **keywords)
            # Again, which asks for nothing new: what failed last is what the report shows.
            check(student, *example, make=as_added, **keywords)

    return either


class Passes(NamedTuple):
    """Which passes through a network are made."""

    forward: bool
    backward: bool


def of_both_or_one(run: Callable[[Passes], Made]) -> Made:
    """Return what comes of both passes, or of the one that does not raise."""
    for passes in (Passes(True, True), Passes(False, True), Passes(True, False)):
        with suppress(Raised):
            return run(passes)
    return run(Passes(True, True))  # again: what it raises is what the report shows


def forward_by_hand(layers: Sequence[Any], output: Any) -> Any:
    """Add the steps that call forward of layers in turn; return the output of the last."""
    for layer in layers:
        output = layer.forward(output)
    return output


def backward_by_hand(layers: Sequence[Any], d: Any) -> Any:
    """Add the steps that call backward of layers in turn; return the last gradient."""
    for layer in reversed(layers):
        d = layer.backward(d)
    return d


def parameters_of(layers: Sequence[Any]) -> list[Any]:
    """Return weights and biases of each layer in turn."""
    return [p for layer in layers for p in (layer.weights, layer.biases)]


def gradients_of(layers: Sequence[Any]) -> list[Any]:
    """Return d_weights and d_biases of each layer in turn."""
    return [d for layer in layers for d in (layer.d_weights, layer.d_biases)]


def twins(steps: Script, layers: Sequence[Any], net: Net) -> list[Any]:
    """Add the steps that make layers with the parameters of others, of one size as in `net`."""
    made = []
    for layer, parameters in zip(layers, net.layers, strict=True):
        n_out, n_in = parameters.weights.shape
        twin = steps.student.Layer(n_in, n_out)
        twin.weights, twin.biases = layer.weights, layer.biases
        made.append(twin)
    return made
