"""The network of task 6, its loss through log-sum-exp, and what is drawn for a training step."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np

from grader.authoring import Draw, Floats, Numbers, NumericalGradient, clear, steady

from ._draws import generator, product
from ._softmax import distribution, log_sum_exp, one_hot, softmax, spread, targets

RATES = [1.0, 2.0, 0.5, 4.0, 0.1, 0.01]

SMALL = 0.3
"""Of a smaller loss single precision has too few digits: where a probability is nearly 1."""


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

    @property
    def hidden(self) -> Floats:
        """The pre-activations of the hidden layer."""
        return np.asarray(self.x @ self.W1 + self.b1, dtype=np.float64)

    @property
    def logits(self) -> Floats:
        """What goes into the softmax."""
        return logits(self.x, self.parameters)

    @property
    def loss(self) -> float:
        """The loss before the step."""
        return float(terms(self.x, self.y_true, self.parameters).sum())

    @property
    def gradients(self) -> tuple[Floats, ...]:
        """The gradients of the loss at the parameters, in their order."""
        d_b2 = softmax(self.logits) - self.y_true
        d_b1 = np.asarray((self.W2 @ d_b2) * (self.hidden > 0))
        return np.outer(self.x, d_b1), d_b1, np.outer(np.maximum(self.hidden, 0), d_b2), d_b2


class Differenced(Step, frozen=True):
    """A training step, and what finite differences say of the loss."""

    d_W1: NumericalGradient
    d_b1: NumericalGradient
    d_W2: NumericalGradient
    d_b2: NumericalGradient


class TwoSteps(msgspec.Struct, frozen=True):
    """The arguments of two calls."""

    first: Step
    other: Step


class Everything(msgspec.Struct, frozen=True):
    """Arguments for all three functions."""

    z: Numbers
    probabilities: Numbers
    step: Step


def step_of(arrays: Iterable[Numbers], learning_rate: float) -> Step:
    """Return the step with these arrays, in their order."""
    x, y_true, W1, b1, W2, b2 = arrays
    return Step(x, y_true, W1, b1, W2, b2, learning_rate)


HANDOUT = Step(
    np.array([2.0, -1.0]),
    np.array([0.0, 1.0]),
    np.array([[1.0, -2.0, 0.0], [4.0, 1.0, -4.0]]),
    np.array([3.0, 1.0, 0.0]),
    np.array([[1.0, 0.0], [2.0, -1.0], [0.0, 0.25]]),
    np.array([0.0, 0.0]),
    0.1,
)
"""The example of the handout."""


def handout(draw: Draw) -> Step:
    """Make the example of the handout."""
    return HANDOUT


def logits(x: Numbers, parameters: tuple[Numbers, ...]) -> Floats:
    """Return what goes into the softmax."""
    W1, b1, W2, b2 = parameters
    h1 = np.maximum(product(x, W1) + b1, 0)
    return np.asarray(product(h1, W2) + b2, dtype=np.float64)


def terms(x: Numbers, y_true: Numbers, parameters: tuple[Numbers, ...]) -> Floats:
    """Return the terms that the cross-entropy is the sum of: what is differentiated.

    They come from the logits by the logarithm of a sum of exponentials, not by way of the
    probabilities.
    """
    z = logits(x, parameters)
    return np.asarray(y_true * (log_sum_exp(z) - z), dtype=np.float64)


def well_posed(step: Step) -> bool:
    """Whether no result is a small remainder, and the loss no matter of rounding."""
    z1, z2, y = step.hidden, step.logits, step.y_true
    error = softmax(z2) - y
    return bool(
        clear(z1, np.abs(step.x) @ np.abs(step.W1) + np.abs(step.b1))
        and (z1 > 0).any()
        and np.abs(z2).max() < 6
        and step.loss > 0.3
        and steady((step.W2 @ error) * (z1 > 0), np.abs(step.W2) @ np.abs(error))
    )


def decisive(step: Step, gradients: tuple[Floats, ...]) -> bool:
    """Whether every parameter moves by about its own size, and ends hardly smaller than that.

    Then an error of the gradient is one of the new parameter as well.
    """
    for parameter, gradient in zip(step.parameters, gradients, strict=True):
        move = step.learning_rate * gradient
        largest, new = float(np.abs(move).max()), float(np.abs(parameter - move).max())
        if not 0.1 * new < largest < 1.4 * new:
            return False
    return True


def tidy(values: Floats) -> Floats:
    """Return the values as the short decimals that they were meant to be."""
    return np.array([float(f"{value:.9g}") for value in values.flat]).reshape(values.shape)


def steps(draw: Draw) -> Differenced:
    """Draw a training step of a network with as many inputs as hidden units as outputs.

    No product of these fails for its shapes, so a mistake in one gradient costs that one only.
    """
    rate, n = draw.choice(RATES), draw.integer(2, 4)
    x, y_true = tidy(draw.small((n,)) / rate), targets(draw, n)
    W1 = tidy(draw.small((n, n)) / 10 * rate)
    b1 = tidy(draw.small((n,)) / 100 * rate**2)
    W2 = tidy(draw.small((n, n)) / 10 * rate)
    b2 = tidy(draw.small((n,)) / 20 * rate)
    step = Step(x, y_true, W1, b1, W2, b2, rate)
    draw.assume(decisive(step, step.gradients) and well_posed(step))
    gradients = [difference(draw, step, i) for i in range(4)]
    return Differenced(x, y_true, W1, b1, W2, b2, rate, *gradients)


def difference(draw: Draw, step: Step, i: int) -> NumericalGradient:
    """Return the gradient of the loss with respect to the parameter at that place."""
    before, after = step.parameters[:i], step.parameters[i + 1 :]

    def f(parameter: Floats) -> Floats:
        return terms(step.x, step.y_true, (*before, parameter, *after))

    return draw.gradient(f, step.parameters[i])


def small_step(draw: Draw, n_in: int, n_hidden: int, n_out: int) -> Step:
    """Draw a step from whole numbers that are small enough for ordinary logits."""
    x, W1 = draw.small((n_in,), zeros=True), draw.small((n_in, n_hidden), zeros=True)
    b1, y_true = draw.small((n_hidden,), zeros=True), targets(draw, n_out)
    W2, b2 = draw.small((n_hidden, n_out), zeros=True), draw.small((n_out,), zeros=True)
    return Step(x, y_true, W1, b1, W2 / 128, b2 / 8, draw.choice([0.5, 0.25, 2.0]))


def kinked(draw: Draw) -> Step:
    """Draw a step with a hidden unit whose pre-activation is exactly 0."""
    n = draw.integer(2, 4)
    step = small_step(draw, n, n, n)
    unit = draw.integer(0, n - 1)
    step.b1[unit] = -(step.x @ step.W1)[unit]
    draw.assume((step.W2 @ step.gradients[3])[unit] and np.ptp(step.logits) < 14)
    return step


SCALES = (1.0, 1.0, 2.0**-19, 2.0**-21, 2.0**8)
"""What the hidden units put out, as a multiple of whole numbers.

