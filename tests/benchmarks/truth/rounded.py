"""Functions whose float64 values are further from mathematics than a rounding of the result."""

from __future__ import annotations

import math

from tests.benchmarks.truth.case import Curve
from tests.benchmarks.truth.points import away, between, constant, everywhere, near, spread

CANCELLATION = [
    Curve(name, "cancellation", f, draw, length)
    for name, f, draw, length in [
        ("1 - cos x", lambda m, x: 1 - m.cos(x), spread(1e-3, 1e3), constant(1.0)),
        ("exp x - 1", lambda m, x: m.exp(x) - 1, spread(1e-9, 10), constant(1.0)),
        ("log(1 + x)", lambda m, x: m.log(1 + x), spread(1e-9, 0.9), away(-1)),
        (
            "expanded square",
            lambda m, x: x * x - 2 * x * 1000 + 1e6,
            near(1000.0, low=1e-6, high=1e-2),
            everywhere,
        ),
        ("expanded square at 1", lambda m, x: x * x - 2 * x + 1, near(1.0, low=1e-5), everywhere),
        (
            "expanded sixth power",
            lambda m, x: x**6 - 6 * x**5 + 15 * x**4 - 20 * x**3 + 15 * x**2 - 6 * x + 1,
            near(1.0, low=1e-3),
            everywhere,
        ),
        ("sqrt(1 + x) - 1", lambda m, x: m.sqrt(1 + x) - 1, spread(1e-9, 0.9), away(-1)),
        (
            "difference of roots",
            lambda m, x: m.sqrt(x + 1) - m.sqrt(x),
            spread(1.0, 1e6, (1,)),
            away(0),
        ),
        ("x - sin x", lambda m, x: x - m.sin(x), spread(1e-3, 10), constant(1.0)),
        (
            "(1 - cos x) / xx",
            lambda m, x: (1 - m.cos(x)) / (x * x),
            spread(1e-4, 10),
            constant(1.0),
        ),
        (
            "tanh by exp",
            lambda m, x: (m.exp(x) - m.exp(-x)) / (m.exp(x) + m.exp(-x)),
            spread(1e-9, 300),
            away(1j * math.pi / 2),
        ),
        ("1000 off and back", lambda m, x: (m.tanh(x) + 1000) - 1000, spread(1e-3, 3), away(1.5j)),
        (
            "variance of two",
            lambda m, x: (x * x + 1e8) / 2 - ((x + 1e4) / 2) ** 2,
            between(0.9e4, 1.1e4),
            everywhere,
        ),
    ]
]

CONSTANT = [
    Curve(name, "a constant far above", f, draw, length)
    for name, f, draw, length in [
        ("1e8 + tanh", lambda m, x: 1e8 + m.tanh(x), spread(1e-6, 30), away(1.5j)),
        ("1e8 + sin 3x", lambda m, x: 1e8 + m.sin(3 * x), spread(1e-6, 1e3), constant(1 / 3)),
        ("1e12 + xx", lambda m, x: 1e12 + x * x, spread(), everywhere),
        ("1e4 + bell", lambda m, x: 1e4 + m.exp(-x * x), spread(1e-6, 10), constant(0.3)),
        ("1e6 + log", lambda m, x: 1e6 + m.log(x), spread(1e-6, 1e6, (1,)), away(0)),
        ("-1e8 + cube", lambda m, x: -1e8 + x**3, spread(), everywhere),
        ("1e10 + abs", lambda m, x: 1e10 + abs(x - 1), near(1.0, low=1e-3), away(1)),
        ("1e10 + relu", lambda m, x: 1e10 + m.maximum(x, 0 * x), spread(1e-2, 1e3), away(0)),
        ("1e15 + exp", lambda m, x: 1e15 + m.exp(x), spread(1e-6, 30), constant(1.0)),
        ("1e3 + sin 100x", lambda m, x: 1e3 + m.sin(100 * x), spread(1e-6, 100), constant(0.01)),
    ]
]

COARSE = [
    Curve(name, "rounded inside", f, draw, length)
    for name, f, draw, length in [
        (
            "tanh in float32",
            lambda m, x: m.single(m.tanh(m.single(x))),
            spread(1e-3, 5),
            away(1.5j),
        ),
        ("square in float32", lambda m, x: m.single(x * x), spread(1e-3, 1e3), everywhere),
        ("exp of float32", lambda m, x: m.exp(m.single(x)), spread(1e-3, 30), constant(1.0)),
        ("sin in 10 digits", lambda m, x: m.digits(m.sin(x), 10), spread(1e-3, 1e2), constant(1.0)),
        ("log in 6 digits", lambda m, x: m.digits(m.log(x), 6), spread(1e-2, 1e3, (1,)), away(0)),
        ("line in float32", lambda m, x: m.single(3 * x + 1), spread(1e-3, 1e3), everywhere),
    ]
]

UNRESOLVABLE = [
    Curve(name, "unresolvable", f, draw, length)
    for name, f, draw, length in [
        ("1 - cos x at 0", lambda m, x: 1 - m.cos(x), spread(1e-12, 1e-7), constant(1.0)),
        ("there and back, 1e16", lambda m, x: (x + 1e16) - 1e16, spread(1e-3, 1e3), everywhere),
        ("tanh, 1e12 off", lambda m, x: (m.tanh(x) + 1e12) - 1e12, spread(1e-3, 3), away(1.5j)),
        ("1e18 + sin", lambda m, x: 1e18 + m.sin(x), spread(1e-3, 10), constant(1.0)),
        (
            "a wave below the grain",
            lambda m, x: x * x + 1e-4 * m.sin(1e3 * x),
            spread(3e5, 1e6),
            constant(1e-3),
        ),
        ("a corner below the grain", lambda m, x: 1e10 + abs(x), spread(1e-9, 1e-6), away(0)),
        (
            "kink below the grain",
            lambda m, x: abs(x - 1e6),
            near(1e6, low=3e-16, high=1e-14),
            away(1e6),
        ),
        (
            "fast and small wave",
            lambda m, x: x + 1e-9 * m.sin(1e9 * x),
            between(-2, 2),
            constant(1e-9),
        ),
        ("sin 1e12x", lambda m, x: m.sin(1e12 * x), between(-2, 2), constant(1e-12)),
        ("saturated tanh", lambda m, x: m.tanh(x), between(19.5, 300), away(1.5j)),
        (
            "needle",
            lambda m, x: m.tanh(x) + m.exp(-((1e9 * (x - 1)) ** 2)),
            near(1.0, low=1e-10, high=3e-9),
            constant(1e-9),
        ),
        ("integers of 1e6x", lambda m, x: m.floor(1e6 * x) / 1e6, between(-2, 2), constant(1e-6)),
    ]
]
"""What float64 shows here is not the function; an estimate can only be honest about that."""
