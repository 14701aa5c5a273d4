"""What is drawn for task 4: a network of two layers with its forward pass, and its gradients."""

from __future__ import annotations

from functools import partial

import msgspec
import numpy as np

from grader.authoring import Draw, Floats, Numbers, NumericalGradient, clear, steady

from ._draws import decimals, fractions, generator, near, product, quarters


class Network(msgspec.Struct, frozen=True):
    """The arguments of one call; h1 and output are the forward pass of the others."""

    x: Numbers
    y_true: Numbers
    W1: Numbers
    b1: Numbers
    W2: Numbers
    b2: Numbers
    h1: Numbers
    output: Numbers

    @property
    def arguments(self) -> tuple[Numbers, ...]:
        """The arguments in their order."""
        return self.x, self.y_true, self.W1, self.b1, self.W2, self.b2, self.h1, self.output

    @property
    def parameters(self) -> tuple[Numbers, ...]:
        """The weights and biases in their order."""
        return self.W1, self.b1, self.W2, self.b2

    @property
    def at_kink(self) -> Numbers:
        """Which hidden units have a pre-activation of exactly 0."""
        return np.asarray(self.x @ self.W1 + self.b1 == 0)

    @property
    def gradients(self) -> tuple[Floats, ...]:
        """The gradients of the loss at the parameters, in their order."""
        d_b2 = np.asarray(2 * (self.output - self.y_true) / self.output.size)
        d_b1 = np.asarray((self.W2 @ d_b2) * (self.h1 > 0))
        return np.outer(self.x, d_b1), d_b1, np.outer(self.h1, d_b2), d_b2


class Differenced(Network, frozen=True):
    """A network, and what finite differences say of the loss."""

    d_W1: NumericalGradient
    d_b1: NumericalGradient
    d_W2: NumericalGradient
    d_b2: NumericalGradient


class TwoNetworks(msgspec.Struct, frozen=True):
    """The arguments of two calls."""

    first: Network
    other: Network


def run(x: Numbers, y_true: Numbers, parameters: tuple[Numbers, ...]) -> Network:
    """Return the network with its forward pass."""
    W1, b1, W2, b2 = parameters
    h1 = np.maximum(product(x, W1) + b1, 0)
    return Network(x, y_true, W1, b1, W2, b2, h1, product(h1, W2) + b2)


HANDOUT = run(
    np.array([2.0, -1.0]),
    np.array([0.0, 7.0, 1.0, 1.0]),
    (
        np.array([[1.0, -2.0, 0.0], [4.0, 1.0, -4.0]]),
        np.array([3.0, 1.0, 0.0]),
        np.array([[1.0, 0.0, 2.0, -1.0], [3.0, -2.0, 0.0, 1.0], [0.0, 2.0, -1.0, 1.0]]),
        np.array([0.0, -1.0, 1.0, 0.0]),
    ),
)
"""The example of the handout."""


def handout(draw: Draw) -> Network:
    """Make the example of the handout."""
    return HANDOUT


def terms(x: Numbers, y_true: Numbers, parameters: tuple[Numbers, ...]) -> Floats:
    """Return the terms that the mean squared error is the sum of: what is differentiated."""
    error = run(x, y_true, parameters).output - y_true
    return np.asarray(error**2 / y_true.size, dtype=np.float64)


def well_posed(network: Network) -> bool:
    """Whether units are clearly on, clearly off or at 0, and no result is a small remainder."""
    x, y, W1, b1, W2, b2, h1, output = network.arguments
    z1, error = x @ W1 + b1, output - y
    on_or_off = z1 != 0
    magnitudes = np.abs(x) @ np.abs(W1) + np.abs(b1)
    return (
        bool(error.any())
        and clear(z1[on_or_off], magnitudes[on_or_off])
        and steady(error, np.abs(h1) @ np.abs(W2) + np.abs(b2) + np.abs(y))
        and steady((W2 @ error) * (h1 > 0), np.abs(W2) @ np.abs(error))
    )


def shapes(n_in: int, n_hidden: int, n_out: int) -> tuple[tuple[int, ...], ...]:
    """Return the shapes of x, y_true and the parameters."""
    return (n_in,), (n_out,), (n_in, n_hidden), (n_hidden,), (n_hidden, n_out), (n_out,)


def networks(draw: Draw) -> Differenced:
    """Draw a network of ordinary size, with as many inputs as hidden units as outputs.

    No product of these fails for its shapes, so a mistake in one gradient costs that one only.
    """
    n = draw.integer(1, 3)
    x, y_true, *rest = (quarters(draw, shape) for shape in shapes(n, n, n))
    parameters = tuple(rest)
    network = run(x, y_true, parameters)
    draw.assume(network.h1.any() and well_posed(network))

    def difference(i: int) -> NumericalGradient:
        def f(parameter: Floats) -> Floats:
            return terms(x, y_true, (*parameters[:i], parameter, *parameters[i + 1 :]))

        return draw.gradient(f, parameters[i])

    return Differenced(*network.arguments, *map(difference, range(4)))  # type: ignore[arg-type]


