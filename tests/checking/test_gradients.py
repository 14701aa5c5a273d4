"""Gradients against finite differences, small parameters and large ones."""

from __future__ import annotations

import doctest

import numpy as np
import pytest

import grader.checking
from grader.checking import (
    CheckFailed,
    Mismatch,
    check_gradient,
    compare_gradient,
    numerical_gradient,
)

SCALES = [1e-6, 1.0, 1e6]


def failure(returned: object, of: object, at: object, **options: object) -> Mismatch:
    with pytest.raises(CheckFailed) as caught:
        check_gradient(returned, of, at, name="d_x", **options)  # type: ignore[arg-type]
    return caught.value.mismatch


def squares(x: np.ndarray) -> object:
    return (x * x).sum()


class Layer:
    """sum(u * max(0, z + x @ (W - W0))), whose gradient is outer(x, u * (z > 0))."""

    def __init__(self, seed: int, rows: int, columns: int, *, terms: bool = False) -> None:
        random = np.random.default_rng(seed)
        self.x, self.u = random.normal(size=rows), random.normal(size=columns)
        self.z = random.uniform(0.5, 2, columns) * random.choice((-1.0, 1.0), columns)
        self.weights = random.normal(size=(rows, columns))
        self.gradient = np.outer(self.x, self.u * (self.z > 0))
        self.terms = terms

    def loss(self, weights: np.ndarray) -> object:
        terms = self.u * np.maximum(0, self.z + self.x @ (weights - self.weights))
        return terms if self.terms else terms.sum()


def test_the_example_in_the_docstring() -> None:
    assert doctest.testmod(grader.checking).failed == 0


@pytest.mark.parametrize("size", SCALES)
@pytest.mark.parametrize(
    ("f", "gradient"),
    [
        (lambda x: (3 * x).sum(), lambda x: np.full_like(x, 3)),
        (squares, lambda x: 2 * x),
        (lambda x: np.maximum(x, 0).sum(), lambda x: (x > 0) * 1.0),
        (lambda x: np.log(np.abs(x)).sum(), lambda x: 1 / x),
    ],
)
def test_an_error_of_1e_6_passes_and_one_of_3e_6_does_not(f, gradient, size) -> None:  # type: ignore[no-untyped-def]
    at = np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]]) * size
    right = gradient(at)
    scale = np.abs(right).max()
    for index in np.ndindex(at.shape):
        near, far = right.copy(), right.copy()
        near[index] -= 1e-6 * scale
        far[index] += 3e-6 * scale
        check_gradient(near, f, at)
        assert failure(far, f, at).index == index


@pytest.mark.parametrize("mixed", [False, True])
@pytest.mark.parametrize("terms", [False, True])
def test_random_layers_of_all_scales(*, mixed: bool, terms: bool) -> None:
    random = np.random.default_rng(7)
    for _ in range(100):
        layer = Layer(int(random.integers(1 << 30)), 3, 4, terms=terms)
        for values in (layer.x, layer.u):
            values *= 10 ** random.uniform(-6, 6, values.shape if mixed and terms else ())
        layer.z *= np.abs(layer.x).sum()
        layer.gradient = np.outer(layer.x, layer.u * (layer.z > 0))
        scale = np.abs(layer.gradient).max()
        check_gradient(layer.gradient, layer.loss, layer.weights)
        if scale:
            wrong = layer.gradient.copy()
            wrong[random.integers(3), random.integers(4)] += 3e-6 * scale
            failure(wrong, layer.loss, layer.weights)


@pytest.mark.parametrize("value", [0.0, 0.3, 1.0])
def test_any_subgradient_passes_at_a_kink(value: float) -> None:
    at = np.array([0.0, 1.0, -1.0])
    check_gradient([value, 1.0, 0.0], lambda x: np.maximum(x, 0).sum(), at)


@pytest.mark.parametrize(("value", "nearest"), [(-0.01, 0.0), (1.01, 1.0)])
def test_no_other_value_passes_at_a_kink(value: float, nearest: float) -> None:
    at = np.array([0.0, 1.0, -1.0])
    mismatch = failure([value, 1.0, 0.0], lambda x: np.maximum(x, 0).sum(), at)
    assert mismatch.index == (0,)
    assert mismatch.expected == pytest.approx(nearest, abs=1e-9)
    assert "expected a value from" in mismatch.message
    assert mismatch.elements == ("x..",)


@pytest.mark.parametrize("near", [1e-3, 1e-5, 1e-7])
def test_near_a_kink_there_is_one_gradient(near: float) -> None:
    at = np.array([near, -near])
    check_gradient([1.0, 0.0], lambda x: np.maximum(x, 0).sum(), at)
    failure([0.5, 0.0], lambda x: np.maximum(x, 0).sum(), at)
    failure([1.0, 0.5], lambda x: np.maximum(x, 0).sum(), at)


