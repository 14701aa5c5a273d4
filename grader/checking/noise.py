"""How exact the values of a function are: what rounding does to them.

Two measures, because either is blind to what the other sees. A table of differences of the values
at points next to each other shows the part of them that is not smooth: J. J. More and S. M. Wild,
"Estimating computational noise", SIAM Journal on Scientific Computing 33 (2011). Where values stay
the same from point to point, because large numbers cancel in the function, the last bit that any of
them uses tells how coarsely they are rounded.

Roundings often repeat over steps that are short enough: then the values of a function lie on pieces
that are smooth, with a slope of their own, and only points that lie further apart see the jumps
between them. So the table is made at several distances.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

EPSILON = 2.0**-52

NEAREST = 4e-13
FURTHER = tuple(3e-11 * 8.0**k for k in range(7))
"""Distances of the points, relative to the scale on which the function is looked at."""
FEW, SOME, MANY = 8, 14, 42
"""Of how many points each distance has."""
ORDERS = (3, 4, 5)
"""Differences of a lower order show the function's own curvature, too."""
SAFETY = 8.0
"""A standard deviation that was estimated from five numbers may be several times too small."""
DYING, STEADY = 2.2, 3.5
"""Noise has about the same size in differences of every order; what is smooth dies away."""
SUDDEN = 1 / 16
"""Real noise shows at least this part of itself at points eight times closer, too."""
LOUDEST = 2.0**-30
"""What is larger at distant points, relative to 1 or to the value, is a wave and no noise."""

Row = Callable[[float, tuple[float, ...]], Array]
"""The values at points that are so far apart, and at such nodes, of shape (nodes, terms)."""


def nearest_noise(row: Row) -> Array:
    """Bound the rounding error of the terms by what points next to each other show.

    Returns
    -------
    ndarray
        Eight standard deviations of the noise, of shape (terms,); 0 where none is seen.
    """
    points = _points(FEW)
    table = _finite(row(NEAREST, points))
    worst = np.zeros(table.shape[1])
    for order in ORDERS:
        worst = np.maximum(worst, np.sqrt((_differences(table, points, order) ** 2).mean(axis=0)))
    return SAFETY * worst


def further_noise(row: Row) -> Array:
    """Do the same with points that lie further and further apart.

    A kink or a pole among them is in less than half of the differences, so the median leaves it
    out. Where the function's own curvature or a wave of it shows, in differences that die away from
    order to order, points that lie still further apart would take it for noise, and are not asked.
    A wave is no noise either, even if the points are too far apart to follow its turns.
    """
    worst: Array = np.zeros(1)
    loudest: Array = np.full(1, np.inf)
    smooth: NDArray[np.bool_] = np.zeros(1, dtype=np.bool_)
    for k, distance in enumerate(FURTHER):
        table = _finite(row(distance, _points(SOME)))
        if len(table) < SOME:
            break
        lower, higher = (
            np.median(np.abs(_differences(table, _points(SOME), order)), axis=0) / 0.6745
            for order in (4, 6)
        )
        seen = np.maximum(worst / SAFETY, EPSILON * np.abs(table[0]))
        smooth = smooth | ((lower > DYING * higher) & (lower > 4 * seen))
        noise = SAFETY * np.maximum(lower, higher)
        noise[smooth | (higher > STEADY * lower)] = 0.0
        noise[noise > LOUDEST * np.maximum(1.0, np.abs(table[0]))] = 0.0
        sudden = noise * (SUDDEN / SAFETY) > np.maximum(loudest, EPSILON * np.abs(table[0]))
        if sudden.any():
            smooth = smooth | (sudden & _waves(row, FURTHER[k - 1], noise / SAFETY))
            noise[smooth] = 0.0
        worst = np.maximum(worst, noise)
        loudest = np.abs(_differences(table, _points(SOME), 4)).max(axis=0)
        if smooth.all():
            break
    return worst


def _waves(row: Row, distance: float, amplitude: Array) -> NDArray[np.bool_]:
    """Whether terms rise and fall as far as that, and without a jump, at points that lie closer.

    Rounding makes them jump there as well, though not from each point to the next. The parabola
    that is taken off is the function's own slope and curvature.
    """
    points = _points(MANY)
    table = _finite(row(distance, points))
    if len(table) < MANY:
        return np.ones(table.shape[1], dtype=np.bool_)
    parabolas = np.linalg.qr(np.vander(points, 3))[0]
    change = table - table[0]
    swing = (change - parabolas @ (parabolas.T @ change)).std(axis=0)
    jump = np.abs(_differences(table, points, 4)).max(axis=0)
    waves: NDArray[np.bool_] = (swing > amplitude / 8) & (jump < 2 * SUDDEN * amplitude)
    return waves


def _finite(table: Array) -> Array:
    """Keep the rows up to the first that is not finite."""
    kept: Array = table[np.logical_and.accumulate(np.isfinite(table).all(axis=1))]
    return kept


def _differences(table: Array, nodes: tuple[float, ...], order: int) -> Array:
    """Return divided differences of an order, scaled so that noise of size 1 gives size 1."""
    count = len(table) - order
    if count < 1:
        return np.zeros((1, table.shape[1]))
    weights = np.zeros((count, len(table)))
    for i in range(count):
        weights[i, i : i + order + 1] = _weights(nodes[i : i + order + 1])
    # Constants have no part in them, and would only be rounded.
    return np.asarray(weights @ (table - table[0]))


@cache
def _points(count: int) -> tuple[float, ...]:
    """Return where so many points are, in units of their distance.

    They are uneven, because roundings may repeat at even ones. NumPy's random numbers are loaded
    for them, so not before they are asked for.
    """
    return tuple(np.cumsum(np.random.default_rng(1).uniform(0.6, 1.4, MANY)).tolist())[:count]


@cache
def _weights(nodes: tuple[float, ...]) -> Array:
    """Return the vector of length 1 to which all polynomials of lower degree are orthogonal."""
    gaps = np.subtract.outer(nodes, nodes) + np.eye(len(nodes))
    weights = 1 / gaps.prod(axis=1)
    return np.asarray(weights / np.linalg.norm(weights))


def grain(changes: Array) -> Array:
    """Return the largest power of two that all changes are multiples of, along the first axis.

    Parameters
    ----------
    changes
        Of shape (changes, ...), finite.

    Returns
    -------
    ndarray
        0 where there is no change.
    """
    mantissa, exponent = np.frexp(changes)
    digits = (mantissa * 2.0**53).astype(np.int64)
    bits = np.ldexp((digits & -digits).astype(np.float64), exponent - 53)
    finest: Array = np.where(bits == 0, np.inf, bits).min(axis=0)
    return np.where(np.isinf(finest), 0.0, finest)
