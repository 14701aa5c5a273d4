"""How task 9 is judged: layers in a network, forwards and backwards.

Most checks compare the network with the student's own layers, called one by one: a mistake of task
7 or 8 then costs nothing here but what says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from grader.authoring import Task, check_each, real
from grader.checking import (
    CheckFailed,
    Mismatch,
    NumericalGradient,
    check_unmodified,
    check_values,
    compare_gradient,
    numerical_gradient,
)
from grader.drawing import Draw, Floats
from grader.student.errors import NotFound
from grader.student.remote import Student, script
from grader.student.scripts import Script

from ._network import (
    FEW,
    FILE,
    LAYER,
    NETWORK,
    SOME,
    Net,
    Parameters,
    make_layer,
    make_network,
    nets,
    outputs,
    something,
)

task = Task(
    "Layers in a network", functions=[*NETWORK, *LAYER], file=FILE, builds_on=["task7", "task8"]
)


class Differenced(Net, frozen=True):
    """A network, and what finite differences say of the gradients of its layers."""

    d_weights: list[NumericalGradient]
    d_biases: list[NumericalGradient]


class Nudged(Net, frozen=True):
    """A network, and a direction for the weights of each layer."""

    directions: list[Floats]


def differenced(draw: Draw) -> Differenced:
    """Draw a network and difference the sum of d_loss * output through our own forward pass."""
    net = nets(draw)
    last = len(net.layers) - 1

    def terms(place: int, layer: Parameters) -> Floats:
        changed = [*net.layers[:place], layer, *net.layers[place + 1 :]]
        return np.asarray(net.d_loss * outputs(changed, net.x)[last])

    def of_weights(place: int) -> NumericalGradient:
        layer = net.layers[place]
        return numerical_gradient(
            lambda w: terms(place, Parameters(w, layer.biases)), layer.weights, step=1.0
        )

    def of_biases(place: int) -> NumericalGradient:
        layer = net.layers[place]
        return numerical_gradient(
            lambda b: terms(place, Parameters(layer.weights, b)), layer.biases, step=1.0
        )

    # Linear in each parameter: a whole step has no truncation error.
    weights = [of_weights(place) for place in range(last + 1)]
    biases = [of_biases(place) for place in range(last + 1)]
    draw.assume(all(g.relative_error < 1e-7 for g in [*weights, *biases]))
    return Differenced(net.layers, net.x, net.d_loss, weights, biases)


def nudged(draw: Draw) -> Nudged:
    """Draw a network and directions to nudge its weights in."""
    net = nets(draw)
    directions = [np.sign(draw.small(layer.weights.shape)) for layer in net.layers]
    return Nudged(net.layers, net.x, net.d_loss, directions)


def any_layout(draw: Draw) -> Net:
    """Draw inputs of integers or floats, laid out in memory in different ways."""
    net = nets(draw)
    whole = draw.choice([True, False])
    x, d_loss = (a.astype(np.int64) if whole else a / 4 for a in (net.x, net.d_loss))
    layers = [Parameters(p.weights / 4, p.biases) for p in net.layers]
    return Net(layers, *draw.layouts(x, d_loss))


def large(draw: Draw) -> Net:
    """Draw networks with dozens of units in each layer."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    sizes = [draw.integer(5, 20) for _ in range(draw.integer(2, 6))]
    layers = [
        Parameters(random.normal(size=(n_out, n_in)), random.normal(size=(n_out, 1)))
        for n_in, n_out in pairwise(sizes)
    ]
    batch = draw.integer(2, 9)
    return Net(
        layers, random.normal(size=(sizes[0], batch)), random.normal(size=(sizes[-1], batch))
    )


def forward(student: Student, net: Net) -> object:
    """Return what the student's network puts out."""
    steps = script(student)
    network, _ = make_network(steps, net.layers)
    (returned,) = steps.run(network.forward(net.x))
    return returned


def one_by_one(layers: Sequence[Any], net: Net) -> Any:
    """Add the steps that call layers by hand; return the last output."""
    x: Any = net.x
    for layer in layers:
        x = layer.forward(x)
    return x


def begin(student: Student, net: Net) -> tuple[Script, list[Any]]:
    """Begin a script with a forward and a backward pass of a network; return it and the layers."""
    steps = script(student)
    network, layers = make_network(steps, net.layers)
    network.forward(net.x)
    network.backward(net.d_loss)
    return steps, layers


