"""Numerical gradients against the truth, and that truth against closed forms.

It is the short form of `python -m tests.benchmarks.truth`, which has the functions. How sharp a
slope along a line is, it leaves to that.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.benchmarks.backward.passes import BACKWARDS
from tests.benchmarks.truth.case import FORMS
from tests.benchmarks.truth.exact import complex_slopes
from tests.benchmarks.truth.layers import LAYERS, Layer
from tests.benchmarks.truth.measure import answer
from tests.benchmarks.truth.registry import CASES, named, pose

DRAWS = 2
ASKED = [
    pytest.param(case, form, id=f"{CASES[case].name}, {form}")
    for case in range(len(CASES))
    for form in FORMS
    if CASES[case].kind != "unresolvable"
]


@pytest.mark.parametrize(("case", "form"), ASKED)
def test_no_gradient_is_off_by_more_than_it_says(case: int, form: str) -> None:
    for draw in range(DRAWS):
        outcome = answer(pose(case, draw, 0), form, draw=draw)
        point, value, truth, error, _ = outcome.worst
        told = f"draw {draw}: at {point!r} {value!r} ± {error!r}, but the slope is {truth!r}"
        assert not outcome.confident, told
        assert not outcome.bounds, told
        assert not outcome.refused, outcome.refused
        assert outcome.sharp or not outcome.smooth or form == "line", told


@pytest.mark.parametrize(
    ("name", "slope"),
    [
        ("tanh around 3", lambda x: 1 / np.cosh(x) ** 2),
        ("algebraic sigmoid", lambda x: (1 + x * x) ** -1.5),
        ("arctan", lambda x: 1 / (1 + x * x)),
        ("erf", lambda x: 2 / np.sqrt(np.pi) * np.exp(-x * x)),
        ("bell", lambda x: -2 * x * np.exp(-x * x)),
        ("1/x", lambda x: -1 / (x * x)),
        ("log |x|", lambda x: 1 / x),
        ("exp -x", lambda x: -np.exp(-x)),
        ("tenth power", lambda x: 10 * x**9),
        ("softplus", lambda x: np.exp(-np.logaddexp(0, -x))),
        ("sqrt", lambda x: 0.5 / np.sqrt(x)),
        ("asin", lambda x: 1 / np.sqrt((1 - x) * (1 + x))),
        ("abs at 1e6, near", lambda x: np.sign(x + 1e6)),
        ("huber, near", lambda x: np.clip(x, -1, 1)),
        ("floor", np.zeros_like),
        ("1 - cos x at 0", np.sin),
        ("log(1 + x)", lambda x: 1 / (1 + x)),
        ("exp x - 1", np.exp),
        ("expanded square", lambda x: 2 * (x - 1000)),
        ("1e12 + xx", lambda x: 2 * x),
        ("square in float32", lambda x: 2 * x),
        ("there and back, 1e16", np.ones_like),
    ],
)
def test_the_truth_is_that_of_the_closed_form(
    name: str, slope: Callable[[np.ndarray], np.ndarray]
) -> None:
    for draw in range(10):
        problem = pose(named(name), draw, 0)
        assert (problem.lower == problem.upper).all()
        # The closed form is rounded, and erf and bell magnify the rounding of x * x.
        np.testing.assert_allclose(problem.lower, slope(problem.x), rtol=2e-13, atol=1e-70)


def test_the_truth_at_a_kink_is_both_slopes() -> None:
    problem = pose(named("abs at 1000, at"), 0, 0)
    assert (problem.lower == -1).all()
    assert (problem.upper == 1).all()


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.name)
def test_backward_passes_by_hand_agree_with_complex_steps(layer: Layer) -> None:
    random = np.random.default_rng(0)
    arguments = layer.draw(random, 1.0, 1)
    upstream = random.normal(size=layer.forward(*arguments).shape)
    gradients = BACKWARDS[layer.name](upstream, *arguments)
    for k, gradient in enumerate(gradients):
        before, after = arguments[:k], arguments[k + 1 :]
        due = complex_slopes(
            lambda x, b=before, a=after: (upstream * layer.forward(*b, x, *a)).sum(), arguments[k]
        )
        assert np.abs(gradient - due).max() <= 1e-13 * np.abs(due).max()


def test_there_are_enough_functions_and_no_two_have_one_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
    assert len({case.kind for case in CASES}) >= 10
