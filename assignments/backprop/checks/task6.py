"""How task 6 is judged: softmax, cross-entropy, and one training step."""

from __future__ import annotations

import msgspec
import numpy as np

from grader.authoring import Task, check_each, check_pure, real, several
from grader.checking import (
    CheckFailed,
    Mismatch,
    NumericalGradient,
    as_array,
    check_float64,
    check_values,
    compare_gradient,
)
from grader.drawing import Draw, Floats, Numbers
from grader.student.remote import Student

from ._network import (
    Differenced,
    Step,
    TwoSteps,
    even_steps,
    hidden,
    kinked,
    large_steps,
    logits,
    small_step,
    step_of,
    steps,
    terms,
    two_steps,
)
from ._softmax import (
    Distributions,
    Logits,
    cross_entropy,
    distribution,
    distributions,
    extreme_logits,
    one_hot,
    small_probabilities,
    softmax,
    targets,
    zero_probabilities,
)
from ._softmax import logits as plain_logits

NAMES = ("loss", "W1", "b1", "W2", "b2")

task = Task(
    "Softmax, cross-entropy and one training step",
    functions=[
        "softmax(z)",
        "cross_entropy(probabilities, y_true)",
        "training_step(x, y_true, W1, b1, W2, b2, learning_rate)",
    ],
)


class Everything(msgspec.Struct, frozen=True):
    """Arguments for all three functions."""

    z: Numbers
    probabilities: Numbers
    step: Step


def any_layout(draw: Draw) -> Everything:
    """Draw integers and floats, laid out in memory in different ways."""
    n = draw.integer(2, 3)
    step = small_step(draw, draw.integer(1, 2), draw.integer(1, 3), n)
    arrays = [step.x, one_hot(draw, n), *step.parameters]
    z, probabilities = draw.small((n,)), one_hot(draw, n)
    if draw.choice([True, False]):
        arrays = [np.sign(array).astype(np.int64) for array in arrays]
        z, probabilities = z.astype(np.int64), probabilities.astype(np.int64)
    else:
        probabilities = distribution(draw, n)
    step = step_of(arrays, step.learning_rate)
    draw.assume(np.ptp(logits(step.x, step.parameters)) < 14)
    draw.assume(terms(step.x, step.y_true, step.parameters).sum() > 1e-3)
    z, probabilities, *arrays = draw.layouts(z, probabilities, *arrays)
    return Everything(z, probabilities, step_of(arrays, step.learning_rate))


def train(student: Student, step: Step) -> tuple[object, ...]:
    """Return the loss and the four new parameters."""
    return several(student.training_step(*step.arguments), NAMES, "training_step")


def gradient(student: Student, step: Step, name: str) -> Numbers:
    """Return the gradient that a parameter was moved by: (old - new) / learning_rate."""
    new = train(student, step)[NAMES.index(name)]
    old: Numbers = getattr(step, name)
    moved = np.asarray((old - real(new, f"new {name}", old.shape)) / step.learning_rate)
    # So that the comparison knows how exact the student's result is.
    return moved.astype(np.float32) if as_array(new, name).dtype == np.float32 else moved


def compare(student: Student, step: Differenced, name: str) -> None:
    """Compare the gradient behind a new parameter with finite differences."""
    due: NumericalGradient = getattr(step, f"d_{name}")
    compare_gradient(gradient(student, step, name), due, f"d_{name}")


@task.check(
    points=4,
    given=plain_logits,
    hint="Raise e to each logit and divide by the sum of all of these: np.exp, then .sum().",
)
def softmax_values(student: Student, logits: Logits) -> None:
    """softmax is exp(z) divided by the sum of exp(z)"""
    check_values(student.softmax(logits.z), softmax(logits.z), "softmax")


