"""One draw of one layer: its right backward pass, with an error planted or without."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from grader.checking import CheckFailed, check_backward
from tests.benchmarks.backward.passes import BACKWARDS
from tests.benchmarks.truth.layers import LAYERS, Layer

LARGE_SHARE = 0.2
LARGE = 8
NEAREST_KINK = 1e-3
KINKED = ("dense relu", "max pool")
ERRORS = (0.0, 1e-6, 3e-6)
"""Relative to the largest element of the gradient; the last one has to be caught."""


class Verdict(NamedTuple):
    """What `check_backward` said of one draw with one planted error."""

    layer: str
    draw: int
    error: float
    large: bool
    """One of the arguments has more than 64 elements."""
    failed: bool
    expected: bool
    """Whether it had to fail."""
    message: str


def judge(layer: Layer, draw: int, seed: int) -> list[Verdict]:
    """Check the right backward pass of a draw, then with an error in one random element."""
    number = LAYERS.index(layer)
    random = np.random.default_rng([seed, number, draw])
    arguments = arguments_of(layer, random)
    target = random.integers(len(arguments))
    element = random.integers(arguments[target].size)
    sign = random.choice((-1.0, 1.0))
    large = max(argument.size for argument in arguments) > 64
    upstream = random.normal(size=np.shape(layer.forward(*arguments)))
    # Where all units are off, the largest element is 0, and there is nothing to plant.
    moves = bool(BACKWARDS[layer.name](upstream, *arguments)[target].any())
    verdicts = []
    for error in ERRORS:
        backward = _planted(layer.name, int(target), int(element), sign * error)
        message = ""
        try:
            check_backward(layer.forward, backward, *arguments, seed=draw)
        except CheckFailed as failure:
            message = str(failure)
        except ValueError as refusal:
            message = f"refused: {refusal}"
        expected = error == ERRORS[-1] and moves
        verdicts.append(Verdict(layer.name, draw, error, large, bool(message), expected, message))
    return verdicts


def arguments_of(layer: Layer, random: np.random.Generator) -> list[Any]:
    """Draw arguments of sizes and scales that networks have, with no kink right beside them."""
    size = LARGE if random.random() < LARGE_SHARE else 1
    scale = 10 ** random.uniform(-0.5, 0.5)
    while True:
        arguments = layer.draw(random, scale, size)
        nearest = min(layer.lengths(*arguments), default=math.inf)
        if layer.name not in KINKED or nearest >= NEAREST_KINK / size:
            return arguments


def _planted(name: str, target: int, element: int, error: float) -> Any:
    def backward(upstream: Any, *arguments: Any) -> Any:
        gradients = BACKWARDS[name](upstream, *arguments)
        wrong = gradients[target]
        wrong.reshape(-1)[element] += error * np.abs(wrong).max()
        return gradients

    return backward
