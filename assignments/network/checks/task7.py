"""How task 7 is judged: a layer and its forward pass."""

from __future__ import annotations

import msgspec
import numpy as np

from grader.authoring import (
    CheckFailed,
    Draw,
    Floats,
    Mismatch,
    Student,
    Task,
    check_float64,
    check_same,
    check_unmodified,
    check_values,
    real,
    script,
)

from ._layer import (
    Case,
    TwoCases,
    any_case,
    even_cases,
    forward,
    handout,
    large,
    output_of,
    settled,
    square_cases,
    whole_case,
)
from ._mistakes_layer import OUTPUTS
from ._network import FEW, FILE, LAYER, SOME, Parameters
from ._normal import unlike_normal
from ._steps import make_layer, set_parameters

task = Task("A layer and its forward pass", functions=LAYER, file=FILE, mistakes=OUTPUTS)


class Sizes(msgspec.Struct, frozen=True):
    """The arguments that make a layer."""

    n_in: int
    n_out: int


def sizes(draw: Draw) -> Sizes:
    """Draw the sizes of a layer."""
    return Sizes(draw.integer(1, 9), draw.integer(1, 9))


def one_sample(draw: Draw) -> Case:
    """Draw a layer of any scale, and one sample."""
    n_in, n_out = draw.integer(1, 5), draw.integer(1, 5)
    weights, x, biases = draw.array((n_out, n_in)), draw.array((n_in, 1)), draw.array((n_out, 1))
    draw.assume(settled(weights @ x + biases, np.abs(weights) @ np.abs(x) + np.abs(biases)))
    return Case(Parameters(weights, biases), x, np.ones((n_out, 1)))


def batches(draw: Draw) -> Case:
    """Draw a layer of any sizes and a batch of several samples."""
    return whole_case(draw, draw.integer(1, 4), draw.integer(1, 4), draw.integer(2, 5))


@task.check(
    points=2,
    given=sizes,
    examples=FEW,
    hint=(
        "For 2 inputs and 3 outputs, how many weights lead to one output?",
        "One row for each output, one column for each input.",
    ),
)
def weights(student: Student, sizes: Sizes) -> None:
    """weights has the shape (output_size, input_size)"""
    steps = script(student)
    (found,) = steps.run(steps.student.Layer(sizes.n_in, sizes.n_out).weights)
    real(found, "weights", (sizes.n_out, sizes.n_in))


