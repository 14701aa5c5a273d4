"""What is drawn for task 3: the arguments of a backward pass through one layer."""

from __future__ import annotations

import msgspec
import numpy as np

from grader.authoring import Draw, Floats, Numbers, NumericalGradient, steady

from ._draws import decimals, fractions, generator, product, quarters


class Case(msgspec.Struct, frozen=True):
    """The arguments of one call."""

    d_output: Numbers
    inputs: Numbers
    weights: Numbers
    z: Numbers

    @property
    def arguments(self) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """The arguments in their order."""
        return self.d_output, self.inputs, self.weights, self.z

    @property
    def gradients(self) -> tuple[Floats, Floats, Floats]:
        """The gradients at the weights, the biases and the inputs."""
        d_z = np.asarray(self.d_output * (self.z > 0), dtype=np.float64)
        return np.outer(self.inputs, d_z), d_z, np.asarray(self.weights @ d_z)


class Layer(Case, frozen=True):
    """The arguments, and what finite differences say of all three gradients."""

    d_weights: NumericalGradient
    d_biases: NumericalGradient
    d_inputs: NumericalGradient


class TwoCases(msgspec.Struct, frozen=True):
    """The arguments of two calls."""

    first: Case
    other: Case


HANDOUT = Case(
    np.array([-2.5, 2.5, 2.0]),
    np.array([2.0, -1.0]),
    np.array([[1.0, -2.0, 0.0], [4.0, 1.0, -4.0]]),
    np.array([1.0, -4.0, 4.0]),
)
"""The example of the handout."""


def handout(draw: Draw) -> Case:
    """Make the example of the handout."""
    return HANDOUT


def differenced(draw: Draw, case: Case) -> Layer:
    """Return the case with differences of its loss, unless they cannot tell the gradients.

    The loss is the sum of d_output * relu(z). It is written with what each argument adds to z, so
    that it is exact at the point itself.
    """
    d_output, inputs, weights, z = case.arguments
    sums, magnitudes = case.gradients[2], np.abs(weights) @ np.abs(case.gradients[1])
    draw.assume(sums.any() and steady(sums, magnitudes))

    def terms(pre_activation: Floats) -> Floats:
        return np.asarray(d_output * np.maximum(pre_activation, 0.0))

    return Layer(
        *case.arguments,
        draw.gradient(lambda w: terms(z + inputs @ (w - weights)), weights),
        draw.gradient(lambda b: terms(z + b), np.zeros(z.size)),
        draw.gradient(lambda x: terms(z + product(x - inputs, weights)), inputs),
    )


def active_case(draw: Draw, n_in: int, n_out: int) -> Case:
    """Draw a layer of ordinary size whose units are all on.

    z is of the size of inputs @ weights, so that finite differences can tell the slope.
    """
    d_output, inputs = quarters(draw, (n_out,), zeros=True), quarters(draw, (n_in,))
    weights = quarters(draw, (n_in, n_out))
    # Of the sign of inputs @ weights: whether the mask is taken there is a check of its own.
    products = inputs @ weights
    draw.assume(products.all())
    weights = weights * np.sign(products)
    size = np.abs(inputs) @ np.abs(weights)
    z = np.array([float(f"{s * draw.integer(1, 9) / 4:.2g}") for s in size])
    return Case(d_output, inputs, weights, z)


def active_layers(draw: Draw) -> Layer:
    """Draw a layer with as many inputs as outputs, all of them on.

    No product of these fails for its shapes, so a mistake in one gradient costs that one only.
    """
    n = draw.integer(1, 5)
    return differenced(draw, active_case(draw, n, n))


def small_case(draw: Draw, n_in: int, n_out: int, z: Floats | None = None) -> Case:
    """Draw a layer of small numbers on which sums are exact."""
    return Case(
        fractions(draw, (n_out,), zeros=True),
        fractions(draw, (n_in,), zeros=True),
        fractions(draw, (n_in, n_out), zeros=True),
        fractions(draw, (n_out,)) if z is None else z,
    )


