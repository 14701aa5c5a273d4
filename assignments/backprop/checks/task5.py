"""How task 5 is judged: the gradient-descent update, in place.

The numbers are judged wherever they are found: in the arrays that were passed, in the list, or in
what is returned. That they belong into the arrays is a check of its own.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import (
    CheckFailed,
    Mismatch,
    Student,
    Task,
    afterwards,
    check_kept,
    check_same,
    check_values,
    locked,
    real,
)

from ._mistakes_task5 import MISTAKES
from ._steps import (
    Step,
    any_layout,
    check_parameter,
    differ,
    fail,
    four_arrays,
    handout,
    handout_matrix,
    new_values,
    several_arrays,
    single_arrays,
    twice,
    update,
)

task = Task(
    "The gradient-descent update",
    functions=["gradient_descent_update(parameters, gradients, learning_rate)"],
    mistakes=MISTAKES,
)


@task.check(
    points=2,
    given=single_arrays,
    handout=handout_matrix,
    hint=(
        "For parameter 3, gradient 2 and rate 0.1: what is the new parameter? And in which array?",
        "Subtract learning_rate times the gradient, and write into the array that was passed: "
        "`parameter -= …` does, `parameter = parameter - …` makes a new array.",
    ),
)
def one_array(student: Student, step: Step) -> None:
    """a parameter that stands alone in its list takes the step"""
    check_parameter(step, new_values(student, step), 0)


@task.check(
    points=2,
    given=four_arrays,
    hint=(
        "For parameter 3, gradient 2 and rate 0.1: what is the new parameter?",
        "The new parameter is the old one minus learning_rate times its gradient.",
    ),
)
def some_array(student: Student, step: Step) -> None:
    """at least one parameter of a longer list takes the step with its own gradient"""
    new, first = new_values(student, step), None
    for place, gradient in enumerate(step.gradients):
        if not gradient.any():
            continue
        try:
            return check_parameter(step, new, place)
        except CheckFailed as failure:
            first = first or failure
    raise first or AssertionError("a step without a gradient was drawn")


@task.check(
    points=3,
    given=several_arrays,
    handout=handout,
    hint=(
        "Which gradient belongs to the last parameter, and does it take its step?",
        "Go through both lists side by side, to their ends: zip(parameters, gradients).",
    ),
)
def all_arrays(student: Student, step: Step) -> None:
    """every parameter of a longer list takes the step with its own gradient"""
    new = new_values(student, step)
    for place in range(len(step.parameters)):
        check_parameter(step, new, place)


STEPS = [one_array, some_array, all_arrays]


@task.check(
    points=4,
    given=four_arrays,
    hint=(
        "Who else holds the arrays that were passed, and what do they see afterwards?",
        "Write into the arrays that were passed: `parameter -= …` does. A new array, in the list "
        "or returned, is none that the caller's layers hold.",
    ),
)
def in_place(student: Student, step: Step) -> None:
    """the step is written into the very arrays that were passed"""
    answer = update(student, step)
    after = afterwards(answer, 0, step.parameters, "parameters")
    if answer.rebound[0]:
        fail("The list `parameters` holds other objects after the call than before.", "parameters")
    if not any(map(differ, step.parameters, after)):
        fail("The arrays in `parameters` are as they were before the call.", "parameters")


EARNED = [*STEPS, in_place]


@task.check(
    points=1,
    given=four_arrays,
    needs_any=EARNED,
    hint=(
        "What becomes of the step where the rate is twice as large?",
        "The step is learning_rate times the gradient: a factor in front of it, and no more.",
    ),
    relation=True,
)
def proportional(student: Student, step: Step) -> None:
    """with twice the learning rate, parameters change by twice as much"""
    doubled = Step(step.parameters, step.gradients, 2 * step.learning_rate)
    pairs = zip(
        step.parameters, new_values(student, step), new_values(student, doubled), strict=True
    )
    moved = False
    for place, (old, new, newer) in enumerate(pairs):
        name = f"parameters[{place}]"
        once = real(new, name, old.shape) - old
        twice = real(newer, name, old.shape) - old
        scale = float(max(np.abs(new).max(), np.abs(newer).max(), np.abs(old).max()))
        check_values(twice, 2 * once, f"change of {name}", scale=scale)
        moved = moved or bool(once.any())
    if not moved:
        fail("`parameters[0]` does not change at all.", "parameters[0]")


@task.check(
    points=2,
    given=four_arrays,
    needs_any=EARNED,
    examples=20,
    hint=(
        "From where does a second call start?",
        "Take the values that the arrays hold now, and write the new ones into them. How large the "
        "step is depends on the gradient and on learning_rate, and on nothing that was kept.",
    ),
    relation=True,
)
def goes_on(student: Student, step: Step) -> None:
    """a second call goes on from where the first one ended, and equal calls do the same"""
    first, second, again = twice(student, step)
    if not any(map(differ, step.parameters, first)):
        fail("The arrays in `parameters` are as they were before the call.", "parameters")
    for place, old in enumerate(step.parameters):
        name = f"parameters[{place}]"
        one, two = real(first[place], name, old.shape), real(second[place], name, old.shape)
        scale = float(max(np.abs(one).max(), np.abs(two).max(), np.abs(old).max()))
        check_values(two - one, one - old, f"second change of {name}", scale=scale)
        check_same(first[place], again[place], name)


@task.check(
    points=2,
    given=four_arrays,
    needs_any=EARNED,
    hint=(
        "Which arrays does the call change, and which of them should it change?",
        "Write into the arrays in `parameters` only: `gradient *= learning_rate` changes the "
        "caller's array. And both lists keep the arrays that they hold.",
    ),
)
def gradients_kept(student: Student, step: Step) -> None:
    """gradients stay as they are, even if they are read-only, and both lists keep their arrays"""
    answer = update(student, step)
    check_kept(answer, 1, step.gradients, "gradients")
    if answer.rebound[0]:
        message = "The list `parameters` holds other objects after the call than before."
        raise CheckFailed(Mismatch(kind="argument modified", array="parameters", message=message))
    again = update(student, Step(step.parameters, locked(step.gradients), step.learning_rate))
    moved = afterwards(answer, 0, step.parameters, "parameters")
    if any(map(differ, step.parameters, moved)) and not any(
        map(differ, step.parameters, afterwards(again, 0, step.parameters, "parameters"))
    ):
        fail("With gradients that are read-only, `parameters` do not change.", "parameters")


@task.check(
    points=2,
    given=any_layout,
    needs_any=EARNED,
    hint=(
        "Which of your steps makes a copy, for an array that is a slice of another one?",
        "reshape(-1) and ravel() may copy: work on the array as it is, whatever its shape.",
    ),
    relation=True,
)
def views(student: Student, step: Step) -> None:
    """transposed, reversed and strided arrays change as plain arrays do"""
    parameters = [np.array(one, order="C") for one in step.parameters]
    gradients = [np.array(one, order="C") for one in step.gradients]
    expected = new_values(student, Step(parameters, gradients, step.learning_rate))
    for place, new in enumerate(new_values(student, step)):
        name = f"parameters[{place}]"
        check_values(new, real(expected[place], name), name)


@task.check(points=2, given=four_arrays, needs_any=EARNED, examples=10)
def returns_none(student: Student, step: Step) -> None:
    """nothing is returned: the arrays themselves are the result"""
    if update(student, step).result is not None:
        name = "gradient_descent_update"
        message = f"`{name}` should return None, but it returned something."
        raise CheckFailed(Mismatch(kind="not an array", array=name, message=message))