LARGE = (Sizes(200, 40), Sizes(40, 200), Sizes(80, 100))
SMALL = (Sizes(5, 4),) * 100
TINY = (Sizes(1, 1), Sizes(2, 1), Sizes(1, 2))
HINT = (
    "What mean and what spread have a thousand of your weights, and which are the next thousand?",
    "np.random.randn(output_size, input_size), or "
    "np.random.default_rng().standard_normal((output_size, input_size)), as it is: no factor, "
    "and no fixed seed.",
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
    small = np.hstack(drawn(student, SMALL))
    tiny = [np.hstack([w.ravel() for w in drawn(student, (one,) * 100)]) for one in TINY]
    for array, which in [
        *((one, "large layers") for one in drawn(student, LARGE)),
        (small, "a hundred small layers"),
        *((one, "a hundred layers of one or two weights") for one in tiny),
    ]:
        if fault := unlike_normal(array):
            message = f"`weights` of {which} {fault}."
            raise CheckFailed(Mismatch(kind="numbers differ", array="weights", message=message))


@task.check(points=2, needs=[weights], hint=HINT)
def own(student: Student) -> None:
    """weights are drawn anew for each layer"""
    first, same, narrow = drawn(student, (Sizes(30, 20), Sizes(30, 20), Sizes(20, 30)))
    for other in (same, narrow):
        # Neither in the same places nor in others, and not with the sign turned round.
        if np.isin(np.abs(other), np.abs(first)).mean() > 0.1:
            message = "Two new layers have the same `weights`."
            raise CheckFailed(Mismatch(kind="numbers differ", array="weights", message=message))
    steps = script(student)
    layer = steps.student.Layer(30, 20)
    before = layer.weights
    steps.student.Layer(30, 20)
    old, now = steps.run(before, layer.weights)
    if not np.array_equal(old, now):
        message = "`weights` of a layer changed when another layer was made."
        raise CheckFailed(Mismatch(kind="numbers differ", array="weights", message=message))


@task.check(
    points=3,
    given=one_sample,
    hint=(
        "For one sample and one output, which numbers are multiplied, and what is added?",
        "weights @ input_data + biases, with the columns of input_data as samples.",
    ),
)
def output(student: Student, case: Case) -> None:
    """forward returns weights @ input_data + biases for one sample, a column"""
    check_values(forward(student, case), output_of(case), "output")


@task.check(
    points=2,
    given=sizes,
    examples=FEW,
    needs_any=[normal, own, output],
    hint=(
        "How many biases does a layer have, and in which shape do they fit every column?",
        "A column of zeros: np.zeros((output_size, 1)).",
    ),
)
def biases(student: Student, sizes: Sizes) -> None:
    """biases are zeros of the shape (output_size, 1)"""
    steps = script(student)
    layer = steps.student.Layer(sizes.n_in, sizes.n_out)
    steps.student.Layer(sizes.n_out + 1, sizes.n_out + 1)  # which has biases of its own
    (found,) = steps.run(layer.biases)
    check_values(found, np.zeros((sizes.n_out, 1)), "biases", scale=1e-9)


@task.check(
    points=2,
    given=batches,
    handout=handout,
    needs=[output],
    hint=(
        "What does one column of the input become, if the others were not there?",
        "Each column of the output belongs to the same column of the input.",
    ),
)
def batch_output(student: Student, case: Case) -> None:
    """forward takes a batch of samples, one in each column"""
    check_values(forward(student, case), output_of(case), "output")


@task.check(
    points=2,
    given=any_case,
    examples=SOME,
    needs=[output],
    hint=(
        "Does each line do with integers, or with a view, what it does with floats?",
        "Integers, and views of other arrays, are arrays like any other.",
    ),
)
def any_array(student: Student, case: Case) -> None:
    """inputs of any size, of integers or zeros, transposed, strided or read-only are right, too"""
    check_values(forward(student, case), output_of(case), "output")


@task.check(
    points=2,
    given=even_cases,
    needs=[output],
    examples=SOME,
    hint=(
        "What does forward write into, and which weights does it use?",
        "Compute a new array from what weights, biases and input_data hold now; do not write into "
        "any of them, and keep nothing that two layers share.",
    ),
)
def side_effects(student: Student, cases: TwoCases) -> None:
    """forward changes nothing else, and goes by what weights and biases are now"""
    one, two = cases.first, cases.other
    steps = script(student)
    layer, neighbour = make_layer(steps, one.layer), make_layer(steps, two.layer)
    x = steps.value("input_data", one.x)
    first = layer.forward(x)
    after = [steps.again(x), layer.weights, layer.biases]
    same = steps.value("other_input", two.x)  # the very same array, twice
    beside, other = neighbour.forward(one.x), layer.forward(same)
    kept = steps.again(first)
    set_parameters(layer, two.layer)
    now, again = layer.forward(same), layer.forward(one.x)
    told = steps.run(first, kept, *after, beside, other, now, again)
    names = "input_data", "weights", "biases"
    before = one.x, one.layer.weights, one.layer.biases
    for name, old, new in zip(names, before, told[2:5], strict=True):
        check_unmodified(old, new, name)
    check_same(told[0], told[1], "output", later=True)
    due = [(two.layer, one.x), (one.layer, two.x), (two.layer, two.x), (two.layer, one.x)]
    for returned, (parameters, x) in zip(told[5:], due, strict=True):
        expected = parameters.weights @ x + parameters.biases
        check_values(returned, expected, "output, in a later call,")


@task.check(points=1, given=square_cases, needs_any=[normal, output], examples=FEW)
def float64(student: Student, cases: TwoCases) -> None:
    """weights, biases and the output for float64 input are float64"""
    case = cases.first
    steps = script(student)
    layer = steps.student.Layer(*case.layer.weights.shape[::-1])
    weights, biases = steps.run(layer.weights, layer.biases)
    check_float64(weights, "weights")
    check_float64(biases, "biases")
    output = forward(student, case)
    if output is not None:  # what is missing is judged elsewhere
        check_float64(output, "output")


@task.check(points=1, given=large, examples=FEW, needs=[output], hidden=True)
def agrees(student: Student, reference: Student, case: Case) -> None:
    """agrees with the reference solution on large layers"""
    check_values(forward(student, case), real(forward(reference, case), "output"), "output")
