"""How task 11 is judged: the loss and its derivative, and the training loop.

The loop is compared with the student's own functions, called one by one, and then with a network
of ours: a mistake of tasks 7 to 10 costs only what says so.
"""

from __future__ import annotations

import msgspec
import numpy as np

from grader.authoring import (
    CheckFailed,
    Draw,
    Floats,
    Mismatch,
    Numbers,
    NumericalGradient,
    Show,
    Student,
    Task,
    check_same,
    check_unmodified,
    check_values,
    compare_gradient,
    real,
    script,
)

from ._layer import settled
from ._mistakes_training import RUNS as MISTAKES
from ._network import (
    FEW,
    FILE,
    LAYER,
    NETWORK,
    SOME,
    TRAINING,
    any_layouts,
    arrays,
    names,
    outputs,
    something,
    whole,
)
from ._steps import Make, as_added, backward_by_hand, forgiving, forward_by_hand, parameters_of
from ._training import (
    Expected,
    Run,
    Xor,
    even_runs,
    large,
    linear_data,
    runs,
    single_runs,
    train,
    train_by_hand,
    xor,
)

task = Task(
    "Training",
    functions=[*TRAINING, *NETWORK, *LAYER],
    file=FILE,
    builds_on=["task7", "task8", "task9", "task10"],
    mistakes=MISTAKES,
)

BEST_ON_XOR = 0.25
"""The mean squared error of the best linear model of XOR, which puts out 0.5 everywhere."""


class Pair(msgspec.Struct, frozen=True):
    """The arguments of the loss."""

    y_pred: Numbers
    y_true: Numbers

    @property
    def loss(self) -> float:
        """The mean squared error."""
        return float(np.mean((self.y_pred - self.y_true) ** 2))


class Differenced(Pair, frozen=True):
    """The arguments of the loss, and the gradient that finite differences see."""

    gradient: NumericalGradient


def pairs(draw: Draw) -> Differenced:
    """Draw predictions and targets, and difference the mean squared error."""
    shape = draw.shape([2], most=5)
    y_pred, y_true = draw.array(shape, mixed=False), draw.array(shape, mixed=False)
    draw.assume(settled(y_pred - y_true, np.abs(y_pred) + np.abs(y_true)))
    gradient = draw.gradient(lambda p: (p - y_true) ** 2 / y_true.size, y_pred)
    return Differenced(y_pred, y_true, gradient)


def any_pair(draw: Draw) -> Pair:
    """Draw predictions and targets that are integers, near each other, or laid out in any way."""
    shape = draw.shape([2], most=7)
    y_pred: Numbers = whole(draw, shape, zeros=True)
    y_true: Numbers = whole(draw, shape, zeros=True)
    kind = draw.choice(["plain", "integers", "integer targets", "small", "large", "near"])
    if kind == "near":
        # From 1100 to 1910, single precision rounds both by the same: their difference stays.
        y_true = 1100 + draw.integer(1, 10**7) / 12347 + y_true
        y_pred = y_true + y_pred / 2**11
    elif kind in ("small", "large"):
        factor = 2.0**-19 if kind == "small" else 2.0**16
        y_pred, y_true = y_pred * factor, y_true * factor
    elif kind == "integers":
        y_pred, y_true = (100 * array.astype(np.int64) for array in (y_pred, y_true))
    elif kind == "integer targets":
        y_pred, y_true = y_pred / 4, y_true.astype(np.int64)
    return Pair(*any_layouts(draw, y_pred, y_true))


@task.check(
    points=1,
    given=pairs,
    hint=(
        "Over how many numbers is the mean taken, for 2 outputs and 3 samples?",
        "The mean over ALL elements, of all outputs and all samples: one number.",
    ),
)
def loss(student: Student, pair: Differenced) -> None:
    """mse_loss is the mean squared error over all elements"""
    check_values(student.mse_loss(pair.y_pred, pair.y_true), pair.loss, "mse_loss")


@task.check(
    points=1,
    given=pairs,
    hint=(
        "If one prediction grows a little, by how much does the loss change?",
        "Twice the error, divided by the number of ALL elements.",
    ),
)
def derivative(student: Student, pair: Differenced) -> None:
    """mse_loss_derivative is the gradient of the loss with respect to y_pred"""
    returned = student.mse_loss_derivative(pair.y_pred, pair.y_true)
    compare_gradient(returned, pair.gradient, "mse_loss_derivative")


LOOP = (
    "For two samples, what has to happen, and in which order?",
    "For each sample in turn: forward, loss, derivative, backward, update. The loss is that of the "
    "prediction before the update. After each epoch, append the mean of its losses.",
)


