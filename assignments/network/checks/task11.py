"""How task 11 is judged: the loss and its derivative, and the training loop.

The loop is compared with the student's own functions, called one by one, and then with a network
of ours: a mistake of tasks 7 to 10 costs only what says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np

from grader.authoring import Task, check_each, real
from grader.checking import (
    CheckFailed,
    Mismatch,
    NumericalGradient,
    check_same,
    check_unmodified,
    check_values,
    compare_gradient,
    numerical_gradient,
)
from grader.curve import Show
from grader.drawing import Draw, Floats, Numbers, clear
from grader.student.remote import Student, script
from grader.student.scripts import Script

from ._descent import Step, parameter_names, step, stepped, trained
from ._network import (
    FEW,
    FILE,
    LAYER,
    NETWORK,
    SOME,
    TRAINING,
    Net,
    Parameters,
    make_network,
    something,
)

task = Task(
    "Training",
    functions=[*TRAINING, *NETWORK, *LAYER],
    file=FILE,
    builds_on=["task7", "task8", "task9", "task10"],
)

BEST_ON_XOR = 0.25
"""The mean squared error of the best linear model of XOR, which puts out 0.5 everywhere."""


class Pair(msgspec.Struct, frozen=True):
    """The arguments of the loss, and the gradient that finite differences see."""

    y_pred: Numbers
    y_true: Numbers
    gradient: NumericalGradient


class Run(msgspec.Struct, frozen=True):
    """The arguments of one training, with the parameters that its network starts from."""

    layers: list[Parameters]
    inputs: Numbers
    targets: Numbers
    epochs: int
    rate: float


class Expected(Run, frozen=True):
    """A training and the loss curve that it has."""

    losses: Floats


class Xor(msgspec.Struct, frozen=True):
    """Two trainings on XOR."""

    large_steps: Expected
    small_steps: Expected


def pairs(draw: Draw) -> Pair:
    """Draw predictions and targets, and difference the mean squared error."""
    shape = draw.shape([2])
    y_pred, y_true = draw.array(shape, mixed=False), draw.array(shape, mixed=False)
    error = y_pred - y_true
    draw.assume(clear(error, np.abs(y_pred) + np.abs(y_true)))
    gradient = numerical_gradient(lambda p: (p - y_true) ** 2 / p.size, y_pred)
    draw.assume(gradient.relative_error < 1e-7)
    return Pair(y_pred, y_true, gradient)


def any_layout(draw: Draw) -> Pair:
    """Draw predictions and targets that are integers or laid out in memory in different ways."""
    shape = draw.shape([2])
    y_pred, y_true = (
        draw.integers(shape, most=99) if draw.choice([True, False]) else draw.small(shape) / 4
        for _ in range(2)
    )
    gradient = numerical_gradient(lambda p: (p - y_true) ** 2 / p.size, y_pred, step=1.0)
    draw.assume((y_pred != y_true).any() and gradient.relative_error < 1e-7)
    y_pred, y_true = draw.layouts(y_pred, y_true)
    return Pair(y_pred, y_true, gradient)


def draw_parameters(draw: Draw, sizes: list[int]) -> list[Parameters]:
    """Draw layers whose outputs stay small."""
    return [
        Parameters(draw.small((n_out, n_in)) / 10, draw.small((n_out, 1)) / 10)
        for n_in, n_out in pairwise(sizes)
    ]


def draw_run(draw: Draw, most_samples: int, epochs: int, rates: Sequence[float]) -> Run:
    """Draw a training of a network of one or two layers."""
    sizes = [draw.integer(1, 3) for _ in range(draw.integer(2, 3))]
    samples = draw.integer(1, most_samples)
    inputs = draw.small((samples, sizes[0], 1), zeros=True)
    targets = draw.small((samples, sizes[-1], 1))
    if draw.choice([True, False]):
        inputs, targets = np.sign(inputs).astype(np.int64), targets.astype(np.int64)
    else:
        inputs, targets = inputs / 5, targets / 5
    return Run(draw_parameters(draw, sizes), inputs, targets, epochs, draw.choice(rates))


def short_runs(draw: Draw) -> Run:
    """Draw a training of few epochs, in steps so small that a wrong gradient does not diverge."""
    run = draw_run(draw, 3, draw.integer(1, 3), (0.01, 0.002))
    losses = trained(run.layers, run.inputs, run.targets, run.epochs, run.rate)
    draw.assume(losses.min() > 1e-6 and losses.max() < 1e4)
    return run


def runs(draw: Draw) -> Expected:
    """Draw a training of some epochs, which neither diverges nor gets to rounding errors."""
    run = draw_run(draw, 4, draw.integer(5, 15), (0.1, 0.05, 0.02))
    losses = trained(run.layers, run.inputs, run.targets, run.epochs, run.rate)
    draw.assume(losses.min() > 1e-6 and losses.max() < 1e3)
    return Expected(run.layers, run.inputs, run.targets, run.epochs, run.rate, losses)


def linear_data(draw: Draw) -> Expected:
    """Draw data that a linear map made, and a training of one layer that finds the map."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    n_in, n_out = draw.integer(1, 2), draw.integer(1, 2)
    inputs = random.integers(-20, 21, (5, n_in, 1)) / 10
    targets = random.integers(-9, 10, (n_out, n_in)) / 4 @ inputs + 0.5
    start = Parameters(random.integers(-9, 10, (n_out, n_in)) / 10, np.zeros((n_out, 1)))
    run = Run([start], inputs, targets, 100, 0.1)
    losses = trained(run.layers, run.inputs, run.targets, run.epochs, run.rate)
    draw.assume(losses[0] > 0.1 and losses[-1] < 1e-8)
    return Expected(run.layers, run.inputs, run.targets, run.epochs, run.rate, losses)


