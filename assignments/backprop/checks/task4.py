"""How task 4 is judged: the backward pass through two layers."""

from __future__ import annotations

import msgspec
import numpy as np

from grader.authoring import Task, check_each, check_pure, real, several
from grader.checking import (
    CheckFailed,
    Mismatch,
    NumericalGradient,
    check_float64,
    check_values,
    compare_gradient,
    numerical_gradient,
)
from grader.drawing import Draw, Floats, Numbers, clear
from grader.student.remote import Student

NAMES = ("d_W1", "d_b1", "d_W2", "d_b2")

task = Task(
    "The backward pass through two layers",
    functions=["backward_pass(x, y_true, W1, b1, W2, b2, h1, output)"],
)


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
    h1 = np.maximum(x @ W1 + b1, 0)
    return Network(x, y_true, W1, b1, W2, b2, h1, h1 @ W2 + b2)


def terms(x: Numbers, y_true: Numbers, parameters: tuple[Numbers, ...]) -> Floats:
    """Return the terms that the mean squared error is the sum of: what is differentiated."""
    error = run(x, y_true, parameters).output - y_true
    return np.asarray(error**2 / error.size, dtype=np.float64)


def well_posed(network: Network) -> bool:
    """Whether every sum on the way is exactly representable, or large for its terms."""
    x, y, W1, b1, W2, b2, h1, output = network.arguments
    error = output - y
    size = np.abs(h1) @ np.abs(W2) + np.abs(b2) + np.abs(y)
    d_h1 = W2 @ error
    return (
        clear(x @ W1 + b1, np.abs(x) @ np.abs(W1) + np.abs(b1))
        and clear(error, size)
        and clear(d_h1, np.abs(W2) @ np.abs(error))
    )


def draw_network(draw: Draw, n_in: int, n_hidden: int, n_out: int) -> Differenced:
    """Draw a network that is clear of kinks and cancellation, and difference its loss."""
    x, y_true = draw.array((n_in,), mixed=False), draw.array((n_out,), mixed=False)
    shapes = (n_in, n_hidden), (n_hidden,), (n_hidden, n_out), (n_out,)
    parameters = tuple(draw.array(shape, mixed=False) for shape in shapes)
    network = run(x, y_true, parameters)
    draw.assume(network.h1.any() and well_posed(network))

    def difference(i: int) -> NumericalGradient:
        def f(parameter: Floats) -> Floats:
            return terms(x, y_true, (*parameters[:i], parameter, *parameters[i + 1 :]))

        return numerical_gradient(f, parameters[i])

    gradients = [difference(i) for i in range(4)]
    draw.assume(all(g.relative_error < 1e-7 for g in gradients))
    return Differenced(*network.arguments, *gradients)  # type: ignore[arg-type]


def networks(draw: Draw) -> Differenced:
    """Draw a network of any sizes."""
    return draw_network(draw, draw.integer(1, 3), draw.integer(1, 3), draw.integer(1, 4))


def even_networks(draw: Draw) -> Differenced:
    """Draw a network with as many hidden units as outputs.

    The output layer is judged on these: a mistake in the shapes of the first layer's gradient
    then costs the first layer only.
    """
    n = draw.integer(1, 4)
    return draw_network(draw, draw.integer(1, 3), n, n)


def small_parameters(draw: Draw) -> tuple[Floats, ...]:
    """Draw x, y_true and the parameters as whole numbers, on which sums are exact."""
    n_in, n_hidden, n_out = draw.integer(1, 3), draw.integer(1, 3), draw.integer(1, 4)
    shapes = (n_in,), (n_out,), (n_in, n_hidden), (n_hidden,), (n_hidden, n_out), (n_out,)
    return tuple(draw.small(shape) for shape in shapes)


def kinked(draw: Draw) -> Network:
    """Draw a network with a hidden unit whose pre-activation is exactly 0."""
    x, y_true, W1, b1, W2, b2 = small_parameters(draw)
    unit = draw.integer(0, b1.size - 1)
    b1[unit] = -(x @ W1)[unit]
    return run(x, y_true, (W1, b1, W2, b2))


def any_layout(draw: Draw) -> Network:
    """Draw integers and floats, laid out in memory in different ways."""
    x, y_true, *parameters = small_parameters(draw)
    kind = draw.choice(["integers", "floats", "integer parameters"])
    if kind != "floats":
        parameters = [parameter.astype(np.int64) for parameter in parameters]
    if kind == "integers":
        x, y_true = x.astype(np.int64), y_true.astype(np.int64)
    else:
        x, y_true = x / 4, y_true / 4
    return Network(*draw.layouts(*run(x, y_true, tuple(parameters)).arguments))


def two_networks(draw: Draw) -> TwoNetworks:
    """Draw the arguments of two calls, of one size."""
    x, y_true, *parameters = small_parameters(draw)
    other_x, other_y, *others = (draw.small(array.shape) for array in (x, y_true, *parameters))
    first = run(x, y_true, tuple(parameters))
    return TwoNetworks(first, run(other_x, other_y, tuple(others)))