def even_cases(draw: Draw) -> Case:
    """Draw a layer with as many inputs as outputs, with units on, off and at exactly 0.

    Whichever units a wrong mask lets pass, there is something to pass on.
    """
    n = draw.integer(2, 5)
    case = small_case(draw, n, n, fractions(draw, (n,), zeros=True))
    case.z[:2] = 0.5, -0.25
    case.d_output[:2] = 0.5, 0.25
    case.inputs[0], case.weights[0, 0] = 0.25, 0.25
    case.weights[1:, 0] *= np.sign(case.weights[1:, 0] * case.inputs[1:])  # z[0] with no biases > 0
    return case


def masked_cases(draw: Draw) -> Case:
    """Draw a layer with units on and off, whatever inputs @ weights is.

    The pre-activations are of any scale, from 1e-6 to 1e6 in one layer.
    """
    n = draw.integer(1, 6)
    return small_case(draw, n, n, draw.array((n,)))


def with_zeros(draw: Draw) -> Case:
    """Draw a layer with pre-activations of exactly 0.0 or -0.0."""
    n = draw.integer(1, 5)
    zero = draw.choice([0.0, -0.0])
    z = np.where(draw.small((n,)) > 3, zero, draw.array((n,)))
    draw.assume((z == 0).any())
    return small_case(draw, n, n, z)


def oblong(draw: Draw) -> Case:
    """Draw a layer of any sizes and any scale, with units on and off and with zeros anywhere."""
    if draw.integer(0, 7) == 7:
        return HANDOUT
    n_in, n_out = draw.integer(1, 9), draw.integer(1, 9)
    d_output, inputs = decimals(draw, (n_out,), zeros=True), decimals(draw, (n_in,), zeros=True)
    weights = decimals(draw, (n_in, n_out), zeros=True)
    case = Case(d_output, inputs, weights, draw.array((n_out,), zeros=True))
    magnitudes = np.abs(case.weights) @ np.abs(case.gradients[1])
    draw.assume(steady(case.gradients[2], magnitudes))
    # Where all sums come to exactly 0, other right formulas leave rounding, and 0 is no scale.
    draw.assume(case.gradients[2].any() or not magnitudes.any())
    return case


def any_layout(draw: Draw) -> Case:
    """Draw integers and floats, laid out in memory in different ways."""
    n = draw.integer(1, 5)
    shapes = (n,), (n,), (n, n), (n,)
    integers = draw.choice([range(4), [], [2], [0], [1], [3]])
    most = draw.choice([9, 1000])
    arrays = [
        draw.integers(shape, most=most) if i in integers else quarters(draw, shape, zeros=True)
        for i, shape in enumerate(shapes)
    ]
    return Case(*draw.layouts(*arrays))


def two_cases(draw: Draw) -> TwoCases:
    """Draw the arguments of two calls, of one size."""
    n = draw.integer(1, 4)
    cases = TwoCases(small_case(draw, n, n), small_case(draw, n, n))
    draw.assume(((cases.first.z > 0) != (cases.other.z > 0)).any())
    return cases


def large_layers(draw: Draw) -> Case:
    """Draw layers with dozens of units, whose z has nothing to do with inputs @ weights.

    In some of them all numbers are small.
    """
    random, scale = generator(draw), draw.choice([1.0, 1.0, 1e-4])
    n_in, n_out = draw.integer(10, 40), draw.integer(10, 40)
    draw.assume(n_in != n_out)  # square ones are judged elsewhere, and rare by chance
    d_output, inputs = (scale * random.uniform(-2, 2, n) for n in (n_out, n_in))
    z = scale * random.choice([-1.0, 1.0], n_out) * random.uniform(0.01, 2, n_out)
    return Case(d_output, inputs, scale * random.uniform(-2, 2, (n_in, n_out)), z)