def small_network(draw: Draw, n: int) -> Network:
    """Draw a network of small numbers on which sums are exact; one unit may be at exactly 0."""
    x, y_true, W1, b1, W2, b2 = (fractions(draw, shape, zeros=True) for shape in shapes(n, n, n))
    x[0], W1[0, 0] = 0.25, 0.25
    W1[1:, 0] *= np.sign(W1[1:, 0] * x[1:])
    b1[0] = abs(b1[0])  # so that the first unit is on, with its bias and without
    if draw.choice([True, False]):
        b1[-1] = -(x @ W1)[-1]
    return run(x, y_true, (W1, b1, W2, b2))


def small_networks(draw: Draw) -> Network:
    """Draw a small network, with something to pass on wherever a wrong mask is put."""
    network = small_network(draw, draw.integer(2, 4))
    W2, d_b2 = network.W2, network.gradients[3]
    draw.assume((W2 @ d_b2)[0] and (W2 @ (d_b2 * (network.output > 0)))[0])
    return network


def kinked(draw: Draw) -> Network:
    """Draw a network with a hidden unit whose pre-activation is exactly 0."""
    network = small_network(draw, draw.integer(2, 4))
    network.b1[-1] = -(network.x @ network.W1)[-1]
    network = run(network.x, network.y_true, network.parameters)
    draw.assume((network.W2 @ network.gradients[3])[-1])
    return network


SCALES = ((-19, -19), (-19, 0), (0, -19), (8, 0), (0, 4))
"""Powers of two for what the hidden units put out, and for the output."""


def oblong(draw: Draw) -> Network:
    """Draw a network of any sizes and scale, with zeros anywhere, or that of the handout."""
    kind = draw.choice(["decimals", "kink", "near", "scaled", "handout"])
    if kind == "handout":
        return HANDOUT
    sizes = draw.integer(1, 8), draw.integer(1, 8), draw.integer(1, 8)
    numbers = partial(decimals, draw) if kind == "decimals" else draw.small
    x, y_true, *rest = (numbers(shape, zeros=True) for shape in shapes(*sizes))
    if kind == "kink":
        rest[1] = np.where(draw.small(rest[1].shape) > 3, -(x @ rest[0]), rest[1])
    if kind == "scaled":
        hidden, output = (2.0**power for power in draw.choice(SCALES))
        W1, b1, *rest = np.sign(rest[0]), *rest[1:]  # few sums are large
        W1[:, 0], b1[0] = 0, 1  # and one unit puts out the smallest of all numbers
        x, y_true, factors = x * hidden, y_true * output, (1, hidden, output / hidden, output)
        rest = [array * factor for array, factor in zip((W1, b1, *rest), factors, strict=True)]
    if kind == "near":
        y_true = near(draw, run(x, y_true, tuple(rest)).output)
    network = run(x, y_true, tuple(rest))
    draw.assume(kind == "near" or well_posed(network))
    # Where all sums cancel, other right formulas leave rounding, and what is left is no scale.
    terms = np.abs(network.W2) @ np.abs(network.output - network.y_true) * (network.h1 > 0)
    draw.assume(np.abs(network.gradients[1]).max() >= 1e-3 * terms.max())
    return network


def any_layout(draw: Draw) -> Network:
    """Draw integers and floats, laid out in memory in different ways."""
    n = draw.integer(1, 4)
    kinds = [draw.choice(["integers", "floats"])] * 6
    if draw.choice([True, False]):
        kinds = [draw.choice(["integers", "floats"]) for _ in kinds]
    x, y_true, *parameters = (
        draw.integers(shape) if kind == "integers" else quarters(draw, shape, zeros=True)
        for kind, shape in zip(kinds, shapes(n, n, n), strict=True)
    )
    return Network(*draw.layouts(*run(x, y_true, tuple(parameters)).arguments))


def two_networks(draw: Draw) -> TwoNetworks:
    """Draw the arguments of two calls, of one size."""
    n = draw.integer(1, 4)
    return TwoNetworks(small_network(draw, n), small_network(draw, n))


def large_networks(draw: Draw) -> Network:
    """Draw networks with dozens of units, some with hidden units that are barely above 0."""
    random, scale = generator(draw), draw.choice([1.0, 1.0, 1e-7])
    sizes = [draw.integer(5, 30) for _ in range(3)]
    draw.assume(len(set(sizes)) == 3)  # square ones are judged elsewhere, and rare by chance
    x, y_true, W1, b1, *rest = (random.uniform(-1, 1, shape) for shape in shapes(*sizes))
    network = run(x, 9 * y_true, (scale * W1, scale * b1, *rest))
    draw.assume((np.abs(x @ network.W1 + network.b1) > 1e-3 * scale).all())
    return network
