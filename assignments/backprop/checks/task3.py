"""How task 3 is judged: the backward pass through one layer."""

from __future__ import annotations

import msgspec
import numpy as np

from grader.authoring import Task, check_each, check_pure, real, several
from grader.checking import (
    NumericalGradient,
    check_float64,
    check_values,
    compare_gradient,
    numerical_gradient,
)
from grader.drawing import Draw, Floats, Numbers, clear
from grader.student.remote import Student

NAMES = ("d_weights", "d_biases", "d_inputs")

task = Task(
    "The backward pass through one layer",
    functions=["layer_backward(d_output, inputs, weights, z)"],
)


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


class Layer(Case, frozen=True):
    """The arguments, and what finite differences say of all three gradients."""

    d_weights: NumericalGradient
    d_biases: NumericalGradient
    d_inputs: NumericalGradient


class TwoCases(msgspec.Struct, frozen=True):
    """The arguments of two calls."""

    first: Case
    other: Case


class Upstreams(Case, frozen=True):
    """One layer and a second upstream gradient."""

    other: Floats


def backward(student: Student, case: Case) -> tuple[object, ...]:
    """Return the student's three gradients."""
    return several(student.layer_backward(*case.arguments), NAMES, "layer_backward")


def sizes(draw: Draw) -> tuple[int, int]:
    """Draw the number of inputs and of outputs."""
    return draw.integer(1, 4), draw.integer(1, 4)


def layers(draw: Draw) -> Layer:
    """Draw a layer of any sizes with units on and off."""
    layer = make_layer(draw, *sizes(draw))
    draw.assume((layer.z < 0).any())
    return layer


def active_layers(draw: Draw) -> Layer:
    """Draw a layer whose units are all on."""
    return make_layer(draw, *sizes(draw), active=True)


def active_even_layers(draw: Draw) -> Layer:
    """Draw a layer with as many inputs as outputs, all of them on.

    Two of the gradients are judged on these: a mistake in the shapes of the third then costs the
    third only.
    """
    n = draw.integer(1, 4)
    return make_layer(draw, n, n, active=True)


def make_layer(draw: Draw, n_in: int, n_out: int, *, active: bool = False) -> Layer:
    """Draw a layer whose pre-activations are clear of the kink, and difference its loss.

    The loss is the sum of d_output * relu(z). It is written with what each argument adds to z, so
    that it is exact at the point itself.
    """
    d_output, inputs = draw.array((n_out,)), draw.array((n_in,))
    weights = draw.array((n_in, n_out))
    # Of the sign of inputs @ weights: whether the mask is taken there is a check of its own.
    product = inputs @ weights
    if active:
        weights, product = weights * np.sign(product), np.abs(product)
    draw.assume(clear(product, np.abs(inputs) @ np.abs(weights)))
    z = np.array([float(f"{value:.2g}") for value in product])
    passing = d_output * (z > 0)
    draw.assume(passing.any() and clear(weights @ passing, np.abs(weights) @ np.abs(passing)))

    def terms(pre_activation: Floats) -> Floats:
        return d_output * np.maximum(pre_activation, 0.0)

    gradients = (
        numerical_gradient(lambda w: terms(z + inputs @ (w - weights)), weights),
        numerical_gradient(lambda b: terms(z + b), np.zeros(n_out)),
        numerical_gradient(lambda x: terms(z + (x - inputs) @ weights), inputs),
    )
    draw.assume(all(g.relative_error < 1e-7 for g in gradients))
    return Layer(d_output, inputs, weights, z, *gradients)


def small_case(draw: Draw, z: Floats | None = None) -> Case:
    """Draw a layer of whole numbers, on which sums are exact."""
    n_in, n_out = (draw.integer(1, 4), z.size) if z is not None else sizes(draw)
    return Case(
        draw.small((n_out,)),
        draw.small((n_in,)),
        draw.small((n_in, n_out)),
        draw.small((n_out,)) if z is None else z,
    )


