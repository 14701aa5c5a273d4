"""The network of task 6, its loss through log-sum-exp, and what is drawn for a training step."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np

from grader.checking import NumericalGradient, numerical_gradient
from grader.drawing import Draw, Floats, Numbers, clear

from ._softmax import log_sum_exp, softmax, targets

RATES = [1.0, 2.0, 0.5, 4.0, 0.1, 0.01]


class Step(msgspec.Struct, frozen=True):
    """The arguments of one training step."""

    x: Numbers
    y_true: Numbers
    W1: Numbers
    b1: Numbers
    W2: Numbers
    b2: Numbers
    learning_rate: float

    @property
    def arguments(self) -> tuple[Numbers | float, ...]:
        """The arguments in their order."""
        return self.x, self.y_true, *self.parameters, self.learning_rate

    @property
    def parameters(self) -> tuple[Numbers, ...]:
        """The weights and biases in their order."""
        return self.W1, self.b1, self.W2, self.b2


class Differenced(Step, frozen=True):
    """A training step, the loss before it, and what finite differences say of the loss."""

    loss: float
    d_W1: NumericalGradient
    d_b1: NumericalGradient
    d_W2: NumericalGradient
    d_b2: NumericalGradient


class TwoSteps(msgspec.Struct, frozen=True):
    """The arguments of two calls."""

    first: Step
    other: Step


def step_of(arrays: Iterable[Numbers], learning_rate: float) -> Step:
    """Return the step with these arrays, in their order."""
    x, y_true, W1, b1, W2, b2 = arrays
    return Step(x, y_true, W1, b1, W2, b2, learning_rate)


def hidden(step: Step) -> Floats:
    """Return the pre-activations of the hidden layer."""
    return np.asarray(step.x @ step.W1 + step.b1, dtype=np.float64)


def logits(x: Numbers, parameters: tuple[Numbers, ...]) -> Floats:
    """Return what goes into the softmax."""
    W1, b1, W2, b2 = parameters
    return np.asarray(np.maximum(x @ W1 + b1, 0) @ W2 + b2, dtype=np.float64)


def terms(x: Numbers, y_true: Numbers, parameters: tuple[Numbers, ...]) -> Floats:
    """Return the terms that the cross-entropy is the sum of: what is differentiated.

    They come from the logits by the logarithm of a sum of exponentials, not by way of the
    probabilities.
    """
    z = logits(x, parameters)
    return np.asarray(y_true * (log_sum_exp(z) - z), dtype=np.float64)


def well_posed(step: Step) -> bool:
    """Whether every sum is large for its terms, and the loss no matter of rounding."""
    z1, z2, y = hidden(step), logits(step.x, step.parameters), step.y_true
    error = softmax(z2) - y
    return bool(
        clear(z1, np.abs(step.x) @ np.abs(step.W1) + np.abs(step.b1))
        and (z1 > 0).any()
        and np.ptp(z2) < 12
        and terms(step.x, y, step.parameters).sum() > 1e-3
        and clear(error, softmax(z2) + y)
        and clear(step.W2 @ error, np.abs(step.W2) @ np.abs(error))
    )


def decisive(step: Step, gradients: list[NumericalGradient]) -> bool:
    """Whether every parameter moves by about its own size.

    Then an error of the gradient is one of the new parameter as well, by the scale of either, and
    nothing is lost when the step is taken out of the difference of the two.
    """
    for parameter, gradient in zip(step.parameters, gradients, strict=True):
        move = step.learning_rate * gradient.value
        largest, new = float(np.abs(move).max()), float(np.abs(parameter - move).max())
        if not 0.4 * largest < new < 2.5 * largest:
            return False
    return True


def tidy(values: Floats) -> Floats:
    """Return the values as the short decimals that they were meant to be."""
    return np.array([float(f"{value:.9g}") for value in values.flat]).reshape(values.shape)


def draw_step(draw: Draw, n_in: int, n_hidden: int, n_out: int) -> Differenced:
    """Draw a training step that is clear of kinks and cancellation, and difference its loss."""
    rate = draw.choice(RATES)
    x = tidy(draw.small((n_in,)) / rate)
    W1 = tidy(draw.small((n_in, n_hidden)) / 10 * rate)
    b1 = tidy(draw.small((n_hidden,)) / 100 * rate**2)
    W2 = tidy(draw.small((n_hidden, n_out)) / 10 * rate)
    b2 = tidy(draw.small((n_out,)) / 20 * rate)
    step = Step(x, targets(draw, n_out), W1, b1, W2, b2, rate)
    draw.assume(well_posed(step))
    gradients = [difference(step, i) for i in range(4)]
    draw.assume(all(g.relative_error < 1e-7 for g in gradients))
    draw.assume(decisive(step, gradients))
    loss = float(terms(x, step.y_true, step.parameters).sum())
    return Differenced(x, step.y_true, W1, b1, W2, b2, rate, loss, *gradients)


def difference(step: Step, i: int) -> NumericalGradient:
    """Return the gradient of the loss with respect to the parameter at that place."""
    before, after = step.parameters[:i], step.parameters[i + 1 :]

    def f(parameter: Floats) -> Floats:
        return terms(step.x, step.y_true, (*before, parameter, *after))

    return numerical_gradient(f, step.parameters[i])


def steps(draw: Draw) -> Differenced:
    """Draw a training step of a network of any sizes."""
    return draw_step(draw, draw.integer(1, 3), draw.integer(1, 3), draw.integer(2, 4))


def even_steps(draw: Draw) -> Differenced:
    """Draw a training step of a network with as many hidden units as outputs.

    The loss and the output layer are judged on these: a mistake in the shapes of the first layer's
    gradient then costs the first layer only.
    """
    n = draw.integer(2, 4)
    return draw_step(draw, draw.integer(1, 3), n, n)


def small_step(draw: Draw, n_in: int, n_hidden: int, n_out: int) -> Step:
    """Draw a step from whole numbers that are small enough for ordinary logits."""
    x, W1, b1 = draw.small((n_in,)), draw.small((n_in, n_hidden)), draw.small((n_hidden,))
    W2, b2 = draw.small((n_hidden, n_out)), draw.small((n_out,))
    return Step(x, targets(draw, n_out), W1, b1, W2 / 128, b2 / 8, 0.5)


def kinked(draw: Draw) -> Step:
    """Draw a step with a hidden unit whose pre-activation is exactly 0."""
    step = small_step(draw, draw.integer(1, 3), draw.integer(1, 3), draw.integer(2, 4))
    unit = draw.integer(0, step.b1.size - 1)
    step.b1[unit] = -(step.x @ step.W1)[unit]
    draw.assume(np.ptp(logits(step.x, step.parameters)) < 14)
    return step


def two_steps(draw: Draw) -> TwoSteps:
    """Draw the arguments of two calls, of one size."""
    sizes = draw.integer(1, 3), draw.integer(1, 3), draw.integer(2, 4)
    return TwoSteps(small_step(draw, *sizes), small_step(draw, *sizes))


def large_steps(draw: Draw) -> Step:
    """Draw steps of networks with dozens of units."""
    random = np.random.default_rng(draw.integer(0, 2**32 - 1))
    n_in, n_hidden, n_out = (draw.integer(5, 30) for _ in range(3))
    shapes = (n_in, n_hidden), (n_hidden,), (n_hidden, n_out), (n_out,)
    W1, b1, W2, b2 = (random.uniform(-1, 1, shape) for shape in shapes)
    y_true = random.dirichlet(np.ones(n_out)) if draw.choice([True, False]) else np.eye(n_out)[0]
    x, rate = random.uniform(-1, 1, n_in), draw.choice([0.5, 0.1, 2.0])
    step = Step(x, y_true, W1, b1, W2, b2, rate)
    draw.assume((np.abs(hidden(step)) > 1e-3).all())
    draw.assume(np.ptp(logits(x, step.parameters)) < 10)
    draw.assume(terms(x, y_true, step.parameters).sum() > 1e-2)
    return step