def gradients(student: Student, net: Net) -> tuple[Any, ...]:
    """Return d_weights and d_biases of each layer in turn."""
    steps, layers = begin(student, net)
    return steps.run(*(d for layer in layers for d in (layer.d_weights, layer.d_biases)))


def names(net: Net) -> list[str]:
    """Return what to call what `gradients` returns."""
    count = len(net.layers)
    return [f"layers[{i}].{name}" for i in range(count) for name in ("d_weights", "d_biases")]


@task.check(
    points=2,
    hint="`self.layers = []` in `__init__` makes a list for each network; one in the body of the "
    "class, or as a default argument, belongs to all of them.",
)
def own(student: Student) -> None:
    """a new network has no layers, whatever was added to another one"""
    steps = script(student)
    steps.student.NeuralNetwork().add_layer(steps.student.Layer(2, 3))
    network = steps.student.NeuralNetwork()
    try:
        (found,) = steps.run(network.layers)
    except NotFound:  # under another name, it cannot be seen here; `layers` judges the name
        return
    if isinstance(found, list | tuple) and found:
        message = "A new network has layers already, which were added to another network."
        raise CheckFailed(Mismatch(kind="not an array", array="layers", message=message))


@task.check(
    points=4,
    given=nets,
    examples=SOME,
    needs=[own],
    hint="Start with x; what one layer returns goes into the next.",
)
def order(student: Student, net: Net) -> None:
    """forward passes its input through all layers, in the order in which they were added"""
    steps = script(student)
    network, _ = make_network(steps, net.layers)
    layers = [make_layer(steps, parameters) for parameters in net.layers]
    due, returned = steps.run(one_by_one(layers, net), network.forward(net.x))
    expected = something(due, "output of the last layer", net.d_loss.shape)
    check_values(returned, expected, "output")


@task.check(points=2, given=nets, needs=[own], examples=FEW, hint="`self.layers.append(layer)`")
def layers(student: Student, net: Net) -> None:
    """layers is a list of the layers, in the order in which they were added"""
    steps = script(student)
    network, _ = make_network(steps, net.layers)
    count = len(net.layers)
    found, *weights = steps.run(
        network.layers, *(network.layers[place].weights for place in range(count))
    )
    if type(found) is not list or len(found) != count:
        size = f"has {len(found)} elements" if type(found) is list else "is not a list"
        message = (
            f"`layers` {size} after {count} {'layer was' if count == 1 else 'layers were'} added."
        )
        raise CheckFailed(Mismatch(kind="not an array", array="layers", message=message))
    due = [parameters.weights for parameters in net.layers]
    check_each([f"layers[{place}].weights" for place in range(count)], weights, due)


@task.check(
    points=5,
    given=nets,
    examples=SOME,
    needs=[own],
    hint="The last layer gets d_loss; what its backward returns goes to the layer before it.",
)
def chain(student: Student, net: Net) -> None:
    """backward calls the layers from the last to the first, each with what the next one returned"""
    steps = script(student)
    network, layers = make_network(steps, net.layers)
    made = [make_layer(steps, parameters) for parameters in net.layers]
    network.forward(net.x)
    for each in (layers, made):  # a mistake of the network's forward is not looked at here
        one_by_one(each, net)
    network.backward(net.d_loss)
    d: Any = net.d_loss
    for layer in reversed(made):
        d = layer.backward(d)
    told = steps.run(*(layer.d_weights for layer in [*layers, *made]))
    returned, expected = told[: len(made)], told[len(made) :]
    for place, (one, due) in enumerate(zip(returned, expected, strict=True)):
        name = f"layers[{place}].d_weights"
        check_values(one, real(due, name), name)
    something(expected[-1], f"layers[{len(made) - 1}].d_weights")


@task.check(
    points=1,
    given=nets,
    examples=SOME,
    needs=[order],
    hint="Each layer alone does what task 7 asks for: grade task7.",
)
def values(student: Student, net: Net) -> None:
    """the output is that of the layers' weights and biases, for networks of 1 to 5 layers"""
    check_values(forward(student, net), outputs(net.layers, net.x)[-1], "output")


