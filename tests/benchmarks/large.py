"""What it costs to check the gradient of a large layer: the weights of a dense layer, 512 x 512.

Three gradients are checked by `check_gradient`: the right one, the same with one element off by
3e-6 of the largest, and twice the right one. Beside them stands what central differences of every
element would cost, extrapolated from a thousand of them.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from grader.checking import CheckFailed, check_gradient

Array = NDArray[np.float64]

SAMPLE = 1000
STEP = 1e-4


class Layer:
    """The loss of a dense layer with ReLU as a function of its weights; counts its calls.

    Parameters
    ----------
    size
        The number of inputs and of outputs.
    random
        Draws the layer: no pre-activation is near the kink.
    """

    def __init__(self, size: int, random: np.random.Generator) -> None:
        self.inputs = random.uniform(-1, 1, size)
        self.weights = random.uniform(-1, 1, (size, size)) / np.sqrt(size)
        z = random.choice([-1.0, 1.0], size) * random.uniform(0.5, 1.5, size)
        self.biases = z - self.inputs @ self.weights
        self.d_output = random.choice([-1.0, 1.0], size) * random.uniform(0.5, 1.5, size)
        self.gradient = np.outer(self.inputs, self.d_output * (z > 0))
        self.calls = 0

    def __call__(self, weights: Array) -> float:
        """Return the loss at other weights."""
        self.calls += 1
        output = np.maximum(self.inputs @ weights + self.biases, 0.0)
        return float(self.d_output @ output)


class Row(NamedTuple):
    """A line of the table."""

    what: str
    verdict: str
    evaluations: int
    seconds: float


def checked(layer: Layer, what: str, gradient: Array, repeat: int) -> Row:
    """Check a gradient; return the fastest of some repetitions."""
    verdict, best = "passes", float("inf")
    for _ in range(repeat):
        layer.calls = 0
        began = time.perf_counter()
        try:
            check_gradient(gradient, of=layer, at=layer.weights, name="d_weights")
        except CheckFailed as failure:
            verdict = str(failure)
        best = min(best, time.perf_counter() - began)
    return Row(what, verdict, layer.calls, best)


def element_wise(layer: Layer, random: np.random.Generator, repeat: int) -> Row:
    """Take central differences of some elements, and extrapolate to all."""
    size = layer.weights.size
    sample = min(SAMPLE, size)
    places = random.choice(size, sample, replace=False)
    best, largest = float("inf"), 0.0
    for _ in range(repeat):
        began = time.perf_counter()
        for i in places:
            point = layer.weights.copy()
            flat = point.reshape(-1)
            origin = flat[i]
            flat[i] = origin + STEP
            ahead = layer(point)
            flat[i] = origin - STEP
            slope = (ahead - layer(point)) / (2 * STEP)
            largest = max(largest, abs(slope - layer.gradient.reshape(-1)[i]))
        best = min(best, time.perf_counter() - began)
    verdict = f"off by {largest:.0e} at most; time extrapolated from {sample:,} elements"
    return Row("element by element", verdict, 2 * size, best * size / sample)


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--size", type=int, default=512, metavar="N", help="inputs and outputs")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="fastest of N runs")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="draws the layer")
    options = parser.parse_args()
    repeat: int = max(1, options.repeat)
    random = np.random.default_rng(options.seed)
    layer = Layer(options.size, random)
    one_wrong = layer.gradient.copy()
    place = tuple(random.integers(0, options.size, 2))
    one_wrong[place] += 3e-6 * np.abs(layer.gradient).max()
    rows = [
        checked(layer, "right", layer.gradient, repeat),
        checked(layer, "one element off by 3e-6", one_wrong, repeat),
        checked(layer, "all twice too large", 2 * layer.gradient, repeat),
        element_wise(layer, random, repeat),
    ]
    console = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
    table = Table(box=None, pad_edge=False)
    table.add_column("gradient")
    table.add_column("evaluations", justify="right")
    table.add_column("seconds", justify="right")
    table.add_column("verdict")
    for row in rows:
        table.add_row(row.what, f"{row.evaluations:,}", f"{row.seconds:.3f}", row.verdict)
    console.print(f"{options.size} x {options.size} weights, the fastest of {repeat}\n")
    console.print(table)
    console.print(f"\nThe wrong element is d_weights[{place[0]}, {place[1]}].")


if __name__ == "__main__":
    main()
