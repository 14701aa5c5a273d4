"""How task 8 is judged: the backward pass of a layer.

The right numbers are asked for, and beside them what ties gradients together, however wrong they
all are: so a mistake at the start costs the numbers, and the rest is judged by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.authoring import (
    CheckFailed,
    Draw,
    Floats,
    NumericalGradient,
    Raised,
    Script,
    Student,
    Task,
    check_each,
    check_float64,
    check_same,
    check_shape,
    check_unmodified,
    check_values,
    compare_gradient,
    real,
    script,
)

from ._layer import (
    Case,
    TwoCases,
    any_case,
    followed,
    gradients_of,
    large,
    sample_of,
    settled,
    square_case,
    square_cases,
)
from ._mistakes_layer import GRADIENTS as GRADIENTS_MISTAKEN
from ._network import FEW, FILE, LAYER, SOME, Parameters, something
from ._steps import make_layer, set_parameters

NAMES = ("d_weights", "d_biases", "d_input")

task = Task(
    "The backward pass of a layer",
    functions=LAYER,
    file=FILE,
    builds_on=["task7"],
    mistakes=GRADIENTS_MISTAKEN,
)


class Differenced(Case, frozen=True):
    """A case, what finite differences say of all three gradients, and a case of square arrays."""

    gradients: list[NumericalGradient]
    square: Case


def difference(draw: Draw, case: Case) -> Differenced:
    """Difference the sum of d_output * output."""
    weights, biases, x, d_output = case.layer.weights, case.layer.biases, case.x, case.d_output
    # Each is linear, so it is differenced at zero, where nothing else adds to its rounding.
    gradients = [
        draw.gradient(lambda w: d_output * (w @ x), np.zeros_like(weights)),
        draw.gradient(lambda b: d_output * (b + np.zeros_like(d_output)), np.zeros_like(biases)),
        draw.gradient(lambda v: d_output * (weights @ v), np.zeros_like(x)),
    ]
    return Differenced(case.layer, x, d_output, gradients, square_case(draw, len(x), len(x)))


def samples(draw: Draw) -> Differenced:
    """Draw a layer of any scale with as many inputs as outputs, and one sample."""
    n = draw.integer(1, 4)
    layer = Parameters(draw.array((n, n)), draw.array((n, 1)))
    case = Case(layer, draw.array((n, 1)), draw.array((n, 1)))
    weights, d_output = layer.weights, case.d_output
    draw.assume(settled(weights.T @ d_output, np.abs(weights.T) @ np.abs(d_output)))
    return difference(draw, case)


def begin(student: Student, case: Case) -> tuple[Script, Any, Any]:
    """Begin a script with a forward and a backward pass; return it, the layer and the result."""
    steps = script(student)
    layer = make_layer(steps, case.layer)
    layer.forward(case.x)
    return steps, layer, layer.backward(case.d_output)


def backward(student: Student, case: Case, names: Sequence[str] = NAMES) -> tuple[Any, ...]:
    """Return the student's gradients of these names."""
    steps, layer, d_input = begin(student, case)
    return steps.run(*(d_input if n == "d_input" else getattr(layer, n) for n in names))


def check_one(student: Student, case: Differenced, place: int) -> None:
    """Judge one of the three gradients, whatever the others are.

    Where `backward` raises, it is judged on square arrays: most mistakes in one gradient do not
    raise there, and leave the others as they are.
    """
    name = NAMES[place]
    try:
        (returned,) = backward(student, case, [name])
    except Raised:
        (returned,) = backward(student, case.square, [name])
        check_values(returned, gradients_of(case.square)[place], name)
    else:
        compare_gradient(returned, case.gradients[place], name)


@task.check(
    points=1,
    given=samples,
    hint=(
        "If weights[0, 1] alone grows a little, which output changes, and by how much?",
        "weights[j, i] carries input i to output j: how does output j change with it? The result "
        "has one row for each output.",
    ),
)
def weights(student: Student, case: Differenced) -> None:
    """d_weights is the gradient with respect to the weights, for one sample"""
    check_one(student, case, 0)


@task.check(
    points=1,
    given=samples,
    hint=(
        "If one bias grows a little, which output changes, and by how much?",
        "A bias is added to its output: its gradient is that of the output, a column of shape "
        "(output_size, 1).",
    ),
)
def biases(student: Student, case: Differenced) -> None:
    """d_biases is the gradient with respect to the biases, for one sample"""
    check_one(student, case, 1)