@task.check(
    points=2,
    given=plain_logits,
    hint="The results are probabilities: they add up to 1, and only differences of logits count.",
)
def softmax_properties(student: Student, logits: Logits) -> None:
    """softmax sums to 1, ignores a common shift, and prefers the larger logit"""
    returned = real(student.softmax(logits.z), "softmax", logits.z.shape)
    check_values(returned.sum(), 1.0, "sum of softmax")
    check_values(student.softmax(logits.z + logits.shift), returned, "softmax of shifted logits")
    largest, smallest = returned[np.argmax(logits.z)], returned[np.argmin(logits.z)]
    if np.ptp(logits.z) and not largest > smallest:
        message = "The largest logit has no larger probability than the smallest one."
        raise CheckFailed(Mismatch(kind="numbers differ", array="softmax", message=message))


@task.check(
    points=3,
    given=extreme_logits,
    needs=[softmax_values],
    hint="exp(1000) overflows, and exp(-1000) is 0. A common number may be subtracted from all "
    "logits first: take the largest one.",
)
def softmax_extremes(student: Student, logits: Logits) -> None:
    """softmax is finite and exact for logits of 1000 and of -1000"""
    check_values(student.softmax(logits.z), softmax(logits.z), "softmax")


@task.check(
    points=4,
    given=distributions,
    hint="-np.sum(y_true * np.log(probabilities)): the sum over the classes, not a mean.",
)
def entropy_values(student: Student, given: Distributions) -> None:
    """cross_entropy is -sum(y * log(p)), for one-hot targets and for others"""
    expected = cross_entropy(given.probabilities, given.y_true)
    check_values(
        student.cross_entropy(given.probabilities, given.y_true), expected, "cross_entropy"
    )


@task.check(
    points=2,
    given=small_probabilities,
    needs=[entropy_values],
    hint="log(p + 1e-8) is not log(p): for small p it is far off. Add nothing to p.",
)
def entropy_of_small(student: Student, given: Distributions) -> None:
    """cross_entropy is exact for probabilities of a few millionths"""
    expected = cross_entropy(given.probabilities, given.y_true)
    check_values(
        student.cross_entropy(given.probabilities, given.y_true), expected, "cross_entropy"
    )


@task.check(
    points=3,
    given=zero_probabilities,
    needs=[entropy_values],
    hint="0 * log(0) is nan in floating point, and 0 here: add up the classes where y is not 0.",
)
def entropy_at_zero(student: Student, given: Distributions) -> None:
    """cross_entropy is finite where a probability and its target are both 0"""
    expected = cross_entropy(given.probabilities, given.y_true)
    returned = student.cross_entropy(given.probabilities, given.y_true)
    check_values(returned, expected, "cross_entropy", scale=None if expected else 1.0)


@task.check(
    points=3,
    given=even_steps,
    hint="Forward first: h1 = relu(x @ W1 + b1), softmax(h1 @ W2 + b2), and its cross-entropy, all "
    "with the parameters as they were passed.",
)
def loss(student: Student, step: Differenced) -> None:
    """the loss of training_step is the cross-entropy before the step"""
    check_values(train(student, step)[0], step.loss, "loss")


@task.check(
    points=3,
    given=even_steps,
    hint="The gradient at the logits, softmax and cross-entropy taken together, is "
    "probabilities - y_true. Subtract learning_rate times the gradient.",
)
def output_biases(student: Student, step: Differenced) -> None:
    """b2 moves by -learning_rate * d_b2, the gradient of the loss"""
    compare(student, step, "b2")


@task.check(points=2, given=even_steps, hint="W2[j, k] carries h1[j] to logit k.")
def output_weights(student: Student, step: Differenced) -> None:
    """W2 moves by -learning_rate * d_W2, the gradient of the loss"""
    compare(student, step, "W2")


@task.check(
    points=2,
    given=steps,
    hint="The gradient at h1 is W2 @ d_b2, with W2 as it was before the step; ReLU lets it pass "
    "where h1 > 0.",
)
def hidden_biases(student: Student, step: Differenced) -> None:
    """b1 moves by -learning_rate * d_b1, the gradient of the loss"""
    compare(student, step, "b1")


@task.check(points=2, given=steps, hint="W1[i, j] carries x[i] to hidden unit j.")
def hidden_weights(student: Student, step: Differenced) -> None:
    """W1 moves by -learning_rate * d_W1, the gradient of the loss"""
    compare(student, step, "W1")


