"""How task 2 is judged: ReLU and its gradient.

The numbers are asked for in vectors, which is what most code is written for. That other shapes come
out like vectors is a check of its own.
"""

from __future__ import annotations

from functools import partial

import msgspec
import numpy as np

from grader.authoring import (
    Draw,
    Floats,
    Numbers,
    NumericalGradient,
    RemoteFunction,
    Student,
    Task,
    check_dtypes,
    check_pure,
    check_values,
    compare_gradient,
    judge_each,
    real,
    unable,
)

from ._draws import generator, millionths
from ._mistakes_task2 import RELU

task = Task("ReLU and its gradient", functions=["relu(x)", "relu_gradient(x)"], mistakes=RELU)

HANDOUT = np.array([-2.0, -0.5, 0.0, 0.5, 3.0])
"""The example of the handout."""


class Point(msgspec.Struct, frozen=True):
    """An input."""

    x: Numbers


class SlopedPoint(msgspec.Struct, frozen=True):
    """An input away from the kink, and the slopes that finite differences see there."""

    x: Floats
    slopes: NumericalGradient


class TwoPoints(msgspec.Struct, frozen=True):
    """The arguments of two calls."""

    x: Floats
    other: Floats


def relu(x: Numbers) -> Numbers:
    """Return what ReLU is."""
    return np.maximum(x, 0.0)


def vector(draw: Draw, *, zeros: bool = False) -> Floats:
    """Draw a vector of any scale, or of many scales."""
    shape = draw.shape([1], most=9)
    if draw.integer(0, 5) == 5:
        return millionths(draw, shape, zeros=zeros)
    return draw.array(shape, zeros=zeros)


def inputs(draw: Draw) -> Point:
    """Draw a vector with zeros, or that of the handout."""
    return Point(HANDOUT if draw.integer(0, 9) == 9 else vector(draw, zeros=True))


def inputs_off_zero(draw: Draw) -> SlopedPoint:
    """Draw a vector without zeros."""
    x = vector(draw)
    return SlopedPoint(x, draw.gradient(relu, x, scale=1.0))  # of the sum of relu(x)


def handout(draw: Draw) -> Point:
    """Make the example of the handout."""
    return Point(HANDOUT)


def handout_off_zero(draw: Draw) -> SlopedPoint:
    """Make the example of the handout without its zero."""
    x = HANDOUT[HANDOUT != 0]
    return SlopedPoint(x, draw.gradient(relu, x, scale=1.0))


def inputs_with_zeros(draw: Draw) -> Point:
    """Draw a vector with 0.0 and -0.0."""
    x = vector(draw, zeros=True)
    x = np.where(draw.small(x.shape) > 5, 0.0, x)
    draw.assume((x == 0).any())
    negative = draw.choice([False, True])
    return Point(np.where(x == 0, -0.0, x) if negative else x)


def fractions(draw: Draw) -> Point:
    """Draw a vector of two numbers or more: what takes single numbers only raises for it."""
    return Point(draw.small((draw.integer(2, 9),)) / 4)


def any_array(draw: Draw) -> Point:
    """Draw integers and floats of up to four dimensions, laid out in different ways."""
    shape = draw.shape([0, 1, 1, 2, 3, 4], most=4)
    if draw.choice([True, False]):
        return Point(*draw.layouts(draw.integers(shape, most=draw.choice([3, 1000, 10**6]))))
    return Point(*draw.layouts(np.asarray(draw.small(shape, zeros=True) / 4)))


def two_inputs(draw: Draw) -> TwoPoints:
    """Draw the arguments of two calls, of one shape."""
    shape = draw.shape([1, 1, 2, 3])
    scale = draw.choice([1, 1, 1000])
    points = TwoPoints(scale * draw.small(shape, zeros=True), scale * draw.small(shape, zeros=True))
    draw.assume(((points.x > 0) != (points.other > 0)).any())
    return points


def many_inputs(draw: Draw) -> Point:
    """Draw large arrays, of many scales at once, with zeros."""
    random = generator(draw)
    shape = draw.choice([(draw.integer(500, 2000),), (draw.integer(5, 40), draw.integer(5, 40))])
    magnitudes = 10.0 ** random.uniform(-6, draw.choice([0, 3, 6]), shape)
    return Point(random.choice([-1.0, 1.0, 1.0, -1.0, 0.0], shape) * magnitudes)


@task.check(
    points=5,
    given=inputs,
    handout=handout,
    hint=("What is due for -2, for 0 and for 3?", "max(0, x), for each element by itself."),
)
def values(student: Student, point: Point) -> None:
    """relu is max(0, x) for each element"""
    check_values(student.relu(point.x), relu(point.x), "relu")


