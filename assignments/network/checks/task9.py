"""How task 9 is judged: layers in a network, forwards and backwards.

What a network makes of its layers is compared with the student's own layers, called one by one: a
mistake of task 7 or 8 then costs nothing here but what says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

import msgspec
import numpy as np

from grader.authoring import (
    CheckFailed,
    Draw,
    Mismatch,
    NotFound,
    Raised,
    Student,
    Task,
    check_each,
    check_same,
    check_unmodified,
    check_values,
    real,
    script,
)

from ._mistakes_network import PASSES
from ._network import (
    FEW,
    FILE,
    LAYER,
    NETWORK,
    SOME,
    Net,
    Parameters,
    any_nets,
    arrays,
    draw_net,
    even_nets,
    gradients,
    large_net,
    names,
    nets,
    outputs,
    something,
)
from ._steps import (
    Make,
    Passes,
    as_added,
    backward_by_hand,
    forgiving,
    forward_by_hand,
    gradients_of,
    make_layer,
    of_both_or_one,
    parameters_of,
    set_parameters,
    twins,
)

task = Task(
    "Layers in a network",
    functions=[*NETWORK, *LAYER],
    file=FILE,
    builds_on=["task7", "task8"],
    mistakes=PASSES,
)


class Rounds(msgspec.Struct, frozen=True):
    """A network before and after its parameters were set anew."""

    before: Net
    now: Net


def short_nets(draw: Draw) -> Net:
    """Draw a network of one or two layers: what goes wrong in longer ones only costs less."""
    return even_nets(draw, most=2)


def rounds(draw: Draw) -> Rounds:
    """Draw a network, and other parameters and another batch for it."""
    net = nets(draw)
    sizes = [len(net.x), *(len(p.weights) for p in net.layers)]
    return Rounds(draw_net(draw, sizes, draw.integer(1, 5)), net)


def neighbours(draw: Draw) -> Rounds:
    """Draw two networks of two layers each, all of one size."""
    n = draw.integer(1, 3)
    return Rounds(*(draw_net(draw, [n, n, n], draw.integer(1, 3)) for _ in range(2)))


def large(draw: Draw) -> Net:
    """Draw networks with dozens of units in each layer."""
    return large_net(draw)


@task.check(
    points=3,
    given=short_nets,
    examples=SOME,
    hint=("What is the input of the second layer?", "What one layer returns goes into the next."),
    relation=True,
)
@forgiving
def order(student: Student, net: Net, make: Make) -> None:
    """forward passes its input through all layers, in the order in which they were added"""
    steps = script(student)
    network, layers = make(steps, net.layers)
    by_hand = forward_by_hand(twins(steps, layers, net), net.x)
    due, returned = steps.run(by_hand, network.forward(net.x))
    expected = something(due, "output, of the last layer,", net.d_loss.shape)
    check_values(returned, expected, "output")


@task.check(
    points=4,
    given=short_nets,
    examples=SOME,
    hint=(
        "Which layer goes first on the way back, and what is it given?",
        "The last layer gets d_loss; what its backward returns goes to the layer before it.",
    ),
    relation=True,
)
@forgiving
def chain(student: Student, net: Net, make: Make) -> None:
    """backward calls the layers from the last to the first, each with what the next one returned"""
    try:
        told = _gradients(student, net, make, forward=True)
    except Raised:
        told = _gradients(student, net, make, forward=False)
    count = 2 * len(net.layers)
    something(told[-2], "layers[-1].d_weights")
    check_each(names(net, "d_"), told[:count], told[count:])


def _gradients(student: Student, net: Net, make: Make, *, forward: bool) -> tuple[Any, ...]:
    """Return the gradients after a backward of the network, and after those of layers by hand.

    A mistake of the network's own forward costs nothing: the layers have seen the input by hand.
    """
    steps = script(student)
    network, layers = make(steps, net.layers)
    others = twins(steps, layers, net)
    if forward:
        network.forward(net.x)
    for each in (layers, others):
        forward_by_hand(each, net.x)
    network.backward(net.d_loss)
    backward_by_hand(others, net.d_loss)
    return steps.run(*gradients_of(layers), *gradients_of(others))


EITHER = [order, chain]

LAST = ("layers[-1].d_weights", "layers[-1].d_biases")
"""What is there even where backward does not reach the first layer."""


@task.check(
    points=2,
    given=neighbours,
    examples=FEW,
    needs_any=EITHER,
    hint=(
        "When is the list of layers made, and for which networks?",
        "`self.layers = []` in `__init__` makes a list for each network; one in the body of the "
        "class, or as a default argument, belongs to all of them.",
    ),
)
def own(student: Student, pair: Rounds) -> None:
    """a new network has no layers, and two networks have nothing in common"""
    _check_empty(student)
    alone, beside = of_both_or_one(
        lambda passes: [_beside(student, pair.now, other, passes) for other in (None, pair.before)]
    )
    for name, due, one in zip(("output", *LAST), alone, beside, strict=True):
        if due is not None:  # what is missing is judged elsewhere
            check_same(due, one, f"{name}, alone and then beside another network,")


def _check_empty(student: Student) -> None:
    """Require that a network is empty when it is made after another one got a layer."""
    steps = script(student)
    steps.student.NeuralNetwork().add_layer(steps.student.Layer(2, 3))
    network = steps.student.NeuralNetwork()
    try:
        (found,) = steps.run(network.layers)
    except NotFound:  # under another name, it cannot be seen here; `layers` judges the name
        return
    if isinstance(found, list | tuple) and found:
        _fail("A new network has layers already, which were added to another network.")


def _beside(student: Student, net: Net, other: Net | None, passes: Passes) -> tuple[Any, ...]:
    """Return what a network puts out and its last gradients, with another one used in between.

    What is of a pass that is not made is None.
    """
    steps = script(student)
    networks = [as_added(steps, one.layers) for one in (net, other) if one]
    network, layers = networks[0]
    wanted = [network.forward(net.x)] if passes.forward else []
    forward_by_hand(layers, net.x)
    if other:
        rival, others = networks[1]
        if passes.forward:
            rival.forward(other.x)
        forward_by_hand(others, other.x)
        if passes.backward:
            rival.backward(other.d_loss)
    if passes.backward:
        network.backward(net.d_loss)
        wanted += gradients_of(layers[-1:])
    told = steps.run(*wanted)
    output, gradients = told[: passes.forward], told[passes.forward :]
    return *(output or (None,)), *(gradients or (None, None))


def _fail(message: str) -> NoReturn:
    raise CheckFailed(Mismatch(kind="not an array", array="layers", message=message))


@task.check(
    points=2,
    given=nets,
    needs_any=EITHER,
    examples=FEW,
    hint=(
        "What is in `layers` after add_layer was called twice?",
        "`append` the layer itself, and no copy of it.",
    ),
)
def layers(student: Student, net: Net) -> None:
    """layers is a list of the layers themselves, in the order in which they were added"""
    steps = script(student)
    network, added = as_added(steps, net.layers)
    now = [Parameters(p.weights + 1, p.biases - 1) for p in net.layers]
    for layer, parameters in zip(added, now, strict=True):
        set_parameters(layer, parameters)
    count = len(now)
    listed = [network.layers[place] for place in range(count)]
    found, *told = steps.run(network.layers, *parameters_of(listed))
    if type(found) is not list:
        _fail("`layers` is not a list.")
    if len(found) != count:
        added_ = "1 layer was" if count == 1 else f"{count} layers were"
        _fail(f"`layers` has {len(found)} elements after {added_} added.")
    check_each(names(net), told, arrays(now))


@task.check(
    points=2,
    given=rounds,
    examples=SOME,
    needs=[order],
    hint=(
        "What is the output of one layer alone, and does it change when its weights do?",
        "Each layer alone does what task 7 asks for: grade task7. And what a layer holds may "
        "change from one forward to the next.",
    ),
)
@forgiving
def values(student: Student, rounds: Rounds, make: Make) -> None:
    """the output is that of what the layers are now, for networks of 1 to 5 layers"""
    before, now = rounds.before, rounds.now
    steps = script(student)
    network, layers = make(steps, before.layers)
    first = network.forward(before.x)
    for layer, parameters in zip(layers, now.layers, strict=True):
        set_parameters(layer, parameters)
    same = steps.value("x", now.x)  # the very same array, twice
    second, kept = network.forward(same), steps.again(first)
    n_out = len(now.d_loss)
    extra = Parameters(np.full((2, n_out), -2.0), np.ones((2, 1)))
    network.add_layer(make_layer(steps, extra))
    told = steps.run(first, second, network.forward(same), kept)
    due = outputs([*now.layers, extra], now.x)
    check_values(told[0], outputs(before.layers, before.x)[-1], "output")
    check_values(told[1], due[-2], "output, after weights and biases were set anew,")
    check_values(told[2], due[-1], "output, after another layer was added,")
    check_same(told[0], told[3], "output", later=True)


@task.check(
    points=2,
    given=rounds,
    examples=SOME,
    needs=[chain],
    hint=(
        "What are the gradients of one layer alone?",
        "Each layer alone does what tasks 7 and 8 ask for, and the network calls it once for each "
        "pass: grade task7 and task8.",
    ),
)
@forgiving
def right_gradients(student: Student, rounds: Rounds, make: Make) -> None:
    """d_weights and d_biases of all layers are the gradients of the loss, time and again"""
    steps = script(student)
    network, layers = make(steps, rounds.before.layers)
    told = []
    for net in (rounds.before, rounds.now):
        for layer, parameters in zip(layers, net.layers, strict=True):
            set_parameters(layer, parameters)
        network.forward(net.x)
        forward_by_hand(layers, net.x)  # as in `chain`
        network.backward(net.d_loss)
        told += gradients_of(layers)
    due = [array for net in (rounds.before, rounds.now) for array in arrays(gradients(net))]
    check_each(2 * names(rounds.now, "d_"), steps.run(*told), due)


@task.check(
    points=2,
    given=neighbours,
    needs_any=EITHER,
    examples=FEW,
    hint=(
        "What is another one after a pass than before: an argument, a parameter, the list?",
        "Work on new arrays: do not write into x, d_loss, weights or biases. And leave `layers` "
        "in its order, as `reversed(self.layers)` does.",
    ),
)
@forgiving
def side_effects(student: Student, pair: Rounds, make: Make) -> None:
    """arguments, parameters and layers stay as they are: a second pass gives the same gradients"""
    net = pair.now
    after, gradients = of_both_or_one(lambda passes: _twice(student, net, make, passes))
    before = [net.x, net.d_loss, *arrays(net.layers)]
    for name, old, new in zip(["x", "d_loss", *names(net)], before, after, strict=True):
        check_unmodified(old, new, name)
    if not gradients:
        return
    d_weights, d_biases, one, two = gradients
    check_values(one, real(d_weights, LAST[0]), f"{LAST[0]}, in a second pass,")
    check_values(two, real(d_biases, LAST[1]), f"{LAST[1]}, in a second pass,")


def _twice(
    student: Student, net: Net, make: Make, passes: Passes
) -> tuple[Sequence[Any], Sequence[Any]]:
    """Pass through a network twice; return arguments and parameters then, and last gradients."""
    steps = script(student)
    network, layers = make(steps, net.layers)
    x, d_loss = steps.value("x", net.x), steps.value("d_loss", net.d_loss)
    gradients = []
    for _ in range(2):
        if passes.forward:
            network.forward(x)
        forward_by_hand(layers, net.x)
        if passes.backward:
            network.backward(d_loss)
            gradients += gradients_of(layers[-1:])
    after = [steps.again(x), steps.again(d_loss), *parameters_of(layers)]
    told = steps.run(*after, *gradients)
    return told[: len(after)], told[len(after) :]


@task.check(
    points=2,
    given=any_nets,
    examples=SOME,
    needs=[order, chain],
    hint=(
        "Does each line do with integers, or with a view, what it does with floats?",
        "Integers, views and read-only arrays are arrays like any other: compute new ones, and "
        "write into none that came.",
    ),
)
@forgiving
def any_array(student: Student, net: Net, make: Make) -> None:
    """integer, transposed, reversed, strided and read-only arrays are right, too"""
    output, *told = _both(student, net, make)
    check_values(output, outputs(net.layers, net.x)[-1], "output")
    check_each(names(net, "d_"), told, arrays(gradients(net)))


def _both(student: Student, net: Net, make: Make) -> tuple[Any, ...]:
    """Return the output of a network, and the gradients of its layers."""
    steps = script(student)
    network, layers = make(steps, net.layers)
    output = network.forward(net.x)
    network.backward(net.d_loss)
    return steps.run(output, *gradients_of(layers))


@task.check(points=1, given=large, examples=10, needs=[order, chain], hidden=True)
@forgiving
def agrees(student: Student, reference: Student, net: Net, make: Make) -> None:
    """agrees with the reference solution on large networks"""
    called = ["output", *names(net, "d_")]
    check_each(called, _both(student, net, make), _both(reference, net, as_added))