def independent(draw: Draw) -> Case:
    """Draw a layer where z and inputs @ weights differ in sign, as biases can make them."""
    case = small_case(draw)
    product = case.inputs @ case.weights
    draw.assume(((product > 0) & (case.z < 0)).any())
    return case


def with_zeros(draw: Draw) -> Case:
    """Draw a layer with pre-activations of exactly 0.0 or -0.0."""
    z = draw.small((draw.integer(1, 4),), zeros=True)
    draw.assume((z == 0).any())
    return small_case(draw, np.where(z == 0, -0.0, z) if draw.choice([False, True]) else z)


def dead(draw: Draw) -> Case:
    """Draw a layer that is off altogether."""
    return small_case(draw, -np.abs(draw.small((draw.integer(1, 4),))))


def upstreams(draw: Draw) -> Upstreams:
    """Draw a layer of whole numbers and two upstream gradients."""
    case = small_case(draw)
    return Upstreams(*case.arguments, draw.small(case.d_output.shape))


def any_layout(draw: Draw) -> Case:
    """Draw integers and floats, laid out in memory in different ways."""
    n_in, n_out = sizes(draw)
    shapes = (n_out,), (n_in,), (n_in, n_out), (n_out,)
    integers = draw.choice([range(4), [], [2], [0], [1], [3]])
    arrays = [
        draw.integers(shape, most=99) if i in integers else draw.small(shape) / 4
        for i, shape in enumerate(shapes)
    ]
    return Case(*draw.layouts(*arrays))


def two_cases(draw: Draw) -> TwoCases:
    """Draw the arguments of two calls, of one size."""
    first = small_case(draw)
    return TwoCases(first, Case(*(draw.small(array.shape) for array in first.arguments)))


