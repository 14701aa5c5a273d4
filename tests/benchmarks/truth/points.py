"""Where functions are asked about, and how far from there they are smooth."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.benchmarks.truth.case import Array, Draw, Length


def spread(low: float = 1e-6, high: float = 1e6, signs: tuple[int, ...] = (-1, 1)) -> Draw:
    """Draw points of one scale, and every fourth time points of a scale each."""

    def draw(random: np.random.Generator, n: int) -> Array:
        alike = random.random() < 0.75
        scale = 10 ** random.uniform(np.log10(low), np.log10(high), 1 if alike else n)
        return np.clip(scale * random.uniform(0.1, 1, n), low, high) * random.choice(signs, n)

    return draw


def between(low: float, high: float) -> Draw:
    """Draw points of an interval, all alike likely."""
    return lambda random, n: random.uniform(low, high, n)


def near(
    *points: float, low: float = 1e-9, high: float = 1.0, sides: tuple[int, ...] = (-1, 1)
) -> Draw:
    """Draw points at any distance of a point, from `low` to `high` of the larger of 1 and it."""

    def draw(random: np.random.Generator, n: int) -> Array:
        about = random.choice(points, n)
        distance = 10 ** random.uniform(np.log10(low), np.log10(high), n)
        return about + random.choice(sides, n) * distance * np.maximum(1, np.abs(about))

    return draw


def at(*points: float) -> Draw:
    """Draw from these points."""
    return lambda random, n: random.choice(points, n)


def everywhere(_: Array) -> Any:
    """Smooth at any distance."""
    return np.inf


def constant(length: float) -> Length:
    """Smooth over the same distance everywhere: a wave, for one."""
    return lambda _: np.asarray(length)


def away(*points: complex) -> Length:
    """Smooth as far as the nearest of these points, which may be complex."""
    return lambda x: np.min([np.abs(x - p) for p in points], axis=0)