@task.check(
    points=1,
    given=differenced,
    examples=SOME,
    needs=[chain],
    hint="Each layer alone does what task 8 asks for: grade task8.",
)
def right_gradients(student: Student, net: Differenced) -> None:
    """d_weights and d_biases of all layers are the gradients of the loss"""
    due = [g for both in zip(net.d_weights, net.d_biases, strict=True) for g in both]
    for name, one, gradient in zip(names(net), gradients(student, net), due, strict=True):
        compare_gradient(one, gradient, name)


@task.check(
    points=1,
    given=nudged,
    needs=[chain, values],
    examples=FEW,
    hint="Nudge the weights of one layer and see how the output of your own forward changes.",
)
def slopes(student: Student, net: Nudged) -> None:
    """the gradients are the slopes of your own forward, when the weights of a layer are nudged"""
    steps, layers = begin(student, net)
    d_weights = [layer.d_weights for layer in layers]
    up, down = (
        [_nudged(steps, net, place, sign) for place in range(len(net.layers))] for sign in (1, -1)
    )
    count = len(net.layers)
    told = steps.run(*d_weights, *up, *down)
    for place, direction in enumerate(net.directions):
        name = f"layers[{place}].d_weights"
        gradient = real(told[place], name, direction.shape)
        above, below = (real(told[place + k * count], "output") for k in (1, 2))
        # The output is linear in the weights of one layer: a whole step has no truncation error.
        slope = float(np.sum(net.d_loss * (above - below)) / 2)
        scale = float(np.max(np.abs(gradient)))
        check_values(np.sum(gradient * direction), slope, f"slope along {name}", scale=scale)


def _nudged(steps: Script, net: Nudged, place: int, sign: int) -> Any:
    """Add the steps of a forward pass with the weights of one layer nudged."""
    layer = net.layers[place]
    moved = Parameters(layer.weights + sign * net.directions[place], layer.biases)
    network, _ = make_network(steps, [*net.layers[:place], moved, *net.layers[place + 1 :]])
    return network.forward(net.x)


@task.check(
    points=2,
    given=nets,
    needs=[chain],
    examples=FEW,
    hint="Work on new arrays: do not write into x, d_loss, weights or biases. And leave `layers` "
    "in its order, as `reversed(self.layers)` does.",
)
def side_effects(student: Student, net: Net) -> None:
    """arguments, parameters and layers stay as they are: a second pass gives the same output"""
    steps = script(student)
    network, layers = make_network(steps, net.layers)
    x, d_loss = steps.value("x", net.x), steps.value("d_loss", net.d_loss)
    output = network.forward(x)
    network.backward(d_loss)
    second = network.forward(net.x)
    network.backward(net.d_loss)
    weights = [layer.weights for layer in layers]
    once, twice, *told = steps.run(output, second, steps.again(x), steps.again(d_loss), *weights)
    before = [net.x, net.d_loss, *(parameters.weights for parameters in net.layers)]
    called = ["x", "d_loss", *(f"layers[{place}].weights" for place in range(len(layers)))]
    for name, old, new in zip(called, before, told, strict=True):
        check_unmodified(old, new, name)
    check_values(twice, real(once, "output"), "output of a second pass")


@task.check(
    points=1,
    given=any_layout,
    examples=SOME,
    needs=[order, chain],
    hint="Integers, and views of other arrays, are arrays like any other.",
)
def any_array(student: Student, net: Net) -> None:
    """integer, transposed, reversed and strided arrays give the same as plain float64 ones"""
    x, d_loss = (np.array(a, dtype=np.float64, order="C") for a in (net.x, net.d_loss))
    steps = script(student)
    results = []
    for one in (net, Net(net.layers, x, d_loss)):
        network, layers = make_network(steps, one.layers)
        results.append(network.forward(one.x))
        network.backward(one.d_loss)
        results += [layer.d_weights for layer in layers]
    told = steps.run(*results)
    called = ["output", *(f"layers[{place}].d_weights" for place in range(len(net.layers)))]
    check_each(called, told[: len(called)], told[len(called) :])


@task.check(points=1, given=large, examples=10, needs=[order, chain], hidden=True)
def agrees(student: Student, reference: Student, net: Net) -> None:
    """agrees with the reference solution on large networks"""
    check_values(forward(student, net), real(forward(reference, net), "output"), "output")
    check_each(names(net), gradients(student, net), gradients(reference, net))