The smallest is less than a millionth, which no argument is: those of products are.
"""

EXTREME_RATES = (0.5, 0.25, 2.0, 1000.0, 2.0**-10, 2.0**-17)


def extreme_steps(draw: Draw) -> Step:
    """Draw a step of any sizes and scales, with logits from -1000 to 1000 and units at exactly 0.

    What is true has a probability of at least 1e-35, which single precision can hold; no other one
    is exactly 0, so that one may divide by it.
    """
    if draw.integer(0, 9) == 9:
        return HANDOUT
    n_in, n_hidden, n_out = draw.integer(1, 7), draw.integer(1, 7), draw.integer(1, 7)
    step = small_step(draw, n_in, n_hidden, n_out)
    scale = draw.choice(SCALES)
    small = scale == min(SCALES)
    x, W1, W2 = step.x, step.W1, step.W2 * 128 / (scale * (32 if small else draw.choice([8, 32])))
    if scale != 1:
        W1 = np.sign(W1)  # few sums are large
        part = 2.0**-10 if small else draw.choice([scale, 1.0])
        x, W1 = x * part, W1 * (scale / part)
    b1 = np.where(draw.small((n_hidden,)) > 5, -(x @ W1), 0 if small else step.b1 * scale)
    below = np.maximum(spread(draw, n_out), -700)
    lowest = -999 - int(below.min())
    largest = draw.choice([0, 0, lowest, 999, draw.integer(lowest, 999)])
    rest = logits(x, (W1, b1, W2, np.zeros(n_out)))
    b2 = np.round(below + largest - rest)
    step = Step(x, step.y_true, W1, b1, W2, b2, draw.choice(EXTREME_RATES))
    z = step.logits
    draw.assume((z.max() - z[step.y_true != 0]).max() <= 80)
    draw.assume(holds_in_single_precision(step))
    return step


def holds_in_single_precision(step: Step) -> bool:
    """Whether no new parameter is off by more than 1e-6 of the largest beside it.

    Single precision rounds at 6e-8. A probability near 1 has no more digits than that, and what is
    left of it when the target is subtracted has fewer.
    """
    p, hidden = softmax(step.logits), np.maximum(step.hidden, 0)
    apart, d_b2 = np.minimum(p, 1 - p), np.abs(step.gradients[3])
    off_b2 = 2e-7 * (apart + d_b2) + np.minimum(6e-8, apart)
    off_b1 = np.abs(step.W2) @ (off_b2 + 2e-7 * d_b2)
    errors = np.outer(np.abs(step.x), off_b1), off_b1, np.outer(hidden, off_b2), off_b2
    for old, gradient, error in zip(step.parameters, step.gradients, errors, strict=True):
        new = np.abs(old - step.learning_rate * gradient).max()
        off = step.learning_rate * error.max() + 6e-8 * np.abs(old).max()
        if not off <= 1e-6 * new:
            return False
    return True


def any_layout(draw: Draw) -> Everything:
    """Draw integers and floats, laid out in memory in different ways."""
    n = draw.integer(2, 4)
    step = small_step(draw, n, n, n)
    z, probabilities = draw.small((n,)), distribution(draw, n)
    arrays = [step.x, step.y_true, *step.parameters]
    if draw.choice([True, False]):
        z, probabilities = z.astype(np.int64), one_hot(draw, n).astype(np.int64)
        arrays = [step.x, one_hot(draw, n), *(np.sign(one) for one in step.parameters)]
        arrays = [
            one.astype(np.int64) if draw.choice([True, True, False]) else one for one in arrays
        ]
    step = step_of(arrays, step.learning_rate)
    draw.assume(np.ptp(step.logits) < 14 and step.loss > 0.1)
    z, probabilities, *arrays = draw.layouts(z, probabilities, *arrays)
    return Everything(z, probabilities, step_of(arrays, step.learning_rate))


def two_steps(draw: Draw) -> TwoSteps:
    """Draw the arguments of two calls, of one size."""
    n = draw.integer(2, 4)
    return TwoSteps(small_step(draw, n, n, n), small_step(draw, n, n, n))


def large_steps(draw: Draw) -> Step:
    """Draw steps of networks with dozens of units, some of which are barely above 0."""
    random, scale = generator(draw), draw.choice([1.0, 1.0, 1e-7])
    n_in, n_hidden, n_out = (draw.integer(5, 40) for _ in range(3))
    shapes = (n_in, n_hidden), (n_hidden,), (n_hidden, n_out), (n_out,)
    W1, b1, W2, b2 = (random.uniform(-1, 1, shape) for shape in shapes)
    y_true = random.dirichlet(np.ones(n_out)) if draw.choice([True, False]) else np.eye(n_out)[0]
    x, rate = random.uniform(-1, 1, n_in), draw.choice([0.5, 0.1, 2.0])
    step = Step(x, y_true, scale * W1, scale * b1, W2, b2, rate)
    draw.assume((np.abs(step.hidden) > 1e-3 * scale).all())
    draw.assume(np.ptp(step.logits) < 10 and step.loss > 0.3)
    return step
