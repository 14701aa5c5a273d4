"""How task 3 is judged: the backward pass through one layer.

The right numbers are asked for, and beside them what ties two gradients together, however wrong
both are: so a mistake at the start costs the numbers, and the rest is judged by itself. Nearly all
layers have as many inputs as outputs, for the same reason: there a wrong product is wrong, and
raises nothing that would cost the other arrays too.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.authoring import (
    Student,
    Task,
    check_dtypes,
    check_each,
    check_layouts,
    check_pure,
    check_values,
    compare_gradient,
    real,
    several,
)

from ._layer import (
    Case,
    Layer,
    TwoCases,
    active_layers,
    any_layout,
    even_cases,
    handout,
    large_layers,
    masked_cases,
    oblong,
    two_cases,
    with_zeros,
)
from ._mistakes_task3 import LAYER
from ._several import by_name, check_among, one_of, own

NAMES = ("d_weights", "d_biases", "d_inputs")

task = Task(
    "The backward pass through one layer",
    functions=["layer_backward(d_output, inputs, weights, z)"],
    mistakes=LAYER,
)


def gradients(student: Student, case: Case) -> Any:
    """Return what the student's function returns: the three gradients, if all is well."""
    return by_name(student.layer_backward, case.arguments, NAMES)


def biases_of(student: Student, case: Case) -> Any:
    """Return the student's d_biases, whether or not all else is there."""
    return one_of(gradients(student, case), NAMES, 1, "layer_backward")


def backward(student: Student, case: Case) -> tuple[object, ...]:
    """Return the student's three gradients, in a tuple or list."""
    return several(student.layer_backward(*case.arguments), NAMES, "layer_backward")


def compare(student: Student, layer: Layer, name: str) -> None:
    """Compare one gradient with finite differences, at whatever place it is returned."""
    returned = gradients(student, layer)
    due = getattr(layer, name)
    place = NAMES.index(name)
    check_among(
        returned, NAMES, place, "layer_backward", lambda one: compare_gradient(one, due, name)
    )


@task.check(
    points=1,
    given=active_layers,
    hint=(
        "If one bias grows a little, which element of z changes, and by how much?",
        "A bias is added to z: its gradient is d_z, the gradient at the pre-activation.",
    ),
)
def biases(student: Student, layer: Layer) -> None:
    """d_biases is the gradient with respect to the biases, where all units are on"""
    compare(student, layer, "d_biases")


@task.check(
    points=3,
    given=active_layers,
    hint=(
        "If weights[0, 1] alone grows a little, which element of z changes, and by how much?",
        "d_z = d_output * relu'(z). Weight [i, j] carries inputs[i] to unit j: how does z[j] "
        "change with it?",
    ),
)
def weights(student: Student, layer: Layer) -> None:
    """d_weights is the gradient with respect to the weights, where all units are on"""
    compare(student, layer, "d_weights")


@task.check(
    points=2,
    given=active_layers,
    hint=(
        "If one input grows a little, which units see it?",
        "inputs[i] reaches every unit j through weights[i, j]: sum weights[i, j] * d_z[j] over j.",
    ),
)
def inputs(student: Student, layer: Layer) -> None:
    """d_inputs is the gradient with respect to the inputs, where all units are on"""
    compare(student, layer, "d_inputs")


@task.check(
    points=3,
    given=even_cases,
    hint=(
        "Both come from the gradient at z: what ties d_weights to d_biases?",
        "d_weights[i, j] is inputs[i] * d_z[j], with the same d_z that d_biases is: the mask is in "
        "it once, and nothing else.",
    ),
    relation=True,
)
def weights_follow(student: Student, case: Case) -> None:
    """d_weights[i, j] is inputs[i] * d_biases[j], whatever d_biases is"""
    returned = gradients(student, case)
    d_biases = own(returned, NAMES, 1, "layer_backward", case.z.shape)
    check_values(returned[0], np.outer(case.inputs, d_biases), "d_weights")


