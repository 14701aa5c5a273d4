"""What is drawn for task 5: lists of parameters and gradients, and what becomes of them."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from grader.authoring import (
    Answer,
    CheckFailed,
    Draw,
    Floats,
    Mismatch,
    Numbers,
    Student,
    afterwards,
    check_updated,
    script,
    steady,
)

from ._draws import decimals

RATES = [0.5, 0.1, 1.0, 2.0, 0.01, 100.0, 1e-4]


class Step(msgspec.Struct, frozen=True):
    """The arguments of one call."""

    parameters: list[Floats]
    gradients: list[Floats]
    learning_rate: float

    @property
    def expected(self) -> list[Floats]:
        """The parameters after the step."""
        pairs = zip(self.parameters, self.gradients, strict=True)
        return [np.asarray(p - self.learning_rate * g) for p, g in pairs]


HANDOUT = Step(
    [np.array([[1.0, -2.0], [0.5, 3.0]]), np.array([0.2, -0.1])],
    [np.array([[2.0, 0.0], [-1.0, 4.0]]), np.array([1.0, -3.0])],
    0.1,
)
"""The example of the handout."""


def handout(draw: Draw) -> Step:
    """Make the example of the handout."""
    return HANDOUT


def handout_matrix(draw: Draw) -> Step:
    """Make a step of its first parameter alone."""
    return Step(HANDOUT.parameters[:1], HANDOUT.gradients[:1], HANDOUT.learning_rate)


def draw_step(
    draw: Draw, shapes: list[tuple[int, ...]], *, zeros: bool = True, new: bool = False
) -> Step:
    """Draw a step that is of the size of the parameters; some gradients are zero, but not all.

    Neither it nor a second one leaves an array that is a small remainder of its terms. Where the
    parameters are `new`, all vectors among them are zero, as biases are before any training.
    """
    learning_rate = draw.choice(RATES)
    parameters = [decimals(draw, shape, zeros=True) for shape in shapes]
    gradients = [
        draw.small(p.shape, zeros=zeros) * (float(np.abs(p).max()) / (8 * learning_rate))
        for p in parameters
    ]
    rounded = [np.array([float(f"{x:.3g}") for x in g.flat]).reshape(g.shape) for g in gradients]
    draw.assume(all(p.any() for p in parameters) and rounded[0].any())
    if new:
        parameters = [p * 0.0 if p.ndim == 1 else p for p in parameters]
    step = Step(parameters, rounded, learning_rate)
    for p, g, expected in zip(parameters, rounded, step.expected, strict=True):
        size, change = np.abs(g[g != 0]), np.abs(learning_rate * g)
        draw.assume(not size.size or (size.max() <= 1e6 and size.min() >= 1e-6))
        draw.assume(steady(expected, np.abs(p) + change))
        draw.assume(steady(expected - learning_rate * g, np.abs(p) + 2 * change))
    return step


def single_arrays(draw: Draw) -> Step:
    """Draw a single parameter."""
    return draw_step(draw, [draw.shape([1, 2], most=6)], new=draw.choice([False, False, True]))


def four_arrays(draw: Draw) -> Step:
    """Draw four parameters, two matrices around two vectors.

    A mistake in the number of parameters, or in which gradient is whose, raises nothing on these.
    """
    return draw_step(draw, palindrome(draw), zeros=False)


def palindrome(draw: Draw) -> list[tuple[int, ...]]:
    """Draw four shapes, which are the same from the last to the first; a few are large."""
    if draw.integer(0, 11) == 11:
        return [(21, 11), (21,), (21,), (21, 11)]
    matrix, vector = draw.shape([2, 3], most=4), draw.shape([1], most=4)
    return [matrix, vector, vector, matrix]


def several_arrays(draw: Draw) -> Step:
    """Draw two to seven parameters of different shapes; two may hold the same numbers."""
    if draw.integer(0, 9) == 9:
        return HANDOUT
    shapes = [draw.shape([1, 2, 3, 4], most=3) for _ in range(draw.integer(2, 7))]
    new = draw.choice([False, False, True])
    if new:
        shapes[-2:] = 2 * [draw.shape([1], most=4)]
    return draw_step(draw, shapes, new=new)


def any_layout(draw: Draw) -> Step:
    """Draw four parameters that are laid out in memory in different ways."""
    step = draw_step(draw, palindrome(draw))
    arrays = draw.layouts(*step.parameters), draw.layouts(*step.gradients)
    return Step(*arrays, step.learning_rate)


def update(student: Student, step: Step) -> Answer:
    """Return what came of a step."""
    function = student.gradient_descent_update
    return function.in_place(step.parameters, step.gradients, step.learning_rate)


def new_values(student: Student, step: Step) -> list[Any]:
    """Return the new parameters, wherever they are: in the arrays, the list or the result."""
    answer = update(student, step)
    after = afterwards(answer, 0, step.parameters, "parameters")
    if any(map(differ, step.parameters, after)):
        return after
    elsewhere = answer.result
    if answer.rebound[0]:
        steps = script(student)
        parameters = steps.value("parameters", step.parameters)
        rest = step.gradients, step.learning_rate
        steps.student.gradient_descent_update(parameters, *rest)
        (elsewhere,) = steps.run(steps.again(parameters))
    found = isinstance(elsewhere, list | tuple) and len(elsewhere) == len(after)
    return list(elsewhere) if found else after


def twice(student: Student, step: Step) -> list[list[Numbers]]:
    """Return the arrays after one step, after another one, and after one from where they began.

    They are the very same arrays in all three calls.
    """
    steps = script(student)
    names = [f"parameter{place}" for place in range(len(step.parameters))]
    arrays = [steps.value(*pair) for pair in zip(names, step.parameters, strict=True)]
    parameters, gradients = steps.value("parameters", arrays), step.gradients
    wanted = []
    for call in range(3):
        if call == 2:
            for array, old in zip(arrays, step.parameters, strict=True):
                array.put(list(range(old.size)), old.ravel())
        steps.student.gradient_descent_update(parameters, gradients, step.learning_rate)
        wanted += [steps.again(array) for array in arrays]
    told, count = steps.run(*wanted), len(arrays)
    return [list(told[place : place + count]) for place in range(0, 3 * count, count)]


def differ(old: Numbers, new: Any) -> bool:
    """Whether an array does not hold what it held before."""
    return np.shape(old) != np.shape(new) or bool((np.asarray(old) != new).any())


def check_parameter(step: Step, new: list[Any], place: int) -> None:
    """Compare one parameter with what it should be after the step."""
    name = f"parameters[{place}]"
    check_updated(step.parameters[place], new[place], step.expected[place], name)


def fail(message: str, name: str) -> None:
    """Fail the check for numbers that are wrong."""
    raise CheckFailed(Mismatch(kind="numbers differ", array=name, message=message))