@task.check(points=2, given=single_runs, examples=FEW, hint=LOOP)
@forgiving
def first(student: Student, run: Run, make: Make) -> None:
    """train returns the loss of the first prediction, for one sample and one epoch"""
    steps = script(student)
    network, layers = make(steps, run.layers)
    x, y = run.inputs[0], run.targets[0]
    forward_by_hand(layers, x)
    backward_by_hand(layers, np.zeros_like(y))
    due = steps.student.mse_loss(network.forward(x), y)
    returned = steps.student.train(network, run.inputs, run.targets, run.epochs, run.rate)
    due, returned = steps.run(due, returned)
    check_values(returned, [something(due, "mse_loss").mean()], "train")


@task.check(
    points=1,
    given=linear_data,
    examples=2,
    hint=(
        "Is the loss of the network smaller after one update than before it?",
        "backward gets the derivative of the loss, and update then takes a step down the hill: "
        "for each sample, in each epoch.",
    ),
)
@forgiving
def downhill(student: Student, run: Run, make: Make) -> None:
    """training brings the loss down"""
    before = _error(outputs(run.layers, np.hstack(list(run.inputs)))[-1], run)
    _, after = _learned(student, run, make)
    if not after < before / 2:
        _too_large(after, run)


def _learned(student: Student, run: Run, make: Make) -> tuple[object, float]:
    """Return what `train` returns, and the mean squared error of the network after it."""
    steps = script(student)
    network, _ = make(steps, run.layers)
    losses = steps.student.train(network, run.inputs, run.targets, run.epochs, run.rate)
    returned, output = steps.run(losses, network.forward(np.hstack(list(run.inputs))))
    shape = run.targets[0].shape[0], len(run.targets)
    return returned, _error(real(output, "output", shape), run)


def _error(output: Floats, run: Run) -> float:
    """Return the mean squared error of the outputs for all samples, side by side."""
    return float(np.mean((output - np.hstack(list(run.targets))) ** 2))


def _too_large(error: float, run: Run) -> None:
    message = f"The mean loss of the network is {error:.3g} after {run.epochs} epochs: too much."
    raise CheckFailed(Mismatch(kind="numbers differ", array="train", message=message))


