"""Functions with steps and kinks, and functions that are put together from pieces."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.benchmarks.truth.case import Array, Curve
from tests.benchmarks.truth.points import at, away, between, near, spread


def _to_integer(x: Array) -> Array:
    return np.abs(x - np.round(x))


def _clip(m: Any, x: Any, low: float, high: float) -> Any:
    return m.minimum(m.maximum(x, low), high)


PLATEAUS = [
    Curve(name, "plateaus and steps", f, draw, length)
    for name, f, draw, length in [
        ("floor", lambda m, x: m.floor(x), between(-9, 9), _to_integer),
        ("floor near a step", lambda m, x: m.floor(x), near(0.0, 3.0, high=0.3), _to_integer),
        ("sign", lambda m, x: m.sign(x), spread(1e-9), away(0)),
        (
            "stairs on a slope",
            lambda m, x: m.floor(x) + x / 8,
            near(0.0, 5.0, high=0.4),
            _to_integer,
        ),
        ("clip", lambda m, x: _clip(m, x, -1, 1), spread(), away(1, -1)),
        (
            "clip near its end",
            lambda m, x: _clip(m, x, -1, 1),
            near(1.0, -1.0, high=0.5),
            away(1, -1),
        ),
        ("relu6", lambda m, x: _clip(m, x, 0, 6), spread(), away(0, 6)),
        (
            "flat start",
            lambda m, x: m.where(x > 0, m.exp(-1 / (x * x + (x == 0))), 0 * x),
            between(-1, 1),
            lambda x: np.abs(x) ** 3 / 4,
        ),
        ("steep step", lambda m, x: m.tanh(1e6 * x), spread(1e-9, 1e-3), away(1.5e-6j)),
        ("hard sigmoid", lambda m, x: _clip(m, x / 6 + 0.5, 0, 1), spread(1e-3, 1e3), away(-3, 3)),
        ("saw tooth", lambda m, x: x - m.floor(x), between(-30, 30), _to_integer),
    ]
]


def _leaky(m: Any, x: Any) -> Any:
    return m.where(x > 0, x, x / 100)


def _huber(m: Any, x: Any) -> Any:
    return m.where(abs(x) <= 1, x * x / 2, abs(x) - 0.5)


def _hinge(m: Any, x: Any) -> Any:
    return m.maximum(1 - x, 0 * x)


CORNERED = [
    ("abs", lambda m, x: abs(x), (0.0,)),
    ("abs at 1", lambda m, x: abs(x - 1), (1.0,)),
    ("abs at 1000", lambda m, x: abs(x - 1000), (1000.0,)),
    ("abs at 1e6", lambda m, x: abs(x + 1e6), (-1e6,)),
    ("relu", lambda m, x: m.maximum(x, 0 * x), (0.0,)),
    ("leaky relu", _leaky, (0.0,)),
    ("hinge", _hinge, (1.0,)),
    ("soft corner", lambda m, x: abs(x) + x * x, (0.0,)),
    ("larger of two", lambda m, x: m.maximum(m.exp(x), 1 - x), (0.0,)),
    ("slight kink", lambda m, x: m.exp(x) + 1e-3 * abs(x - 1), (1.0,)),
    ("slighter kink", lambda m, x: x * x + 1e-5 * abs(x - 2), (2.0,)),
    ("abs sin", lambda m, x: abs(m.sin(x)), (0.0,)),
    ("abs of a cubic", lambda m, x: abs(x**3 - x), (-1.0, 0.0, 1.0)),
]
"""A name, a function, and where its kinks are."""

KINKS = [
    *(
        Curve(f"{name}, near", "kinks near", f, near(*kinks), away(*kinks))
        for name, f, kinks in CORNERED
    ),
    Curve("huber, near", "kinks near", _huber, near(-1.0, 1.0), away(-1, 1)),
    Curve("abs, any scale", "kinks near", lambda m, x: abs(x), spread(1e-9), away(0)),
    Curve(
        "many kinks",
        "kinks near",
        lambda m, x: abs(x - m.floor(x + 0.5)),
        between(-3, 3),
        lambda x: _to_integer(2 * x) / 2,
    ),
    Curve("root of abs, near", "kinks near", lambda m, x: m.sqrt(abs(x)), near(0.0), away(0)),
]

AT_KINKS = [
    *(
        Curve(f"{name}, at", "kinks at the point", f, at(*kinks), away(*kinks))
        for name, f, kinks in CORNERED
    ),
    Curve("abs, some at", "kinks at the point", lambda m, x: abs(x), at(0.0, 1.0, -2.0), away(0)),
    Curve("huber, at", "kinks at the point", _huber, at(-1.0, 1.0, 0.5), away(-1, 1)),
]


def _spline(m: Any, x: Any) -> Any:
    """The cubic B-spline about 0, of which the third derivative jumps at the integers."""
    t = abs(x)
    outer = m.where(t < 2, (2 - t) ** 3 / 6, 0 * t)
    return m.where(t < 1, (4 - 6 * t**2 + 3 * t**3) / 6, outer)


def _quadratic_pieces(m: Any, x: Any) -> Any:
    """Parabolas that meet with the same slope at the integers."""
    n = m.floor(x)
    t = x - n
    return m.where(n % 2 == 0, t * t, 2 - (1 - t) * (1 - t)) + n


PIECEWISE = [
    Curve(name, "piecewise", f, draw, length)
    for name, f, draw, length in [
        ("b-spline", _spline, between(-2.5, 2.5), _to_integer),
        ("b-spline at its knots", _spline, near(-1.0, 0.0, 1.0, 2.0, high=0.3), _to_integer),
        ("parabolas", _quadratic_pieces, between(-5, 5), _to_integer),
        (
            "polygon",
            lambda m, x: abs(x) - 2 * abs(x - 1) + 1.5 * abs(x - 2),
            between(-1, 3),
            away(0, 1, 2),
        ),
        (
            "smooth step",
            lambda m, x: _clip(m, x, 0, 1) ** 2 * (3 - 2 * _clip(m, x, 0, 1)),
            between(-0.5, 1.5),
            away(0, 1),
        ),
        (
            "elu",
            lambda m, x: m.where(x > 0, x, m.expm1(m.minimum(x, 0 * x))),
            near(0.0, high=9),
            away(0),
        ),
        ("hard swish", lambda m, x: x * _clip(m, x + 3, 0, 6) / 6, spread(1e-3, 1e3), away(-3, 3)),
        (
            "soft shrink",
            lambda m, x: m.sign(x) * m.maximum(abs(x) - 0.5, 0 * x),
            between(-2, 2),
            away(-0.5, 0.5),
        ),
        ("cubic and line", lambda m, x: m.where(x > 0, x, x + x**3), between(-2, 2), away(0)),
        ("two exponentials", lambda m, x: m.exp(-abs(x)) * x, between(-3, 3), away(0)),
    ]
]