@pytest.mark.parametrize(
    ("returned", "kind"),
    [
        (None, "not an array"),
        (np.ones((3, 1)), "shape"),
        (np.array([1.0, np.nan, 1.0]), "not finite"),
        (np.ones(3), "numbers differ"),
    ],
)
def test_kinds(returned: object, kind: str) -> None:
    at = np.array([1.0, 2.0, 3.0])
    assert failure(returned, squares, at).kind == kind
    with pytest.raises(CheckFailed) as caught:
        compare_gradient(returned, numerical_gradient(squares, at), "d_x")
    assert caught.value.mismatch.kind == kind


def test_what_a_failure_says() -> None:
    at = np.array([[1.0, 2.0, 4.0]])
    mismatch = failure(at, squares, at)
    assert mismatch.message == "`d_x[0, 2]` is 4.0, expected 8.0."
    assert mismatch.elements == ("xxx",)
    assert mismatch.diagnosis.startswith("Every element is half of what is due")
    assert mismatch.accuracy is not None
    assert 0 <= mismatch.accuracy < 1e-6


def test_a_float32_gradient_of_a_small_and_of_a_large_parameter() -> None:
    for shape in [(3, 4), (40, 50), (200, 300)]:
        layer = Layer(3, *shape)
        check_gradient(layer.gradient.astype(np.float32), layer.loss, layer.weights)


def test_a_function_that_is_not_finite_is_the_authors_fault() -> None:
    for size in (2, 100):
        with pytest.raises(ValueError, match="not finite"):
            check_gradient(np.ones(size), lambda x: np.log(x).sum(), np.zeros(size))


@pytest.mark.parametrize("shape", [(10, 10), (60, 50), (128, 128)])
@pytest.mark.parametrize("terms", [False, True])
def test_one_wrong_element_of_many_is_named(shape: tuple[int, int], *, terms: bool) -> None:
    layer = Layer(1, *shape, terms=terms)
    scale = np.abs(layer.gradient).max()
    check_gradient(layer.gradient, layer.loss, layer.weights)
    random = np.random.default_rng(2)
    for error in (3e-6, -1e-3, 1.0, 1e6):
        index = tuple(int(random.integers(n)) for n in shape)
        wrong = layer.gradient.copy()
        wrong[index] += error * scale
        mismatch = failure(wrong, layer.loss, layer.weights)
        assert mismatch.index == index
        assert mismatch.returned == wrong[index]
        assert mismatch.expected == pytest.approx(layer.gradient[index], abs=1e-7 * scale)


@pytest.mark.parametrize("frequency", [1.0, 1e4])
def test_one_wrong_element_of_many_terms_that_oscillate(frequency: float) -> None:
    x = np.random.default_rng(0).normal(size=128)
    gradient = frequency * np.cos(frequency * x)
    gradient[5] *= 1.001
    mismatch = failure(gradient, lambda x: np.sin(frequency * x), x)
    assert mismatch.index == (5,)
    assert mismatch.expected == pytest.approx(gradient[5] / 1.001)


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        (lambda g: g / 2, "half of what is due"),
        (lambda g: -g, "the wrong sign"),
        (lambda g: g * 128, "128 is the number of rows"),
        (lambda g: g * 0, "Every element is 0."),
        (lambda g: g.T.copy(), ""),
    ],
)
def test_a_large_gradient_that_is_all_wrong(wrong, text) -> None:  # type: ignore[no-untyped-def]
    layer = Layer(4, 128, 128)
    mismatch = failure(wrong(layer.gradient), layer.loss, layer.weights)
    assert text in mismatch.diagnosis


def test_a_large_parameter_costs_few_evaluations() -> None:
    layer = Layer(5, 256, 256)
    calls: list[int] = []

    def loss(weights: np.ndarray) -> object:
        calls.append(1)
        return layer.loss(weights)

    check_gradient(layer.gradient, loss, layer.weights)
    assert len(calls) < 60
    wrong = layer.gradient.copy()
    wrong[17, 200] += 1
    failure(wrong, loss, layer.weights)
    assert len(calls) < 700


def test_small_deviations_of_all_elements_of_a_large_gradient_pass() -> None:
    random = np.random.default_rng(0)
    for shape in [(50, 60), (128, 128)]:
        layer = Layer(6, *shape)
        scale = np.abs(layer.gradient).max()
        noise = random.choice((-1e-6, 1e-6), shape) * scale
        check_gradient(layer.gradient + noise, layer.loss, layer.weights)


def test_kinks_in_a_large_parameter_do_not_fail_it() -> None:
    layer = Layer(8, 100, 80)
    layer.z[::7] = 0
    gradient = np.outer(layer.x, layer.u * (layer.z > 0))
    check_gradient(gradient, layer.loss, layer.weights)


def test_the_point_is_left_alone() -> None:
    for size in (5, 100):
        at = np.arange(2.0 * size)[::-2]
        before = at.copy()
        check_gradient(2 * at, squares, at)
        assert np.array_equal(at, before)
