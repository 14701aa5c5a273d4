"""Functions without a kink: bounded, oscillating, with poles, exponentials, edges of a domain."""

from __future__ import annotations

import math

import numpy as np

from tests.benchmarks.truth.case import Array, Curve
from tests.benchmarks.truth.points import at, away, between, constant, everywhere, near, spread

HALF_TURN = math.pi / 2

BOUNDED = [
    Curve(name, "bounded", f, draw, length)
    for name, f, draw, length in [
        ("tanh", lambda m, x: m.tanh(x), spread(), away(1j * HALF_TURN, -1j * HALF_TURN)),
        ("tanh around 3", lambda m, x: m.tanh(x), between(-8, 8), away(1j * HALF_TURN)),
        ("steep tanh", lambda m, x: m.tanh(30 * x), spread(high=10), away(1j * HALF_TURN / 30)),
        ("algebraic sigmoid", lambda m, x: x / m.sqrt(1 + x * x), spread(), away(1j)),
        ("arctan", lambda m, x: m.atan(x), spread(), away(1j)),
        ("erf", lambda m, x: m.erf(x), spread(high=30), lambda x: 1 / (1 + np.abs(x))),
        ("logistic", lambda m, x: 1 / (1 + m.exp(-x)), spread(high=700), away(1j * math.pi)),
        ("bell", lambda m, x: m.exp(-x * x), spread(), lambda x: 1 / (1 + np.abs(x))),
        ("narrow bell", lambda m, x: m.exp(-1e4 * x * x), spread(high=1), constant(0.01)),
        ("rational bell", lambda m, x: 1 / (1 + x * x), spread(), away(1j)),
        ("turning back", lambda m, x: x / (1 + x * x), spread(), away(1j)),
        ("sech", lambda m, x: 1 / m.cosh(x), spread(high=700), away(1j * HALF_TURN)),
    ]
]

OSCILLATING = [
    Curve(name, "oscillating", f, draw, length)
    for name, f, draw, length in [
        ("sin", lambda m, x: m.sin(x), spread(), constant(1.0)),
        ("sin 3x", lambda m, x: m.sin(3 * x), spread(), constant(1 / 3)),
        ("sin 100x", lambda m, x: m.sin(100 * x), spread(), constant(0.01)),
        ("sin 1e4x", lambda m, x: m.sin(1e4 * x), spread(high=1e3), constant(1e-4)),
        ("sin xx", lambda m, x: m.sin(x * x), spread(high=1e4), lambda x: 0.5 / (1 + np.abs(x))),
        ("x sin x", lambda m, x: x * m.sin(x), spread(), constant(1.0)),
        ("two waves", lambda m, x: m.sin(x) + m.sin(50 * x) / 50, spread(), constant(0.02)),
        (
            "small fast wave",
            lambda m, x: x * x + 1e-4 * m.sin(1e3 * x),
            spread(high=3e4),
            constant(1e-3),
        ),
        ("sinc", lambda m, x: m.sin(x) / x, spread(), constant(1.0)),
        ("chirp", lambda m, x: m.sin(1 / x), spread(1e-3), lambda x: np.minimum(x * x, abs(x))),
        ("damped", lambda m, x: m.exp(-x / 5) * m.cos(7 * x), between(-9, 40), constant(1 / 7)),
    ]
]


def _tangent_poles(x: Array) -> Array:
    return np.abs(np.mod(x, math.pi) - HALF_TURN)


POLES = [
    Curve(name, "poles near by", f, draw, length)
    for name, f, draw, length in [
        ("1/x", lambda m, x: 1 / x, spread(), away(0)),
        ("1/xx", lambda m, x: 1 / (x * x), spread(), away(0)),
        ("1/(x - 1)", lambda m, x: 1 / (x - 1), near(1.0, low=1e-7, high=1e3), away(1)),
        ("log |x|", lambda m, x: m.log(abs(x)), spread(), away(0)),
        ("log |x - 1000|", lambda m, x: m.log(abs(x - 1000)), near(1000.0), away(1000)),
        ("tan", lambda m, x: m.tan(x), between(-8, 8), _tangent_poles),
        ("tan near its pole", lambda m, x: m.tan(x), near(HALF_TURN, low=1e-7), _tangent_poles),
        ("poles beside", lambda m, x: 1 / (x * x + 1e-4), spread(high=100), away(0.01j)),
        ("two poles", lambda m, x: 1 / (x * x - 1), near(1.0, -1.0, low=1e-6), away(1, -1)),
        ("gamma", lambda m, x: m.gamma(x), spread(1e-3, 30, (1,)), lambda x: np.minimum(x, 1)),
    ]
]