@task.check(points=2, given=even_runs, examples=SOME // 2, hint=LOOP)
@forgiving
def trained(student: Student, run: Run, make: Make) -> None:
    """train does forward, derivative, backward and update for each sample in turn"""
    _, _, *returned = train(student, run, make)
    expected = train_by_hand(student, run, make)[-len(returned) :]
    pairs = zip(expected, arrays(run.layers), strict=True)
    changes = [np.ravel(real(due, "parameters", old.shape) - old) for due, old in pairs]
    something(np.concatenate(changes), "the change of weights and biases")
    for name, one, due in zip(names(run), returned, expected, strict=True):
        check_values(one, real(due, name), name)


@task.check(points=2, given=even_runs, examples=SOME // 2, hint=LOOP)
@forgiving
def curve(student: Student, run: Run, make: Make) -> None:
    """train returns the mean loss of each epoch, taken before the updates"""
    one, two, *_ = train(student, run, make)
    each = train_by_hand(student, run, make)[: 2 * run.epochs * len(run.inputs)]
    due = something([real(loss, "mse_loss").mean() for loss in each], "mse_loss")
    means = due.reshape(2, run.epochs, -1).mean(axis=2)
    check_values(one, means[0], "train")
    check_values(two, means[1], "train, when it goes on with the same network,")


RUNS = [first, downhill, trained, curve]
"""Of these one must pass before what the loss does for all arrays is worth its points."""


@task.check(
    points=2,
    given=any_pair,
    examples=SOME,
    needs=[loss],
    needs_any=RUNS,
    hint=(
        "Does each line do with integers, or with a view, what it does with floats?",
        "Square the differences. Integers, and views of other arrays, are arrays like any other.",
    ),
)
def any_loss(student: Student, pair: Pair) -> None:
    """mse_loss is right for integers, for numbers near each other, and in any memory layout"""
    check_values(student.mse_loss(pair.y_pred, pair.y_true), pair.loss, "mse_loss")


@task.check(
    points=2,
    given=any_pair,
    examples=SOME,
    needs=[derivative],
    needs_any=RUNS,
    hint=(
        "Does each line do with integers, or with a view, what it does with floats?",
        "Integers, and views of other arrays, are arrays like any other.",
    ),
)
def any_derivative(student: Student, pair: Pair) -> None:
    """mse_loss_derivative is right for them, too"""
    expected = 2 * (pair.y_pred - pair.y_true) / pair.y_pred.size
    returned = student.mse_loss_derivative(pair.y_pred, pair.y_true)
    check_values(returned, expected, "mse_loss_derivative")


@task.check(
    points=2,
    given=even_runs,
    examples=FEW,
    needs_any=RUNS,
    hint=(
        "What does the function write into, or keep, that is not its own?",
        "Do not write into an argument, and return a new array.",
    ),
)
@forgiving
def side_effects(student: Student, run: Run, make: Make) -> None:
    """none of the three functions changes its arrays, or a result that it returned before"""
    steps = script(student)
    network, layers = make(steps, run.layers)
    x, y = run.inputs[0], run.targets[0]
    before = {"inputs": run.inputs, "targets": run.targets, "y_pred": y + 1, "y_true": y}
    inputs, targets, y_pred, y_true = (steps.value(*one) for one in before.items())
    steps.student.mse_loss(y_pred, y_true)
    result = steps.student.mse_loss_derivative(y_pred, y_true)
    steps.student.mse_loss_derivative(y_true, y_pred)
    forward_by_hand(layers, x)
    backward_by_hand(layers, np.zeros_like(y))
    steps.student.train(network, inputs, targets, run.epochs, run.rate)
    given = [steps.again(one) for one in (inputs, targets, y_pred, y_true)]
    first, later, *told = steps.run(result, steps.again(result), *given)
    check_same(first, later, "mse_loss_derivative", later=True)
    for (name, old), new in zip(before.items(), told, strict=True):
        check_unmodified(old, new, name)


@task.check(
    points=1,
    given=runs,
    needs=[trained, curve],
    examples=30,
    hint=(
        "Is a whole step taken for each sample? And what do the grades of tasks 7 to 10 say?",
        "Each sample takes a step of learning_rate, even where the loss rises. Where the loss, its "
        "derivative and the loop are right, see the network: grade task7 to task10.",
    ),
)
@forgiving
def losses(student: Student, run: Expected, make: Make) -> None:
    """losses and network are those of gradient descent, for networks of 1 to 5 layers"""
    steps = script(student)
    network, layers = make(steps, run.layers)
    returned = steps.student.train(network, run.inputs, run.targets, run.epochs, run.rate)
    told = steps.run(returned, *parameters_of(layers))
    for name, one, due in zip(
        ("train", *names(run)), told, (run.losses, *arrays(run.after)), strict=True
    ):
        check_values(one, due, name)


@task.check(
    points=2,
    given=linear_data,
    needs=[downhill],
    examples=2,
    hint=(
        "How small can the loss get, if a linear map made the data?",
        "What a linear map made, a layer can learn: the loss goes to 0.",
    ),
)
@forgiving
def learns(student: Student, run: Run, make: Make, show: Show) -> None:
    """a layer learns what a linear map made: the loss falls below 0.000001"""
    returned, after = _learned(student, run, make)
    show(returned, "mean loss", "epoch")
    if not after < 1e-6:
        _too_large(after, run)


@task.check(
    points=1,
    given=xor,
    needs=[losses],
    examples=1,
    hint=(
        "What is the best that a linear network can say to XOR, and what is its loss?",
        "The best linear model of XOR puts out 0.5 everywhere: each squared error is 0.25.",
    ),
)
@forgiving
def xor_stalls(student: Student, runs: Xor, make: Make, show: Show) -> None:
    """on XOR the loss comes down towards 0.25 and never below: no linear network does better"""
    for run in (runs.small_steps, runs.large_steps):
        returned, _ = _learned(student, run, make)
        show(returned, f"mean loss at learning rate {run.rate}", "epoch")
        found = real(returned, "train", (run.epochs,))
        if found.min() < BEST_ON_XOR:
            epoch = int(found.argmin())
            message = f"`train[{epoch}]` is {found[epoch]:.6g}: a linear network stays above 0.25."
            raise CheckFailed(Mismatch(kind="numbers differ", array="train", message=message))
        check_values(returned, run.losses, "train")


@task.check(points=1, given=large, examples=5, needs=[trained, curve], hidden=True)
@forgiving
def agrees(student: Student, reference: Student, run: Run, make: Make) -> None:
    """agrees with the reference solution on larger networks"""
    told, due = train(student, run, make), train(reference, run, as_added)
    for name, one, other in zip(("train", "train", *names(run)), told, due, strict=True):
        check_values(one, real(other, name), name)
