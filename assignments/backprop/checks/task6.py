"""How task 6 is judged: softmax, cross-entropy, and one training step.

A new parameter is judged by the numbers that are returned, and diagnosed by the step that was
taken. As in task 4, the right numbers are asked for, and beside them what ties the gradients
together: a gradient is what a parameter was moved by, (old - new) / learning_rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from grader.authoring import (
    Floats,
    Numbers,
    RemoteFunction,
    Student,
    Task,
    as_array,
    check_dtypes,
    check_each,
    check_layouts,
    check_pure,
    check_shape,
    check_updated,
    check_values,
    judge_each,
    plain,
    real,
    several,
)

from ._mistakes_task6 import CROSS_ENTROPY, TRAINING
from ._several import nonzero
from ._softmax import (
    Distributions,
    Logits,
    cross_entropy,
    distributions,
    edges,
    extreme_logits,
    softmax,
)
from ._softmax import logits as ordinary_logits
from ._training import (
    SMALL,
    Differenced,
    Everything,
    Step,
    TwoSteps,
    any_layout,
    extreme_steps,
    handout,
    kinked,
    large_steps,
    step_of,
    steps,
    two_steps,
)

NAMES = ("loss", "W1", "b1", "W2", "b2")

task = Task(
    "Softmax, cross-entropy and one training step",
    functions=[
        "softmax(z)",
        "cross_entropy(probabilities, y_true)",
        "training_step(x, y_true, W1, b1, W2, b2, learning_rate)",
    ],
    mistakes=[*CROSS_ENTROPY, *TRAINING],
)


def train(student: Student, step: Step) -> tuple[object, ...]:
    """Return the loss and the four new parameters."""
    return several(student.training_step(*step.arguments), NAMES, "training_step")


def gradient(student: Student, step: Step, name: str) -> Floats:
    """Return the gradient that a parameter was moved by: (old - new) / learning_rate."""
    new = train(student, step)[NAMES.index(name)]
    old: Numbers = getattr(step, name)
    moved = np.asarray((old - real(new, f"new {name}", old.shape)) / step.learning_rate)
    # So that the comparison knows how exact the student's result is.
    return moved.astype(np.float32) if as_array(new, name).dtype == np.float32 else moved


def scale(step: Step, name: str) -> float:
    """Return the size of the new parameter, as one of the gradient behind it."""
    place = NAMES.index(name) - 1
    new = step.parameters[place] - step.learning_rate * step.gradients[place]
    return float(np.abs(new).max() / step.learning_rate)


def judge(
    student: Student,
    step: Step,
    name: str,
    gradient: Floats,
    error: float | Floats = 0.0,
    size: float = 0.0,
) -> None:
    """Compare a new parameter with the step that a gradient makes from the old one.

    The gradient is off by `error`, and an error is measured against `size`, if that is larger.
    """
    old, new = getattr(step, name), train(student, step)[NAMES.index(name)]
    rate, largest = step.learning_rate, float(np.abs(gradient).max())
    check_updated(
        old,
        new,
        old - rate * gradient,
        f"new {name}",
        error=rate * error,
        scale=rate * max(size, largest, scale(step, name)),
        fresh=True,
    )


def compare(student: Student, step: Differenced, name: str) -> None:
    """Compare a new parameter with the step that finite differences make."""
    due = getattr(step, f"d_{name}")
    judge(student, step, name, due.value, due.error)


def check_entropy(student: Student, given: Distributions) -> None:
    """Compare the cross-entropy; one of 0 is measured by 1."""
    expected = cross_entropy(given)
    returned = student.cross_entropy(*given.arguments)
    check_values(returned, expected, "cross_entropy", scale=None if expected else 1.0)


@task.check(
    points=3,
    given=ordinary_logits,
    hint=(
        "What do all elements of a softmax add up to, and what makes it so?",
        "Raise e to each logit and divide by the sum of all of these: np.exp, then .sum().",
    ),
)
def softmax_values(student: Student, logits: Logits) -> None:
    """softmax is exp(z) divided by the sum of exp(z), in the shape of z"""
    check_values(student.softmax(logits.z), softmax(logits.z), "softmax")


@task.check(
    points=4,
    given=extreme_logits,
    hint=(
        "What is np.exp(1000)? And what changes if all logits get smaller by the same number?",
        "exp(1000) overflows, and exp(-1000) is 0. A common number may be subtracted from all "
        "logits first: take the largest one.",
    ),
)
def softmax_extremes(student: Student, logits: Logits) -> None:
    """softmax is finite and exact for logits up to 1000 and down to -1000, of any spread"""
    array = real(student.softmax(logits.z), "softmax")
    if array.size != logits.z.size:
        check_shape(array, logits.z.shape, "softmax")
    check_values(array.reshape(-1), softmax(logits.z), "softmax")


@task.check(
    points=3,
    given=distributions,
    hint=(
        "For y = (0, 1) and p = (0.5, 0.5): what is the cross-entropy, worked out by hand?",
        "Minus y times log(p), summed over the classes: a sum, and not a mean.",
    ),
)
def entropy_values(student: Student, given: Distributions) -> None:
    """cross_entropy is -sum(y * log(p)), for one-hot targets and for others"""
    check_entropy(student, given)


@task.check(
    points=4,
    given=edges,
    needs=[entropy_values],
    hint=(
        "What is log(p) where p is very small, and what is it where p is 0?",
        "0 * log(0) is nan in floating point, and 0 here: add up the classes where y is not 0. "
        "And log(p + 1e-8) is not log(p): for small p it is far off. Add nothing to p.",
    ),
)
def entropy_edges(student: Student, given: Distributions) -> None:
    """cross_entropy is exact for probabilities near 0 and near 1, and where p and y are 0"""
    check_entropy(student, given)


@task.check(
    points=2,
    given=steps,
    hint=(
        "With which parameters is the loss due: those before the step, or those after it?",
        "Forward first: h1 = relu(x @ W1 + b1), softmax(h1 @ W2 + b2), and its cross-entropy, all "
        "with the parameters as they were passed.",
    ),
)
def loss(student: Student, step: Differenced) -> None:
    """the loss is the cross-entropy before the step"""
    check_values(train(student, step)[0], step.loss, "loss")


@task.check(
    points=1,
    given=steps,
    hint=(
        "What is the gradient at the logits, for softmax and cross-entropy together?",
        "The gradient at the logits is softmax(z) - y_true, and that is d_b2.",
    ),
)
def output_biases(student: Student, step: Differenced) -> None:
    """b2 moves by -learning_rate * d_b2, the gradient of the loss"""
    compare(student, step, "b2")


@task.check(
    points=1,
    given=steps,
    hint=(
        "If W2[0, 1] alone grows a little, which logit changes, and by how much?",
        "W2[j, k] carries h1[j] to logit k.",
    ),
)
def output_weights(student: Student, step: Differenced) -> None:
    """W2 moves by -learning_rate * d_W2, the gradient of the loss"""
    compare(student, step, "W2")


@task.check(
    points=1,
    given=steps,
    hint=(
        "Through which logits does a hidden unit reach the loss, and when does it not?",
        "The gradient at h1 is W2 @ d_b2, with the W2 of the forward pass; ReLU lets it pass "
        "where h1 > 0.",
    ),
)
def hidden_biases(student: Student, step: Differenced) -> None:
    """b1 moves by -learning_rate * d_b1, the gradient of the loss"""
    compare(student, step, "b1")


@task.check(
    points=1,
    given=steps,
    hint=(
        "If W1[0, 1] alone grows a little, which hidden unit changes, and by how much?",
        "W1[i, j] carries x[i] to hidden unit j.",
    ),
)
def hidden_weights(student: Student, step: Differenced) -> None:
    """W1 moves by -learning_rate * d_W1, the gradient of the loss"""
    compare(student, step, "W1")


def moved(student: Student, step: Step, name: str) -> Floats:
    """Return the gradient behind a parameter that has to move, of which others follow."""
    return nonzero(np.asarray(gradient(student, step, name), np.float64), f"{name} - new {name}")


@task.check(
    points=1,
    given=steps,
    hint=(
        "What are the inputs of the output layer, and what is the gradient at the logits?",
        "d_W2[j, k] is h1[j] * d_b2[k]; both are subtracted at the same rate.",
    ),
    relation=True,
)
def output_weights_follow(student: Student, step: Differenced) -> None:
    """W2[j, k] moves by h1[j] times what b2[k] moves by, whatever that is"""
    due = np.outer(np.maximum(step.hidden, 0), moved(student, step, "b2"))
    judge(student, step, "W2", due)


@task.check(
    points=2,
    given=steps,
    hint=(
        "What comes back to the hidden layer, and from which W2?",
        "Go back as in task 4: only the gradient at the output is another one. Compute all "
        "gradients first, and update then.",
    ),
    relation=True,
)
def hidden_biases_follow(student: Student, step: Differenced) -> None:
    """b1 moves by W2 times what b2 moves by, where the hidden units are on"""
    d_b2 = moved(student, step, "b2")
    size = float(np.max(np.abs(step.W2) @ np.abs(d_b2)))
    due = (step.W2 @ d_b2) * (step.hidden > 0)
    judge(student, step, "b1", due, size=size)


@task.check(
    points=1,
    given=steps,
    hint=(
        "What are the inputs of the hidden layer, and what is the gradient at its pre-activation?",
        "d_W1[i, j] is x[i] * d_b1[j]: the mask is in d_b1.",
    ),
    relation=True,
)
def hidden_weights_follow(student: Student, step: Differenced) -> None:
    """W1[i, j] moves by x[i] times what b1[j] moves by, whatever that is"""
    due = np.outer(step.x, moved(student, step, "b1"))
    judge(student, step, "W1", due)


STEPS = [
    loss,
    output_biases,
    output_weights,
    hidden_biases,
    hidden_weights,
    output_weights_follow,
    hidden_biases_follow,
    hidden_weights_follow,
]


@task.check(
    points=4,
    given=extreme_steps,
    handout=handout,
    needs_any=STEPS,
    hint=(
        "What do softmax and the logarithm make of logits of 1000 and of -1000?",
        "Take the largest logit out of the softmax, leave out what 0 * log(0) would be, add "
        "nothing to a probability, and let no size be a special case.",
    ),
)
def extreme_step(student: Student, step: Step) -> None:
    """a step is right for networks of any sizes and scales, with logits from -1000 to 1000"""
    returned = train(student, step)
    check_values(returned[0], step.loss, "loss", scale=1.0 if step.loss < SMALL else None)
    moves = zip(NAMES[1:], step.parameters, step.gradients, returned[1:], strict=True)
    for name, old, gradient, new in moves:
        check_updated(old, new, old - step.learning_rate * gradient, f"new {name}", fresh=True)


@task.check(
    points=2,
    given=kinked,
    needs_any=STEPS,
    hint=(
        "What should flow back where a hidden unit is exactly 0, and what does the mask say?",
        "At exactly 0 the derivative of ReLU counts as 0: the mask is h1 > 0.",
    ),
    relation=True,
)
def at_zero(student: Student, step: Step) -> None:
    """nothing moves at a hidden unit whose pre-activation is exactly 0"""
    _, W1, b1, _, _ = train(student, step)
    for name, old, new in (("b1", step.b1, b1), ("W1", step.W1, W1)):
        due = np.where(step.hidden == 0, old, real(new, f"new {name}", old.shape))
        check_values(new, due, f"new {name}")


def entropy_of(step: Step) -> list[Numbers]:
    """Return arguments for the cross-entropy."""
    return [softmax(step.b2), step.y_true]


EARNED = [softmax_values, softmax_extremes, entropy_values, *STEPS]


@task.check(
    points=4,
    given=any_layout,
    needs_any=EARNED,
    hint=(
        "Does each line do with integers, or with a view, what it does with floats?",
        "Integers, and views of other arrays, are arrays like any other.",
    ),
    relation=True,
)
def any_array(student: Student, given: Everything) -> None:
    """integer, reversed, transposed and strided arrays give the same as plain float64 ones"""
    calls = (
        (student.softmax, [given.z], ()),
        (student.cross_entropy, [given.probabilities, given.probabilities], ()),
        (student.training_step, given.step.arguments, NAMES),
    )
    judge_each(*((f, plain(own), partial(check_layouts, f, own, names)) for f, own, names in calls))


@task.check(
    points=4,
    given=two_steps,
    needs_any=EARNED,
    examples=10,
    hint=(
        "What does the function write into, or keep, that is not its own?",
        "Compute new arrays: `W1 = W1 - …` makes one, `W1 -= …` writes into the caller's. Keep "
        "nothing of one call for the next.",
    ),
)
def side_effects(student: Student, steps: TwoSteps) -> None:
    """arguments stay as they are, training_step's too, and equal calls give equal results"""
    first, other = steps.first, steps.other
    calls: list[tuple[RemoteFunction, Sequence[Any], Sequence[Any]]] = [
        (student.softmax, [first.b2], [other.b2]),
        (student.cross_entropy, entropy_of(first), entropy_of(other)),
        (student.training_step, first.arguments, other.arguments),
    ]
    judge_each(
        *(
            (call[0], call[1], partial(check_pure, *call, beside=calls[:i] + calls[i + 1 :]))
            for i, call in enumerate(calls)
        )
    )


@task.check(points=1, given=steps, needs_any=EARNED, examples=10)
def float64(student: Student, step: Differenced) -> None:
    """float64 arrays give float64 results"""
    calls = (
        (student.softmax, [step.b2]),
        (student.cross_entropy, entropy_of(step)),
        (student.training_step, step.arguments),
    )
    judge_each(*((f, own, partial(check_dtypes, f, own)) for f, own in calls))


@task.check(points=1, given=large_steps, examples=25, hidden=True)
def agrees(student: Student, reference: Student, step: Step) -> None:
    """agrees with the reference solution on large networks"""
    check_each(NAMES, train(student, step), train(reference, step))
    of_all_sizes = step.logits / 10.0 ** (np.arange(step.logits.size) % 9)
    for logits in (step.logits, of_all_sizes):
        check_values(student.softmax(logits), reference.softmax(logits), "softmax")
        given = softmax(logits), step.y_true
        due = reference.cross_entropy(*given)
        check_values(student.cross_entropy(*given), due, "cross_entropy")
