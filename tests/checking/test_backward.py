"""A backward function against its forward function."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checking import CheckFailed, Mismatch, check_backward

X = np.array([1.0, -2.0, 0.5])
W = np.array([[1.0, -0.5], [0.25, 2.0], [-1.5, 0.75]])


def affine(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    return x @ w


def right(upstream: np.ndarray, x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return w @ upstream, np.outer(x, upstream)


def failure(backward: object, **options: object) -> Mismatch:
    with pytest.raises(CheckFailed) as caught:
        check_backward(affine, backward, X, W, **options)  # type: ignore[arg-type]
    return caught.value.mismatch


def test_right_ones_pass() -> None:
    check_backward(affine, right, X, W)
    check_backward(affine, lambda *a: list(right(*a)), X, W, seed=5)
    check_backward(np.tanh, lambda u, x: u / np.cosh(x) ** 2, X)
    check_backward(np.tanh, lambda u, x: (u / np.cosh(x) ** 2,), W[::-1])
    check_backward(lambda x: (x * x).sum(), lambda u, x: 2 * u * x, np.array([1, 2, 3]))
    check_backward(np.square, lambda u, x: 2 * u * x, 3.0)


def test_a_dead_unit_has_no_gradient_to_scale() -> None:
    check_backward(lambda x: np.maximum(x, 0), lambda u, x: u * (x > 0), -np.abs(X))


def test_a_large_parameter() -> None:
    random = np.random.default_rng(0)
    x, w = random.normal(size=100), random.normal(size=(100, 70))
    check_backward(affine, right, x, w)
    with pytest.raises(CheckFailed, match="d_w"):
        check_backward(affine, lambda u, x, w: (w @ u, np.outer(x, u) * 1.00001), x, w)


COUNT = [0]


def restless(u: np.ndarray, x: np.ndarray, w: np.ndarray) -> object:
    COUNT[0] += 1
    return w @ u + COUNT[0], np.outer(x, u)


def meddling(u: np.ndarray, x: np.ndarray, w: np.ndarray) -> object:
    result = right(u, x, w)
    w *= 2
    return result


def meddling_upstream(u: np.ndarray, x: np.ndarray, w: np.ndarray) -> object:
    result = right(u, x, w)
    u[0] = 0
    return result


@pytest.mark.parametrize(
    ("backward", "kind", "array"),
    [
        (lambda *_: None, "not an array", "d_x"),
        (lambda u, _, w: w @ u, "not an array", "d_x"),
        (lambda u, _, w: (w @ u, None), "not an array", "d_w"),
        (lambda u, x, w: (w @ u, np.outer(u, x)), "shape", "d_w"),
        (lambda u, x, w: (w @ u * np.nan, np.outer(x, u)), "not finite", "d_x"),
        (lambda u, x, w: (w @ u, np.outer(x, u).astype("float32")), "dtype", "d_w"),
        (restless, "not deterministic", "d_x"),
        (meddling, "argument modified", "w"),
        (meddling_upstream, "argument modified", "upstream"),
        (lambda u, x, w: (w @ u, np.outer(x, np.ones(2))), "upstream ignored", "d_w"),
        (lambda u, x, w: (w @ (u * u), np.outer(x, u)), "upstream ignored", "d_x"),
        (lambda u, x, w: (w @ u / 2, np.outer(x, u)), "numbers differ", "d_x"),
        (lambda u, x, w: (w @ u, np.outer(x, u[::-1])), "numbers differ", "d_w"),
    ],
)
def test_kinds(backward: object, kind: str, array: str) -> None:
    mismatch = failure(backward)
    assert (mismatch.kind, mismatch.array) == (kind, array)
    assert f"`{array}" in mismatch.message or "gradients were expected" in mismatch.message


def test_names_may_be_given() -> None:
    wrong = failure(lambda u, x, w: (w @ u, -np.outer(x, u)), names=("d_inputs", "d_weights"))
    assert wrong.message.startswith("`d_weights[")
    assert wrong.diagnosis == "Every element has the wrong sign."
    with pytest.raises(ValueError, match="2 arguments, but 1 names"):
        check_backward(affine, right, X, W, names=["d_x"])


def test_a_result_that_shares_memory_between_calls_is_no_change_of_mind() -> None:
    buffer = np.empty(3)
    check_backward(np.square, lambda u, x: np.multiply(2 * u, x, out=buffer), X)


def test_the_arguments_are_left_alone() -> None:
    x, w = X.copy(), W.copy()
    failure(meddling)
    assert np.array_equal(x, X)
    assert np.array_equal(w, W)
