"""Right backward passes of the layers in `truth.layers`, by hand, in their closed forms."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.benchmarks.truth.layers import (
    LABELS,
    NORM_FLOOR,
    STRIDE,
    TOKENS,
    logistic,
    softmax,
)

Array = Any
Gradients = tuple[Array, ...]


def dense_tanh(upstream: Array, x: Array, w: Array, b: Array) -> Gradients:
    d_z = upstream * (1 - np.tanh(x @ w + b) ** 2)
    return d_z @ w.T, x.T @ d_z, d_z.sum(axis=0)


def dense_relu(upstream: Array, x: Array, w: Array, b: Array) -> Gradients:
    d_z = upstream * (x @ w + b > 0)
    return d_z @ w.T, x.T @ d_z, d_z.sum(axis=0)


def _standardize(upstream: Array, x: Array, axis: int) -> tuple[Array, Array]:
    """Return the gradient with respect to `x`, and the standardized `x`."""
    off = x - x.mean(axis=axis, keepdims=True)
    deviation = np.sqrt((off * off).mean(axis=axis, keepdims=True) + NORM_FLOOR)
    hat = off / deviation
    mean = upstream.mean(axis=axis, keepdims=True)
    along = (upstream * hat).mean(axis=axis, keepdims=True)
    return (upstream - mean - hat * along) / deviation, hat


def batch_norm(upstream: Array, x: Array, gamma: Array, _beta: Array) -> Gradients:
    d_x, hat = _standardize(upstream * gamma, x, 0)
    return d_x, (upstream * hat).sum(axis=0), upstream.sum(axis=0)


def layer_norm(upstream: Array, x: Array, gamma: Array, _beta: Array) -> Gradients:
    d_x, hat = _standardize(upstream * gamma, x, -1)
    return d_x, (upstream * hat).sum(axis=0), upstream.sum(axis=0)


def rms_norm(upstream: Array, x: Array, gamma: Array) -> Gradients:
    root = np.sqrt((x * x).mean(axis=-1, keepdims=True) + NORM_FLOOR)
    hat, d_hat = x / root, upstream * gamma
    d_x = (d_hat - hat * (d_hat * hat).mean(axis=-1, keepdims=True)) / root
    return d_x, (upstream * hat).sum(axis=0)


def _softmax(upstream: Array, shares: Array) -> Array:
    return shares * (upstream - (upstream * shares).sum(axis=-1, keepdims=True))


def attention(upstream: Array, q: Array, k: Array, v: Array) -> Gradients:
    root = math.sqrt(q.shape[1])
    shares = softmax(q @ k.T / root)
    d_scores = _softmax(upstream @ v.T, shares) / root
    return d_scores @ k, d_scores.T @ q, shares.T @ upstream


def lstm_cell(
    upstream: Array, x: Array, h: Array, c: Array, w: Array, u: Array, b: Array
) -> Gradients:
    i, f, o, g = np.split(x @ w + h @ u + b, 4, axis=1)
    i, f, o, g = logistic(i), logistic(f), logistic(o), np.tanh(g)
    cell = np.tanh(f * c + i * g)
    d_h, d_c = np.split(upstream, 2, axis=1)
    d_cell = d_c + d_h * o * (1 - cell * cell)
    d_gates = (
        *(d_cell * g * i * (1 - i), d_cell * c * f * (1 - f)),
        *(d_h * cell * o * (1 - o), d_cell * i * (1 - g * g)),
    )
    d_z = np.concatenate(d_gates, axis=1)
    return d_z @ w.T, d_z @ u.T, d_cell * f, x.T @ d_z, h.T @ d_z, d_z.sum(axis=0)


def conv1d(upstream: Array, x: Array, w: Array, _b: Array) -> Gradients:
    d_x, d_w = np.zeros_like(x), np.zeros_like(w)
    width = w.shape[2]
    for place in range(upstream.shape[2]):
        window = slice(place * STRIDE, place * STRIDE + width)
        here = upstream[:, :, place]
        d_x[:, :, window] += np.einsum("bf,fck->bck", here, w)
        d_w += np.einsum("bf,bck->fck", here, x[:, :, window])
    return d_x, d_w, upstream.sum(axis=(0, 2))


def max_pool(upstream: Array, x: Array) -> Gradients:
    largest = x.reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2).max(axis=(1, 3))
    return (
        np.where(x == np.kron(largest, np.ones((2, 2))), np.kron(upstream, np.ones((2, 2))), 0),
    )


def gelu(upstream: Array, x: Array) -> Gradients:
    root = math.sqrt(2 / math.pi)
    t = np.tanh(root * (x + 0.044715 * x**3))
    return (upstream * ((1 + t) / 2 + x / 2 * (1 - t * t) * root * (1 + 0.134145 * x * x)),)


def log_softmax(upstream: Array, z: Array) -> Gradients:
    return (upstream - softmax(z) * upstream.sum(axis=-1, keepdims=True),)


def cross_entropy(upstream: Array, z: Array) -> Gradients:
    d_z = softmax(z)
    d_z[np.arange(len(z)), np.resize(LABELS, len(z))] -= 1
    return (d_z * upstream[:, None],)


def embedding_sum(upstream: Array, table: Array) -> Gradients:
    d_table = np.zeros_like(table)
    tokens = np.minimum(TOKENS, len(table) - 1)
    np.add.at(d_table, tokens, np.repeat(upstream[:, None, :], tokens.shape[1], axis=1))
    return (d_table,)


BACKWARDS: dict[str, Callable[..., Gradients]] = {
    "dense tanh": dense_tanh,
    "dense relu": dense_relu,
    "batch norm": batch_norm,
    "layer norm": layer_norm,
    "attention": attention,
    "lstm cell": lstm_cell,
    "conv1d": conv1d,
    "max pool": max_pool,
    "gelu": gelu,
    "log softmax": log_softmax,
    "cross entropy": cross_entropy,
    "embedding sum": embedding_sum,
    "rms norm": rms_norm,
}
"""By the names of the layers; ``backward(upstream, *arguments)`` returns a gradient for each."""
