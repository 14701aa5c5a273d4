"""What the examples of several tasks are drawn from: numbers that every honest way gets right.

Whoever computes in single precision, or by an accurate numerical gradient, has an error far below
1e-6 on these, so that no verdict depends on which numbers were drawn.
"""

from __future__ import annotations

import numpy as np

from grader.authoring import Draw, Floats, Numbers


def fractions(draw: Draw, shape: tuple[int, ...], *, zeros: bool = False) -> Floats:
    """Draw whole 32nds of which no sum of products is large; it is exact."""
    return np.asarray(draw.small(shape, zeros=zeros) / 32)


def quarters(draw: Draw, shape: tuple[int, ...], *, zeros: bool = False) -> Floats:
    """Draw whole quarters: of ordinary size, where neither rounding nor a threshold shows."""
    return np.asarray(draw.small(shape, zeros=zeros) / 4)


def decimals(draw: Draw, shape: tuple[int, ...], *, zeros: bool = False) -> Floats:
    """Draw numbers of one scale, from 1e-6 to 1e6; none is more than some hundred times another."""
    if draw.integer(0, 7) == 7:
        return millionths(draw, shape, zeros=zeros)
    return draw.array(shape, zeros=zeros, mixed=False)


def millionths(draw: Draw, shape: tuple[int, ...], *, zeros: bool = False) -> Floats:
    """Draw numbers from 1e-6 to 1e-5, which have digits beyond the eighth decimal place.

    Whoever takes so small a number for 0, or rounds to a number of places, is wrong by more than
    1e-6 of them.
    """
    return np.asarray(draw.small(shape, zeros=zeros) * draw.integer(10**6, 11 * 10**5) / 1e12)


def near(draw: Draw, values: Floats) -> Floats:
    """Return numbers that differ from these by a few whole 1024ths."""
    return np.asarray(values + draw.small(values.shape, zeros=True) / 1024)


def thousands(draw: Draw, shape: tuple[int, ...]) -> Floats:
    """Draw numbers from 1000 to 8000, of either sign.

    Each is a whole number and a bit that single precision cuts off, and cuts off `near` it, too:
    the difference of the two is exact in any precision. Their squares are not exact in any.
    """
    integers = draw.integers(shape, most=3500)
    whole = integers + np.where(integers < 0, -4500, 4500)
    return np.asarray(whole + (2 * draw.integers(shape, most=4000) + 1) * 2.0**-30)


def product(vectors: Numbers, matrices: Numbers) -> Numbers:
    """Return vectors @ matrices, where one or the other may be many, stacked along a first axis.

    Each product is computed by itself, and rounded as if there were no other.
    """
    return np.asarray((vectors[..., np.newaxis, :] @ matrices)[..., 0, :])


def generator(draw: Draw) -> np.random.Generator:
    """Draw a source of random numbers, for examples that are too large to be drawn one by one."""
    return np.random.default_rng(draw.integer(0, 2**32 - 1))