@task.check(
    points=1,
    given=samples,
    hint=(
        "If one input grows a little, which outputs see it?",
        "input i reaches every output j through weights[j, i]: sum weights[j, i] * d_output[j] "
        "over j, for each sample.",
    ),
)
def inputs(student: Student, case: Differenced) -> None:
    """backward returns the gradient with respect to the input"""
    check_one(student, case, 2)


def own(returned: object, name: str, case: Case, k: int) -> Floats:
    """Return a gradient of one sample of a batch, whether or not the others are there as zeros.

    That d_biases is a column is judged elsewhere.
    """
    array = real(returned, name)
    if name == "d_biases" and array.size == case.layer.biases.size:
        return array.reshape(-1, 1)
    if name == "d_input" and array.shape == case.x.shape:
        return array[:, [k]]
    due = gradients_of(Case(case.layer, case.x[:, [k]], case.d_output[:, [k]]))
    check_shape(array, due[NAMES.index(name)].shape, name)
    return array


def alone(student: Student, case: Case, k: int, names: Sequence[str]) -> list[Floats]:
    """Return the student's gradients for one sample of a batch.

    Where `backward` raises for a single one, the others are there, and are zeros: most mistakes in
    one gradient do not raise then.
    """
    try:
        told = backward(student, Case(case.layer, case.x[:, [k]], case.d_output[:, [k]]), names)
    except Raised:
        told = backward(student, sample_of(case, k), names)
    return [own(one, name, case, k) for name, one in zip(names, told, strict=True)]


@task.check(
    points=2,
    given=followed,
    examples=SOME,
    hint=(
        "What ties d_weights to d_biases, for one sample?",
        "d_weights[j, i] is the gradient at output j, which is that at bias j, times input i.",
    ),
    relation=True,
)
def weights_follow(student: Student, case: Case) -> None:
    """d_weights[j, i] is d_biases[j] * input_data[i] for one sample, whatever d_biases is"""
    d_weights, d_biases = alone(student, case, 0, NAMES[:2])
    due = something(d_biases, "d_biases") * case.x[:, 0]
    check_values(d_weights, due, "d_weights")


@task.check(
    points=2,
    given=followed,
    examples=SOME,
    hint=(
        "What ties the gradient at the input to the one at the output?",
        "The gradient at the input is weights.T times the one at the output, which is that at the "
        "biases. There is nothing else in it.",
    ),
    relation=True,
)
def inputs_follow(student: Student, case: Case) -> None:
    """backward returns weights.T @ d_biases for one sample, whatever d_biases is"""
    (d_input,) = alone(student, case, 0, NAMES[2:])
    try:
        (d_biases,) = alone(student, case, 0, NAMES[1:2])
        _check_input(case, d_input, something(d_biases, "d_biases"))
    except CheckFailed:
        # Where d_biases is wrong, the gradient at the output may be seen in d_weights.
        (d_weights,) = alone(student, case, 0, NAMES[:1])
        x = case.x[:, [0]]
        d_output = d_weights @ x / np.sum(x * x)
        check_values(d_weights, something(d_output, "d_weights") * x.T, "d_weights")
        _check_input(case, d_input, d_output)


def _check_input(case: Case, d_input: Floats, d_output: Floats) -> None:
    weights = case.layer.weights
    scale = float(np.max(np.abs(weights.T) @ np.abs(d_output)))
    check_values(d_input, weights.T @ d_output, "d_input", scale=scale)


SUM = (
    "Which samples does one weight have an effect on?",
    "The loss depends on a parameter through every sample: add up over the columns, no average.",
)


@task.check(points=2, given=followed, examples=SOME, hint=SUM, relation=True)
def batch_weights(student: Student, case: Case) -> None:
    """d_weights of a batch is the sum of what each of its samples gives alone"""
    check_sum(student, case, "d_weights")


@task.check(points=2, given=followed, examples=SOME, hint=SUM, relation=True)
def batch_biases(student: Student, case: Case) -> None:
    """d_biases of a batch is the sum of what each of its samples gives alone"""
    check_sum(student, case, "d_biases")


