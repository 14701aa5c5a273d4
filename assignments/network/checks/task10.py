"""How task 10 is judged: steps of gradient descent, in a layer and in a network.

A step is compared with the gradients that the student's own layer holds: a mistake of task 8 costs
nothing here but what says so.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.authoring import Task, check_each, real
from grader.checking import check_unmodified, check_values
from grader.drawing import Draw, Floats
from grader.student.remote import Student, script
from grader.student.scripts import Script

from ._descent import Step, gradients, parameter_names, step, stepped
from ._network import (
    FEW,
    FILE,
    LAYER,
    NETWORK,
    SOME,
    Parameters,
    draw_layers,
    make_layer,
    make_network,
    nets,
    something,
)

RATES = (0.5, 0.1, 0.25, 1.0, 0.01)

task = Task(
    "Steps of gradient descent",
    functions=[*NETWORK, *LAYER],
    file=FILE,
    builds_on=["task7", "task8", "task9"],
)


def layer_steps(draw: Draw) -> Step:
    """Draw a single layer and a learning rate."""
    n_in, n_out, batch = (draw.integer(1, 3) for _ in range(3))
    x, d_output = draw.small((n_in, batch)), draw.small((n_out, batch))
    draw.assume((d_output @ x.T).any() and d_output.sum(axis=1).any())
    return Step(draw_layers(draw, (n_in, n_out)), x, d_output, draw.choice(RATES))


def network_steps(draw: Draw) -> Step:
    """Draw a network and a learning rate."""
    net = nets(draw)
    draw.assume(all(d.weights.any() for d in gradients(net)))
    return Step(net.layers, net.x, net.d_loss, draw.choice(RATES))


def large(draw: Draw) -> Step:
    """Draw networks with a dozen units in each layer."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    a, b, c = (draw.integer(5, 20) for _ in range(3))
    shapes = [((b, a), (b, 1)), ((c, b), (c, 1))]
    layers = [Parameters(random.normal(size=w), random.normal(size=v)) for w, v in shapes]
    return Step(layers, random.normal(size=(a, 4)), random.normal(size=(c, 4)), 0.05)


def begin(student: Student, case: Step) -> tuple[Script, Any]:
    """Begin a script with a layer that has gradients; return it and the layer."""
    steps = script(student)
    layer = make_layer(steps, case.layers[0])
    layer.forward(case.x)
    layer.backward(case.d_loss)
    return steps, layer


def moved(before: Floats, gradient: object, name: str, rate: float) -> Floats:
    """Return what a step makes of a parameter with the student's own gradient."""
    return before - rate * something(gradient, name, before.shape)


@task.check(
    points=4,
    given=layer_steps,
    hint="weights minus learning_rate times d_weights: downhill, so minus.",
)
def weights(student: Student, case: Step) -> None:
    """Layer.update moves weights by learning_rate times d_weights, downhill"""
    steps, layer = begin(student, case)
    d_weights = layer.d_weights
    layer.update(case.rate)
    gradient, after = steps.run(d_weights, layer.weights)
    due = moved(case.layers[0].weights, gradient, "d_weights", case.rate)
    check_values(after, due, "weights")


@task.check(points=4, given=layer_steps, hint="Biases learn as weights do.")
def biases(student: Student, case: Step) -> None:
    """Layer.update moves biases by learning_rate times d_biases, downhill"""
    steps, layer = begin(student, case)
    d_biases = layer.d_biases
    layer.update(case.rate)
    gradient, after = steps.run(d_biases, layer.biases)
    due = moved(case.layers[0].biases, gradient, "d_biases", case.rate)
    check_values(after, due, "biases")


EITHER = [weights, biases]


@task.check(
    points=2,
    given=layer_steps,
    examples=SOME,
    needs_any=EITHER,
    hint="`self.d_weights *= learning_rate` changes the gradient: write a product instead.",
)
def gradients_stay(student: Student, case: Step) -> None:
    """Layer.update leaves the gradients as they are"""
    steps, layer = begin(student, case)
    before = layer.d_weights, layer.d_biases
    layer.update(case.rate)
    d_weights, d_biases, *after = steps.run(*before, layer.d_weights, layer.d_biases)
    for name, old, new in zip(("d_weights", "d_biases"), (d_weights, d_biases), after, strict=True):
        check_unmodified(old, new, name)


@task.check(
    points=2,
    given=layer_steps,
    examples=SOME,
    needs_any=EITHER,
    hint="Each update starts from the parameters and the gradients that the layer has now.",
)
def several_updates(student: Student, case: Step) -> None:
    """a second update goes on from where the first one ended"""
    steps, layer = begin(student, case)
    layer.update(case.rate)
    first = layer.weights, layer.biases
    layer.update(case.rate)
    second = layer.weights, layer.biases
    told = [real(one, "parameters") for one in steps.run(*first, *second)]
    starts = case.layers[0].weights, case.layers[0].biases
    for name, start, one, two in zip(
        ("weights", "biases"), starts, told[:2], told[2:], strict=True
    ):
        size = float(np.abs(one).max())
        check_values(two, 2 * one - start, f"{name} after two updates", scale=size)


@task.check(
    points=5,
    given=network_steps,
    examples=SOME,
    hint="Call update of every layer, with the learning rate.",
)
def network(student: Student, net: Step) -> None:
    """NeuralNetwork.update updates every layer, each once"""
    expected = _one_by_one(student, net, through_network=False)
    returned = _one_by_one(student, net, through_network=True)
    names = parameter_names(net)
    for name, now, due in zip(names, returned, expected, strict=True):
        check_values(now, real(due, name), name)
    change = real(expected[0], names[0], net.layers[0].weights.shape) - net.layers[0].weights
    something(change, f"the change of {names[0]}")


def _one_by_one(student: Student, net: Step, *, through_network: bool) -> tuple[Any, ...]:
    """Return the parameters after an update of the network, or of each of its layers."""
    steps = script(student)
    network, layers = make_network(steps, net.layers)
    x: Any = net.x
    for layer in layers:
        x = layer.forward(x)
    d: Any = net.d_loss
    for layer in reversed(layers):
        d = layer.backward(d)
    for one in [network] if through_network else layers:
        one.update(net.rate)
    return steps.run(*(p for layer in layers for p in (layer.weights, layer.biases)))


@task.check(
    points=2,
    given=network_steps,
    examples=SOME,
    needs=[network],
    hint="Each piece does what tasks 7 to 9 ask for: grade them first.",
)
def descent(student: Student, net: Step) -> None:
    """forward, backward and update of a network together are a step of gradient descent"""
    due = [array for p in stepped(net) for array in (p.weights, p.biases)]
    names = parameter_names(net)
    check_each(names, step(student, net), due)


@task.check(points=1, given=large, examples=FEW, needs=[network], hidden=True)
def agrees(student: Student, reference: Student, net: Step) -> None:
    """agrees with the reference solution on large networks"""
    names = parameter_names(net)
    check_each(names, step(student, net), step(reference, net))
