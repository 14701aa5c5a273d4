"""How task 2 is judged: ReLU and its gradient."""

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

task = Task("ReLU and its gradient", functions=["relu(x)", "relu_gradient(x)"])


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


def inputs(draw: Draw) -> Point:
    """Draw arrays with zeros, of any scale."""
    return Point(draw.array(draw.shape([1, 2, 3]), zeros=True))


def inputs_off_zero(draw: Draw) -> SlopedPoint:
    """Draw arrays without zeros."""
    x = draw.array(draw.shape([1, 2]), mixed=False)
    slopes = numerical_gradient(relu, x)  # the sum of relu(x)
    draw.assume((slopes.error < 1e-7).all())
    return SlopedPoint(x, slopes)


def inputs_with_zeros(draw: Draw) -> Point:
    """Draw whole numbers, 0.0 and -0.0."""
    x = draw.small(draw.shape([1, 2]), zeros=True)
    draw.assume((x == 0).any())
    negative = draw.choice([False, True])
    return Point(np.where(x == 0, -0.0, x) if negative else x)


def other_shapes(draw: Draw) -> Point:
    """Draw arrays of no dimension and of three and four."""
    return Point(draw.array(draw.shape([0, 3, 4], most=3)))


def any_layout(draw: Draw) -> Point:
    """Draw integers and floats, laid out in memory in different ways."""
    shape = draw.shape([1, 2, 3])
    if draw.choice([True, False]):
        return Point(*draw.layouts(draw.integers(shape, most=1000)))
    return Point(*draw.layouts(draw.array(shape)))


def two_inputs(draw: Draw) -> TwoPoints:
    """Draw the arguments of two calls, of one shape."""
    shape = draw.shape([1, 2])
    return TwoPoints(draw.array(shape), draw.array(shape))


def many_inputs(draw: Draw) -> Point:
    """Draw large arrays."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    signs = random.choice([-1.0, 1.0], size=(draw.integer(5, 40), draw.integer(5, 40)))
    return Point(signs * random.uniform(0.01, 9, signs.shape))


@task.check(points=4, given=inputs, hint="max(0, x), for each element by itself.")
def values(student: Student, point: Point) -> None:
    """relu is max(0, x) for each element"""
    check_values(student.relu(point.x), relu(point.x), "relu")


@task.check(
    points=2, given=inputs, hint="Positive numbers pass unchanged, negative ones become zero."
)
def properties(student: Student, point: Point) -> None:
    """relu(x) - relu(-x) is x, and relu of relu(x) changes nothing"""
    once = real(student.relu(point.x), "relu", point.x.shape)
    mirrored = real(student.relu(-point.x), "relu(-x)", point.x.shape)
    check_values(once - mirrored, point.x, "relu(x) - relu(-x)")
    check_values(student.relu(once), once, "relu(relu(x))")


@task.check(
    points=5,
    given=inputs_off_zero,
    hint="The slope of max(0, x): 1 where x is positive, 0 where it is negative.",
)
def gradient(student: Student, point: SlopedPoint) -> None:
    """relu_gradient is the slope of relu, away from zero"""
    compare_gradient(student.relu_gradient(point.x), point.slopes, "relu_gradient")


@task.check(
    points=3,
    given=inputs_with_zeros,
    needs=[gradient],
    hint="At zero the slope jumps. This course takes 0 there: 1.0 where x > 0, else 0.0.",
)
def at_zero(student: Student, point: Point) -> None:
    """relu_gradient is exactly 0.0 at 0.0 and at -0.0"""
    expected = (point.x > 0).astype(np.float64)
    check_values(student.relu_gradient(point.x), expected, "relu_gradient")


NUMBERS = [values, gradient]


@task.check(
    points=1,
    given=other_shapes,
    needs_any=NUMBERS,
    hint="Work on whole arrays: NumPy does not mind their number of dimensions.",
)
def shapes(student: Student, point: Point) -> None:
    """results have the shape of x, be it a single number or an array of 3 or 4 dimensions"""
    check_values(student.relu(point.x), relu(point.x), "relu")
    expected = (point.x > 0).astype(np.float64)
    check_values(student.relu_gradient(point.x), expected, "relu_gradient")


@task.check(
    points=1,
    given=any_layout,
    needs_any=NUMBERS,
    hint="Integers, and views of other arrays, are arrays like any other.",
)
def any_array(student: Student, point: Point) -> None:
    """integer, transposed, reversed and strided arrays give the same as plain float64 ones"""
    plain = np.array(point.x, dtype=np.float64, order="C")
    returned = student.relu(point.x), student.relu_gradient(point.x)
    expected = student.relu(plain), student.relu_gradient(plain)
    check_each(("relu", "relu_gradient"), returned, expected)


@task.check(
    points=2,
    given=two_inputs,
    needs_any=NUMBERS,
    examples=10,
    hint="Compute new arrays; do not write into x or a variable outside the function.",
)
def side_effects(student: Student, points: TwoPoints) -> None:
    """x stays as it is, and equal calls give equal results"""
    check_pure(student.relu, [points.x], [points.other])
    check_pure(student.relu_gradient, [points.x], [points.other])


@task.check(points=1, given=inputs_off_zero, needs_any=NUMBERS, examples=10)
def float64(student: Student, point: SlopedPoint) -> None:
    """float64 arrays give float64 results"""
    check_float64(student.relu(point.x), "relu")
    check_float64(student.relu_gradient(point.x), "relu_gradient")


@task.check(points=1, given=many_inputs, examples=25, hidden=True)
def agrees(student: Student, reference: Student, point: Point) -> None:
    """agrees with the reference solution on large arrays"""
    check_values(student.relu(point.x), reference.relu(point.x), "relu")
    expected = reference.relu_gradient(point.x)
    check_values(student.relu_gradient(point.x), expected, "relu_gradient")
