"""How task 4 is judged: the backward pass through two layers.

As in task 3, the right numbers are asked for, and beside them what ties the gradients together,
however wrong they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.authoring import (
    Floats,
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

from ._mistakes_task4 import TWO_LAYERS
from ._several import by_name, check_among, one_of, own
from ._two_layers import (
    Differenced,
    Network,
    TwoNetworks,
    any_layout,
    handout,
    kinked,
    large_networks,
    networks,
    oblong,
    small_networks,
    two_networks,
)

NAMES = ("d_W1", "d_b1", "d_W2", "d_b2")

task = Task(
    "The backward pass through two layers",
    functions=["backward_pass(x, y_true, W1, b1, W2, b2, h1, output)"],
    mistakes=TWO_LAYERS,
)


def gradients(student: Student, network: Network) -> Any:
    """Return what the student's function returns: the four gradients, if all is well."""
    return by_name(student.backward_pass, network.arguments, NAMES)


def backward(student: Student, network: Network) -> tuple[object, ...]:
    """Return the student's four gradients, in a tuple or list."""
    return several(student.backward_pass(*network.arguments), NAMES, "backward_pass")


def compare(student: Student, network: Differenced, name: str) -> None:
    """Compare one gradient with finite differences, at whatever place it is returned."""
    returned = gradients(student, network)
    due, place = getattr(network, name), NAMES.index(name)
    check_among(
        returned, NAMES, place, "backward_pass", lambda one: compare_gradient(one, due, name)
    )


def follows(student: Student, network: Network, name: str, of: str) -> tuple[object, Floats]:
    """Return one of the student's gradients, and another one that it should follow from."""
    returned = gradients(student, network)
    place = NAMES.index(of)
    before = own(returned, NAMES, place, "backward_pass", network.parameters[place].shape)
    return one_of(returned, NAMES, NAMES.index(name), "backward_pass"), before


@task.check(
    points=3,
    given=networks,
    hint=(
        "What is the gradient of the loss at the output itself, worked out by hand?",
        "A bias of the linear output layer is added to the output: start from the gradient of "
        "the loss there, 2 * (output - y_true) / output.size.",
    ),
)
def output_biases(student: Student, network: Differenced) -> None:
    """d_b2 is the gradient of the loss with respect to b2"""
    compare(student, network, "d_b2")


@task.check(
    points=2,
    given=networks,
    hint=(
        "If W2[0, 1] alone grows a little, which output changes, and by how much?",
        "W2[j, k] carries h1[j] to output k.",
    ),
)
def output_weights(student: Student, network: Differenced) -> None:
    """d_W2 is the gradient of the loss with respect to W2"""
    compare(student, network, "d_W2")


@task.check(
    points=2,
    given=networks,
    hint=(
        "Through which outputs does a hidden unit reach the loss, and when does it not?",
        "The gradient at h1 is W2 @ d_output (W2, not W2.T); ReLU lets it pass where h1 > 0.",
    ),
)
def hidden_biases(student: Student, network: Differenced) -> None:
    """d_b1 is the gradient of the loss with respect to b1"""
    compare(student, network, "d_b1")


@task.check(
    points=2,
    given=networks,
    hint=(
        "If W1[0, 1] alone grows a little, which hidden unit changes, and by how much?",
        "W1[i, j] carries x[i] to hidden unit j.",
    ),
)
def hidden_weights(student: Student, network: Differenced) -> None:
    """d_W1 is the gradient of the loss with respect to W1"""
    compare(student, network, "d_W1")


@task.check(
    points=3,
    given=small_networks,
    hint=(
        "What are the inputs of the output layer, and what is the gradient at its output?",
        "The output layer is that of task 3 without a mask, and with h1 as its inputs.",
    ),
    relation=True,
)
def output_weights_follow(student: Student, network: Network) -> None:
    """d_W2[j, k] is h1[j] * d_b2[k], whatever d_b2 is"""
    d_W2, d_b2 = follows(student, network, "d_W2", of="d_b2")
    check_values(d_W2, np.outer(network.h1, d_b2), "d_W2")


