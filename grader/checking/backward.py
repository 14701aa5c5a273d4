"""Check a backward function against the forward function that it belongs to."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.checking.gradients import check_gradient
from grader.checking.mismatch import CheckFailed, Mismatch
from grader.checking.purity import check_same, check_unmodified
from grader.checking.values import (
    as_array,
    as_float64,
    check_finite,
    check_float64,
    check_shape,
    check_values,
)

Array: TypeAlias = NDArray[np.float64]
Forward: TypeAlias = Callable[..., object]
Backward: TypeAlias = Callable[..., object]


def check_backward(
    forward: Forward,
    backward: Backward,
    *arguments: ArrayLike,
    names: Sequence[str] | None = None,
    seed: int = 0,
) -> None:
    """Require that `backward` is the backward pass of `forward`.

    Parameters
    ----------
    forward
        ``forward(*arguments)`` returns a real array, or a scalar. It is trusted.
    backward
        ``backward(upstream, *arguments)``, where `upstream` has the shape of the forward result,
        returns a gradient for each argument: a tuple or a list, or the one array if there is one
        argument. It is what is checked.
    *arguments
        Real arrays. Both functions get copies.
    names
        What the student calls the gradients, one for each argument. Unless given it is ``d_`` and
        the name of the forward function's parameter.
    seed
        For the random upstream gradients. They are never all ones, which would hide a
        transposed or forgotten factor.

    Raises
    ------
    CheckFailed
        Of any kind; `upstream ignored` where the result does not change with the upstream
        gradient, or is not twice as large for one that is.
    ValueError
        If there are not as many names as arguments.
    """
    points = [np.array(argument) for argument in arguments]
    called = _parameters(forward, len(points))
    titles = [f"d_{name}" for name in called] if names is None else list(names)
    if len(titles) != len(points):
        message = f"there are {len(points)} arguments, but {len(titles)} names"
        raise ValueError(message)
    random = np.random.default_rng(seed)
    upstream = _upstream(random, forward, points)
    gradients = _call(backward, upstream, points, called, titles)
    for point, gradient, title in zip(points, gradients, titles, strict=True):
        check_shape(gradient, point.shape, title)
        check_finite(as_float64(as_array(gradient, title)), title)
    again = _call(backward, upstream, points, called, titles)
    for one, two, title in zip(gradients, again, titles, strict=True):
        check_same(one, two, title)
    other = _call(backward, -_upstream(random, forward, points), points, called, titles)
    double = _call(backward, 2 * upstream, points, called, titles)
    for one, two, twice, title in zip(gradients, other, double, titles, strict=True):
        _check_upstream(one, two, twice, title)
    for k, (gradient, title) in enumerate(zip(gradients, titles, strict=True)):
        terms = _loss(forward, upstream, points, k)
        check_gradient(gradient, terms, points[k], name=title, seed=seed)
    for point, gradient, title in zip(points, gradients, titles, strict=True):
        if point.dtype == np.float64:
            check_float64(gradient, title)


def _parameters(forward: Forward, count: int) -> list[str]:
    """Name the arguments as the forward function does, as far as that can be known."""
    try:
        known = list(inspect.signature(forward).parameters.values())
    except (TypeError, ValueError):
        known = []
    plain = [p.name for p in known if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    return [plain[k] if k < len(plain) else f"argument_{k}" for k in range(count)]


def _upstream(random: np.random.Generator, forward: Forward, points: list[Array]) -> Array:
    """Draw an upstream gradient of mixed signs, with no element near 0."""
    shape = np.asarray(forward(*[point.copy() for point in points])).shape
    return np.asarray(random.uniform(0.5, 1.5, shape) * random.choice((-1.0, 1.0), shape))


def _call(
    backward: Backward, upstream: Array, points: list[Array], called: list[str], titles: list[str]
) -> list[object]:
    """Call with copies, which must come back as they were, and take the gradients apart."""
    given = [upstream.copy(), *(point.copy() for point in points)]
    returned = backward(*given)
    # A result may share memory with an argument of the next call; keep what it is now.
    several = isinstance(returned, tuple | list) and (len(points) > 1 or len(returned) == 1)
    gradients = list(returned) if several else [returned]  # type: ignore[call-overload]
    for before, after, name in zip([upstream, *points], given, ["upstream", *called], strict=True):
        check_unmodified(before, after, name)
    if len(gradients) != len(points):
        found = "None" if returned is None else f"{len(gradients)}"
        text = (
            f"{len(points)} gradients were expected ({', '.join(titles)}), but it returned {found}."
        )
        raise CheckFailed(Mismatch(kind="not an array", array=titles[0], message=text))
    return [np.array(as_array(g, title)) for g, title in zip(gradients, titles, strict=True)]


def _check_upstream(one: object, other: object, double: object, name: str) -> None:
    """Compare the gradients for three upstream gradients: one, an unrelated one, and twice it."""
    first = as_float64(as_array(one, name))
    if not first.any():
        return
    if np.array_equal(first, as_float64(as_array(other, name))):
        text = f"`{name}` does not change with the upstream gradient: multiply by it."
        raise CheckFailed(Mismatch(kind="upstream ignored", array=name, message=text))
    try:
        check_values(double, 2 * np.asarray(one), name)
    except CheckFailed:
        text = (
            f"`{name}` is not twice as large for an upstream gradient twice as large: "
            "multiply by it once."
        )
        raise CheckFailed(Mismatch(kind="upstream ignored", array=name, message=text)) from None


def _loss(
    forward: Forward, upstream: Array, points: list[Array], k: int
) -> Callable[[Array], object]:
    """Make sum(upstream * forward), in its terms, a function of the argument `k` alone."""

    def terms(x: Array) -> object:
        arguments = [point.copy() for point in points]
        arguments[k] = x
        return upstream * np.asarray(forward(*arguments))

    return terms
