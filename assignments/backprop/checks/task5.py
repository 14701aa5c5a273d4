"""How task 5 is judged: the gradient-descent update, in place."""

from __future__ import annotations

import msgspec
import numpy as np

from grader.arguments import afterwards, check_kept
from grader.authoring import Task
from grader.checking import CheckFailed, Mismatch, check_updated
from grader.drawing import Draw, Floats, Numbers, clear
from grader.student.remote import Student
from grader.student.session import Answer

RATES = [0.5, 0.1, 1.0, 2.0, 0.01, 100.0, 1e-4]

task = Task(
    "The gradient-descent update",
    functions=["gradient_descent_update(parameters, gradients, learning_rate)"],
)


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


def draw_step(draw: Draw, shapes: list[tuple[int, ...]]) -> Step:
    """Draw a step that is of the size of the parameters, and leaves none of them near zero."""
    learning_rate = draw.choice(RATES)
    parameters = [draw.array(shape, mixed=False) for shape in shapes]
    gradients = [
        draw.small(p.shape, zeros=True) * (float(np.abs(p).max()) / (8 * learning_rate))
        for p in parameters
    ]
    rounded = [np.array([float(f"{x:.3g}") for x in g.flat]).reshape(g.shape) for g in gradients]
    step = Step(parameters, rounded, learning_rate)
    for p, g, expected in zip(parameters, rounded, step.expected, strict=True):
        draw.assume(g.any() and np.abs(g).max() <= 1e6 and np.abs(g[g != 0]).min() >= 1e-6)
        draw.assume(clear(expected, np.abs(p) + np.abs(learning_rate * g)))
    return step


def single_arrays(draw: Draw) -> Step:
    """Draw a single parameter."""
    return draw_step(draw, [draw.shape([1, 2])])


def several_arrays(draw: Draw) -> Step:
    """Draw two to four parameters of different shapes."""
    return draw_step(draw, [draw.shape([1, 2, 3], most=3) for _ in range(draw.integer(2, 4))])


def any_layout(draw: Draw) -> Step:
    """Draw parameters that are views of other arrays, and gradients that cannot be written to."""
    step = draw_step(draw, [draw.shape([1, 2, 3], most=3) for _ in range(draw.integer(1, 2))])
    parameters = draw.layouts(*step.parameters)
    gradients = [gradient.copy(order="K") for gradient in draw.layouts(*step.gradients)]
    for gradient in gradients:
        gradient.flags.writeable = False
    return Step(parameters, gradients, step.learning_rate)


def update(student: Student, step: Step, parameters: list[Numbers] | None = None) -> Answer:
    """Return what came of a step from the parameters, or from others of their shapes."""
    start = step.parameters if parameters is None else parameters
    return student.gradient_descent_update.in_place(start, step.gradients, step.learning_rate)


def check_step(answer: Answer, step: Step) -> list[Numbers]:
    """Compare the parameters with what they should be after one step, and return them."""
    after = afterwards(answer, 0, step.parameters, "parameters")
    for i, (old, new, expected) in enumerate(
        zip(step.parameters, after, step.expected, strict=True)
    ):
        check_updated(old, new, expected, f"parameters[{i}]", rebound=answer.rebound[0])
    return after


@task.check(
    points=6,
    given=single_arrays,
    hint="Subtract learning_rate times the gradient, and write into the array that was passed: "
    "`parameter -= …` does, `parameter = parameter - …` makes a new array.",
)
def one_array(student: Student, step: Step) -> None:
    """a parameter that stands alone in its list takes the step, in place"""
    check_step(update(student, step), step)


@task.check(
    points=5,
    given=several_arrays,
    hint="Go through both lists side by side, to their ends: zip(parameters, gradients).",
)
def all_arrays(student: Student, step: Step) -> None:
    """every parameter of a longer list takes the step with its own gradient"""
    check_step(update(student, step), step)


STEPS = [one_array, all_arrays]


@task.check(
    points=3,
    given=several_arrays,
    needs_any=STEPS,
    hint="Take the values that the arrays hold now; keep nothing from one call to the next.",
)
def goes_on(student: Student, step: Step) -> None:
    """a second call with the same arrays goes on from where the first one ended"""
    first = check_step(update(student, step), step)
    start = [np.array(parameter) for parameter in first]
    again = Step(start, step.gradients, step.learning_rate)
    for p, g, expected in zip(start, again.gradients, again.expected, strict=True):
        if not clear(expected, np.abs(p) + np.abs(again.learning_rate * g)):
            return
    check_step(update(student, again), again)


@task.check(
    points=3,
    given=several_arrays,
    needs_any=STEPS,
    hint="Write into the parameters only: `gradient *= learning_rate` changes the caller's array.",
)
def gradients_kept(student: Student, step: Step) -> None:
    """gradients stay as they are, and both lists keep their arrays"""
    answer = update(student, step)
    check_kept(answer, 1, step.gradients, "gradients")
    if answer.rebound[0] or answer.rebound[1]:
        name = "parameters" if answer.rebound[0] else "gradients"
        message = f"The list `{name}` holds other objects after the call than before."
        raise CheckFailed(Mismatch(kind="argument modified", array=name, message=message))


@task.check(
    points=2,
    given=any_layout,
    needs_any=STEPS,
    hint="reshape(-1) and ravel() may copy: work on the array as it is, whatever its shape.",
)
def views(student: Student, step: Step) -> None:
    """transposed, reversed and strided parameters take the step too, with read-only gradients"""
    check_step(update(student, step), step)


@task.check(points=1, given=single_arrays, needs_any=STEPS, examples=10)
def returns_none(student: Student, step: Step) -> None:
    """nothing is returned: the arrays themselves are the result"""
    if update(student, step).result is not None:
        name = "gradient_descent_update"
        message = f"`{name}` should return None, but it returned something."
        raise CheckFailed(Mismatch(kind="not an array", array=name, message=message))