@task.check(
    points=3,
    given=small_networks,
    hint=(
        "What comes back to the hidden layer from above, and what does ReLU make of it?",
        "The hidden layer is that of task 3, with W2 @ d_b2 coming from above (W2, not W2.T).",
    ),
    relation=True,
)
def hidden_biases_follow(student: Student, network: Network) -> None:
    """d_b1 is W2 @ d_b2 where the hidden units are on, and 0 where they are off"""
    d_b1, d_b2 = follows(student, network, "d_b1", of="d_b2")
    scale = float(np.max(np.abs(network.W2) @ np.abs(d_b2)))
    due = (network.W2 @ d_b2) * (network.h1 > 0)
    # What is due at the kink is a check of its own.
    due = np.where(network.at_kink, real(d_b1, "d_b1", due.shape), due)
    check_values(d_b1, due, "d_b1", scale=scale)


@task.check(
    points=3,
    given=small_networks,
    hint=(
        "What are the inputs of the hidden layer, and what is the gradient at its pre-activation?",
        "d_W1[i, j] is x[i] * d_b1[j]: the mask is in d_b1, and needed once.",
    ),
    relation=True,
)
def hidden_weights_follow(student: Student, network: Network) -> None:
    """d_W1[i, j] is x[i] * d_b1[j], whatever d_b1 is"""
    d_W1, d_b1 = follows(student, network, "d_W1", of="d_b1")
    due = np.outer(network.x, d_b1)
    due = np.where(network.at_kink, real(d_W1, "d_W1", due.shape), due)
    check_values(d_W1, due, "d_W1")


GRADIENTS = [
    output_biases,
    output_weights,
    hidden_biases,
    hidden_weights,
    output_weights_follow,
    hidden_biases_follow,
    hidden_weights_follow,
]


@task.check(
    points=1,
    given=kinked,
    needs_any=GRADIENTS,
    hint=(
        "What should flow back where a hidden unit is exactly 0, and what does the mask say?",
        "At exactly 0 the derivative of ReLU counts as 0: the mask is h1 > 0.",
    ),
    relation=True,
)
def at_zero(student: Student, network: Network) -> None:
    """nothing flows back through a hidden unit whose pre-activation is exactly 0"""
    returned = gradients(student, network)
    for place, name in enumerate(NAMES[:2]):
        shape = network.parameters[place].shape
        array = real(one_of(returned, NAMES, place, "backward_pass"), name, shape)
        check_values(array, np.where(network.at_kink, 0.0, array), name)


@task.check(
    points=3,
    given=oblong,
    handout=handout,
    needs_any=GRADIENTS,
    hint=(
        "Try by hand a network with other sizes, and one with a 0 in it: what changes?",
        "Let no size be a special case, and no number, be it 0 or a millionth. Round nothing.",
    ),
)
def all_sizes(student: Student, network: Network) -> None:
    """all four are right for networks of any sizes and scales, with zeros in them"""
    check_each(NAMES, backward(student, network), network.gradients)


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
def any_array(student: Student, network: Network) -> None:
    """integer, transposed, reversed and strided arrays give the same as plain float64 ones"""
    check_layouts(student.backward_pass, network.arguments, NAMES)


@task.check(
    points=3,
    given=two_networks,
    needs_any=GRADIENTS,
    examples=10,
    hint=(
        "What does the function write into, or keep, that is not its own?",
        "Compute new arrays; do not write into an argument or a variable outside the function.",
    ),
)
def side_effects(student: Student, networks: TwoNetworks) -> None:
    """arguments stay as they are, and equal calls give equal results"""
    check_pure(student.backward_pass, networks.first.arguments, networks.other.arguments, NAMES)


@task.check(points=1, given=small_networks, needs_any=GRADIENTS, examples=10)
def float64(student: Student, network: Network) -> None:
    """float64 arrays give float64 results"""
    check_dtypes(student.backward_pass, network.arguments, NAMES)


@task.check(points=1, given=large_networks, examples=25, hidden=True)
def agrees(student: Student, reference: Student, network: Network) -> None:
    """agrees with the reference solution on large networks"""
    check_each(NAMES, backward(student, network), backward(reference, network))