@task.check(
    points=3,
    given=steps,
    hint="Go back as in task 4: only the gradient at the output is another one. Compute all "
    "gradients first, and update then.",
)
def chain(student: Student, step: Differenced) -> None:
    """the layers are chained as in task 4, whatever the gradient at the logits is"""
    d_W1, d_b1, d_W2, d_b2 = (gradient(student, step, name) for name in NAMES[1:])
    if not d_b2.any():
        message = "`b2` does not move, though `probabilities` and `y_true` differ."
        raise CheckFailed(Mismatch(kind="numbers differ", array="b2", message=message))
    z1 = hidden(step)
    d_hidden = (step.W2 @ d_b2) * (z1 > 0)
    scale = float(np.max(np.abs(step.W2) @ np.abs(d_b2)))
    check_values(d_W2, np.outer(np.maximum(z1, 0), d_b2), "d_W2")
    check_values(d_b1, d_hidden, "d_b1", scale=scale)
    largest = scale * float(np.max(np.abs(step.x)))
    check_values(d_W1, np.outer(step.x, d_hidden), "d_W1", scale=largest)


@task.check(
    points=1,
    given=kinked,
    needs=[hidden_biases],
    hint="At exactly 0 the derivative of ReLU counts as 0: the mask is h1 > 0.",
)
def at_zero(student: Student, step: Step) -> None:
    """nothing moves at a hidden unit whose pre-activation is exactly 0"""
    off = hidden(step) == 0
    _, W1, b1, _, _ = train(student, step)
    for name, old, new in (("b1", step.b1, b1), ("W1", step.W1, W1)):
        due = np.where(off, old, real(new, f"new {name}", old.shape))
        check_values(new, due, f"new {name}")


STEPS = [output_biases, output_weights, hidden_biases, hidden_weights, chain]


@task.check(
    points=1,
    given=any_layout,
    needs_any=[softmax_values, entropy_values, *STEPS],
    hint="Integers, and views of other arrays, are arrays like any other.",
)
def any_array(student: Student, given: Everything) -> None:
    """integer, reversed, transposed and strided arrays give the same as plain float64 ones"""

    def plain(array: Numbers) -> Floats:
        return np.array(array, dtype=np.float64, order="C")

    z, probabilities, step = given.z, given.probabilities, given.step
    check_values(student.softmax(z), student.softmax(plain(z)), "softmax")
    expected = student.cross_entropy(plain(probabilities), plain(probabilities))
    check_values(student.cross_entropy(probabilities, probabilities), expected, "cross_entropy")
    arrays = map(plain, (step.x, step.y_true, *step.parameters))
    check_each(NAMES, train(student, step), train(student, step_of(arrays, step.learning_rate)))


@task.check(
    points=2,
    given=two_steps,
    needs_any=[softmax_values, entropy_values, *STEPS],
    examples=10,
    hint="Compute new arrays: `W1 = W1 - …` makes one, `W1 -= …` writes into the caller's.",
)
def side_effects(student: Student, steps: TwoSteps) -> None:
    """arguments stay as they are, training_step's too, and equal calls give equal results"""
    first, other = steps.first, steps.other
    check_pure(student.softmax, [first.b2], [other.b2])
    one, two = ((softmax(step.b2), step.y_true) for step in (first, other))
    check_pure(student.cross_entropy, one, two)
    check_pure(student.training_step, first.arguments, other.arguments, NAMES)


@task.check(
    points=1,
    given=even_steps,
    needs_any=[softmax_values, entropy_values, *STEPS],
    examples=10,
)
def float64(student: Student, step: Differenced) -> None:
    """float64 arrays give float64 results"""
    check_float64(student.softmax(step.b2), "softmax")
    for name, returned in zip(NAMES, train(student, step), strict=True):
        check_float64(returned, name)


@task.check(points=2, given=large_steps, examples=25, hidden=True)
def agrees(student: Student, reference: Student, step: Step) -> None:
    """agrees with the reference solution on large networks"""
    check_each(NAMES, train(student, step), train(reference, step))
