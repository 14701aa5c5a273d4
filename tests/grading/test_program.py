"""A script as a program: it does what the script did, when it is pasted beside the file."""

from __future__ import annotations

import contextlib
import io
import sys
import types
from typing import Any

import numpy as np
import pytest

from grader.grading.snippet import snippet
from grader.sandbox.client.errors import Raised
from grader.sandbox.client.scripts import Script

PARAMETERS = {
    "Layer": ("input_size", "output_size"),
    "Layer.forward": ("x",),
    "train": ("network", "rate"),
}
X = np.array([[1.0, 2.0], [3.0, 4.0]])


class Layer:
    def __init__(self, n_in: int, n_out: int) -> None:
        self.weights = np.zeros((n_out, n_in))

    def forward(self, x: Any) -> Any:
        return self.weights @ x


class NeuralNetwork:
    def __init__(self) -> None:
        self.layers: list[Any] = []

    def add_layer(self, layer: Any) -> None:
        self.layers.append(layer)


def train(network: Any, rate: Any) -> Any:
    network.layers[0].weights -= rate
    return rate


class Fake:
    """Does no step: it returns what it was given, or raises."""

    def __init__(self, results: list[Any], failed: int | None = None) -> None:
        self.results = results
        self.failed = failed

    def run(self, *_: object) -> list[Any]:
        if self.failed is not None:
            error = Raised("no", "", "ValueError", "")
            error.step = self.failed
            raise error
        return self.results


def begin(fake: Fake) -> tuple[Any, list[Any]]:
    calls: list[Any] = []
    return Script(fake, "network", calls), calls


def printed(source: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a snippet beside a module `network`; return what it prints."""
    module = types.ModuleType("network")
    vars(module).update(Layer=Layer, NeuralNetwork=NeuralNetwork, train=train)
    monkeypatch.setitem(sys.modules, "network", module)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(source, "snippet", "exec"), {})
    return out.getvalue()


def test_a_script_reads_like_a_program() -> None:
    steps, calls = begin(Fake([X, np.array([[0.0]])]))
    layer = steps.student.Layer(2, 2)
    layer.weights = X
    output = layer.forward(X)
    steps.run(output, layer.weights)
    assert snippet(calls, PARAMETERS) == (
        "import numpy as np\n"
        "from network import Layer\n"
        "\n"
        "layer = Layer(2, 2)\n"
        "layer.weights = np.array([[1.0, 2.0], [3.0, 4.0]])\n"
        "x = np.array([[1.0, 2.0], [3.0, 4.0]])\n"
        "print(layer.forward(x))\n"
        "# returned: [[1., 2.],\n"
        "#            [3., 4.]]\n"
        "print(layer.weights)\n"
        "# it is: [[0.]]"
    )


def test_the_program_does_what_the_script_did(monkeypatch: pytest.MonkeyPatch) -> None:
    steps, calls = begin(Fake([None] * 6))
    network = steps.student.NeuralNetwork()
    first, second = steps.student.Layer(2, 2), steps.student.Layer(2, 1)
    network.add_layer(first)
    network.add_layer(second)
    first.weights = X[::-1]
    second.weights = X[:1]
    hidden = first.forward(X.T)
    before = network.layers[0].weights
    rate = steps.value("rate", np.array([0.5]))
    returned = steps.student.train(network, rate)
    steps.run(
        second.forward(hidden),
        before,
        steps.again(before),
        returned,
        steps.again(rate),
        second.forward(np.array([[1], [1]])),
    )
    source = snippet(calls, PARAMETERS)
    assert "first" not in source
    assert "layer1 = Layer(2, 2)\nlayer2 = Layer(2, 1)\n" in source
    expected = [
        X[:1] @ (X[::-1] @ X.T),
        X[::-1],
        X[::-1] - 0.5,
        np.array([0.5]),
        np.array([0.5]),
        np.array([[3.0]]),
    ]
    due = [line for array in expected for line in str(array).splitlines()]
    found = printed(source, monkeypatch).splitlines()
    assert sorted(found) == sorted(due)


def test_what_was_read_from_one_object_can_be_given_to_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps, calls = begin(Fake([None]))
    first, second = steps.student.Layer(2, 2), steps.student.Layer(2, 2)
    first.weights = X
    second.weights = first.weights
    steps.run(second.forward(X))
    assert printed(snippet(calls, PARAMETERS), monkeypatch) == f"{X @ X}\n"


def test_a_script_that_failed_is_shown_up_to_there() -> None:
    steps, calls = begin(Fake([], failed=1))
    layer = steps.student.Layer(2, 2)
    output = layer.forward(X)
    layer.weights = X
    with pytest.raises(Raised):
        steps.run(output, layer.forward(X))
    source = snippet(calls, PARAMETERS)
    assert source.splitlines()[-1] == "print(layer.forward(x))"
    assert calls[-1].called()[0] == "Layer.forward"


def test_no_program_that_nobody_could_read() -> None:
    steps, calls = begin(Fake([]))
    steps.student.Layer(1, 1).weights = np.zeros((20, 20))
    steps.run()
    assert snippet(calls, PARAMETERS) == ""
    steps, calls = begin(Fake([]))
    for _ in range(50):
        steps.student.Layer(1, 1)
    steps.run()
    assert snippet(calls, PARAMETERS) == ""
