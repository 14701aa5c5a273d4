"""The forwards of real layers, and random arguments for them.

They are written so that complex steps pass through them: comparisons look at real parts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

Array = Any
"""Of float64, of long doubles, or complex: forwards take them all."""
Lengths = list[float]
"""How far any element of each argument may move alone with the layer still smooth."""

STRIDE = 2
NORM_FLOOR = 1e-5
TOKENS = np.array([[0, 2, 2], [3, 1, 0], [2, 4, 3]])
LABELS = np.array([2, 0, 3])


@dataclass(frozen=True)
class Layer:
    """A forward function of several arrays.

    Attributes
    ----------
    forward
        ``forward(*arguments)`` returns an array.
    draw
        ``draw(random, scale, size)`` returns arguments; `scale` is that of the first one, and
        `size` multiplies one axis.
    lengths
        ``lengths(*arguments)``, one for each; from where poles, kinks and ties are.
    low, high
        The scales that it is used at.
    """

    name: str
    forward: Callable[..., Array]
    draw: Callable[[np.random.Generator, float, int], list[Array]]
    lengths: Callable[..., Lengths]
    low: float = 1e-6
    high: float = 1e6


def logistic(z: Array) -> Array:
    """1 / (1 + exp(-z)), without an overflow."""
    return (1 + np.tanh(z / 2)) / 2


def softmax(z: Array) -> Array:
    """Each row becomes shares of 1."""
    powers = np.exp(z - z.real.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def log_softmax(z: Array) -> Array:
    """The logarithm of `softmax`."""
    shifted = z - z.real.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def cross_entropy(z: Array) -> Array:
    """The loss of each row of logits, for fixed labels that repeat."""
    return -log_softmax(z)[np.arange(len(z)), np.resize(LABELS, len(z))]


def dense_tanh(x: Array, w: Array, b: Array) -> Array:
    return np.tanh(x @ w + b)


def dense_relu(x: Array, w: Array, b: Array) -> Array:
    z = x @ w + b
    return np.where(z.real > 0, z, 0 * z)


def _standardize(x: Array, axis: int) -> Array:
    off = x - x.mean(axis=axis, keepdims=True)
    return off / np.sqrt((off * off).mean(axis=axis, keepdims=True) + NORM_FLOOR)


def batch_norm(x: Array, gamma: Array, beta: Array) -> Array:
    return gamma * _standardize(x, 0) + beta


def layer_norm(x: Array, gamma: Array, beta: Array) -> Array:
    return gamma * _standardize(x, -1) + beta


def attention(q: Array, k: Array, v: Array) -> Array:
    return softmax(q @ k.T / math.sqrt(q.shape[1])) @ v


def lstm_cell(x: Array, h: Array, c: Array, w: Array, u: Array, b: Array) -> Array:
    """Return the next hidden and cell state, side by side."""
    i, f, o, g = np.split(x @ w + h @ u + b, 4, axis=1)
    cell = logistic(f) * c + logistic(i) * np.tanh(g)
    return np.concatenate([logistic(o) * np.tanh(cell), cell], axis=1)


def conv1d(x: Array, w: Array, b: Array) -> Array:
    """Correlate (batch, channels, length) with (filters, channels, width), every second place."""
    windows = sliding_window_view(x, w.shape[2], axis=2)[:, :, ::STRIDE]
    return np.einsum("bclk,fck->bfl", windows, w) + b[:, None]


def max_pool(x: Array) -> Array:
    """Take the largest of each two by two neighbours."""
    rows, columns = x.shape[0] // 2, x.shape[1] // 2
    tiles = x.reshape(rows, 2, columns, 2).swapaxes(1, 2).reshape(rows, columns, 4)
    return np.take_along_axis(tiles, tiles.real.argmax(axis=2)[..., None], axis=2)[..., 0]


def gelu(x: Array) -> Array:
    """The usual approximation by tanh."""
    return x / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)))


def embedding_sum(table: Array) -> Array:
    """Add up the rows that each list of tokens names, some of them twice."""
    return table[np.minimum(TOKENS, len(table) - 1)].sum(axis=1)


def rms_norm(x: Array, gamma: Array) -> Array:
    return gamma * x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + NORM_FLOOR)


def _normal(*shapes: Callable[[int], tuple[int, ...]]) -> Callable[..., list[Array]]:
    """Draw a first argument of a scale, and others of about 1, of shapes that depend on a size."""

    def draw(random: np.random.Generator, scale: float, size: int) -> list[Array]:
        arrays = [random.normal(size=shape(size)) for shape in shapes]
        return [scale * arrays[0], *arrays[1:]]

    return draw


def _largest(x: Array) -> float:
    return float(np.abs(x).max())


def _tanh_lengths(x: Array, w: Array, _: Array) -> Lengths:
    return [math.pi / 2 / _largest(w), math.pi / 2 / _largest(x), math.pi / 2]


def _relu_lengths(x: Array, w: Array, b: Array) -> Lengths:
    nearest = float(np.abs(x @ w + b).min())
    return [nearest / _largest(w), nearest / _largest(x), nearest]


def _norm_lengths(axis: int) -> Callable[..., Lengths]:
    def lengths(x: Array, *others: Array) -> Lengths:
        spread = float(np.sqrt(x.var(axis=axis) + NORM_FLOOR).min())
        return [spread, *(math.inf for _ in others)]

    return lengths


def _attention_lengths(q: Array, k: Array, _: Array) -> Lengths:
    turn = math.pi * math.sqrt(q.shape[1])
    return [turn / (2 * _largest(k)), turn / _largest(q), math.inf]


def _lstm_lengths(x: Array, h: Array, c: Array, w: Array, u: Array, _: Array) -> Lengths:
    turn = math.pi / 2 / (1 + _largest(c))
    return [
        turn / _largest(w),
        turn / _largest(u),
        1.0,
        turn / _largest(x),
        turn / _largest(h),
        turn,
    ]


def _pool_lengths(x: Array) -> Lengths:
    tiles = x.reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2).swapaxes(1, 2).reshape(-1, 4)
    two = np.sort(tiles, axis=1)[:, -2:]
    return [float((two[:, 1] - two[:, 0]).min())]


def _gelu_lengths(x: Array) -> Lengths:
    return [math.pi / 2 / (0.8 * (1 + 0.1342 * _largest(x) ** 2))]


def _rms_lengths(x: Array, _: Array) -> Lengths:
    return [float(np.sqrt((x * x).mean(axis=-1) + NORM_FLOOR).min()), math.inf]


def _linear(*arguments: Array) -> Lengths:
    return [math.inf] * len(arguments)


def _logit_lengths(_: Array) -> Lengths:
    return [math.pi]


LAYERS = [
    Layer(
        "dense tanh",
        dense_tanh,
        _normal(lambda n: (4 * n, 3), lambda n: (3, 4), lambda n: (4,)),
        _tanh_lengths,
    ),
    Layer(
        "dense relu",
        dense_relu,
        _normal(lambda n: (4 * n, 3), lambda n: (3, 4), lambda n: (4,)),
        _relu_lengths,
    ),
    Layer(
        "batch norm",
        batch_norm,
        _normal(lambda n: (6 * n, 3), lambda n: (3,), lambda n: (3,)),
        _norm_lengths(0),
    ),
    Layer(
        "layer norm",
        layer_norm,
        _normal(lambda n: (3 * n, 5), lambda n: (5,), lambda n: (5,)),
        _norm_lengths(-1),
    ),
    Layer(
        "attention",
        attention,
        _normal(lambda n: (3 * n, 4), lambda n: (5 * n, 4), lambda n: (5 * n, 2)),
        _attention_lengths,
        high=1e3,
    ),
    Layer(
        "lstm cell",
        lstm_cell,
        _normal(
            lambda n: (3 * n, 3),
            lambda n: (3 * n, 2),
            lambda n: (3 * n, 2),
            lambda n: (3, 8),
            lambda n: (2, 8),
            lambda n: (8,),
        ),
        _lstm_lengths,
        high=1e3,
    ),
    Layer(
        "conv1d",
        conv1d,
        _normal(lambda n: (2 * n, 2, 7), lambda n: (3, 2, 3), lambda n: (3,)),
        _linear,
    ),
    Layer("max pool", max_pool, _normal(lambda n: (4 * n, 6)), _pool_lengths),
    Layer("gelu", gelu, _normal(lambda n: (3 * n, 4)), _gelu_lengths),
    Layer("log softmax", log_softmax, _normal(lambda n: (3 * n, 4)), _logit_lengths, high=1e3),
    Layer("cross entropy", cross_entropy, _normal(lambda n: (3 * n, 4)), _logit_lengths, high=1e3),
    Layer("embedding sum", embedding_sum, _normal(lambda n: (5 * n, 3)), _linear),
    Layer("rms norm", rms_norm, _normal(lambda n: (3 * n, 4), lambda n: (4,)), _rms_lengths),
]
