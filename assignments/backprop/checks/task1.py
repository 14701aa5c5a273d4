"""How task 1 is judged: the mean squared error and its gradient."""

from __future__ import annotations

from functools import partial

import msgspec
import numpy as np

from grader.authoring import (
    Draw,
    Floats,
    Numbers,
    NumericalGradient,
    Student,
    Task,
    check_dtypes,
    check_layouts,
    check_pure,
    check_values,
    compare_gradient,
    judge_each,
    real,
    steady,
)

from ._draws import decimals, generator, near, thousands
from ._mistakes_task1 import MSE

task = Task(
    "Mean squared error and its gradient",
    functions=["mse_loss(predictions, targets)", "mse_gradient(predictions, targets)"],
    mistakes=MSE,
)

HANDOUT = (
    np.array([[3.0, 1.0, 0.0, 2.0], [5.0, 4.0, 1.0, 2.0]]),
    np.array([[1.0, 1.0, 1.0, 4.0], [1.0, 4.0, 3.0, 1.0]]),
)
"""The example of the handout: predictions and targets."""

SHAPES = [(2, 4), (2, 7), (3, 4), (4, 2), (5, 2)]
"""Numbers of dimensions, each with the longest axis."""


class AnyPair(msgspec.Struct, frozen=True):
    """Predictions and targets: integers or floats, in any memory layout."""

    predictions: Numbers
    targets: Numbers

    @property
    def arguments(self) -> tuple[Numbers, Numbers]:
        """The arguments in their order."""
        return self.predictions, self.targets


class Pair(AnyPair, frozen=True):
    """Predictions and targets, with what finite differences say of the loss."""

    gradient: NumericalGradient


class TwoPairs(msgspec.Struct, frozen=True):
    """The arguments of two calls."""

    first: AnyPair
    other: AnyPair


def terms(predictions: Numbers, targets: Numbers) -> Floats:
    """Return the terms that the mean squared error is the sum of: what is differentiated."""
    return np.asarray((predictions - targets) ** 2 / targets.size, dtype=np.float64)


def loss(pair: AnyPair) -> float:
    """Return the mean squared error."""
    return float(terms(*pair.arguments).sum())


