"""How task 1 is judged: the mean squared error and its gradient."""

from __future__ import annotations

import msgspec
import numpy as np

from grader.authoring import Task, check_each, check_pure, real
from grader.checking import (
    NumericalGradient,
    check_float64,
    check_values,
    compare_gradient,
    numerical_gradient,
)
from grader.drawing import Draw, Floats, Numbers
from grader.student.remote import Student

task = Task(
    "Mean squared error and its gradient",
    functions=["mse_loss(predictions, targets)", "mse_gradient(predictions, targets)"],
)


class Pair(msgspec.Struct, frozen=True):
    """Predictions and targets, with what finite differences say of the loss."""

    predictions: Numbers
    targets: Numbers
    gradient: NumericalGradient


class AnyPair(msgspec.Struct, frozen=True):
    """Integers or floats in any memory layout."""

    predictions: Numbers
    targets: Numbers


class SmallPair(msgspec.Struct, frozen=True):
    """Whole numbers, which can be shifted and scaled without rounding."""

    predictions: Floats
    targets: Floats


class TwoPairs(msgspec.Struct, frozen=True):
    """The arguments of two calls."""

    predictions: Floats
    targets: Floats
    other_predictions: Floats
    other_targets: Floats


def terms(predictions: Numbers, targets: Numbers) -> Floats:
    """Return the terms that the mean squared error is the sum of: what is differentiated."""
    return np.asarray((predictions - targets) ** 2 / predictions.size, dtype=np.float64)


def loss(predictions: Numbers, targets: Numbers) -> float:
    """Return the mean squared error."""
    return float(terms(predictions, targets).sum())


def make_pair(draw: Draw, predictions: Numbers, targets: Numbers) -> Pair:
    """Return the pair, unless finite differences cannot tell its gradient well enough."""
    gradient = numerical_gradient(lambda p: terms(p, targets), predictions)
    draw.assume(gradient.relative_error < 1e-7)
    return Pair(predictions, targets, gradient)


def vectors(draw: Draw) -> Pair:
    """Draw 1-D arrays of any scale."""
    shape = draw.shape([1], most=6)
    return make_pair(draw, draw.array(shape, zeros=True), draw.array(shape, zeros=True))


def matrices(draw: Draw) -> Pair:
    """Draw arrays of two and more dimensions."""
    shape = draw.shape([2, 3, 4], most=3)
    return make_pair(draw, draw.array(shape, zeros=True), draw.array(shape, zeros=True))


def any_layout(draw: Draw) -> AnyPair:
    """Draw integers and floats, laid out in memory in different ways."""
    shape = draw.shape([1, 2, 3])
    if draw.choice([True, False]):
        return AnyPair(*draw.layouts(*(draw.integers(shape, most=1000) for _ in range(2))))
    return AnyPair(*draw.layouts(*(draw.small(shape) / 4 for _ in range(2))))


def small_pairs(draw: Draw) -> SmallPair:
    """Draw whole numbers that are not all equal."""
    shape = draw.shape([1, 2])
    pair = SmallPair(draw.small(shape, zeros=True), draw.small(shape, zeros=True))
    draw.assume((pair.predictions != pair.targets).any())
    return pair


def two_pairs(draw: Draw) -> TwoPairs:
    """Draw the arguments of two calls, of one shape."""
    shape = draw.shape([1, 2])
    return TwoPairs(*(draw.array(shape) for _ in range(4)))


