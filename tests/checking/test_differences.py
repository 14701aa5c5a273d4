"""Numerical derivatives: as accurate as they say, and one-sided at kinks only."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from grader.checking import (
    NumericalGradient,
    directional_derivative,
    numerical_gradient,
    numerical_gradients,
)

Function = Callable[[np.ndarray], object]
SCALES = [1e-6, 1e-3, 1.0, 1e3, 1e6]
MIXED = np.array([1e-6, -2e-3, 3.0, -4e3, 5e6])
A = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]])


def assert_close(numerical: NumericalGradient, gradient: np.ndarray) -> None:
    scale = np.abs(gradient).max()
    assert np.abs(numerical.value - gradient).max() <= 1e-8 * scale
    # Below 1e-13 it is the known gradient that is rounded.
    assert (np.abs(numerical.value - gradient) <= numerical.error + 1e-13 * scale).all()
    assert numerical.relative_error <= 2e-7
    assert (numerical.lower == numerical.upper).all()


@pytest.mark.parametrize("size", SCALES)
@pytest.mark.parametrize(
    ("f", "gradient"),
    [
        (lambda x: (3 * x).sum(), lambda x: np.full_like(x, 3)),
        (lambda x: (x * x).mean(), lambda x: 2 * x / x.size),
        (lambda x: ((x - 7) ** 2).sum(), lambda x: 2 * (x - 7)),
        (lambda x: np.abs(x).sum(), np.sign),
        (lambda x: np.maximum(x, 0).sum(), lambda x: (x > 0) * 1.0),
        (lambda x: np.log(np.abs(x)).sum(), lambda x: 1 / x),
        (lambda x: np.sqrt(np.abs(x)).sum(), lambda x: np.sign(x) / 2 / np.sqrt(np.abs(x))),
        (lambda x: (x**3).sum(), lambda x: 3 * x**2),
    ],
)
def test_known_gradients_at_all_scales(f: Function, gradient: Function, size: float) -> None:
    assert_close(numerical_gradient(f, A * size), np.asarray(gradient(A * size)))


@pytest.mark.parametrize(
    ("f", "gradient"),
    [
        (lambda x: (x * x).sum(), lambda x: 2 * x),
        (lambda x: ((x - 1e6) ** 2).mean(), lambda x: 2 * (x - 1e6) / x.size),
        (np.abs, np.sign),
        (lambda x: np.log(np.abs(x)).sum(), lambda x: 1 / x),
    ],
)
def test_elements_of_very_different_scales(f: Function, gradient: Function) -> None:
    assert_close(numerical_gradient(f, MIXED), np.asarray(gradient(MIXED)))


def log_sum_exp(x: np.ndarray) -> object:
    return x.max() + np.log(np.exp(x - x.max()).sum())


@pytest.mark.parametrize("offset", [0.0, 100.0, -1000.0])
def test_log_sum_exp(offset: float) -> None:
    x = np.array([0.3, -1.0, 2.0, 0.0]) + offset
    assert_close(numerical_gradient(log_sum_exp, x), np.exp(x - log_sum_exp(x)))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("function", "derivative"),
    [(np.exp, np.exp), (np.sin, np.cos), (np.tanh, lambda x: 1 / np.cosh(x) ** 2)],
)
@pytest.mark.parametrize("offset", [0.0, 1e-3, 1.0, 1e3, 1e5])
def test_the_error_estimate_bounds_the_error(
    function: Function, derivative: Function, offset: float
) -> None:
    random = np.random.default_rng(0)
    for _ in range(50):
        x = random.uniform(-3, 3, 4) * random.integers(0, 2, 4)
        numerical = numerical_gradient(lambda x: np.sum(function(x)) + offset, x)
        gradient = np.asarray(derivative(x))
        assert (np.abs(numerical.value - gradient) <= numerical.error + 1e-14).all()
        assert offset > 1 or numerical.relative_error <= 1e-7


@pytest.mark.parametrize(
    "x",
    [
        np.array([[1, 2], [3, 4]]),
        np.asfortranarray([[1.0, 2.0], [3.0, 4.0]]),
        np.array([[1.0, 2.0], [3.0, 4.0]])[::-1, ::-1],
        np.array([[1.0, 2.0], [3.0, 4.0]]).T,
        np.arange(16.0).reshape(4, 4)[::2, ::2],
        np.array(3.0),
    ],
)
def test_any_layout_is_left_alone_and_arrives_in_c_order(x: np.ndarray) -> None:
    x = x.view()
    x.flags.writeable = False
    before, seen = x.copy(), []

    def f(point: np.ndarray) -> object:
        assert point.dtype == np.float64
        assert point.flags.c_contiguous
        assert point.shape == x.shape
        seen.append(point)
        value = (point * point).sum()
        point[...] = np.nan
        return value

    numerical = numerical_gradient(f, x)
    assert_close(numerical, 2.0 * x)
    assert np.array_equal(x, before)
    assert numerical.value.shape == numerical.error.shape == x.shape
    assert len({id(point) for point in seen}) == len(seen)


@pytest.mark.parametrize("x", [0.0, 1.0, 1e-6, 1e6, -3.0])
@pytest.mark.parametrize("slopes", [(0.0, 1.0), (-1.0, 1.0), (2.0, -5.0), (0.999, 1.0)])
def test_a_kink_at_the_point_has_two_slopes(x: float, slopes: tuple[float, float]) -> None:
    left, right = slopes
    numerical = numerical_gradient(
        lambda p: (np.where(p < x, left, right) * (p - x)).sum() + 0.125, np.array([x])
    )
    assert numerical.lower[0] == pytest.approx(min(slopes), abs=1e-7)
    assert numerical.upper[0] == pytest.approx(max(slopes), abs=1e-7)
    assert numerical.value[0] == pytest.approx(sum(slopes) / 2, abs=1e-7)
    assert numerical.error[0] <= 1e-7


def test_a_kink_of_a_curved_function() -> None:
    numerical = numerical_gradient(lambda x: (np.exp(x) + np.abs(x)).sum(), np.zeros(1))
    assert numerical.lower[0] == pytest.approx(0, abs=1e-7)
    assert numerical.upper[0] == pytest.approx(2, abs=1e-7)


@pytest.mark.parametrize("distance", [1e-2, 1e-4, 1e-5, 2e-6, 1e-7])
@pytest.mark.parametrize("side", [-1, 1])
def test_a_kink_near_the_point_makes_the_step_shrink(distance: float, side: int) -> None:
    x = np.array([side * distance, 0.5])
    assert_close(numerical_gradient(lambda x: np.maximum(x, 0).sum(), x), (x > 0) * 1.0)


def test_the_step_shrinks_where_the_function_ends() -> None:
    x = np.array([1e-5, 1e-3])
    assert_close(numerical_gradient(lambda x: np.log(x).sum(), x), 1 / x)


def test_a_function_that_is_not_finite_is_the_authors_fault() -> None:
    with pytest.raises(ValueError, match="not finite at x"):
        numerical_gradient(lambda x: np.log(x).sum(), np.zeros(2))
    with pytest.raises(ValueError, match="anywhere around x"):
        numerical_gradient(lambda x: 0.0 if x[0] == 0 else np.nan, np.zeros(1))


def test_a_constant_has_no_slope() -> None:
    numerical = numerical_gradient(lambda x: 5.0, np.ones((2, 3)))  # noqa: ARG005
    assert not numerical.value.any()
    assert numerical.error.max() < 1e-20


def test_terms_that_do_not_change_add_no_rounding() -> None:
    sizes = np.array([1e-6, 1.0, 1e6])
    x = np.array([3.0, 5.0, 7.0])
    kinks = np.array([1e-6, 1e-6, 1e-6])

    def terms(p: np.ndarray) -> np.ndarray:
        return np.append(np.maximum(kinks + p - x, 0), sizes**2)

    assert numerical_gradient(terms, x).relative_error < 1e-6
    assert_close(numerical_gradient(terms, x), np.ones(3))


def test_no_more_evaluations_than_promised() -> None:
    counts = []
    for f in (np.abs, np.exp, lambda x: x * 0 + 1, lambda x: np.sin(1e9 * x)):
        calls: list[int] = []

        def counted(x: np.ndarray, f: Function = f, calls: list[int] = calls) -> object:
            calls.append(1)
            return np.sum(f(x))

        numerical_gradient(counted, np.zeros(1))
        counts.append(len(calls))
    assert max(counts) <= 170
    assert counts[1] == 20


def test_directional_derivative_is_the_gradient_times_the_direction() -> None:
    direction = np.array([[2.0, 0.0, -1.0], [0.5, 3.0, 1.0]])
    slope = directional_derivative(lambda x: (x**3).sum(), A, direction)
    due = (3 * A**2 * direction).sum()
    assert abs(slope.value - due) <= min(slope.error, 1e-7)
    assert slope.lower == slope.upper == slope.value


def test_directional_derivative_at_a_kink() -> None:
    slope = directional_derivative(lambda x: np.abs(x).sum(), np.zeros(2), np.array([1.0, -2.0]))
    assert (slope.lower, slope.upper) == pytest.approx((-3, 3))


@pytest.mark.parametrize("direction", [np.zeros(2), np.ones(3)])
def test_a_direction_must_lead_somewhere(direction: np.ndarray) -> None:
    with pytest.raises(ValueError, match="the direction has shape"):
        directional_derivative(np.sum, np.ones(2), direction)


def test_the_first_step_may_be_given() -> None:
    points: list[float] = []

    def f(x: np.ndarray) -> object:
        points.append(float(x[0]))
        return np.exp(x).sum()

    numerical_gradient(f, np.zeros(1), step=0.25)
    assert max(points) == 0.25
    assert min(points) == -0.25


@pytest.mark.parametrize("size", [1e4, 1e7, 1e10])
def test_rounding_that_the_value_of_f_does_not_show(size: float) -> None:
    random = np.random.default_rng(0)
    for _ in range(50):
        slopes = random.normal(size=4)
        numerical = numerical_gradient(
            lambda x, s=slopes: size + s @ x - size, random.normal(size=4)
        )
        assert (np.abs(numerical.value - slopes) <= numerical.error + 1e-7).all()


SATURATED: list[tuple[Function, Function, list[float]]] = [
    (np.tanh, lambda x: 1 / np.cosh(x) ** 2, [2.1, 3.6, -5.1]),
    (lambda x: x / np.sqrt(1 + x * x), lambda x: (1 + x * x) ** -1.5, [1.3, -4.2, 7.7]),
    (np.arctan, lambda x: 1 / (1 + x * x), [3.1, -0.2, 9.0]),
    (lambda x: np.sin(3 * x), lambda x: 3 * np.cos(3 * x), [0.4, 2.5, -8.8]),
    (lambda x: np.exp(-x * x), lambda x: -2 * x * np.exp(-x * x), [0.3, 2.6, 5.1]),
    (lambda x: np.logaddexp(0, x), lambda x: 1 / (1 + np.exp(-x)), [-30.0, 0.1, 30.0]),
    (lambda x: np.tanh(1e6 * x), lambda x: 1e6 / np.cosh(1e6 * x) ** 2, [1e-6, -2e-7, 3e-6]),
]


@pytest.mark.parametrize(("function", "derivative", "at"), SATURATED)
@pytest.mark.parametrize("form", [np.asarray, np.sum], ids=["terms", "scalar"])
def test_large_steps_at_which_a_bounded_function_looks_flat_are_not_believed(
    function: Function, derivative: Function, at: list[float], form: Function
) -> None:
    x = np.array(at)
    numerical = numerical_gradient(lambda x: form(np.asarray(function(x))), x)
    assert_close(numerical, np.asarray(derivative(x)))


@pytest.mark.parametrize("form", [np.asarray, np.sum], ids=["terms", "scalar"])
@pytest.mark.parametrize("constant", [1e4, 1e8, 1e12])
def test_a_constant_far_above_the_change_is_an_honest_error(
    constant: float, form: Function
) -> None:
    x = np.array([0.5, -1.5, 2.0, 6.0])
    numerical = numerical_gradient(lambda x: form(constant + np.tanh(x)), x)
    assert (np.abs(numerical.value - 1 / np.cosh(x) ** 2) <= numerical.error).all()
    assert numerical.error.max() < 1e-10 * constant


@pytest.mark.parametrize("width", [1e-5, 1e-7, 1e-9])
def test_what_is_narrower_than_the_usual_step_is_seen(width: float) -> None:
    x = np.array([0.3, -0.2])
    numerical = numerical_gradient(lambda y: np.clip((y - x) / width, -1, 1), x)
    assert np.abs(numerical.value * width - 1).max() < 1e-3
    assert (np.abs(numerical.value - 1 / width) <= numerical.error).all()


@pytest.mark.parametrize("x", [0.3, 123456.7, -7.25e5])
def test_a_step_function_is_flat_or_in_doubt(x: float) -> None:
    numerical = numerical_gradient(np.floor, np.array([x]))
    assert abs(numerical.value[0]) <= numerical.error[0]


def test_a_slope_that_nothing_tells_has_an_infinite_error() -> None:
    numerical = numerical_gradient(lambda x: np.sum(x > 0.5) * 1.0, np.array([0.5]))
    assert np.isinf(numerical.error[0])
    assert numerical.relative_error == np.inf


def test_single_precision_inside_is_an_error_that_is_told() -> None:
    x = np.array([0.7, -1.3, 2.2])
    numerical = numerical_gradient(lambda x: (x.astype(np.float32) ** 2).sum(), x)
    assert (np.abs(numerical.value - 2 * x) <= numerical.error).all()


def test_a_function_that_answers_twice_differently_is_refused() -> None:
    random = np.random.default_rng(0)
    with pytest.raises(ValueError, match="f is not deterministic: it gave"):
        numerical_gradient(lambda x: x.sum() + random.normal(), np.ones(2))


def test_a_function_that_changes_its_shape_is_refused() -> None:
    with pytest.raises(ValueError, match=r"f changes its shape: it was \(2,\) at x, and \("):
        numerical_gradient(lambda x: x[x >= 1], np.ones(2))


@pytest.mark.parametrize("value", [None, "5", 1j, [1.0, None]])
def test_a_function_of_anything_but_real_numbers_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="f has to return real numbers, but returned"):
        numerical_gradient(lambda _: value, np.ones(2))


def stretched(scale: float) -> Function:
    return lambda points: np.tanh(points / scale) * scale


def broken(points: np.ndarray) -> np.ndarray:
    """Be not finite to the left of 1."""
    return np.where(points < 1, np.nan, points)


STACKED = [
    (lambda points: np.maximum(points, 0.0), [[-1.0, 2.0], [1e-7, -1e5]]),
    (lambda points: points**2 / 3, [1e6, -1e-6, 0.0]),
    (lambda points: points.sum(axis=-1, keepdims=True) ** 2, [3.0, 4.0]),
    (broken, [1 + 1e-9, 2.0, 3.0]),
    (stretched(1e-3), [1e-4, 5.0, -1e-3]),
    (stretched(1e3), [1e-4, 5.0, -1e3]),
    (lambda points: points * 0.1, 7.0),
]


def test_many_functions_are_differentiated_as_each_is_alone() -> None:
    together = numerical_gradients(STACKED)
    for (f, x), many in zip(STACKED, together, strict=True):
        (stacked,) = numerical_gradients([(f, x)])
        alone = numerical_gradient(lambda point, f=f: f(point[np.newaxis])[0], x)
        for name in ("value", "error", "lower", "upper"):
            due = getattr(alone, name)
            np.testing.assert_array_equal(getattr(stacked, name), due)
            np.testing.assert_allclose(getattr(many, name), due, rtol=1e-6)


def test_a_function_of_many_points_tells_the_terms_of_each() -> None:
    with pytest.raises(ValueError, match="of each of 2 points"):
        numerical_gradients([(lambda points: points.sum(), [1.0, 2.0])])


def wave(x: np.ndarray) -> np.ndarray:
    return np.asarray(x * x + 1e-4 * np.sin(1000 * x))


@pytest.mark.parametrize("form", [np.asarray, np.sum], ids=["terms", "scalar"])
def test_a_small_fast_wave_is_not_taken_for_rounding(form: Function) -> None:
    for x in (
        np.array([16032.442922277132, 5444.0908979436263]),
        np.array([-21306.125525705495, 1e-6]),
        np.array([-1762.9636203412158, -2535.65962261]),
    ):
        numerical = numerical_gradient(lambda x: form(wave(x)), x)
        assert (np.abs(numerical.value - 2 * x - 0.1 * np.cos(1000 * x)) <= numerical.error).all()


@pytest.mark.parametrize("form", [np.asarray, np.sum], ids=["terms", "scalar"])
def test_rounding_that_is_the_same_at_all_small_steps_is_in_the_error(form: Function) -> None:
    # x * x at 1 + d seems to have the slope 2 over a step of less than 1e-11: the rest is rounded.
    for x in (1.0000097178082779, 1.0000073796764681, 1.0000011519984473):
        numerical = numerical_gradient(lambda x: form(1 / (x * x - 1)), np.array([x]))
        truth = -2 * x / ((x - 1) * (x + 1)) ** 2
        assert abs(numerical.value[0] - truth) <= numerical.error[0] < 1e-5 * abs(truth)


def test_a_sum_that_is_almost_zero_says_nothing_of_how_its_terms_are_rounded() -> None:
    x = np.array([-1e-3, 1e-3, -1e-3, 1e-3])

    def f(x: np.ndarray) -> object:
        return np.tanh(x.astype(np.float32)).astype(np.float64).sum()

    numerical = numerical_gradient(f, x)
    assert (np.abs(numerical.value - 1 / np.cosh(x) ** 2) <= numerical.error).all()
    assert numerical.error.max() < 1e-3


def test_a_plateau_is_told_next_to_the_end_of_the_domain() -> None:
    x = np.array([2.4, 0.01, 657.0])
    for sign in (1.0, -1.0):
        direction = np.array([1.0, sign, -1.0])
        slope = directional_derivative(lambda x: np.round(np.log(x), 6), x, direction)
        assert abs(slope.value - (direction / x).sum()) <= slope.error


def test_a_kink_next_to_the_point_in_one_element_shows_along_a_line_of_large_ones() -> None:
    for x in (np.array([267628.217, -1095.82, -2.879e-9]), np.array([1.1e-9, 2.6e5, -1e-9])):
        slope = directional_derivative(np.abs, x, np.ones(3))
        assert abs(slope.value - np.sign(x).sum()) <= slope.error


def test_an_element_that_a_far_larger_one_hides_is_no_reason_to_look_far_away() -> None:
    x = np.array([1.06, 4e-6, 5.8e-5, -1.9])
    numerical = numerical_gradient(lambda x: np.exp(40 * x).sum(), x)
    assert_close(numerical, 40 * np.exp(40 * x))
