"""How task 8 is judged: the backward pass of a layer."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from grader.authoring import Task, check_each
from grader.checking import (
    NumericalGradient,
    check_float64,
    check_unmodified,
    compare_gradient,
    numerical_gradient,
)
from grader.drawing import Draw, Floats, Numbers, clear
from grader.student.remote import Student, script
from grader.student.scripts import Script

from ._network import FEW, FILE, LAYER, SOME, Parameters, make_layer

NAMES = ("d_weights", "d_biases", "d_input")

task = Task("The backward pass of a layer", functions=LAYER, file=FILE, builds_on=["task7"])


class Case(msgspec.Struct, frozen=True):
    """A layer, an input, and the gradient at its output."""

    layer: Parameters
    x: Numbers
    d_output: Numbers


class Differenced(Case, frozen=True):
    """A case, and what finite differences say of all three gradients."""

    d_weights: NumericalGradient
    d_biases: NumericalGradient
    d_input: NumericalGradient


class TwoCases(msgspec.Struct, frozen=True):
    """Two batches for one layer."""

    first: Case
    other: Case


def difference(draw: Draw, n_in: int, n_out: int, batch: int) -> Differenced:
    """Draw a layer of any scale and difference the sum of d_output * output."""
    weights, biases = draw.array((n_out, n_in)), draw.array((n_out, 1))
    x, d_output = draw.array((n_in, batch)), draw.array((n_out, batch))
    sums = (
        clear(d_output @ x.T, np.abs(d_output) @ np.abs(x.T))
        and clear(weights.T @ d_output, np.abs(weights.T) @ np.abs(d_output))
        and clear(d_output.sum(axis=1), np.abs(d_output).sum(axis=1))
    )
    draw.assume(sums)
    # Each is linear, so it is differenced at zero, where nothing else adds to its rounding.
    gradients = (
        numerical_gradient(lambda w: d_output * (w @ x), np.zeros_like(weights)),
        numerical_gradient(
            lambda b: d_output * (b + np.zeros_like(d_output)), np.zeros((n_out, 1))
        ),
        numerical_gradient(lambda v: d_output * (weights @ v), np.zeros_like(x)),
    )
    draw.assume(all(g.relative_error < 1e-7 for g in gradients))
    return Differenced(Parameters(weights, biases), x, d_output, *gradients)


def even_layers(draw: Draw) -> Differenced:
    """Draw a layer with as many inputs as outputs, and one sample.

    Two of the gradients are judged on these: a mistake in the shapes of the third then costs the
    third only.
    """
    n = draw.integer(1, 4)
    return difference(draw, n, n, 1)


def even_batches(draw: Draw) -> Differenced:
    """Draw a layer with as many inputs as outputs, and a batch of several samples."""
    n = draw.integer(1, 4)
    return difference(draw, n, n, draw.integer(2, 4))


def layers(draw: Draw) -> Differenced:
    """Draw a layer of any sizes, and a batch of any size."""
    return difference(draw, draw.integer(1, 4), draw.integer(1, 4), draw.integer(1, 3))


def small_case(draw: Draw) -> Case:
    """Draw a layer of whole numbers, on which sums are exact."""
    n_in, n_out, batch = draw.integer(1, 4), draw.integer(1, 4), draw.integer(1, 3)
    layer = Parameters(draw.small((n_out, n_in)), draw.small((n_out, 1), zeros=True))
    return Case(layer, draw.small((n_in, batch)), draw.small((n_out, batch)))


def two_cases(draw: Draw) -> TwoCases:
    """Draw two batches of different sizes for one layer."""
    first = small_case(draw)
    n_out, n_in = first.layer.weights.shape
    batch = draw.integer(1, 3)
    other = Case(first.layer, draw.small((n_in, batch)), draw.small((n_out, batch)))
    return TwoCases(first, other)


def any_layout(draw: Draw) -> Case:
    """Draw integers and floats, laid out in memory in different ways."""
    case = small_case(draw)
    x, d_output = case.x, case.d_output
    kind = draw.choice(["integers", "floats", "integer x", "integer d_output"])
    x = x.astype(np.int64) if kind in ("integers", "integer x") else x / 4
    whole = kind in ("integers", "integer d_output")
    d_output = d_output.astype(np.int64) if whole else d_output / 4
    return Case(case.layer, *draw.layouts(x, d_output))


def large(draw: Draw) -> Case:
    """Draw layers with dozens of units."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    n_in, n_out, batch = (draw.integer(10, 40) for _ in range(3))
    layer = Parameters(random.normal(size=(n_out, n_in)), random.normal(size=(n_out, 1)))
    return Case(layer, random.normal(size=(n_in, batch)), random.normal(size=(n_out, batch)))