def long_vectors(draw: Draw) -> SmallPair:
    """Draw vectors that are longer than a student would try by hand."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    size = draw.integer(50, 2000)
    return SmallPair(random.uniform(1, 9, size), random.uniform(-9, -1, size))


@task.check(points=2, given=vectors, hint="The mean of the squared differences, over all elements.")
def loss_of_vectors(student: Student, pair: Pair) -> None:
    """mse_loss is the mean squared error of 1-D arrays"""
    returned = student.mse_loss(pair.predictions, pair.targets)
    check_values(returned, loss(pair.predictions, pair.targets), "mse_loss")


@task.check(
    points=2,
    given=matrices,
    hint="The mean over ALL elements: one number, whatever the number of dimensions.",
)
def loss_of_matrices(student: Student, pair: Pair) -> None:
    """mse_loss is the mean over all elements of arrays with more dimensions"""
    returned = student.mse_loss(pair.predictions, pair.targets)
    check_values(returned, loss(pair.predictions, pair.targets), "mse_loss")


@task.check(
    points=2,
    given=small_pairs,
    hint="The loss depends on the differences alone, and on their squares.",
)
def loss_properties(student: Student, pair: SmallPair) -> None:
    """mse_loss ignores a common shift, and is 9 times as large for errors 3 times as large"""
    p, t = pair.predictions, pair.targets
    once = real(student.mse_loss(p, t), "mse_loss", ())
    check_values(student.mse_loss(p + 5, t + 5), once, "mse_loss(p + 5, t + 5)")
    check_values(student.mse_loss(t, p), once, "mse_loss(t, p)")
    check_values(student.mse_loss(3 * p, 3 * t), 9 * once, "mse_loss(3 * p, 3 * t)")
    check_values(np.sign(once), 1.0, "sign of mse_loss")


@task.check(
    points=4,
    given=vectors,
    hint="Differentiate the mean of (p - t)**2 with respect to one p: what is left of the sum?",
)
def gradient_of_vectors(student: Student, pair: Pair) -> None:
    """mse_gradient is the gradient of the loss for 1-D arrays"""
    returned = student.mse_gradient(pair.predictions, pair.targets)
    compare_gradient(returned, pair.gradient, "mse_gradient")


@task.check(
    points=4,
    given=matrices,
    hint="The loss divides by the number of ALL elements, and so does its gradient: `.size`.",
)
def gradient_of_matrices(student: Student, pair: Pair) -> None:
    """mse_gradient is the gradient of the loss for arrays with more dimensions"""
    returned = student.mse_gradient(pair.predictions, pair.targets)
    compare_gradient(returned, pair.gradient, "mse_gradient")


@task.check(
    points=1,
    given=small_pairs,
    hint="The gradient points uphill: away from the targets, and further for larger errors.",
)
def gradient_properties(student: Student, pair: SmallPair) -> None:
    """mse_gradient points away from the targets, and is 3 times as large for 3 times the errors"""
    p, t = pair.predictions, pair.targets
    once = real(student.mse_gradient(p, t), "mse_gradient", p.shape)
    sizes = np.where(once == 0, 1.0, np.abs(once))
    check_values(once, np.sign(p - t) * sizes, "mse_gradient")
    tripled = student.mse_gradient(3 * p, 3 * t)
    check_values(tripled, 3 * once, "mse_gradient(3 * p, 3 * t)")


NUMBERS = [loss_of_vectors, gradient_of_vectors]


@task.check(
    points=1,
    given=any_layout,
    needs_any=NUMBERS,
    hint="Integers, and views of other arrays, are arrays like any other.",
)
def any_array(student: Student, pair: AnyPair) -> None:
    """integer, transposed, reversed and strided arrays give the same as plain float64 ones"""
    given = pair.predictions, pair.targets
    plain = [np.array(array, dtype=np.float64, order="C") for array in given]
    names = "mse_loss", "mse_gradient"
    returned = student.mse_loss(*given), student.mse_gradient(*given)
    check_each(names, returned, (student.mse_loss(*plain), student.mse_gradient(*plain)))


@task.check(
    points=1,
    given=two_pairs,
    needs_any=NUMBERS,
    examples=10,
    hint="Compute new arrays; do not write into an argument or a variable outside the function.",
)
def side_effects(student: Student, pairs: TwoPairs) -> None:
    """arguments stay as they are, and equal calls give equal results"""
    first = pairs.predictions, pairs.targets
    other = pairs.other_predictions, pairs.other_targets
    check_pure(student.mse_loss, first, other)
    check_pure(student.mse_gradient, first, other)


@task.check(points=1, given=vectors, needs_any=NUMBERS, examples=10)
def float64(student: Student, pair: Pair) -> None:
    """float64 arrays give float64 results"""
    check_float64(student.mse_loss(pair.predictions, pair.targets), "mse_loss")
    check_float64(student.mse_gradient(pair.predictions, pair.targets), "mse_gradient")


@task.check(points=2, given=long_vectors, examples=25, hidden=True)
def agrees(student: Student, reference: Student, pair: SmallPair) -> None:
    """agrees with the reference solution on long vectors"""
    expected = reference.mse_loss(pair.predictions, pair.targets)
    check_values(student.mse_loss(pair.predictions, pair.targets), expected, "mse_loss")
    expected = reference.mse_gradient(pair.predictions, pair.targets)
    check_values(student.mse_gradient(pair.predictions, pair.targets), expected, "mse_gradient")