EXPONENTIALS = [
    Curve(name, "exponentials", f, draw, length)
    for name, f, draw, length in [
        ("exp", lambda m, x: m.exp(x), spread(high=700), constant(1.0)),
        ("exp -x", lambda m, x: m.exp(-x), spread(high=700), constant(1.0)),
        ("x exp x", lambda m, x: x * m.exp(x), spread(high=100), constant(1.0)),
        ("exp 40x", lambda m, x: m.exp(40 * x), spread(high=15), constant(1 / 40)),
        ("sinh", lambda m, x: m.sinh(x), spread(high=300), constant(1.0)),
        ("tenth power", lambda m, x: x**10, spread(1e-3, 1e6), lambda x: abs(x) / 10),
        (
            "softplus",
            lambda m, x: m.log1p(m.exp(-abs(x))) + (x + abs(x)) / 2,
            spread(1e-3),
            away(1j * math.pi),
        ),
        ("exp of exp", lambda m, x: m.exp(m.exp(x)), between(-8, 5), lambda x: 1 / (1 + np.exp(x))),
        ("powers", lambda m, x: 1 + x + x**2 + x**3, spread(), lambda x: np.maximum(1, abs(x))),
        ("square", lambda m, x: (x - 7) ** 2, spread(), everywhere),
        ("cube", lambda m, x: x**3, spread(), everywhere),
        ("line", lambda m, x: 3 * x - 2, spread(), everywhere),
        ("constant", lambda m, x: 0 * x + 5, spread(), everywhere),
    ]
]

EDGES = [
    Curve(name, "edges of a domain", f, draw, length)
    for name, f, draw, length in [
        ("sqrt", lambda m, x: m.sqrt(x), spread(1e-9, 1e6, (1,)), away(0)),
        ("log", lambda m, x: m.log(x), spread(1e-9, 1e6, (1,)), away(0)),
        ("x log x", lambda m, x: x * m.log(x), spread(1e-9, 1e6, (1,)), away(0)),
        ("x to 1.5", lambda m, x: x * m.sqrt(x), spread(1e-9, 1e6, (1,)), away(0)),
        (
            "half circle",
            lambda m, x: m.sqrt(1 - x * x),
            near(1.0, low=1e-8, sides=(-1,)),
            away(1, -1),
        ),
        ("asin", lambda m, x: m.asin(x), near(1.0, low=1e-8, sides=(-1,)), away(1, -1)),
        ("acosh", lambda m, x: m.acosh(x), near(1.0, low=1e-8, high=1e3, sides=(1,)), away(1, -1)),
        ("log(1 - x)", lambda m, x: m.log(1 - x), near(1.0, low=1e-8, sides=(-1,)), away(1)),
        (
            "log log",
            lambda m, x: m.log(m.log(x)),
            near(1.0, low=1e-7, high=1e3, sides=(1,)),
            away(1, 0),
        ),
        ("cube root", lambda m, x: m.cbrt(x), spread(1e-9), away(0)),
        ("norm", lambda m, x: m.sqrt(x * x + 1e-12), spread(1e-9, 1e3), away(1e-6j)),
        (
            "entropy",
            lambda m, x: -x * m.log(x) - (1 - x) * m.log(1 - x),
            near(0.0, low=1e-9, high=0.5, sides=(1,)),
            away(0, 1),
        ),
        ("square at its foot", lambda m, x: x * x, at(0.0, 1e-300, -1e-12, 1e-9), everywhere),
    ]
]