def large_layers(draw: Draw) -> Case:
    """Draw layers with dozens of units."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    n_in, n_out = draw.integer(10, 40), draw.integer(10, 40)
    inputs, weights = random.uniform(0.1, 2, n_in), random.uniform(-2, 2, (n_in, n_out))
    z = inputs @ weights
    draw.assume(clear(z, np.full(n_out, 1.0)))
    return Case(random.uniform(-2, 2, n_out), inputs, weights, z)


@task.check(
    points=4,
    given=active_even_layers,
    hint="d_z = d_output * relu'(z). Weight [i, j] carries inputs[i] to unit j: how does z[j] "
    "change with it?",
)
def weights(student: Student, layer: Layer) -> None:
    """d_weights is the gradient with respect to the weights, where all units are on"""
    compare_gradient(backward(student, layer)[0], layer.d_weights, "d_weights")


@task.check(
    points=4,
    given=active_even_layers,
    hint="A bias is added to z: its gradient is d_z, the gradient at the pre-activation.",
)
def biases(student: Student, layer: Layer) -> None:
    """d_biases is the gradient with respect to the biases, where all units are on"""
    compare_gradient(backward(student, layer)[1], layer.d_biases, "d_biases")


@task.check(
    points=4,
    given=active_layers,
    hint="inputs[i] reaches every unit j through weights[i, j]: sum weights[i, j] * d_z[j] over j.",
)
def inputs(student: Student, layer: Layer) -> None:
    """d_inputs is the gradient with respect to the inputs, where all units are on"""
    compare_gradient(backward(student, layer)[2], layer.d_inputs, "d_inputs")


GRADIENTS = [weights, biases, inputs]
MASK_HINT = "A unit that is off (z < 0) passes nothing: multiply d_output by the mask z > 0 first."


@task.check(points=2, given=layers, needs=[weights], hint=MASK_HINT)
def masked_weights(student: Student, layer: Layer) -> None:
    """d_weights is right where some units are off, too"""
    compare_gradient(backward(student, layer)[0], layer.d_weights, "d_weights")


@task.check(points=2, given=layers, needs=[biases], hint=MASK_HINT)
def masked_biases(student: Student, layer: Layer) -> None:
    """d_biases is right where some units are off, too"""
    compare_gradient(backward(student, layer)[1], layer.d_biases, "d_biases")


@task.check(points=2, given=layers, needs=[inputs], hint=MASK_HINT)
def masked_inputs(student: Student, layer: Layer) -> None:
    """d_inputs is right where some units are off, too"""
    compare_gradient(backward(student, layer)[2], layer.d_inputs, "d_inputs")


@task.check(
    points=3,
    given=independent,
    needs_any=GRADIENTS,
    hint="Take the mask at z, which has the biases in it: not at inputs @ weights.",
)
def mask(student: Student, case: Case) -> None:
    """where z is negative nothing flows back, whatever inputs @ weights is"""
    masked = Case(case.d_output * (case.z > 0), case.inputs, case.weights, case.z)
    check_each(NAMES, backward(student, case), backward(student, masked))


@task.check(
    points=2,
    given=with_zeros,
    needs_any=GRADIENTS,
    hint="At exactly 0 the derivative of ReLU counts as 0: the mask is z > 0.",
)
def at_zero(student: Student, case: Case) -> None:
    """where z is exactly 0.0 or -0.0 nothing flows back either"""
    negative = Case(*case.arguments[:3], np.where(case.z == 0, -1.0, case.z))
    check_each(NAMES, backward(student, case), backward(student, negative))


@task.check(
    points=1,
    given=upstreams,
    needs_any=GRADIENTS,
    hint="Every gradient is linear in d_output: d_output goes in once, as a factor.",
)
def additive(student: Student, case: Upstreams) -> None:
    """the gradients for a sum of two upstream gradients are the sums of their gradients"""
    rest = case.arguments[1:]
    first = backward(student, case)
    second = backward(student, Case(case.other, *rest))
    both = backward(student, Case(case.d_output + case.other, *rest))
    for name, one, two, returned in zip(NAMES, first, second, both, strict=True):
        before = real(one, name)
        after = real(two, name, before.shape)
        scale = float(max(np.abs(before).max(), np.abs(after).max()))
        check_values(returned, before + after, f"{name} of the sum", scale=scale)


@task.check(points=1, given=dead, needs_any=GRADIENTS, hint="ReLU is flat where z is negative.")
def dead_layer(student: Student, case: Case) -> None:
    """a layer whose units are all off passes nothing back"""
    due = np.zeros_like(case.weights), np.zeros_like(case.z), np.zeros_like(case.inputs)
    check_each(NAMES, backward(student, case), due)


@task.check(
    points=1,
    given=any_layout,
    needs_any=GRADIENTS,
    hint="Integers, and views of other arrays, are arrays like any other.",
)
def any_array(student: Student, case: Case) -> None:
    """integer, transposed, reversed and strided arrays give the same as plain float64 ones"""
    plain = Case(*(np.array(array, dtype=np.float64, order="C") for array in case.arguments))
    check_each(NAMES, backward(student, case), backward(student, plain))


@task.check(
    points=1,
    given=two_cases,
    needs_any=GRADIENTS,
    examples=10,
    hint="Compute new arrays; do not write into an argument or a variable outside the function.",
)
def side_effects(student: Student, cases: TwoCases) -> None:
    """arguments stay as they are, and equal calls give equal results"""
    check_pure(student.layer_backward, cases.first.arguments, cases.other.arguments, NAMES)


@task.check(points=1, given=layers, needs_any=GRADIENTS, examples=10)
def float64(student: Student, layer: Layer) -> None:
    """float64 arrays give float64 results"""
    for name, returned in zip(NAMES, backward(student, layer), strict=True):
        check_float64(returned, name)


@task.check(points=2, given=large_layers, examples=25, hidden=True)
def agrees(student: Student, reference: Student, case: Case) -> None:
    """agrees with the reference solution on large layers"""
    check_each(NAMES, backward(student, case), backward(reference, case))
