"""How task 10 is judged: steps of gradient descent, in a layer and in a network.

A step is compared with the gradients that the student's own layer holds: a mistake of task 8 costs
nothing here but what says so.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.authoring import (
    CheckFailed,
    Draw,
    Floats,
    Script,
    Student,
    Task,
    check_each,
    check_unmodified,
    check_updated,
    check_values,
    real,
    script,
)

from ._descent import Step, gentle, steady, stepped
from ._layer import EXAMPLE, settled
from ._mistakes_layer import STEPS
from ._mistakes_network import UPDATES
from ._network import (
    FEW,
    FILE,
    LAYER,
    NETWORK,
    SOME,
    Net,
    Parameters,
    arrays,
    even_nets,
    names,
    something,
    whole,
)
from ._steps import (
    Make,
    as_added,
    backward_by_hand,
    forgiving,
    forward_by_hand,
    make_layer,
    parameters_of,
)

RATES = (0.5, 0.1, 0.25, 1.0, 0.01, 2.0)

SCALES = (*((0, 0),) * 2, (3, -6), (-8, 4), (8, 8), (-9, -10), (1, -19), (-10, -19), (-2, 17))
"""Powers of two for input and gradient; those of the weights and biases fit."""

SMALLEST = 2.0**-20
"""About a millionth, below which no numbers are but those of gradients."""

task = Task(
    "Steps of gradient descent",
    functions=[*NETWORK, *LAYER],
    file=FILE,
    builds_on=["task7", "task8", "task9"],
    mistakes=[*STEPS, *UPDATES],
)


class TwoSteps(Step, frozen=True):
    """A network and two steps, of which the second has another input and another rate."""

    other: Floats
    other_rate: float


def layer_steps(draw: Draw) -> Step:
    """Draw a single layer and a learning rate, so that a step shows in both parameters.

    All arrays but the biases are square: see `check_one` of task 8.
    """
    n = draw.integer(1, 4)
    one, two = (2.0**k for k in draw.choice(SCALES))
    zeros = draw.choice([False, True])
    weights = whole(draw, (n, n), zeros=zeros) * one * two
    if one * two < SMALLEST:  # what such gradients do is seen beside weights of zero only
        weights = np.zeros_like(weights)
    # New layers have biases of zero. They leave it with the first step, and do not get back.
    biases = whole(draw, (n, 1), zeros=zeros) * two * draw.choice([1, 1, 0])
    layer = Parameters(weights, biases)
    x = whole(draw, (n, n), zeros=zeros) * one
    d_output = whole(draw, (n, n), zeros=zeros) * two
    rate = draw.choice((*RATES, 8.0))
    for start, gradient in ((weights, d_output @ x.T), (biases, _row_sums(d_output))):
        move, size = 2 * rate * np.abs(gradient), np.abs(start)
        draw.assume(gradient.any() and move.max() > 0.05 * size.max())
        draw.assume(settled(start - rate * gradient, size + move))
        draw.assume(settled(start - 2 * rate * gradient, size + move))
        draw.assume((start - rate * gradient).any())
    return Step([layer], x, d_output, rate)


def _row_sums(array: Floats) -> Floats:
    return np.asarray(array.sum(axis=1, keepdims=True))


def network_steps(draw: Draw) -> Step:
    """Draw a network whose layers all have one size, and a learning rate."""
    net = even_nets(draw)
    return Step(net.layers, net.x, net.d_loss, draw.choice(RATES))


def two_steps(draw: Draw) -> TwoSteps:
    """Draw a network of mixed sizes, and two steps."""
    if draw.integer(0, 4) == 0:
        x = EXAMPLE.x
        return TwoSteps([EXAMPLE.layer], x, EXAMPLE.d_output, 0.1, x, 0.2)
    sizes = [draw.integer(1, 5) for _ in range(draw.integer(1, 5) + 1)]
    batch = draw.integer(1, 4)
    layers = gentle(draw, sizes)
    x, other = (whole(draw, (sizes[0], batch)) / 5 for _ in range(2))
    d_loss = whole(draw, (sizes[-1], batch)) / 5
    rates = [draw.choice((*RATES, 0.0004, 0.037)) for _ in range(2)]
    case = TwoSteps(layers, x, d_loss, rates[0], other, rates[1] / 2)

    def results(layers: list[Parameters], x: Floats, d_loss: Floats, other: Floats) -> list[Floats]:
        return _after_both(TwoSteps(layers, x, d_loss, case.rate, other, case.other_rate))

    draw.assume(steady(results, layers, x, d_loss, other))
    return case


def _after_both(case: TwoSteps) -> list[Floats]:
    """Return all parameters after the first step, and after the second."""
    once = stepped(case, case.rate)
    twice = stepped(Net(once, case.other, case.d_loss), case.other_rate)
    return [*arrays(once), *arrays(twice)]


def large(draw: Draw) -> TwoSteps:
    """Draw networks with a dozen units in each layer."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    a, b, c = (draw.integer(7, 20) for _ in range(3))
    layers = [
        Parameters(random.normal(size=(n_out, n_in)) / 4, random.normal(size=(n_out, 1)))
        for n_out, n_in in ((b, a), (c, b))
    ]
    x, other, d_loss = (random.normal(size=(n, 6)) for n in (a, a, c))
    return TwoSteps(layers, x, d_loss, 0.05, other, 0.02)


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
    points=2,
    given=layer_steps,
    hint=(
        "For weight 3, gradient 2 and rate 0.1: what is the new weight?",
        "weights minus learning_rate times d_weights: downhill, so minus.",
    ),
)
def weights(student: Student, case: Step) -> None:
    """Layer.update moves weights by learning_rate times d_weights, downhill"""
    steps, layer = begin(student, case)
    d_weights = layer.d_weights
    layer.update(case.rate)
    gradient, after = steps.run(d_weights, layer.weights)
    due = moved(case.layers[0].weights, gradient, "d_weights", case.rate)
    check_updated(case.layers[0].weights, after, due, "weights")


