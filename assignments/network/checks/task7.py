"""How task 7 is judged: a layer and its forward pass."""

from __future__ import annotations

import math

import msgspec
import numpy as np

from grader.authoring import Task, real
from grader.checking import (
    CheckFailed,
    Mismatch,
    check_float64,
    check_same,
    check_unmodified,
    check_values,
)
from grader.drawing import Draw, Floats, Numbers, clear
from grader.student.remote import Student, script

from ._network import FEW, FILE, LAYER, SOME, Parameters, make_layer

task = Task("A layer and its forward pass", functions=LAYER, file=FILE)


class Sizes(msgspec.Struct, frozen=True):
    """The arguments that make a layer."""

    n_in: int
    n_out: int


class Case(msgspec.Struct, frozen=True):
    """A layer and an input."""

    layer: Parameters
    x: Numbers


class TwoInputs(Case, frozen=True):
    """A layer and two inputs."""

    other: Floats


def sizes(draw: Draw) -> Sizes:
    """Draw the sizes of a layer."""
    return Sizes(draw.integer(1, 5), draw.integer(1, 5))


def draw_case(draw: Draw, batch: int) -> Case:
    """Draw a layer of any scale, clear of cancellation."""
    n_in, n_out = draw.integer(1, 4), draw.integer(1, 4)
    x, biases = draw.array((n_in, batch)), draw.array((n_out, 1))
    weights = draw.array((n_out, n_in))
    draw.assume(clear(weights @ x + biases, np.abs(weights) @ np.abs(x) + np.abs(biases)))
    return Case(Parameters(weights, biases), x)


def one_sample(draw: Draw) -> Case:
    """Draw a layer and one sample."""
    return draw_case(draw, 1)


def batches(draw: Draw) -> Case:
    """Draw a layer and a batch of several samples."""
    return draw_case(draw, draw.integer(2, 4))


def small_case(draw: Draw) -> Case:
    """Draw a layer of whole numbers and a batch of any size."""
    n_in, n_out, batch = (draw.integer(1, 4) for _ in range(3))
    layer = Parameters(draw.small((n_out, n_in)), draw.small((n_out, 1), zeros=True))
    return Case(layer, draw.small((n_in, batch)))


def any_layout(draw: Draw) -> Case:
    """Draw inputs of integers or floats, laid out in memory in different ways."""
    case = small_case(draw)
    x = case.x.astype(np.int64) if draw.choice([True, False]) else case.x / 4
    layer = Parameters(case.layer.weights / 4, case.layer.biases)
    return Case(layer, draw.layouts(x)[0])


def two_inputs(draw: Draw) -> TwoInputs:
    """Draw a layer and two inputs for it."""
    case = small_case(draw)
    return TwoInputs(case.layer, case.x, draw.small(case.x.shape))


def large(draw: Draw) -> Case:
    """Draw layers with dozens of units."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    n_in, n_out, batch = (draw.integer(10, 40) for _ in range(3))
    layer = Parameters(random.normal(size=(n_out, n_in)), random.normal(size=(n_out, 1)))
    return Case(layer, random.normal(size=(n_in, batch)))


def forward(student: Student, case: Case) -> object:
    """Return what the student's layer puts out."""
    steps = script(student)
    (returned,) = steps.run(make_layer(steps, case.layer).forward(case.x))
    return returned


def due(case: Case) -> Floats:
    """Return the right output."""
    return np.asarray(case.layer.weights @ case.x + case.layer.biases)


@task.check(
    points=2,
    given=sizes,
    examples=FEW,
    hint="One row for each output, one column for each input.",
)
def weights(student: Student, sizes: Sizes) -> None:
    """weights has the shape (output_size, input_size)"""
    steps = script(student)
    (found,) = steps.run(steps.student.Layer(sizes.n_in, sizes.n_out).weights)
    real(found, "weights", (sizes.n_out, sizes.n_in))


@task.check(
    points=2, given=sizes, examples=FEW, hint="A column of zeros: np.zeros((output_size, 1))."
)
def biases(student: Student, sizes: Sizes) -> None:
    """biases are zeros of the shape (output_size, 1)"""
    steps = script(student)
    (found,) = steps.run(steps.student.Layer(sizes.n_in, sizes.n_out).biases)
    check_values(found, np.zeros((sizes.n_out, 1)), "biases", scale=1e-9)


SHAPES = (Sizes(200, 40), Sizes(40, 200), Sizes(80, 100))
HINT = (
    "np.random.randn(output_size, input_size), or "
    "np.random.default_rng().standard_normal((output_size, input_size)), as it is: no factor, "
    "and no fixed seed."
)


def drawn(student: Student, shapes: tuple[Sizes, ...]) -> list[Floats]:
    """Return the weights of new layers."""
    steps = script(student)
    made = [steps.student.Layer(one.n_in, one.n_out).weights for one in shapes]
    found = steps.run(*made)
    return [real(w, "weights", (one.n_out, one.n_in)) for w, one in zip(found, shapes, strict=True)]


