"""Trainings: what they start from, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np

from grader.authoring import Draw, Floats, Numbers, Student, script

from ._descent import gentle, steady, trained
from ._network import Parameters, any_layouts, arrays, whole
from ._steps import Make, backward_by_hand, forward_by_hand, parameters_of


class Run(msgspec.Struct, frozen=True):
    """The arguments of one training, with the parameters that its network starts from."""

    layers: list[Parameters]
    inputs: Numbers
    targets: Numbers
    epochs: int
    rate: float


class Expected(Run, frozen=True):
    """A training, the loss curve that it has, and the parameters at its end."""

    losses: Floats
    after: list[Parameters]


class Xor(msgspec.Struct, frozen=True):
    """Two trainings on XOR."""

    large_steps: Expected
    small_steps: Expected


def expect(run: Run) -> Expected:
    """Return a training with what it comes to."""
    losses, after = trained(run.layers, run.inputs, run.targets, run.epochs, run.rate)
    return Expected(run.layers, run.inputs, run.targets, run.epochs, run.rate, losses, after)


def draw_run(draw: Draw, sizes: Sequence[int], epochs: int, rates: Sequence[float]) -> Run:
    """Draw a training of a network of layers of these sizes."""
    samples, zeros = draw.integer(1, 4), draw.choice([False, True])
    inputs = whole(draw, (samples, sizes[0], 1), zeros=zeros)
    targets = whole(draw, (samples, sizes[-1], 1), zeros=zeros)
    if draw.choice([True, False]):
        inputs, targets = np.sign(inputs).astype(np.int64), targets.astype(np.int64)
    else:
        inputs, targets = any_layouts(draw, inputs / 5, targets / 5)
    return Run(gentle(draw, sizes), inputs, targets, epochs, draw.choice(rates))


def even_runs(draw: Draw) -> Run:
    """Draw a training of few epochs whose layers all have one size, as for `even_nets`.

    The steps are so small that nothing diverges, not even uphill.
    """
    sizes = [draw.integer(1, 3)] * (draw.integer(1, 5) + 1)
    run = draw_run(draw, sizes, draw.integer(1, 3), (0.01, 0.002))
    for rate in (-run.rate, run.rate):
        losses, after = trained(run.layers, run.inputs, run.targets, 2 * run.epochs, rate)
        draw.assume(losses.min() > 1e-6 and losses.max() < 1e4)
    first, _ = trained(run.layers, run.inputs[:1], run.targets[:1], 1, run.rate)
    draw.assume(first[0] > 1e-6)
    draw.assume(
        all((one != two).any() for one, two in zip(arrays(after), arrays(run.layers), strict=True))
    )
    return run


def single_runs(draw: Draw) -> Run:
    """Draw a training of one epoch with one sample."""
    run = even_runs(draw)
    return Run(run.layers, run.inputs[:1], run.targets[:1], 1, run.rate)


def runs(draw: Draw) -> Expected:
    """Draw a training of 1 to 5 layers of mixed sizes; some losses rise."""
    extreme = draw.choice([None, None, None, "settled", "small", "large"])
    rises = extreme != "settled" and draw.choice([False, True])
    most = 1 if extreme else 2 if rises else 5
    sizes = [draw.integer(1, 5) for _ in range(draw.integer(1, most) + 1)]
    rates = (0.5, 0.75, 1.25) if rises else (0.1, 0.3, 0.05, 0.6, 0.02)
    run = draw_run(draw, sizes, draw.integer(2, 3 if rises else 8), rates)
    run = expect(_extreme(run, extreme) if extreme else run)
    draw.assume(run.losses.max() < 1e13 and rises == (run.losses[-1] > 2 * run.losses[0]))

    def results(layers: list[Parameters], inputs: Numbers, targets: Numbers) -> list[Floats]:
        losses, after = trained(layers, inputs, targets, run.epochs, run.rate)
        return [losses, *arrays(after)]

    if run.losses.any():  # or else the numbers are whole, and nothing moves
        draw.assume(steady(results, run.layers, run.inputs, run.targets))
    return run


def _extreme(run: Run, kind: str) -> Run:
    """Return a training of one layer whose errors are zero, or whose numbers are small or large.

    Small numbers are a few millionths, and so the losses are far below a billionth.
    """
    (layer,) = run.layers
    inputs, targets = (np.asarray(array, dtype=np.float64) for array in (run.inputs, run.targets))
    most = 2 if kind == "small" else 9
    weights, biases, targets = (
        np.rint(most * array / np.abs(array).max(initial=0.1))
        for array in (layer.weights, layer.biases, targets)
    )
    if kind == "settled":  # all is whole, and nobody rounds it
        inputs = np.rint(5 * inputs)
        targets = np.array([weights @ x + biases for x in inputs])
        return Run([Parameters(weights, biases)], inputs, targets, run.epochs, 0.5)
    unit = 2.0 ** (-19 if kind == "small" else 14)
    weights, biases, targets = unit * weights, unit * biases, unit * targets
    return Run([Parameters(weights, biases)], run.inputs, targets, run.epochs, run.rate)


def linear_data(draw: Draw) -> Run:
    """Draw data that a linear map made, and a training of one layer that finds the map."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    n_in, n_out = draw.integer(1, 2), draw.integer(1, 2)
    inputs = random.integers(-20, 21, (5, n_in, 1)) / 10
    targets = random.integers(-9, 10, (n_out, n_in)) / 4 @ inputs + 0.5
    start = Parameters(random.integers(-9, 10, (n_out, n_in)) / 10, np.zeros((n_out, 1)))
    run = expect(Run([start], inputs, targets, 100, 0.1))
    draw.assume(run.losses[0] > 0.1 and run.losses[-1] < 1e-8)
    return Run([start], inputs, targets, 100, 0.1)