def check_sum(student: Student, case: Case, name: str) -> None:
    """Compare the gradient of a batch with the sum over its samples."""
    (returned,) = backward(student, case, [name])
    each = [alone(student, case, k, [name])[0] for k in range(case.x.shape[1])]
    due = np.sum([something(one, name) for one in each], axis=0)
    scale = float(np.sum(np.abs(each), axis=0).max())
    check_values(own(returned, name, case, 0), due, name, scale=scale)


GRADIENTS = [weights, biases, inputs, weights_follow, inputs_follow]


@task.check(
    points=2,
    given=square_cases,
    examples=SOME,
    needs_any=GRADIENTS,
    hint=(
        "Which input, and which weights, belong to this call of backward?",
        "Set the gradients, do not add to them; use the input of the last forward and what "
        "weights holds now; keep nothing that two layers share.",
    ),
)
def latest(student: Student, cases: TwoCases) -> None:
    """the gradients belong to the last forward and backward of this very layer"""
    one = cases.first
    two = Case(cases.other.layer, cases.other.x, one.d_output)
    steps = script(student)
    layer, neighbour = make_layer(steps, one.layer), make_layer(steps, two.layer)
    same = steps.value("d_output", one.d_output)  # the very same array, twice
    layer.forward(one.x)
    d_input = layer.backward(same)
    set_parameters(layer, two.layer)
    layer.forward(two.x)
    neighbour.forward(one.x)
    second, now = layer.backward(same), (layer.d_weights, layer.d_biases)
    beside = neighbour.backward(one.d_output)
    later = layer.backward(2 * two.d_output)
    told = steps.run(
        *(d for one in (layer, neighbour) for d in (one.d_weights, one.d_biases)),
        *(second, beside, later, d_input, steps.again(d_input)),
        *now,
    )
    due = gradients_of(two)
    due_beside = gradients_of(Case(two.layer, one.x, one.d_output))
    check_each(NAMES, (*told[:2], told[6]), [2 * array for array in due])
    check_each(NAMES, (*told[2:4], told[5]), due_beside)
    check_each(NAMES, (*told[9:], told[4]), due)
    check_same(told[7], told[8], "d_input", later=True)


@task.check(
    points=2,
    given=square_cases,
    needs_any=GRADIENTS,
    examples=FEW,
    hint=(
        "Which attributes does backward set, and which should stay as they are?",
        "backward computes gradients and changes nothing else: the step is taken by update.",
    ),
)
def side_effects(student: Student, cases: TwoCases) -> None:
    """weights, biases and the arguments stay as they are"""
    case = cases.first
    steps = script(student)
    layer = make_layer(steps, case.layer)
    x = steps.value("input_data", case.x)
    d_output = steps.value("d_output", case.d_output)
    layer.forward(x)
    layer.backward(d_output)
    told = steps.run(layer.weights, layer.biases, steps.again(x), steps.again(d_output))
    before = case.layer.weights, case.layer.biases, case.x, case.d_output
    names = "weights", "biases", "input_data", "d_output"
    for name, old, new in zip(names, before, told, strict=True):
        check_unmodified(old, new, name)


@task.check(
    points=2,
    given=any_case,
    examples=SOME,
    needs_any=GRADIENTS,
    hint=(
        "Does each line do with integers, or with a view, what it does with floats?",
        "Integers, and views of other arrays, are arrays like any other. Look at the shapes: "
        "(n_out, n_in), (n_out, 1) and (n_in, batch).",
    ),
)
def any_array(student: Student, case: Case) -> None:
    """arrays of any size, of integers or zeros, transposed, strided or read-only are right, too"""
    check_each(NAMES, backward(student, case), gradients_of(case))


@task.check(points=2, given=square_cases, needs_any=GRADIENTS, examples=FEW)
def float64(student: Student, cases: TwoCases) -> None:
    """float64 arrays give float64 results"""
    for name, returned in zip(NAMES, backward(student, cases.first), strict=True):
        if returned is not None:  # what is missing is judged elsewhere
            check_float64(returned, name)


@task.check(points=1, given=large, examples=FEW, needs_any=GRADIENTS, hidden=True)
def agrees(student: Student, reference: Student, case: Case) -> None:
    """agrees with the reference solution on large layers and batches"""
    check_each(NAMES, backward(student, case), backward(reference, case))