@task.check(
    points=5,
    given=even_cases,
    hint=(
        "Both come from the gradient at z: what ties d_inputs to d_biases?",
        "d_inputs[i] sums weights[i, j] * d_z[j] over j, with the same d_z that d_biases is.",
    ),
    relation=True,
)
def inputs_follow(student: Student, case: Case) -> None:
    """d_inputs[i] is the sum of weights[i, j] * d_biases[j] over j, whatever d_biases is"""
    returned = gradients(student, case)
    d_biases = own(returned, NAMES, 1, "layer_backward", case.z.shape)
    scale = float(np.max(np.abs(case.weights) @ np.abs(d_biases)))
    d_inputs = one_of(returned, NAMES, 2, "layer_backward")
    check_values(d_inputs, case.weights @ d_biases, "d_inputs", scale=scale)


@task.check(
    points=2,
    given=masked_cases,
    hint=(
        "What passes back through a unit that is off, and where do you see that it is off?",
        "A unit that is off (z < 0) passes nothing: multiply d_output by the mask z > 0 first. "
        "Take it at z, which has the biases in it: not at inputs @ weights.",
    ),
)
def mask(student: Student, case: Case) -> None:
    """d_biases is right where some units are off, whatever inputs @ weights is"""
    check_values(biases_of(student, case), case.gradients[1], "d_biases")


GRADIENTS = [weights, inputs, weights_follow, inputs_follow, mask]
"""What is earned by computing: where all units are on, d_biases is d_output, an argument."""


@task.check(
    points=3,
    given=with_zeros,
    needs_any=GRADIENTS,
    hint=(
        "What should flow back where z is exactly 0, and what does your mask say there?",
        "At exactly 0 the derivative of ReLU counts as 0: the mask is z > 0.",
    ),
    relation=True,
)
def at_zero(student: Student, case: Case) -> None:
    """where z is exactly 0.0 or -0.0 nothing flows back either, as where it is negative"""
    negative = Case(*case.arguments[:3], np.where(case.z == 0, -1.0, case.z))
    due = real(biases_of(student, negative), "d_biases")
    check_values(biases_of(student, case), due, "d_biases")


@task.check(
    points=3,
    given=oblong,
    handout=handout,
    needs_any=GRADIENTS,
    hint=(
        "Try by hand a layer with other sizes, and one with a 0 in it: what changes?",
        "Let no size be a special case, and no number, be it 0 or a millionth. Round nothing.",
    ),
)
def all_sizes(student: Student, case: Case) -> None:
    """all three are right for layers of any sizes and scales, with zeros in them"""
    check_each(NAMES, backward(student, case), case.gradients)


@task.check(
    points=3,
    given=any_layout,
    needs_any=GRADIENTS,
    hint=(
        "Does each line do with integers, or with a view, what it does with floats?",
        "Integers, and views of other arrays, are arrays like any other.",
    ),
    relation=True,
)
def any_array(student: Student, case: Case) -> None:
    """integer, transposed, reversed and strided arrays give the same as plain float64 ones"""
    check_layouts(student.layer_backward, case.arguments, NAMES)


@task.check(
    points=3,
    given=two_cases,
    needs_any=GRADIENTS,
    examples=10,
    hint=(
        "What does the function write into, or keep, that is not its own?",
        "Compute new arrays; do not write into an argument or a variable outside the function.",
    ),
)
def side_effects(student: Student, cases: TwoCases) -> None:
    """arguments stay as they are, and equal calls give equal results"""
    check_pure(student.layer_backward, cases.first.arguments, cases.other.arguments, NAMES)


@task.check(points=1, given=even_cases, needs_any=GRADIENTS, examples=10)
def float64(student: Student, case: Case) -> None:
    """float64 arrays give float64 results"""
    check_dtypes(student.layer_backward, case.arguments, NAMES)


@task.check(points=1, given=large_layers, examples=25, hidden=True)
def agrees(student: Student, reference: Student, case: Case) -> None:
    """agrees with the reference solution on large layers"""
    check_each(NAMES, backward(student, case), backward(reference, case))