@task.check(
    points=2,
    given=layer_steps,
    hint=(
        "For bias 3, gradient 2 and rate 0.1: what is the new bias?",
        "Biases learn as weights do.",
    ),
)
def biases(student: Student, case: Step) -> None:
    """Layer.update moves biases by learning_rate times d_biases, downhill"""
    steps, layer = begin(student, case)
    d_biases = layer.d_biases
    layer.update(case.rate)
    gradient, after = steps.run(d_biases, layer.biases)
    due = moved(case.layers[0].biases, gradient, "d_biases", case.rate)
    check_updated(case.layers[0].biases, after, due, "biases")


@task.check(
    points=3,
    given=layer_steps,
    examples=SOME,
    hint=(
        "Which attributes does update change, and which should it change?",
        "`self.d_weights *= learning_rate` changes the gradient: write a product instead.",
    ),
)
def gradients_stay(student: Student, case: Step) -> None:
    """Layer.update takes a step and leaves the gradients as they are"""
    steps, layer = begin(student, case)
    before = layer.d_weights, layer.d_biases
    layer.update(case.rate)
    told = steps.run(*before, layer.d_weights, layer.d_biases, layer.weights, layer.biases)
    _check_step(case.layers, told[4:])
    for name, old, new in zip(("d_weights", "d_biases"), told[:2], told[2:4], strict=True):
        check_unmodified(old, new, name)


def _check_step(layers: list[Parameters], after: tuple[Any, ...]) -> None:
    """Require that parameters changed: nothing else is worth anything if nothing happens.

    One of another shape is judged elsewhere, and left aside as long as there is another one.
    """
    pairs = list(zip(arrays(layers), after, strict=True))
    fitting = [(old, new) for old, new in pairs if _fits(new, old.shape)] or pairs[:1]
    changes = [np.ravel(real(new, "parameters", old.shape) - old) for old, new in fitting]
    something(np.concatenate(changes), "the change of weights and biases")


