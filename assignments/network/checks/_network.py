"""What the tasks of this assignment share: layers, networks, and what we know of them.

Columns are samples: x (n_in, batch), weights (n_out, n_in), biases (n_out, 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np

from grader.authoring import real
from grader.checking import CheckFailed, Mismatch
from grader.drawing import Draw, Floats, Numbers
from grader.student.scripts import Script

FILE = "network.py"

LAYER = (
    "Layer(input_size, output_size)",
    "Layer.forward(input_data)",
    "Layer.backward(d_output)",
    "Layer.update(learning_rate)",
)
NETWORK = (
    "NeuralNetwork()",
    "NeuralNetwork.add_layer(layer)",
    "NeuralNetwork.forward(x)",
    "NeuralNetwork.backward(d_loss)",
    "NeuralNetwork.update(learning_rate)",
)
TRAINING = (
    "mse_loss(y_pred, y_true)",
    "mse_loss_derivative(y_pred, y_true)",
    "train(network, inputs, targets, epochs, learning_rate)",
)


FEW, SOME = 10, 40
"""How many examples a check tries that looks at one thing more, and one that runs whole networks.

Each example takes dozens of steps, and a student waits for all of them.
"""


class Parameters(msgspec.Struct, frozen=True):
    """The weights and biases of one layer."""

    weights: Floats
    biases: Floats


class Net(msgspec.Struct, frozen=True):
    """A network of linear layers, an input for it, and the gradient of a loss at its output."""

    layers: list[Parameters]
    x: Numbers
    d_loss: Numbers


def draw_layers(draw: Draw, sizes: Sequence[int]) -> list[Parameters]:
    """Draw layers of whole numbers between sizes, on which sums are exact."""
    return [
        Parameters(draw.small((n_out, n_in)), draw.small((n_out, 1), zeros=True))
        for n_in, n_out in pairwise(sizes)
    ]


def nets(draw: Draw) -> Net:
    """Draw a network of 1 to 5 layers of whole numbers, and a batch for it."""
    return draw_net(draw, [draw.integer(1, 3) for _ in range(draw.integer(1, 5) + 1)])


def draw_net(draw: Draw, sizes: Sequence[int]) -> Net:
    """Draw a network, of which neither the output nor the last gradient is zero by chance."""
    batch = draw.integer(1, 3)
    layers = draw_layers(draw, sizes)
    x, d_loss = draw.small((sizes[0], batch)), draw.small((sizes[-1], batch))
    *_, last, output = [x, *outputs(layers, x)]
    draw.assume(output.any() and (d_loss @ last.T).any())
    return Net(layers, x, d_loss)


def outputs(layers: Sequence[Parameters], x: Numbers) -> list[Floats]:
    """Return the output of each layer: our own forward pass."""
    found = []
    for layer in layers:
        x = layer.weights @ x + layer.biases
        found.append(np.asarray(x, dtype=np.float64))
    return found


def make_layer(steps: Script, parameters: Parameters) -> Any:
    """Add the steps that make a layer of the student's with these parameters."""
    n_out, n_in = parameters.weights.shape
    layer = steps.student.Layer(n_in, n_out)
    layer.weights = parameters.weights
    layer.biases = parameters.biases
    return layer


def make_network(steps: Script, layers: Sequence[Parameters]) -> tuple[Any, list[Any]]:
    """Add the steps that make a network of the student's; return it and its layers."""
    network = steps.student.NeuralNetwork()
    made = [make_layer(steps, parameters) for parameters in layers]
    for layer in made:
        network.add_layer(layer)
    return network, made


def something(returned: Any, name: str, shape: tuple[int, ...] | None = None) -> Floats:
    """Return an array that other results are compared with, which must not be all zeros.

    Where a student's functions are compared with one another, this keeps those that do nothing
    from agreeing.
    """
    array = real(returned, name, shape)
    if not array.any():
        message = f"`{name}` is zero everywhere."
        raise CheckFailed(Mismatch(kind="numbers differ", array=name, message=message))
    return array