@task.check(
    points=2,
    given=inputs_off_zero,
    handout=handout_off_zero,
    hint=(
        "Draw max(0, x). How steep is it left of 0, and how steep on the right?",
        "The slope of max(0, x): 1 where x is positive, 0 where it is negative.",
    ),
)
def gradient(student: Student, point: SlopedPoint) -> None:
    """relu_gradient is the slope of relu, away from zero"""
    compare_gradient(student.relu_gradient(point.x), point.slopes, "relu_gradient")


@task.check(
    points=1,
    given=inputs_with_zeros,
    handout=handout,
    needs=[gradient],
    hint=(
        "What does the handout take for the slope at exactly 0?",
        "At zero the slope jumps. This course takes 0 there: 1.0 where x > 0, else 0.0.",
    ),
)
def at_zero(student: Student, point: Point) -> None:
    """relu_gradient is exactly 0.0 at 0.0 and at -0.0"""
    returned = real(student.relu_gradient(point.x), "relu_gradient", point.x.shape)
    expected = (point.x > 0).astype(np.float64)
    check_values(returned, expected, "relu_gradient")
    exactly = returned[point.x == 0]
    check_values(exactly, np.zeros(exactly.shape), "relu_gradient at 0")


SHAPE_HINT = (
    "What is due for a single number, and for an array with three axes?",
    "Work on whole arrays: NumPy minds neither their number of dimensions nor their dtype.",
)
PURE_HINT = (
    "What does the function write into, or keep, that is not its own?",
    "Compute new arrays; do not write into x or a variable outside the function.",
)


def check_elements(function: RemoteFunction, x: Numbers) -> None:
    """Require of a function what it returns for the same numbers in a plain vector."""
    vector = np.array(x.reshape(-1), dtype=np.float64)
    due = real(function(vector), f"{function.name} of the elements", vector.shape)
    check_values(function(x), due.reshape(x.shape), function.name)


@task.check(points=2, given=any_array, needs_any=[values, gradient], hint=SHAPE_HINT, relation=True)
def relu_of_any_array(student: Student, point: Point) -> None:
    """relu takes each element by itself: any shape, a single number too, any dtype and layout"""
    check_elements(student.relu, point.x)


@task.check(points=2, given=any_array, needs_any=[gradient], hint=SHAPE_HINT, relation=True)
def gradient_of_any_array(student: Student, point: Point) -> None:
    """relu_gradient takes each element by itself: any shape, a single number too, any layout"""
    check_elements(student.relu_gradient, point.x)


def takes(function: RemoteFunction, x: Numbers) -> bool:
    """Whether a function is to be judged on an array: not where it takes vectors only."""
    return x.ndim == 1 or unable(function, [x]) is None


@task.check(points=2, given=two_inputs, needs_any=[values], examples=10, hint=PURE_HINT)
def relu_side_effects(student: Student, points: TwoPoints) -> None:
    """relu leaves x as it is, and equal calls give equal results"""
    if takes(student.relu, points.x):
        check_pure(student.relu, [points.x], [points.other])


@task.check(points=2, given=two_inputs, needs_any=[gradient], examples=10, hint=PURE_HINT)
def gradient_side_effects(student: Student, points: TwoPoints) -> None:
    """relu_gradient leaves x as it is, and equal calls give equal results"""
    if takes(student.relu_gradient, points.x):
        check_pure(student.relu_gradient, [points.x], [points.other])


@task.check(
    points=2,
    given=two_inputs,
    needs_any=[values, gradient],
    examples=10,
    hint=(
        "What does each function know that is not in its argument?",
        "Go by the argument alone: keep nothing of one function for the other.",
    ),
)
def any_order(student: Student, points: TwoPoints) -> None:
    """neither function minds what the other one was called with before"""
    both = student.relu, student.relu_gradient
    x, other = [points.x], [points.other]
    judge_each(
        *(
            (one, x, partial(check_pure, one, x, other, beside=[(two, x, other)]))
            for one, two in (both, both[::-1])
            if takes(one, points.x)
        )
    )


@task.check(points=1, given=fractions, needs_any=[values, gradient], examples=10)
def float64(student: Student, point: Point) -> None:
    """float64 arrays give float64 results"""
    judge_each(
        *(
            (f, [point.x], partial(check_dtypes, f, [point.x]))
            for f in (student.relu, student.relu_gradient)
        )
    )


@task.check(points=1, given=many_inputs, examples=25, hidden=True)
def agrees(student: Student, reference: Student, point: Point) -> None:
    """agrees with the reference solution on large arrays"""
    for name in ("relu", "relu_gradient"):
        check_values(getattr(student, name)(point.x), getattr(reference, name)(point.x), name)