def xor(draw: Draw) -> Xor:
    """Draw two trainings on XOR: of two layers at rate 0.1, and of one layer in smaller steps."""
    return Xor(xor_run(draw, [2, 3, 1], 0.1), xor_run(draw, [2, 1], 0.01))


def xor_run(draw: Draw, sizes: list[int], rate: float) -> Expected:
    """Draw the weights that a training on XOR starts from."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    shapes = [(n_out, n_in) for n_in, n_out in pairwise(sizes)]
    layers = [Parameters(random.integers(1, 10, s) / 10, np.zeros((s[0], 1))) for s in shapes]
    inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]).reshape(4, 2, 1)
    targets = np.array([0, 1, 1, 0]).reshape(4, 1, 1)
    losses = trained(layers, inputs, targets, 150, rate)
    draw.assume(losses[-1] < 0.33)
    return Expected(layers, inputs, targets, 150, rate, losses)


def large(draw: Draw) -> Run:
    """Draw a training of a larger network."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    n_in, n_hidden, n_out = (draw.integer(4, 12) for _ in range(3))
    shapes = (n_hidden, n_in), (n_out, n_hidden)
    layers = [Parameters(random.normal(size=s) / 4, np.zeros((s[0], 1))) for s in shapes]
    inputs, targets = random.normal(size=(8, n_in, 1)), random.normal(size=(8, n_out, 1))
    return Run(layers, inputs, targets, 5, 0.05)


def first_steps(draw: Draw) -> Step:
    """Draw a network and the first step of its training."""
    run = draw_run(draw, 1, 1, (0.1, 0.05, 0.02))
    gradient = draw.small(run.targets[0].shape)
    return Step(run.layers, run.inputs[0], gradient, run.rate)


def begin(student: Student, run: Run) -> tuple[Script, Any, list[Any], Any]:
    """Begin a script with a training; return it, the network, the layers and the losses."""
    steps = script(student)
    network, layers = make_network(steps, run.layers)
    losses = steps.student.train(network, run.inputs, run.targets, run.epochs, run.rate)
    return steps, network, layers, losses


def curve(student: Student, run: Run) -> object:
    """Return the losses that the student's training returns."""
    steps, _, _, losses = begin(student, run)
    (returned,) = steps.run(losses)
    return returned


@task.check(
    points=2,
    given=pairs,
    hint="The mean over ALL elements, of all outputs and all samples: one number.",
)
def loss(student: Student, pair: Pair) -> None:
    """mse_loss is the mean squared error over all elements"""
    expected = np.mean((pair.y_pred - pair.y_true) ** 2)
    check_values(student.mse_loss(pair.y_pred, pair.y_true), expected, "mse_loss")


@task.check(
    points=3,
    given=pairs,
    hint="Twice the error, divided by the number of ALL elements.",
)
def derivative(student: Student, pair: Pair) -> None:
    """mse_loss_derivative is the gradient of the loss with respect to y_pred"""
    returned = student.mse_loss_derivative(pair.y_pred, pair.y_true)
    compare_gradient(returned, pair.gradient, "mse_loss_derivative")


@task.check(
    points=1,
    given=any_layout,
    examples=SOME,
    needs=[loss, derivative],
    hint="Integers, and views of other arrays, are arrays like any other.",
)
def any_array(student: Student, pair: Pair) -> None:
    """integer, transposed, reversed and strided arrays are right for both of them, too"""
    expected = np.mean((pair.y_pred - pair.y_true) ** 2)
    check_values(student.mse_loss(pair.y_pred, pair.y_true), expected, "mse_loss")
    returned = student.mse_loss_derivative(pair.y_pred, pair.y_true)
    compare_gradient(returned, pair.gradient, "mse_loss_derivative")


