"""How task 5 is judged: the gradient-descent update, in place."""

from __future__ import annotations

import msgspec
import numpy as np

from grader.arguments import afterwards, check_kept, locked
from grader.authoring import Task, real
from grader.checking import CheckFailed, Mismatch, check_same, check_updated, check_values
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
    """Draw a step that is of the size of the parameters.

    Neither it nor a second one leaves a parameter that is near zero for its terms.
    """
    learning_rate = draw.choice(RATES)
    parameters = [draw.array(shape, mixed=False) for shape in shapes]
    gradients = [
        draw.small(p.shape, zeros=True) * (float(np.abs(p).max()) / (8 * learning_rate))
        for p in parameters
    ]
    rounded = [np.array([float(f"{x:.3g}") for x in g.flat]).reshape(g.shape) for g in gradients]
    step = Step(parameters, rounded, learning_rate)
    for p, g, expected in zip(parameters, rounded, step.expected, strict=True):
        change = np.abs(learning_rate * g)
        draw.assume(g.any() and np.abs(g).max() <= 1e6 and np.abs(g[g != 0]).min() >= 1e-6)
        draw.assume(clear(expected, np.abs(p) + change))
        draw.assume(clear(expected - learning_rate * g, np.abs(p) + 2 * change))
    return step


def single_arrays(draw: Draw) -> Step:
    """Draw a single parameter."""
    return draw_step(draw, [draw.shape([1, 2])])


def several_arrays(draw: Draw) -> Step:
    """Draw two to four parameters of different shapes."""
    return draw_step(draw, [draw.shape([1, 2, 3], most=3) for _ in range(draw.integer(2, 4))])


def any_layout(draw: Draw) -> Step:
    """Draw arrays that are laid out in memory in different ways."""
    step = draw_step(draw, [draw.shape([1, 2, 3], most=3)])
    arrays = draw.layouts(*step.parameters), draw.layouts(*step.gradients)
    return Step(*arrays, step.learning_rate)


def plain(array: Numbers) -> Floats:
    """Return an equal array in C order."""
    return np.array(array, order="C")


def update(student: Student, step: Step, *, again: bool = False) -> Answer:
    """Return what came of a step; on `again` the call is made even if an equal one was made."""
    function = student.gradient_descent_update
    call = function.fresh if again else function.in_place
    return call(step.parameters, step.gradients, step.learning_rate)


def updated(student: Student, step: Step) -> Floats:
    """Return the first parameter as it is after the step."""
    after = afterwards(update(student, step), 0, step.parameters, "parameters")
    return real(after[0], "parameters[0]", step.parameters[0].shape)


def check_step(answer: Answer, step: Step) -> list[Numbers]:
    """Compare the parameters with what they should be after one step, and return them."""
    after = afterwards(answer, 0, step.parameters, "parameters")
    for i, (old, new, expected) in enumerate(
        zip(step.parameters, after, step.expected, strict=True)
    ):
        check_updated(old, new, expected, f"parameters[{i}]", rebound=answer.rebound[0])
    return after


@task.check(
    points=5,
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


@task.check(
    points=2,
    given=single_arrays,
    hint="The step is learning_rate times the gradient: a factor in front of it, and no more.",
)
def proportional(student: Student, step: Step) -> None:
    """with twice the learning rate, a parameter changes by twice as much"""
    doubled = Step(step.parameters, step.gradients, 2 * step.learning_rate)
    new, newer = updated(student, step), updated(student, doubled)
    once, twice = (after - step.parameters[0] for after in (new, newer))
    if not once.any():
        message = "`parameters[0]` does not change at all."
        raise CheckFailed(Mismatch(kind="numbers differ", array="parameters[0]", message=message))
    scale = float(max(np.abs(new).max(), np.abs(newer).max()))
    check_values(twice, 2 * once, "change of parameters[0]", scale=scale)


STEPS = [one_array, all_arrays]
EARNED = [*STEPS, proportional]


@task.check(
    points=2,
    given=single_arrays,
    needs_any=STEPS,
    examples=20,
    hint="Take the values that the arrays hold now; keep nothing from one call to the next.",
)
def goes_on(student: Student, step: Step) -> None:
    """a second call goes on from where the first one ended, and equal calls do the same"""
    first = check_step(update(student, step, again=True), step)
    second = Step(list(map(np.array, first)), step.gradients, step.learning_rate)
    check_step(update(student, second, again=True), second)
    third = check_step(update(student, step, again=True), step)
    check_same(first[0], third[0], "parameters[0]")


@task.check(
    points=3,
    given=single_arrays,
    needs_any=EARNED,
    hint="Write into the parameters only: `gradient *= learning_rate` changes the caller's array.",
)
def gradients_kept(student: Student, step: Step) -> None:
    """gradients stay as they are, even if they are read-only, and both lists keep their arrays"""
    answer = update(student, step)
    check_kept(answer, 1, step.gradients, "gradients")
    if answer.rebound[0] or answer.rebound[1]:
        name = "parameters" if answer.rebound[0] else "gradients"
        message = f"The list `{name}` holds other objects after the call than before."
        raise CheckFailed(Mismatch(kind="argument modified", array=name, message=message))
    update(student, Step(step.parameters, locked(step.gradients), step.learning_rate))


@task.check(
    points=2,
    given=any_layout,
    needs_any=EARNED,
    examples=50,
    hint="reshape(-1) and ravel() may copy: work on the array as it is, whatever its shape.",
)
def views(student: Student, step: Step) -> None:
    """transposed, reversed and strided arrays change as plain arrays do"""
    parameters, gradients = map(plain, step.parameters), map(plain, step.gradients)
    expected = updated(student, Step(list(parameters), list(gradients), step.learning_rate))
    check_values(updated(student, step), expected, "parameters[0]")


@task.check(points=1, given=single_arrays, needs_any=EARNED, examples=10)
def returns_none(student: Student, step: Step) -> None:
    """nothing is returned: the arrays themselves are the result"""
    if update(student, step).result is not None:
        name = "gradient_descent_update"
        message = f"`{name}` should return None, but it returned something."
        raise CheckFailed(Mismatch(kind="not an array", array=name, message=message))