def arrays(draw: Draw, shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Draw predictions and targets of any scale, or such that differ by a millionth of it."""
    kind = draw.choice(["decimals", "mixed", "near", "small"])
    if kind == "near":
        targets = thousands(draw, shape)
        return near(draw, targets), targets
    if kind == "small":
        scale = 10.0 ** draw.integer(1, 6)
        return draw.small(shape, zeros=True) / scale, draw.small(shape, zeros=True) / scale
    if kind == "mixed":
        return draw.array(shape, zeros=True), draw.array(shape, zeros=True)
    return decimals(draw, shape, zeros=True), decimals(draw, shape, zeros=True)


def make_pair(draw: Draw, predictions: Floats, targets: Floats) -> Pair:
    """Return the pair, unless finite differences cannot tell its gradient well enough."""
    error = predictions - targets
    exact = bool((np.abs(error) * 1024 % 1 == 0).all())
    draw.assume(error.any())
    draw.assume(exact or steady(error, np.abs(predictions) + np.abs(targets)))
    gradient = draw.gradient(lambda p: terms(p, targets), predictions)
    return Pair(predictions, targets, gradient)


def vectors(draw: Draw) -> Pair:
    """Draw 1-D arrays."""
    return make_pair(draw, *arrays(draw, draw.shape([1], most=9)))


def matrices(draw: Draw) -> Pair:
    """Draw arrays of two and more dimensions."""
    dimensions, most = draw.choice([*SHAPES, (0, 0)])
    pair = arrays(draw, draw.shape([dimensions], most)) if dimensions else HANDOUT
    return make_pair(draw, *pair)


def handout(draw: Draw) -> Pair:
    """Make the example of the handout."""
    return make_pair(draw, *HANDOUT)


def handout_row(draw: Draw) -> Pair:
    """Make a vector of its first row."""
    predictions, targets = HANDOUT
    return make_pair(draw, predictions[0], targets[0])


def any_layout(draw: Draw) -> AnyPair:
    """Draw integers and floats, laid out in memory in different ways."""
    shape = draw.shape([1, 2, 3], most=5)
    kinds = [draw.choice(["floats", "integers"]) for _ in range(2)]
    return AnyPair(
        *draw.layouts(
            *(
                draw.integers(shape, most=1000)
                if kind == "integers"
                else draw.small(shape, zeros=True) / 4
                for kind in kinds
            )
        )
    )


def small_pair(draw: Draw, shape: tuple[int, ...]) -> AnyPair:
    """Draw whole numbers that are not all equal; they can be scaled without rounding."""
    pair = AnyPair(draw.small(shape, zeros=True), draw.small(shape, zeros=True))
    draw.assume((pair.predictions != pair.targets).any())
    return pair


def small_pairs(draw: Draw) -> AnyPair:
    """Draw whole numbers in one or two dimensions."""
    return small_pair(draw, draw.shape([1, 2], most=6))


def two_pairs(draw: Draw) -> TwoPairs:
    """Draw the arguments of two calls, of one shape."""
    shape = draw.shape([1, 2, 3])
    return TwoPairs(small_pair(draw, shape), small_pair(draw, shape))


def large_arrays(draw: Draw) -> AnyPair:
    """Draw arrays that are larger than a student would try by hand."""
    random = generator(draw)
    shape = draw.choice([(draw.integer(50, 2000),), (draw.integer(5, 40), draw.integer(5, 40))])
    scale = 10.0 ** draw.integer(-4, 4)
    return AnyPair(*(scale * random.uniform(-9, 9, shape) for _ in range(2)))


@task.check(
    points=2,
    given=vectors,
    handout=handout_row,
    hint=(
        "For two numbers, what is the loss, worked out by hand?",
        "The mean of the squared differences, over all elements.",
    ),
)
def loss_of_vectors(student: Student, pair: Pair) -> None:
    """mse_loss is the mean squared error of 1-D arrays"""
    check_values(student.mse_loss(*pair.arguments), loss(pair), "mse_loss")


@task.check(
    points=2,
    given=matrices,
    handout=handout,
    hint=(
        "Over how many numbers is the mean taken, for an array of 2 by 4?",
        "The mean over ALL elements: one number, whatever the number of dimensions.",
    ),
)
def loss_of_matrices(student: Student, pair: Pair) -> None:
    """mse_loss is the mean over all elements of arrays with more dimensions"""
    check_values(student.mse_loss(*pair.arguments), loss(pair), "mse_loss")


@task.check(
    points=1,
    given=small_pairs,
    hint=(
        "What becomes of the loss where every error is 3 times as large?",
        "The loss depends on the differences alone, and on their squares.",
    ),
    relation=True,
)
def loss_properties(student: Student, pair: AnyPair) -> None:
    """mse_loss is 0 for equal arrays, and 9 times as large for errors 3 times as large"""
    p, t = pair.arguments
    once = real(student.mse_loss(p, t), "mse_loss", ())
    check_values(np.sign(once), 1.0, "sign of mse_loss")
    check_values(student.mse_loss(t, p), once, "mse_loss(t, p)")
    check_values(student.mse_loss(3 * p, 3 * t), 9 * once, "mse_loss(3 * p, 3 * t)")
    check_values(student.mse_loss(p, p), 0.0, "mse_loss(p, p)", scale=float(once))


@task.check(
    points=2,
    given=vectors,
    handout=handout_row,
    hint=(
        "If one prediction grows a little, which terms of the loss change, and by how much?",
        "Differentiate the mean of (p - t)**2 with respect to one p: what is left of the sum?",
    ),
)
def gradient_of_vectors(student: Student, pair: Pair) -> None:
    """mse_gradient is the gradient of the loss for 1-D arrays"""
    compare_gradient(student.mse_gradient(*pair.arguments), pair.gradient, "mse_gradient")


@task.check(
    points=2,
    given=matrices,
    handout=handout,
    hint=(
        "How much does one element of a matrix weigh in the loss?",
        "The loss divides by the number of ALL elements, and so does its gradient: `.size`.",
    ),
)
def gradient_of_matrices(student: Student, pair: Pair) -> None:
    """mse_gradient is the gradient of the loss for arrays with more dimensions"""
    compare_gradient(student.mse_gradient(*pair.arguments), pair.gradient, "mse_gradient")


@task.check(
    points=1,
    given=small_pairs,
    hint=(
        "In which direction should a prediction move so that the loss grows?",
        "The gradient points uphill: away from the targets, and further for larger errors.",
    ),
    relation=True,
)
def gradient_properties(student: Student, pair: AnyPair) -> None:
    """mse_gradient points away from the targets, and is 3 times as large for 3 times the errors"""
    p, t = pair.arguments
    once = real(student.mse_gradient(p, t), "mse_gradient", p.shape)
    sizes = np.where(once == 0, 1.0, np.abs(once))
    check_values(once, np.sign(p - t) * sizes, "mse_gradient")
    tripled = student.mse_gradient(3 * p, 3 * t)
    check_values(tripled, 3 * once, "mse_gradient(3 * p, 3 * t)")
    zero, scale = np.zeros(p.shape), float(np.abs(once).max())
    check_values(student.mse_gradient(p, p), zero, "mse_gradient(p, p)", scale=scale)


LOSSES = [loss_of_vectors, loss_of_matrices, loss_properties]
GRADIENTS = [gradient_of_vectors, gradient_of_matrices, gradient_properties]
LAYOUT_HINT = (
    "Does each line do with integers, or with a view, what it does with floats?",
    "Integers, and views of other arrays, are arrays like any other.",
)
PURE_HINT = (
    "What does the function write into, or keep, that is not its own?",
    "Compute new arrays; do not write into an argument or a variable outside the function.",
)


@task.check(points=2, given=any_layout, needs_any=LOSSES, hint=LAYOUT_HINT, relation=True)
def loss_of_any_array(student: Student, pair: AnyPair) -> None:
    """mse_loss takes integer, transposed, reversed and strided arrays as it takes plain ones"""
    check_layouts(student.mse_loss, pair.arguments)


@task.check(points=2, given=any_layout, needs_any=GRADIENTS, hint=LAYOUT_HINT, relation=True)
def gradient_of_any_array(student: Student, pair: AnyPair) -> None:
    """mse_gradient takes integer, transposed, reversed and strided arrays as it takes plain ones"""
    check_layouts(student.mse_gradient, pair.arguments)


@task.check(points=2, given=two_pairs, needs_any=LOSSES, examples=10, hint=PURE_HINT)
def loss_side_effects(student: Student, pairs: TwoPairs) -> None:
    """mse_loss leaves its arguments as they are, and equal calls give equal results"""
    both = pairs.first.arguments, pairs.other.arguments
    check_pure(student.mse_loss, *both)


@task.check(points=2, given=two_pairs, needs_any=GRADIENTS, examples=10, hint=PURE_HINT)
def gradient_side_effects(student: Student, pairs: TwoPairs) -> None:
    """mse_gradient leaves its arguments as they are, and equal calls give equal results"""
    both = pairs.first.arguments, pairs.other.arguments
    check_pure(student.mse_gradient, *both)


@task.check(points=1, given=vectors, needs_any=[*LOSSES, *GRADIENTS], examples=10)
def float64(student: Student, pair: Pair) -> None:
    """float64 arrays give float64 results"""
    judge_each(
        *(
            (f, pair.arguments, partial(check_dtypes, f, pair.arguments))
            for f in (student.mse_loss, student.mse_gradient)
        )
    )


@task.check(points=1, given=large_arrays, examples=25, hidden=True)
def agrees(student: Student, reference: Student, pair: AnyPair) -> None:
    """agrees with the reference solution on large arrays"""
    for name in ("mse_loss", "mse_gradient"):
        due = getattr(reference, name)(*pair.arguments)
        check_values(getattr(student, name)(*pair.arguments), due, name)