@task.check(
    points=5,
    given=short_runs,
    examples=20,
    hint="For each sample in turn: forward, loss, derivative, backward, update. The loss is that "
    "of the prediction before the update. After each epoch, append the mean of its losses.",
)
def loop(student: Student, run: Run) -> None:
    """train does forward, loss, derivative, backward and update for each sample in turn"""
    steps = script(student)
    network, layers = make_network(steps, run.layers)
    by_hand = []
    for _ in range(run.epochs):
        for x, y in zip(run.inputs, run.targets, strict=True):
            prediction = network.forward(x)
            by_hand.append(steps.student.mse_loss(prediction, y))
            network.backward(steps.student.mse_loss_derivative(prediction, y))
            network.update(run.rate)
    told = steps.run(*by_hand, *(layer.weights for layer in layers))
    each = something([real(one, "mse_loss", ()) for one in told[: len(by_hand)]], "mse_loss")
    steps, _, layers, losses = begin(student, run)
    returned, *weights = steps.run(losses, *(layer.weights for layer in layers))
    check_values(returned, each.reshape(run.epochs, -1).mean(axis=1), "train")
    names = [f"layers[{i}].weights" for i in range(len(layers))]
    check_each(names, weights, told[len(by_hand) :])


@task.check(
    points=1,
    given=first_steps,
    examples=SOME,
    hint="It takes a right network to train one: grade task7 to task10 first.",
)
def network_steps(student: Student, net: Step) -> None:
    """your network takes a step of gradient descent, as tasks 7 to 10 ask for"""
    due = [array for p in stepped(net) for array in (p.weights, p.biases)]
    check_each(parameter_names(net), step(student, net), due)


@task.check(
    points=2,
    given=runs,
    needs=[loss, derivative, loop, network_steps],
    examples=20,
    hint="A mean over the samples for each epoch, and an update after each sample.",
)
def losses(student: Student, run: Expected) -> None:
    """train returns the mean loss of each epoch, for networks of one and two layers"""
    check_values(curve(student, run), run.losses, "train")


@task.check(
    points=2,
    given=linear_data,
    needs=[network_steps],
    examples=2,
    hint="What a linear map made, a layer can learn: the loss goes to 0.",
)
def learns(student: Student, run: Expected, show: Show) -> None:
    """a layer learns what a linear map made: the loss falls below 0.000001"""
    returned = curve(student, run)
    show(returned, "mean loss", "epoch")
    final = real(returned, "train", (run.epochs,))[-1]
    if not abs(final) < 1e-6:
        message = f"After {run.epochs} epochs the mean loss is still {final:.3g}."
        raise CheckFailed(Mismatch(kind="numbers differ", array="train", message=message))


@task.check(
    points=2,
    given=xor,
    needs=[losses],
    examples=1,
    hint="The best linear model of XOR puts out 0.5 everywhere: each squared error is 0.25.",
)
def xor_stalls(student: Student, runs: Xor, show: Show) -> None:
    """on XOR the loss comes down towards 0.25 and never below: no linear network does better"""
    for run in (runs.small_steps, runs.large_steps):
        returned = curve(student, run)
        show(returned, f"mean loss at learning rate {run.rate}", "epoch")
        found = real(returned, "train", (run.epochs,))
        if found.min() < BEST_ON_XOR:
            epoch = int(found.argmin())
            message = f"`train[{epoch}]` is {found[epoch]:.6g}: a linear network stays above 0.25."
            raise CheckFailed(Mismatch(kind="numbers differ", array="train", message=message))
        check_values(returned, run.losses, "train")


@task.check(
    points=1,
    given=short_runs,
    needs=[loop],
    examples=FEW,
    hint="Do not write into inputs or targets, and keep nothing between two calls.",
)
def side_effects(student: Student, run: Run) -> None:
    """inputs and targets stay as they are, and equal calls give equal losses"""
    steps = script(student)
    inputs, targets = steps.value("inputs", run.inputs), steps.value("targets", run.targets)
    found = []
    for _ in range(2):
        network, _ = make_network(steps, run.layers)
        found.append(steps.student.train(network, inputs, targets, run.epochs, run.rate))
    first, second, *after = steps.run(*found, steps.again(inputs), steps.again(targets))
    check_unmodified(run.inputs, after[0], "inputs")
    check_unmodified(run.targets, after[1], "targets")
    check_same(first, second, "train")


@task.check(points=1, given=large, examples=5, needs=[loop, network_steps], hidden=True)
def agrees(student: Student, reference: Student, run: Run) -> None:
    """agrees with the reference solution on larger networks"""
    check_values(curve(student, run), real(curve(reference, run), "train"), "train")
