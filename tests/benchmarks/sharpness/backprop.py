"""Correct implementations of the assignment `backprop`, each rounded differently."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tests.benchmarks.sharpness.standin import Array, Correct, Function


def loss_mean(p: Array, t: Array) -> Any:
    return np.mean((p - t) ** 2)


def loss_exact_sum(p: Array, t: Array) -> Any:
    return math.fsum(float(a - b) ** 2 for a, b in zip(p.flat, t.flat, strict=True)) / p.size


def loss_loop(p: Array, t: Array) -> Any:
    total = 0.0
    for a, b in zip(p.flat, t.flat, strict=True):
        total += (float(b) - float(a)) ** 2 / p.size
    return total


def loss_backwards(p: Array, t: Array) -> Any:
    d = (p - t).ravel()[::-1].astype(np.float64)
    return d @ d * (1 / d.size)


def mse_gradient_plain(p: Array, t: Array) -> Any:
    return 2 * (p - t) / p.size


def mse_gradient_factor_first(p: Array, t: Array) -> Any:
    return (p - t) * (2 / p.size)


def mse_gradient_loop(p: Array, t: Array) -> Any:
    pairs = zip(p.flat, t.flat, strict=True)
    return np.array([(float(a) - float(b)) / p.size * 2 for a, b in pairs]).reshape(p.shape)


def mse_gradient_minus(p: Array, t: Array) -> Any:
    return -2.0 / p.size * np.subtract(t, p)


def relu_maximum(x: Array) -> Any:
    return np.maximum(x, 0.0)


def relu_half_sum(x: Array) -> Any:
    return (x + np.abs(x)) / 2


def relu_masked(x: Array) -> Any:
    return x * (x > 0).astype(np.float64)


def relu_loop(x: Array) -> Any:
    return np.array([float(a) if a > 0 else 0.0 for a in x.flat]).reshape(x.shape)


def slope_compared(x: Array) -> Any:
    return (x > 0).astype(np.float64)


def slope_heaviside(x: Array) -> Any:
    return np.heaviside(x, 0.0)


def slope_of_sign(x: Array) -> Any:
    return np.maximum(np.sign(x), 0.0)


def slope_loop(x: Array) -> Any:
    return np.array([1.0 if a > 0 else 0.0 for a in x.flat]).reshape(x.shape)


def layer_outer(d_output: Array, inputs: Array, weights: Array, z: Array) -> Any:
    d_z = d_output * (z > 0)
    return np.outer(inputs, d_z), d_z, weights @ d_z


def layer_einsum(d_output: Array, inputs: Array, weights: Array, z: Array) -> Any:
    d_z = np.where(z > 0, d_output, 0)
    d_inputs = np.einsum("ij,j->i", weights, d_z)
    return np.einsum("i,j->ij", inputs, d_z), d_z, d_inputs


def layer_exact_sum(d_output: Array, inputs: Array, weights: Array, z: Array) -> Any:
    d_z = [float(d) if s > 0 else 0.0 for d, s in zip(d_output, z, strict=True)]
    d_inputs = [math.fsum(float(w) * d for w, d in zip(row, d_z, strict=True)) for row in weights]
    d_weights = [[float(a) * d for d in d_z] for a in inputs]
    return np.array(d_weights), np.array(d_z), np.array(d_inputs)


def layer_backwards(d_output: Array, inputs: Array, weights: Array, z: Array) -> Any:
    d_z = (d_output * (z > 0))[::-1]
    d_inputs = (weights[:, ::-1] * d_z).sum(axis=1)
    return (inputs[:, None] * d_z)[:, ::-1], d_z[::-1], d_inputs


def update_minus(parameters: list[Array], gradients: list[Array], rate: float) -> None:
    for p, g in zip(parameters, gradients, strict=True):
        p -= rate * g


def update_plus(parameters: list[Array], gradients: list[Array], rate: float) -> None:
    for p, g in zip(parameters, gradients, strict=True):
        np.add(g * -rate, p, out=p)


def update_copied(parameters: list[Array], gradients: list[Array], rate: float) -> None:
    new = [(p / rate - g) * rate for p, g in zip(parameters, gradients, strict=True)]
    for p, n in zip(parameters, new, strict=True):
        np.copyto(p, n)


def update_loop(parameters: list[Array], gradients: list[Array], rate: float) -> None:
    for p, g in zip(parameters, gradients, strict=True):
        for i in np.ndindex(p.shape):
            p[i] = math.fsum([float(p[i]), -rate * float(g[i])])


def softmax_shifted(z: Array) -> Any:
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def softmax_of_logarithms(z: Array) -> Any:
    return np.exp(z - np.logaddexp.reduce(z.astype(np.float64)))


def softmax_exact_sum(z: Array) -> Any:
    powers = [math.exp(float(v) - float(z.min())) if np.ptp(z) < 700 else 0.0 for v in z]
    if not any(powers):
        powers = [math.exp(float(v) - float(z.max())) for v in z]
    return np.array([p / math.fsum(powers) for p in powers])


def softmax_of_differences(z: Array) -> Any:
    return 1 / np.exp(np.subtract.outer(z, z)).sum(axis=0)


def entropy_chosen(p: Array, y: Array) -> Any:
    return -np.sum(y[y != 0] * np.log(p[y != 0]))


def entropy_product(p: Array, y: Array) -> Any:
    return -(y[::-1] @ np.log(np.where(y != 0, p, 1.0))[::-1])


def entropy_exact_sum(p: Array, y: Array) -> Any:
    return math.fsum(-float(b) * math.log(float(a)) for a, b in zip(p, y, strict=True) if b)


def entropy_in_bits(p: Array, y: Array) -> Any:
    return np.nansum(-y * np.log2(p)) * math.log(2)


def step(backward: Function, softmax: Function, entropy: Function) -> Function:
    """Return a training step, made of a backward pass through a single layer."""

    def training_step(*arguments: Any) -> Any:
        x, y_true, hidden_weights, hidden_biases, weights, biases, rate = arguments
        z1 = x @ hidden_weights + hidden_biases
        h1 = np.maximum(z1, 0)
        p = softmax(h1 @ weights + biases)
        d_weights, d_biases, d_h1 = backward(p - y_true, h1, weights, np.ones(p.shape))
        d_hidden_weights, d_hidden_biases, _ = backward(d_h1, x, hidden_weights, z1)
        gradients = d_hidden_weights, d_hidden_biases, d_weights, d_biases
        moved = zip(arguments[2:6], gradients, strict=True)
        return entropy(p, y_true), *(old - rate * gradient for old, gradient in moved)

    return training_step


def network(backward: Function, d_output: Function) -> Function:
    """Return a backward pass through two layers, made of one through a single layer."""

    def backward_pass(*arguments: Array) -> Any:
        x, y_true, hidden_weights, _, weights, _, h1, output = arguments
        upstream = d_output(output, y_true)
        d_weights, d_biases, d_h1 = backward(upstream, h1, weights, np.ones(output.shape))
        d_hidden_weights, d_hidden_biases, _ = backward(d_h1, x, hidden_weights, h1)
        return d_hidden_weights, d_hidden_biases, d_weights, d_biases

    return backward_pass


LAYERS = (layer_outer, layer_einsum, layer_exact_sum, layer_backwards)
UPSTREAMS = (mse_gradient_plain, mse_gradient_factor_first, mse_gradient_loop, mse_gradient_minus)
SOFTMAXES = (softmax_shifted, softmax_of_logarithms, softmax_exact_sum, softmax_of_differences)
ENTROPIES = (entropy_chosen, entropy_product, entropy_exact_sum, entropy_in_bits)
CORRECT: Correct = {
    "mse_loss": (loss_mean, loss_exact_sum, loss_loop, loss_backwards),
    "mse_gradient": UPSTREAMS,
    "relu": (relu_maximum, relu_half_sum, relu_masked, relu_loop),
    "relu_gradient": (slope_compared, slope_heaviside, slope_of_sign, slope_loop),
    "layer_backward": LAYERS,
    "backward_pass": [network(*pair) for pair in zip(LAYERS, UPSTREAMS, strict=True)],
    "gradient_descent_update": (update_minus, update_plus, update_copied, update_loop),
    "softmax": SOFTMAXES,
    "cross_entropy": ENTROPIES,
    "training_step": [step(*ways) for ways in zip(LAYERS, SOFTMAXES, ENTROPIES, strict=True)],
}

RELATIONS = {
    "task1": {"loss_properties", "gradient_properties"},
    "task3": {"weights_follow", "inputs_follow"},
    "task4": {"output_weights_follow", "hidden_biases_follow", "hidden_weights_follow"},
    "task5": {"proportional", "goes_on"},
    "task6": {"output_weights_follow", "hidden_biases_follow", "hidden_weights_follow"},
}
"""By task, the checks that compare results of the student's own with one another."""