def xor(draw: Draw) -> Xor:
    """Draw two trainings on XOR: of two layers at rate 0.1, and of one layer in smaller steps."""
    return Xor(_xor_run(draw, [2, 3, 1], 0.1), _xor_run(draw, [2, 1], 0.01))


def _xor_run(draw: Draw, sizes: list[int], rate: float) -> Expected:
    """Draw the weights that a training on XOR starts from."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    shapes = [(n_out, n_in) for n_in, n_out in pairwise(sizes)]
    layers = [Parameters(random.integers(1, 10, s) / 10, np.zeros((s[0], 1))) for s in shapes]
    inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]).reshape(4, 2, 1)
    targets = np.array([0, 1, 1, 0]).reshape(4, 1, 1)
    run = expect(Run(layers, inputs, targets, 150, rate))
    draw.assume(run.losses[-1] < 0.33)
    return run


def large(draw: Draw) -> Run:
    """Draw a training of a larger network."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    n_in, n_hidden, n_out = (draw.integer(6, 12) for _ in range(3))
    shapes = (n_hidden, n_in), (n_out, n_hidden)
    layers = [Parameters(random.normal(size=s) / 4, np.zeros((s[0], 1))) for s in shapes]
    inputs, targets = random.normal(size=(8, n_in, 1)), random.normal(size=(8, n_out, 1))
    return Run(layers, inputs, targets, 5, 0.05)


def train(student: Student, run: Run, make: Make) -> tuple[Any, ...]:
    """Return the losses of two trainings of one network, one after the other, and what it is then.

    The network has been forwards and backwards before.
    """
    steps = script(student)
    network, layers = make(steps, run.layers)
    forward_by_hand(layers, run.inputs[0])
    backward_by_hand(layers, np.zeros_like(run.targets[0]))
    both = [
        steps.student.train(network, run.inputs, run.targets, run.epochs, run.rate)
        for _ in range(2)
    ]
    return steps.run(*both, *parameters_of(layers))


def train_by_hand(student: Student, run: Run, make: Make) -> tuple[Any, ...]:
    """Return what `train` should: the losses of all samples, and what the network is then."""
    steps = script(student)
    network, layers = make(steps, run.layers)
    losses = []
    for _ in range(2 * run.epochs):
        for x, y in zip(run.inputs, run.targets, strict=True):
            predicted = network.forward(x)
            losses.append(steps.student.mse_loss(predicted, y))
            network.backward(steps.student.mse_loss_derivative(predicted, y))
            network.update(run.rate)
    return steps.run(*losses, *parameters_of(layers))