def begin(student: Student, case: Case) -> tuple[Script, Any, Any]:
    """Begin a script with a forward and a backward pass; return it, the layer and the result."""
    steps = script(student)
    layer = make_layer(steps, case.layer)
    layer.forward(case.x)
    return steps, layer, layer.backward(case.d_output)


def backward(student: Student, case: Case) -> tuple[Any, ...]:
    """Return the student's three gradients."""
    steps, layer, d_input = begin(student, case)
    return steps.run(layer.d_weights, layer.d_biases, d_input)


def check_weights(student: Student, case: Differenced) -> None:
    """Judge d_weights alone."""
    steps, layer, _ = begin(student, case)
    (returned,) = steps.run(layer.d_weights)
    compare_gradient(returned, case.d_weights, "d_weights")


def check_biases(student: Student, case: Differenced) -> None:
    """Judge d_biases alone."""
    steps, layer, _ = begin(student, case)
    (returned,) = steps.run(layer.d_biases)
    compare_gradient(returned, case.d_biases, "d_biases")


@task.check(
    points=4,
    given=even_layers,
    hint="weights[j, i] carries input i to output j: how does output j change with it? The result "
    "has one row for each output.",
)
def weights(student: Student, case: Differenced) -> None:
    """d_weights is the gradient with respect to the weights, for one sample"""
    check_weights(student, case)


@task.check(
    points=3,
    given=even_layers,
    hint="A bias is added to its output: its gradient is that of the output, a column of shape "
    "(output_size, 1).",
)
def biases(student: Student, case: Differenced) -> None:
    """d_biases is the gradient with respect to the biases, for one sample"""
    check_biases(student, case)


@task.check(
    points=4,
    given=layers,
    hint="input i reaches every output j through weights[j, i]: sum weights[j, i] * d_output[j] "
    "over j, for each sample.",
)
def inputs(student: Student, case: Differenced) -> None:
    """backward returns the gradient with respect to the input"""
    steps, _, d_input = begin(student, case)
    (returned,) = steps.run(d_input)
    compare_gradient(returned, case.d_input, "d_input")


SUM = "The loss depends on a parameter through every sample: add up over the columns, no average."


@task.check(points=2, given=even_batches, examples=SOME, needs=[weights], hint=SUM)
def batch_weights(student: Student, case: Differenced) -> None:
    """d_weights is summed over the samples of a batch"""
    check_weights(student, case)


@task.check(points=2, given=even_batches, examples=SOME, needs=[biases], hint=SUM)
def batch_biases(student: Student, case: Differenced) -> None:
    """d_biases is summed over the samples of a batch, and stays a column"""
    check_biases(student, case)


GRADIENTS = [weights, biases, inputs]


@task.check(
    points=1,
    given=two_cases,
    examples=SOME,
    needs_any=GRADIENTS,
    hint="Set the gradients, do not add to them, and use the input of the last forward.",
)
def latest(student: Student, cases: TwoCases) -> None:
    """the gradients belong to the last forward and backward, whatever was called before"""
    steps, layer, _ = begin(student, cases.first)
    results = []
    for one in (layer, make_layer(steps, cases.other.layer)):
        one.forward(cases.other.x)
        d_input = one.backward(cases.other.d_output)
        results += [one.d_weights, one.d_biases, d_input]
    told = steps.run(*results)
    check_each(NAMES, told[:3], told[3:])


@task.check(
    points=1,
    given=small_case,
    needs_any=GRADIENTS,
    examples=FEW,
    hint="backward computes gradients and changes nothing else: the step is taken by update.",
)
def side_effects(student: Student, case: Case) -> None:
    """weights, biases and the arguments stay as they are"""
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
    points=1,
    given=any_layout,
    examples=SOME,
    needs_any=GRADIENTS,
    hint="Integers, and views of other arrays, are arrays like any other.",
)
def any_array(student: Student, case: Case) -> None:
    """integer, transposed, reversed and strided arrays give the same as plain float64 ones"""
    x, d_output = (np.array(a, dtype=np.float64, order="C") for a in (case.x, case.d_output))
    expected = backward(student, Case(case.layer, x, d_output))
    check_each(NAMES, backward(student, case), expected)


@task.check(points=1, given=layers, needs_any=GRADIENTS, examples=FEW)
def float64(student: Student, case: Differenced) -> None:
    """float64 arrays give float64 results"""
    for name, returned in zip(NAMES, backward(student, case), strict=True):
        check_float64(returned, name)


@task.check(points=1, given=large, examples=FEW, needs_any=GRADIENTS, hidden=True)
def agrees(student: Student, reference: Student, case: Case) -> None:
    """agrees with the reference solution on large layers and batches"""
    check_each(NAMES, backward(student, case), backward(reference, case))
