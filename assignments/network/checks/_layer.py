"""One layer: cases for its forward and its backward pass."""

from __future__ import annotations

import msgspec
import numpy as np

from grader.authoring import Draw, Floats, Numbers, Student, script

from ._network import Parameters, any_layouts, whole
from ._steps import make_layer

SCALES = ((0, 0), (-2, 4), (9, -10), (-10, -9), (4, 9), (16, -19), (-19, 16), (16, 0))
"""Powers of two for weights and input, which are those of the biases together."""


class Case(msgspec.Struct, frozen=True):
    """A layer, an input, and the gradient at its output."""

    layer: Parameters
    x: Numbers
    d_output: Numbers


EXAMPLE = Case(
    Parameters(np.array([[1.0, -2.0], [0.0, 3.0], [2.0, 1.0]]), np.array([[1.0], [0.0], [-1.0]])),
    np.array([[2.0, 0.0], [1.0, -1.0]]),
    np.array([[1.0, 0.0], [2.0, -1.0], [0.0, 3.0]]),
)
"""The example of the handout."""


def handout(draw: Draw) -> Case:
    """Make the example of the handout."""
    return EXAMPLE


class TwoCases(msgspec.Struct, frozen=True):
    """Two layers of one size, with a batch for each; the batches may differ in size."""

    first: Case
    other: Case


def settled(sums: Floats, magnitudes: Floats) -> bool:
    """Whether the largest of some sums is half as large as its terms can make any of them.

    Then no honest way of adding, and not single precision, is off by 1e-6 of the largest.

    Parameters
    ----------
    sums
        The sums.
    magnitudes
        For each, the sum of the absolute values of its terms.
    """
    return float(np.abs(sums).max()) >= 0.5 * float(magnitudes.max())


def whole_case(draw: Draw, n_in: int, n_out: int, batch: int) -> Case:
    """Draw a layer of whole numbers times powers of two, on which sums are exact."""
    zeros = draw.choice([False, True])
    weights, x = (whole(draw, s, zeros=zeros) for s in ((n_out, n_in), (n_in, batch)))
    biases, d_output = whole(draw, (n_out, 1), zeros=True), whole(draw, (n_out, batch), zeros=zeros)
    scales = draw.choice(SCALES)
    factors = [2.0**k for k in (*scales, max(-19, sum(scales)), draw.choice((0, -19, 16)))]
    gone = draw.choice([None, None, None, 0, 1, 2, 3])
    weights, x, biases, d_output = (
        np.zeros_like(array) if place == gone else array * factor
        for place, (array, factor) in enumerate(
            zip((weights, x, biases, d_output), factors, strict=True)
        )
    )
    return Case(Parameters(weights, biases), x, d_output)


def square_case(draw: Draw, n: int, batch: int) -> Case:
    """Draw a layer with as many inputs as outputs, and a batch; no number is zero."""
    weights, x, d_output = (whole(draw, s) for s in ((n, n), (n, batch), (n, batch)))
    return Case(Parameters(weights, whole(draw, (n, 1))), x, d_output)


def square_cases(draw: Draw) -> TwoCases:
    """Draw two layers of one size, all of whose arrays are square but the biases."""
    n = draw.integer(1, 4)
    return TwoCases(square_case(draw, n, n), square_case(draw, n, n))


def followed(draw: Draw) -> Case:
    """Draw a square layer of any scale and a batch of as many samples; no number is zero.

    Whichever outputs are masked, as if there were a ReLU, there is something to pass on.
    """
    n = draw.integer(2, 4)
    case = square_case(draw, n, n)
    one, two = (2.0**k for k in draw.choice(SCALES))
    biases = case.layer.biases
    biases[:2] = [[400], [-400]]
    layer = Parameters(case.layer.weights * one, biases * one * two)
    return Case(layer, case.x * two, case.d_output * 2.0 ** draw.choice((0, -19, 16)))


def sample_of(case: Case, k: int) -> Case:
    """Return the batch with zeros in place of all samples but one."""
    kept = np.arange(case.x.shape[1]) == k
    return Case(case.layer, case.x * kept, case.d_output * kept)


def even_cases(draw: Draw) -> TwoCases:
    """Draw two layers of one size, with as many inputs as outputs, and a batch for each."""
    n = draw.integer(1, 4)
    return TwoCases(*(square_case(draw, n, draw.integer(1, 4)) for _ in range(2)))


def any_case(draw: Draw) -> Case:
    """Draw any layer of whole numbers, or of integers and floats, laid out in different ways."""
    if draw.integer(0, 4) == 0:
        return EXAMPLE
    if draw.choice([True, False]):
        return whole_case(draw, *(draw.integer(1, 7) for _ in range(3)))
    n_in, n_out, batch = (draw.integer(1, 5) for _ in range(3))
    weights, biases = whole(draw, (n_out, n_in)) / 4, whole(draw, (n_out, 1), zeros=True) / 4
    layer = Parameters(np.asarray(weights, order="F"), biases)
    shapes = (n_in, batch), (n_out, batch)
    return Case(layer, *any_layouts(draw, *(_any_numbers(draw, shape) for shape in shapes)))


def _any_numbers(draw: Draw, shape: tuple[int, ...]) -> Numbers:
    """Draw integers, small or large, or floats, with or without zeros, or nothing but zeros."""
    if draw.integer(0, 3) == 0:
        return np.zeros(shape)
    array = whole(draw, shape, zeros=draw.choice([False, True]))
    return (
        array.astype(np.int64) * draw.choice([1, 100]) if draw.choice([True, False]) else array / 4
    )


def large(draw: Draw) -> Case:
    """Draw layers with dozens of units."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    n_in, n_out, batch = (draw.integer(10, 40) for _ in range(3))
    weights, biases, x, d_output = (
        random.integers(-9, 10, shape) / 2
        for shape in ((n_out, n_in), (n_out, 1), (n_in, batch), (n_out, batch))
    )
    return Case(Parameters(weights, biases), x, d_output)


def forward(student: Student, case: Case) -> object:
    """Return what the student's layer puts out."""
    steps = script(student)
    (returned,) = steps.run(make_layer(steps, case.layer).forward(case.x))
    return returned


def output_of(case: Case) -> Floats:
    """Return the right output."""
    return np.asarray(case.layer.weights @ case.x + case.layer.biases)


def gradients_of(case: Case) -> tuple[Floats, Floats, Floats]:
    """Return the right d_weights, d_biases and d_input."""
    d, x = case.d_output, case.x
    return d @ x.T, d.sum(axis=1, keepdims=True), case.layer.weights.T @ d
