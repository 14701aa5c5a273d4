"""What the tasks of this assignment share: networks, and what we know of them.

Columns are samples: x (n_in, batch), weights (n_out, n_in), biases (n_out, 1).

Numbers are whole, times powers of two, and small enough that single precision holds every sum of
them: whoever computes honestly gets the very same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol

import msgspec
import numpy as np

from grader.authoring import CheckFailed, Draw, Floats, Mismatch, Numbers, locked, real

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

EXACT = 2.0**24
"""Single precision holds all whole numbers up to here."""

MOST = (9, 9, 5, 3, 2)
"""How large weights may be in networks of 1 to 5 layers, so that sums stay exact."""

LEVELS = (0, 3, -3, 8, -8)
"""Powers of two for what goes from layer to layer."""


class Parameters(msgspec.Struct, frozen=True):
    """The weights and biases of one layer."""

    weights: Floats
    biases: Floats


class HasLayers(Protocol):
    """Anything that is about a network."""

    @property
    def layers(self) -> list[Parameters]:
        """The layers."""


class Net(msgspec.Struct, frozen=True):
    """A network of linear layers, an input for it, and the gradient of a loss at its output."""

    layers: list[Parameters]
    x: Numbers
    d_loss: Numbers


def whole(draw: Draw, shape: tuple[int, ...], most: int = 9, *, zeros: bool = False) -> Floats:
    """Draw float64 whole numbers from -`most` to `most`."""
    numbers = draw.integers(shape, most).astype(np.float64)
    return numbers if zeros else np.where(numbers == 0, 1.0, numbers)


def any_layouts(draw: Draw, *arrays: Numbers) -> list[Numbers]:
    """Draw memory layouts, and which arrays cannot be written to."""
    laid_out = draw.layouts(*arrays)
    return [locked(array) if draw.integer(0, 4) == 0 else array for array in laid_out]


def draw_net(draw: Draw, sizes: Sequence[int], batch: int) -> Net:
    """Draw a network of whole numbers, of which single precision holds every sum."""
    most, zeros = MOST[len(sizes) - 2], draw.choice([False, False, True])
    layers = [
        Parameters(
            whole(draw, (n_out, n_in), most, zeros=zeros), whole(draw, (n_out, 1), zeros=True)
        )
        for n_in, n_out in pairwise(sizes)
    ]
    x = whole(draw, (sizes[0], batch), zeros=zeros)
    net = Net(layers, x, whole(draw, (sizes[-1], batch), zeros=zeros))
    draw.assume(largest_sum(net) < EXACT)
    return net


def largest_sum(net: Net) -> float:
    """Return a bound of all sums of a forward and a backward pass, in any order of adding."""
    layers = [Parameters(np.abs(p.weights), np.abs(p.biases)) for p in net.layers]
    size = Net(layers, np.abs(net.x), np.abs(net.d_loss))
    found = [*outputs(layers, size.x), *(d.weights for d in gradients(size))]
    return max(float(array.max()) for array in found)


def rescaled(draw: Draw, net: Net) -> Net:
    """Draw other scales for a network: from layer to layer, and for d_loss."""
    levels = [draw.choice(LEVELS) for _ in range(len(net.layers) + 1)]
    layers = [
        Parameters(p.weights * 2.0 ** (after - before), p.biases * 2.0**after)
        for p, (before, after) in zip(net.layers, pairwise(levels), strict=True)
    ]
    return Net(layers, net.x * 2.0 ** levels[0], net.d_loss * 2.0 ** draw.choice((0, -16, 16)))


def nets(draw: Draw) -> Net:
    """Draw a network of 1 to 5 layers of mixed sizes and any scale, and a batch for it."""
    sizes = [draw.integer(1, 6) for _ in range(draw.integer(1, 5) + 1)]
    net = draw_net(draw, sizes, draw.integer(1, 5))
    return rescaled(draw, net) if draw.choice([False, True]) else net


def even_nets(draw: Draw, most: int = 5) -> Net:
    """Draw a network whose layers all have one size, and no array of results is zero.

    What a network makes of its layers is judged on these, whatever they are worth themselves: many
    a mistake in a layer raises where the sizes differ. Neither is an output zero without the
    biases, so that no seed makes nothing of a layer that forgets them.
    """
    net = draw_net(draw, [draw.integer(1, 4)] * (draw.integer(1, most) + 1), draw.integer(1, 3))
    bare = [Parameters(p.weights, np.zeros_like(p.biases)) for p in net.layers]
    found = [*outputs(net.layers, net.x), *outputs(bare, net.x), *arrays(gradients(net))]
    draw.assume(all(array.any() for array in found))
    return net


def any_nets(draw: Draw) -> Net:
    """Draw networks for inputs of integers or floats, laid out in memory in different ways."""
    net = draw_net(
        draw, [draw.integer(1, 5) for _ in range(draw.integer(1, 5) + 1)], draw.integer(1, 4)
    )
    x, d_loss = (
        array.astype(np.int64) if draw.choice([True, False]) else array / 4
        for array in (net.x, net.d_loss)
    )
    layers = [Parameters(np.asarray(p.weights, order="F"), p.biases / 4) for p in net.layers]
    layers[0] = Parameters(layers[0].weights / 2, layers[0].biases)
    return Net(layers, *any_layouts(draw, x, d_loss))


def large_net(draw: Draw, most_layers: int = 5) -> Net:
    """Draw networks with dozens of units in each layer."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    sizes = [draw.integer(7, 20) for _ in range(draw.integer(2, most_layers + 1))]
    layers = [
        Parameters(
            random.integers(-2, 3, (n_out, n_in)) / 2, random.integers(-9, 10, (n_out, 1)) / 2
        )
        for n_in, n_out in pairwise(sizes)
    ]
    batch = draw.integer(6, 9)
    x, d_loss = (random.integers(-2, 3, (n, batch)) / 2 for n in (sizes[0], sizes[-1]))
    return Net(layers, x, d_loss)


def outputs(layers: Sequence[Parameters], x: Numbers) -> list[Floats]:
    """Return the output of each layer: our own forward pass."""
    found = []
    for layer in layers:
        x = layer.weights @ x + layer.biases
        found.append(x)
    return found


def gradients(net: Net) -> list[Parameters]:
    """Return the gradients of all layers: our own backward pass."""
    inputs = [net.x, *outputs(net.layers, net.x)]
    d, found = net.d_loss, []
    for layer, x in zip(reversed(net.layers), reversed(inputs[:-1]), strict=True):
        found.append(Parameters(d @ x.T, d.sum(axis=1, keepdims=True)))
        d = layer.weights.T @ d
    return found[::-1]


def arrays(layers: Sequence[Parameters]) -> list[Floats]:
    """Return weights and biases of each layer in turn."""
    return [array for p in layers for array in (p.weights, p.biases)]


def names(net: HasLayers, prefix: str = "") -> list[str]:
    """Return what to call what `arrays` returns."""
    count = len(net.layers)
    return [f"layers[{i}].{prefix}{name}" for i in range(count) for name in ("weights", "biases")]


def something(returned: Any, name: str, shape: tuple[int, ...] | None = None) -> Floats:
    """Return an array that other results are compared with, which must not be all zeros.

    Where a student's functions are compared with one another, this keeps those that do nothing
    from agreeing.
    """
    array = real(returned, name, shape)
    if not array.any():
        called = name if name.startswith("the ") else f"`{name}`"
        message = f"{called[:1].upper()}{called[1:]} is zero everywhere."
        raise CheckFailed(Mismatch(kind="numbers differ", array=name, message=message))
    return array