def large_networks(draw: Draw) -> Network:
    """Draw networks with dozens of units."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    n_in, n_hidden, n_out = (draw.integer(5, 30) for _ in range(3))
    shapes = (n_in, n_hidden), (n_hidden,), (n_hidden, n_out), (n_out,)
    parameters = tuple(random.uniform(-1, 1, shape) for shape in shapes)
    network = run(random.uniform(-1, 1, n_in), random.uniform(-9, 9, n_out), parameters)
    draw.assume((np.abs(network.x @ network.W1 + network.b1) > 1e-3).all())
    draw.assume((np.abs(network.output - network.y_true) > 1e-3).all())
    return network


def backward(student: Student, network: Network) -> tuple[object, ...]:
    """Return the student's four gradients."""
    return several(student.backward_pass(*network.arguments), NAMES, "backward_pass")


@task.check(
    points=4,
    given=even_networks,
    hint="A bias of the linear output layer is added to the output: start from the gradient of "
    "the loss there, 2 * (output - y_true) / output.size.",
)
def output_biases(student: Student, network: Differenced) -> None:
    """d_b2 is the gradient of the loss with respect to b2"""
    compare_gradient(backward(student, network)[3], network.d_b2, "d_b2")


@task.check(
    points=4,
    given=even_networks,
    hint="W2[j, k] carries h1[j] to output k.",
)
def output_weights(student: Student, network: Differenced) -> None:
    """d_W2 is the gradient of the loss with respect to W2"""
    compare_gradient(backward(student, network)[2], network.d_W2, "d_W2")


@task.check(
    points=4,
    given=networks,
    hint="The gradient at h1 is W2 @ d_output (W2, not W2.T); ReLU lets it pass where h1 > 0.",
)
def hidden_biases(student: Student, network: Differenced) -> None:
    """d_b1 is the gradient of the loss with respect to b1"""
    compare_gradient(backward(student, network)[1], network.d_b1, "d_b1")


@task.check(
    points=4,
    given=networks,
    hint="W1[i, j] carries x[i] to hidden unit j.",
)
def hidden_weights(student: Student, network: Differenced) -> None:
    """d_W1 is the gradient of the loss with respect to W1"""
    compare_gradient(backward(student, network)[0], network.d_W1, "d_W1")


GRADIENTS = [output_biases, output_weights, hidden_biases, hidden_weights]


@task.check(
    points=4,
    given=networks,
    hint="Take each layer as in task 3: the output layer without a mask and with h1 as its "
    "inputs, the hidden layer with W2 @ d_b2 coming from above.",
)
def chain(student: Student, network: Differenced) -> None:
    """the layers are chained as in task 3, whatever the gradient at the output is"""
    d_W1, d_b1, d_W2, d_b2 = backward(student, network)
    d_output = real(d_b2, "d_b2", network.b2.shape)
    if not d_output.any():
        message = "`d_b2` is zero, though `output` and `y_true` differ."
        raise CheckFailed(Mismatch(kind="numbers differ", array="d_b2", message=message))
    d_hidden = (network.W2 @ d_output) * (network.h1 > 0)
    scale = float(np.max(np.abs(network.W2) @ np.abs(d_output)))
    check_values(d_W2, np.outer(network.h1, d_output), "d_W2")
    check_values(d_b1, d_hidden, "d_b1", scale=scale)
    largest = scale * float(np.max(np.abs(network.x)))
    check_values(d_W1, np.outer(network.x, d_hidden), "d_W1", scale=largest)


@task.check(
    points=1,
    given=kinked,
    needs=[hidden_biases],
    hint="At exactly 0 the derivative of ReLU counts as 0: the mask is h1 > 0.",
)
def at_zero(student: Student, network: Network) -> None:
    """nothing flows back through a hidden unit whose pre-activation is exactly 0"""
    d_W1, d_b1, _, _ = backward(student, network)
    off = network.x @ network.W1 + network.b1 == 0
    expected = np.where(off, 0.0, real(d_b1, "d_b1", off.shape))
    check_values(d_b1, expected, "d_b1")
    expected = np.where(off, 0.0, real(d_W1, "d_W1", network.W1.shape))
    check_values(d_W1, expected, "d_W1")


EARNED = [*GRADIENTS, chain]


@task.check(
    points=1,
    given=any_layout,
    needs_any=EARNED,
    hint="Integers, and views of other arrays, are arrays like any other.",
)
def any_array(student: Student, network: Network) -> None:
    """integer, transposed, reversed and strided arrays give the same as plain float64 ones"""
    arrays = (np.array(array, dtype=np.float64, order="C") for array in network.arguments)
    expected = backward(student, Network(*arrays))
    check_each(NAMES, backward(student, network), expected)


@task.check(
    points=2,
    given=two_networks,
    needs_any=EARNED,
    examples=10,
    hint="Compute new arrays; do not write into an argument or a variable outside the function.",
)
def side_effects(student: Student, networks: TwoNetworks) -> None:
    """arguments stay as they are, and equal calls give equal results"""
    check_pure(student.backward_pass, networks.first.arguments, networks.other.arguments, NAMES)


@task.check(points=2, given=even_networks, needs_any=EARNED, examples=10)
def float64(student: Student, network: Differenced) -> None:
    """float64 arrays give float64 results"""
    for name, returned in zip(NAMES, backward(student, network), strict=True):
        check_float64(returned, name)


@task.check(points=4, given=large_networks, examples=25, hidden=True)
def agrees(student: Student, reference: Student, network: Network) -> None:
    """agrees with the reference solution on large networks"""
    expected = backward(reference, network)
    check_each(NAMES, backward(student, network), expected)