@task.check(points=3, needs=[weights], hint=HINT)
def normal(student: Student) -> None:
    """weights are random numbers with the standard normal distribution"""
    for array in drawn(student, SHAPES):
        if fault := unlike_normal(array):
            message = f"`weights` of large layers {fault}."
            raise CheckFailed(Mismatch(kind="numbers differ", array="weights", message=message))


@task.check(points=2, needs=[weights], hint=HINT)
def own(student: Student) -> None:
    """weights are drawn anew for each layer"""
    first, same, narrow = drawn(student, (Sizes(30, 20), Sizes(30, 20), Sizes(20, 30)))
    for other in (same, narrow):
        if (first.ravel() == other.ravel()).mean() > 0.1:
            message = "Two new layers have the same `weights`."
            raise CheckFailed(Mismatch(kind="numbers differ", array="weights", message=message))


def unlike_normal(array: Floats) -> str:
    """Say how many numbers differ from standard normal ones, or nothing.

    Each bound is 7 standard errors wide or, for the distribution, that of Dvoretzky, Kiefer and
    Wolfowitz for a probability of 1e-12: right weights fail once in 10**10 runs.
    """
    n = array.size
    values = np.sort(array, axis=None)
    if not np.isfinite(values).all():
        return "are not all finite"
    if (np.ptp(array, axis=0) == 0).any() or (np.ptp(array, axis=1) == 0).any():
        return "have rows or columns in which all numbers are the same"
    if abs(values.mean()) > 7 / math.sqrt(n):
        return "do not have a mean near 0"
    spread = float(np.mean(values**2)) - 1
    if abs(spread) > 7 * math.sqrt(2 / n):
        size = "smaller" if spread < 0 else "larger"
        return f"have a standard deviation that is {size} than 1"
    cumulative = np.array([math.erf(v / math.sqrt(2)) / 2 + 0.5 for v in values])
    steps = np.arange(n + 1) / n
    distance = max(np.abs(cumulative - steps[1:]).max(), np.abs(cumulative - steps[:-1]).max())
    if distance > math.sqrt(math.log(2e12) / (2 * n)) or np.abs(values).max() < 2.5:
        return "have mean 0 and standard deviation 1, but another distribution than the normal one"
    return ""


@task.check(
    points=4,
    given=one_sample,
    hint="weights @ input_data + biases, with the columns of input_data as samples.",
)
def output(student: Student, case: Case) -> None:
    """forward returns weights @ input_data + biases for one sample, a column"""
    check_values(forward(student, case), due(case), "output")


@task.check(
    points=2,
    given=batches,
    needs=[output],
    hint="Each column of the output belongs to the same column of the input.",
)
def batch_output(student: Student, case: Case) -> None:
    """forward takes a batch of samples, one in each column"""
    check_values(forward(student, case), due(case), "output")


@task.check(
    points=1,
    given=any_layout,
    examples=SOME,
    needs=[output],
    hint="Integers, and views of other arrays, are arrays like any other.",
)
def any_array(student: Student, case: Case) -> None:
    """integer, transposed, reversed and strided inputs give the same as plain float64 ones"""
    check_values(forward(student, case), due(case), "output")


@task.check(
    points=2,
    given=two_inputs,
    needs=[output],
    examples=FEW,
    hint="Compute a new array; do not write into an argument, into weights or into biases.",
)
def side_effects(student: Student, case: TwoInputs) -> None:
    """forward leaves its argument and the parameters alone, and equal calls give equal results"""
    steps = script(student)
    layer = make_layer(steps, case.layer)
    x = steps.value("input_data", case.x)
    first = layer.forward(x)
    after = steps.again(x)
    layer.forward(case.other)
    told = steps.run(
        first, after, steps.again(first), layer.forward(case.x), layer.weights, layer.biases
    )
    returned, changed, later, again, weights, biases = told
    check_unmodified(case.x, changed, "input_data")
    check_unmodified(case.layer.weights, weights, "weights")
    check_unmodified(case.layer.biases, biases, "biases")
    check_same(returned, later, "output, looked at again after another call,")
    check_same(returned, again, "output")


@task.check(points=1, given=one_sample, needs=[output], examples=FEW)
def float64(student: Student, case: Case) -> None:
    """weights, biases and the output for float64 input are float64"""
    steps = script(student)
    layer = steps.student.Layer(*case.layer.weights.shape[::-1])
    weights, biases = steps.run(layer.weights, layer.biases)
    check_float64(weights, "weights")
    check_float64(biases, "biases")
    check_float64(forward(student, case), "output")


@task.check(points=1, given=large, examples=FEW, needs=[output], hidden=True)
def agrees(student: Student, reference: Student, case: Case) -> None:
    """agrees with the reference solution on large layers"""
    check_values(forward(student, case), real(forward(reference, case), "output"), "output")
