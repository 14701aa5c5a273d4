"""Gradient descent on a network of linear layers: what we know of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from grader.authoring import Draw, Floats, Numbers

from ._network import Net, Parameters, arrays, gradients, outputs, whole


class Step(Net, frozen=True):
    """A network, an input, a gradient at the output, and a learning rate."""

    rate: float


def stepped(net: Net, rate: float) -> list[Parameters]:
    """Return the parameters after one step."""
    return [
        Parameters(p.weights - rate * d.weights, p.biases - rate * d.biases)
        for p, d in zip(net.layers, gradients(net), strict=True)
    ]


def trained(
    layers: Sequence[Parameters], inputs: Numbers, targets: Numbers, epochs: int, rate: float
) -> tuple[Floats, list[Parameters]]:
    """Train a network of ours; return the mean loss of each epoch, and the parameters at the end.

    Each loss is taken before the update for its sample.
    """
    losses = np.zeros((epochs, len(inputs)))
    now = list(layers)
    with np.errstate(all="ignore"):  # some diverge, and are not used
        for epoch in range(epochs):
            for k, (x, y) in enumerate(zip(inputs, targets, strict=True)):
                error = outputs(now, x)[-1] - y
                losses[epoch, k] = np.mean(error**2)
                now = stepped(Net(now, x, 2 * error / error.size), rate)
    return np.asarray(losses.mean(axis=1)), now


def gentle(draw: Draw, sizes: Sequence[int]) -> list[Parameters]:
    """Draw layers whose outputs stay small, so that steps neither vanish nor explode.

    Some have biases of zero, as new layers do.
    """
    return [
        Parameters(
            whole(draw, (n_out, n_in)) / 10,
            whole(draw, (n_out, 1), zeros=True) / 10 * draw.choice([1, 1, 0]),
        )
        for n_in, n_out in pairwise(sizes)
    ]


def steady(results: Callable[..., list[Floats]], layers: list[Parameters], *given: Numbers) -> bool:
    """Whether honest ways of computing agree within 1e-6, in single precision too.

    Single precision has to agree within 3e-7 of each array's scale, and a small change of the
    parameters must not change the results by more than 5 times as much.

    Parameters
    ----------
    results
        Is called with layers and what is `given`.
    layers, given
        Parameters, and other arrays.
    """
    due = results(layers, *given)
    single = results(
        [Parameters(_single(p.weights), _single(p.biases)) for p in layers], *map(_single, given)
    )
    if not _near(single, due, 3e-7):
        return False
    change, random = 1e-6, np.random.default_rng(0)
    for _ in range(3):
        signs = [[random.choice((-change, change), a.shape) for a in arrays([p])] for p in layers]
        moved = [
            Parameters(p.weights * (1 + w), p.biases * (1 + b))
            for p, (w, b) in zip(layers, signs, strict=True)
        ]
        if not _near(results(moved, *given), due, 5 * change):
            return False
    return True


def _single(array: Numbers) -> Any:
    return array.astype(np.float32)


def _near(some: list[Floats], due: list[Floats], share: float) -> bool:
    """Whether no array is off by more than a share of its scale.

    One in which all sums cancel has none: in which order they are added decides what is left.
    """
    pairs = zip(some, due, strict=True)
    return all(
        scale > 0 and np.abs(one - other).max() <= share * scale
        for one, other in pairs
        for scale in [np.abs(other).max()]
    )