def _fits(array: object, shape: tuple[int, ...]) -> bool:
    """Whether a parameter has the shape that is due."""
    try:
        real(array, "parameters", shape)
    except CheckFailed:
        return False
    return True


@task.check(
    points=3,
    given=layer_steps,
    examples=SOME,
    hint=(
        "From where does a second update start, and with which gradients?",
        "Each update starts from the parameters and the gradients that this layer has now.",
    ),
)
def several_updates(student: Student, case: Step) -> None:
    """a second update goes on from where the first one ended, and no other layer moves"""
    steps, layer = begin(student, case)
    n_out, n_in = case.layers[0].weights.shape
    neighbour = steps.student.Layer(n_in, n_out)
    beside = neighbour.weights, neighbour.biases
    layer.update(case.rate)
    first = layer.weights, layer.biases
    layer.update(case.rate)
    told = steps.run(
        *first, layer.weights, layer.biases, *beside, neighbour.weights, neighbour.biases
    )
    _check_step(case.layers, told[:2])
    for i, name in enumerate(("weights", "biases")):
        start = arrays(case.layers)[i]
        if _fits(told[i], start.shape):
            due = 2 * real(told[i], name) - start
            check_values(told[2 + i], due, f"{name}, after two updates,")
        check_unmodified(told[4 + i], told[6 + i], f"{name}, of another layer,")


@task.check(
    points=7,
    given=network_steps,
    examples=SOME,
    hint=(
        "How often is each layer of the network updated, and at which rate?",
        "Call update of every layer, with the learning rate.",
    ),
)
@forgiving
def network(student: Student, net: Step, make: Make) -> None:
    """NeuralNetwork.update updates every layer, each once"""
    expected = _one_by_one(student, net, make, through_network=False)
    returned = _one_by_one(student, net, make, through_network=True)
    _check_step(net.layers, expected)
    check_each(names(net), returned, expected)


def _one_by_one(
    student: Student, net: Step, make: Make, *, through_network: bool
) -> tuple[Any, ...]:
    """Return the parameters after an update of the network, or of each of its layers."""
    steps = script(student)
    network, layers = make(steps, net.layers)
    forward_by_hand(layers, net.x)
    backward_by_hand(layers, net.d_loss)
    for one in [network] if through_network else layers:
        one.update(net.rate)
    return steps.run(*parameters_of(layers))


@task.check(
    points=2,
    given=two_steps,
    examples=SOME,
    needs=[network],
    hint=(
        "Which of the three is right by itself: forward, backward, update?",
        "update takes the whole step, learning_rate times the gradient. Where that is right, see "
        "forward and backward: grade task7 to task9.",
    ),
)
@forgiving
def descent(student: Student, case: TwoSteps, make: Make) -> None:
    """forward, backward and update of a network together are a step of gradient descent"""
    check_each(2 * names(case), _take_both(student, case, make), _after_both(case))


def _take_both(student: Student, case: TwoSteps, make: Make) -> tuple[Any, ...]:
    """Return all parameters of the student's network after one step, and after another."""
    steps = script(student)
    network, layers = make(steps, case.layers)
    told = []
    for x, rate in ((case.x, case.rate), (case.other, case.other_rate)):
        network.forward(x)
        network.backward(case.d_loss)
        network.update(rate)
        told += parameters_of(layers)
    return steps.run(*told)


@task.check(points=1, given=large, examples=FEW, needs=[network], hidden=True)
@forgiving
def agrees(student: Student, reference: Student, case: TwoSteps, make: Make) -> None:
    """agrees with the reference solution on large networks"""
    expected = _take_both(reference, case, as_added)
    check_each(2 * names(case), _take_both(student, case, make), expected)
